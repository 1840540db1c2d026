"""What a store held when a run began, and which files are there; on disk, not in memory.

A run must know every source of the store to tell what is new, changed or gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.tables.scratch import Scratch, from_column, to_column
from pipeline.tables.store import SourceId, SourceInput
from pipeline.tables.store.states import from_micros

_TABLES = """
CREATE TABLE sources (uri TEXT, key, size INTEGER, mtime INTEGER, input TEXT, sidecar INTEGER,
    seen INTEGER DEFAULT 0, PRIMARY KEY (uri, key)) WITHOUT ROWID;
CREATE TABLE files (uri TEXT PRIMARY KEY, unchanged INTEGER) WITHOUT ROWID;
"""


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
        self._db = Scratch(_TABLES)
        self._db.insert(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, 0)",
            ((uri, to_column(key), *rest) for uri, key, *rest in inputs),
        )

    @property
    def bytes(self) -> int:
        """Size of the temporary file."""
        return self._db.bytes

    # sources

    def file(self, uri: str) -> KnownFile | None:
        """What is known of a file; None for nothing."""
        count, *bounds, keyed, sidecar = self._db.one(
            "SELECT count(*), min(size), max(size), min(mtime), max(mtime), max(key <> 0), "
            "max(sidecar) FROM sources WHERE uri = ?",
            (uri,),
        )
        if not count:
            return None
        smallest, largest, first, last = bounds
        same = (smallest, first) == (largest, last)
        stamp = (smallest, from_micros(first)) if same else None
        return KnownFile(count, stamp, bool(keyed), bool(sidecar))

    def see(self, source: SourceId) -> str | None:
        """Note that a source is there; its input_sha256, None when the store did not hold it."""
        place = (source[0], to_column(source[1]))
        found = self._db.one("SELECT input FROM sources WHERE (uri, key) = (?, ?)", place)
        if found is None:
            return None
        self._db.change("UPDATE sources SET seen = 1 WHERE (uri, key) = (?, ?)", place)
        return str(found[0])

    def holds(self, source: SourceId) -> bool:
        """Whether the store held a source."""
        place = (source[0], to_column(source[1]))
        return self._db.one("SELECT 1 FROM sources WHERE (uri, key) = (?, ?)", place) is not None

    def __contains__(self, uri: object) -> bool:
        """Whether the store held anything of a file."""
        return self._has("sources", uri)

    def uris(self) -> Iterator[str]:
        """The files that the store held anything of."""
        for (uri,) in self._db.rows("SELECT DISTINCT uri FROM sources"):
            yield uri

    def unseen(self) -> Iterator[SourceId]:
        """Sources that no run came across, and that are in no unchanged file; in order."""
        rows = self._db.rows(
            "SELECT uri, key FROM sources LEFT JOIN files USING (uri) "
            "WHERE NOT seen AND NOT ifnull(unchanged, 0)"
        )
        for uri, key in rows:
            yield uri, from_column(key)

    # files

    def add_files(self, files: Iterable[tuple[str, bool]]) -> None:
        """Enter the files that are there, by URI, and whether they are unchanged."""
        self._db.insert("INSERT OR REPLACE INTO files VALUES (?, ?)", files)

    def see_files(self) -> None:
        """Note that the sources of all files that are there are so too."""
        self._db.change("UPDATE files SET unchanged = 1")

    def is_there(self, uri: object) -> bool:
        """Whether a file is there."""
        return self._has("files", uri)

    def new_files(self) -> Iterator[str]:
        """Files that are there and of which the store held nothing."""
        rows = self._db.rows(
            "SELECT uri FROM files WHERE NOT EXISTS (SELECT 1 FROM sources s WHERE s.uri=files.uri)"
        )
        for (uri,) in rows:
            yield uri

    def _has(self, table: str, uri: object) -> bool:
        return self._db.one(f"SELECT 1 FROM {table} WHERE uri = ? LIMIT 1", (uri,)) is not None
