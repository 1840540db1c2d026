"""From counts to chapters: which charts and tables a report has, and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from pipeline.report import aggregates as counted
from pipeline.report import charts, flags
from pipeline.report.model import Chart, Quote, Report, Section, Table
from pipeline.view.wording import LABELS, plain_number

YEARS_BACK, YEARS_AHEAD = 40, 15
"""The timeline's years around the publication of the articles; all others are counted in words."""
RESOLUTIONS = ("explicit", "anchored", "inferred", "unresolved")
HEAT_ROWS = 12


def build(db: duckdb.DuckDBPyConnection, name: str) -> Report:
    """The report on the tables that ``db`` has views of."""
    totals = counted.totals(db)
    axis = counted.axis_of(totals["first"], totals["last"])
    chapters: list[Callable[[], Section]] = [
        lambda: arrivals(db, axis),
        lambda: kept_and_dropped(db),
        lambda: names(db, axis),
        lambda: money(db),
        lambda: timeline(db, totals["first"], totals["last"]),
        lambda: failures(db),
        lambda: second_look(db),
    ]
    return Report(
        title=name,
        subtitle=_subtitle(totals),
        tiles=[
            (f"{totals[key]:,}", label)
            for key, label in (
                ("documents", "articles"), ("sites", "sites"), ("words", "words"),
                ("entities", "names"), ("dates", "dates"), ("money", "sums of money"),
                ("failures", "failures"),
            )
        ],
        sections=[chapter() for chapter in chapters],
    )  # fmt: skip


def _subtitle(totals: dict[str, Any]) -> str:
    if not totals["documents"]:
        return "The store has no articles."
    days = f"published {totals['first']} to {totals['last']}" if totals["first"] else "undated"
    return f"{days}; last processed {totals['processed']:%Y-%m-%d %H:%M} UTC"


def arrivals(db: duckdb.DuckDBPyConnection, axis: counted.Axis) -> Section:
    """Articles by site and time."""
    period = axis.period
    found = counted.by_site_and_period(db, period)
    sites = counted.site_rows(db)
    last = ("no site", "all others")
    order = [s[0] for s in sites if s[0] in {row[1] for row in found}]
    order += [name for name in last if name in {row[1] for row in found}]
    values = [
        {"period": p, "site": site, "n": n, "rank": order.index(site)} for p, site, n in found
    ]
    most = max(found, key=lambda row: row[2], default=None)
    alt = f"Articles by {period} of publication and site." + (
        f" Most in one {period} from one site: {most[2]}, {most[1]}, {most[0]}." if most else ""
    )
    chart = Chart(
        "arrivals", f"Articles by {period} of publication", alt,
        charts.stacked_bars(values, "period", "site", order, axis.names),
    )  # fmt: skip
    undated = sum(row[5] for row in sites)
    return Section(
        "arrivals",
        "Arrivals",
        "What came in",
        f"{undated:,} without a date of publication are not in the chart." if undated else "",
        [chart] if values else [],
        [
            Table(
                "Sites",
                [("site", "text"), ("articles", "number"), ("words", "number"), ("first", "date"),
                 ("last", "date"), ("undated", "number"), ("kept", "percent")],
                [_plain(row) for row in sites],
                note="kept: mean share of the characters of a page that cleaning kept",
            ),
            _numbers(f"Articles by {period} and site", (period, "site", "articles"), found),
        ],
    )  # fmt: skip


def kept_and_dropped(db: duckdb.DuckDBPyConnection) -> Section:
    """Characters by kind of block."""
    found = counted.kind_rows(db)
    total = sum(row[3] for row in found) or 1
    dropped = sum(row[3] for row in found if not row[1])
    values = [
        {"kind": kind, "verdict": _verdict(kept), "n": characters}
        for kind, kept, _, characters, _ in found
    ]
    colours = {"kept": "var(--c1)", "dropped": "var(--c3)"}
    chart = Chart(
        "blocks", "Characters by kind of block",
        f"{dropped / total:.0%} of all characters were dropped.",
        charts.bars(values, "kind", "verdict", colours),
    )  # fmt: skip
    return Section(
        "blocks",
        "Cleaning",
        "What was kept and what was dropped",
        f"Of {total:,} characters, {dropped:,} ({dropped / total:.0%}) were dropped. The reason of "
        "each block is in the table blocks.",
        [chart] if values else [],
        [
            Table(
                "Blocks by kind",
                [("kind", "text"), ("", "text"), ("blocks", "number"), ("characters", "number"),
                 ("share", "percent"), ("most frequent reasons", "code")],
                [(k, _verdict(kept), n, c, c / total, why) for k, kept, n, c, why in found],
            )
        ],
    )  # fmt: skip


def _verdict(kept: bool) -> str:
    return "kept" if kept else "dropped"


def names(db: duckdb.DuckDBPyConnection, axis: counted.Axis) -> Section:
    """People, organisations and places that are named most, and when."""
    drawn, tables = [], []
    for number, (title, labels) in enumerate(counted.GROUPS.items(), 1):
        found = counted.most_named(db, labels)
        tables.append(
            Table(
                title,
                [("name", "text"), ("is", "text"), ("mentions", "number"), ("articles", "number"),
                 ("first", "date"), ("last", "date")],
                [
                    (name, LABELS.get(label, label), mentions, documents, _day(first), _day(last))
                    for _, name, label, mentions, documents, first, last in found
                ],
            )
        )  # fmt: skip
        if found:
            drawn.append(_name_chart(db, title, number, found[:HEAT_ROWS], axis))
    return Section(
        "names",
        "Names",
        "Who and what is named most",
        "A name without an id counts as one by its spelling.",
        drawn,
        tables,
    )


def _name_chart(
    db: duckdb.DuckDBPyConnection, title: str, number: int, found: counted.Rows, axis: counted.Axis
) -> Chart:
    shown = {who: name for who, name, *_ in found}
    over_time = counted.named_over_time(db, list(shown), axis.period)
    values = [{"name": shown[who], "period": p, "n": n} for who, p, n in over_time]
    first = ", ".join(f"{row[1]} ({row[3]})" for row in found[:3])
    return Chart(
        f"names-{number}",
        f"{title} by {axis.period} of publication",
        f"{title} that are named most: {first}. The stronger the colour, the more mentions.",
        charts.heat(
            values, "period", "name", list(shown.values()), axis.names, f"var(--c{number})"
        ),
    )


def money(db: duckdb.DuckDBPyConnection) -> Section:
    """Currencies, sizes, and the largest figures with their sentences."""
    sizes = counted.money_sizes(db)
    per_currency = counted.currency_rows(db)
    order = [row[0] for row in per_currency]
    powers = {power for _, power, _ in sizes}
    domain = [_size(power) for power in range(min(powers), max(powers) + 1)] if powers else []
    values = [{"currency": c, "size": _size(power), "n": n} for c, power, n in sizes]
    shown_order = [name for name in order if name in {row[0] for row in sizes}]
    spec = charts.heat(values, "size", "currency", shown_order, domain, "var(--c4)")
    often = ", ".join(f"{row[0]} ({row[1]:,})" for row in per_currency[:3])
    alt = f"Figures by currency and size. Most often: {often}."
    return Section(
        "money",
        "Money",
        "Money",
        "Figures as stated, in their own currency; the size of a range is its upper bound. Figures "
        "that restate another are counted too.",
        [Chart("money", "Figures by currency and size", alt, spec)] if values else [],
        [
            Table(
                "Currencies",
                [("currency", "text"), ("figures", "number"), ("articles", "number"),
                 ("median", "number"), ("largest", "number"), ("restate another", "number"),
                 ("by default", "number")],
                [_plain(row) for row in per_currency],
                note="by default: a bare sign such as $, taken for the currency of the setting",
            ),
            Table(
                "The largest figures and their sentences",
                [("currency", "text"), ("amount", "number"), ("sentence", "quote"),
                 ("article", "text"), ("published", "date"), ("doc_id", "code")],
                [
                    (c, amount, Quote.of(text, sentence), title, _day(day), doc)
                    for c, amount, _, _, text, sentence, title, day, doc
                    in counted.largest_figures(db)
                ],
            ),
        ],
    )  # fmt: skip


_NAMES = {0: "1", 3: "1k", 6: "1m", 9: "1 bn", 12: "1 tn", 15: "1,000 tn"}


def _size(power: int) -> str:
    """``1m`` for 10**6: the lower end of a power of ten."""
    base = power - power % 3
    name = _NAMES.get(base)
    return f"10^{power}" if name is None else name.replace("1", "1" + "0" * (power % 3), 1)


def timeline(db: duckdb.DuckDBPyConnection, first: date | None, last: date | None) -> Section:
    """Years and days that the articles speak of."""
    found = counted.dates_by_year(db)
    low = (first.year if first else 1990) - YEARS_BACK
    high = (last.year if last else 2030) + YEARS_AHEAD
    inside = [row for row in found if low <= row[0] <= high]
    outside = sum(row[2] for row in found) - sum(row[2] for row in inside)
    order = [name for name in RESOLUTIONS if name in {row[1] for row in inside}]
    values = [
        {"year": str(year), "resolution": how, "n": n, "rank": order.index(how)}
        for year, how, n in inside
    ]
    lead = "Dates that lie within one year, by that year and by how they were resolved."
    if outside:
        lead += f" {outside:,} before {low} or after {high} are not shown."
    per_year = Counter[int]()
    for year, _, n in inside:
        per_year[year] += n
    domain = [str(year) for year in range(min(per_year), max(per_year) + 1)] if per_year else []
    most = max(per_year.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    chart = Chart(
        "timeline", "Dates by the year they speak of",
        f"Most dates, {most[1]:,}, speak of {most[0]}.",
        charts.stacked_bars(values, "year", "resolution", order, domain),
    )  # fmt: skip
    return Section(
        "timeline",
        "Timeline",
        "The time the articles speak of",
        lead,
        [chart] if values else [],
        [
            Table(
                "Days that most articles speak of",
                [("day", "date"), ("articles", "number"), ("mentions", "number"),
                 ("for example", "quote")],
                [
                    (_day(day), documents, mentions, Quote.of(text, sentence))
                    for day, documents, mentions, text, sentence in counted.busiest_days(db)
                ],
            ),
            _numbers("Dates by year", ("year", "resolved", "dates"),
                     [(str(year), how, n) for year, how, n in inside]),
        ],
    )  # fmt: skip


def failures(db: duckdb.DuckDBPyConnection) -> Section:
    """Inputs that gave no row."""
    found = counted.failure_rows(db)
    table = Table(
        "Failed inputs",
        [("source", "code"), ("stage", "text"), ("error", "code"), ("message", "text"),
         ("attempts", "number"), ("last seen", "date")],
        [_plain(row) for row in found],
    )  # fmt: skip
    lead = "They are tried again when their bytes or the code change." if found else "None."
    return Section("failures", "Failures", "What failed", lead, tables=[table] if found else [])


def second_look(db: duckdb.DuckDBPyConnection) -> Section:
    """Rows that may be wrong."""
    found = flags.raised(db)
    table = Table(
        "Flags",
        [("what", "text"), ("table", "code"), ("rows", "number"), ("share", "percent"),
         ("may mean", "text"), ("for example", "text")],
        [
            (r.flag.title, r.flag.table, r.count, r.count / r.total, r.flag.meaning,
             " · ".join(r.examples))
            for r in found
        ],
    )  # fmt: skip
    return Section(
        "flags",
        "Flags",
        "Worth a second look",
        "Signs of what may be wrong, not proof." if found else "Nothing was flagged.",
        tables=[table] if found else [],
    )


def _numbers(caption: str, heads: Sequence[str], rows: counted.Rows) -> Table:
    """The figures of a chart, for those who cannot see it."""
    kinds = [(head, "number" if head == heads[-1] else "text") for head in heads]
    return Table(f"{caption}, as a table", kinds, rows, folded=True)  # type: ignore[arg-type]


def _plain(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_day(cell) if isinstance(cell, date) else cell for cell in row)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def shown(cell: object, kind: str) -> str:
    """A cell in words; empty for nothing."""
    if cell is None:
        return ""
    if kind == "percent" and isinstance(cell, (int, float)):
        return f"{cell:.1%}"
    return plain_number(cell) if isinstance(cell, (int, float, Decimal)) else str(cell)
