"""The few things that a commit does to a disk, each durable when it returns.

Tests put another `Disk` in its place that forgets what was not synced, and replace `step` to stop a
process at a named point.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreUnwritable


def step(name: str) -> None:
    """Mark a point of a commit; does nothing."""


class Disk:
    """File operations with the syncs that make them last."""

    def write(self, path: Path, data: bytes | memoryview) -> None:
        """Write a new file and sync its content; its name lasts once the folder is synced."""
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def replace(self, source: Path, target: Path) -> None:
        """Move ``source`` over ``target`` in one step."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove a file if it is there."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Make the names in ``folder`` last."""
        if os.name == "nt":  # Windows has no handle to a folder; NTFS journals names by itself
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def make_folder(self, folder: Path) -> None:
        """Create a folder and those above it, and make their names last."""
        missing = [f for f in (folder, *folder.parents) if not f.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for made in missing:
            self.sync_folder(made.parent)


@contextmanager
def write_errors(where: Path, hint: str) -> Iterator[None]:
    """Turn the operating system's refusals into `StoreUnwritable`."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        refused = error.filename2 or error.filename or where  # of a move, its end is what matters
        raise StoreUnwritable(f"cannot write: {reason}", where=str(refused), hint=hint) from error
