"""What a store held when a run began, and which files are there; on disk, not in memory.

A run must know every source of the store to tell what is new, changed or gone. As Python objects
they take about 1 KB each, which a store of some ten million documents does not leave room for.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.errors import StoreUnwritable
from pipeline.tables.store import SourceId, SourceInput
from pipeline.tables.store.ledger import from_micros

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE sources (uri TEXT, key, size INTEGER, mtime INTEGER, input TEXT, sidecar INTEGER,
    seen INTEGER DEFAULT 0, PRIMARY KEY (uri, key)) WITHOUT ROWID;
CREATE TABLE files (uri TEXT PRIMARY KEY, unchanged INTEGER) WITHOUT ROWID;
"""
_WHOLE = 0
"""Stands for no key: SQLite has no NULL in the key of a table; the column keeps types apart."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the store holds of one file.

    ``stamp`` is its size (bytes) and time, None when its articles tell of several; ``records`` that
    it has articles with keys, ``sidecar`` that metadata beside it are part of an input.
    """

    articles: int
    stamp: tuple[int, datetime] | None
    records: bool
    sidecar: bool


class Known:
    """The sources that a store held (``inputs``), by URI and key, and the files that are there.

    Raises:
        StoreUnwritable: no room for SQLite's temporary file.
    """

    def __init__(self, inputs: Iterable[SourceInput] = ()) -> None:
        # No name: a temporary file of SQLite's own, removed when it is closed.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._db.close)
        self._db.executescript(_TABLES)
        self._insert(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, 0)",
            ((uri, _WHOLE if key is None else key, *rest) for uri, key, *rest in inputs),
        )

    @property
    def bytes(self) -> int:
        """Size of the temporary file."""
        count, size = (
            self._db.execute(f"PRAGMA page_{n}").fetchone()[0] for n in ("count", "size")
        )
        return int(count * size)

    def _insert(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        try:
            self._db.execute("BEGIN")
            self._db.executemany(statement, rows)
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise StoreUnwritable(
                f"the list of known sources cannot be written: {error}",
                hint="it takes 200 bytes a document, in SQLITE_TMPDIR or else in /var/tmp",
            ) from error

    # sources

    def file(self, uri: str) -> KnownFile | None:
        """What is known of a file; None for nothing."""
        count, *bounds, keyed, sidecar = self._db.execute(
            "SELECT count(*), min(size), max(size), min(mtime), max(mtime), max(key <> 0), "
            "max(sidecar) FROM sources WHERE uri = ?",
            (uri,),
        ).fetchone()
        if not count:
            return None
        smallest, largest, first, last = bounds
        same = (smallest, first) == (largest, last)
        stamp = (smallest, from_micros(first)) if same else None
        return KnownFile(count, stamp, bool(keyed), bool(sidecar))

    def see(self, source: SourceId) -> str | None:
        """Note that a source is there; its input_sha256, None when the store did not hold it."""
        uri, key = source
        place = (uri, _WHOLE if key is None else key)
        row = self._db.execute("SELECT input FROM sources WHERE (uri, key) = (?, ?)", place)
        if (found := row.fetchone()) is None:
            return None
        self._db.execute("UPDATE sources SET seen = 1 WHERE (uri, key) = (?, ?)", place)
        return str(found[0])

    def __contains__(self, uri: object) -> bool:
        """Whether the store held anything of a file."""
        return self._has("sources", uri)

    def uris(self) -> Iterator[str]:
        """The files that the store held anything of."""
        for (uri,) in self._db.execute("SELECT DISTINCT uri FROM sources"):
            yield uri

    def unseen(self) -> Iterator[SourceId]:
        """Sources that no run came across, and that are in no unchanged file; in order."""
        rows = self._db.execute(
            "SELECT uri, key FROM sources LEFT JOIN files USING (uri) "
            "WHERE NOT seen AND NOT ifnull(unchanged, 0)"
        )
        for uri, key in rows:
            yield uri, None if key == _WHOLE else key

    # files

    def add_files(self, files: Iterable[tuple[str, bool]]) -> None:
        """Enter the files that are there, by URI, and whether they are unchanged."""
        self._insert("INSERT OR REPLACE INTO files VALUES (?, ?)", files)

    def see_files(self) -> None:
        """Note that the sources of all files that are there are so too."""
        self._db.execute("UPDATE files SET unchanged = 1")

    def is_there(self, uri: object) -> bool:
        """Whether a file is there."""
        return self._has("files", uri)

    def new_files(self) -> Iterator[str]:
        """Files that are there and of which the store held nothing."""
        rows = self._db.execute(
            "SELECT uri FROM files WHERE NOT EXISTS (SELECT 1 FROM sources s WHERE s.uri=files.uri)"
        )
        for (uri,) in rows:
            yield uri

    def _has(self, table: str, uri: object) -> bool:
        row = self._db.execute(f"SELECT 1 FROM {table} WHERE uri = ? LIMIT 1", (uri,))
        return row.fetchone() is not None
