"""The store on a healthy disk: what is published, replaced and kept, in which parts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic import MTIME, context, make_facts, make_many
from pipeline.tables.readers import read_table
from pipeline.tables.schemas import PART_TABLES, TABLES
from pipeline.tables.store import FileRead, Store, admission, parts
from pipeline.tables.verify import verify
from tests.storefiles import FAILURE, RUN, files, ids, part_files, tables_of


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def test_published_rows_are_read_back(out: Path) -> None:
    tables = tables_of(make_many(range(20)))
    with Store.open(out) as store:
        report = store.publish(tables)
    assert (report.written, report.replaced, report.version) == (20, 0, 1)
    assert report.rows == {name: table.num_rows for name, table in tables.items()}
    for name in PART_TABLES:
        rows = read_table(out, name, as_="arrow")
        assert rows.num_rows == tables[name].num_rows
    assert verify(out).findings == []


def test_the_first_file_of_a_folder_is_never_replaced(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(3))))
        firsts = [sorted((out / name).iterdir())[0] for name in TABLES]
        before = [path.stat().st_ino for path in firsts]
        store.publish(tables_of(make_many(range(6), version=1)), failures=[FAILURE])
        store.record_run(RUN, changed=True)
    assert [sorted((out / name).iterdir())[0].stat().st_ino for name in TABLES] == before
    assert {path.stem for path in firsts} == {parts.ANCHOR}


def test_only_finished_parquet_files_stand_below_the_store(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(3))))
    assert all(path.suffix == ".parquet" for path in out.rglob("*") if path.is_file())
    state = out.parent / ".factmill" / "processed"
    assert not list(state.rglob("*.parquet")) and not list((state / "staged").iterdir())


def test_the_same_again_changes_no_file(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(20))))
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
        report = store.publish(tables_of(make_many(range(20)), context(run="run-2")))
    assert (report.written, report.unchanged, report.parts) == (0, 20, [])
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_a_changed_document_takes_the_place_of_the_old(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(20))))
        report = store.publish(tables_of([make_facts(7, version=1)]))
        assert (report.written, report.replaced) == (1, 1)
    assert len(ids(out)) == 20
    text = read_table(out, "documents", filters=[("source_uri", "==", "site0/00000007.txt")])
    assert list(text["text"]) == [make_facts(7, version=1).article.text]
    assert verify(out).findings == []


def test_removed_documents_leave_no_row(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(10))))
        gone = ids(out)[:4]
        report = store.publish({}, remove=[*gone, "0" * 32])
        assert report.removed == 4
    for name in PART_TABLES:
        assert not set(read_table(out, name)["doc_id"]) & set(gone)
    assert verify(out).ok


def test_sources_tell_what_is_there(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(3))))
        states = store.sources()
        state = states["site1/00000001.txt", None]
    raw = make_facts(1).article.raw
    assert len(states) == 3
    assert (state.input_sha256, state.source_size) == (raw.input_sha256, raw.source_size)
    assert state.source_mtime == MTIME and not state.duplicate
    assert state.part == "20260102-0001"


def test_remembered_stamps_are_given_until_the_source_changes(out: Path) -> None:
    source = ("site1/00000001.txt", None)
    later = MTIME + timedelta(days=1)
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(3))))
        store.remember({source[0]: FileRead(11, later, "code")})
        state = store.sources()[source]
        assert (state.source_size, state.source_mtime) == (11, later)
        store.publish(tables_of([make_facts(1, version=1)]))
        assert store.sources()[source].source_mtime == MTIME


# parts


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (parts, admission):
        monkeypatch.setattr(module, "PART_DOCUMENTS", 8)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("batch", [3, 8, 10])
def test_batches_do_not_show_in_the_files(out: Path, batch: int, tmp_path: Path) -> None:
    with Store.open(tmp_path / "whole") as store:
        store.publish(tables_of(make_many(range(30))))
    with Store.open(out) as store:
        for start in range(0, 30, batch):
            store.publish(tables_of(make_many(range(start, min(start + batch, 30)))))
    assert files(out) == files(tmp_path / "whole")
    assert [p.stem for p in part_files(out, "money")] == [f"20260102-{n:04d}" for n in (1, 2, 3, 4)]


@pytest.mark.usefixtures("small_parts")
def test_a_sealed_part_takes_no_new_document(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(8))))
        store.publish({}, remove=ids(out)[:5])
        report = store.publish(tables_of(make_many(range(8, 10))))
    assert list(report.parts) == ["20260102-0002"]


@pytest.mark.usefixtures("small_parts")
def test_a_document_keeps_its_part(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(20))))
        report = store.publish(tables_of([make_facts(9, version=1)]))
    assert list(report.parts) == ["20260102-0002"]


def test_a_part_is_sealed_by_size_too(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (parts, admission):
        monkeypatch.setattr(module, "PART_CHARACTERS", 3_000)
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(12))))
    counts = [pq.read_metadata(p).num_rows for p in part_files(out, "documents")]
    assert len(counts) > 2 and sum(counts) == 12
