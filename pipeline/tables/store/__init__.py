"""The store: parts, journal, lock and ledger. See docs/store.md.

with Store.open(Path("processed")) as store:
    store.publish(facts_to_tables(facts, context))
"""

from pipeline.tables.store.logs import RunRecord
from pipeline.tables.store.published import PublishReport
from pipeline.tables.store.states import (
    FileRead,
    SourceId,
    SourceInput,
    SourceState,
    StoredDocument,
)
from pipeline.tables.store.store import Store

__all__ = [
    "FileRead",
    "PublishReport",
    "RunRecord",
    "SourceId",
    "SourceInput",
    "SourceState",
    "Store",
    "StoredDocument",
]
