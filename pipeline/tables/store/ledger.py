"""The ledger: which source gave which document, in which part. A cache of the ``documents`` table.

It is compared with the files' stamps whenever the store is opened, and each part that differs is
read again; what cannot be read is built anew. Only the sources that lost to another with the same
document, which files were read to their end, and runs that changed nothing, stand here alone.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import StoreUnwritable
from pipeline.tables.store.backend import Stamp
from pipeline.tables.store.journal import Commit
from pipeline.tables.store.parts import PartInfo
from pipeline.tables.store.states import (
    FileRead,
    Holder,
    SourceId,
    SourceInput,
    SourceState,
    StoredDocument,
    from_micros,
    to_micros,
)

LEDGER_VERSION = 2

_TABLES = """
CREATE TABLE parts (
    part TEXT PRIMARY KEY, size INTEGER, tag TEXT,
    documents INTEGER, characters INTEGER, digest TEXT
);
CREATE TABLE head (version INTEGER);
CREATE TABLE files (
    "table" TEXT, part TEXT, sha256 TEXT, PRIMARY KEY ("table", part)
);
CREATE TABLE documents (
    doc_id TEXT PRIMARY KEY, doc_version TEXT, source_uri TEXT, source_key TEXT,
    input_sha256 TEXT, raw_sha256 TEXT, source_size INTEGER, source_mtime INTEGER,
    site TEXT, fetched_at INTEGER, processed_at INTEGER,
    clean_fingerprint TEXT, extract_fingerprint TEXT, part TEXT
);
CREATE INDEX documents_source ON documents (source_uri, source_key);
CREATE INDEX documents_part ON documents (part);
CREATE TABLE duplicates (
    source_uri TEXT, source_key TEXT, doc_id TEXT, doc_version TEXT,
    input_sha256 TEXT, raw_sha256 TEXT, source_size INTEGER, source_mtime INTEGER,
    clean_fingerprint TEXT, extract_fingerprint TEXT
);
CREATE UNIQUE INDEX duplicates_source ON duplicates (source_uri, ifnull(source_key, char(0)));
CREATE INDEX duplicates_doc ON duplicates (doc_id);
CREATE TABLE stamps (
    source_uri TEXT PRIMARY KEY, source_size INTEGER, source_mtime INTEGER,
    code TEXT, failed TEXT
);
CREATE TABLE idle_runs (run_id TEXT PRIMARY KEY, run TEXT);
"""

NARROW = (
    "doc_id", "doc_version", "source_uri", "source_key", "input_sha256", "raw_sha256",
    "source_size", "source_mtime", "site", "fetched_at", "processed_at",
    "clean_fingerprint", "extract_fingerprint",
)  # fmt: skip
"""Columns of ``documents`` that the ledger holds."""
_URI = NARROW.index("source_uri")


class Ledger:
    """SQLite file at ``path``; in memory when that is None or may not be written.

    Raises:
        StoreUnwritable: there is no room for it.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path if path is not None and _can_write(path.parent) else None
        try:
            self._db = self._connect()
        except sqlite3.DatabaseError:  # damaged, or of another version: it is only a cache
            self.discard()
            try:
                self._db = self._connect()
            except sqlite3.OperationalError as error:
                raise StoreUnwritable(
                    f"the ledger cannot be made: {error}",
                    where=str(self._path),
                    hint="nothing was changed; free space or check permissions, then run again",
                ) from error

    def _connect(self) -> sqlite3.Connection:
        # one connection for all threads: the store's own lock keeps them apart
        db = sqlite3.connect(
            self._path or ":memory:", timeout=60, isolation_level=None, check_same_thread=False
        )
        db.execute("PRAGMA page_size=1024")  # rows are short and ids random: less to write
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version != LEDGER_VERSION:
            tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables:
                db.close()
                raise sqlite3.DatabaseError(f"ledger version {version}")
            with suppress(sqlite3.OperationalError):  # another process is making the same tables
                db.executescript(
                    f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version={LEDGER_VERSION};COMMIT;"
                )
        return db

    def discard(self) -> None:
        """Remove the file; it is built anew from the tables."""
        if self._path is not None:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what happens inside.

        Raises:
            StoreUnwritable: no space or no permission; the tables are not concerned.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise StoreUnwritable(
                f"the ledger cannot be written: {error}",
                where=str(self._path),
                hint="what was published stays published; free space or check permissions",
            ) from error

    # parts

    def stamps(self) -> dict[str, Stamp]:
        """Parts of ``documents`` as they were when read."""
        rows = self._db.execute("SELECT part, size, tag FROM parts ORDER BY part")
        return {part: Stamp(size, tag) for part, size, tag in rows}

    def part_infos(self) -> dict[str, PartInfo]:
        """Fill and digest of every part."""
        rows = self._db.execute("SELECT part, documents, characters, digest FROM parts")
        return {row[0]: PartInfo(*row[1:]) for row in rows}

    def forget_part(self, part: str) -> None:
        """Drop all that is known of a part; the files of its documents must be read again."""
        self._drop_files(row[_URI] for row in self._in_part(part).values())
        for table in ("documents", "parts", "files"):
            self._db.execute(f"DELETE FROM {table} WHERE part = ?", (part,))

    def set_part(self, part: str, stamp: Stamp, info: PartInfo, documents: pa.Table) -> None:
        """Enter a part as read: ``documents`` has the columns `NARROW`."""
        new = {row[0]: row for row in _rows(documents)}
        old = self._in_part(part)
        gone = old.keys() - new.keys()
        self._drop_files(old[doc_id][_URI] for doc_id in gone)
        self._db.executemany("DELETE FROM documents WHERE doc_id = ?", ((one,) for one in gone))
        # only what differs: each row lies in pages of its own, which are written whole
        marks = ", ".join("?" * (len(NARROW) + 1))
        self._db.executemany(
            f"INSERT OR REPLACE INTO documents VALUES ({marks})",
            ((*row, part) for doc_id, row in new.items() if old.get(doc_id) != row),
        )
        self._db.execute(
            "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?)",
            (part, stamp.size, stamp.tag, info.documents, info.characters, info.digest),
        )

    def _in_part(self, part: str) -> dict[str, tuple[Any, ...]]:
        """The rows of a part by doc_id, in the order of `NARROW`."""
        query = f"SELECT {', '.join(NARROW)} FROM documents WHERE part = ?"
        return {row[0]: row for row in self._db.execute(query, (part,))}

    def version(self) -> int:
        """The commit that this ledger has followed the store to."""
        row = self._db.execute("SELECT max(version) FROM head").fetchone()
        return int(row[0] or 0)

    def follow(self, head: Commit) -> None:
        """Enter the hashes of the files of ``head``; drop all others when commits were missed."""
        if head.version != self.version() + 1:
            self._db.execute("DELETE FROM files")
        self._db.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
            ((change.table, change.part, change.sha256) for change in head.changes),
        )
        self._db.execute("DELETE FROM head")
        self._db.execute("INSERT INTO head VALUES (?)", (head.version,))

    def hashes(self) -> dict[tuple[str, str], str]:
        """SHA-256 by table and part, of the files that this ledger saw written."""
        rows = self._db.execute('SELECT "table", part, sha256 FROM files')
        return {(table, part): sha for table, part, sha in rows if sha}

    # documents

    def holders(self, doc_ids: Collection[str]) -> dict[str, Holder]:
        """The documents of those ids that are in the store."""
        return {h.doc_id: h for h in self._holders("doc_id", doc_ids)}

    def holders_by_source(self, uris: Collection[str]) -> dict[SourceId, Holder]:
        """The documents that come from those files."""
        return {h.source: h for h in self._holders("source_uri", uris)}

    def _holders(self, column: str, values: Collection[str]) -> Iterator[Holder]:
        for some in _slices(sorted(values)):
            marks = ", ".join("?" * len(some))
            rows = self._db.execute(
                "SELECT doc_id, doc_version, source_uri, source_key, fetched_at, part "
                f"FROM documents WHERE {column} IN ({marks})",
                some,
            )
            for doc_id, version, uri, key, fetched, part in rows:
                yield Holder(doc_id, version, (uri, key), fetched, part)

    def sources(self) -> dict[SourceId, SourceState]:
        """Every source that is in the store or lost to another."""
        states = {}
        for query, duplicate in ((_SOURCES, False), (_DUPLICATES, True)):
            for uri, key, size, mtime, part, *rest in self._db.execute(query):
                doc_id, version, input_sha, raw_sha, clean, extract, site = rest
                states[uri, key] = SourceState(
                    doc_id, version, input_sha, raw_sha, size, from_micros(mtime),
                    clean, extract, part, duplicate, site,
                )  # fmt: skip
        return states

    def documents(self) -> Iterator[StoredDocument]:
        """Every document in the order of its sources, one by one."""
        for doc_id, uri, key, *rest in self._db.execute(
            "SELECT doc_id, source_uri, source_key, site, clean_fingerprint, extract_fingerprint "
            "FROM documents ORDER BY source_uri, source_key"
        ):
            yield StoredDocument(doc_id, (uri, key), *rest)

    def count(self) -> int:
        """How many documents there are."""
        return int(self._db.execute("SELECT count(*) FROM documents").fetchone()[0])

    def beginning_with(self, text: str) -> tuple[int, str | None]:
        """How many doc_ids begin with ``text``, and the first of them."""
        count, first = self._db.execute(
            "SELECT count(*), min(doc_id) FROM documents WHERE doc_id >= ? AND doc_id < ?",
            (text, text + chr(sys.maxunicode)),
        ).fetchone()
        return count, first

    def inputs(self) -> Iterator[SourceInput]:
        """What was read of every source that is in the store or lost to another; losers last."""
        for uri, key, size, mtime, input_sha, sidecar in self._db.execute(_INPUTS):
            yield uri, key, size, mtime, input_sha, bool(sidecar)

    # what only the ledger knows

    def set_duplicates(self, rows: Iterable[Sequence[Any]]) -> None:
        """Enter sources that lost; the values in the order of the table's columns."""
        marks = ", ".join("?" * 10)
        self._db.executemany(f"INSERT OR REPLACE INTO duplicates VALUES ({marks})", rows)

    def forget_duplicates(self, doc_ids: Collection[str], sources: Collection[SourceId]) -> None:
        """Drop the losers of those documents, and those sources as losers."""
        self._db.executemany(
            "DELETE FROM duplicates WHERE doc_id = ?", ((doc_id,) for doc_id in sorted(doc_ids))
        )
        self._db.executemany(
            "DELETE FROM duplicates WHERE source_uri = ? AND source_key IS ?", sources
        )

    def set_files(self, files: Mapping[str, FileRead]) -> None:
        """Enter files that were read to their end, by URI."""
        self._db.executemany(
            "INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?)",
            (
                (uri, file.size, to_micros(file.mtime), file.code, json.dumps([*file.failed]))
                for uri, file in files.items()
            ),
        )

    def file(self, uri: str) -> FileRead | None:
        """A file that was read to its end; None for another."""
        row = self._db.execute("SELECT * FROM stamps WHERE source_uri = ?", (uri,)).fetchone()
        if row is None:
            return None
        _, size, mtime, code, failed = row
        return FileRead(size, from_micros(mtime), code, frozenset(json.loads(failed)))

    def forget_other_files(self, stamps: Iterable[tuple[str, int, int | None]]) -> None:
        """Drop what is known of these files unless it is of this size and time (microseconds)."""
        self._db.executemany(
            "DELETE FROM stamps WHERE source_uri = ? AND (source_size, source_mtime) <> (?, ?)",
            stamps,
        )

    def _drop_files(self, uris: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM stamps WHERE source_uri = ?", ((u,) for u in uris))

    def sites(self) -> set[str]:
        """Sites of which there is a document."""
        rows = self._db.execute("SELECT DISTINCT site FROM documents WHERE site IS NOT NULL")
        return {site for (site,) in rows}

    def versions(self, part: str) -> dict[str, str]:
        """doc_version by doc_id of the documents of one part."""
        query = "SELECT doc_id, doc_version FROM documents WHERE part = ?"
        return dict(self._db.execute(query, (part,)))

    def fingerprints(self) -> list[tuple[str | None, str, str, int]]:
        """``(site, clean_fingerprint, extract_fingerprint, documents)``, each combination once."""
        return self._db.execute(
            "SELECT site, clean_fingerprint, extract_fingerprint, count(*) FROM documents "
            "GROUP BY 1, 2, 3"
        ).fetchall()

    def add_idle_run(self, run_id: str, run: str) -> None:
        """Enter a run that changed no table, as JSON."""
        self._db.execute("INSERT OR REPLACE INTO idle_runs VALUES (?, ?)", (run_id, run))

    def idle_runs(self) -> list[str]:
        """Runs that changed no table, as JSON."""
        return [run for (run,) in self._db.execute("SELECT run FROM idle_runs ORDER BY run_id")]


def _can_write(folder: Path) -> bool:
    """Who may only read a store keeps its ledger in memory."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


_STATE = """SELECT d.source_uri, d.source_key, ifnull(s.source_size, d.source_size),
    ifnull(s.source_mtime, d.source_mtime), {part}, d.doc_id, d.doc_version, d.input_sha256,
    d.raw_sha256, d.clean_fingerprint, d.extract_fingerprint, {site}
    FROM {table} d LEFT JOIN stamps s USING (source_uri)"""
_SOURCES = _STATE.format(part="d.part", table="documents", site="d.site")
_DUPLICATES = _STATE.format(part="NULL", table="duplicates", site="NULL")
_INPUT = """SELECT d.source_uri, d.source_key, ifnull(s.source_size, d.source_size),
    ifnull(s.source_mtime, d.source_mtime), d.input_sha256, d.input_sha256 <> d.raw_sha256
    FROM {table} d LEFT JOIN stamps s USING (source_uri)"""
_INPUTS = f"{_INPUT.format(table='documents')} UNION ALL {_INPUT.format(table='duplicates')}"


def _rows(documents: pa.Table) -> Iterator[tuple[Any, ...]]:
    columns = [
        documents.column(name).cast(pa.int64()).to_pylist()
        if pa.types.is_timestamp(documents.schema.field(name).type)
        else documents.column(name).to_pylist()
        for name in NARROW
    ]
    return zip(*columns, strict=True)


def _slices(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
