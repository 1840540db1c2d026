"""Units within longer times, times of day, and holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pipeline.extraction.dates.forms import DayAt, Ending, HalfOf, Named, Nth, WeekOf
from pipeline.extraction.dates.holidays import holiday_date, nth_weekday
from pipeline.extraction.dates.resolution.base import (
    Resolved,
    dated,
    feast,
    on,
    open_unit,
    resolve,
    resolves,
    unit_name,
    unresolved,
    year_in,
)
from pipeline.extraction.dates.resolution.calendar import around, nearest_day_year
from pipeline.extraction.dates.story import Story
from pipeline.extraction.dates.tense import Tense
from pipeline.extraction.dates.values import (
    Interval,
    duration_value,
    granularity_of,
    interval_of,
    month_interval,
    shift_day,
    unit_value,
    week_value,
)
from pipeline.records import Resolution

_SLACK = timedelta(days=8)
#: A clock time without a day belongs to a day told at most so many tokens before.
_SAME_SCENE = 60


@resolves(Nth)
def nth(form: Nth, story: Story) -> Resolved:
    """The nth unit, or a stretch of units: "the last four months of 2021" has length and days."""
    owner = resolve(form.of, story)
    days = _nth_days(form, owner.interval) if owner.interval else None
    if days is None:
        return unresolved(None, granularity=unit_name(form.unit))
    if form.count == 1:
        value = unit_value(days[0], "D" if form.weekday else form.unit)
        return dated(value or days[0].isoformat(), owner.resolution)
    half = _half_value(days)
    if half:
        return dated(half, owner.resolution)
    length = duration_value(form.count, form.unit)
    return Resolved("DURATION", length, days, owner.resolution, granularity=unit_name(form.unit))


def _nth_days(form: Nth, owner: Interval) -> Interval | None:
    first, last = owner
    if form.weekday is not None:
        month = first.month if form.number > 0 else last.month
        day = nth_weekday(last.year, month, form.weekday, form.number)
        return (day, day) if day and first <= day <= last else None
    count_days = _weeks if form.unit == "W" else _units
    days = count_days(form, first, last)
    # the last week of a year may run over its end
    fits = days is not None and first <= days[0] and days[1] <= last + timedelta(days=6)
    return days if fits else None


def _weeks(form: Nth, first: date, last: date) -> Interval | None:
    """Weeks are counted from the first Monday, or back from the last Sunday."""
    if form.number > 0:
        monday = first + timedelta(days=(8 - first.isoweekday()) % 7)
        start = monday + timedelta(days=7 * (form.number - 1))
    else:
        monday = last - timedelta(days=last.isoweekday() % 7 + 6)
        start = monday + timedelta(days=7 * (form.number + 1 - (form.count - 1)))
    return start, start + timedelta(days=7 * form.count - 1)


def _units(form: Nth, first: date, last: date) -> Interval | None:
    if form.number > 0:
        begin = shift_day(first, form.number - 1, form.unit)
    else:
        begin = shift_day(last + timedelta(days=1), form.number - (form.count - 1), form.unit)
    end = shift_day(begin, form.count, form.unit) if begin else None
    return (begin, end - timedelta(days=1)) if begin and end else None


def _half_value(days: Interval) -> str | None:
    """The value of two quarters that make a half."""
    year = days[0].year
    halves = (h for h in (1, 2) if days == month_interval(year, 6 * h - 5, 6 * h))
    return next((f"{year:04}-H{half}" for half in halves), None)


def _end_of(form: Ending, story: Story) -> Resolved:
    """The time that an `Ending` ends with; of one that is over, the last before the anchor."""
    owner = resolve(form.last, story)
    ahead = owner.interval and story.anchor and owner.interval[0] > story.anchor
    if not (ahead and form.over) or form.last.year is not None or owner.interval is None:
        return owner
    before = replace(form.last, year=owner.interval[0].year - 1)
    return replace(resolve(before, story), resolution=owner.resolution)


@resolves(Ending)
def ending(form: Ending, story: Story) -> Resolved:
    """A quarter or year that the calendar has, else a length with its days."""
    owner = _end_of(form, story)
    length = duration_value(form.count, form.unit)
    granularity = unit_name(form.unit)
    first = None
    if owner.interval is not None:
        after = owner.interval[1] + timedelta(days=1)
        first = shift_day(after, -form.count, form.unit)
    if owner.interval is None or first is None:
        return Resolved("DURATION", length, granularity=granularity, told=False)
    last = owner.interval[1]
    if form.count == 1 and form.unit in ("Q", "Y"):
        # the 52 or 13 weeks of a retailer end a few days off
        value = unit_value(last - _SLACK, form.unit)
        whole = interval_of(value) if value else None
        if value and whole and abs(whole[1] - last) <= _SLACK:
            return dated(value, owner.resolution)
    return Resolved(
        "DURATION", length, (first, last), owner.resolution, granularity=granularity, told=False
    )


@resolves(HalfOf)
def half_of(form: HalfOf, story: Story) -> Resolved:
    """The value of the whole, its first or second half by days, and the modifier to tell."""
    owner = resolve(form.of, story)
    mod = "START" if form.number == 1 else "END"
    if owner.interval is None:
        return replace(owner, mod=mod)
    first, last = owner.interval
    if owner.granularity in ("decade", "century"):
        middle = date(first.year + (last.year - first.year + 1) // 2, 1, 1)
    else:
        middle = first + timedelta(days=((last - first).days + 1) // 2)
    half = (first, middle - timedelta(days=1)) if form.number == 1 else (middle, last)
    return replace(owner, mod=mod, interval=half)


@resolves(WeekOf)
def week_of(form: WeekOf, story: Story) -> Resolved:
    """The week or weekend that holds a day."""
    owner = resolve(form.day, story)
    if owner.interval is None:
        return open_unit(form.unit)
    day = owner.interval[0]
    if form.unit == "WE" and day.isoweekday() in (1, 5):
        return _long_weekend(day, owner.resolution)
    return dated(unit_value(day, form.unit) or week_value(day), owner.resolution)


def _long_weekend(day: date, resolution: Resolution) -> Resolved:
    """A weekend with its Friday or Monday off: three days."""
    first = day if day.isoweekday() == 5 else day - timedelta(days=2)
    return dated(f"{week_value(first)}-WE", resolution, (first, first + timedelta(days=2)))


@resolves(DayAt)
def day_at(form: DayAt, story: Story) -> Resolved:
    """A time of its day, else of the day told shortly before, else of the anchor."""
    day = resolve(form.day, story) if form.day is not None else _scene(story)
    is_day = day.granularity == "day" and day.value is not None
    value = (day.value if is_day else "XXXX-XX-XX") or ""
    value += f"T{form.clock or form.part}{form.zone or ''}"
    return Resolved(
        "TIME",
        value,
        day.interval if is_day else None,
        day.resolution,
        granularity=granularity_of(value),
        told=day.told and is_day,
    )


def _scene(story: Story) -> Resolved:
    told = None if story.stands_alone else story.last_day
    if told is not None and (story.first - told.token < _SAME_SCENE or story.narrative):
        return on(told.day)
    return on(story.anchor) if story.anchor and not story.narrative else open_unit("D")


@resolves(Named)
def named(form: Named, story: Story) -> Resolved:
    """A holiday of its year, of the year last told, or of the nearest year."""
    resolution: Resolution = "anchored"
    if form.year is not None:
        owner = resolve(form.year, story)
        year, resolution = year_in(owner), owner.resolution
    elif story.narrative:
        base = story.last.day if story.last else story.anchor
        year = base.year if base else None
    else:
        year = _nearest_holiday(form.name, story.anchor, story.tense) if story.anchor else None
    day = holiday_date(form.name, year) if year is not None else None
    return feast(form.name, day, resolution) if day else unresolved(None, granularity="day")


def _nearest_holiday(name: str, anchor: date, tense: Tense) -> int:
    days = [day for year in around(anchor) if (day := holiday_date(name, year))]
    return nearest_day_year(days, anchor, tense, verb=300) if days else anchor.year
