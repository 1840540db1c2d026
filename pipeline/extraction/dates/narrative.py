"""Whether a text tells history or the news, read off the dates that it names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from pipeline.extraction.dates.finder import Expression
from pipeline.extraction.dates.forms import (
    DayAt,
    Directed,
    Form,
    Modified,
    Point,
    Range,
    Shift,
    YearPart,
)

#: A year is past history when it lies this far behind the anchor.
_YEARS_BEHIND: Final = 2
_ENOUGH: Final = 3


def is_narrative(expressions: Iterable[Expression], anchor: date | None) -> bool:
    """Whether open dates ("in March") follow the story rather than the day of writing.

    So when at least three expressions name years well before the anchor, and they outnumber by two
    to one those that speak from the writer's own days (weekdays, "yesterday", "last year").
    """
    if anchor is None:
        return True
    past = present = 0
    for expression in expressions:
        year = _year(expression.form)
        if year is not None and year <= anchor.year - _YEARS_BEHIND:
            past += 1
        elif year is not None or speaks_from_today(expression.form):
            present += 1
    return past >= _ENOUGH and past >= 2 * present


def _year(form: Form | None) -> int | None:
    if isinstance(form, Modified):
        return _year(form.form)
    if isinstance(form, Point):
        return form.year
    if isinstance(form, YearPart):
        return _year(form.year)
    if isinstance(form, Range):
        return _year(form.first)
    return _year(form.day) if isinstance(form, DayAt) else None


def speaks_from_today(form: Form | None) -> bool:
    """Whether an expression counts from the day of writing: "Monday", "yesterday", "last year"."""
    if isinstance(form, Modified):
        return speaks_from_today(form.form)
    if isinstance(form, DayAt):
        return speaks_from_today(form.day)
    if isinstance(form, Point):
        return form.weekday is not None and form.month is None
    if isinstance(form, Shift):
        return form.base == "anchor" or isinstance(form.base, Point)
    return isinstance(form, Directed) and form.base == "anchor"
