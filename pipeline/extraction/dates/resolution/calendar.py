"""Calendar dates with open fields: which year's May, which week's Tuesday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from pipeline.extraction.dates.forms import InYear, Point
from pipeline.extraction.dates.holidays import days_in_month
from pipeline.extraction.dates.resolution.base import (
    Resolved,
    dated,
    on,
    resolve,
    resolves,
    unresolved,
    year_in,
)
from pipeline.extraction.dates.resolution.before_christ import bc_value
from pipeline.extraction.dates.story import Story
from pipeline.extraction.dates.tense import Tense

#: Months that a verb outweighs for a bare month: "bought in November" is last November.
_MONTHS_AGAINST: Final = 13


_MONTHS_ON: Final = 6  # a story passes over no more months than that without naming the year
_NEVER: Final = 10_000  # more than any distance in days

#: A bare day ("the 19th") is of the month told at most so many tokens before.
_SAME_SUBJECT: Final = 40


@resolves(Point)
def point(form: Point, story: Story) -> Resolved:
    """Full dates as they stand; open ones by anchor, tense, and what was told."""
    if form.era == "BC":
        return bc_value(point_value(form))
    if not _exists(form):  # "31 to 3 February": a month was shared that has no such day
        return unresolved(None, granularity="day")
    if form.year is not None:
        return _marked(form, dated(point_value(form)))
    if form.month is not None:
        return _month_or_day(form, story)
    if form.day is not None:
        return _day_of_month(form, form.day, story)
    return _weekday(form.weekday or 1, story)


@resolves(InYear)
def in_year(form: InYear, story: Story) -> Resolved:
    """The date in its year."""
    owner = resolve(form.year, story)
    year = year_in(owner)
    if year is None:
        return unresolved(point_value(form.date), granularity="day" if form.date.day else "month")
    return replace(point(replace(form.date, year=year), story), resolution=owner.resolution)


def _exists(form: Point) -> bool:
    if form.month is None or form.day is None:
        return True
    return form.day <= days_in_month(form.year or 2000, form.month)


def point_value(form: Point, year: int | None = None) -> str:
    """The TIMEX3 value of a year, month or day, with X's for an open year that is not given."""
    number = form.year if year is None else year
    text = f"{number:04}" if number is not None else "XXXX"
    if form.month is None:
        return text
    return f"{text}-{form.month:02}" + (f"-{form.day:02}" if form.day else "")


def _month_or_day(form: Point, story: Story) -> Resolved:
    if story.bc_year is not None:
        return bc_value(point_value(form, story.bc_year))
    year = _open_year(form, story)
    if year is None:
        return unresolved(point_value(form), granularity="day" if form.day else "month")
    if form.day is not None and form.month is not None:
        year = _year_with_day(year, form.month, form.day)
    return _marked(form, dated(point_value(form, year), "anchored"))


def _marked(form: Point, resolved: Resolved) -> Resolved:
    return replace(resolved, ambiguous=True) if form.ambiguous else resolved


def _year_with_day(year: int, month: int, day: int) -> int:
    """The year nearest to ``year`` that has the day: 29 February may be up to seven years off."""
    years = (year + sign * off for off in range(8) for sign in (-1, 1))
    return next((y for y in years if day <= days_in_month(y, month)), year)


def _open_year(form: Point, story: Story) -> int | None:
    """The year of a month or day that names none."""
    if story.last is not None and (story.narrative or story.anchor is None):
        return narrative_year(form.month or 1, story.last.day, story.last.granularity)
    if story.narrative and story.opening is not None:
        return story.opening.year - ((form.month or 1) > story.opening.month)
    nearby = story.year_told_nearby()
    if story.anchor is None:
        return nearby
    lends = Tense.BACK <= story.tense <= Tense.OPEN
    if nearby is not None and nearby < story.anchor.year and lends:
        return nearby
    return _nearest_year(form, story.anchor, story.tense)


def narrative_year(month: int, last: date, granularity: str) -> int:
    """The year last told; the next one when that is only a few months on."""
    fine = granularity in ("day", "month", "season", "week", "hour", "minute")
    next_year = fine and month < last.month and (month - last.month) % 12 <= _MONTHS_ON
    return last.year + next_year


def _nearest_year(form: Point, anchor: date, tense: Tense) -> int:
    """The year that puts a month or day nearest the anchor, leaning the way the verb points."""
    month = form.month or 1
    if form.day is None:
        months = {y: 12 * (y - anchor.year) + month - anchor.month for y in around(anchor)}
        return cheapest(months, tense, past=_MONTHS_AGAINST, future=_MONTHS_AGAINST, none=1)
    fitting = _year_of_weekday(form, anchor) if form.weekday is not None else None
    if fitting is not None:
        return fitting
    return nearest_day_year(
        [date(y, month, min(form.day, days_in_month(y, month))) for y in around(anchor)],
        anchor,
        tense,
    )


def around(anchor: date) -> range:
    """The anchor's year and its neighbours."""
    return range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1)


def nearest_day_year(days: list[date], anchor: date, tense: Tense, *, verb: int = 90) -> int:
    """The year of the day that is nearest the anchor; the verb is worth ``verb`` days or more."""
    distances = {day.year: (day - anchor).days for day in days}
    return cheapest(distances, tense, past=verb, future=verb + 60, none=20)


def cheapest(distances: dict[int, int], tense: Tense, *, past: int, future: int, none: int) -> int:
    """The year with the least distance, where a distance against the verb costs extra.

    ``past``, ``future`` and ``none`` are what it costs to lie ahead of a past verb, behind a future
    one, and ahead when no verb tells. What was planned leans ahead a little; what has been
    going on "since" a time cannot lie ahead of it.
    """

    ahead = {Tense.SINCE: _NEVER, Tense.BACK: past, Tense.OPEN: none}.get(tense, 0)
    behind = {Tense.AHEAD: future, Tense.PLANNED: future // 4}.get(tense, 0)

    def cost(year: int) -> int:
        distance = distances[year]
        return distance + ahead if distance > 0 else -distance + behind * (distance < 0)

    return min(distances, key=cost)


def _year_of_weekday(form: Point, anchor: date) -> int | None:
    """The year nearest the anchor in which the day falls on the weekday that the text names."""
    month, day = form.month or 1, form.day or 1
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        fits = day <= days_in_month(year, month)
        if fits and date(year, month, day).isoweekday() == form.weekday:
            return year
    return None


def _weekday(weekday: int, story: Story) -> Resolved:
    """The weekday on or before the anchor, or after it when the sentence looks ahead.

    Of one that was planned, the nearer: "was to expire on Tuesday".
    """
    told = story.last_day.day if story.narrative and story.last_day is not None else None
    base = told or story.anchor
    if base is None or (told is None and story.too_vague_for("D")):
        return unresolved(f"XXXX-WXX-{weekday}", granularity="day")
    ahead = (weekday - base.isoweekday()) % 7
    back = (base.isoweekday() - weekday) % 7
    forward = story.tense == Tense.AHEAD or story.narrative
    if forward or (story.tense == Tense.PLANNED and ahead < back):
        return on(base + timedelta(days=ahead))
    return on(base - timedelta(days=back))


def _day_of_month(form: Point, day: int, story: Story) -> Resolved:
    """A bare day ("the 15th") of the month told, or of the anchor's or a neighbouring month."""
    told = story.last
    near = told is not None and story.first - told.token <= _SAME_SUBJECT
    fresh = near and told is not None and told.granularity in ("day", "month")
    base = story.base_day("told" if story.narrative or fresh else "anchor")
    if base is None:
        return unresolved(f"XXXX-XX-{day:02}", granularity="day")
    days = _days_near(base, day)
    if form.weekday is not None:
        days = [found for found in days if found.isoweekday() == form.weekday] or days
    if story.tense < 0 and not story.narrative:
        days = [found for found in days if found <= base] or days
    elif story.tense > 0:
        days = [found for found in days if found >= base] or days
    return on(days[0]) if days else unresolved(f"XXXX-XX-{day:02}", granularity="day")


def _days_near(base: date, day: int) -> list[date]:
    """The ``day``-th of the base's month and of those around it, nearest first."""
    months = (
        base.year * 12 + base.month - 1 + k for k in (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6)
    )
    pairs = ((m // 12, m % 12 + 1) for m in months if 12 <= m < 120_000)
    return [date(y, m, day) for y, m in pairs if day <= days_in_month(y, m)]
