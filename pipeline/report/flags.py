"""Rows worth a second look: what may be wrong with a store, each with examples."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipeline.report.aggregates import rows

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Flag:
    """A condition on rows of a table, and what it may mean."""

    title: str
    table: str
    condition: str
    meaning: str
    example: str = "text"


FLAGS = (
    Flag("No publication date", "documents", "published IS NULL",
         "relative dates in them have no anchor", "coalesce(title, source_uri)"),
    Flag("Published after it was fetched", "documents", "published > fetched_at::DATE",
         "the date found may be another's", "coalesce(title, source_uri)"),
    Flag("No title", "documents", "title IS NULL", "cleaning found no headline", "source_uri"),
    Flag("Hardly any text", "documents", "word_count < 50",
         "a stub, a paywall, or too much was dropped", "coalesce(title, source_uri)"),
    Flag("Less than a third was kept", "documents", "kept_ratio < 0.33",
         "a page of menus, or too much was dropped", "coalesce(title, source_uri)"),
    Flag("Language unsure", "documents", "language IS NULL OR language_score < 0.8",
         "the model for another language may have read it", "coalesce(title, source_uri)"),
    Flag("The same body as another", "documents", "duplicate_of IS NOT NULL",
         "count these once", "coalesce(title, source_uri)"),
    Flag("Block decided on a close call", "blocks", "score BETWEEN 0.4 AND 0.6",
         "cleaning may be wrong here", "coalesce(text, kind)"),
    Flag("Date not resolved", "dates", "resolution = 'unresolved' AND type IN ('DATE', 'TIME')",
         "no interval to filter on"),
    Flag("Date with another reading", "dates", "ambiguous", "day and month may be swapped"),
    Flag("Date more than 20 years ahead", "dates", "start_date > anchor_date + INTERVAL 20 YEAR",
         "a target year, or a number taken for one"),
    Flag("Currency open", "money", "currency IS NULL", "the text does not say which"),
    Flag("Currency by default", "money", "currency_evidence = 'default'",
         "a bare sign: check where the articles come from"),
    Flag("Rate unlike the others", "money", "rate_outlier",
         "one of the two figures may be misread or misprinted"),
    Flag("Name without an id", "entities", "entity_id IS NULL",
         "not counted as the same across articles"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag with how many rows it has and what some of them say."""

    flag: Flag
    count: int
    total: int
    examples: tuple[str, ...]


def raised(db: duckdb.DuckDBPyConnection) -> list[Raised]:
    """The flags that have rows, in the order of `FLAGS`."""
    found = (_raise(db, flag) for flag in FLAGS)
    return [item for item in found if item.count]


def _raise(db: duckdb.DuckDBPyConnection, flag: Flag) -> Raised:
    total, count = rows(
        db,
        f"SELECT count(*), count(*) FILTER (WHERE {flag.condition}) FROM {flag.table}",
    )[0]
    examples = (
        rows(
            db,
            f"SELECT DISTINCT left({flag.example}, 80) AS shown FROM {flag.table} "
            f"WHERE {flag.condition} ORDER BY shown LIMIT {EXAMPLES}",
        )
        if count
        else []
    )
    return Raised(flag, count, total, tuple(" ".join(row[0].split()) for row in examples))
