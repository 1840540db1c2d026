"""Batches that another machine sends: the same rows, or a refusal. The cluster is in torture/."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pytest

from pipeline.cleaning.templates import SiteTemplates
from pipeline.cli import main
from pipeline.cli.app import _with_address
from pipeline.errors import UsageError
from pipeline.extraction.extractor import ExtractionSettings
from pipeline.fingerprints import clean_fingerprint, extract_fingerprint
from pipeline.run import remote
from pipeline.run.batch import Batch, process_batch
from pipeline.run.settings import RunSettings
from pipeline.sources import read_bytes
from pipeline.tables.convert import RunContext
from tests.articles import write_articles

MTIME = "2026-01-02T03:04:05+00:00"


def work_of(settings: RunSettings, run_id: str = "run-1") -> remote.Work:
    from datetime import datetime

    clean = clean_fingerprint(settings.cleaning).digest
    extract = extract_fingerprint(settings.extraction).digest
    context = RunContext(run_id, datetime.fromisoformat(MTIME), clean, extract)
    return remote.Work(settings, context, SiteTemplates())


def test_a_batch_that_travelled_gives_the_same_rows() -> None:
    settings = RunSettings(extraction=ExtractionSettings(models={}))  # no model: quick to load
    work = work_of(settings)
    batch = Batch(3, (read_bytes(b"The road cost $5 million in May 2021, the ministry said."),))
    sent, what = pickle.loads(pickle.dumps(batch)), pickle.loads(pickle.dumps(work))
    try:
        there = remote.run_remote(what, sent, 0)
        here = process_batch(batch, settings, work.context, work.templates)
        assert there.index == 3 and there.tables == here.tables
        assert there.tables["money"].column("currency").to_pylist() == ["USD"]
        pools = dict(remote._pools)
        remote.run_remote(what, sent, 0)
        assert dict(remote._pools) == pools, "the pool is kept while the run lasts"
    finally:
        remote.close_pools()
    assert not remote._pools


def test_a_worker_of_another_version_refuses() -> None:
    work = work_of(RunSettings())
    other = dataclasses.replace(work.context, extract_fingerprint="0" * 16)
    with pytest.raises(UsageError, match="would extract otherwise than the run"):
        remote.run_remote(dataclasses.replace(work, context=other), Batch(0, ()), 0)
    assert not remote._pools


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["ingest", "raw", "--dask"], ["ingest", "raw", "--dask", "local"]),
        (["--dask", "--prune"], ["--dask", "local", "--prune"]),
        (["--dask", "tcp://host:8786"], ["--dask", "tcp://host:8786"]),
        (["--dask", "local"], ["--dask", "local"]),
        (["--dask=tls://host:1"], ["--dask=tls://host:1"]),
        (["--dask", "raw"], ["--dask", "local", "raw"]),
    ],
)
def test_dask_alone_means_here(given: list[str], meant: list[str]) -> None:
    assert _with_address(given) == meant


def test_dask_needs_prefect(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = write_articles(tmp_path / "raw")
    assert main(["ingest", str(raw), "--direct", "--dask"]) == 2
    assert "Dask works through Prefect" in capsys.readouterr().err
