"""Periods that a report compares: "the prior-year quarter", "the same month last year"."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, rule
from pipeline.extraction.dates.forms import Form, Point, Shift, YearBefore
from pipeline.extraction.dates.grammar.yearparts import owner_year

_PERIODS: Final = {"quarter": "Q", "period": "P", "month": "M", "week": "W"}


@rule(r"(?:<:the> )?<dir>[ -]<unit>(?:'<:ess>)?[ -](?P<what><:quarter>|<:period>)")
def prior_year_period(match: Match) -> Form | None:
    """Reads "the prior-year period", "last year's quarter"."""
    if match.text("unit") != "year" or lx.DIRECTIONS[match.text("dir")] >= 0:
        return None
    return YearBefore(_PERIODS[match.text("what")])


@rule(
    r"(?:(?:<:the> )?<:same>|<:the> <:comparable>) (?P<what><:quarter>|<:period>|<:unit>)"
    r"(?: (?:<:of>|<:in>))?(?: <:the>)? {ofyear}",
    r"(?:(?:<:the> )?<:same>|<:the> <:comparable>) (?P<what><:quarter>|<:period>|<:unit>)"
    r" <:a> (?P<ago><:unit>) (?:<:ago>|<:earlier>|<:before>)",
)
def same_period(match: Match) -> Form | None:
    """Reads "the same quarter last year", "the same month of 2021", "the same week a year ago"."""
    unit = _PERIODS.get(match.text("what"))
    if unit is None:
        return None
    if match.has("ago"):
        return YearBefore(unit) if match.text("ago") == "year" else None
    year = owner_year(match)
    back = isinstance(year, Point) or (isinstance(year, Shift) and year.count == -1)
    return YearBefore(unit, year) if back else None
