"""What makes documents stale, and what redoing them changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import UsageError
from pipeline.extraction.extractor import ExtractionSettings
from pipeline.run.reprocess import Reprocess, Selection, dry_run, reprocess, store_staleness
from pipeline.run.settings import RunSettings
from pipeline.tables.trace import trace
from tests.articles import ARTICLES, rows, snapshot, write_articles

DEFAULT = RunSettings(workers=0)
CANADA = RunSettings(workers=0, extraction=ExtractionSettings(country="CA"))
UNCLEANED = RunSettings(workers=0, cleaning="off")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    pipeline.ingest(write_articles(tmp_path / "raw"), tmp_path / "processed", settings=DEFAULT)
    return tmp_path / "processed"


def test_nothing_is_stale_after_an_ingest(store: Path) -> None:
    assert store_staleness(store, DEFAULT).count == 0
    before = snapshot(store)
    report = reprocess(store, Selection(stale=True), settings=DEFAULT)
    assert report.found == 0
    assert snapshot(store) == before


def test_a_setting_of_extraction_leaves_cleaning_alone(store: Path) -> None:
    stale = store_staleness(store, CANADA)
    assert (stale.clean, stale.extract) == (0, 3)
    assert any("setting: country" in reason for reason in stale.reasons)
    # No raw root: the source files are not needed.
    report = reprocess(store, Selection(stale=True), settings=CANADA)
    assert (report.found, report.written) == (3, 3)
    currencies = {m["text"]: m["currency"] for m in rows(store, "money")}
    assert currencies["$1.9 billion"] == "CAD" and currencies["184 billion zlotys"] == "PLN"
    assert store_staleness(store, CANADA).count == 0


def test_a_setting_of_cleaning_reads_the_sources_again(store: Path) -> None:
    assert store_staleness(store, UNCLEANED).clean == 3
    with pytest.raises(UsageError, match="source files"):
        reprocess(store, Selection(stale=True), settings=UNCLEANED)
    raw = store.parent / "raw"
    report = reprocess(store, Selection(stale=True), raw_root=raw, settings=UNCLEANED)
    assert report.written == 3
    (grain,) = rows(store, "documents", source_uri="grain.txt")
    assert "Accept all cookies" in grain["text"]


def test_a_dry_run_tells_and_changes_nothing(store: Path) -> None:
    before = snapshot(store)
    run = Reprocess(store, Selection(stale=True), settings=CANADA)
    run.plan()
    difference = dry_run(run)
    money = difference.tables["money"]
    assert money.changed >= 2 and money.columns["currency"] >= 2
    assert not difference.tables["entities"].differs
    assert snapshot(store) == before


def test_a_dry_run_leaves_copies_linked(store: Path) -> None:
    raw = store.parent / "raw"
    text = " ".join(
        f"The ministry of works paid {n} million euros for bridge {n}." for n in range(20)
    )
    for name in ("one.txt", "two.txt"):
        (raw / name).write_text(f"Bridges\n\n{text}\n")
    pipeline.ingest(raw, store, settings=DEFAULT)
    assert sum(row["duplicate_of"] is not None for row in rows(store, "documents")) == 1
    run = Reprocess(store, Selection(everything=True, begin="extract"), settings=DEFAULT)
    run.plan()
    assert not dry_run(run).differs


def test_documents_can_be_named(store: Path) -> None:
    (grain,) = rows(store, "documents", source_uri="grain.txt")
    chosen = Selection(doc_ids=(grain["doc_id"][:10],), begin="extract")
    report = reprocess(store, chosen, settings=CANADA)
    assert (report.found, report.written) == (1, 1)
    assert store_staleness(store, CANADA).count == 2
    with pytest.raises(UsageError, match="no document goes by"):
        reprocess(store, Selection(doc_ids=("ffffffffffff",)), settings=DEFAULT)


def test_a_vanished_source_is_a_failure_and_keeps_its_rows(store: Path) -> None:
    raw = store.parent / "raw"
    (raw / "grain.txt").unlink()
    report = reprocess(store, Selection(everything=True), raw_root=raw, settings=DEFAULT)
    assert (report.found, len(report.failures)) == (3, 1)
    assert "gone" in report.failures[0].message
    assert len(rows(store, "documents")) == 3


@pytest.mark.parametrize(
    "name", ["a[1]*.txt", "caf\\xe9.txt", "a b's \"?#%20.txt", "new\nline.txt"]
)
@pytest.mark.parametrize("gone", [False, True])
def test_any_name_of_a_file_is_found_again(tmp_path: Path, name: str, gone: bool) -> None:
    raw, out = (
        write_articles(tmp_path / "raw", {name: ARTICLES["grain.txt"]}),
        tmp_path / "processed",
    )
    pipeline.ingest(raw, out, settings=DEFAULT)
    if gone:
        (raw / name).unlink()
    report = reprocess(out, Selection(everything=True), raw_root=raw, settings=DEFAULT)
    assert (report.found, report.written, len(report.failures)) == (1, not gone, gone)
    (document,) = rows(out, "documents")
    found = trace(out, f"{document['doc_id']}:sentences:0", raw_root=raw).source
    assert found is not None and found.same_bytes is not gone


def test_a_name_that_is_not_utf8_fails_as_it_did(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    try:
        Path(os.fsdecode(os.fsencode(raw) + b"/caf\xe9.txt")).write_text("Fiji spent $2 million.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    pipeline.ingest(raw, out, settings=DEFAULT)
    before = rows(out, "failures")
    report = reprocess(out, Selection(failed=True), raw_root=raw, settings=DEFAULT)
    assert [failure.source_uri for failure in report.failures] == ["caf\\xe9.txt"]
    assert rows(out, "failures") == before


def test_failed_articles_are_tried_again(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    (raw / "late.txt").touch()
    assert len(pipeline.ingest(raw, out, settings=DEFAULT).failures) == 1
    (raw / "late.txt").write_text("Chile earned 4 billion dollars from copper in 2023.")
    report = reprocess(out, Selection(failed=True), raw_root=raw, settings=DEFAULT)
    assert (report.found, report.written) == (1, 1)
    assert rows(out, "failures") == []


def test_a_choice_is_needed() -> None:
    with pytest.raises(UsageError, match="nothing was chosen"):
        Selection()
