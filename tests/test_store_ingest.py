"""What an ingest may skip: files that a run read to its end, and failures that would recur."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.errors import ModelError
from pipeline.extraction.extractor import ExtractionSettings
from pipeline.records import Failure, RawArticle
from pipeline.run import plan as plan_module
from pipeline.run.ingest import Ingest
from pipeline.run.settings import RunSettings
from pipeline.sources import SourceFile, SourceLimits
from tests.articles import rows

SETTINGS = RunSettings(workers=0, batch_size=3)


def record(number: int) -> dict[str, Any]:
    text = (
        f"Norway will raise its aid by {number + 3} billion crowns in May, the ministry said. "
        f"Plan {number} still needs the approval of parliament in Oslo."
    )
    return {"id": f"a{number}", "text": text}


def write_feed(raw: Path, records: list[dict[str, Any]]) -> Path:
    raw.mkdir(exist_ok=True)
    feed = raw / "feed.jsonl"
    feed.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return feed


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write_feed(tmp_path / "raw", [record(n) for n in range(9)]).parent


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """URIs of the files that are read."""
    uris: list[str] = []
    original = plan_module.read_file

    def read(file: SourceFile, limits: SourceLimits) -> Iterator[RawArticle | Failure]:
        uris.append(file.uri)
        yield from original(file, limits)

    monkeypatch.setattr(plan_module, "read_file", read)
    return uris


def cut_short(raw: Path, out: Path) -> None:
    """An ingest that is killed after its first batch of three."""
    run = Ingest([raw], out, settings=SETTINGS)
    run.plan()
    with run.recorder.pool(0) as pool:
        run.publish(next(iter(pool.map(run.batches()))))
    run.store.close()


def ingest(raw: Path, out: Path, **changes: Any) -> pipeline.RunReport:
    return pipeline.ingest(raw, out, settings=replace(SETTINGS, **changes))


def test_a_file_that_a_killed_run_half_published_is_read_on(raw: Path, out: Path) -> None:
    cut_short(raw, out)
    assert len(rows(out, "documents")) == 3
    report = ingest(raw, out)
    assert (report.found, report.unchanged, report.written) == (9, 3, 6)
    assert len(rows(out, "documents")) == 9


def test_a_changed_file_that_a_killed_run_half_published_is_read_on(raw: Path, out: Path) -> None:
    ingest(raw, out)
    write_feed(raw, [record(n + 100 * (n % 2)) | {"id": f"a{n}"} for n in range(9)])
    cut_short(raw, out)
    report = ingest(raw, out)
    assert report.found == 9
    texts = [row["text"] for row in rows(out, "documents")]
    assert sum("Plan 10" in text for text in texts) == 4


def test_a_file_read_to_its_end_is_not_opened_again(
    raw: Path, out: Path, opened: list[str]
) -> None:
    ingest(raw, out)
    assert opened == ["feed.jsonl"]
    assert ingest(raw, out).unchanged == 9
    assert opened == ["feed.jsonl"]


def test_a_file_is_read_again_when_a_part_with_its_articles_is_gone(raw: Path, out: Path) -> None:
    ingest(raw, out)
    with pipeline.tables.store.Store.open(out) as store:
        store.publish({}, remove=[rows(out, "documents")[0]["doc_id"]])
    report = ingest(raw, out)
    assert (report.unchanged, report.written) == (8, 1)


BAD = {"id": "bad"}


def test_a_record_that_failed_fails_again_without_being_read(
    raw: Path, out: Path, opened: list[str]
) -> None:
    write_feed(raw, [record(0), BAD, record(1)])
    (raw / "report.txt").write_bytes(b"%PDF-1.4 not an article")
    first = ingest(raw, out)
    del opened[:]
    again = ingest(raw, out)
    assert opened == []
    assert list(again.failures) == list(first.failures) and len(again.failures) == 2
    assert (again.found, again.unchanged, again.new_failures) == (4, 2, 0)


def test_it_is_read_when_the_limits_the_file_or_the_table_changed(
    raw: Path, out: Path, opened: list[str]
) -> None:
    feed = write_feed(raw, [record(0), BAD])
    ingest(raw, out)
    ingest(raw, out, limits=SourceLimits(max_document_bytes=1_000_000))
    ingest(raw, out)
    os.utime(feed, (1_700_000_000, 1_700_000_000))
    ingest(raw, out)
    assert len(opened) == 4
    write_feed(raw, [record(0), record(1)])
    assert len(ingest(raw, out).failures) == 0


def test_a_file_that_could_not_be_opened_is_tried_again(
    raw: Path, out: Path, opened: list[str]
) -> None:
    (raw / "gone.txt").symlink_to("nowhere.txt")
    assert len(ingest(raw, out).failures) == 1
    ingest(raw, out)
    assert opened.count("gone.txt") == 2


def test_a_wrong_model_leaves_no_empty_store(raw: Path, out: Path) -> None:
    models = {"en": "no_such_model"}
    with pytest.raises(ModelError, match="no_such_model"):
        ingest(raw, out, extraction=ExtractionSettings(models=models))
    assert not out.exists()


def test_another_root_names_the_same_files_anew_and_says_so(
    raw: Path, out: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ingest(raw.parent / "raw", out)
    ingest(raw, out)
    assert not caplog.records
    pipeline.ingest(raw, out, raw_root=raw.parent, settings=SETTINGS)
    assert f"1 of these files are in the tables already, named from {raw}" in caplog.text


def test_a_sidecar_of_many_articles_is_a_failure_of_its_own(raw: Path, out: Path) -> None:
    (raw / "feed.jsonl.meta.json").write_text('{"title": "whose?"}', encoding="utf-8")
    report = ingest(raw, out)
    assert (report.found, report.written) == (10, 9)
    assert [failure.source_uri for failure in report.failures] == ["feed.jsonl.meta.json"]
    assert "many articles" in report.failures[0].message
    assert len(ingest(raw, out).failures) == 1
