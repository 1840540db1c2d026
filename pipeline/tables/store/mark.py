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
    with store.exclusive():
        parts = {holder.part for holder in store.ledger.holders(duplicate_of.keys()).values()}
        changes: list[Change] = []
        count = 0
        for part in sorted(parts):
            documents = store.read_part("documents", part)
            marked, changed = set_duplicates(documents, duplicate_of)
            if changed:
                count += changed
                fill = store.ledger.part_infos()[part]
                info = PartInfo(fill.documents, fill.characters, documents_digest(marked))
                data = parquet_bytes("documents", marked, info)
                changes.append(store.backend.stage("documents", part, data))
        if changes:
            store.commit(changes)
    return count


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
