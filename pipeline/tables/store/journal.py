"""The journal: one small file that says which version the tables have, and what is still to do.

``commit.json`` is replaced twice a commit. The first time it names the staged files and is
``pending``: from then on the commit is made, whoever dies. The second time all files are in place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from pipeline.errors import StoreDamaged
from pipeline.tables.schemas import TableName


@dataclass(frozen=True, slots=True)
class Change:
    """One file that a commit puts in place, or removes when ``staged`` is null.

    ``staged`` names the finished file in staging; ``sha256`` and ``size`` (bytes) are of its
    content.
    ``before`` is the tag of the file that it takes the place of, where the storage compares it.
    """

    table: TableName
    part: str
    staged: str | None
    sha256: str | None = None
    size: int = 0
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """Version ``version`` of the store, and whether its changes are still to be put in place."""

    version: int
    pending: bool
    changes: tuple[Change, ...] = ()

    def as_bytes(self) -> bytes:
        """The file's content."""
        changes = [
            {name: getattr(change, name) for name in Change.__slots__} for change in self.changes
        ]
        content = {"version": self.version, "pending": self.pending, "changes": changes}
        return json.dumps(content, indent=1).encode()

    def done(self) -> Commit:
        """The same version with all files in place."""
        return Commit(self.version, False, self.changes)


FIRST = Commit(0, False)


def parse_commit(data: bytes, where: str) -> Commit:
    """Read a journal.

    Raises:
        StoreDamaged: it is no journal.
    """
    try:
        content = cast("dict[str, Any]", json.loads(data))
        changes = tuple(Change(**change) for change in content["changes"])
        return Commit(int(content["version"]), bool(content["pending"]), changes)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            f"the journal cannot be read: {error!r}", where=where, hint="run `factmill repair`"
        ) from error
