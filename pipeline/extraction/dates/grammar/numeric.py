"""Dates in figures alone: ISO 8601, 24.02.2022, 5/3/18, 20161016."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, rule
from pipeline.extraction.dates.forms import DayAt, Form, Impossible, Point
from pipeline.extraction.dates.grammar.common import (
    IDENTIFIERS,
    expand_year,
    glued,
    glued_after,
    glued_before,
    money_before,
    month_of,
)
from pipeline.extraction.dates.holidays import days_in_month
from pipeline.extraction.dates.tokens import Tokens


def _ymd(year: int, month: int, day: int) -> Form | None:
    if not 1 <= month <= 12 or not 1 <= day <= 31 or not 1 <= year <= 9999:
        return None
    if day > days_in_month(year, month):
        return Impossible(f"{year}-{month}-{day}")
    return Point(year=year, month=month, day=day)


def _stands_alone(match: Match) -> bool:
    return not glued(match.tokens, match.first, match.last) and not money_before(
        match.tokens, match.first
    )


@rule(
    r"<year>-<m:n12>-<d:day>(?:(?:_<:tee>_| )<h:hour>:<min:minute>(?::<sec:minute>)?(?:_<:zed>)?)?",
    r"<year>-<m:n12>-<d:day>_<:tee>_<h:hour>:<min:minute>(?::<sec:minute>)?"
    r"[+-](?P<offset><:hour>:<:minute>|<:n4>)",
    r"<year>/<m:n12>/<d:day>",
    r"<year>[.]<m:n12>[.]<d:day>",
    r"<year> <m:n12> <d:day>",
)
def iso_date(match: Match) -> Form | None:
    """Reads "2022-08-19", "2022-08-19T10:30Z", "2022/8/19"."""
    timed = match.has("h")
    if not timed and not _stands_alone(match):
        return None
    if match.tokens.sign(match.first) == " " and len(match.text("m")) + len(match.text("d")) != 4:
        return None
    form = _ymd(match.number("year"), match.number("m"), match.number("d"))
    if not timed or form is None:
        return form
    clock = ":".join(match.text(g).zfill(2) for g in ("h", "min", "sec") if match.has(g))
    return DayAt(form, clock=clock, zone=_zone(match))


def _zone(match: Match) -> str | None:
    """The offset from UTC that a time states, as ISO 8601 writes it: "Z", "+02:00"."""
    figures = "".join(match.tokens.words[i] for i in match.indices("offset"))
    if not figures:
        return "Z" if match.tokens.lower(match.last) == "z" else None
    sign = match.tokens.sign(match.index("offset") - 1)
    return f"{sign}{figures[:2]}:{figures[2:]}"


@rule(r"<year>-<m:n12>")
def iso_month(match: Match) -> Form | None:
    """Reads "2015-12"; "2014-16" is a range, and so is "2001-02"."""
    if not _stands_alone(match) or match.text("m") in ("0", "00") or len(match.text("m")) < 2:
        return None
    year, month = match.number("year"), match.number("m")
    if year % 100 + 1 == month or match.before() in ("the", "fiscal", "between"):
        return None
    return Point(year=year, month=month)


@rule(
    r"<a:day>/<b:day>/<y:year>",
    r"<a:day>[.]<b:day>[.]<y:year>",
    r"<a:day>-<b:day>-<y:year>",
    r"<a:day>/<b:day>/<y:yy>",
    r"<a:day>[.]<b:day>[.]<y:yy>",
)
def numeric_date(match: Match) -> Form | None:
    """Reads "17/06/2021", "24.02.2022"; an open order is settled by `order.settle_order`."""
    if not _stands_alone(match) and not _in_range(match):
        return None
    if match.before() in IDENTIFIERS:
        return None
    if (
        len(match.text("y")) == 2
        and match.tokens.sign(match.first) == "."
        and len(match.text("b")) < 2
    ):
        return None
    return day_or_month_first(
        match.number("a"),
        match.number("b"),
        expand_year(match.text("y")),
        dotted=match.tokens.sign(match.first) == ".",
    )


def _in_range(match: Match) -> bool:
    """Whether a dash ties it to another date with the same strokes: "5/1/2019-5/7/2020"."""
    tokens, first, last = match.tokens, match.first, match.last
    stroke = tokens.sign(first)
    if stroke == "-" or money_before(tokens, first):
        return False
    left, right = tokens.sign(first - 1), tokens.sign(last)
    after = right == "-" and tokens.sign(last + 1) == stroke == tokens.sign(last + 2)
    before = (
        left == "-" and first > 2 and tokens.sign(first - 2) == stroke == tokens.sign(first - 3)
    )
    if after:
        return not glued_before(tokens, first)
    return before and not glued_after(tokens, last)


def day_or_month_first(a: int, b: int, year: int | None, *, dotted: bool) -> Form | None:
    """A date whose two figures may stand in either order, flagged when both are possible."""
    if a > 12 and b > 12:
        return None
    if a > 12 or b > 12:
        day, month = (a, b) if a > 12 else (b, a)
        if day > days_in_month(year or 2000, month):
            return Impossible(f"{a}/{b}/{year}")
        return Point(year=year, month=month, day=day, order="day" if a > 12 else "month")
    if dotted:
        return Point(year=year, month=b, day=a, order="day")
    return Point(year=year, month=a, day=b, ambiguous=a != b)


@rule(
    r"(?:(?:<:this>|<:dir>) )?<:anyday>[ ,(-](?:<a:day>/<b:day>|<a2:day>[.]<b2:day>"
    r"|<month:anymonth>[ -]<d:day>)"
)
def weekday_and_figures(match: Match) -> Form | None:
    """Reads "Friday 5/12", "this Friday-Jun-15": the figures decide."""
    if glued(match.tokens, match.first, match.last):
        return None
    if match.has("month"):
        return Point(month=month_of(match, "month"), day=match.number("d"))
    a, b = ("a", "b") if match.has("a") else ("a2", "b2")
    return day_or_month_first(match.number(a), match.number(b), None, dotted=False)


_BEFORE_SLASHED: Final = lx.words(
    "on until till since by this next last dated from monday tuesday wednesday thursday friday "
    "saturday sunday"
)


@rule(r"<a:day>/<b:day>")
def slashed_day(match: Match) -> Form | None:
    """Reads "on 11/20" after a word that a day follows; most such figures are no dates."""
    beside = match.tokens.sign(match.last) in "-=" and _slashed(match.tokens, match.last + 1)
    if beside or _in_list(match) or (_stands_alone(match) and match.before() in _BEFORE_SLASHED):
        return day_or_month_first(match.number("a"), match.number("b"), None, dotted=False)
    return None


def _slashed(tokens: Tokens, index: int) -> bool:
    """Whether "5/12" stands at the token."""
    return (
        tokens.sign(index) == "/"
        and tokens.word(index)[:1].isdigit()
        and tokens.word(index + 1)[:1].isdigit()
        and tokens.sign(index + 1) not in "/._"
    )


def _in_list(match: Match) -> bool:
    """Whether another such figure stands beside it: "10/1 to 11/7", "11/20, 11/22 or 11/25"."""
    tokens = match.tokens
    if glued(tokens, match.first, match.last) and tokens.sign(match.first - 1) != "-":
        return False
    before = match.first - 1
    if tokens.lower(before) in ("to", "and", "or", "until", "till", "next", "this"):
        before -= 1
    after = match.last + 1
    if tokens.lower(after) in ("to", "and", "or", "until", "till"):
        after += 1
    beside = _slashed(tokens, before - 1) if before >= 1 else False
    months = max(match.number("a"), match.number("b")) > 12 or match.before() in ("from", "to")
    return (beside or _slashed(tokens, after)) and months


@rule(r"<figures:n8>")
def compact_date(match: Match) -> Form | None:
    """Reads "20161016"."""
    text = match.text("figures")
    if not _stands_alone(match) or not "1900" <= text[:4] <= "2099":
        return None
    if match.before() in IDENTIFIERS:  # "code 20240207"
        return None
    form = _ymd(int(text[:4]), int(text[4:6]), int(text[6:]))
    return form if isinstance(form, Point) else None


@rule(
    r"<year>[-/]<month:surely_month>[-/]<d:day>",
    r"<year>[-/]<d:day>[-/]<month:surely_month>",
    r"<month:surely_month>-<year>-<d:day>",
    r"<d:day>-<year>-<month:surely_month>",
    r"<d:day>/<month:surely_month>/<year>",
    r"<d:day>[.]<month:surely_month>[.]<year>",
    r"<month:surely_month>-<d:day>-<year>",
)
def mixed_date(match: Match) -> Form | None:
    """Reads "2020/Sep/23", "23/Sep/2020"."""
    if not _stands_alone(match):
        return None
    return _ymd(match.number("year"), month_of(match, "month"), match.number("d"))


@rule(r"<month:surely_month>/<d:day>")
def month_slash_day(match: Match) -> Form | None:
    """Reads "Jan/3"."""
    return (
        Point(month=month_of(match, "month"), day=match.number("d"))
        if _stands_alone(match)
        else None
    )
