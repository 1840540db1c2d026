"""A selection as CSV or Parquet, streamed part by part."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Literal, get_args

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.tables.schemas import PART_TABLES, SCHEMAS, SORT_KEYS, TableName
from pipeline.tables.sql import csv_bytes
from pipeline.view.results import matching
from pipeline.view.searchindex import Indexer
from pipeline.view.selection import Selection, documents_where, rows_where
from pipeline.view.shelf import Shelf

Form = Literal["csv", "parquet"]
FORMS: tuple[str, ...] = get_args(Form)
MEDIA = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
DOWNLOADS = PART_TABLES
"""Tables that a selection of documents has rows in."""

_FORMULA = r"^[=+\-@\t\r\n]"


def stream(
    shelf: Shelf, indexer: Indexer, selection: Selection, table: TableName, form: Form
) -> Iterator[bytes]:
    """The file, piece by piece; at no time is more than one part's rows in memory.

    Rows are those of the documents that match, and of mentions only those that were asked for: with
    a name in the selection, ``entities`` has the rows of that name. They stand in the order of the
    store. All are of one version, also when the store changes meanwhile.
    """
    tables = selected(shelf, indexer, selection, table)
    return _as_csv(tables) if form == "csv" else _as_parquet(tables, SCHEMAS[table])


def selected(
    shelf: Shelf, indexer: Indexer, selection: Selection, table: TableName
) -> Iterator[pa.Table]:
    """The rows of ``table`` for a selection: an Arrow table a part, after one without rows."""
    yield SCHEMAS[table].empty_table()
    keys = ", ".join(f'"{key}"' for key in SORT_KEYS[table])
    with shelf.now() as edition, matching(edition, selection, indexer) as (cursor, indexed, _):
        where = documents_where(selection, indexed)
        cursor.execute(
            f"CREATE TEMP TABLE chosen AS SELECT doc_id FROM documents WHERE {where.sql}",
            where.values,
        )
        own = rows_where(selection, table)
        for digest in edition.digests:
            cursor.register(table, edition.part(table, digest))
            rows = cursor.sql(
                f"SELECT * FROM {table} WHERE doc_id IN (SELECT doc_id FROM chosen) AND {own.sql} "
                f"ORDER BY {keys}",
                params=list(own.values),
            ).to_arrow_table()
            yield pa.table(rows).cast(SCHEMAS[table])


def _as_csv(tables: Iterator[pa.Table]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"  # tells spreadsheets that this is UTF-8
    header = True
    for table in tables:
        if header or table.num_rows:
            yield csv_bytes(guarded(table), header)
        header = False


def guarded(table: pa.Table) -> pa.Table:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it.

    OWASP, "CSV Injection": cells that begin with ``= + - @``, a tab or a line break.
    """
    for index, column in enumerate(table.schema):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            cells = table.column(index)
            risky = pc.match_substring_regex(cells, _FORMULA)
            safe = pc.if_else(risky, pc.binary_join_element_wise("'", cells, ""), cells)
            table = table.set_column(index, column.name, safe)
    return table


class _Sink(io.RawIOBase):
    """What the Parquet writer has written since the last `take`."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        return len(self._pieces[-1])

    def take(self) -> bytes:
        """The bytes, once."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _as_parquet(tables: Iterator[pa.Table], schema: pa.Schema) -> Iterator[bytes]:
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for table in tables:
            if table.num_rows:
                writer.write_table(table)
            yield sink.take()
    yield sink.take()
