"""Failures and runs: what the store remembers besides documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.synthetic import MTIME, make_facts
from pipeline.tables.store import Store
from tests.storefiles import FAILURE, RUN, files, part_files, tables_of


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def test_a_failure_that_recurs_changes_no_file(out: Path) -> None:
    with Store.open(out) as store:
        store.record_failures([FAILURE], at=MTIME, fingerprint="1")
        before = files(out)
        store.record_failures([FAILURE], at=MTIME + timedelta(days=1), fingerprint="1")
        assert files(out) == before
        store.record_failures([FAILURE], at=MTIME + timedelta(days=2), fingerprint="2")
        (row,) = store.failures().to_pylist()
    assert row["attempts"] == 2
    assert row["first_seen"] == MTIME and row["last_seen"] == MTIME + timedelta(days=2)


def test_a_cured_failure_goes_with_the_commit_that_cures_it(out: Path) -> None:
    facts = make_facts(1)
    uri = facts.article.raw.source_uri
    with Store.open(out) as store:
        store.record_failures([replace(FAILURE, source_uri=uri), FAILURE])
        report = store.publish(tables_of([facts]))
        assert [row["source_uri"] for row in store.failures().to_pylist()] == ["bad.txt"]
        assert report.version == 2


def test_records_of_one_file_fail_apart(out: Path) -> None:
    with Store.open(out) as store:
        store.record_failures([replace(FAILURE, source_key=key) for key in ("2", "1")])
        keys = [row["source_key"] for row in store.failures().to_pylist()]
    assert keys == ["1", "2"]


def test_runs_that_changed_nothing_change_no_file(out: Path) -> None:
    with Store.open(out) as store:
        store.record_run(RUN, changed=True)
        before = files(out)
        store.record_run(replace(RUN, run_id="run-2"), changed=False)
        assert files(out) == before
        assert store.runs().column("run_id").to_pylist() == ["run-1"]
        assert len(store.ledger.idle_runs()) == 1
        store.record_run(replace(RUN, ended_at=None), changed=True)
        (row,) = store.runs().to_pylist()
    assert row["ended_at"] is None and dict(row["counts"]) == {"found": 1}


def test_many_runs_do_not_stand_in_one_file(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.tables.store import logs

    monkeypatch.setattr(logs, "RUNS_A_FILE", 2)
    with Store.open(out) as store:
        for number in range(5):
            store.record_run(replace(RUN, run_id=f"run-{number}"), changed=True)
        assert store.runs().num_rows == 5
    assert [p.name for p in part_files(out, "runs")] == [
        "0001.parquet", "0002.parquet", "0003.parquet",
    ]  # fmt: skip
