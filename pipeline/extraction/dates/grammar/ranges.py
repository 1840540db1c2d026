"""Ranges told in one breath, whose ends share a month or the head of a year."""

from __future__ import annotations

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, rule
from pipeline.extraction.dates.forms import (
    Form,
    Length,
    Modified,
    Point,
    Range,
    Shift,
    Told,
    YearPart,
)
from pipeline.extraction.dates.grammar.common import (
    approx_mod,
    glued_before,
    money_before,
    glued,
    glued_after,
    month_of,
)
from pipeline.extraction.dates.grammar.parts import container
from pipeline.extraction.dates.holidays import days_in_month


@rule(r"<year>[-/]<yy>")
def short_year_range(match: Match) -> Form | None:
    """Reads "2014-16": the later year without its century."""
    year = match.number("year")
    last = year // 100 * 100 + match.number("yy")
    if (
        len(match.text("yy")) != 2
        or last <= year
        or glued_after(match.tokens, match.last)
        or money_before(match.tokens, match.first)
        or glued_before(match.tokens, match.first)
    ):
        return None
    if not 1000 <= year <= 2100:
        return None
    return Range(Point(year=year), Point(year=last))


@rule(
    r"<month:anymonth>[ !](?P<a><:day>)[-=](?P<b><:day>)(?:[, ]<year>)?",
    r"(?P<a><:day>)(?:_<:suffix>)?[-=/](?P<b><:day>)(?:_<:suffix>)?[ ](?:<:of> )?<month:anymonth>(?:[, !]<year>)?",
    r"<month:anymonth>[ !](?P<a><:day>)_<:suffix>[-=](?P<b><:day>)_<:suffix>(?:[, ]<year>)?",
)
def day_range(match: Match) -> Form | None:
    """Reads "August 3-5", "12-15 May 2021"."""
    year = match.number("year") if match.has("year") else None
    month = month_of(match, "month")
    first, last = match.number("a"), match.number("b")
    if not 1 <= first < last <= days_in_month(year or 2000, month) or glued(
        match.tokens, match.first, match.last
    ):
        return None
    return Range(Point(year, month, first), Point(year, month, last))


@rule(
    r"<a:surely_month>[-=]<b:surely_month>(?:[ ,](?:<:of> )?<year>)?",
    r"<a:surely_month>/<b:surely_month>(?:[ ,](?:<:of> )?<year>)?",
)
def month_range(match: Match) -> Form | None:
    """Reads "January-March 2020"."""
    year = match.number("year") if match.has("year") else None
    first, last = month_of(match, "a"), month_of(match, "b")
    if first >= last:
        return None
    return Range(Point(year, first), Point(year, last))


@rule(
    r"(?P<day><:day>)(?:_<:suffix>)?(?= (?:<:to>|<:and>|<:until>) <:day>(?:_<:suffix>)? (?:<:of> )?<:anymonth>)",
    r"(?<=<:anymonth> <:day> <:to> )(?P<day><:day>)",
    r"(?<=<:anymonth> <:day> <:and> )(?P<day><:day>)",
    r"(?<=<:anymonth> <:day> <:until> )(?P<day><:day>)",
    r"(?<=<:anymonth>!<:day> <:to> )(?P<day><:day>)",
    r"(?<=<:anymonth>!<:day> <:and> )(?P<day><:day>)",
)
def elliptic_day(match: Match) -> Form | None:
    """The "12" of "from 12 to 15 May"; its month is filled in from the other end."""
    if match.last + 1 < len(match.tokens.words) and match.tokens.sign(match.last) in "_.:/|":
        return None
    if match.before() not in (
        "from",
        "between",
        "to",
        "and",
        "until",
        "till",
        "on",
        "through",
        "thru",
    ):
        return None
    from pipeline.extraction.dates.grammar.common import is_counted_noun

    if is_counted_noun(match.following()):
        return None
    return Point(day=match.number("day"))


@rule(
    r"(?:(?P<approx>{approx}) )?(?:<:the> )?(?:<:very> )?(?P<part><:nounpart>) (?:<:of> ){container}",
    r"(?P<part><:nounpart>) <:of> <unit>",
)
def part_of_container(match: Match) -> Form | None:
    """Reads "the end of this week", "the beginning of May", "end of 1994", "the middle of last year"."""
    if match.has("unit"):
        unit = lx.UNITS[match.text("unit")]
        return (
            Modified(lx.PARTS[match.text("part")], Told(unit))
            if unit in ("Y", "M", "W", "D")
            else None
        )
    form = container(match)
    if form is None or not any(
        match.tokens.lower(i) == "of" for i in range(match.first, match.last)
    ):
        return None
    return Modified(lx.PARTS[match.text("part")], form)


@rule(
    r"(?:(?P<approx>{approx}) )?(?:<:the> )?(?:<part:nounpart>) <:of> (?:<:the> )?(?:(?P<s><:season>)|q?(?P<yy><:yy>|<:year>)(?:_|')<:ess>)",
)
def part_of_season(match: Match) -> Form | None:
    """Reads "the end of the summer", "the end of the 1990s"."""
    from pipeline.extraction.dates.forms import Decade

    if match.has("s"):
        inner: Form = YearPart(lx.SEASONS[match.text("s")])
    else:
        inner = Decade(match.number("yy"))
        if match.number("yy") % 10:
            return None
    return Modified(lx.PARTS[match.text("part")], inner)


@rule(
    r"<part:adjpart>[ -](?:<:in> )?<month:anymonth>(?:[ ,](?:<:of> )?<year>)?",
    r"<part:adjpart>[ -](?:<:in> )?<year>",
    r"<part:adjpart>[ -](?:<:to>[ -]<part2:adjpart>[ -])<month:anymonth>(?:[ ,]<year>)?",
    r"<part:adjpart>[ -](?:<:to>[ -]<part2:adjpart>[ -])<year>",
    r"<:the> <part:adjpart> <month:anymonth>(?: <year>)?",
)
def part_of_month(match: Match) -> Form | None:
    """Reads "mid-October", "early 2022", "late May 2019", "early in 1999"."""
    year = match.number("year") if match.has("year") else None
    month = month_of(match, "month") if match.has("month") else None
    if (
        any(match.tokens.lower(i) == "in" for i in range(match.first, match.last))
        and match.text("part") == "mid"
    ):
        return None
    if year is None and month is None:
        return None
    if year is not None and glued_after(match.tokens, match.last):
        return None
    return Modified(lx.PARTS[match.text("part")], Point(year=year, month=month))


@rule(r"(?:(?P<approx>{approx}) )?(?:<:the> )?<unit>[ -]<end:nounpart>", r"<end:yearend>")
def year_end(match: Match) -> Form | None:
    """Reads "year-end", "around year end", "month-end"."""
    unit = lx.UNITS[match.text("unit")] if match.has("unit") else "Y"
    if match.text("end") not in ("end", "yearend") or unit not in ("Y", "M", "W"):
        return None
    form: Form = Modified("END", Told(unit))
    return form


__all__ = ["Length", "Shift"]
