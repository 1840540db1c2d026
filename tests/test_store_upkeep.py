"""Compaction, migration, and disks that are full or may not be written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic import MTIME, context, make_many
from pipeline.errors import SchemaVersionError, StoreUnwritable
from pipeline.records import Failure
from pipeline.tables import compact as compact_module
from pipeline.tables.compact import compact
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.migrate import migrate
from pipeline.tables.readers import read_table
from pipeline.tables.schemas import PART_TABLES, SCHEMAS, TABLES, VERSION_KEY, TableName
from pipeline.tables.store import RunRecord, Store, admission, local, parts
from pipeline.tables.store.disk import Disk
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.verify import verify

FAILURE = Failure("bad.txt", None, None, "source", "EmptySource", "nothing in it")


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four parts of eight documents."""
    for module in (parts, admission, compact_module):
        monkeypatch.setattr(module, "PART_DOCUMENTS", 8)
    out = tmp_path / "processed"
    with Store.open(out) as store:
        store.publish(facts_to_tables(list(make_many(range(32))), context()), failures=[FAILURE])
        store.record_run(RunRecord("run-1", "direct", MTIME, MTIME), changed=True)
    return out


def ids_of_part(out: Path, part: str) -> list[str]:
    with Store.open(out) as store:
        return [s.doc_id for s in store.sources().values() if s.part == part]


def contents(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*.parquet"))}


# compaction


def test_half_empty_parts_are_joined(out: Path) -> None:
    gone = [*ids_of_part(out, "20260102-0001")[:5], *ids_of_part(out, "20260102-0002")[:4]]
    with Store.open(out) as store:
        store.publish({}, remove=gone)
    before = read_table(out, "money").sort_values(["doc_id", "mention_index"], ignore_index=True)
    report = compact(out)
    assert (report.before, report.after) == (4, 3)
    after = read_table(out, "money").sort_values(["doc_id", "mention_index"], ignore_index=True)
    assert after.equals(before)
    assert not (out / "money" / "20260102-0002.parquet").exists()
    assert verify(out).findings == []
    with Store.open(out) as store:
        assert len(store.sources()) == 23
        assert store.publish(facts_to_tables(list(make_many(range(32))), context())).written == 9


def test_full_parts_are_left_alone(out: Path) -> None:
    before = contents(out)
    assert compact(out).after == 4
    assert contents(out) == before


class Stopped(BaseException):
    """A compaction that died."""


@pytest.mark.parametrize("place", ["staged money", "committed", "placed money", "placed all"])
def test_a_compaction_that_dies_is_completed(
    out: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    with Store.open(out) as store:
        store.publish({}, remove=ids_of_part(out, "20260102-0001")[1:])
        store.publish({}, remove=ids_of_part(out, "20260102-0002")[1:])

    def die(name: str) -> None:
        if name == place:
            raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(local, "step", die)
        with pytest.raises(Stopped):
            compact(out)
    assert len(read_table(out, "documents")) == 18, "a snapshot holds to one version"
    assert compact(out).after == 3
    assert len(read_table(out, "documents")) == 18
    assert verify(out).findings == []


# migration


def age(out: Path, version: bytes = b"0") -> None:
    """Make every file one of schema version 0, whose money had no column ``per``."""
    for name in TABLES:
        for path in (out / name).iterdir():
            table = pq.read_table(path)
            if name == "money":
                table = table.drop_columns(["per"])
            metadata = dict(table.schema.metadata) | {VERSION_KEY: version}
            pq.write_table(table.replace_schema_metadata(metadata), path)


def add_per(name: TableName, table: pa.Table) -> pa.Table:
    if name != "money":
        return table
    place = SCHEMAS["money"].get_field_index("per")
    return table.add_column(place, "per", pa.nulls(table.num_rows, pa.string()))


def test_an_old_store_is_refused_then_migrated(out: Path) -> None:
    before = {name: read_table(out, name, as_="arrow") for name in TABLES}
    age(out)
    with pytest.raises(SchemaVersionError, match="factmill migrate"):
        Store.open(out)
    report = migrate(out, {0: add_per})
    assert report.files == 6 * 5 + 4
    assert {name: read_table(out, name, as_="arrow") for name in TABLES} == before
    assert verify(out).findings == []
    assert migrate(out, {0: add_per}).files == 0


def test_a_migration_that_dies_goes_on(out: Path) -> None:
    age(out)
    seen: list[TableName] = []

    def dies(name: TableName, table: pa.Table) -> pa.Table:
        seen.append(name)
        if len(seen) == 15:
            raise Stopped
        return add_per(name, table)

    with pytest.raises(Stopped):
        migrate(out, {0: dies})
    assert 0 < migrate(out, {0: add_per}).files < 34
    assert verify(out).findings == []


def test_no_way_from_a_version_is_said(out: Path) -> None:
    age(out)
    with pytest.raises(SchemaVersionError, match="no way"):
        migrate(out)
    age_to_future = b"7"
    for path in (out / "money").iterdir():
        table = pq.read_table(path)
        metadata = dict(table.schema.metadata) | {VERSION_KEY: age_to_future}
        pq.write_table(table.replace_schema_metadata(metadata), path)
    with pytest.raises(SchemaVersionError, match="no way"):
        migrate(out, {0: add_per})


# disks


class FullDisk(Disk):
    """Has room for so many bytes."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, path: Path, data: bytes | memoryview) -> None:
        fits = min(len(data), self.room)
        super().write(path, memoryview(data)[:fits])
        self.room -= fits
        if fits < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


@pytest.mark.parametrize("room", [0, 10, 5_000, 30_000, 60_000])
def test_a_full_disk_loses_nothing(out: Path, room: int) -> None:
    before = contents(out)
    tables = facts_to_tables(list(make_many(range(30, 36), version=1)), context())
    backend = LocalBackend(out, disk=FullDisk(room))
    with Store.on(backend) as store, pytest.raises(StoreUnwritable, match="No space left"):
        store.publish(tables)
    assert contents(out) == before
    with Store.open(out) as store:
        assert store.publish(tables).written == 6
    assert verify(out).findings == []
    assert not list((out.parent / ".factmill" / "processed" / "staged").iterdir())


LIMITED = """
import resource, sys
from pathlib import Path
from benchmarks.synthetic import context, make_many
from pipeline.errors import StoreUnwritable
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.store import Store
store = Store.open(Path(sys.argv[1]))
tables = facts_to_tables(list(make_many(range(40, 60))), context())
resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))
try:
    store.publish(tables)
except StoreUnwritable as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_real_limit_of_the_system(out: Path, root: Path) -> None:
    before = contents(out)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(out)], capture_output=True, text=True, cwd=root
    )
    assert "cannot write: File too large" in done.stdout, done
    assert "nothing was changed" in done.stdout
    assert contents(out) == before and verify(out).findings == []


class RefusingDisk(Disk):
    """May not be written to in one way."""

    def __init__(self, refused: str) -> None:
        self.refused = refused

    def _refuse(self, what: str, path: Path) -> None:
        if what == self.refused:
            raise PermissionError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    def write(self, path: Path, data: bytes | memoryview) -> None:
        self._refuse("write", path)
        super().write(path, data)

    def replace(self, source: Path, target: Path) -> None:
        if target.suffix == ".parquet":
            self._refuse("replace", target)
        super().replace(source, target)


def test_a_folder_that_cannot_be_written_is_named(out: Path) -> None:
    before = contents(out)
    tables = facts_to_tables(list(make_many(range(2), version=1)), context())
    with (
        Store.on(LocalBackend(out, disk=RefusingDisk("write"))) as store,
        pytest.raises(StoreUnwritable, match=r"Read-only.*nothing was changed"),
    ):
        store.publish(tables)
    assert contents(out) == before


def test_a_commit_that_cannot_be_put_in_place_is_completed_later(out: Path) -> None:
    tables = facts_to_tables(list(make_many(range(2), version=1)), context())
    with (
        Store.on(LocalBackend(out, disk=RefusingDisk("replace"))) as store,
        pytest.raises(StoreUnwritable, match="completed by the next run"),
    ):
        store.publish(tables)
    with Store.open(out) as store:
        assert store.publish(tables).unchanged == 2
    assert verify(out).findings == []


@pytest.fixture
def locked_out() -> Iterator[Path]:
    """A folder that the test may read and not write, root's powers laid down if need be."""
    if not hasattr(os, "setresuid"):
        pytest.skip("NOT CHECKED: users cannot be changed here")
    folder, uid = Path(tempfile.mkdtemp(prefix="factmill-")), os.getuid()
    with Store.open(folder / "processed") as store:
        store.publish(facts_to_tables(list(make_many(range(3))), context()))
    read_table(folder / "processed", "documents")  # imports what it needs, from where root may read
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    user = uid or 65534  # "nobody"
    os.setresuid(user, user, uid)
    yield folder
    os.setresuid(uid, uid, uid)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_store_is_read_and_not_written(locked_out: Path) -> None:
    out = locked_out / "processed"
    assert len(read_table(out, "documents")) == 3
    before = contents(out)
    tables = facts_to_tables(list(make_many(range(5))), context())
    with Store.open(out) as store, pytest.raises(StoreUnwritable, match="Permission denied"):
        store.publish(tables)
    assert contents(out) == before
    with pytest.raises(StoreUnwritable, match="cannot write"):
        Store.open(locked_out / "other")


def test_every_table_of_a_part_has_the_same_name(out: Path) -> None:
    names = {tuple(sorted(p.name for p in (out / name).iterdir())) for name in PART_TABLES}
    assert len(names) == 1
