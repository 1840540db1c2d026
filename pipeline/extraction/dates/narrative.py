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

    So when at least three dates name a month or season of a year well before the anchor, and they
    outnumber by two to one what is told from the writer's own days (weekdays, "yesterday", "last
    year"). Bare years do not count: the news is full of them ("founded in 1911"). Without an
    anchor there is nothing else to follow.
    """
    if anchor is None:
        return True
    past = present = 0
    for expression in expressions:
        year = _dated_year(expression.form)
        if year is not None:
            past += year <= anchor.year - _YEARS_BEHIND
        else:
            present += speaks_from_today(expression.form)
    return past >= _ENOUGH and past >= 2 * present


def _dated_year(form: Form | None) -> int | None:
    """The year of a date finer than a year; None for all others."""
    if isinstance(form, Modified):
        return _dated_year(form.form)
    if isinstance(form, Range):
        return _dated_year(form.first)
    if isinstance(form, DayAt):
        return _dated_year(form.day)
    if isinstance(form, YearPart):
        return form.year.year if isinstance(form.year, Point) else None
    return form.year if isinstance(form, Point) and form.month else None


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
