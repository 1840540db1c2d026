"""Stores that are not opened or written: absent, damaged, foreign, newer, busy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic import make_facts, make_many
from pipeline.cli.inspect import run_tables
from pipeline.errors import (
    SchemaVersionError,
    StoreBusy,
    StoreDamaged,
    StoreNotFound,
    StoreUnwritable,
    UsageError,
)
from pipeline.tables.readers import read_table
from pipeline.tables.schemas import PART_TABLES, VERSION_KEY
from pipeline.tables.store import Store
from tests.storefiles import part_files, tables_of


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def test_no_store_is_said_to_be_none(out: Path) -> None:
    with pytest.raises(StoreNotFound, match="factmill ingest"):
        Store.open(out, create=False)
    with pytest.raises(StoreNotFound):
        read_table(out, "money")


def test_a_file_in_place_of_the_folder(out: Path) -> None:
    out.write_text("not a folder")
    with pytest.raises(StoreUnwritable, match="is a file"):
        Store.open(out)


def test_a_folder_whose_name_is_not_utf8_is_refused(tmp_path: Path) -> None:
    out = tmp_path / os.fsdecode(b"caf\xe9")
    for refused in (
        lambda: Store.open(out),
        lambda: read_table(out, "money"),
        lambda: run_tables(out),
    ):
        with pytest.raises(UsageError, match="not UTF-8"):
            refused()
    assert not list(tmp_path.iterdir())


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
