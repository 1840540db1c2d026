"""From what a user calls a store to the place that it lies in."""

from __future__ import annotations

from pathlib import Path

from pipeline.sources.locate import is_url, url_of
from pipeline.tables.store.backend import Backend
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.store.lock import LOCK_SECONDS


def connect(root: Path | str, lock_seconds: float = LOCK_SECONDS) -> Backend:
    """The backend for a folder, or for a URL, also one that is a `pathlib.Path`.

    Raises:
        UsageError: no such kind of place, or a package for it is missing.
    """
    if is_url(root):  # settings and the command line give a Path, which has a slash less
        from pipeline.tables.store.objects import ObjectBackend

        return ObjectBackend(root if isinstance(root, str) else url_of(root))
    return LocalBackend(Path(root), lock_seconds=lock_seconds)
