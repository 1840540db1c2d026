"""DuckDB over a store: a view for every table, all of one version."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from rich.cells import cell_len

from pipeline.errors import UsageError
from pipeline.printable import printable
from pipeline.tables.readers import snapshot
from pipeline.tables.schemas import TABLES

SqlFormat = Literal["table", "csv", "json", "parquet"]


@contextmanager
def connection(store: Path) -> Iterator[Any]:
    """A DuckDB connection with views of the tables as they are now, whatever is written meanwhile.

    Raises:
        StoreNotFound: there is no store.
        UsageError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise UsageError("duckdb is not installed", hint="pip install 'factmill[sql]'") from error
    with snapshot(store) as datasets, duckdb.connect() as opened:
        opened.execute("SET enable_progress_bar = false")  # it would stand among the rows
        for name in TABLES:
            opened.register(name, datasets[name])
        yield opened


def query(store: Path, statement: str) -> pa.Table:
    """Run one SQL statement; columns that share a name are numbered from the second on.

    Args:
        store: folder of the tables.
        statement: DuckDB's SQL over ``documents``, ``money``, ...

    Raises:
        StoreNotFound: there is no store.
        UsageError: the statement is empty or wrong, or DuckDB is not installed.
    """
    if not statement.strip(" \t\r\n;"):
        raise UsageError("no SQL statement given", hint='such as "SELECT * FROM money LIMIT 5"')
    with connection(store) as opened:
        import duckdb

        try:
            return _run(opened, statement)
        except duckdb.Error as error:
            raise UsageError(str(error), where="SQL") from error


def _run(opened: Any, statement: str) -> pa.Table:
    """The rows of ``statement``. It runs beside this thread, which Ctrl-C reaches: DuckDB does not
    look for it."""

    def run() -> pa.Table:
        result = opened.sql(statement)
        return empty_result() if result is None else _numbered(result.to_arrow_table())

    with ThreadPoolExecutor(1, "sql") as beside:
        rows = beside.submit(run)
        try:
            return rows.result()
        except KeyboardInterrupt:
            opened.interrupt()
            raise


def _numbered(table: pa.Table) -> pa.Table:
    """``text``, ``text_1``: rows as objects would keep one of the columns of a name, as after a
    join. DuckDB names them so where it makes a table."""
    taken = set(table.column_names)
    names: list[str] = []
    for name in table.column_names:
        free = (f"{name}_{number}" for number in count(1))
        new = name if name not in names else next(n for n in free if n not in taken)
        taken.add(new)
        names.append(new)
    return table.rename_columns(names)


def empty_result() -> pa.Table:
    """What a statement without rows gives."""
    return pa.table({})


def format_rows(table: pa.Table, form: SqlFormat) -> bytes:
    """``table`` as bytes: an aligned table for people, CSV, JSON lines or a Parquet file."""
    table = _writable(table, form)
    if form == "parquet":
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        return bytes(sink.getvalue())
    if form == "csv":
        return csv_bytes(table)
    if form == "json":
        return b"".join(json_lines(table))
    return _aligned(table).encode()


def _writable(table: pa.Table, form: SqlFormat) -> pa.Table:
    """Columns of types that ``form`` does not know, as text: spans of time; but for Parquet also
    bytes, and days and moments that Python has no date for, such as ``'infinity'``."""
    for index, column in enumerate(table.schema):
        values = table.column(index)
        if pa.types.is_interval(column.type):
            text = [None if v is None else _span(v) for v in values.to_pylist()]
        elif form == "parquet":
            continue
        elif pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
            text = [None if v is None else v.decode(errors="backslashreplace")
                    for v in values.to_pylist()]  # fmt: skip
        elif pa.types.is_temporal(column.type) and not _fits_python(values):
            text = values.cast(pa.string()).to_pylist()
        else:
            continue
        table = table.set_column(index, column.name, pa.array(text, pa.string()))
    return table


def _span(span: pa.MonthDayNano) -> str:
    """As DuckDB writes it: ``1 year 2 months 3 days 04:05:06``."""
    years, months = divmod(abs(span.months), 12)
    sign = "-" if span.months < 0 else ""
    counts = [(f"{sign}{years}", years, "year"), (f"{sign}{months}", months, "month"),
              (str(span.days), abs(span.days), "day")]  # fmt: skip
    parts = [f"{said} {unit}{'' if n == 1 else 's'}" for said, n, unit in counts if n]
    if span.nanoseconds or not parts:
        seconds, rest = divmod(abs(span.nanoseconds), 10**9)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        fraction = f".{rest // 1000:06}".rstrip("0") if rest // 1000 else ""
        parts.append(f"{'-' if span.nanoseconds < 0 else ''}{clock}{fraction}")
    return " ".join(parts)


def _fits_python(values: pa.ChunkedArray) -> bool:
    try:
        values.to_pylist()
    except (OverflowError, ValueError):
        return False
    return True


def csv_bytes(table: pa.Table, header: bool = True) -> bytes:
    """CSV with lists and maps as JSON."""
    sink = io.BytesIO()
    options = pa.csv.WriteOptions(include_header=header)
    pa.csv.write_csv(_flat(table), sink, options)
    return sink.getvalue()


def _flat(table: pa.Table) -> pa.Table:
    for index, field in enumerate(table.schema):
        if pa.types.is_nested(field.type):
            values = [None if v is None else json_text(v) for v in table.column(index).to_pylist()]
            table = table.set_column(index, field.name, pa.array(values, pa.string()))
        elif pa.types.is_decimal(field.type):
            table = table.set_column(index, field.name, table.column(index).cast(pa.string()))
    return table


def json_lines(table: pa.Table) -> Iterator[bytes]:
    """One JSON object a row; decimals and dates as text, so that nothing is rounded."""
    maps = [f.name for f in table.schema if pa.types.is_map(f.type)]
    for row in table.to_pylist():
        for name in maps:
            row[name] = None if row[name] is None else dict(row[name])
        yield json_text(row).encode() + b"\n"


def json_text(value: Any) -> str:
    """JSON with ISO dates and plain decimals; what is no number (NaN, infinity) is null."""
    try:
        return json.dumps(value, ensure_ascii=False, default=_plain, allow_nan=False)
    except ValueError:
        return json.dumps(_without_nan(value), ensure_ascii=False, default=_plain)


def _without_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _without_nan(one) for key, one in value.items()}
    return [_without_nan(one) for one in value] if isinstance(value, (list, tuple)) else value


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


WIDEST = 60
"""Characters of a cell in an aligned table."""


def _aligned(table: pa.Table) -> str:
    rows = [[_cell(value) for value in row.values()] for row in table.to_pylist()]
    head = list(table.column_names)
    widths = [max(map(cell_len, column)) for column in zip(head, *rows, strict=True)]
    numeric = [_is_number(field.type) for field in table.schema]
    lines = [
        _line(head, widths, numeric),
        _line(["-" * width for width in widths], widths, numeric),
    ]
    lines += [_line(row, widths, numeric) for row in rows]
    return "\n".join(lines) + "\n" if head else ""


def _line(cells: list[str], widths: list[int], numeric: list[bool]) -> str:
    """Padded by columns of the screen: an emoji or a Chinese character takes two."""
    aligned = []
    for cell, width, right in zip(cells, widths, numeric, strict=True):
        space = " " * (width - cell_len(cell))
        aligned.append(space + cell if right else cell + space)
    return "  ".join(aligned).rstrip()


def _is_number(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = printable(_plain(value).replace("\n", " "))
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."
