"""The store on a local or shared file system, with POSIX renames."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import StoreDamaged, StoreNotFound, StoreUnwritable
from pipeline.tables.schemas import TABLES, TableName
from pipeline.tables.store.backend import Stamp, placing_order
from pipeline.tables.store.clock import now
from pipeline.tables.store.disk import Disk, step, write_errors
from pipeline.tables.store.journal import FIRST, Change, Commit, parse_commit
from pipeline.tables.store.lock import LOCK_SECONDS, writer_lock

SUFFIX = ".parquet"
STATE = ".factmill"
_UNTOUCHED = "nothing was changed; free space or check permissions, then run again"
_COMMITTED = "check permissions and space; the commit is recorded and is completed by the next run"


class LocalBackend:
    """Tables in ``root``, journal and staging in ``.factmill/<name of root>`` beside it.

    Args:
        root: folder of the tables.
        disk: file operations.
        lock_seconds: how long to wait for another writer.
    """

    def __init__(
        self, root: Path, *, disk: Disk | None = None, lock_seconds: float = LOCK_SECONDS
    ) -> None:
        self.root = root.resolve()
        self.name = str(root)
        self.state = self.root.parent / STATE / self.root.name
        self.ledger_path: Path | None = self.state / "ledger.db"
        self.disk = disk or Disk()
        self.lock_seconds = lock_seconds

    def prepare(self, create: bool) -> None:
        """Make the folders, or see that they are there.

        Raises:
            StoreNotFound: there is no store and ``create`` is false.
            StoreUnwritable: the folders cannot be made, or lie on two file systems.
        """
        if self.root.exists() and not self.root.is_dir():
            raise StoreUnwritable("is a file, not a folder", where=self.name)
        if not create:
            if not (self.root / "documents").is_dir():
                raise StoreNotFound("no tables here", where=self.name, hint=_NO_STORE)
            return
        with write_errors(self.root, "choose another folder with --out, or check permissions"):
            for folder in (self.state, self._staging, *(self.root / name for name in TABLES)):
                self.disk.make_folder(folder)
        if self.root.stat().st_dev != self.state.stat().st_dev:
            raise StoreUnwritable(
                "the store is a mount point of its own, so files cannot be moved into it at once",
                where=self.name,
                hint="let --out name a folder inside the mounted one",
            )

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lock, with no commit of a dead writer pending.

        Raises:
            StoreBusy: another process holds it.
        """
        with self.locked():
            head = self.head()
            if head.pending:
                self.roll_forward(head)
            for leftover in self._staging.iterdir():
                self.disk.remove(leftover)
            yield

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock, whatever state the store is in.

        Raises:
            StoreBusy: another process holds it.
        """
        with write_errors(self.state, _UNTOUCHED):
            self.disk.make_folder(self._staging)
        with writer_lock(self.state, self.lock_seconds):
            yield

    def head(self) -> Commit:
        """The last commit, made or pending."""
        try:
            return parse_commit(self.journal.read_bytes(), str(self.journal))
        except (FileNotFoundError, NotADirectoryError):
            return FIRST

    def listing(self, table: TableName) -> dict[str, Stamp]:
        """Parts with size and a tag of modification time and inode."""
        found = {}
        with suppress(FileNotFoundError), os.scandir(self.root / table) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIX):
                    found[entry.name.removesuffix(SUFFIX)] = _stamp(entry.stat())
        return dict(sorted(found.items()))

    def open(self, table: TableName, part: str) -> Any:
        """The published file; memory-mapped, so that a narrow scan reads what it needs."""
        return pa.memory_map(str(self.path(table, part)))

    def path(self, table: TableName, part: str) -> Path:
        """Where a part of a table stands."""
        return self.root / table / f"{part}{SUFFIX}"

    def content(self, table: TableName, part: str) -> bytes:
        """The bytes of a published file."""
        return self.path(table, part).read_bytes()

    def snapshot(self, table: TableName, commit: Commit) -> dict[str, Any]:
        """Open every part: staged files of a pending commit stand for those they replace.

        An open file keeps its content when another takes its name.
        """
        parts: dict[str, Path | None] = {
            part: self.path(table, part) for part in self.listing(table)
        }
        if commit.pending:
            changes = [change for change in commit.changes if change.table == table]
            parts |= {c.part: self._staging / c.staged if c.staged else None for c in changes}
        return {
            part: self._open_either(path, self.path(table, part))
            for part, path in sorted(parts.items())
            if path is not None
        }

    def _open_either(self, path: Path, published: Path) -> Any:
        try:
            return pa.OSFile(str(path))
        except FileNotFoundError:  # it was moved into place after we read the journal
            return pa.OSFile(str(published))

    def stage(self, table: TableName, part: str, data: memoryview) -> Change:
        """Write a finished file to staging and sync it.

        Raises:
            StoreUnwritable: no space or no permission; nothing was changed.
        """
        name = f"{uuid.uuid4().hex}.{table}"
        with write_errors(self._staging, _UNTOUCHED):
            self.disk.write(self._staging / name, data)
        step(f"staged {table}")
        return Change(table, part, name, hashlib.sha256(data).hexdigest(), len(data))

    def publish(self, changes: list[Change]) -> Commit:
        """Write the journal, which is the commit, and put the files in place.

        Raises:
            StoreUnwritable: see its hint on whether the commit was made.
        """
        commit = Commit(self.head().version + 1, True, placing_order(changes))
        with write_errors(self.journal, _UNTOUCHED):
            self.disk.sync_folder(self._staging)
            self._write_journal(commit)
        step("committed")
        self.roll_forward(commit)
        return commit.done()

    def roll_forward(self, commit: Commit) -> None:
        """Put files in place, facts first and ``documents`` last, then clear the journal.

        Raises:
            StoreDamaged: a file of the commit is neither in staging nor in place.
            StoreUnwritable: a folder cannot be written.
        """
        with write_errors(self.root, _COMMITTED):
            for change in commit.changes:
                self._apply(change)
            for table in dict.fromkeys(change.table for change in commit.changes):
                self.disk.sync_folder(self.root / table)
            step("placed all")
            self._write_journal(commit.done())
            step("cleared")

    def can_apply(self, change: Change) -> bool:
        """Whether the change is still to be made, and can be."""
        return change.staged is None or (self._staging / change.staged).exists()

    def set_aside(self, path: Path) -> None:
        """Move a file out of the store, to ``damaged/`` beside the journal."""
        folder = self.state / "damaged"
        with write_errors(folder, _UNTOUCHED):
            self.disk.make_folder(folder)
            name = f"{now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}-{path.parent.name}-{path.name}"
            self.disk.replace(path, folder / f"{name}.damaged")
            self.disk.sync_folder(folder)
            self.disk.sync_folder(path.parent)

    def _apply(self, change: Change) -> None:
        target = self.path(change.table, change.part)
        if change.staged is None:
            self.disk.remove(target)
        elif (self._staging / change.staged).exists():
            self.disk.make_folder(target.parent)
            self.disk.replace(self._staging / change.staged, target)
        elif not _holds(target, change):
            raise StoreDamaged(
                f"{change.table}/{change.part}{SUFFIX} of a commit that was cut short is gone",
                where=self.name,
                hint="run `factmill repair`",
            )
        step(f"placed {change.table}")

    def _write_journal(self, commit: Commit) -> None:
        fresh = self.journal.with_suffix(".new")
        self.disk.write(fresh, commit.as_bytes())
        step("journal written")
        self.disk.replace(fresh, self.journal)
        self.disk.sync_folder(self.state)

    @property
    def journal(self) -> Path:
        """The journal's file."""
        return self.state / "commit.json"

    @property
    def _staging(self) -> Path:
        return self.state / "staged"


_NO_STORE = "run `factmill ingest` first, or name the folder with --out"


def _stamp(stat: os.stat_result) -> Stamp:
    return Stamp(stat.st_size, f"{stat.st_mtime_ns}.{stat.st_ino}")


def _holds(path: Path, change: Change) -> bool:
    if not path.exists() or path.stat().st_size != change.size:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == change.sha256
