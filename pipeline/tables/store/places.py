"""From what a user calls a store to the place that it lies in."""

from __future__ import annotations

from pathlib import Path

from pipeline.tables.store.backend import Backend
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.store.lock import LOCK_SECONDS


def connect(root: Path | str, lock_seconds: float = LOCK_SECONDS) -> Backend:
    """The backend for a folder, or for a URL with ``://``.

    Raises:
        UsageError: no such kind of place, or a package for it is missing.
    """
    # a Path takes one slash out of "s3://bucket"
    if isinstance(root, str) and "://" in root:
        from pipeline.tables.store.objects import ObjectBackend

        return ObjectBackend(root)
    return LocalBackend(Path(root), lock_seconds=lock_seconds)
