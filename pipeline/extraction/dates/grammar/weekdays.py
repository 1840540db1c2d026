"""Weekdays, and months or weekdays with a direction: "last Friday", "next March"."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import Base, Directed, Form, Modified, Point, Shift
from pipeline.extraction.dates.grammar.common import base_of, glued, glued_after, month_of
from pipeline.extraction.dates.numbers import ordinal

_PAPERS: Final = lx.words("Times Mail Telegraph Express Herald Post Mirror Tribune")
_TITLES: Final = lx.words("mr mrs ms dr")
_NAMED_DAYS: Final = lx.words("black bloody super ash palm freaky ruby")
_DAY_PREPOSITIONS: Final = lx.words("on last next this by until since from to and or")
#: After a weekday with a bare figure, these show that the figure was the day of the month.
_AFTER_DAY: Final = lx.words("at and to for in")

fragment(
    "direction",
    r"(?P<dir><:anydir>|<:the> <:anydir>|<:this>|<:this> <:anydir>|<:that>"
    r"|(?:<:the>|<:that>) <:same>)",
)


def direction_word(match: Match) -> str:
    """The last word of a group that matched ``{direction}``."""
    return match.tokens.lower(match.indices("dir")[-1])


def has_article(match: Match) -> bool:
    """Whether "the" stands before the last word of a group that matched ``{direction}``."""
    return match.tokens.lower(match.indices("dir")[-1] - 1) == "the"


def directed(word: str, target: Form, *, article: bool = False) -> Form:
    """``target`` in the direction of a word: "last", "next", "this", "that", "the same".

    "Next May" is counted from today, "the next May" (``article``) from the time last told.
    """
    if word in ("this", "these"):
        return Directed(0, target)
    if word in ("that", "those", "same"):
        return Directed(0, target, base="told")
    base: Base = "told" if article and word == "next" else base_of(word)
    return Directed(lx.DIRECTIONS.get(word, 0), target, base=base)


def directed_day(match: Match, weekday: int) -> Form:
    """A weekday in the direction of a group that matched ``{direction}``.

    "Last" and "next" mean the week before and after this one: of a day in between, the news says
    plain "Friday". "The next Friday" is that after the time last told.
    """
    word, point, article = direction_word(match), Point(weekday=weekday), has_article(match)
    if word == "last" or (word == "next" and not article):
        return Shift(lx.DIRECTIONS[word], "W", base=point)
    return directed(word, point, article=article)


@rule(r"{direction} (?P<d><:anyday>)")
def directed_weekday(match: Match) -> Form | None:
    """Reads "last Friday", "next Tuesday", "the previous Monday", "this Sunday"."""
    return directed_day(match, lx.WEEKDAYS[match.text("d")])


@rule(
    r"(?:<part:adjpart>[ -])?{direction} (?:<part2:adjpart>[ -])?<month:anymonth>"
    r"(?:[ !](?P<day>{wholeday}))?"
)
def directed_month(match: Match) -> Form | None:
    """Reads "last August", "next March 3", "late last May", "this September"."""
    word, month = direction_word(match), match.tokens.words[match.index("month")]
    if month in ("may", "march") and word in ("this", "that"):
        return None
    day = ordinal(match.tokens, match.indices("day")) if match.has("day") else None
    point = Point(month=month_of(match, "month"), day=day)
    form = directed(word, point, article=has_article(match))
    part = match.text("part") or match.text("part2")
    return Modified(lx.PARTS[part], form) if part else form


@rule(
    r"(?P<d><:anyday>)(?: <:of>)?[ =](?P<dir><:anydir>|<:this>) <unit>",
    r"(?P<dir><:anydir>|<:this>) <unit>(?:'<:ess>)?(?: <:on>)?[ =](?P<d><:anyday>)",
)
def weekday_of_week(match: Match) -> Form | None:
    """Reads "Wednesday next week", "next week on Wednesday", "this week's Monday"."""
    if match.text("unit") != "week":
        return None
    direction = lx.DIRECTIONS.get(match.text("dir"), 0)
    return Shift(direction, "W", base=Point(weekday=lx.WEEKDAYS[match.text("d")]))


@rule(r"<part:adjpart>[ -](?P<d><:weekday>|<:capday>)")
def part_of_weekday(match: Match) -> Form | None:
    """Reads "early Tuesday", "late Monday"."""
    return Modified(lx.PARTS[match.text("part")], Point(weekday=lx.WEEKDAYS[match.text("d")]))


@rule(r"<d:anyday>")
def bare_weekday(match: Match) -> Form | None:
    """Reads "on Monday"; short forms need a capital and a word of time before them."""
    word = match.tokens.words[match.first]
    weak = word.lower() in lx.WEAK_WEEKDAYS
    if weak and not (word[0].isupper() and match.before() in _DAY_PREPOSITIONS):
        return None
    if glued(match.tokens, match.first, match.last) or match.following() in _PAPERS:
        return None
    title = match.tokens.sign(match.first - 1) == "!" and match.tokens.lower(match.first - 1)
    if title in _TITLES:
        return None
    if word[0].isupper() and match.before() in _NAMED_DAYS:
        return None
    return Point(weekday=lx.WEEKDAYS[word.lower()])


@rule(r"(?P<d><:anyday>)(?:[ ,]<:the>)?[ ,]<day>(?:_<suffix>)?")
def weekday_and_day(match: Match) -> Form | None:
    """Reads "Monday 21", "Wed 13th", "Friday the 26th"."""
    day, tokens = match.number("day"), match.tokens
    if not 1 <= day <= 31 or glued_after(tokens, match.last):
        return None
    if not match.has("suffix"):
        runs_on = tokens.sign(match.last) == " " and match.after() not in _AFTER_DAY
        if runs_on or match.text("d") in lx.WEAK_WEEKDAYS:
            return None
    return Point(day=day, weekday=lx.WEEKDAYS[match.text("d")])
