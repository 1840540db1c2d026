"""Read a table of a store, one consistent version of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.errors import StoreBusy, StoreDamaged, UsageError
from pipeline.tables.filters import to_expression
from pipeline.tables.schemas import SCHEMAS, TABLES, TableName
from pipeline.tables.store.backend import Backend
from pipeline.tables.store.parts import read_footer
from pipeline.tables.store.places import connect

ReadAs = Literal["pandas", "arrow", "polars", "duckdb"]
ATTEMPTS = 50
SPARE_FILES = 512
"""What else a process may have open."""


def read_table(
    store: Path | str,
    name: str,
    columns: Sequence[str] | None = None,
    filters: Any = None,
    as_: ReadAs = "pandas",
) -> Any:
    """Read one table.

    Args:
        store: folder of the tables, or URL of one in an object store.
        name: of the table.
        columns: to read, in this order; all when None.
        filters: as `pyarrow.parquet.read_table` takes them, or a pyarrow expression.
        as_: "pandas" DataFrame, "arrow" Table, "polars" DataFrame or "duckdb" relation.

    Raises:
        StoreNotFound: there is no store.
        UsageError: no such table, column or kind of result.
        StoreDamaged: a file cannot be read.
    """
    table = _known(name)
    unknown = sorted(set(columns or ()) - set(SCHEMAS[table].names))
    if unknown:
        raise UsageError(
            f"table {table} has no column {', '.join(unknown)}",
            hint=f"its columns are {', '.join(SCHEMAS[table].names)}",
        )
    if as_ not in _CONVERT:
        raise UsageError(f"as_={as_!r} is none of {', '.join(_CONVERT)}")
    where = to_expression(filters, SCHEMAS[table])
    with snapshot(store, [table]) as datasets:
        try:
            rows = datasets[table].to_table(columns and list(columns), filter=where)
        except (pa.ArrowInvalid, OSError) as error:
            raise StoreDamaged(
                f"cannot be read: {error}", where=f"{store}/{table}", hint="run `factmill verify`"
            ) from error
    return _CONVERT[as_](rows)


def _known(name: str) -> TableName:
    for table in TABLES:
        if table == name:
            return table
    raise UsageError(f"no table {name!r}", hint=f"the tables are {', '.join(TABLES)}")


@contextlib.contextmanager
def snapshot(
    store: Path | str | Backend, tables: Sequence[TableName] = TABLES
) -> Iterator[Mapping[TableName, ds.Dataset]]:
    """Datasets of ``tables``, all of one version of the store, whatever is written meanwhile.

    Opening takes no lock: the files of one version are opened, and keep their content when others
    take their names.

    Raises:
        StoreNotFound: there is no store.
        StoreBusy: commits followed each other faster than the files could be opened.
    """
    backend = connect(store) if isinstance(store, (str, Path)) else store
    backend.prepare(create=False)
    with contextlib.ExitStack() as stack:
        files = _open_all(backend, tables)
        for parts in files.values():
            for file in parts.values():
                stack.callback(file.close)
        yield {name: _dataset(name, parts, backend.name) for name, parts in files.items()}


def _allow_files(count: int) -> None:
    """Let this process open ``count`` files more; systems allow 1,024 unless asked for more."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        fits = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, fits), hard))


def _open_all(backend: Backend, tables: Sequence[TableName]) -> dict[TableName, dict[str, Any]]:
    for _ in range(ATTEMPTS):
        before = backend.head()
        _allow_files(sum(len(backend.listing(name)) for name in tables))
        try:
            files = {name: backend.snapshot(name, before) for name in tables}
        except FileNotFoundError:  # a part was moved or removed under our hands
            continue
        if backend.head().version == before.version:
            return files
        for parts in files.values():
            for file in parts.values():
                file.close()
    raise StoreBusy("the store changes faster than it can be opened", where=backend.name)


def _dataset(name: TableName, parts: Mapping[str, Any], where: str) -> ds.Dataset:
    schema = SCHEMAS[name]
    options = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    form = ds.ParquetFileFormat(default_fragment_scan_options=options)
    fragments = []
    for part, file in parts.items():
        read_footer(file, f"{where}/{name}/{part}.parquet")
        file.seek(0)
        fragments.append(form.make_fragment(file))
    return ds.FileSystemDataset(fragments, schema, form)


def _to_polars(table: pa.Table) -> Any:
    try:
        import polars
    except ImportError as error:
        raise _missing("polars") from error
    return polars.from_arrow(table)


def _to_duckdb(table: pa.Table) -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise _missing("duckdb") from error
    return duckdb.from_arrow(table)


def _missing(package: str) -> UsageError:
    extra = {"duckdb": "sql"}.get(package, package)
    return UsageError(
        f"{package} is not installed", hint=f"pip install 'factmill[{extra}]', or choose another"
    )


_CONVERT: dict[str, Any] = {
    "arrow": lambda table: table,
    "pandas": lambda table: table.to_pandas(),
    "polars": _to_polars,
    "duckdb": _to_duckdb,
}
