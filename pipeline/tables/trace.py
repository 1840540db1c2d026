"""Walk one row back to the characters that it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipeline.errors import UsageError
from pipeline.records import RawArticle
from pipeline.sources import file_of, read_file
from pipeline.tables.checks import INDEX
from pipeline.tables.readers import snapshot
from pipeline.tables.schemas import FACT_TABLES, TableName

Row = Mapping[str, Any]
Datasets = Mapping[TableName, ds.Dataset]


@dataclass(frozen=True, slots=True)
class Source:
    """The raw characters behind a row, as the source has them now.

    ``same_bytes`` is false when the file is no longer the one that was processed; the characters
    are then not shown. ``exact`` is true when ``text`` is the mention itself, false when it is the
    block that holds it (cleaning repaired something in it, or the source is HTML).
    """

    path: Path
    same_bytes: bool
    exact: bool
    raw_start: int | None
    raw_end: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Trace:
    """A row with all that leads back to its source. ``source`` is null without a raw root."""

    table: TableName
    row: Row
    sentence: str | None
    block: Row | None
    document: Row
    source: Source | None


def trace(store: Path, reference: str, *, raw_root: Path | None = None) -> Trace:
    """Find ``DOC:TABLE:INDEX``, for example ``3f2a:money:3``.

    Args:
        store: folder of the tables.
        reference: a doc_id or an unambiguous beginning, the table, the row's index in the document.
        raw_root: folder that ``source_uri`` counts from, to read the source again.

    Raises:
        UsageError: there is no such row.
        StoreNotFound: there is no store.
    """
    doc, table, index = _parse(reference)
    with snapshot(store) as datasets:
        document = _document(datasets, doc)
        row = _row(datasets, document["doc_id"], table, index)
        block = _block(datasets, document["doc_id"], table, row)
        sentence = _sentence(datasets, document, table, row)
    source = _source(document, table, row, block, raw_root) if raw_root else None
    return Trace(table, row, sentence, block, document, source)


def _parse(reference: str) -> tuple[str, TableName, int]:
    pieces = reference.split(":")
    if len(pieces) != 3 or not pieces[2].isdecimal() or pieces[1] not in FACT_TABLES:
        raise UsageError(
            f"{reference!r} names no row",
            hint=f"give DOC:TABLE:INDEX, TABLE one of {', '.join(FACT_TABLES)}",
        )
    return pieces[0].lower(), pieces[1], int(pieces[2])


def _document(datasets: Datasets, beginning: str) -> Row:
    found = datasets["documents"].to_table(filter=pc.starts_with(pc.field("doc_id"), beginning))
    if found.num_rows != 1:
        what = f"{found.num_rows} documents go" if found.num_rows else "no document goes"
        raise UsageError(f"{what} by {beginning!r}", hint="give more of the doc_id")
    return cast(Row, found.to_pylist()[0])


def _row(datasets: Datasets, doc_id: str, table: TableName, index: int) -> Row:
    here = (pc.field("doc_id") == doc_id) & (pc.field(INDEX[table]) == index)
    rows = datasets[table].to_table(filter=here).to_pylist()
    if not rows:
        count = datasets[table].count_rows(filter=pc.field("doc_id") == doc_id)
        raise UsageError(
            f"document {doc_id[:12]} has no row {index} in {table}",
            hint=f"it has {count} rows there, counted from 0",
        )
    return cast(Row, rows[0])


def _block(datasets: Datasets, doc_id: str, table: TableName, row: Row) -> Row | None:
    if table == "blocks":
        return row
    start = row["start"]
    blocks = datasets["blocks"].to_table(filter=pc.field("doc_id") == doc_id).to_pylist()
    for block in blocks:
        if block["kept"] and block["start"] <= start < block["end"]:
            return cast(Row, block)
    return None


def _sentence(datasets: Datasets, document: Row, table: TableName, row: Row) -> str | None:
    """The sentence that the row starts in; null for blocks and outside of any sentence."""
    index = row.get("sentence_index")
    if table == "blocks" or index is None:
        return None
    span = _row(datasets, document["doc_id"], "sentences", index)
    return cast(str, document["text"][span["start"] : span["end"]])


def _source(document: Row, table: TableName, row: Row, block: Row | None, raw_root: Path) -> Source:
    path = raw_root / document["source_uri"]
    article = _read_again(document, raw_root)
    if article is None or article.raw_sha256 != document["raw_sha256"]:
        return Source(path, False, False, None, None, None)
    if block is None or block["raw_start"] is None:
        return Source(path, True, False, None, None, None)
    low, high = block["raw_start"], block["raw_end"]
    content = article.content
    if table != "blocks":
        start = low + row["start"] - block["start"]
        end = start + row["end"] - row["start"]
        if content[start:end] == document["text"][row["start"] : row["end"]]:
            return Source(path, True, True, start, end, content[start:end])
    return Source(path, True, table == "blocks", low, high, content[low:high])


def _read_again(document: Row, raw_root: Path) -> RawArticle | None:
    file = file_of(document["source_uri"], raw_root)
    for item in read_file(file) if file else ():
        if isinstance(item, RawArticle) and item.source_key == document["source_key"]:
            return item
    return None
