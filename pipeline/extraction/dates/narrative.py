"""Whether a text tells history or the news, read off the dates that it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipeline.extraction.dates.finder import Expression
from pipeline.extraction.dates.forms import (
    Century,
    DayAt,
    Decade,
    Directed,
    Form,
    HalfOf,
    InYear,
    Modified,
    Named,
    Nth,
    Point,
    Range,
    Shift,
    YearPart,
)
from pipeline.extraction.dates.holidays import days_in_month

#: A year is past history when it lies this far behind the anchor.
_YEARS_BEHIND: Final = 2
_ENOUGH: Final = 3
_ENOUGH_ALONE: Final = 2
_DAYS_NEAR: Final = 45
_ANCIENT: Final = 1500  # the news is not full of years before that


@dataclass(slots=True)
class _Counts:
    """What a text tells: days, months and seasons of the ``past``, bare ``years`` of it, those of
    times ``ancient``, ``late`` years, what speaks from the ``present``; ``open`` dates after a
    first one that is past."""

    past: int = 0
    years: int = 0
    ancient: int = 0
    late: int = 0
    present: int = 0
    open: int = 0
    begins_in_past: bool = False
    in_week: bool = False

    def add(self, form: Form | None, anchor: date) -> None:
        year = named_year(form)
        if year is None:
            # a weekday after "Monday, 3 March 1913" is of that week
            today = speaks_from_today(form) or _is_weekday_near(form, anchor)
            self.present += today and not (self.in_week and _is_weekday(form))
            self.open += self.begins_in_past and isinstance(form, Point) and form.month is not None
            return
        if year > anchor.year - _YEARS_BEHIND:
            self.late += 1
        elif _is_bare_year(form) and year > _ANCIENT:
            self.years += 1
        elif _is_bare_year(form):
            self.ancient += 1
        else:
            self.past += 1
        is_day = isinstance(form, Point) and form.day is not None
        self.in_week = isinstance(form, Named) or (
            isinstance(form, Point) and form.weekday is not None
        )
        first = self.past + self.ancient + self.years + self.late == 1 and not self.present
        self.begins_in_past |= first and self.past == 1 and is_day


def is_narrative(expressions: Iterable[Expression], anchor: date | None) -> bool:
    """Whether open dates ("in March") follow the story rather than the day of writing.

    So when at least three dates name a month or season of a year well before the anchor, and they
    outnumber by two to one what is told from the writer's own days ("yesterday", "last year", a
    weekday without its date). Bare years do not count: the news is full of them ("founded in
    1911"). A text with nothing at all from the writer's days, and no later year, tells history with
    one such date and a year beside it, or with a day of the past first and open dates after it; one
    that is full of years does so with few of the writer's days. Without an anchor there is nothing
    else to follow.
    """
    if anchor is None:
        return True
    counts = _Counts()
    for expression in expressions:
        counts.add(bare(expression.form), anchor)
    if not counts.present:  # a find is reported today, however old it is
        counts.past += counts.ancient
    told = counts.past + counts.years + counts.open // 2
    if counts.past and told >= _ENOUGH_ALONE and not counts.present and not counts.late:
        return True
    if counts.past and _is_full_of_years(counts):
        return True
    return counts.past >= _ENOUGH and counts.past >= 2 * counts.present


def _is_full_of_years(counts: _Counts) -> bool:
    """Whether bare years, of which the news has a few, are so many that they tell a life."""
    told, own = counts.past + counts.years, counts.late + counts.present
    return counts.past + counts.years // 4 >= _ENOUGH and 4 * own <= told


def first_day(expressions: Iterable[Expression]) -> date | None:
    """The first time that a text names with its year; what was told before it came before."""
    for expression in expressions:
        form = bare(expression.form)
        year = named_year(form)
        if year is not None and 1 <= year <= 9999:
            month = form.month if isinstance(form, Point) and form.month else 12
            return date(year, month, 1)
    return None


def bare(form: Form | None) -> Form | None:
    """The date in a modified form, the first end of a range, the day of a time."""
    if isinstance(form, Modified):
        return bare(form.form)
    if isinstance(form, Range):
        return bare(form.first)
    return bare(form.day) if isinstance(form, DayAt) else form


def named_year(form: Form | None) -> int | None:
    """The year that a (bare) date names, or begins with; None when it names none."""
    if isinstance(form, YearPart | Named):
        return named_year(form.year)
    if isinstance(form, Nth | HalfOf):
        return named_year(bare(form.of))
    if isinstance(form, Decade):
        return form.start if form.start >= 100 else None
    if isinstance(form, Century):
        return 100 * form.number - 100
    if not isinstance(form, Point) or form.year is None:
        return None
    return -form.year if form.era == "BC" else form.year


def _is_bare_year(form: Form | None) -> bool:
    """Whether a date is no finer than a year."""
    return isinstance(form, Decade | Century) or (isinstance(form, Point) and not form.month)


def _is_weekday(form: Form | None) -> bool:
    return isinstance(form, Point) and form.weekday is not None and form.month is None


def _is_weekday_near(form: Form | None, anchor: date) -> bool:
    """Whether "Thursday 23 January", without its year, is a day of the weeks around the anchor."""
    if not isinstance(form, Point) or form.weekday is None or not form.month or not form.day:
        return False
    for year in range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1):
        if form.day <= days_in_month(year, form.month):
            day = date(year, form.month, form.day)
            if day.isoweekday() == form.weekday and abs((day - anchor).days) <= _DAYS_NEAR:
                return True
    return False


def speaks_from_today(form: Form | None) -> bool:
    """Whether an expression counts from the day of writing: "Monday", "yesterday", "last year"."""
    if isinstance(form, Modified):
        return speaks_from_today(form.form)
    if isinstance(form, DayAt):
        return speaks_from_today(form.day)
    if isinstance(form, Point):
        return _is_weekday(form)
    if isinstance(form, YearPart | InYear):
        return speaks_from_today(form.year)
    if isinstance(form, Shift):
        return form.base == "anchor" or isinstance(form.base, Point)
    return isinstance(form, Directed) and form.base == "anchor"
