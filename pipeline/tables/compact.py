"""Join parts that have become small; `factmill compact`.

New documents fill the open part, so a store of many runs has few files. Only removals leave sealed
parts half empty. Two files cannot become one at a single instant: while this runs, a reader that
knows nothing of Factmill may miss rows of the parts being joined. `read_table` and `factmill sql`
see one version as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.errors import UsageError
from pipeline.tables.schemas import PART_TABLES, TableName
from pipeline.tables.store import Store
from pipeline.tables.store.journal import Change
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.store.parts import (
    ANCHOR,
    PART_CHARACTERS,
    PART_DOCUMENTS,
    PartInfo,
    documents_digest,
    in_order,
    parquet_bytes,
    part_sequence,
)


@dataclass(frozen=True, slots=True)
class CompactReport:
    """Parts with documents before and after."""

    before: int
    after: int


def compact(root: Path) -> CompactReport:
    """Join neighbouring parts that fit into one.

    Raises:
        StoreNotFound: there is no store.
        StoreBusy: another process is writing.
        UsageError: the store lies in an object store, where files cannot be removed safely.
    """
    with Store.open(root, create=False) as store:
        if not isinstance(store.backend, LocalBackend):
            raise UsageError("only a store on a file system can be compacted", where=str(root))
        with store.exclusive():
            parts = _sizes(store)
            groups = list(_groups(parts))
            for group in groups:
                if len(group) > 1:
                    store.commit(list(_joined(store, group)))
    return CompactReport(len(parts), len(groups))


def _sizes(store: Store) -> list[tuple[str, int, int]]:
    """Parts in order with the documents and characters that they have now."""
    parts = sorted(store.backend.listing("documents").keys() - {ANCHOR}, key=part_sequence)
    sizes = []
    for part in parts:
        counts = store.read_part("documents", part, ["char_count"]).column("char_count")
        sizes.append((part, len(counts), sum(counts.to_pylist())))
    return sizes


def _groups(sizes: Sequence[tuple[str, int, int]]) -> Iterator[list[str]]:
    group: list[str] = []
    documents = characters = 0
    for part, count, length in sizes:
        fits = documents + count <= PART_DOCUMENTS and characters + length <= PART_CHARACTERS
        if group and not fits:
            yield group
            group, documents, characters = [], 0, 0
        group.append(part)
        documents, characters = documents + count, characters + length
    if group:
        yield group


def _joined(store: Store, group: Sequence[str]) -> Iterator[Change]:
    first, *others = group
    documents = _concatenated(store, "documents", group)
    characters = sum(documents.column("char_count").to_pylist())
    info = PartInfo(documents.num_rows, characters, documents_digest(documents))
    for table in PART_TABLES:
        rows = documents if table == "documents" else _concatenated(store, table, group)
        yield store.backend.stage(table, first, parquet_bytes(table, rows, info))
        yield from (Change(table, part, None) for part in others)


def _concatenated(store: Store, table: TableName, group: Sequence[str]) -> pa.Table:
    return in_order(table, pa.concat_tables([store.read_part(table, part) for part in group]))
