"""From an entity to all its mentions, and the list of entities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from pipeline.view.marks import Mark
from pipeline.view.results import Snippet
from pipeline.view.selection import TRUE, Condition
from pipeline.view.shelf import Edition

PAGE_SIZE = 50
VARIANTS = 12


@dataclass(frozen=True, slots=True)
class NameKey:
    """Which entity: by its id, or by label and name where the documents do not tell."""

    id: str = ""
    label: str = ""
    name: str = ""

    def where(self) -> Condition:
        """The condition on rows of ``entities``."""
        if self.id:
            return Condition("entity_id = ?", (self.id,))
        return Condition(
            "entity_id IS NULL AND label = ? AND canonical = ?", (self.label, self.name)
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with its sentence; ``quote`` is None when the document has none around it."""

    doc_id: str
    mention_index: int
    title: str | None
    site: str | None
    published: date | None
    quote: Snippet


@dataclass(frozen=True, slots=True)
class NamePage:
    """What the page of an entity shows.

    ``months`` are mentions by month of publication, or by ``unit`` when that is the year.
    """

    key: NameKey
    canonical: str
    label: str
    country: str | None
    total: int
    documents: int
    variants: Sequence[tuple[str, int]]
    unit: str
    months: Sequence[tuple[str, int]]
    mentions: Sequence[Named]
    page: int

    @property
    def pages(self) -> int:
        """Pages of mentions."""
        return max(1, -(-self.total // PAGE_SIZE))


def load_name(edition: Edition, key: NameKey, page: int = 1) -> NamePage | None:
    """The page; None when nothing goes by that key."""
    where = key.where()
    with edition.cursor() as cursor:
        spellings = cursor.execute(
            "SELECT entities.text, canonical, label, country, count(*), list(DISTINCT doc_id) "
            f"FROM entities WHERE {where.sql} GROUP BY ALL "
            "ORDER BY count(*) DESC, entities.text, canonical, label, country",
            where.values,
        ).fetchall()
        if not spellings:
            return None
        months = cursor.execute(
            "SELECT date_trunc('month', d.published)::DATE, count(*) FROM entities e "
            "JOIN documents d USING (doc_id) WHERE d.published IS NOT NULL "
            f"AND {where.sql} GROUP BY 1 ORDER BY 1",
            where.values,
        ).fetchall()
        rows = cursor.execute(
            'SELECT e.doc_id, e.mention_index, e.start, e."end", e.sentence_index, d.title, '
            "d.site, d.published FROM entities e JOIN documents d USING (doc_id) "
            f"WHERE {where.sql} ORDER BY d.published DESC NULLS LAST, e.doc_id, e.start "
            f"LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}",
            where.values,
        ).fetchall()
    unit, spread = over_time(months)
    counts: dict[str, int] = {}
    for text, *_, times, _ in spellings:
        counts[text] = counts.get(text, 0) + times
    _, canonical, label, country, *_ = spellings[0]
    return NamePage(
        key, canonical, label, country,
        total=sum(counts.values()),
        documents=len({doc_id for row in spellings for doc_id in row[-1]}),
        variants=sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:VARIANTS],
        unit=unit,
        months=spread,
        mentions=_quotes(edition, rows),
        page=page,
    )  # fmt: skip


def _quotes(edition: Edition, rows: Sequence[Sequence[Any]]) -> list[Named]:
    places = edition.locate({row[0] for row in rows})
    texts = edition.rows("documents", places, ["doc_id", "text"])
    whole = dict(zip(*(column.to_pylist() for column in texts.columns), strict=True))
    spans = {
        (s["doc_id"], s["sentence_index"]): (s["start"], s["end"])
        for s in edition.rows("sentences", places).to_pylist()
    }
    return [
        Named(doc_id, index, title, site, published,
              quote(whole[doc_id], spans.get((doc_id, sentence)), start, end))
        for doc_id, index, start, end, sentence, title, site, published in rows
    ]  # fmt: skip


MOST_BARS = 120


def over_time(months: Sequence[tuple[date, int]]) -> tuple[str, list[tuple[str, int]]]:
    """Counts by month without gaps; by year when that would be more than `MOST_BARS`.

    >>> over_time([(date(2020, 11, 1), 2), (date(2021, 1, 1), 1)])
    ('month', [('2020-11', 2), ('2020-12', 0), ('2021-01', 1)])
    """
    if not months:
        return "month", []
    first, last = (day.year * 12 + day.month - 1 for day in (months[0][0], months[-1][0]))
    unit = "month" if last - first < MOST_BARS else "year"
    step = 1 if unit == "month" else 12
    counts = dict.fromkeys(range(first // step, last // step + 1), 0)
    for day, times in months:
        counts[(day.year * 12 + day.month - 1) // step] += times
    return unit, [(_period(number, step), times) for number, times in counts.items()]


def _period(number: int, step: int) -> str:
    return f"{number:04d}" if step == 12 else f"{number // 12:04d}-{number % 12 + 1:02d}"


AROUND = 120
"""Code points on each side of a mention that stands in no sentence, or in a very long one."""


def quote(text: str, sentence: tuple[int, int] | None, start: int, end: int) -> Snippet:
    """The sentence around a mention, which is marked."""
    low, high = sentence or (start, end)
    if sentence is None or high - low > 6 * AROUND:
        low, high = max(low if sentence else 0, start - AROUND), min(len(text), end + AROUND)
        high = min(high, sentence[1]) if sentence else high
    mark = Mark(start - low, min(end, high) - low, "entities")
    cut_before, cut_after = (low > sentence[0], high < sentence[1]) if sentence else (False, False)
    return Snippet(text[low:high], (mark,), cut_before, cut_after)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entity in the list."""

    canonical: str
    label: str
    entity_id: str | None
    mentions: int
    documents: int


def list_names(
    cursor: duckdb.DuckDBPyConnection, label: str = "", part: str = "", page: int = 1
) -> tuple[list[Listed], int]:
    """A page of entities, the most mentioned first, and how many there are.

    Args:
        cursor: with a view ``entities``.
        label: only of this type.
        part: only those with this in a name; case and accents do not count.
        page: from 1.
    """
    where = TRUE
    if label:
        where &= Condition("label = ?", (label,))
    if part:
        where &= Condition(
            "contains(strip_accents(lower(canonical)), strip_accents(lower(?)))", (part,)
        )
    rows = cursor.execute(
        "WITH counted AS (SELECT doc_id, canonical, label, entity_id, count(*) AS times "
        f"FROM entities WHERE {where.sql} GROUP BY ALL), named AS ("
        "SELECT arg_max(canonical, (times, canonical)) AS canonical, label, entity_id, "
        "sum(times)::BIGINT AS mentions, count(DISTINCT doc_id) AS documents FROM counted "
        "GROUP BY label, entity_id, CASE WHEN entity_id IS NULL THEN canonical END) "
        "SELECT *, count(*) OVER () FROM named ORDER BY mentions DESC, canonical, label, entity_id "
        f"LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}",
        where.values,
    ).fetchall()
    return [Listed(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def suggestions(cursor: duckdb.DuckDBPyConnection, limit: int = 200) -> Mapping[str, str]:
    """The most mentioned names with their labels, for the search form."""
    rows = cursor.execute(
        "SELECT canonical, any_value(label ORDER BY label) FROM entities GROUP BY canonical "
        f"ORDER BY count(*) DESC, canonical LIMIT {limit}"
    ).fetchall()
    return dict(rows)
