"""Parts: names, the rows that go into them, and the bytes of their files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import SchemaVersionError, StoreDamaged
from pipeline.tables.schemas import (
    SCHEMA_VERSION,
    SCHEMAS,
    SORT_KEYS,
    TABLE_KEY,
    VERSION_KEY,
    TableName,
    conformed,
)

PART_DOCUMENTS = 5_000
"""A part is sealed when it was given this many documents."""
PART_CHARACTERS = 128 * 1024 * 1024
"""Or this many code points of text: a part is rewritten in memory, and an Arrow string column
holds 2 GiB."""

ROW_GROUP: dict[TableName, int] = {"documents": 1_000}
ROW_GROUP_DEFAULT = 20_000
_DICTIONARY: dict[TableName, list[str]] = {
    "documents": [
        "source_format", "site", "published_from", "language", "duplicate_of",
        "clean_fingerprint", "extract_fingerprint", "run_id", "authors.list.element",
    ],
    "blocks": ["doc_id", "doc_version", "kind", "reason"],
    "sentences": ["doc_id", "doc_version"],
    "entities": [
        "doc_id", "doc_version", "text", "label", "canonical", "entity_id", "country", "source"
    ],
    "dates": [
        "doc_id", "doc_version", "text", "type", "value", "mod", "granularity", "resolution",
        "range_role", "sentence",
    ],
    "money": [
        "doc_id", "doc_version", "currency", "currency_text", "currency_evidence", "modifier",
        "per", "sentence",
    ],
}  # fmt: skip
"""Columns whose values recur; a sentence recurs with each of its mentions."""

PART_KEY = b"factmill.part"

ANCHOR = "00000000-0000"
"""A part without rows, written once and never again, first in every folder.

pandas and pyarrow open the first file of a folder twice, for the schema and for the rows, and all
others once. So a file that is replaced while they read is one that they open once. It also makes a
table without rows readable. See docs/decisions/051-readers-without-locks.md.
"""


@dataclass(frozen=True, slots=True)
class PartInfo:
    """What the footer of each file of a part says.

    ``documents`` and ``characters`` count what the part was ever given, so that a part once sealed
    stays sealed; ``digest`` covers the ids and versions of its documents and is the same in the
    files of all tables.
    """

    documents: int
    characters: int
    digest: str

    @property
    def sealed(self) -> bool:
        """Whether new documents go to another part."""
        return self.documents >= PART_DOCUMENTS or self.characters >= PART_CHARACTERS


def part_name(sequence: int, day: datetime) -> str:
    """``20261122-0001``: the day that the part was begun, and its number in the store."""
    return f"{day:%Y%m%d}-{sequence:04d}"


def part_sequence(name: str) -> int:
    """The number of the part.

    Raises:
        StoreDamaged: no part goes by that name.
    """
    day, _, number = name.rpartition("-")
    if not (day.isdigit() and number.isdigit()):
        raise StoreDamaged(
            f"{name}.parquet is not a file of Factmill",
            hint="move it out of the store's folder",
        )
    return int(number)


def documents_digest(documents: pa.Table) -> str:
    """16 hex digits over ids and versions of the documents, which are sorted by id."""
    seen = hashlib.sha256()
    for name in ("doc_id", "doc_version"):
        seen.update("\n".join(documents.column(name).to_pylist()).encode())
    return seen.hexdigest()[:16]


def merge(name: TableName, old: pa.Table, drop: Collection[str], new: pa.Table) -> pa.Table:
    """Rows of ``old`` without the documents in ``drop``, and ``new``, in the table's order."""
    gone = pc.is_in(old.column("doc_id"), pa.array(sorted(drop), pa.string()))
    table = pa.concat_tables([old.filter(pc.invert(gone)), new])
    return in_order(name, table)


def of_documents(table: pa.Table, doc_ids: Collection[str]) -> pa.Table:
    """The rows of those documents."""
    return table.filter(pc.is_in(table.column("doc_id"), pa.array(sorted(doc_ids), pa.string())))


def in_order(name: TableName, table: pa.Table) -> pa.Table:
    """The rows sorted by the table's key, in one chunk a column."""
    ordered = table.sort_by([(key, "ascending") for key in SORT_KEYS[name]])
    return ordered.combine_chunks()


def parquet_bytes(name: TableName, table: pa.Table, info: PartInfo | None = None) -> memoryview:
    """The file of ``table``: the same bytes for the same rows, whoever wrote them."""
    metadata = dict(SCHEMAS[name].metadata)
    if info is not None:
        metadata[PART_KEY] = json.dumps(asdict(info)).encode()
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.cast(SCHEMAS[name]).replace_schema_metadata(metadata),
        sink,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP.get(name, ROW_GROUP_DEFAULT),
        use_dictionary=_DICTIONARY.get(name, False),
        write_statistics=True,
        write_page_index=True,
        write_page_checksum=True,
        sorting_columns=_sorting(name),
    )
    return memoryview(sink.getvalue())


def _sorting(name: TableName) -> Sequence[Any]:
    schema = SCHEMAS[name]
    return [pq.SortingColumn(schema.get_field_index(key)) for key in SORT_KEYS[name]]


def read_footer(file: Any, where: str) -> pq.ParquetFile:
    """Open a Parquet file and check that it is ours and of this schema version.

    Raises:
        StoreDamaged: it is not a whole Parquet file, or not of Factmill.
        SchemaVersionError: another version of Factmill wrote it.
    """
    try:
        parquet = pq.ParquetFile(file, page_checksum_verification=True)
    except (pa.ArrowException, OSError) as error:
        raise StoreDamaged(f"not a whole Parquet file: {error}", where=where, hint=_VERIFY) from (
            error
        )
    metadata = parquet.schema_arrow.metadata or {}
    if TABLE_KEY not in metadata:
        raise StoreDamaged(
            "not written by Factmill", where=where, hint="move it out of the store's folder"
        )
    version = int(metadata.get(VERSION_KEY, b"0"))
    if version != SCHEMA_VERSION:
        raise SchemaVersionError(
            f"has schema version {version}; this Factmill reads and writes {SCHEMA_VERSION}",
            where=where,
            hint="run `factmill migrate`" if version < SCHEMA_VERSION else "upgrade Factmill",
        )
    return parquet


_VERIFY = "run `factmill verify` for all that is damaged, then `factmill repair`"


def read_rows(file: Any, where: str, columns: Sequence[str] | None = None) -> pa.Table:
    """All rows of a file of the store, its page checksums compared.

    Raises:
        StoreDamaged: it is not whole.
    """
    parquet = read_footer(file, where)
    try:
        rows = parquet.read(columns=None if columns is None else list(columns))
    except (pa.ArrowException, OSError) as error:
        raise StoreDamaged(f"damaged: {error}", where=where, hint=_VERIFY) from error
    return conformed(rows) if columns is None else rows


def part_info(parquet: pq.ParquetFile, where: str) -> PartInfo:
    """What the footer says of the part.

    Raises:
        StoreDamaged: it says nothing.
    """
    try:
        return PartInfo(**json.loads(parquet.schema_arrow.metadata[PART_KEY]))
    except (KeyError, TypeError, ValueError) as error:
        raise StoreDamaged("its footer lacks the part's digest", where=where, hint=_VERIFY) from (
            error
        )
