"""Ranges told in one breath, whose ends share a month or the head of a year.

Their halves are no expressions of their own ("16" in "2014-16"), so each is one mention with the
whole interval. Ranges of two full ends are two mentions, joined in `joins`.
"""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import Form, Point, Range
from pipeline.extraction.dates.grammar.common import (
    glued,
    glued_after,
    glued_before,
    is_counted_noun,
    money_before,
    month_of,
)
from pipeline.extraction.dates.holidays import days_in_month
from pipeline.extraction.dates.numbers import ordinal

_BEFORE_DAY: Final = lx.words("from between to and until till on through thru")

_SLASHED_YEARS: Final = 5  # seasons and fiscal years, "2024/25"; more is a number: "2014/65"
fragment("until", r"(?:<:to>|<:and>|<:until>)")


@rule(r"<year>[-/=]<yy>")
def short_year_range(match: Match) -> Form | None:
    """Reads "2014-16": the later year without its century."""
    year = match.number("year")
    last = year // 100 * 100 + match.number("yy")
    if len(match.text("yy")) != 2 or last <= year or not 1000 <= year <= 2100:
        return None
    if glued_after(match.tokens, match.last) or glued_before(match.tokens, match.first):
        return None
    slash = match.tokens.sign(match.first) == "/"
    if slash and (match.tokens.sign(match.last) == "/" or last - year > _SLASHED_YEARS):
        return None  # "Directive 2014/65/EU"
    if money_before(match.tokens, match.first) or is_counted_noun(match.following()):
        return None
    return Range(Point(year=year), Point(year=last))


@rule(
    r"<month:anymonth>[ !](?P<a><:day>)(?:_<:suffix>)?[-=](?P<b><:day>)(?:_<:suffix>)?"
    r"(?:[, ]<year>)?",
    r"(?P<a><:day>)(?:_<:suffix>)?[-=/](?P<b><:day>)(?:_<:suffix>)? (?:<:of> )?<month:anymonth>"
    r"(?:[, !]<year>)?",
)
def day_range(match: Match) -> Form | None:
    """Reads "August 3-5", "12-15 May 2021"."""
    year = match.number("year") if match.has("year") else None
    month = month_of(match, "month")
    first, last = match.number("a"), match.number("b")
    if not 1 <= first < last <= days_in_month(year or 2000, month):
        return None
    if glued(match.tokens, match.first, match.last):
        return None
    return Range(Point(year, month, first), Point(year, month, last))


@rule(
    r"(?P<day><:day>)(?:_<:suffix>)?(?= {until} <:day>(?:_<:suffix>)? (?:<:of> )?<:anymonth>)",
    r"(?<=<:anymonth>[ !]<:day> <:to> )(?P<day><:day>)",
    r"(?<=<:anymonth>[ !]<:day> <:and> )(?P<day><:day>)",
    r"(?<=<:anymonth>[ !]<:day> <:until> )(?P<day><:day>)",
)
def elliptic_day(match: Match) -> Form | None:
    """Reads the "12" of "from 12 to 15 May"; its month is filled in from the other end."""
    more = match.last + 1 < len(match.tokens.words) and match.tokens.sign(match.last) in "_.:/|"
    if more or match.before() not in _BEFORE_DAY or is_counted_noun(match.following()):
        return None
    return Point(day=match.number("day"))


@rule(
    r"(?:<:the> )?(?P<day>{wholeday})(?= {until} (?:<:the> )?{wholeday} (?:<:of> )?<:anymonth>)",
)
def elliptic_ordinal(match: Match) -> Form | None:
    """Reads "the ninth" of "from the ninth till the seventeenth of April"."""
    if match.before() not in ("from", "between"):
        return None
    return Point(day=ordinal(match.tokens, match.indices("day")))
