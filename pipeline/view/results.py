"""Pages of documents: which ones match, and what of each is worth a look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from pipeline.view.marks import Mark
from pipeline.view.searchindex import Indexer, Progress
from pipeline.view.selection import Selection, documents_where, rows_where
from pipeline.view.shelf import Edition
from pipeline.view.textquery import fold

PAGE_SIZE = 20
SNIPPET = 280
"""Code points of text under a title."""
CHIPS = 4
"""Matching mentions to show of a document."""
DEEPEST = 5_000
"""Pages that can be reached; an analyst who needs more downloads the selection."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a document's text; ``marks`` count in ``text``."""

    text: str
    marks: tuple[Mark[str], ...]
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matches, as the results show it."""

    doc_id: str
    title: str | None
    site: str | None
    published: date | None
    language: str | None
    words: int
    snippet: Snippet
    mentions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; ``index`` is None where the text was scanned for want of an index."""

    hits: Sequence[Hit]
    total: int
    page: int
    index: Progress | None
    scanned: bool

    @property
    def pages(self) -> int:
        """How many pages can be reached."""
        return min(max(1, -(-self.total // PAGE_SIZE)), DEEPEST)


@contextmanager
def matching(
    edition: Edition, selection: Selection, indexer: Indexer
) -> Iterator[tuple[duckdb.DuckDBPyConnection, bool, Progress | None]]:
    """A cursor in which ``hits`` holds the documents that match the text, if an index tells.

    Yields:
        The cursor, whether ``hits`` is there, and how far the index is.
    """
    query = selection.text
    progress = indexer.progress(edition)
    indexed = bool(query) and progress is not None and progress.complete and not query.unspaced
    with edition.cursor() as cursor:
        if indexed:
            assert indexer.index is not None
            ranked = selection.sort == "best"
            cursor.register("hits", indexer.index.search(query, edition, ranked))
        yield cursor, indexed, progress


def find(edition: Edition, selection: Selection, indexer: Indexer, page: int = 1) -> Results:
    """One page of the documents that match.

    Raises:
        UsageError: the search in the text cannot be read.
    """
    page = min(max(page, 1), DEEPEST)
    with matching(edition, selection, indexer) as (cursor, indexed, progress):
        where = documents_where(selection, indexed)
        order = _order(selection, indexed)
        rows = cursor.execute(
            "SELECT doc_id, title, site, published, language, word_count, body_start, "
            f"count(*) OVER () FROM documents WHERE {where.sql} ORDER BY {order} "
            f"LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}",
            where.values,
        ).fetchall()
        total = rows[0][-1] if rows else _count(cursor, where.sql, where.values, page)
        mentions = _mentions(cursor, selection, [row[0] for row in rows])
    texts = _texts(edition, [row[0] for row in rows])
    pattern = selection.text.pattern() if selection.text else None
    hits = [_hit(row, texts[row[0]], mentions.get(row[0], []), pattern) for row in rows]
    return Results(hits, total, page, progress, bool(selection.text) and not indexed)


def _count(cursor: Any, where: str, values: Sequence[Any], page: int) -> int:
    """How many there are, when a page behind the last was asked for."""
    if page == 1:
        return 0
    found = cursor.execute(f"SELECT count(*) FROM documents WHERE {where}", values).fetchone()
    return int(found[0])


def _order(selection: Selection, indexed: bool) -> str:
    if selection.sort == "best" and indexed:
        return "(SELECT rank FROM hits WHERE hits.doc_id = documents.doc_id), doc_id"
    direction = "ASC" if selection.sort == "oldest" else "DESC"
    return f"published {direction} NULLS LAST, doc_id"


def _texts(edition: Edition, doc_ids: Sequence[str]) -> dict[str, str]:
    rows = edition.rows("documents", edition.locate(doc_ids), ["doc_id", "text"])
    return dict(zip(*(column.to_pylist() for column in rows.columns), strict=True))


Found = tuple[str, int, int, str]
"""Table, start, end, text of a mention that was asked for."""


def _mentions(cursor: Any, selection: Selection, doc_ids: Sequence[str]) -> dict[str, list[Found]]:
    """The mentions that made each document match, in order of the text."""
    found: dict[str, list[Found]] = {}
    asked = {
        "entities": selection.with_names,
        "money": selection.with_money,
        "dates": selection.with_dates,
    }
    for table in (name for name, wanted in asked.items() if wanted and doc_ids):
        where = rows_where(selection, table)
        marks = ", ".join("?" * len(doc_ids))
        rows = cursor.execute(
            f'SELECT doc_id, start, "end", text FROM {table} '
            f"WHERE doc_id IN ({marks}) AND {where.sql} ORDER BY doc_id, start",
            (*doc_ids, *where.values),
        ).fetchall()
        for doc_id, start, end, text in rows:
            found.setdefault(doc_id, []).append((table, start, end, text))
    return found


def _hit(
    row: Sequence[Any], text: str, mentions: Sequence[Found], pattern: re.Pattern[str] | None
) -> Hit:
    doc_id, title, site, published, language, words, body_start, _ = row
    marks = [Mark(start, end, table) for table, start, end, _ in mentions]
    if pattern is not None:
        body = pattern.search(fold(text), body_start) or pattern.search(fold(text))
        marks += [Mark(*body.span(), "words")] if body else []
    first = marks[-1] if pattern is not None and marks else (marks[0] if marks else None)
    chips = dict.fromkeys((table, " ".join(said.split())) for table, _, _, said in mentions)
    return Hit(
        doc_id, title, site, published, language, words,
        snippet(text, body_start, first, marks, pattern), tuple(chips)[:CHIPS],
    )  # fmt: skip


def snippet(
    text: str,
    body_start: int,
    centre: Mark[str] | None,
    marks: Sequence[Mark[str]],
    pattern: re.Pattern[str] | None = None,
) -> Snippet:
    """About `SNIPPET` code points around ``centre``, or the beginning of the body."""
    start = body_start
    if centre is not None and centre.start > body_start + SNIPPET // 2:
        start = centre.start - SNIPPET // 3
        start += len(re.match(r"\S*\s*", text[start : centre.start])[0])  # type: ignore[index]
    elif centre is not None and centre.start < body_start:
        start = centre.start
    end = min(len(text), max(start + SNIPPET, centre.end if centre else 0))
    if end < len(text):
        end = max(text.rfind(" ", start, end), centre.end if centre else start) or end
    piece = text[start:end]
    found = [Mark(*m.span(), "words") for m in pattern.finditer(fold(piece))] if pattern else []
    inside = [Mark(m.start - start, m.end - start, m.tag) for m in marks if m.tag != "words"]
    visible = [m for m in inside + found if m.end > 0 and m.start < len(piece)]
    return Snippet(piece, tuple(visible), start > body_start, end < len(text))


def sites(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Sites with their numbers of documents, the largest first."""
    return cursor.execute(
        "SELECT site, count(*) FROM documents WHERE site IS NOT NULL "
        "GROUP BY site ORDER BY count(*) DESC, site"
    ).fetchall()


def currencies(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Currencies with their numbers of figures, the most frequent first."""
    return cursor.execute(
        "SELECT currency, count(*) FROM money WHERE currency IS NOT NULL "
        "GROUP BY currency ORDER BY count(*) DESC, currency"
    ).fetchall()


def overview(cursor: duckdb.DuckDBPyConnection) -> Mapping[str, Any]:
    """Figures for the head of the first page."""
    row = cursor.execute(
        "SELECT count(*), count(DISTINCT site), min(published), max(published) FROM documents"
    ).fetchone()
    assert row is not None
    return dict(zip(("documents", "sites", "first", "last"), row, strict=True))
