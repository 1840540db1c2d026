"""Dates that name a month: "3 March 2020", "Feb. 24th", "May 2022", "mid-October", "August"."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import Form, Impossible, Modified, Nth, Point, Shift, Told
from pipeline.extraction.dates.grammar.common import (
    TIME_PREPOSITIONS,
    glued_after,
    glued_before,
    money_before,
    month_of,
    percent_after,
    year_of,
)
from pipeline.extraction.dates.holidays import days_in_month
from pipeline.extraction.dates.numbers import ordinal
from pipeline.extraction.dates.tense import DELIVERED

#: Months that are words or names of another kind: these need a word of time before them.
_RISKY: Final = lx.words("may march mar jan jun dec sep")
_BEFORE_SMALL: Final = lx.words("in since until last next during by of early late")
_BEFORE_RISKY: Final = TIME_PREPOSITIONS - lx.words("and or for about as around than")
_ARTICLES: Final = lx.words("the a its their s his")
_PREFIXES: Final = lx.words("mid late early pre post")

fragment("weekday_", r"(?:(?P<wd><:anyday>)[,! (;-](?:<:the> )?)?")
fragment("spelt_day", r"<:tens>[- ]<:digitword>|<:card>")


@rule(
    r"{weekday_}<month:anymonth>[ !_.-](?:<:the> )?(?P<day>{wholeday})",
    r"{weekday_}<month:anymonth>[ !_.-](?:<:the> )?(?P<day>{wholeday})[, ;|](?:<:of> )?{anyyear}",
    r"{weekday_}<month:anymonth>[ !](?P<day>{wholeday}) <:of> <yy>",
    r"{weekday_}<month:anymonth>[ !](?P<day>{wholeday})q<yy>",
    r"<month:anymonth>-(?P<day><:day>)-<year>",
    r"{weekday_}(?:<:the> )?(?P<day>{wholeday}|{spelt_day})[ -](?:<:of> )?<month:anymonth>",
    r"{weekday_}(?:<:the> )?(?P<day>{wholeday}|{spelt_day})[ -](?:<:of> )?<month:anymonth>"
    r"[,! ;|-](?:<:of> )?{anyyear}",
    r"{weekday_}(?:<:the> )?(?P<day>{wholeday})[ -](?:<:of> )?<month:anymonth> <:of> <yy>",
    r"{weekday_}(?:<:the> )?(?P<day>{wholeday}) <month:anymonth>q<yy>",
    r"(?P<day><:day>)-<month:surely_month>-<yy>",
)
def day_of_named_month(match: Match) -> Form | None:
    """Reads "Friday, Feb. 24th, 2022", "the 4th of July", "march first", "05-Aug-16"."""
    tokens, days = match.tokens, match.indices("day")
    if _is_other_word(match, days) or _weekday_ends_sentence(match) or _is_of_noun(match, days):
        return None
    first = tokens.lower(days[0])
    if first.isdigit():
        day = int(first)
        if money_before(tokens, days[0]) or percent_after(tokens, days[-1]):
            return None
        if days[0] == match.first and glued_before(tokens, days[0]):
            return None
    else:
        spelt = sum(lx.CARDINALS.get(tokens.lower(i), 0) for i in days)
        day = spelt + ordinal(tokens, days)
    return _calendar_day(match, day)


@rule(
    r"(?:<:the> )?(?P<day>{wholeday}) (?:<:of> )?<month:surely_month>(?: <:of>)? (?P<n><:n3>)",
    r"<month:surely_month>(?: <:of>)? (?P<n><:n3>)",
)
def ancient_date(match: Match) -> Form | None:
    """Reads "30 September 420", "December of 384": doubtful unless the text tells of such times."""
    after = match.following()
    if match.number("n") < 100 or percent_after(match.tokens, match.last):
        return None
    if after[:1].islower() and after not in _AFTER_DAY:
        return None
    day = ordinal(match.tokens, match.indices("day")) if match.has("day") else None
    if day is not None and not 1 <= day <= 31:
        return None
    sure = day is not None and not after
    return Point(match.number("n"), month_of(match, "month"), day, doubtful=not sure)


def _calendar_day(match: Match, day: int) -> Form | None:
    """A `Point` if the calendar has such a day, else `Impossible`."""
    year, month = year_of(match), month_of(match, "month")
    if not 1 <= day <= 31:
        return None
    if day > days_in_month(year or 2000, month):
        return Impossible(f"{day} {month} {year or ''}".strip())
    return Point(year=year, month=month, day=day, weekday=lx.WEEKDAYS.get(match.text("wd")))


@rule(r"<year>,<month:surely_month> (?P<day>{wholeday})")
def year_before_day(match: Match) -> Form | None:
    """Reads "(2004, August 11)", as lists of references have it."""
    if (
        match.tokens.text[match.tokens.starts[match.first] - 1 : match.tokens.starts[match.first]]
        != "("
    ):
        return None
    return _calendar_day(match, ordinal(match.tokens, match.indices("day")))


def _weekday_ends_sentence(match: Match) -> bool:
    """Whether a full stop stands after a weekday that is not abbreviated."""
    if not match.has("wd") or match.tokens.sign(match.index("wd")) != "!":
        return False
    return match.text("wd") not in lx.WEAK_WEEKDAYS


def _is_of_noun(match: Match, days: range) -> bool:
    """Whether "the first" after a month belongs to what follows: "in May the first houses"."""
    tokens = match.tokens
    spelt = tokens.words[days[-1]].isalpha() and tokens.lower(days[0] - 1) == "the"
    after_month = days[0] - 2 == match.index("month")
    return spelt and after_month and match.after() not in ("", "of", *_AFTER_DAY)


def _is_other_word(match: Match, days: range) -> bool:
    """Whether a small "may" or "march" before a word is a verb ("you may first")."""
    tokens = match.tokens
    month = tokens.words[match.index("month")]
    if month not in _RISKY or tokens.words[days[0]].isdigit() or match.first == 0:
        return False
    return "of" not in {tokens.lower(i) for i in range(match.first, match.last + 1)}


@rule(
    r"<month:anymonth>[ ,!/-](?:(?:<:of>|<:in>) )?(?:<:the> )?{anyyear}",
    r"<month:anymonth> <:of> <yy>",
    r"<month:anymonth>q<yy>",
    r"<month:surely_month>-<yy>",
)
def month_of_year(match: Match) -> Form | None:
    """Reads "May 2022", "Dec/2018", "June of 1992", "Sept. 2019"."""
    month = match.tokens.words[match.index("month")]
    if month in _RISKY and match.before() in ("you", "i", "we", "they"):
        return None
    year = year_of(match)
    if year is None or glued_after(match.tokens, match.last):
        return None
    return Point(year=year, month=month_of(match, "month"))


@rule(
    r"<part:adjpart>[ -](?:<:in> |<:to>[ -]<:adjpart>[ -])?<month:anymonth>"
    r"(?:[ ,](?:<:of> )?<year>)?",
    r"<:the> <part:adjpart> <month:anymonth>(?: <year>)?",
    r"<part:adjpart>[ -](?:<:in> |<:to>[ -]<:adjpart>[ -])?<year>",
)
def part_of_month_or_year(match: Match) -> Form | None:
    """Reads "mid-October", "early 2022", "late May 2019", "early in 1999"."""
    words = {match.tokens.lower(i) for i in range(match.first, match.last)}
    if match.text("part") == "mid" and "in" in words:
        return None
    if match.has("year") and glued_after(match.tokens, match.last):
        return None
    month = month_of(match, "month") if match.has("month") else None
    year = match.number("year") if match.has("year") else None
    return Modified(lx.PARTS[match.text("part")], Point(year=year, month=month))


@rule(r"<month:anymonth>")
def bare_month(match: Match) -> Form | None:
    """Reads "in August"; a month that could be a name or a verb needs a word of time before it."""
    tokens, before = match.tokens, match.before()
    word = tokens.words[match.first]
    small = word.lower()
    if word in _RISKY and before not in _BEFORE_SMALL:
        return None
    if small in _RISKY and before not in _BEFORE_RISKY:
        traded = before in ("for", "the", "and") and match.after() in DELIVERED
        fits = traded or _before_noun(match) or _in_a_list(match)
        return Point(month=lx.MONTHS[small]) if fits else None
    if small in lx.ALSO_NAMES and _in_a_name(match):
        return None
    previous = tokens.lower(match.first - 1)
    stuck = match.first > 0 and tokens.sign(match.first - 1) in "_-"
    if stuck and previous not in _PREFIXES and previous not in lx.MONTHS:
        return None
    return Point(month=lx.MONTHS[small])


def _before_noun(match: Match) -> bool:
    """Whether the month is an adjective: "the May election", "its March report"."""
    after = match.following()
    if match.before() not in _ARTICLES or not (after.isalpha() and after.islower()):
        return False
    return len(after) >= 4 and after not in TIME_PREPOSITIONS


def _in_a_list(match: Match) -> bool:
    """Whether a month stands before it: "April and May", "in April, May and June"."""
    tokens, previous = match.tokens, match.first - 1
    while previous >= 0 and tokens.lower(previous) in ("and", "or", "to"):
        previous -= 1
    return tokens.lower(previous) in lx.MONTHS and tokens.sign(previous) in " ,-="


def _in_a_name(match: Match) -> bool:
    """Whether a capital word beside it makes it a name: "April Harris", "Ms. June"."""
    if match.before() in TIME_PREPOSITIONS:
        return False
    tokens = match.tokens
    previous = tokens.word(match.first - 1) if tokens.sign(match.first - 1) in " !" else ""
    return any(len(word) > 1 and word[0].isupper() for word in (match.following(), previous))


#: Words before "the 15th" that a day follows, and after it that no noun of its own does.
_BEFORE_DAY: Final = lx.words("on by until till of since from to and")
_NUMBERED: Final = lx.words(
    "army corps division brigade regiment battalion fleet air street avenue st ave floor congress "
    "century infantry cavalry guards parliament arrondissement"
)
_AFTER_DAY: Final = lx.words(
    "the and but to he she they it we i a an in at of with when after before as by was were had "
    "his her their this that for from until till through thru"
)


@rule(r"<:the> <day>_<:suffix>")
def day_of_told_month(match: Match) -> Form | None:
    """Reads "on the 15th": a day of the month last told."""
    following, before = match.after(), match.before()
    name = before == "on" and match.following()[:1].isupper() and following not in _NUMBERED
    if before not in _BEFORE_DAY or (following and following not in _AFTER_DAY and not name):
        return None
    if following and before in ("of", "to", "and"):
        return None
    ahead = match.tokens.words[match.last + 1 : match.last + 6]
    if "century" in ahead or "centuries" in ahead:  # "from the 16th to the 18th century"
        return None
    return Point(day=match.number("day"))


@rule(r"<:the> <day>_<:suffix> (?:<:of> )?(?P<w><:this>|<:the>|<:anydir>|<:that>) <unit>")
def day_of_relative_month(match: Match) -> Form | None:
    """Reads "the 5th of last month", "the 21st this month"."""
    if match.text("unit") != "month":
        return None
    word = match.text("w")
    told = word in ("the", "that")
    month: Form = Told("M") if told else Shift(lx.DIRECTIONS.get(word, 0), "M")
    return Nth(match.number("day"), "D", month)
