"""What is remembered between runs: pages fetched and waiting, validators, the open WARC file.

An SQLite file in ``.factmill/NAME.collect/`` beside the raw folder. It is written in the same order
as the WARC file: first the record, then the row that says so and how long the file is by then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.sources.collect.fetch import Answer
from pipeline.sources.collect.listings import Link

_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY,
    state TEXT NOT NULL,           -- waiting, done, gone
    source TEXT NOT NULL,          -- the listing that named it, or '' when a user did
    fetched_at TEXT, etag TEXT, last_modified TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS listings (
    url TEXT PRIMARY KEY, fetched_at TEXT NOT NULL, etag TEXT, last_modified TEXT, kind TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS children (parent TEXT, url TEXT, PRIMARY KEY (parent, url));
CREATE TABLE IF NOT EXISTS open_file (name TEXT NOT NULL, length INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS waiting ON pages (url) WHERE state = 'waiting';
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A page or listing that was fetched before."""

    state: str
    fetched_at: datetime | None
    etag: str | None
    last_modified: str | None

    @property
    def conditions(self) -> dict[str, str]:
        """Headers of a request that is answered 304 when nothing changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


class State:
    """The memory of all runs into one raw folder."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def page(self, url: str) -> Known | None:
        """What is known of a page."""
        return self._known("SELECT state, fetched_at, etag, last_modified FROM pages", url)

    def listing(self, url: str) -> Known | None:
        """What is known of a feed or sitemap."""
        return self._known("SELECT 'done', fetched_at, etag, last_modified FROM listings", url)

    def _known(self, query: str, url: str) -> Known | None:
        row = self._database.execute(f"{query} WHERE url = ?", (url,)).fetchone()
        if row is None:
            return None
        state, fetched, etag, modified = row
        return Known(state, datetime.fromisoformat(fetched) if fetched else None, etag, modified)

    def waiting(self) -> Iterator[str]:
        """Pages that are still to be fetched."""
        query = "SELECT url FROM pages WHERE state = 'waiting' ORDER BY url"
        return (url for (url,) in self._database.execute(query).fetchall())

    def is_due(self, link: Link, refresh_days: float | None) -> bool:
        """Whether a page is new, changed since it was fetched, or old enough to be asked again."""
        known = self.page(link.url)
        if known is None or known.state == "waiting" or known.fetched_at is None:
            return True
        if link.changed is not None and link.changed > known.fetched_at:
            return True
        age = datetime.now(UTC) - known.fetched_at
        return refresh_days is not None and age >= timedelta(days=refresh_days)

    def wait_for(self, urls: list[str], source: str) -> None:
        """Note pages to fetch."""
        with self._database:
            self._queue(urls, source)

    def _queue(self, urls: list[str], source: str) -> None:
        self._database.executemany(
            "INSERT INTO pages (url, state, source) VALUES (?, 'waiting', ?) "
            "ON CONFLICT (url) DO UPDATE SET state = 'waiting'",
            [(url, source) for url in urls],
        )

    def keep_listing(self, answer: Answer, kind: str, urls: list[str], children: list[str]) -> None:
        """A listing was read: its validators and its pages, together or not at all."""
        with self._database:
            self._queue(urls, answer.url)
            self._database.execute(
                "INSERT OR REPLACE INTO listings VALUES (?, ?, ?, ?, ?)",
                (answer.url, answer.at.isoformat(), *_validators(answer), kind),
            )
            self._database.execute("DELETE FROM children WHERE parent = ?", (answer.url,))
            self._database.executemany(
                "INSERT OR IGNORE INTO children VALUES (?, ?)",
                [(answer.url, child) for child in children],
            )

    def children(self, url: str) -> list[str]:
        """Sitemaps that an index named when it was read last: it may be as it was, not they."""
        query = "SELECT url FROM children WHERE parent = ? ORDER BY url"
        return [child for (child,) in self._database.execute(query, (url,))]

    def keep_page(
        self, answer: Answer, state: str = "done", *, file: tuple[str, int] | None = None
    ) -> None:
        """A page was answered; ``file`` is the open WARC file with its length by now."""
        with self._database:
            self._database.execute(
                "INSERT INTO pages (url, state, source, fetched_at, etag, last_modified) "
                "VALUES (?, ?, '', ?, ?, ?) ON CONFLICT (url) DO UPDATE SET state = excluded.state,"
                " fetched_at = excluded.fetched_at, etag = coalesce(excluded.etag, etag),"
                " last_modified = coalesce(excluded.last_modified, last_modified)",
                (answer.url, state, answer.at.isoformat(), *_validators(answer)),
            )
            if file:
                self._database.execute("DELETE FROM open_file")
                self._database.execute("INSERT INTO open_file VALUES (?, ?)", file)

    def give_up(self, url: str) -> None:
        """A page that is of no use; it is asked for again as one that was fetched would be."""
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO pages (url, state, source, fetched_at) "
                "VALUES (?, 'gone', '', ?)",
                (url, datetime.now(UTC).isoformat()),
            )

    def drop(self, url: str) -> None:
        """A page that must not be fetched; it is judged again when it is named again."""
        with self._database:
            self._database.execute("DELETE FROM pages WHERE url = ?", (url,))

    def open_file(self) -> tuple[str, int] | None:
        """Name and committed length of the WARC file that a run left open."""
        row: tuple[str, int] | None = self._database.execute(
            "SELECT name, length FROM open_file"
        ).fetchone()
        return row

    def file_closed(self) -> None:
        """The WARC file is in the raw folder."""
        with self._database:
            self._database.execute("DELETE FROM open_file")


def _validators(answer: Answer) -> tuple[str | None, str | None]:
    return answer.header("etag"), answer.header("last-modified")
