"""Make a damaged store whole again, losing nothing that can be read; `factmill repair`.

- The ledger is built anew from the tables.
- A part whose ``documents`` and ``blocks`` can be read, and another table not, keeps those; its
  documents become stale, and `factmill reprocess --stale` reads their facts again.
- Any other damaged part is moved to ``.factmill/<store>/damaged/``; the next ingest reads its
  documents again from their sources.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from pipeline.errors import StoreDamaged
from pipeline.tables.identity import doc_version
from pipeline.tables.schemas import PART_TABLES, TableName, empty_table
from pipeline.tables.store import Store
from pipeline.tables.store.journal import Commit
from pipeline.tables.store.ledger import Ledger
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.store.parts import (
    PartInfo,
    documents_digest,
    parquet_bytes,
    part_info,
    read_footer,
    read_rows,
)

LOST = "0" * 16
"""The fingerprint of facts that were lost: equal to none, so the document is stale."""


@dataclass(slots=True)
class RepairReport:
    """What was done. ``extract_again`` and ``ingest_again`` count documents; the latter only where
    the damaged part still told."""

    documents: int = 0
    extract_again: int = 0
    ingest_again: int = 0
    actions: list[str] = field(default_factory=list)


def repair(root: Path) -> RepairReport:
    """Repair the store at ``root``.

    Raises:
        StoreNotFound: there is no store.
        StoreBusy: another process is writing.
        SchemaVersionError: another version of Factmill wrote it.
    """
    backend = LocalBackend(root)
    backend.prepare(create=False)
    backend.prepare(create=True)
    report = RepairReport()
    with backend.locked():
        _complete_commit(backend, report)
        parts = {part for table in PART_TABLES for part in backend.listing(table)}
        for part in sorted(parts):
            _repair_part(backend, part, report)
        _repair_log(backend, "failures", report)
        _repair_log(backend, "runs", report)
        Ledger(backend.state / "ledger.db").discard()
    with Store.on(backend) as store:
        report.documents = store.count()
    report.actions.append(f"the ledger was built anew: {report.documents} documents")
    return report


def _complete_commit(backend: LocalBackend, report: RepairReport) -> None:
    """Take what is left of a pending commit; a part that ends up mixed is repaired after."""
    try:
        head = backend.head()
    except StoreDamaged:
        backend.set_aside(backend.journal)
        report.actions.append("the journal could not be read and was moved away")
        return
    if head.pending:
        left = tuple(change for change in head.changes if backend.can_apply(change))
        backend.roll_forward(Commit(head.version, True, left))
        report.actions.append("a commit that was cut short was completed")


def _repair_part(backend: LocalBackend, part: str, report: RepairReport) -> None:
    tables: dict[TableName, pa.Table] = {}
    infos: dict[TableName, PartInfo] = {}
    problems: list[str] = []
    for table in PART_TABLES:
        where = str(backend.path(table, part))
        try:
            infos[table] = part_info(read_footer(backend.open(table, part), where), where)
            tables[table] = read_rows(backend.open(table, part), where)
        except (StoreDamaged, OSError) as error:
            problems.append(f"{table}/{part}: {error}")
    good = infos.get("documents")
    differ = [name for name, info in infos.items() if good and info.digest != good.digest]
    problems += [f"{name}/{part}: of another version than documents" for name in differ]
    if not problems:
        return
    report.actions += problems
    if good and "blocks" in tables and "blocks" not in differ:
        _keep_texts(backend, part, tables, good)
        count = tables["documents"].num_rows
        report.extract_again += count
        report.actions.append(f"{part}: kept the text of {count} documents; facts are read again")
    else:
        _move_away(backend, part)
        known = tables.get("documents")
        report.ingest_again += known.num_rows if known is not None else 0
        report.actions.append(f"{part}: moved away; the next ingest reads its sources again")


def _keep_texts(
    backend: LocalBackend, part: str, tables: dict[TableName, pa.Table], info: PartInfo
) -> None:
    rows = tables["documents"].to_pylist()
    for row in rows:
        version = doc_version(row["input_sha256"], row["clean_fingerprint"], LOST)
        row |= {"extract_fingerprint": LOST, "doc_version": version, "sentence_count": 0}
    documents = pa.Table.from_pylist(rows, schema=tables["documents"].schema)
    versions = {row["doc_id"]: row["doc_version"] for row in rows}
    blocks = tables["blocks"]
    fresh = pa.array([versions[key] for key in blocks.column("doc_id").to_pylist()], pa.string())
    place = blocks.schema.get_field_index("doc_version")
    kept = {
        "documents": documents,
        "blocks": blocks.set_column(place, blocks.schema.field(place), fresh),
    }
    stamped = PartInfo(info.documents, info.characters, documents_digest(documents))
    backend.publish(
        [
            backend.stage(
                name, part, parquet_bytes(name, kept.get(name, empty_table(name)), stamped)
            )
            for name in PART_TABLES
        ]
    )


def _move_away(backend: LocalBackend, part: str) -> None:
    present = [table for table in PART_TABLES if part in backend.listing(table)]
    for table in present:
        backend.set_aside(backend.path(table, part))


def _repair_log(backend: LocalBackend, table: TableName, report: RepairReport) -> None:
    for part in backend.listing(table):
        path = backend.path(table, part)
        try:
            read_rows(backend.open(table, part), str(path))
        except StoreDamaged as error:
            backend.set_aside(path)
            report.actions.append(f"{table}/{part}: {error.message}; moved away")
