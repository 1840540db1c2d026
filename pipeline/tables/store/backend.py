"""What the store needs of the place it lies in: a local disk or an object store."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.tables.schemas import PART_TABLES, TableName
from pipeline.tables.store.journal import Change, Commit


@dataclass(frozen=True, slots=True)
class Stamp:
    """Tells whether a file is the one that was read before. ``size`` in bytes."""

    size: int
    tag: str


class CommitConflict(Exception):
    """Another writer committed first; read again and try again."""


class Backend(Protocol):
    """A place for tables. ``part`` is a file's name without ``.parquet``."""

    name: str
    ledger_path: Path | None

    def prepare(self, create: bool) -> None:
        """Check that a store is there, or make one."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep other writers out, as far as the place can."""

    def head(self) -> Commit:
        """The last commit."""

    def listing(self, table: TableName) -> dict[str, Stamp]:
        """The parts of a table."""

    def open(self, table: TableName, part: str) -> Any:
        """A published file, as pyarrow reads it."""

    def content(self, table: TableName, part: str) -> bytes:
        """The bytes of a published file."""

    def snapshot(self, table: TableName, commit: Commit) -> dict[str, Any]:
        """Open files of all parts of a table as ``commit`` has them."""

    def stage(self, table: TableName, part: str, data: memoryview) -> Change:
        """Store a finished file aside."""

    def publish(self, changes: list[Change]) -> Commit:
        """Commit staged changes and put them in place."""

    def roll_forward(self, commit: Commit) -> None:
        """Put in place what a pending commit names."""


_ORDER = {name: rank for rank, name in enumerate(("failures", "runs", *PART_TABLES))}


def placing_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The order in which files are put in place: facts first, ``documents`` last; in each table
    what goes out before what comes in, so that nothing stands there twice."""
    return tuple(sorted(changes, key=lambda c: (_ORDER[c.table], c.staged is not None, c.part)))
