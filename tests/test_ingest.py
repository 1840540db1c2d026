"""From a folder of articles to tables, and again: what is published, what a second run does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.errors import CleaningError, StoreUnwritable, UsageError
from pipeline.run.settings import RunSettings
from pipeline.tables.schemas import FACT_TABLES, SCHEMAS
from tests.articles import ARTICLES, rows, snapshot, write_articles


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ingest")
    report = pipeline.ingest(write_articles(folder / "raw"), folder / "processed")
    assert (report.found, report.written, len(report.failures)) == (3, 3, 0)
    return folder / "processed"


def test_every_mention_is_its_characters(store: Path) -> None:
    texts = {row["doc_id"]: row["text"] for row in rows(store, "documents")}
    seen = 0
    for table in ("entities", "dates", "money"):
        for row in rows(store, table):
            assert texts[row["doc_id"]][row["start"] : row["end"]] == row["text"]
            seen += 1
    assert seen > 20


def test_every_file_has_the_schema(store: Path) -> None:
    for table, schema in SCHEMAS.items():
        for part in (store / table).glob("*.parquet"):
            found = pq.read_schema(part)
            assert found.names == schema.names and found.types == schema.types
            for field in schema:
                kept = found.field(field.name)
                assert kept.nullable == field.nullable, field.name
                assert field.metadata.items() <= kept.metadata.items(), field.name
            assert found.metadata[b"factmill.table"] == table.encode()


def test_only_finished_parts_stand_below_the_store(store: Path) -> None:
    files = [path for path in store.rglob("*") if path.is_file()]
    assert files and all(path.suffix == ".parquet" for path in files)
    assert all(path.parent.parent == store and path.parent.name in SCHEMAS for path in files)


def test_facts_carry_the_version_of_their_document(store: Path) -> None:
    versions = {row["doc_id"]: row["doc_version"] for row in rows(store, "documents")}
    for table in FACT_TABLES:
        assert all(versions[row["doc_id"]] == row["doc_version"] for row in rows(store, table))


def test_facts_are_right(store: Path) -> None:
    money = {(str(m["amount"]), m["currency"]) for m in rows(store, "money")}
    assert {
        ("1100000000000.0000", "KZT"), ("2400000000.0000", "USD"), ("184000000000.0000", "PLN"),
        ("3000000000.0000", "NOK"),
    } <= money  # fmt: skip
    (second,) = rows(store, "money", text="$2.4 billion")
    assert second["equivalent_of"] is not None and round(second["implied_rate"]) == 458
    (range_,) = rows(store, "money", text="€30-32 billion")
    assert (range_["modifier"], range_["amount"]) == ("range", None)
    dates = {d["text"]: d["value"] for d in rows(store, "dates")}
    assert dates["May"] == "2024-05"


def test_dropped_blocks_are_recorded(store: Path) -> None:
    dropped = rows(store, "blocks", kept=False)
    assert any("cookies" in block["text"] and block["reason"] for block in dropped)
    assert not any("cookies" in row["text"] for row in rows(store, "documents"))


def test_a_second_run_changes_no_file(store: Path) -> None:
    before = snapshot(store)
    report = pipeline.ingest(store.parent / "raw", store)
    assert (report.found, report.written, report.unchanged) == (3, 0, 3)
    assert snapshot(store) == before


def test_changed_new_and_vanished_articles(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    pipeline.ingest(raw, out)
    (raw / "grain.txt").write_text(ARTICLES["grain.txt"].replace("9.2", "9.4"), encoding="utf-8")
    (raw / "new.txt").write_text("Turkey signed a deal worth $5 million in June 2023.")
    (raw / "budget.html").unlink()
    report = pipeline.ingest(raw, out)
    assert (report.found, report.written, report.unchanged) == (3, 2, 1)
    texts = {row["source_uri"]: row["text"] for row in rows(out, "documents")}
    assert sorted(texts) == ["budget.html", "feed.jsonl", "grain.txt", "new.txt"]
    assert "9.4 million" in texts["grain.txt"]
    assert pipeline.ingest(raw, out, prune=True).pruned == 1
    assert "budget.html" not in {row["source_uri"] for row in rows(out, "documents")}
    assert not any("zlotys" in row["text"] for row in rows(out, "money"))


def test_bad_articles_fail_and_the_run_goes_on(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    (raw / "broken.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    report = pipeline.ingest(raw, out)
    assert (report.found, report.written) == (4, 3)
    (failure,) = rows(out, "failures")
    assert (failure["source_uri"], failure["error"]) == ("broken.txt", "UnsupportedFormat")
    before = snapshot(out)
    assert len(pipeline.ingest(raw, out).failures) == 1
    assert snapshot(out) == before
    (raw / "broken.txt").write_text("Mended: Japan spent 2 billion yen in 2021.")
    assert not pipeline.ingest(raw, out).failures
    assert rows(out, "failures") == []


TEXTLESS = {
    "bare.html": "<html></html>",
    "pictures.html": "<html><body><img src='a.png'><iframe src='b'></iframe></body></html>",
    "script.html": "<html><body><div id='app'></div><script>var a = 'Peru';</script></body></html>",
    "turned.html": "<html><head><meta http-equiv='refresh' content='0;url=/x'></head></html>",
    "blank.html": "<html><body><p>&nbsp;</p>\u200b</body></html>",
}
TITLED = {
    "title.html": "<html><head><title>Peru earns $5 million</title></head></html>",
    "title.txt": "Peru earns $5 million from copper",
}


def test_a_page_without_any_text_fails_and_a_title_is_text(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw", {**TEXTLESS, **TITLED}), tmp_path / "processed"
    report = pipeline.ingest(raw, out)
    assert (report.found, report.written) == (7, 2)
    assert {row["source_uri"] for row in rows(out, "documents")} == set(TITLED)
    assert {m["source_uri"]: m["error"] for m in rows(out, "failures")} == dict.fromkeys(
        TEXTLESS, "CleaningError"
    )
    before = snapshot(out)
    again = pipeline.ingest(raw, out)
    assert (again.unchanged, len(again.failures)) == (2, 5)
    assert snapshot(out) == before
    for page in TEXTLESS.values():
        with pytest.raises(CleaningError, match="no text found"):
            pipeline.clean(page)


def test_a_bad_line_is_named_again(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    (raw / "feed.jsonl").write_text(ARTICLES["feed.jsonl"] + "\n{broken\n", encoding="utf-8")
    for written in (3, 0):
        report = pipeline.ingest(raw, out)
        assert (report.found, report.written, len(report.failures)) == (4, written, 1)


def test_a_sidecar_that_goes_takes_its_metadata_along(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    sidecar = raw / "grain.meta.json"
    for title in ("A given title", None):
        if title:
            sidecar.write_text(json.dumps({"title": title}), encoding="utf-8")
        else:
            sidecar.unlink()
        pipeline.ingest(raw, out)
        (row,) = rows(out, "documents", source_uri="grain.txt")
        assert (row["title"] == "A given title") is bool(title)


def test_pruning_stays_below_the_paths(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    write_articles(raw / "more", {"a.txt": "Fiji spent 2 million dollars.", "b.txt": "It rained."})
    pipeline.ingest(raw, out)
    (raw / "more" / "b.txt").unlink()
    (raw / "grain.txt").unlink()
    assert pipeline.ingest(raw / "more", out, raw_root=raw, prune=True).pruned == 1
    kept = {row["source_uri"] for row in rows(out, "documents")}
    assert kept == {*ARTICLES, "more/a.txt"}


def test_pruning_keeps_what_could_not_be_read(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    pipeline.ingest(raw, out)
    (raw / "feed.jsonl").write_bytes(b"\x1f\x8b damaged")
    assert pipeline.ingest(raw, out, prune=True).pruned == 0
    assert {row["source_uri"] for row in rows(out, "documents")} == set(ARTICLES)


@pytest.mark.parametrize("folder", ["not-mounted", "raw/more"])
def test_pruning_never_empties_a_store(tmp_path: Path, folder: str) -> None:
    """A folder that is not mounted; another raw root, from which all articles have other names."""
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    write_articles(raw / "more", {"a.txt": "Fiji spent 2 million dollars."})
    (tmp_path / "not-mounted").mkdir()
    pipeline.ingest(raw, out)
    before = snapshot(out)
    with pytest.raises(UsageError, match="would remove all 4"):
        pipeline.ingest(tmp_path / folder, out, prune=True)
    assert snapshot(out) == before


def test_a_name_that_is_not_utf8_fails_alone(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    try:
        Path(os.fsdecode(os.fsencode(raw) + b"/caf\xe9.txt")).write_text("Fiji spent $2 million.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    report = pipeline.ingest(raw, out)
    assert (report.found, report.written) == (4, 3)
    assert [failure["source_uri"] for failure in rows(out, "failures")] == ["caf\\xe9.txt"]


def test_cleaning_off_takes_the_text_as_given(tmp_path: Path) -> None:
    text = ARTICLES["grain.txt"]
    raw, out = write_articles(tmp_path / "raw", {"grain.txt": text}), tmp_path / "processed"
    pipeline.ingest(raw, out, settings=RunSettings(cleaning="off"))
    assert [row["text"] for row in rows(out, "documents")] == [text]


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_change_nothing(
    tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    raw = write_articles(tmp_path / "raw")
    stores = [tmp_path / "one" / "processed", tmp_path / "two" / "processed"]
    for out, number in zip(stores, (0, workers), strict=True):
        pipeline.ingest(raw, out, settings=RunSettings(workers=number, batch_size=number + 1))
    contents = [{name: digest for name, (_, digest) in snapshot(out).items()} for out in stores]
    assert contents[0] == contents[1]


def test_wrong_use_is_named(tmp_path: Path) -> None:
    raw = write_articles(tmp_path / "raw")
    with pytest.raises(UsageError, match="no such file or directory"):
        pipeline.ingest(tmp_path / "nowhere", tmp_path / "processed")
    assert not (tmp_path / "processed").exists()
    with pytest.raises(UsageError, match="among the articles"):
        pipeline.ingest(raw, raw / "processed")


def test_unwritable_output_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreUnwritable):
        pipeline.ingest(write_articles(tmp_path / "raw"), tmp_path / "file" / "processed")


def factmill(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from pipeline.cli import main; raise SystemExit(main())"]
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd
    )


def test_command_line(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    (raw / "empty.txt").touch()
    done = factmill("ingest", raw, "--out", out, "--direct")
    assert done.returncode == 3
    assert "4 articles: 3 written" in done.stdout and "empty.txt" in done.stderr
    (raw / "empty.txt").unlink()
    assert factmill("ingest", raw, "--out", out, "--direct").returncode == 0
    listed = factmill("tables", "--out", out)
    assert listed.returncode == 0 and "money" in listed.stdout
    shown = factmill("show", "grain.txt", "--out", out)
    assert shown.returncode == 0, shown.stderr
    assert "1.1 trillion tenge" in shown.stdout and "KZT" in shown.stdout
    assert "[consent" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ingest", "nowhere", "--direct"], "no such file or directory"),
        (["ingest"], "PATHS"),
        (["show", "x", "--out", "nowhere"], "nowhere"),
        (["tables", "--out", "nowhere"], "nowhere"),
        (["ingest", ".", "--workers", "many"], "many"),
        (["ingest", ".", "--country", "Kazakhstan", "--direct"], "country"),
        (["no-such-command"], "no-such-command"),
    ],
)
def test_wrong_command_lines(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = factmill(*arguments, cwd=tmp_path)
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr
    assert message in done.stderr + done.stdout
