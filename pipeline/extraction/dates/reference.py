"""The day a text was written, read off the text itself when nobody tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.finder import Expression
from pipeline.extraction.dates.forms import DayAt, Form, Modified, Point
from pipeline.extraction.dates.holidays import days_in_month
from pipeline.extraction.dates.narrative import speaks_from_today
from pipeline.extraction.dates.tense import direction
from pipeline.extraction.dates.tokens import Tokens

_HEAD: Final = 1500  # characters in which bylines and datelines stand
_LONGEST_BYLINE: Final = 160
_ENOUGH: Final = 2  # dates that bear a guess out
_BYLINE_VERBS: Final = lx.words(
    "published updated posted dated issued written modified created date"
)


Grain = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class ReferenceDate:
    """A guess at the day of writing, and the characters it was read from.

    ``source``: "byline", a date that stands in a short line of its own near the top; or "latest",
    the latest time that the text tells as past. ``grain``: how fine the text named it; of a month
    or year, ``day`` is the last.
    """

    day: date
    start: int
    end: int
    source: Literal["byline", "latest"]
    grain: Grain = "day"


def infer_reference(
    tokens: Tokens, expressions: Sequence[Expression], body_start: int = 0
) -> ReferenceDate | None:
    """The byline's date, else, if the text speaks from a today, the latest date it tells."""
    byline = _byline(tokens, expressions, body_start + _HEAD)
    if byline is not None:
        return byline
    if not any(speaks_from_today(expression.form) for expression in expressions):
        return None
    told = [found for e in expressions if (found := _told(tokens, e)) is not None]
    if not told:
        return None
    latest = max(told, key=lambda found: (found.day.year, found.grain != "year", found.day))
    months = _open_months(tokens, expressions)
    recent = sum(latest.day.year - found.day.year <= 1 for found in told)
    if recent < _ENOUGH and not months.past and not months.future:
        return None  # one old year is in any text
    return _moved_on(latest, months)


@dataclass(frozen=True, slots=True)
class _Told:
    """An explicit date told as past: its last day, and the finest unit that it names."""

    day: date
    grain: Grain
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _OpenMonths:
    """(month, day or None) of the dates without a year, told as past and as yet to come."""

    past: list[tuple[int, int | None]]
    future: list[tuple[int, int | None]]


def _open_months(tokens: Tokens, expressions: Sequence[Expression]) -> _OpenMonths:
    months = _OpenMonths([], [])
    for expression in expressions:
        point = _point(expression.form)
        if point is None or point.year is not None or point.month is None or point.era:
            continue
        ahead = direction(tokens, expression.first, expression.end - 1) > 0
        (months.future if ahead else months.past).append((point.month, point.day))
    return months


def _moved_on(latest: _Told, months: _OpenMonths) -> ReferenceDate:
    """The latest date, moved on to the last month that the text tells as past without a year.

    Who writes in 2022 says "on August 19", and "December 2021" for what lies a year back.
    """
    year, known = latest.day.year, latest.day
    first_ahead = min((m for m, _ in months.future), default=13)
    past = [(m, d) for m, d in months.past if m < first_ahead]
    if latest.grain != "year":
        past = [(m, d) for m, d in past if m > known.month] or _next_year(latest, past)
        year += bool(past) and past[0][0] <= known.month
    elif not past and first_ahead < 13:
        past = [(max(1, first_ahead - 1), None)]
    if not past or year > 9999:
        return ReferenceDate(known, latest.start, latest.end, "latest", latest.grain)
    month, day = max(past, key=lambda found: (found[0], found[1] or 31))
    last = days_in_month(year, month)
    moved = date(year, month, min(day or last, last))
    grain: Grain = "month" if day is None else "day"
    return ReferenceDate(moved, latest.start, latest.end, "latest", grain)


def _next_year(latest: _Told, past: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """The open months, when the latest date is a month named with its year: they are of the next.

    Two of them at least, as one may be of any year.
    """
    if latest.grain != "month" or len({month for month, _ in past}) < _ENOUGH:
        return []
    return [found for found in past if found[0] < latest.day.month]


def _byline(
    tokens: Tokens, expressions: Sequence[Expression], head_end: int
) -> ReferenceDate | None:
    for expression in expressions:
        if tokens.starts[expression.first] > head_end:
            return None
        day = _full_day(expression.form)
        if day is None or expression.range_role is not None or _outlived(day, expressions):
            continue
        if _in_a_byline(tokens, expression):
            start, end = tokens.starts[expression.first], tokens.end(expression.end - 1)
            return ReferenceDate(day, start, end, "byline")
    return None


def _outlived(day: date, expressions: Sequence[Expression]) -> bool:
    """Whether the text names later years too often for the day to be that of its writing."""
    points = (_point(expression.form) for expression in expressions)
    years = [point.year for point in points if point is not None and point.year]
    return sum(year > day.year for year in years) > max(2, len(years) // 5)


def _in_a_byline(tokens: Tokens, expression: Expression) -> bool:
    """Whether the expression's line is short, and holds no sentence besides it."""
    start, end = tokens.starts[expression.first], tokens.end(expression.end - 1)
    text = tokens.text
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    before = text[line_start:start].lower().split()
    alone = len(line.strip()) < len(text.strip())
    if alone and len(line) <= _LONGEST_BYLINE and not line.rstrip().endswith((".", "?", "!")):
        return True
    return bool(before) and len(before) <= 4 and before[0].strip(":") in _BYLINE_VERBS


def _told(tokens: Tokens, expression: Expression) -> _Told | None:
    """The last day of an explicit date that no verb puts into the future."""
    point = _point(expression.form)
    if point is None or point.year is None or point.era or not 1 <= point.year <= 9999:
        return None
    if direction(tokens, expression.first, expression.end - 1) > 0:
        return None
    month = point.month or 12
    last = days_in_month(point.year, month)
    day = date(point.year, month, min(point.day or last, last))
    start, end = tokens.starts[expression.first], tokens.end(expression.end - 1)
    return _Told(day, "day" if point.day else "month" if point.month else "year", start, end)


def _full_day(form: Form) -> date | None:
    point = _point(form)
    if point is None or point.year is None or point.month is None or point.day is None:
        return None
    if point.era or point.day > days_in_month(point.year, point.month):
        return None
    return date(point.year, point.month, point.day)


def _point(form: Form) -> Point | None:
    if isinstance(form, Modified):
        return _point(form.form)
    if isinstance(form, DayAt):
        return _point(form.day) if form.day is not None else None
    return form if isinstance(form, Point) else None
