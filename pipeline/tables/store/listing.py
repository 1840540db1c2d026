"""Which parts the tables have, as of one commit."""

from __future__ import annotations

from pipeline.errors import StoreDamaged
from pipeline.tables.schemas import FACT_TABLES, PART_TABLES
from pipeline.tables.store.backend import Backend, Stamp
from pipeline.tables.store.journal import Commit

LISTINGS = 10
"""How often the tables are listed anew when a commit came in between."""


def whole_listing(backend: Backend) -> tuple[dict[str, Stamp], Commit]:
    """The parts of ``documents``, which every table has too, and the commit that they are of.

    While a commit is put in place the tables differ, so only a listing within one version
    counts; after a few tries the parts of ``documents`` are taken as they are.

    Raises:
        StoreDamaged: a part lacks a table.
    """
    for _ in range(LISTINGS):
        head = backend.head()
        listings = {name: backend.listing(name) for name in PART_TABLES}
        if head.pending or head != backend.head():
            continue
        for table in FACT_TABLES:
            if odd := listings["documents"].keys() ^ listings[table].keys():
                raise StoreDamaged(
                    f"part {min(odd)} is not in every table",
                    where=f"{backend.name}/{table}",
                    hint="run `factmill repair`",
                )
        break
    return listings["documents"], head
