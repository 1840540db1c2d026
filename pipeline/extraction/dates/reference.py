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
_BYLINE_VERBS: Final = lx.words(
    "published updated posted dated issued written modified created date"
)


@dataclass(frozen=True, slots=True)
class ReferenceDate:
    """A guess at the day of writing, and the characters it was read from.

    ``source``: "byline", a date that stands in a short line of its own near the top; or "latest",
    the latest time that the text tells as past.
    """

    day: date
    start: int
    end: int
    source: Literal["byline", "latest"]


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
    return max(told, key=lambda found: found.day, default=None)


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
            return _reference(tokens, expression, day, "byline")
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


def _told(tokens: Tokens, expression: Expression) -> ReferenceDate | None:
    """The last day of an explicit date that no verb puts into the future."""
    point = _point(expression.form)
    if point is None or point.year is None or point.era or not 1 <= point.year <= 9999:
        return None
    if direction(tokens, expression.first, expression.end - 1) > 0:
        return None
    month = point.month or 12
    last = days_in_month(point.year, month)
    day = date(point.year, month, min(point.day or last, last))
    return _reference(tokens, expression, day, "latest")


def _reference(
    tokens: Tokens, expression: Expression, day: date, source: Literal["byline", "latest"]
) -> ReferenceDate:
    start, end = tokens.starts[expression.first], tokens.end(expression.end - 1)
    return ReferenceDate(day, start, end, source)


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
