"""Bring a store to this schema version; `factmill migrate`.

A new schema version adds a function to `MIGRATIONS` that turns the rows of a table of the version
before into its own. Until then a store of another version is refused with `SchemaVersionError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import SchemaVersionError, StoreDamaged, UsageError
from pipeline.tables.schemas import (
    PART_TABLES,
    SCHEMA_VERSION,
    SCHEMAS,
    TABLES,
    VERSION_KEY,
    TableName,
    conformed,
)
from pipeline.tables.store.journal import Change
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.store.parts import ANCHOR, parquet_bytes, part_info

Migration = Callable[[TableName, pa.Table], pa.Table]

MIGRATIONS: dict[int, Migration] = {}
"""By the version that a function starts from. Version 1 is the first: there is none yet."""


@dataclass(frozen=True, slots=True)
class MigrateReport:
    """Files that were of another version, all of which were rewritten."""

    files: int


def migrate(root: Path, migrations: Mapping[int, Migration] = MIGRATIONS) -> MigrateReport:
    """Rewrite every file of an older schema version, one part a commit.

    It may be killed and started again: a part has one version in all tables at any time.

    Raises:
        StoreNotFound: there is no store.
        StoreBusy: another process is writing.
        SchemaVersionError: the store is newer, or too old for the known migrations.
        UsageError: the store lies in an object store.
    """
    if "://" in str(root):
        raise UsageError("only a store on a file system can be migrated", where=str(root))
    backend = LocalBackend(root)
    backend.prepare(create=False)
    files = 0
    with backend.exclusive():
        for part, tables in _ordered(backend):
            changes = [c for table in tables for c in _migrated(backend, table, part, migrations)]
            if changes:
                backend.publish(changes)
            files += len(changes)
    return MigrateReport(files)


def _ordered(backend: LocalBackend) -> list[tuple[str, list[TableName]]]:
    """Parts by name; the first file, whose columns plain readers go by, last when there come
    columns of plug-ins that it lacks: a reader wants its columns in every file."""
    parts = list(_parts(backend).items())
    first = pq.read_schema(backend.open("documents", ANCHOR)) if parts else None
    if first is not None and not set(SCHEMAS["documents"].names) <= set(first.names):
        parts.append(parts.pop(0))
    return parts


def _parts(backend: LocalBackend) -> dict[str, list[TableName]]:
    parts: dict[str, list[TableName]] = {}
    for table in TABLES:
        for part in backend.listing(table):
            parts.setdefault(part, []).append(table)
    return dict(sorted(parts.items()))


def _migrated(
    backend: LocalBackend, table: TableName, part: str, migrations: Mapping[int, Migration]
) -> Iterator[Change]:
    where = str(backend.path(table, part))
    try:
        parquet = pq.ParquetFile(backend.open(table, part), page_checksum_verification=True)
        rows = parquet.read()
    except (pa.ArrowException, OSError) as error:
        raise StoreDamaged(
            f"cannot be read: {error}", where=where, hint="run `factmill repair` with the version "
            "of Factmill that wrote it"
        ) from error  # fmt: skip
    version = int((parquet.schema_arrow.metadata or {}).get(VERSION_KEY, b"0"))
    if version == SCHEMA_VERSION and parquet.schema_arrow.names == SCHEMAS[table].names:
        return
    for step in range(version, SCHEMA_VERSION):
        if step not in migrations:
            break
        rows = migrations[step](table, rows)
        version = step + 1
    if version != SCHEMA_VERSION:
        raise SchemaVersionError(
            f"has schema version {version}, from which there is no way to {SCHEMA_VERSION}",
            where=where,
            hint="upgrade Factmill, or ingest the articles into a new store",
        )
    info = part_info(parquet, where) if table in PART_TABLES else None
    rows = conformed(rows).cast(SCHEMAS[table])
    yield backend.stage(table, part, parquet_bytes(table, rows, info))
