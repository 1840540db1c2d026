"""Copies of a store for other tools: a DuckDB file, CSV, JSON lines, Delta Lake, Iceberg.

Each is of one version of the store. A copy that exists is replaced whole; the lakehouse formats get
a new version of each table.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, get_args

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.errors import StoreUnwritable, UsageError
from pipeline.tables.readers import snapshot
from pipeline.tables.schemas import SCHEMAS, TableName
from pipeline.tables.sql import csv_bytes, json_lines

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
        UsageError: no such format, a package is missing, or the destination is something else.
    """
    if target not in get_args(Target):
        raise UsageError(f"no format {target!r}", hint=f"one of {', '.join(get_args(Target))}")
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
        if fresh.is_dir():
            shutil.rmtree(fresh)
        else:
            fresh.unlink(missing_ok=True)


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
        except duckdb.IOException as error:
            raise OSError(str(error)) from error


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
    if destination.is_dir() and any(destination.iterdir()):
        foreign = {p.name for p in destination.iterdir()} - {f"{n}.{suffix}" for n in SCHEMAS}
        if foreign:
            raise UsageError(
                f"holds other files ({min(foreign)})",
                where=str(destination),
                hint="name a new folder",
            )
    with _fresh(destination) as fresh:
        fresh.mkdir()
        for name, dataset in datasets.items():
            with (fresh / f"{name}.{suffix}").open("wb") as file:
                file.write(write(SCHEMAS[name].empty_table(), True))
                for batch in dataset.to_batches(batch_size=BATCH_ROWS):
                    file.write(write(pa.Table.from_batches([batch]), False))


def _to_delta(datasets: Datasets, destination: Path) -> None:
    deltalake = _import("deltalake", "delta")
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
    destination.mkdir(parents=True, exist_ok=True)
    place = destination.resolve()
    catalog = catalogs.SqlCatalog(
        "factmill", uri=f"sqlite:///{place / 'catalog.db'}", warehouse=f"file://{place}"
    )
    catalog.create_namespace_if_not_exists("factmill")
    for name, dataset in datasets.items():
        table = catalog.create_table_if_not_exists(f"factmill.{name}", schema=dataset.schema)
        rows = dataset.to_table()
        table.overwrite(rows) if table.current_snapshot() else table.append(rows)


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
