"""From what a user calls a store to the place that it lies in."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageError
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
    check_name(Path(root))
    return LocalBackend(Path(root), lock_seconds=lock_seconds)


def check_name(place: Path) -> None:
    """Refuse a name that Arrow cannot open, before anything is made there.

    Raises:
        UsageError: the path is not UTF-8.
    """
    try:
        str(place.absolute()).encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            "the path is not UTF-8, as Parquet's library needs it",
            where=str(place),
            hint="rename the folder or choose another",
        ) from error


def check_outside(place: Path, root: Path | str) -> None:
    """Refuse to write anything of another kind among the files of a store.

    Args:
        place: file or folder to be written.
        root: folder or URL of the store.

    Raises:
        UsageError: it lies in the store, or in the folder of its journal and ledger.
    """
    if is_url(root):
        return
    store, target = LocalBackend(Path(root)), place.resolve()
    if not {store.root, store.state}.isdisjoint([target, *target.parents]):
        raise UsageError(
            "lies in the store, where only its own files may stand",
            where=str(place),
            hint="choose a place outside of it",
        )
