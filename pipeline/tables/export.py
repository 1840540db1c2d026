"""Copies of a store for other tools: a DuckDB file, CSV, JSON lines, Delta Lake, Iceberg.

Each is of one version of the store. A copy that exists is replaced whole; the lakehouse formats get
a new version of each table.
"""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import Any, Literal, get_args

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.errors import StoreUnwritable, UsageError
from pipeline.tables.readers import snapshot
from pipeline.tables.schemas import SCHEMAS, TableName
from pipeline.tables.sql import csv_bytes, json_lines
from pipeline.tables.store.places import check_outside

Target = Literal["duckdb", "csv", "jsonl", "delta", "iceberg"]
Datasets = Mapping[TableName, ds.Dataset]
BATCH_ROWS = 10_000


def export(store: Path, target: Target, destination: Path) -> dict[str, int]:
    """Copy every table; returns rows by table.

    Args:
        store: folder of the tables.
        target: the format.
        destination: file (duckdb) or folder (all others).

    Raises:
        StoreNotFound: there is no store.
        StoreUnwritable: the destination cannot be written.
        UsageError: no such format, a package is missing, or the destination is something else or
            lies in the store.
    """
    if target not in get_args(Target):
        raise UsageError(f"no format {target!r}", hint=f"one of {', '.join(get_args(Target))}")
    check_outside(destination, store)
    with snapshot(store) as datasets:
        try:
            _WRITERS[target](datasets, destination)
        except OSError as error:
            raise StoreUnwritable(
                f"cannot write: {error.strerror or error}", where=str(destination)
            ) from error
        return {name: dataset.count_rows() for name, dataset in datasets.items()}


@contextmanager
def _fresh(destination: Path) -> Iterator[Path]:
    """A path beside ``destination`` that takes its place when all went well."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    fresh = destination.with_name(f".{destination.name}.{uuid.uuid4().hex[:8]}")
    try:
        yield fresh
        if destination.is_dir():
            shutil.rmtree(destination)
        fresh.replace(destination)
    finally:
        for left in destination.parent.glob(f"{escape(fresh.name)}*"):  # DuckDB's log, for one
            with suppress(OSError):
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def _to_duckdb(datasets: Datasets, destination: Path) -> None:
    duckdb = _import("duckdb", "sql")
    if destination.is_dir():
        raise UsageError("is a folder; a DuckDB export is a file", where=str(destination))
    _refuse_others_database(duckdb, destination)
    with _fresh(destination) as fresh:
        try:
            with duckdb.connect(str(fresh)) as opened:
                for name, dataset in datasets.items():
                    opened.register(f"its_{name}", dataset)
                    opened.execute(f"CREATE TABLE {name} AS SELECT * FROM its_{name}")
                    _comment(opened, name)
        except duckdb.Error as error:  # no space is an IOException here, a failed commit there
            raise OSError(" ".join(str(error).split())) from error


def _refuse_others_database(duckdb: Any, destination: Path) -> None:
    """An export takes the place of an earlier one, not of a file or tables of somebody's own."""
    if not destination.exists() or not destination.stat().st_size:
        return
    try:
        with duckdb.connect(str(destination), read_only=True) as opened:
            found = [name for (name,) in opened.execute("SHOW TABLES").fetchall()]
    except duckdb.Error as error:
        raise UsageError(
            f"is there, and cannot be read as a DuckDB file: {str(error).splitlines()[0]}",
            where=str(destination),
            hint="name a new file",
        ) from error
    if foreign := sorted(set(found) - set(SCHEMAS)):
        raise UsageError(
            f"holds other tables ({foreign[0]})", where=str(destination), hint="name a new file"
        )


def _comment(opened: Any, name: TableName) -> None:
    """The columns keep their meaning."""
    for field in SCHEMAS[name]:
        text = field.metadata[b"description"].decode().replace("'", "''")
        opened.execute(f"COMMENT ON COLUMN {name}.\"{field.name}\" IS '{text}'")


def _to_csv(datasets: Datasets, destination: Path) -> None:
    def write(table: pa.Table, first: bool) -> bytes:
        return csv_bytes(table, header=first)

    _to_files(datasets, destination, "csv", write)


def _to_jsonl(datasets: Datasets, destination: Path) -> None:
    _to_files(datasets, destination, "jsonl", lambda table, first: b"".join(json_lines(table)))


def _to_files(
    datasets: Datasets,
    destination: Path,
    suffix: str,
    write: Callable[[pa.Table, bool], bytes],
) -> None:
    """One text file a table, a batch of rows in memory at a time."""
    _refuse_others_files(destination, [f"{name}.{suffix}" for name in SCHEMAS])
    with _fresh(destination) as fresh:
        fresh.mkdir()
        for name, dataset in datasets.items():
            with (fresh / f"{name}.{suffix}").open("wb") as file:
                file.write(write(SCHEMAS[name].empty_table(), True))
                for batch in dataset.to_batches(batch_size=BATCH_ROWS):
                    file.write(write(pa.Table.from_batches([batch]), False))


def _refuse_others_files(destination: Path, own: Collection[str]) -> None:
    """An export goes into a folder that is new, empty or an earlier one's."""
    there = {path.name for path in destination.iterdir()} if destination.is_dir() else set()
    if foreign := there.difference(own):
        raise UsageError(
            f"holds other files ({min(foreign)})", where=str(destination), hint="name a new folder"
        )


_NO_PART_OF_A_URL = re.compile(r"[?#\[\]|^\\\x00-\x1f]|%(?=[0-9A-Fa-f]{2})")


def _refuse_name(destination: Path) -> None:
    """Delta Lake and Iceberg read a path as a URL: what is special there leads elsewhere, or breaks
    them off."""
    if found := _NO_PART_OF_A_URL.search(str(destination.resolve())):
        raise UsageError(
            f"a lakehouse takes no {found[0]!r} in the name of its folder",
            where=str(destination),
            hint="choose another",
        )


def _to_delta(datasets: Datasets, destination: Path) -> None:
    deltalake = _import("deltalake", "delta")
    _refuse_name(destination)
    _refuse_others_files(destination, SCHEMAS)
    for name in SCHEMAS:  # the folders of a store have these names too
        if (log := destination / name / "_delta_log").parent.exists() and not log.is_dir():
            _refuse_others_files(log.parent, ())
    destination.mkdir(parents=True, exist_ok=True)
    for name, dataset in datasets.items():
        reader = pa.RecordBatchReader.from_batches(dataset.schema, dataset.to_batches())
        try:
            deltalake.write_deltalake(
                str(destination / name),
                reader,
                mode="overwrite",
                schema_mode="overwrite",
                description=f"Factmill's table {name}",
            )
        except deltalake.exceptions.DeltaError as error:
            raise OSError(" ".join(str(error).split())) from error


def _to_iceberg(datasets: Datasets, destination: Path) -> None:
    """Tables ``factmill.<name>`` of a catalogue in ``catalog.db``, data below ``destination``."""
    catalogs = _import("pyiceberg.catalog.sql", "iceberg")
    refused = _import("sqlalchemy.exc", "iceberg").SQLAlchemyError
    _refuse_name(destination)
    _refuse_others_files(destination, ("catalog.db", "factmill"))
    destination.mkdir(parents=True, exist_ok=True)
    place = destination.resolve()
    try:
        catalog = catalogs.SqlCatalog(
            "factmill", uri=f"sqlite:///{place / 'catalog.db'}", warehouse=f"file://{place}"
        )
        catalog.create_namespace_if_not_exists("factmill")
        for name, dataset in datasets.items():
            table = catalog.create_table_if_not_exists(f"factmill.{name}", schema=dataset.schema)
            rows = dataset.to_table()
            table.overwrite(rows) if table.current_snapshot() else table.append(rows)
    except refused as error:
        raise OSError(str(getattr(error, "orig", error))) from error


def _import(module: str, extra: str) -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError(
            f"{module.split('.')[0]} is not installed", hint=f"pip install 'factmill[{extra}]'"
        ) from error


_WRITERS: dict[str, Callable[[Datasets, Path], None]] = {
    "duckdb": _to_duckdb,
    "csv": _to_csv,
    "jsonl": _to_jsonl,
    "delta": _to_delta,
    "iceberg": _to_iceberg,
}
