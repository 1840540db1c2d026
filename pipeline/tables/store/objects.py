"""The store on an object store (S3, GCS, Azure), with conditional PUTs in place of the lock.

The journal is an object that is only ever replaced by a PUT on condition of its ETag. A writer that
read the store before another committed is refused at that PUT, and starts over. Files are put in
place on condition that what they replace is still there, so that a slow writer that completes an
old commit cannot undo a newer one.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.errors import StoreDamaged, StoreError, StoreNotFound, StoreUnwritable, UsageError
from pipeline.tables.schemas import TableName
from pipeline.tables.store.backend import CommitConflict, Stamp, placing_order
from pipeline.tables.store.disk import step
from pipeline.tables.store.journal import FIRST, Change, Commit, parse_commit

if TYPE_CHECKING:
    from obstore.store import ObjectStore

SUFFIX = ".parquet"


def _obstore() -> Any:
    try:
        import obstore
    except ImportError as error:
        raise UsageError(
            "obstore is not installed", hint="pip install 'factmill[objectstore]'"
        ) from error
    return obstore


class ObjectBackend:
    """Tables below ``root`` in an object store, state below ``.factmill/`` beside it.

    Args:
        url: ``s3://bucket/folder/processed``, or ``gs://``, ``az://``, ``memory://``; credentials
            and endpoint come from the environment (``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT``, ...).
        objects: an obstore store to use in place of the one that ``url`` names.
        cache: folder for the ledger; default ``$XDG_CACHE_HOME/factmill``.
    """

    def __init__(
        self, url: str, *, objects: ObjectStore | None = None, cache: Path | None = None
    ) -> None:
        self._obs = _obstore()
        parent, _, self._root = url.rstrip("/").rpartition("/")
        if not self._root or "://" not in parent + "/":
            raise UsageError(f"{url!r} names no folder", hint="give s3://bucket/folder/processed")
        self.name = url
        self._objects = objects or _connect(parent)
        self._state = f".factmill/{self._root}"
        self._base: tuple[Commit, str | None] = FIRST, None
        folder = cache or Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
        name = hashlib.sha256(url.encode()).hexdigest()[:16]
        self.ledger_path: Path | None = folder / "factmill" / name / "ledger.db"

    def prepare(self, create: bool) -> None:
        """See that there is a store, or that there can be one.

        Raises:
            StoreNotFound: there is none and ``create`` is false.
            StoreUnwritable: the object store takes no conditional PUT.
        """
        if create:
            self._require_conditions()
            assert self.ledger_path is not None
            self.ledger_path.parent.mkdir(parents=True, exist_ok=True)
        elif not self.listing("documents") and self._head()[1] is None:
            raise StoreNotFound("no tables here", where=self.name, hint="run `factmill ingest`")

    def _require_conditions(self) -> None:
        """Try both conditions that a commit relies on."""
        key = f"{self._state}/probe-{uuid.uuid4().hex}"
        try:
            first = self._put(key, b"1", "create")
            refused = not self._taken(key, b"2", "create")
            self._put(key, b"3", {"e_tag": first})
            refused &= not self._taken(key, b"4", {"e_tag": first})
        except CommitConflict as error:  # of a new key, so the bucket itself is not there
            raise StoreUnwritable(
                f"cannot write: {_first_line(error.__cause__ or error)}",
                where=self.name,
                hint="is there such a bucket?",
            ) from error
        except (StoreUnwritable, NotImplementedError) as error:
            raise StoreUnwritable(
                getattr(error, "message", f"cannot write: {error}"),
                where=self.name,
                hint="it needs PUT with If-Match and If-None-Match, and permission to write",
            ) from error
        finally:
            with suppress(StoreError):  # what is wrong has been said; a probe that stays is no harm
                self._remove(key)
        if not refused:
            raise StoreUnwritable(
                "this object store ignores the conditions of a PUT, so two writers could undo "
                "each other",
                where=self.name,
                hint="use one that honours If-Match and If-None-Match, or a file system",
            )

    def _taken(self, key: str, data: bytes, mode: Any) -> bool:
        """Whether a PUT that must be refused was taken."""
        try:
            self._put(key, data, mode)
        except CommitConflict:
            return False
        return True

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Read the head that the commit will follow; complete one that is pending."""
        commit, tag = self._head()
        if commit.pending:
            self.roll_forward(commit)
            commit, tag = self._head()
        self._base = commit, tag
        yield

    def head(self) -> Commit:
        """The last commit, made or pending."""
        return self._head()[0]

    def _head(self) -> tuple[Commit, str | None]:
        found = self._get(self._journal)
        if found is None:
            return FIRST, None
        return parse_commit(found[0], f"{self.name}: {self._journal}"), found[1]

    def listing(self, table: TableName) -> dict[str, Stamp]:
        """Parts with size and ETag."""
        found = {}
        for page in self._pages(f"{self._root}/{table}"):
            for item in page:
                name = item["path"].rpartition("/")[2]
                if name.endswith(SUFFIX):
                    found[name.removesuffix(SUFFIX)] = Stamp(item["size"], item["e_tag"] or "")
        return dict(sorted(found.items()))

    def open(self, table: TableName, part: str) -> Any:
        """The published object, got in one piece: a later PUT cannot mix with it."""
        return pa.BufferReader(self.content(table, part))

    def content(self, table: TableName, part: str) -> bytes:
        """The bytes of a published object.

        Raises:
            FileNotFoundError: there is none.
        """
        found = self._get(self._key(table, part))
        if found is None:
            raise FileNotFoundError(self._key(table, part))
        return found[0]

    def snapshot(self, table: TableName, commit: Commit) -> dict[str, Any]:
        """Every part as ``commit`` has it; staged objects stand for those they replace."""
        staged: dict[str, str | None] = {}
        if commit.pending:
            staged = {c.part: c.staged for c in commit.changes if c.table == table}
        files = {}
        for part in sorted({*self.listing(table), *staged}):
            key = staged.get(part)
            early = self._get(f"{self._state}/staged/{key}") if key else None
            files[part] = pa.BufferReader(early[0]) if early else self.open(table, part)
        return files

    def stage(self, table: TableName, part: str, data: memoryview) -> Change:
        """Store a finished file aside, and note what it will replace."""
        name = f"{uuid.uuid4().hex}.{table}"
        self._put(f"{self._state}/staged/{name}", bytes(data), "overwrite")
        step(f"staged {table}")
        before = self.listing(table).get(part)
        sha = hashlib.sha256(data).hexdigest()
        return Change(table, part, name, sha, len(data), before.tag if before else None)

    def publish(self, changes: list[Change]) -> Commit:
        """Replace the journal on condition that nobody did since `exclusive`.

        Raises:
            CommitConflict: somebody did.
        """
        base, tag = self._base
        commit = Commit(base.version + 1, True, placing_order(changes))
        try:
            self._put(self._journal, commit.as_bytes(), {"e_tag": tag} if tag else "create")
        except CommitConflict:
            for change in changes:
                self._remove(f"{self._state}/staged/{change.staged}")
            raise
        step("committed")
        self.roll_forward(commit)
        return commit.done()

    def roll_forward(self, commit: Commit) -> None:
        """Put objects in place, then clear the journal; others may be doing the same.

        Raises:
            StoreDamaged: an object of the commit is neither staged nor in place.
        """
        now, tag = self._head()
        if now != commit or tag is None:
            return
        for change in commit.changes:
            if not self._place(change, commit):
                return
        try:
            self._put(self._journal, commit.done().as_bytes(), {"e_tag": tag})
        except CommitConflict:
            return  # another completed the same commit
        for change in commit.changes:
            self._remove(f"{self._state}/staged/{change.staged}")

    def _place(self, change: Change, commit: Commit) -> bool:
        """Put one object in place; false when the store has moved on without us."""
        staged = self._get(f"{self._state}/staged/{change.staged}")
        key = self._key(change.table, change.part)
        try:
            if staged is not None:
                mode = {"e_tag": change.before} if change.before else "create"
                self._put(key, staged[0], mode)
                step(f"placed {change.table}")
                return True
        except CommitConflict:
            pass  # placed by another, or replaced since
        found = self._get(key)
        if found is not None and hashlib.sha256(found[0]).hexdigest() == change.sha256:
            return True
        if self.head() != commit:
            return False
        raise StoreDamaged(
            f"{key} is not what the journal says that it is",
            where=self.name,
            hint="has anything but Factmill written there? `factmill verify` says more",
        )

    def _pages(self, prefix: str) -> Iterator[Any]:
        with self._asking():
            yield from self._obs.list(self._objects, prefix=prefix)

    def _get(self, key: str) -> tuple[bytes, str] | None:
        try:
            with self._asking():
                result = self._obs.get(self._objects, key)
                return bytes(result.bytes()), result.meta["e_tag"]
        except FileNotFoundError:
            return None

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn refusals and faults of the network into an error of ours; absence stays what it is.

        Raises:
            StoreError: the object store does not answer, or refuses.
        """
        try:
            yield
        except FileNotFoundError:
            raise
        except self._obs.exceptions.BaseError as error:
            raise StoreError(
                f"cannot be reached: {_first_line(error)}",
                where=self.name,
                hint="check the address, the endpoint and the credentials",
            ) from error

    def _put(self, key: str, data: bytes, mode: Any) -> str:
        """PUT on a condition; returns the ETag.

        Raises:
            CommitConflict: the condition does not hold.
        """
        problems = self._obs.exceptions
        try:
            done = self._obs.put(self._objects, key, data, mode=mode, use_multipart=False)
        except (
            problems.AlreadyExistsError,
            problems.PreconditionError,
            FileNotFoundError,
        ) as error:
            raise CommitConflict(key) from error
        except problems.BaseError as error:
            raise StoreUnwritable(
                f"cannot write: {_first_line(error)}", where=f"{self.name} {key}"
            ) from error
        return str(done["e_tag"])

    def _remove(self, key: str) -> None:
        try:
            with self._asking():
                self._obs.delete(self._objects, key)
        except FileNotFoundError:
            return

    def _key(self, table: TableName, part: str) -> str:
        return f"{self._root}/{table}/{part}{SUFFIX}"

    @property
    def _journal(self) -> str:
        return f"{self._state}/commit.json"


def _first_line(error: BaseException) -> str:
    """Without the debugging output that obstore adds."""
    return str(error).split("\n", 1)[0]


def _connect(parent: str) -> Any:
    from obstore.exceptions import BaseError
    from obstore.store import from_url

    try:
        return from_url(parent)
    except (BaseError, ValueError) as error:
        raise UsageError(
            f"cannot be reached: {_first_line(error)}",
            where=parent,
            hint="give s3://bucket/folder/processed, and credentials in the environment",
        ) from error
