"""Units and parts of a longer time: "the first week of 2021", "the end of the year"."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import (
    Century,
    Decade,
    Form,
    HalfOf,
    IsoWeek,
    Length,
    Modified,
    Nth,
    Point,
    Shift,
    Told,
    WeekOf,
    YearPart,
)
from pipeline.extraction.dates.grammar.common import base_of, month_of
from pipeline.extraction.dates.grammar.yearparts import owner_year
from pipeline.extraction.dates.numbers import amount, ordinal

_CONTAINERS: Final = frozenset(("D", "W", "M", "Q", "Y", "DE", "CE"))

fragment(
    "container",
    r"(?:<:the> )?(?:(?P<cmonth><:anymonth>)(?:[ ,!](?:<:of> )?(?P<cmyear><:year>))?"
    r"|(?P<cyear><:year>)|(?P<cdir><:anydir>|<:this>|<:that>|<:the>|<:same>|<:current>) "
    r"(?P<cunit><:unit>|<:quarter>))",
)


def container(match: Match) -> Form | None:
    """The longer time of a group that matched ``{container}``."""
    if match.has("cmonth"):
        year = match.number("cmyear") if match.has("cmyear") else None
        return Point(year=year, month=month_of(match, "cmonth"))
    if match.has("cyear"):
        return Point(year=match.number("cyear"))
    unit, word = lx.UNIT_CODES.get(match.text("cunit"), ""), match.text("cdir")
    if unit not in _CONTAINERS:
        return None
    if word in ("the", "that", "same"):
        return Told(unit, strong=word != "the")
    return Shift(lx.DIRECTIONS.get(word, 0), unit, base=base_of(word))


@rule(
    r"(?:<:the> )?(?P<n>{wholeday}|<:dir>)[ -](?:(?P<back><:dir>) )?(?:(?P<count>{count}) )?"
    r"(?:<:working> )?(?P<u><:anyunit>|<:anyday>) (?:<:of>|<:in>) {container}"
)
def nth_of(match: Match) -> Form | None:
    """Reads "the first week of 2021", "last Monday of March", "the last four months of 2021"."""
    of, number, word = container(match), _number(match), match.text("u")
    if of is None or number == 0:
        return None
    if word in lx.WEEKDAYS:
        return Nth(number, "WD", of, weekday=lx.WEEKDAYS[word])
    unit = lx.UNIT_CODES[word]
    if unit[0] == "T" or (unit == "Q" and not _holds_quarters(of)):
        return None
    if word in lx.UNIT_PLURALS and not match.has("count"):  # "the first days of 2022"
        return Modified("START" if number > 0 else "END", of) if abs(number) == 1 else None
    count = amount(match.tokens, match.indices("count")) if match.has("count") else 1
    if not count:
        return Length(None, unit)
    return Nth(number, "D" if unit == "N" else unit, of, int(count))


def _holds_quarters(of: Form) -> bool:
    """Whether it is a year: "the first quarter of the century" is no quarter of a year."""
    if isinstance(of, Point):
        return of.month is None
    return isinstance(of, Shift | Told) and of.unit == "Y"


def _number(match: Match) -> int:
    """Which one: from the end for "last" and "third last"; 0 when it is none."""
    words = [match.tokens.lower(i) for i in match.indices("n")]
    number = -1 if words == ["last"] else ordinal(match.tokens, match.indices("n"))
    if not match.has("back"):
        return number
    return -number if match.text("back") == "last" else 0


@rule(
    r"(?:<:the> )?<unit> (?P<n><:n12>|<:n24>|<:n31>|<:n59>)",
    r"(?:<:the> )?<unit> (?P<n><:n12>|<:n24>|<:n31>|<:n59>)(?: <:of>)?[ ,]{ofyear}",
)
def numbered_week(match: Match) -> Form | None:
    """Reads "week 31", "week 3 of 2027"."""
    if match.text("unit") != "week" or not 1 <= match.number("n") <= 53:
        return None
    if not match.has("oyear") and not match.has("odir"):
        return IsoWeek(match.number("n"))
    year = owner_year(match)
    return IsoWeek(match.number("n"), year) if year else None


@rule(
    r"(?:<:the> )?<unit> (?:<:of>|<:week_start>(?: <:on>)?) (?:<:the> )?"
    r"<month:anymonth>[ !](?:<:the> )?(?P<day>{wholeday})(?:[, ]<year>)?",
    r"(?:<:the> )?<unit> (?:<:of>|<:week_start>(?: <:on>)?) (?:<:the> )?"
    r"(?P<day>{wholeday})(?: (?:<:of> )?<month:anymonth>(?:[, ]<year>)?)?",
)
def week_of(match: Match) -> Form | None:
    """Reads "the week of April 10th", "the week commencing 4 February"."""
    day = ordinal(match.tokens, match.indices("day"))
    if match.text("unit") not in ("week", "weekend") or not 1 <= day <= 31:
        return None
    month = month_of(match, "month") if match.has("month") else None
    year = match.number("year") if match.has("year") else None
    return WeekOf(Point(year=year, month=month, day=day), lx.UNITS[match.text("unit")])


@rule(
    r"(?:<:the> )?(?P<n>{wholeday}) <:half> <:of> (?:<:the>[ q])?(?P<d><:yy>|<:year>)[_']<:ess>",
    r"(?:<:the> )?(?P<n>{wholeday}) <:half> <:of> (?:<:the> )?(?P<c>{wholeday})[ -]<unit>",
    r"(?:<:the> )?(?P<n>{wholeday}) <:half> <:of> <month:anymonth>(?:[ ,]<year>)?",
)
def half_of(match: Match) -> Form | None:
    """Reads "the first half of the 1990s", "the second half of the 19th century", "of May"."""
    number = ordinal(match.tokens, match.indices("n"))
    of = _halved(match)
    return HalfOf(number, of) if of is not None and number in (1, 2) else None


def _halved(match: Match) -> Form | None:
    if match.has("d"):
        return Decade(match.number("d")) if match.number("d") % 10 == 0 else None
    if match.has("c"):
        count = ordinal(match.tokens, match.indices("c"))
        return Century(count) if match.text("unit") == "century" and 1 <= count <= 40 else None
    year = match.number("year") if match.has("year") else None
    return Point(year=year, month=month_of(match, "month"))


@rule(r"(?:<:the> )?(?:<:very> )?<part:nounpart> <:of> {container}")
def part_of_container(match: Match) -> Form | None:
    """Reads "the end of this week", "the beginning of May"; "at the end of the day" is an idiom."""
    form = container(match)
    if match.text("cunit") == "day" and (_after_at(match) or match.text("cdir") != "the"):
        return None
    return Modified(lx.PARTS[match.text("part")], form) if form else None


def _after_at(match: Match) -> bool:
    """Whether "at" stands before the match, or before its article."""
    before = match.before()
    return (match.tokens.lower(match.first - 2) if before == "the" else before) == "at"


@rule(r"<part:nounpart> <:of> <unit>", r"(?:<:the> )?<unit>[ -]<part:nounpart>", r"<yearend>")
def part_of_told_unit(match: Match) -> Form | None:
    """Reads "end of month", "year-end", "the year end"."""
    unit = lx.UNITS[match.text("unit")] if match.has("unit") else "Y"
    part = match.text("part") or "end"
    if unit not in ("Y", "M", "W", "D") or (part != "end" and not match.text("part")):
        return None
    if match.tokens.lower(match.last) == part and part != "end":  # "the day start"
        return None
    return Modified(lx.PARTS[part], Told(unit))


@rule(
    r"(?:<:the> )?<part:nounpart> <:of> (?:<:the> )?(?P<s><:season>)",
    r"(?:<:the> )?<part:nounpart> <:of> (?:<:the>[ q])?(?P<d><:yy>|<:year>)[_']<:ess>",
    r"(?:<:the> )?<part:nounpart> <:of> (?:<:the> )?(?P<c>{wholeday})[ -]<unit>",
)
def part_of_season_or_decade(match: Match) -> Form | None:
    """Reads "the end of the summer", "the end of the 1990s", "the middle of the 18th century"."""
    if match.has("s"):
        form: Form = YearPart(lx.SEASONS[match.text("s")])
    elif match.has("c"):
        number = ordinal(match.tokens, match.indices("c"))
        if match.text("unit") != "century" or not 1 <= number <= 40:
            return None
        form = Century(number)
    elif match.number("d") % 10 == 0:
        form = Decade(match.number("d"))
    else:
        return None
    return Modified(lx.PARTS[match.text("part")], form)
