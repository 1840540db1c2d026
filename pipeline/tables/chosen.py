"""The documents that a reprocess takes; on disk, not in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pipeline.tables.scratch import Scratch, from_column, to_column
from pipeline.tables.store import SourceId, StoredDocument

From = Literal["clean", "extract"]
"""The stage from which a document is redone."""

_TABLES = """
CREATE TABLE named (doc_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE extract (number INTEGER PRIMARY KEY, doc_id TEXT);
CREATE TABLE clean (number INTEGER PRIMARY KEY, doc_id TEXT);
CREATE TABLE sources (uri TEXT, key, read INTEGER DEFAULT 0, PRIMARY KEY (uri, key)) WITHOUT ROWID;
"""


class Chosen:
    """Documents by the stage to begin from, and sources to read: those of documents to be cleaned
    again, and articles that failed.

    ``clean`` and ``extract`` count the documents, ``failed`` the other sources.

    Raises:
        StoreUnwritable: no room for SQLite's temporary file.
    """

    def __init__(self) -> None:
        self._db = Scratch(_TABLES)
        self.clean = self.extract = self.failed = 0

    @property
    def bytes(self) -> int:
        """Size of the temporary file."""
        return self._db.bytes

    def name(self, doc_ids: Iterable[str]) -> None:
        """Note documents that the user asked for."""
        self._db.insert("INSERT OR IGNORE INTO named VALUES (?)", ((one,) for one in doc_ids))

    def is_named(self, doc_id: str) -> bool:
        """Whether the user asked for that document."""
        return self._db.one("SELECT 1 FROM named WHERE doc_id = ?", (doc_id,)) is not None

    def add(self, documents: Iterable[tuple[StoredDocument, From]]) -> None:
        """Enter documents in source order, each with its stage."""
        with self._db.writing():
            for document, stage in documents:
                self._db.change(f"INSERT INTO {stage} (doc_id) VALUES (?)", (document.doc_id,))
                if stage == "clean":
                    self.clean += 1
                    self._add_source(document.source)
                else:
                    self.extract += 1

    def add_failed(self, sources: Iterable[SourceId]) -> None:
        """Enter articles that failed, but for those of a document that is to be cleaned anyway."""
        with self._db.writing():
            for source in sources:
                self.failed += self._add_source(source)

    def _add_source(self, source: SourceId) -> int:
        return self._db.change(
            "INSERT OR IGNORE INTO sources (uri, key) VALUES (?, ?)",
            (source[0], to_column(source[1])),
        )

    def ids(self, stage: From) -> Iterator[str]:
        """The doc_ids that begin there, in source order."""
        for (doc_id,) in self._db.rows(f"SELECT doc_id FROM {stage} ORDER BY number"):
            yield doc_id

    def uris(self) -> Iterator[str]:
        """The files to read, in order; one may be `take`n from meanwhile."""
        row = self._db.one("SELECT min(uri) FROM sources")
        while row[0] is not None:
            yield row[0]
            row = self._db.one("SELECT min(uri) FROM sources WHERE uri > ?", row)

    def take(self, source: SourceId) -> bool:
        """Note that a source was read; whether it was to be."""
        place = (source[0], to_column(source[1]))
        return bool(self._db.change("UPDATE sources SET read = 1 WHERE (uri, key) = (?, ?)", place))

    def untaken(self, uri: str) -> Iterator[SourceId]:
        """The sources in a file that were not read, in the order of their keys."""
        for (key,) in self._db.rows("SELECT key FROM sources WHERE uri = ? AND NOT read", (uri,)):
            yield uri, from_column(key)
