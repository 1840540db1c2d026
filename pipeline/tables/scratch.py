"""A temporary SQLite file for what must be known of every document at once.

As Python objects it would take up to 1 KB a document, which a store of some ten million documents
does not leave room for.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.errors import StoreUnwritable

WHOLE = 0
"""Stands for no key of a source: SQLite has no NULL in the key of a table WITHOUT ROWID, and a
column without a type keeps it apart from every text."""


def to_column(key: str | None) -> str | int:
    """A source's key as it is stored."""
    return WHOLE if key is None else key


def from_column(value: str | int) -> str | None:
    """A source's key as it was."""
    return None if value == WHOLE else str(value)


class Scratch:
    """A database without a name, removed when it is closed; ``tables`` makes what it holds.

    Raises:
        StoreUnwritable: no room for SQLite's temporary file; also from `writing` and `insert`.
    """

    def __init__(self, tables: str) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._db.close)
        self._db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {tables}")

    @property
    def bytes(self) -> int:
        """Size of the temporary file."""
        count, size = (self.one(f"PRAGMA page_{name}")[0] for name in ("count", "size"))
        return int(count * size)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: many small writes in a row take a tenth of the time."""
        try:
            self._db.execute("BEGIN")
            yield
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise StoreUnwritable(
                f"the list of documents cannot be written: {error}",
                hint="it takes 200 bytes a document, in SQLITE_TMPDIR or else in /var/tmp",
            ) from error

    def insert(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Execute ``statement`` for each of ``rows``, which may come one by one."""
        with self.writing():
            self._db.executemany(statement, rows)

    def one(self, query: str, values: tuple[object, ...] = ()) -> Any:
        """The first row; None for none."""
        return self._db.execute(query, values).fetchone()

    def rows(self, query: str, values: tuple[object, ...] = ()) -> Iterator[Any]:
        """Rows one by one; what is written meanwhile may or may not be among them."""
        yield from self._db.execute(query, values)

    def change(self, statement: str, values: tuple[object, ...] = ()) -> int:
        """Execute a statement; how many rows it changed."""
        return self._db.execute(statement, values).rowcount
