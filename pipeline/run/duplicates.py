"""Near duplicates over a whole store, found at the cost of the documents that changed.

Signatures of all documents lie in ``signatures.db`` beside the ledger, a cache as it is. A changed
document is compared with those that share a band of its MinHash or its digest, and they with
theirs, until the group is complete; `find_duplicates` then decides within the group. A document
outside the group shares no band with any inside, so the result is that of comparing all with all.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from rensa import RMinHash

from pipeline.cleaning.duplicates import (
    BANDS,
    Signature,
    bands,
    find_duplicates,
)
from pipeline.errors import StoreUnwritable
from pipeline.run.batch import SIGNED, signature_of
from pipeline.tables.store import Store
from pipeline.tables.store.mark import mark_duplicates

VERSION = 5 * 100 + RMinHash.ALGORITHM_VERSION
"""Another version of the MinHash gives other values: the index is then built anew."""
DECIDED_TOGETHER = 2000
"""Documents whose groups are held in memory at a time."""
_TABLES = """
CREATE TABLE signatures (number INTEGER PRIMARY KEY, doc_id TEXT UNIQUE, doc_version TEXT,
    digest TEXT, minhash BLOB, published TEXT, duplicate_of TEXT, part TEXT);
CREATE INDEX by_digest ON signatures (digest);
CREATE INDEX by_part ON signatures (part);
CREATE INDEX by_first ON signatures (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE TABLE parts (part TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE bands (band INTEGER, number INTEGER, PRIMARY KEY (band, number)) WITHOUT ROWID;
"""
"""``band`` is a hash of a band's number and content, ``number`` the document's in ``signatures``: a
document has 14 bands, and their own bytes with its doc_id would take five times the room."""
_PREPARED = """
CREATE TABLE IF NOT EXISTS prepared (doc_id TEXT, doc_version TEXT, digest TEXT, minhash BLOB,
    published TEXT, PRIMARY KEY (doc_id, doc_version));
"""
"""Signatures of what was published since the last `SignatureIndex.link`."""


class SignatureIndex:
    """Signatures of the documents of ``store``, with their bands."""

    def __init__(self, store: Store) -> None:
        self._store = store
        ledger = store.backend.ledger_path
        self._path = ledger.with_name("signatures.db") if ledger else None

    def known(self, versions: Mapping[str, str]) -> dict[str, str]:
        """``duplicate_of`` of documents that are about to be rewritten in the same version.

        Args:
            versions: doc_version by doc_id.

        Raises:
            StoreUnwritable: no space or no permission, here and in the methods below.
        """
        if self._path is None or not self._path.exists():
            return {}
        with _opened(self._path) as db:
            rows = list(_select(db, "SELECT doc_id, doc_version, duplicate_of", versions.keys()))
        return {d: first for d, version, first in rows if first and version == versions[d]}

    def prepare(self, versions: Sequence[str], signatures: Sequence[Signature]) -> None:
        """Keep what the workers made for `link`, which otherwise reads the texts.

        Args:
            versions: doc_version of the document of each signature.
        """
        if self._path is None or not signatures:
            return
        with _opened(self._path) as db:
            db.execute("BEGIN IMMEDIATE")
            db.executemany(
                "INSERT OR REPLACE INTO prepared VALUES (?, ?, ?, ?, ?)",
                (
                    (item.doc_id, version, item.digest, item.minhash, _iso(item.published))
                    for version, item in zip(versions, signatures, strict=True)
                ),
            )
            db.execute("COMMIT")

    def link(self) -> int:
        """Bring ``documents.duplicate_of`` up to date; returns how many documents changed.

        All or nothing: a run that is killed in between leaves the work to the next. Memory holds
        one part at a time, and only parts whose documents changed are looked at.
        """
        with _opened(self._path) as db:
            now = {part: info.digest for part, info in self._store.ledger.part_infos().items()}
            before = dict(db.execute("SELECT part, digest FROM parts"))
            if now == before:
                db.execute("DELETE FROM prepared")
                return 0
            db.execute("BEGIN IMMEDIATE")
            changed = sorted(part for part in now.keys() | before.keys()
                             if now.get(part) != before.get(part))  # fmt: skip
            marks = self._relink(db, changed)
            count = mark_duplicates(self._store, marks)
            db.executemany(
                "UPDATE signatures SET duplicate_of = ? WHERE doc_id = ?",
                ((first, doc_id) for doc_id, first in marks.items()),
            )
            db.execute("DELETE FROM parts")
            db.execute("DELETE FROM prepared")
            db.executemany("INSERT INTO parts VALUES (?, ?)", now.items())
            db.execute("COMMIT")
        return count

    def _relink(self, db: sqlite3.Connection, parts: Sequence[str]) -> dict[str, str | None]:
        """Enter the signatures of those parts; what ``duplicate_of`` must become."""
        db.execute("CREATE TEMP TABLE touched (doc_id TEXT PRIMARY KEY) WITHOUT ROWID")
        for part in parts:
            touched = self._replace(db, part)
            db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((d,) for d in touched))
        marks: dict[str, str | None] = {}
        rows = db.execute("SELECT doc_id FROM touched JOIN signatures USING (doc_id)")
        while some := [doc_id for (doc_id,) in rows.fetchmany(DECIDED_TOGETHER)]:
            marks |= _decide(db, some)
        return marks

    def _replace(self, db: sqlite3.Connection, part: str) -> set[str]:
        """Enter new signatures of a part; returns the documents whose group may have changed."""
        held = self._store.ledger.versions(part)
        there = {d for (d,) in db.execute("SELECT doc_id FROM signatures WHERE part = ?", (part,))}
        missing = there - held.keys()
        gone = missing - self._store.ledger.holders(missing).keys()
        cached = dict(_select(db, "SELECT doc_id, doc_version", held.keys()))
        fresh = {d: version for d, version in held.items() if cached.get(d) != version}
        old = fresh.keys() | gone
        groups = _group_members(db, old)
        _remove(db, old)
        rest = _enter_prepared(db, part, fresh)
        if rest:
            self._enter(db, part, rest)
        moved = held.keys() - fresh - there
        db.executemany("UPDATE signatures SET part = ? WHERE doc_id = ?",
                       ((part, d) for d in moved))  # fmt: skip
        return {*fresh, *groups} - gone

    def _enter(self, db: sqlite3.Connection, part: str, wanted: Container[str]) -> None:
        """Read the texts of a part, and enter the signatures of the ``wanted`` documents."""
        for row in self._store.read_part("documents", part, SIGNED).to_pylist():
            if row["doc_id"] in wanted:
                _insert(db, part, row["doc_version"], signature_of(row))


@contextmanager
def _opened(path: Path | None) -> Iterator[sqlite3.Connection]:
    """The index; one that is damaged is removed, as what it holds can be read again."""
    try:
        with closing(_connect_anew(path)) as db:
            yield db
    except sqlite3.OperationalError as error:
        raise StoreUnwritable(
            f"the index of near duplicates cannot be written: {error}",
            where=str(path),
            hint="what was published stays published; free space or check permissions, run again",
        ) from error
    except sqlite3.DatabaseError as error:
        _discard(path)
        raise StoreUnwritable(
            f"the index of near duplicates was damaged and is removed: {error}",
            where=str(path),
            hint="what was published stays published; run again, it is built anew",
        ) from error


def _connect_anew(path: Path | None) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        _discard(path)
        return _connect(path)


def _discard(path: Path | None) -> None:
    if path is not None:
        for suffix in ("", "-journal"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)


def _connect(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(path or ":memory:", timeout=60, isolation_level=None)
    if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        db.executescript(
            "DROP TABLE IF EXISTS signatures; DROP TABLE IF EXISTS bands; "
            "DROP TABLE IF EXISTS parts;"
            f"{_TABLES} PRAGMA user_version={VERSION};"
        )
    db.executescript(_PREPARED)
    return db


def _enter_prepared(db: sqlite3.Connection, part: str, fresh: Mapping[str, str]) -> Collection[str]:
    """Enter the prepared signatures of the ``fresh`` documents (doc_version by doc_id); returns
    those that have none."""
    rest = set(fresh)
    ordered = sorted(fresh)
    for start in range(0, len(ordered), 500):
        some = ordered[start : start + 500]
        what = "SELECT doc_id, doc_version, digest, minhash, published"
        rows = list(_select(db, what, some, table="prepared"))
        # at once: the pages that they leave take up the signatures
        db.executemany("DELETE FROM prepared WHERE doc_id = ?", ((doc_id,) for doc_id in some))
        for doc_id, version, digest, minhash, published in rows:
            if fresh[doc_id] == version:
                _insert(db, part, version, Signature(doc_id, digest, minhash, _date(published)))
                rest.discard(doc_id)
    return rest


def _insert(db: sqlite3.Connection, part: str, version: str, item: Signature) -> None:
    number = db.execute(
        "INSERT INTO signatures VALUES (NULL, ?, ?, ?, ?, ?, NULL, ?)",
        (item.doc_id, version, item.digest, item.minhash, _iso(item.published), part),
    ).lastrowid
    db.executemany(
        "INSERT OR IGNORE INTO bands VALUES (?, ?)", ((band, number) for band in _bands(item))
    )


def _bands(item: Signature) -> list[int]:
    """Signed 64-bit hashes of the bands: a chance meeting brings documents together for nothing, as
    `find_duplicates` compares the bands themselves."""
    joined = b"".join(
        blake2b(_NUMBER[n] + piece, digest_size=8).digest() for n, piece in bands(item)
    )
    return list(_SIGNED.unpack(joined)) if joined else []


_NUMBER = [bytes([n]) for n in range(BANDS)]
_SIGNED = struct.Struct(f"<{BANDS}q")


def _remove(db: sqlite3.Connection, doc_ids: Collection[str]) -> None:
    for number, minhash in list(_select(db, "SELECT number, minhash", doc_ids)):
        held = _bands(Signature("", "", minhash))
        db.executemany("DELETE FROM bands WHERE (band, number) = (?, ?)",
                       ((band, number) for band in held))  # fmt: skip
        db.execute("DELETE FROM signatures WHERE number = ?", (number,))


def _select(
    db: sqlite3.Connection,
    what: str,
    values: Collection[str] | Collection[int],
    column: str = "doc_id",
    table: str = "signatures",
) -> Iterator[tuple[Any, ...]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), 500):
        some = ordered[start : start + 500]
        marks = ", ".join("?" * len(some))
        yield from db.execute(f"{what} FROM {table} WHERE {column} IN ({marks})", some)


def _group_members(db: sqlite3.Connection, doc_ids: Collection[str]) -> set[str]:
    """Documents in the groups that ``doc_ids`` belonged to."""
    firsts = {
        first or doc_id for doc_id, first in _select(db, "SELECT doc_id, duplicate_of", doc_ids)
    }
    members = {doc_id for (doc_id,) in _select(db, "SELECT doc_id", firsts, "duplicate_of")}
    return members | {doc_id for (doc_id,) in _select(db, "SELECT doc_id", firsts)}


def _decide(db: sqlite3.Connection, touched: Iterable[str]) -> dict[str, str | None]:
    """What ``duplicate_of`` must become, for the documents where it changes."""
    group = dict(_closure(db, touched))
    if len(group) < 2 and not any(before for _, before in group.values()):
        return {}
    decided = find_duplicates([item for item, _ in group.values()])
    return {
        doc_id: decided.get(doc_id)
        for doc_id, (_, before) in group.items()
        if decided.get(doc_id) != before
    }


def _closure(
    db: sqlite3.Connection, touched: Iterable[str]
) -> Iterator[tuple[str, tuple[Signature, str | None]]]:
    """The touched documents and all that are linked to them through shared bands or digests."""
    waiting = sorted(set(touched))
    seen = set(waiting)
    while waiting:
        doc_id = waiting.pop()
        row = db.execute(
            "SELECT digest, minhash, published, duplicate_of FROM signatures WHERE doc_id = ?",
            (doc_id,),
        ).fetchone()
        if row is None:
            continue
        digest, minhash, published, before = row
        item = Signature(doc_id, digest, minhash, _date(published))
        near = [other for other in _neighbours(db, item) if other not in seen]
        seen.update(near)
        waiting.extend(near)
        yield doc_id, (item, before)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _neighbours(db: sqlite3.Connection, item: Signature) -> set[str]:
    held = _bands(item)
    marks = ", ".join("?" * len(held))
    numbers = set(db.execute(f"SELECT number FROM bands WHERE band IN ({marks})", held))
    numbers.update(db.execute("SELECT number FROM signatures WHERE digest = ?", (item.digest,)))
    if len(numbers) < 2:  # itself alone, as nearly every document
        return set()
    by_number = [number for (number,) in numbers]
    rows = _select(db, "SELECT doc_id", by_number, "number")
    return {doc_id for (doc_id,) in rows} - {item.doc_id}
