"""A full-text index of a store: SQLite FTS5, kept beside the ledger, brought up to date by parts.

It is a cache: what it holds can be read again from ``documents``, and a file that is damaged or of
another version is built anew. Each document is entered under the digest of its part, so that an
edition of the store asks for the documents of its own parts only. SQLite 3.40 cannot delete from an
index without content, so what left the store stays as a dead row until a quarter of all are dead.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.view.shelf import Edition, Shelf
from pipeline.view.textquery import TextQuery

INDEX_VERSION = 1
BATCH = 500
"""Documents whose text is in memory at once."""
DEAD_SHARE, DEAD_LEAST = 0.25, 1_000

_TABLES = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, doc_id TEXT, doc_version TEXT, digest TEXT, UNIQUE (doc_id)
);
CREATE INDEX documents_digest ON documents (digest);
CREATE TABLE parts (digest TEXT PRIMARY KEY);
CREATE VIRTUAL TABLE words USING fts5(
    text, content='', tokenize="unicode61 remove_diacritics 2"
);
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a store is in its index."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        """Whether every part is in."""
        return self.done >= self.total


class SearchIndex:
    """The index at ``path``; every thread opens its own connection."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=60, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            if db.execute("PRAGMA user_version").fetchone()[0] != INDEX_VERSION:
                _create(db)
            yield db

    def discard(self) -> None:
        """Remove the file."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def progress(self, edition: Edition) -> Progress:
        """How many parts of ``edition`` are indexed."""
        with self._open() as db:
            known = {digest for (digest,) in db.execute("SELECT digest FROM parts")}
        digests = edition.digests
        return Progress(sum(digest in known for digest in digests), len(digests))

    def update(self, edition: Edition, stop: threading.Event | None = None) -> None:
        """Enter the parts that are not in; each is committed by itself, so that work is kept."""
        with self._open() as db:
            _renew_if_stale(db, edition)
            known = {digest for (digest,) in db.execute("SELECT digest FROM parts")}
            for digest in edition.digests:
                if stop is not None and stop.is_set():
                    return
                if digest not in known:
                    with _transaction(db):
                        _enter(db, edition, digest)
            with _transaction(db):
                _forget_others(db, edition.digests)

    def search(self, query: TextQuery, edition: Edition, ranked: bool = False) -> pa.Table:
        """Documents of ``edition`` that match: ``doc_id`` and ``rank``, the best with the least.

        ``rank`` is BM25, or 0 when not asked for, which is much faster on common words.
        """
        rank = "bm25(words)" if ranked else "0.0"
        statement = (
            f"SELECT d.doc_id, {rank}, d.digest FROM words JOIN documents d "
            "ON d.number = words.rowid WHERE words MATCH ?"
        )
        ours = set(edition.digests)
        with self._open() as db:
            rows = [row for row in db.execute(statement, (query.match(),)) if row[2] in ours]
        return pa.table(
            {
                "doc_id": pa.array([row[0] for row in rows], pa.string()),
                "rank": pa.array([row[1] for row in rows], pa.float64()),
            }
        )


def _create(db: sqlite3.Connection) -> None:
    with _transaction(db):
        if db.execute("PRAGMA user_version").fetchone()[0] == INDEX_VERSION:
            return  # another process was faster
        for table in ("documents", "parts", "words"):
            db.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _TABLES.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version={INDEX_VERSION}")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _renew_if_stale(db: sqlite3.Connection, edition: Edition) -> None:
    """Start over when too many rows of the index belong to documents that are gone."""
    total = db.execute("SELECT count(*) FROM words").fetchone()[0]
    alive = db.execute("SELECT count(*) FROM documents").fetchone()[0]
    dead = total - alive
    if dead > max(DEAD_LEAST, DEAD_SHARE * total):
        with _transaction(db):
            for table in ("documents", "parts"):
                db.execute(f"DELETE FROM {table}")
            db.execute("INSERT INTO words(words) VALUES ('delete-all')")


def _enter(db: sqlite3.Connection, edition: Edition, digest: str) -> None:
    """Index the documents of a part that are not there in this very version."""
    part = edition.part("documents", digest)
    names = part.to_table(["doc_id", "doc_version"])
    fresh = set()
    for doc_id, version in zip(*(column.to_pylist() for column in names.columns), strict=True):
        done = db.execute(
            "UPDATE documents SET digest = ? WHERE doc_id = ? AND doc_version = ?",
            (digest, doc_id, version),
        )
        if not done.rowcount:
            fresh.add(doc_id)
    columns = ["doc_id", "doc_version", "text"]
    for batch in part.to_batches(columns, batch_size=BATCH) if fresh else ():
        _add(db, [row for row in batch.to_pylist() if row["doc_id"] in fresh], digest)
    db.execute("INSERT OR REPLACE INTO parts VALUES (?)", (digest,))


def _add(db: sqlite3.Connection, rows: Sequence[dict[str, str]], digest: str) -> None:
    for row in rows:
        db.execute("DELETE FROM documents WHERE doc_id = ?", (row["doc_id"],))
        number = db.execute("SELECT coalesce(max(rowid), 0) + 1 FROM words_docsize").fetchone()[0]
        db.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (number, row["text"]))
        db.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?)",
            (number, row["doc_id"], row["doc_version"], digest),
        )


def _forget_others(db: sqlite3.Connection, digests: Sequence[str]) -> None:
    """Drop what is of no part of this edition."""
    for (digest,) in db.execute("SELECT digest FROM parts").fetchall():
        if digest not in set(digests):
            db.execute("DELETE FROM parts WHERE digest = ?", (digest,))
            db.execute("DELETE FROM documents WHERE digest = ?", (digest,))


def index_of(shelf: Shelf) -> SearchIndex | None:
    """The index beside the ledger; None where nothing may be written or SQLite lacks FTS5."""
    ledger = shelf.backend.ledger_path
    if ledger is None:
        return None
    index = SearchIndex(ledger.with_name("search.db"))
    try:
        index.path.parent.mkdir(parents=True, exist_ok=True)
        with index._open() as db:
            db.execute("SELECT count(*) FROM words").fetchone()
    except sqlite3.OperationalError:  # not ours to write, or no FTS5 in this SQLite
        return None
    except sqlite3.DatabaseError:  # damaged: it is only a cache
        index.discard()
    except OSError:
        return None
    return index


class Indexer:
    """Keeps an index up to date in a thread of its own."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.index = index_of(shelf)
        self.problem: str | None = None
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="indexer", daemon=True)

    def start(self) -> None:
        """Begin, and go on until `close`."""
        if self.index is not None:
            self._wake.set()
            self._thread.start()

    def close(self) -> None:
        """End after the part at hand."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def progress(self, edition: Edition) -> Progress | None:
        """How far the index is with ``edition``; None without one. Wakes it when it is behind."""
        if self.index is None:
            return None
        try:
            progress = self.index.progress(edition)
        except sqlite3.Error as error:
            self.problem = str(error)
            return None
        if not progress.complete:
            self._wake.set()
        return progress

    def _run(self) -> None:
        while self._wake.wait() and not self._stop.is_set():
            self._wake.clear()
            assert self.index is not None
            try:
                with self._shelf.now() as edition:
                    self.index.update(edition, self._stop)
                self.problem = None
            except sqlite3.DatabaseError as error:  # full disk, or damaged under our hands
                self.problem = str(error)
