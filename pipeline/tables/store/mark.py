"""Set ``documents.duplicate_of`` of documents that are in the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.tables.store.parts import PartInfo, documents_digest, parquet_bytes

if TYPE_CHECKING:
    from pipeline.tables.store.journal import Change
    from pipeline.tables.store.store import Store


def mark_duplicates(store: Store, duplicate_of: Mapping[str, str | None]) -> int:
    """Enter ``duplicate_of`` by doc_id, None where a document is no duplicate; one commit.

    Only the ``documents`` files of parts in which a value changes are written. Returns how many
    documents changed.

    Raises:
        StoreBusy: another process kept the store locked.
        StoreUnwritable: no space or no permission.
    """
    if not duplicate_of:
        return 0

    def attempt() -> int:
        holders = store.ledger.holders(duplicate_of.keys()).values()
        marked = [_marked(store, part, duplicate_of) for part in {h.part for h in holders}]
        changes = [change for _, change in marked if change is not None]
        if changes:
            store.commit(changes)
        return sum(count for count, _ in marked)

    return store.alone(attempt)


def _marked(
    store: Store, part: str, duplicate_of: Mapping[str, str | None]
) -> tuple[int, Change | None]:
    """How many documents of a part change, and its new file if any does."""
    documents, count = set_duplicates(store.read_part("documents", part), duplicate_of)
    if not count:
        return 0, None
    fill = store.ledger.part_infos()[part]
    info = PartInfo(fill.documents, fill.characters, documents_digest(documents))
    data = parquet_bytes("documents", documents, info)
    return count, store.backend.stage("documents", part, data)


def set_duplicates(
    documents: pa.Table, duplicate_of: Mapping[str, str | None]
) -> tuple[pa.Table, int]:
    """``documents`` with the column set where ``duplicate_of`` has the id; how many changed."""
    before = documents.column("duplicate_of").to_pylist()
    ids = documents.column("doc_id").to_pylist()
    after = [duplicate_of.get(i, old) for i, old in zip(ids, before, strict=True)]
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    if not changed:
        return documents, 0
    index = documents.schema.get_field_index("duplicate_of")
    field = documents.schema.field(index)
    return documents.set_column(index, field, pa.array(after, pa.string())), changed
