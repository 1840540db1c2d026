"""The store on a healthy disk: what is published, replaced, kept, refused."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic import MTIME, context, make_facts, make_many
from pipeline.errors import (
    SchemaVersionError,
    StoreBusy,
    StoreDamaged,
    StoreNotFound,
    StoreUnwritable,
)
from pipeline.records import Facts, Failure
from pipeline.tables.convert import RunContext, facts_to_tables
from pipeline.tables.readers import read_table
from pipeline.tables.schemas import PART_TABLES, TABLES, VERSION_KEY
from pipeline.tables.store import FileRead, RunRecord, Store, admission, parts
from pipeline.tables.verify import verify

FAILURE = Failure("bad.txt", None, "f" * 64, "source", "EmptySource", "nothing in it")
RUN = RunRecord("run-1", "direct", MTIME, MTIME, {"found": 1}, {"factmill": "0"}, {"workers": "1"})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def tables_of(facts: Iterable[Facts], run: RunContext | None = None) -> dict[str, pa.Table]:
    return facts_to_tables(list(facts), run or context())


def files(out: Path) -> dict[str, str]:
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*.parquet"))
    }


def part_files(out: Path, table: str) -> list[Path]:
    """Files with rows."""
    return sorted(path for path in (out / table).iterdir() if path.stem != parts.ANCHOR)


def ids(out: Path) -> list[str]:
    return sorted(read_table(out, "documents", columns=["doc_id"])["doc_id"])


def moved(facts: Facts, uri: str, fetched: datetime | None = None) -> Facts:
    """The same article from another file."""
    article = facts.article
    raw = replace(article.raw, source_uri=uri, input_sha256=f"{uri:x<64}")
    return replace(
        facts, article=replace(article, raw=raw, meta=replace(article.meta, fetched_at=fetched))
    )


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


# one document, several sources


EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
RIVALS = [
    ((None, None), 0),
    ((EARLY, LATE), 1),
    ((LATE, EARLY), 0),
    ((LATE, LATE), 0),
    ((None, EARLY), 1),
]


@pytest.mark.parametrize(("fetched", "winner"), RIVALS)
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("swapped", [True, False])
def test_one_source_holds_the_document_in_any_order(
    out: Path,
    fetched: tuple[datetime | None, datetime | None],
    winner: int,
    together: bool,
    swapped: bool,
) -> None:
    facts = make_facts(1)
    rivals = [moved(facts, uri, at) for uri, at in zip(("a.txt", "b.txt"), fetched, strict=True)]
    order = rivals[::-1] if swapped else rivals
    with Store.open(out) as store:
        groups = [order] if together else [[one] for one in order]
        reports = [store.publish(tables_of(group)) for group in groups]
        states = store.sources()
    names = ["a.txt", "b.txt"]
    assert list(read_table(out, "documents")["source_uri"]) == [names[winner]]
    assert {uri: state.duplicate for (uri, _), state in states.items() if uri == names[winner]} == {
        names[winner]: False
    }
    written = sum(report.written for report in reports)
    assert written + sum(len(report.duplicates) for report in reports) == 2
    assert verify(out).ok


def test_two_files_with_the_same_bytes_give_one_document(out: Path) -> None:
    facts = make_facts(1)
    twin = replace(
        facts,
        article=replace(facts.article, raw=replace(facts.article.raw, source_uri="z.txt")),
    )
    with Store.open(out) as store:
        report = store.publish(tables_of([facts, twin]))
    assert (report.written, list(report.duplicates)) == (1, [("z.txt", None)])
    assert verify(out).ok


def test_a_loser_is_known_so_that_it_is_not_read_again(out: Path) -> None:
    facts = make_facts(1)
    with Store.open(out) as store:
        store.publish(tables_of([moved(facts, "a.txt"), moved(facts, "b.txt")]))
        assert store.sources()["b.txt", None].duplicate
        store.publish({}, remove=ids(out))
        assert store.sources() == {}, "the next run must take the loser for new"


def test_a_renamed_file_keeps_its_document(out: Path) -> None:
    facts = make_facts(1)
    with Store.open(out) as store:
        store.publish(tables_of([moved(facts, "a.txt")]))
        before = ids(out)
        report = store.publish(tables_of([moved(facts, "b.txt")]), present={"b.txt"})
        assert report.written == 1 and not report.duplicates
    assert ids(out) == before
    assert list(read_table(out, "documents")["source_uri"]) == ["b.txt"]


def test_a_source_that_gives_another_document_leaves_no_old_one(out: Path) -> None:
    first, second = make_facts(1), make_facts(2)
    with Store.open(out) as store:
        store.publish(tables_of([moved(first, "a.txt")]))
        report = store.publish(tables_of([moved(second, "a.txt")]))
        assert (report.written, report.removed) == (1, 1)
    assert len(ids(out)) == 1
    assert verify(out).ok


def test_a_rival_takes_a_document_that_its_source_gives_up(out: Path) -> None:
    first, second = make_facts(1), make_facts(2)
    with Store.open(out) as store:
        store.publish(tables_of([moved(first, "m.txt")]))
        report = store.publish(tables_of([moved(first, "z.txt"), moved(second, "m.txt")]))
    assert (report.written, list(report.duplicates)) == (2, [])
    assert sorted(read_table(out, "documents")["source_uri"]) == ["m.txt", "z.txt"]


# failures and runs


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


# the ledger is a cache


def test_a_lost_ledger_is_built_again(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(9))))
        known = store.sources()
    (out.parent / ".factmill" / "processed" / "ledger.db").unlink()
    with Store.open(out) as store:
        assert store.sources() == known


def test_a_damaged_ledger_is_built_again(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(9))))
        known = store.sources()
    (out.parent / ".factmill" / "processed" / "ledger.db").write_bytes(b"no database" * 999)
    with Store.open(out) as store:
        assert store.sources() == known


def test_a_store_that_was_moved_is_still_one(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(9))))
    target = out.rename(out.with_name("elsewhere"))
    with Store.open(target) as store:
        assert len(store.sources()) == 9
        assert store.publish(tables_of(make_many(range(9)))).unchanged == 9


def test_removed_tables_are_not_taken_for_there(out: Path) -> None:
    import shutil

    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(9))))
    shutil.rmtree(out)
    with Store.open(out) as store:
        assert store.sources() == {}
        assert store.publish(tables_of(make_many(range(9)))).written == 9


# refusals


def test_no_store_is_said_to_be_none(out: Path) -> None:
    with pytest.raises(StoreNotFound, match="factmill ingest"):
        Store.open(out, create=False)
    with pytest.raises(StoreNotFound):
        read_table(out, "money")


def test_a_file_in_place_of_the_folder(out: Path) -> None:
    out.write_text("not a folder")
    with pytest.raises(StoreUnwritable, match="is a file"):
        Store.open(out)


def test_a_missing_table_is_noticed(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(2))))
    part_files(out, "money")[0].unlink()
    with pytest.raises(StoreDamaged, match="not in every table"):
        Store.open(out)


def test_a_foreign_file_is_noticed(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(2))))
    for name in PART_TABLES:
        pq.write_table(pa.table({"x": [1]}), out / name / "20260101-0009.parquet")
    with pytest.raises(StoreDamaged, match="not written by Factmill"):
        Store.open(out)


def test_another_schema_version_is_named(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(2))))
    (path,) = part_files(out, "documents")
    table = pq.read_table(path)
    metadata = dict(table.schema.metadata) | {VERSION_KEY: b"99"}
    pq.write_table(table.replace_schema_metadata(metadata), path)
    with pytest.raises(SchemaVersionError, match=r"99.*upgrade"):
        Store.open(out)
    with pytest.raises(SchemaVersionError):
        read_table(out, "documents")


HOLD = """
import sys, time
from pathlib import Path
from pipeline.tables.store.local import LocalBackend
with LocalBackend(Path(sys.argv[1])).exclusive():
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_busy_store_says_who_is_writing(out: Path, root: Path) -> None:
    Store.open(out).close()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)], stdout=subprocess.PIPE, cwd=root
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with (
            Store.open(out, lock_seconds=0.1) as store,
            pytest.raises(StoreBusy, match=f"process {holder.pid} on"),
        ):
            store.publish(tables_of([make_facts(1)]))
    finally:
        holder.kill()
        holder.wait()
    with Store.open(out, lock_seconds=5) as store:
        assert store.publish(tables_of([make_facts(1)])).written == 1


def test_who_may_only_read_keeps_the_ledger_in_memory(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(3))))
    state = out.parent / ".factmill"
    state.rename(out.parent / "elsewhere")
    state.write_text("in the way of a folder")
    with Store.open(out, create=False) as store:
        assert len(store.sources()) == 3
    assert len(read_table(out, "documents")) == 3
