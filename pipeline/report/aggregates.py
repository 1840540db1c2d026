"""Counts of a store, made by DuckDB; texts of articles are never read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

Rows = list[tuple[Any, ...]]

GROUPS = {"People": ("PERSON",), "Organisations": ("ORG",), "Places": ("GPE", "LOC", "FAC")}
"""Labels that are counted together."""
WHO = "coalesce(entity_id, label || '?' || canonical)"
"""What counts as one entity: an id, or a spelling where the documents give none."""
PERIODS = {"month": 1, "quarter": 3, "year": 12}
"""Steps of a time axis, in months."""
MOST_PERIODS = 40


def rows(db: duckdb.DuckDBPyConnection, statement: str, values: Sequence[Any] = ()) -> Rows:
    """All rows of a statement."""
    return db.execute(statement, values).fetchall()


def totals(db: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Figures of the whole store by name."""
    names = ("documents", "sites", "words", "duplicates", "first", "last", "processed")
    found = rows(
        db,
        "SELECT count(*), count(DISTINCT site), coalesce(sum(word_count), 0)::BIGINT, "
        "count(duplicate_of), min(published), max(published), max(processed_at) FROM documents",
    )[0]
    counts = {
        table: rows(db, f"SELECT count(*) FROM {table}")[0][0]
        for table in ("entities", "dates", "money", "failures")
    }
    return dict(zip(names, found, strict=True)) | counts


@dataclass(frozen=True, slots=True)
class Axis:
    """Time in equal steps: ``month``, ``quarter`` or ``year``, and the names of all of them."""

    period: str
    names: Sequence[str]


def axis_of(first: date | None, last: date | None) -> Axis:
    """The finest axis from ``first`` to ``last`` with at most `MOST_PERIODS` steps, or years."""
    if first is None or last is None:
        return Axis("month", ())
    low, high = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    for period, months in PERIODS.items():
        steps = range(low // months, high // months + 1)
        if len(steps) <= MOST_PERIODS or period == "year":
            return Axis(period, [_name(period, step) for step in steps])
    raise AssertionError("years always do")


def _name(period: str, step: int) -> str:
    if period == "year":
        return f"{step:04d}"
    year, part = divmod(step, 12 // PERIODS[period])
    return f"{year:04d}-Q{part + 1}" if period == "quarter" else f"{year:04d}-{part + 1:02d}"


def named_period(period: str, column: str) -> str:
    """SQL for the names of an `Axis`: ``2024-03``, ``2024-Q1`` or ``2024``."""
    if period == "quarter":
        return f"(strftime({column}, '%Y') || '-Q' || quarter({column})::VARCHAR)"
    return f"strftime({column}, '{'%Y' if period == 'year' else '%Y-%m'}')"


def by_site_and_period(db: duckdb.DuckDBPyConnection, period: str, most: int = 7) -> Rows:
    """Period, site (or "all others") and documents."""
    return rows(
        db,
        f"""WITH largest AS (SELECT site FROM documents WHERE site IS NOT NULL GROUP BY site
              ORDER BY count(*) DESC, site LIMIT {most})
            SELECT {named_period(period, "published")} AS period,
              CASE WHEN site IN (FROM largest) THEN site WHEN site IS NULL THEN 'no site'
                ELSE 'all others' END AS site, count(*)
            FROM documents WHERE published IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2""",
    )


def site_rows(db: duckdb.DuckDBPyConnection, most: int = 200) -> Rows:
    """Sites with documents, words, first and last day, undated, share kept."""
    return rows(
        db,
        f"""SELECT coalesce(site, '(no site)'), count(*), sum(word_count)::BIGINT, min(published),
              max(published), count(*) - count(published), round(avg(kept_ratio), 4)
            FROM documents GROUP BY site ORDER BY count(*) DESC, 1 LIMIT {most}""",
    )


def kind_rows(db: duckdb.DuckDBPyConnection) -> Rows:
    """Kinds of block with kept, blocks, characters and the most frequent reasons."""
    return rows(
        db,
        """WITH counted AS (
              SELECT kind, kept, reason, count(*) AS blocks,
                sum(coalesce("end" - start, length(text), 0))::BIGINT AS characters
              FROM blocks GROUP BY ALL)
            SELECT kind, kept, sum(blocks)::BIGINT, sum(characters)::BIGINT,
              array_to_string(list(reason ORDER BY blocks DESC, reason)[:3], ', ')
            FROM counted GROUP BY kind, kept ORDER BY kept DESC, 4 DESC, kind""",
    )


def most_named(db: duckdb.DuckDBPyConnection, labels: Sequence[str], most: int = 25) -> Rows:
    """Entities: key, name, label, mentions, documents, first and last day of publication."""
    return rows(
        db,
        f"""WITH counted AS (
              SELECT {WHO} AS who, canonical, label, doc_id, count(*) AS times FROM entities
              WHERE label IN (SELECT unnest(?)) GROUP BY ALL),
            named AS (
              SELECT who, arg_max(canonical, (times, canonical)) AS canonical, any_value(label)
                AS label, sum(times)::BIGINT AS mentions, count(DISTINCT doc_id) AS documents
              FROM counted GROUP BY who ORDER BY mentions DESC, documents DESC, who LIMIT {most}),
            days AS (
              SELECT who, min(published) AS first, max(published) AS last FROM counted
              JOIN documents USING (doc_id) WHERE who IN (SELECT who FROM named) GROUP BY who)
            SELECT who, canonical, label, mentions, documents, first, last
            FROM named LEFT JOIN days USING (who) ORDER BY mentions DESC, documents DESC, who""",
        (list(labels),),
    )


def named_over_time(db: duckdb.DuckDBPyConnection, who: Sequence[str], period: str) -> Rows:
    """Entity key, period and mentions."""
    return rows(
        db,
        f"""SELECT {WHO} AS who, {named_period(period, "published")}, count(*)
            FROM entities JOIN documents USING (doc_id)
            WHERE {WHO} IN (SELECT unnest(?)) AND published IS NOT NULL
            GROUP BY 1, 2 ORDER BY 1, 2""",
        (list(who),),
    )


SIZE = "coalesce(amount, amount_max, amount_min)"


def currency_rows(db: duckdb.DuckDBPyConnection) -> Rows:
    """Currencies: figures, documents, median, largest, restatements, guessed by default."""
    return rows(
        db,
        f"""SELECT coalesce(currency, '(open)'), count(*), count(DISTINCT doc_id),
              quantile_disc({SIZE}, 0.5), max({SIZE}), count(equivalent_of),
              count(*) FILTER (WHERE currency_evidence = 'default')
            FROM money GROUP BY currency ORDER BY count(*) DESC, 1""",
    )


def money_sizes(db: duckdb.DuckDBPyConnection, most: int = 8) -> Rows:
    """Currency, power of ten and figures, of the currencies that are named most."""
    return rows(
        db,
        f"""WITH largest AS (SELECT currency FROM money WHERE currency IS NOT NULL
              GROUP BY currency ORDER BY count(*) DESC, currency LIMIT {most})
            SELECT currency, floor(log10({SIZE}::DOUBLE))::INTEGER AS power, count(*)
            FROM money WHERE currency IN (FROM largest) AND {SIZE} >= 1
            GROUP BY 1, 2 ORDER BY 1, 2""",
    )


def largest_figures(db: duckdb.DuckDBPyConnection, each: int = 5, currencies: int = 12) -> Rows:
    """The largest figures of each currency with their sentences and documents."""
    return rows(
        db,
        f"""WITH often AS (SELECT currency FROM money WHERE currency IS NOT NULL GROUP BY currency
              ORDER BY count(*) DESC, currency LIMIT {currencies}),
            ranked AS (SELECT *, row_number() OVER (PARTITION BY currency ORDER BY {SIZE} DESC,
              doc_id, mention_index) AS place FROM money
              WHERE currency IN (FROM often) AND {SIZE} IS NOT NULL)
            SELECT currency, {SIZE}, modifier, per, r.text, sentence, d.title, d.published,
              substring(doc_id, 1, 8)
            FROM ranked r JOIN documents d USING (doc_id) WHERE place <= {each}
            ORDER BY currency, place""",
    )


def dates_by_year(db: duckdb.DuckDBPyConnection) -> Rows:
    """Year, how it was resolved, and mentions of dates that fall within one year."""
    return rows(
        db,
        """SELECT year(start_date)::INTEGER, resolution, count(*) FROM dates
            WHERE start_date IS NOT NULL AND end_date IS NOT NULL
              AND year(start_date) = year(end_date) GROUP BY 1, 2 ORDER BY 1, 2""",
    )


def busiest_days(db: duckdb.DuckDBPyConnection, most: int = 40) -> Rows:
    """Days that most documents speak of: day, documents, mentions, one sentence."""
    return rows(
        db,
        f"""WITH days AS (
              SELECT start_date AS day, count(DISTINCT doc_id) AS documents, count(*) AS mentions,
                arg_min({{'text': text, 'sentence': sentence}}, (doc_id, mention_index)) AS one
              FROM dates WHERE start_date = end_date AND type IN ('DATE', 'TIME') GROUP BY 1)
            SELECT day, documents, mentions, one.text, one.sentence FROM days
            ORDER BY documents DESC, mentions DESC, day DESC LIMIT {most}""",
    )


def failure_rows(db: duckdb.DuckDBPyConnection, most: int = 500) -> Rows:
    """Failed inputs: source, stage, error, message, attempts, last day."""
    return rows(
        db,
        f"""SELECT source_uri || coalesce('#' || source_key, ''), stage, error, message, attempts,
              last_seen::DATE FROM failures ORDER BY 1 LIMIT {most}""",
    )
