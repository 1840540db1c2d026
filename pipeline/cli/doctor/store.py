"""May the tables be written where they should lie, and are they sound?"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.cli.doctor.check import Check
from pipeline.errors import FactmillError, StoreNotFound

FEWEST_BYTES = 1 << 30
"""Free space below which a warning is given: a part of 5,000 documents takes some 30 MB, and is
written beside the one that it replaces."""
_NETWORKED = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "afs", "fuse.s3fs"}


def checks(store: Path) -> Iterator[Check]:
    """The findings about a store and the folder it lies in."""
    home = _existing(store.absolute())
    yield writable(home)
    yield space(home)
    yield filesystem(home, _mounts())
    yield tables(store)


def writable(folder: Path) -> Check:
    """Can a file be written, synced and moved here?"""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".factmill-", delete=False) as file:
            file.write(b"factmill doctor")
            file.flush()
            os.fsync(file.fileno())
        target = Path(f"{file.name}.moved")
        Path(file.name).replace(target)
        target.unlink()
    except OSError as error:
        found = f"cannot write in {folder}: {error.strerror}"
        return Check("store folder", "fault", found, "give another --out, or the permission")
    return Check("store folder", "ok", f"{folder} can be written")


def space(folder: Path) -> Check:
    """Is there room for more parts?"""
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB free"
    if free >= FEWEST_BYTES:
        return Check("disk", "ok", found)
    return Check("disk", "warning", found, "make room: a run stops with a clear error when full")


def filesystem(folder: Path, mounts: str) -> Check:
    """Is this a local filesystem? The ledger is SQLite, which wants one.

    Args:
        mounts: the content of /proc/self/mounts; empty where there is none.
    """
    kind = _kind(folder, mounts)
    if kind is None:
        return Check("filesystem", "ok", "its kind is not known here")
    if kind not in _NETWORKED:
        return Check("filesystem", "ok", kind)
    fix = "let one machine write; SQLite and locks are not safe over a network (docs/store.md)"
    return Check("filesystem", "warning", kind, fix)


def tables(store: Path) -> Check:
    """Are there tables, of this schema version, and does a reader get them?"""
    from pipeline.tables.store import Store

    try:
        with Store.open(store, create=False) as opened:
            documents = opened.count()
            failed = opened.failures().num_rows
    except StoreNotFound:
        return Check("tables", "note", f"{store}: none yet", "factmill ingest FOLDER")
    except FactmillError as error:
        return Check("tables", "fault", error.message, error.hint or "factmill verify")
    except OSError as error:
        found = f"{error.filename or store}: {error.strerror}"
        return Check("tables", "fault", found, "give another --out, or the permission")
    found = f"{store}: {documents:,} documents, {failed:,} failures"
    return Check("tables", "ok", found)


def readable(raw: Path) -> Check:
    """Can the folder of articles be read, and is there something in it?"""
    if not raw.exists():
        return Check("articles", "fault", f"{raw}: no such file or folder", "check the path")
    folders = [raw, *(path for path in raw.rglob("*") if path.is_dir())] if raw.is_dir() else [raw]
    closed = [folder for folder in folders if not os.access(folder, os.R_OK)]
    if closed:
        more = f" and {len(closed) - 1} more" if closed[1:] else ""
        return Check("articles", "fault", f"cannot read {closed[0]}{more}", "chmod -R u+rX")
    files = sum(path.is_file() for path in raw.rglob("*")) if raw.is_dir() else 1
    if not files:
        return Check("articles", "warning", f"{raw} is empty", "put articles there")
    return Check("articles", "ok", f"{raw}: {files:,} files")


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that exists: where it would be made."""
    return next(place for place in (path, *path.parents) if place.is_dir())


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _kind(folder: Path, mounts: str) -> str | None:
    found: tuple[int, str] | None = None
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        if folder.is_relative_to(place.replace("\\040", " ")):
            found = max(found or (0, ""), (len(place), kind), key=lambda item: item[0])
    return found[1] if found else None
