"""Check everything that the store promises; `factmill verify`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import FactmillError, StoreError
from pipeline.tables.checks import Finding, check_part, check_sorted
from pipeline.tables.schemas import PART_TABLES, SCHEMAS, TABLES, TableName, own_columns
from pipeline.tables.store.backend import Backend
from pipeline.tables.store.ledger import Ledger
from pipeline.tables.store.local import SUFFIX, LocalBackend
from pipeline.tables.store.parts import PartInfo, part_info, part_sequence, read_footer
from pipeline.tables.store.places import connect

LOG_TABLES: tuple[TableName, ...] = ("failures", "runs")


@dataclass(slots=True)
class VerifyReport:
    """What was looked at, and what is wrong."""

    files: int = 0
    documents: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(root: Path | str) -> VerifyReport:
    """Check every file and every row of the store at ``root``; writes nothing.

    Run it while nobody writes: a commit under way is reported as pending.

    Raises:
        StoreNotFound: there is no store.
    """
    backend = connect(root)
    backend.prepare(create=False)
    report = VerifyReport()
    report.findings += _check_journal(backend)
    if isinstance(backend, LocalBackend):
        report.findings += _check_folder(backend.root)
    hashes, ledger = _ledger(backend)
    seen: Counter[str] = Counter()
    sources: Counter[tuple[str, str | None]] = Counter()
    for part in _all_parts(backend):
        tables = _read_part(backend, part, hashes, report)
        if tables is None:
            continue
        report.findings += check_part(part, tables)
        documents = tables["documents"].select(["doc_id", "source_uri", "source_key"]).to_pylist()
        seen.update(row["doc_id"] for row in documents)
        sources.update((row["source_uri"], row["source_key"]) for row in documents)
    report.documents = len(seen)
    report.findings += _twice("doc_id", seen) + _twice("source", sources)
    _check_logs(backend, hashes, report)
    if ledger is not None and dict.fromkeys(seen) != dict.fromkeys(ledger):
        report.findings.append(
            Finding("ledger", "", "it does not list the documents that are there")
        )
    return report


def _all_parts(backend: Backend) -> list[str]:
    return sorted({part for table in PART_TABLES for part in backend.listing(table)})


def _ledger(
    backend: Backend,
) -> tuple[Mapping[tuple[str, str], str], dict[str, None] | None]:
    """Hashes of files as written, and the doc_ids; nothing when the ledger is not up to date."""
    path = backend.ledger_path
    if path is None or not path.is_file():
        return {}, None
    ledger = Ledger(path)
    try:
        if ledger.stamps() != backend.listing("documents"):
            return ledger.hashes(), None
        ids = dict.fromkeys(document.doc_id for document in ledger.documents())
        return ledger.hashes(), ids
    finally:
        ledger.close()


def _check_journal(backend: Backend) -> list[Finding]:
    try:
        pending = backend.head().pending
    except FactmillError as error:
        return [Finding("journal", "", error.message)]
    return [Finding("journal", "", "a commit is not yet completed")] if pending else []


def _check_folder(root: Path) -> list[Finding]:
    """Nothing but parts of tables stands below the store; hidden files are not ours to judge."""
    findings = []
    for entry in sorted(root.rglob("*")):
        place = entry.relative_to(root)
        known = len(place.parts) == 2 and place.parts[0] in TABLES and place.suffix == SUFFIX
        folder = entry.is_dir() and len(place.parts) == 1 and place.name in TABLES
        if not (known or folder or place.name.startswith(".")):
            findings.append(Finding("folder", "", f"{place} does not belong here"))
    return findings


def _read_part(
    backend: Backend,
    part: str,
    hashes: Mapping[tuple[str, str], str],
    report: VerifyReport,
) -> dict[TableName, pa.Table] | None:
    """All tables of a part, or None when one of them cannot be read."""
    tables: dict[TableName, pa.Table] = {}
    infos: dict[TableName, PartInfo] = {}
    for table in PART_TABLES:
        for problem in _check_file(backend, table, part, hashes, report):
            report.findings.append(Finding(table, part, problem))
            break
        else:
            where = f"{backend.name}/{table}/{part}"
            parquet = read_footer(backend.open(table, part), where)
            infos[table] = part_info(parquet, where)
            tables[table] = parquet.read()
            report.rows[table] = report.rows.get(table, 0) + tables[table].num_rows
    if len({info.digest for info in infos.values()}) > 1:
        report.findings.append(Finding("documents", part, "its files are of different versions"))
    return tables if len(tables) == len(PART_TABLES) else None


def _check_file(
    backend: Backend,
    table: TableName,
    part: str,
    hashes: Mapping[tuple[str, str], str],
    report: VerifyReport,
) -> Iterator[str]:
    if part not in backend.listing(table):
        yield "the file is missing"
        return
    report.files += 1
    where = f"{backend.name}/{table}/{part}"
    expected = hashes.get((table, part))
    if expected and hashlib.sha256(backend.content(table, part)).hexdigest() != expected:
        yield "its bytes are not those that were written"
    try:
        if table in PART_TABLES:
            part_sequence(part)
        parquet = read_footer(backend.open(table, part), where)
        own = own_columns(parquet.schema_arrow)
        if not own.equals(own_columns(SCHEMAS[table]), check_metadata=False):
            yield "its columns are not those of the schema"
        parquet.read()
        if table in PART_TABLES:
            part_info(parquet, where)
    except StoreError as error:
        yield error.message
    except (pa.ArrowException, OSError) as error:
        yield f"cannot be read: {error}"


def _check_logs(
    backend: Backend, hashes: Mapping[tuple[str, str], str], report: VerifyReport
) -> None:
    for table in LOG_TABLES:
        for part in backend.listing(table):
            problems = list(_check_file(backend, table, part, hashes, report))
            report.findings += [Finding(table, part, problem) for problem in problems[:1]]
            if problems:
                continue
            where = f"{backend.name}/{table}/{part}"
            rows = read_footer(backend.open(table, part), where).read()
            report.rows[table] = report.rows.get(table, 0) + rows.num_rows
            report.findings += check_sorted(table, part, rows)


def _twice(what: str, counts: Counter[Any]) -> list[Finding]:
    return [
        Finding("documents", "", f"{what} {name} stands there {count} times")
        for name, count in counts.items()
        if count > 1
    ]
