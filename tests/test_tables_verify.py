"""`verify` finds every kind of damage, `repair` brings back what can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic import MTIME, context, make_many
from pipeline.errors import StoreDamaged
from pipeline.records import Failure
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.readers import read_table
from pipeline.tables.repair import LOST, repair
from pipeline.tables.schemas import PART_TABLES
from pipeline.tables.store import RunRecord, Store
from pipeline.tables.store.parts import ANCHOR
from pipeline.tables.verify import verify

FAILURE = Failure("bad.txt", None, None, "source", "EmptySource", "nothing in it")
RUN = RunRecord("run-1", "direct", MTIME, MTIME)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "processed"
    with Store.open(out) as store:
        store.publish(facts_to_tables(list(make_many(range(6))), context()), failures=[FAILURE])
        store.record_run(RUN, changed=True)
    return out


def part(out: Path, table: str) -> Path:
    (path,) = (file for file in (out / table).iterdir() if file.stem != ANCHOR)
    return path


def forget_hashes(out: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        (out.parent / ".factmill" / out.name / f"ledger.db{suffix}").unlink(missing_ok=True)


def rewrite(out: Path, table: str, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change rows of a part behind the store's back, its footer kept."""
    path = part(out, table)
    old = pq.read_table(path)
    rows = old.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=old.schema), path)
    forget_hashes(out)


def set_value(row: int, **values: Any) -> Callable[[list[dict[str, Any]]], None]:
    return lambda rows: rows[row].update(values)


LIES = [
    ("money", set_value(2, text="USD 1"), "documents.text"),
    ("money", set_value(2, start=-1), "lie outside"),
    ("money", set_value(2, doc_version="0" * 16), "another doc_version"),
    ("money", set_value(2, doc_id="f" * 32), "out of order"),
    ("money", lambda rows: rows.append({**rows[-1], "doc_id": "f" * 32}), "without a document"),
    ("money", lambda rows: rows.append(rows[-1]), "twice"),
    ("money", lambda rows: rows.pop(1), "does not count from 0"),
    ("money", set_value(1, equivalent_of=99), "equivalent_of"),
    ("money", set_value(1, sentence_index=99), "names no sentence"),
    ("money", set_value(1, sentence_index=1), "start in its sentence"),
    ("money", set_value(1, sentence="Other."), "sentence is not the text"),
    ("dates", lambda rows: rows.reverse(), "out of order"),
    ("blocks", set_value(0, start=None), "a kept block has offsets"),
    ("sentences", lambda rows: rows.pop(), "sentence_count"),
    ("documents", set_value(0, char_count=1), "char_count"),
    ("documents", set_value(0, url="https://other.example/x"), "doc_id does not follow"),
    ("documents", set_value(0, clean_fingerprint="x"), "doc_version does not follow"),
    ("documents", set_value(0, body_start=10**6), "body_start"),
]


@pytest.mark.parametrize(("table", "change", "problem"), LIES)
def test_verify_finds_wrong_rows(
    out: Path, table: str, change: Callable[[list[dict[str, Any]]], None], problem: str
) -> None:
    rewrite(out, table, change)
    problems = [finding.problem for finding in verify(out).findings]
    assert any(problem in text for text in problems), problems


@pytest.mark.parametrize("table", [*PART_TABLES, "failures", "runs"])
def test_verify_finds_a_flipped_byte_anywhere(out: Path, table: str) -> None:
    path = part(out, table)
    whole = path.read_bytes()
    for place in range(5, len(whole), max(1, len(whole) // 7)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x20
        path.write_bytes(damaged)
        findings = verify(out).findings
        assert [f for f in findings if f.table == table], place
    path.write_bytes(whole)
    assert verify(out).ok


def test_a_flipped_byte_in_the_rows_is_refused_by_the_next_run(out: Path) -> None:
    path = part(out, "money")
    damaged = bytearray(path.read_bytes())
    damaged[200] ^= 0xFF
    path.write_bytes(damaged)
    before = {p: p.read_bytes() for p in out.rglob("*.parquet")}
    with Store.open(out) as store, pytest.raises(StoreDamaged, match="factmill verify"):
        store.publish(facts_to_tables(list(make_many(range(6, 8))), context()))
    assert {p: p.read_bytes() for p in out.rglob("*.parquet")} == before


def test_verify_finds_foreign_and_missing_files(out: Path) -> None:
    (out / "money" / "notes.txt").write_text("x")
    (out / "mine").mkdir()
    part(out, "dates").unlink()
    problems = {(f.table, f.problem) for f in verify(out).findings}
    assert ("folder", "money/notes.txt does not belong here") in problems
    assert ("folder", "mine does not belong here") in problems
    assert ("dates", "the file is missing") in problems


def test_repair_keeps_texts_when_facts_are_lost(out: Path) -> None:
    texts = read_table(out, "documents", columns=["doc_id", "text"])
    part(out, "money").write_bytes(b"PAR1 no more")
    report = repair(out)
    assert report.extract_again == 6 and report.documents == 6
    assert verify(out).findings == []
    assert read_table(out, "documents", columns=["doc_id", "text"]).equals(texts)
    with Store.open(out) as store:
        assert {s.extract_fingerprint for s in store.sources().values()} == {LOST}
        store.publish(facts_to_tables(list(make_many(range(6))), context()))
    assert verify(out).findings == [] and len(read_table(out, "money")) == 24


def test_repair_moves_away_what_cannot_be_used(out: Path) -> None:
    part(out, "documents").write_bytes(b"PAR1 no more")
    with pytest.raises(StoreDamaged):
        Store.open(out)
    report = repair(out)
    assert report.documents == 0
    assert len(list((out.parent / ".factmill" / "processed" / "damaged").iterdir())) == 6
    with Store.open(out) as store:
        assert store.sources() == {}
        store.publish(facts_to_tables(list(make_many(range(6))), context()))
    assert verify(out).findings == []


def test_repair_of_a_whole_store_changes_no_file(out: Path) -> None:
    before = {p: p.read_bytes() for p in out.rglob("*.parquet")}
    report = repair(out)
    assert report.documents == 6 and len(report.actions) == 1
    assert {p: p.read_bytes() for p in out.rglob("*.parquet")} == before


def test_repair_of_a_damaged_journal(out: Path) -> None:
    (out.parent / ".factmill" / "processed" / "commit.json").write_text("{")
    with pytest.raises(StoreDamaged, match="journal"):
        Store.open(out)
    repair(out)
    with Store.open(out) as store:
        assert store.publish(facts_to_tables(list(make_many(range(8))), context())).written == 2
    assert verify(out).ok


def test_a_store_copied_amid_a_commit_is_found_out(out: Path, tmp_path: Path) -> None:
    """Without its journal, tables of two versions lie side by side; footers tell."""
    old = part(out, "documents").read_bytes()
    with Store.open(out) as store:
        store.publish(facts_to_tables(list(make_many(range(2), version=1)), context()))
    part(out, "documents").write_bytes(old)
    forget_hashes(out)
    assert any("different versions" in f.problem for f in verify(out).findings)
    report = repair(out)
    assert report.ingest_again == 6 and verify(out).ok


def test_a_repeated_failure_row_is_found(out: Path) -> None:
    with Store.open(out) as store:
        store.record_failures([replace(FAILURE, source_uri="worse.txt")])
    rewrite(out, "failures", lambda rows: rows.reverse())
    assert any(f.table == "failures" for f in verify(out).findings)
