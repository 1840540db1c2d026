"""Forms + story -> TIMEX3 values and intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from pipeline.extraction.dates import forms as f
from pipeline.extraction.dates.holidays import days_in_month, holiday_date, nth_weekday
from pipeline.extraction.dates.story import Story
from pipeline.extraction.dates.values import (
    SEASON_MONTHS,
    Interval,
    duration_value,
    granularity_of,
    interval_of,
    month_interval,
    part_interval,
    quarter_of,
    season_of,
    shift_day,
    unit_value,
    week_value,
)
from pipeline.records import DateType, Resolution


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression comes to; ``told`` says whether later expressions may count from it."""

    type: DateType
    value: str | None
    interval: Interval | None = None
    resolution: Resolution = "explicit"
    mod: str | None = None
    granularity: str | None = None
    told: bool = True
    ambiguous: bool = False


Resolver = Callable[[Any, Story], Resolved]
_RESOLVERS: Final[dict[type, Resolver]] = {}


def _resolves(kind: type) -> Callable[[Resolver], Resolver]:
    def register(resolver: Resolver) -> Resolver:
        _RESOLVERS[kind] = resolver
        return resolver

    return register


def resolve(form: f.Form, story: Story) -> Resolved:
    """Resolve ``form`` at the story's present point."""
    return _RESOLVERS[type(form)](form, story)


def _dated(
    value: str, resolution: Resolution = "explicit", interval: Interval | None = None
) -> Resolved:
    found = interval or interval_of(value)
    return Resolved("DATE", value, found, resolution, granularity=granularity_of(value))


def _unresolved(
    value: str | None, kind: DateType = "DATE", granularity: str | None = None
) -> Resolved:
    return Resolved(kind, value, None, "unresolved", granularity=granularity, told=False)


# -- calendar dates ------------------------------------------------------------------------------


@_resolves(f.Point)
def _point(form: f.Point, story: Story) -> Resolved:
    if form.era == "BC":
        return Resolved("DATE", f"BC{form.year:04}", None, granularity="year", told=False)
    if form.year is None and form.month is None and form.day is None and form.weekday is not None:
        return _weekday(form.weekday, story)
    if form.year is not None:
        return replace(_dated(_point_value(form)), ambiguous=form.ambiguous)
    if form.month is None:
        return _day_of_month(form, story)
    year = _open_year(form, story)
    if year is None:
        return _unresolved(_point_value(form), granularity="day" if form.day else "month")
    if form.day is not None and form.day > days_in_month(year, form.month):
        year = next(
            (
                y
                for y in (year - 1, year + 1, year - 2, year + 2, year - 3, year + 3)
                if form.day <= days_in_month(y, form.month)
            ),
            year,
        )
    return replace(
        _dated(_point_value(replace(form, year=year)), "anchored"), ambiguous=form.ambiguous
    )


def _point_value(form: f.Point) -> str:
    year = f"{form.year:04}" if form.year is not None else "XXXX"
    if form.month is None:
        return year
    return f"{year}-{form.month:02}" + (f"-{form.day:02}" if form.day else "")


def _open_year(form: f.Point, story: Story) -> int | None:
    """The year of a month or day that names none."""
    assert form.month is not None
    if story.last is not None and (story.narrative or story.anchor is None):
        return _narrative_year(form, story.last.day, story.last.granularity)
    nearby = story.year_told_nearby()
    if nearby is not None and (
        story.anchor is None or (nearby < story.anchor.year and story.tense <= 0)
    ):
        return nearby
    if story.anchor is None:
        return None
    return _nearest_year(form, story.anchor, story.tense)


def _narrative_year(form: f.Point, last: date, granularity: str) -> int:
    """The year last told; the next one when that is only a few months on."""
    assert form.month is not None
    ahead = (form.month - last.month) % 12
    if (
        granularity in ("day", "month", "week", "hour", "minute")
        and form.month < last.month
        and ahead <= 3
    ):
        return last.year + 1
    return last.year


def _nearest_year(form: f.Point, anchor: date, tense: int) -> int:
    """The year that puts a month or day nearest the anchor, leaning the way the verb points."""
    assert form.month is not None
    if form.day is not None and form.weekday is not None:
        fitting = _year_of_weekday(form, anchor)
        if fitting is not None:
            return fitting
    if form.day is None:
        here = {
            year: 12 * (year - anchor.year) + form.month - anchor.month for year in _around(anchor)
        }
        return _cheapest(here, tense, past=_MONTHS_AGAINST, future=_MONTHS_AGAINST, none=1)
    days = {
        year: (date(year, form.month, min(form.day, days_in_month(year, form.month))) - anchor).days
        for year in _around(anchor)
    }
    return _cheapest(days, tense, past=90, future=150, none=20)


#: A verb outweighs any distance for a bare month ("bought in November" is last November) ...
_MONTHS_AGAINST: Final = 13


def _around(anchor: date) -> range:
    return range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1)


def _cheapest(distances: dict[int, int], tense: int, *, past: int, future: int, none: int) -> int:
    """The year with the least distance, where a distance against the verb costs extra."""

    def cost(year: int) -> int:
        distance = distances[year]
        if distance > 0 and tense <= 0:
            return distance + (past if tense < 0 else none)
        return -distance + future if distance < 0 and tense > 0 else abs(distance)

    return min(distances, key=cost)


def _year_of_weekday(form: f.Point, anchor: date) -> int | None:
    """The year nearest the anchor in which the day falls on the weekday that the text names."""
    assert form.month is not None and form.day is not None
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        if (
            form.day <= days_in_month(year, form.month)
            and date(year, form.month, form.day).isoweekday() == form.weekday
        ):
            return year
    return None


def _weekday(weekday: int, story: Story) -> Resolved:
    base = story.anchor
    if story.narrative and story.last_day is not None:
        base = story.last_day.day
    if base is None:
        return _unresolved(f"XXXX-WXX-{weekday}", granularity="day")
    return _dated(
        _weekday_near(base, weekday, story.tense if not story.narrative else 1).isoformat(),
        "anchored",
    )


def _weekday_near(base: date, weekday: int, tense: int) -> date:
    """The weekday on or before the day, or on or after it when the sentence looks ahead."""
    if tense > 0:
        return base + timedelta(days=(weekday - base.isoweekday()) % 7)
    return base - timedelta(days=(base.isoweekday() - weekday) % 7)


def _day_of_month(form: f.Point, story: Story) -> Resolved:
    base = story.base_day(
        "told"
        if story.narrative
        or (story.last and story.last.granularity in ("day", "month") and story.last.explicit)
        else "anchor"
    )
    if base is None or form.day is None:
        return _unresolved(f"XXXX-XX-{form.day:02}" if form.day else None, granularity="day")
    months = [base.year * 12 + base.month - 1 + k for k in (0, -1, 1, -2, 2)]
    days = [
        date(m // 12, m % 12 + 1, form.day)
        for m in months
        if 12 <= m < 119_988 and form.day <= days_in_month(m // 12, m % 12 + 1)
    ]
    if form.weekday is not None:
        days = [day for day in days if day.isoweekday() == form.weekday] or days
    if story.tense < 0 and not story.narrative:
        days = [day for day in days if day <= base] or days
    elif story.tense > 0:
        days = [day for day in days if day >= base] or days
    return (
        _dated(days[0].isoformat(), "anchored") if days else _unresolved(f"XXXX-XX-{form.day:02}")
    )


# -- parts of years, decades, centuries -----------------------------------------------------------


@_resolves(f.YearPart)
def _year_part(form: f.YearPart, story: Story) -> Resolved:
    if form.year is not None:
        owner = resolve(form.year, story)
        if owner.value is None or len(owner.value) != 4 or not owner.value.isdigit():
            return _unresolved(f"XXXX-{form.code}", granularity=granularity_of(f"2000-{form.code}"))
        year = int(owner.value)
        if form.code == "WI" and isinstance(form.year, f.Shift) and form.year.count == 0:
            return _this_winter(story, owner)
        return _dated(f"{year:04}-{form.code}", owner.resolution)
    year_ = _part_year(form.code, story)
    if year_ is None:
        return _unresolved(f"XXXX-{form.code}", granularity=granularity_of(f"2000-{form.code}"))
    return _dated(f"{year_:04}-{form.code}", "anchored")


def _this_winter(story: Story, owner: Resolved) -> Resolved:
    base = story.anchor
    if base is not None and base.month <= 2:
        return _dated(f"{base.year - 1:04}-WI", "anchored")
    return _dated(f"{owner.value}-WI", "anchored")


def _part_year(code: str, story: Story) -> int | None:
    """The year of a quarter, half or season that names none: the nearest, rather one begun."""
    if story.last is not None and (story.narrative or story.anchor is None):
        middle = f.Point(month=(_part_months(code)[0] + _part_months(code)[1]) // 2 % 12 or 12)
        return _narrative_year(middle, story.last.day, story.last.granularity)
    nearby = story.year_told_nearby()
    if nearby is not None and (story.anchor is None or nearby < story.anchor.year):
        return nearby
    if story.anchor is None:
        return None
    anchor = story.anchor
    first, last = _part_months(code)
    distances = {}
    for year in _around(anchor):
        offset = 12 * (year - anchor.year) - anchor.month
        distances[year] = max(0, offset + first) or min(0, offset + last)
    return _cheapest(distances, story.tense, past=9, future=3, none=5)


def _part_months(code: str) -> tuple[int, int]:
    if code in SEASON_MONTHS:
        return SEASON_MONTHS[code]
    size = 3 if code[0] == "Q" else 6
    return size * (int(code[1]) - 1) + 1, size * int(code[1])


@_resolves(f.Fiscal)
def _fiscal(form: f.Fiscal, story: Story) -> Resolved:
    return resolve(form.year, story)


@_resolves(f.Decade)
def _decade(form: f.Decade, story: Story) -> Resolved:
    if form.bc:
        return Resolved("DATE", f"BC{form.start // 10:03}", None, granularity="decade", told=False)
    start = form.start
    if start < 100:
        reference = story.last.day if story.narrative and story.last else story.anchor
        century = (reference.year if reference else 2000) // 100 * 100
        start += (
            century if century + start <= (reference.year if reference else 2000) else century - 100
        )
    return _dated(f"{start // 10:03}", "explicit" if form.start >= 100 else "anchored")


@_resolves(f.Century)
def _century(form: f.Century, story: Story) -> Resolved:
    if form.bc:
        return Resolved("DATE", f"BC{form.number - 1:02}", None, granularity="century", told=False)
    return _dated(f"{form.number - 1:02}")


@_resolves(f.IsoWeek)
def _iso_week(form: f.IsoWeek, story: Story) -> Resolved:
    owner = resolve(form.year or f.Shift(0, "Y"), story)
    if owner.value is None or not owner.value.isdigit():
        return _unresolved(f"XXXX-W{form.number:02}", granularity="week")
    return _dated(f"{owner.value}-W{form.number:02}", "explicit" if form.year else "anchored")


# -- shifts ---------------------------------------------------------------------------------------


@_resolves(f.Shift)
def _shift(form: f.Shift, story: Story) -> Resolved:
    unit = form.unit.removeprefix("-")
    if form.count is None and (unit[0] == "T" or not form.unit.startswith("-")):
        return Resolved("DURATION", duration_value(None, unit), told=False)
    if form.count is None:
        return _unresolved("PAST_REF")
    if unit[0] == "T":
        return Resolved("DURATION", duration_value(abs(form.count), unit), told=False)
    if not isinstance(form.base, str):
        return _shift_from(form, unit, story)
    if form.like_quarter and story.quarter is not None and not story.narrative:
        return _dated(
            unit_value(_shifted(story.quarter, form.count, "Y") or story.quarter, "Q") or "",
            "anchored",
        )
    base = _base(form, unit, story)
    if base is None:
        return _unresolved(_open_value(unit), granularity=_unit_name(unit))
    moved = _shifted(base, form.count, unit)
    if moved is None:
        return _unresolved(_open_value(unit), granularity=_unit_name(unit))
    resolved = _dated(
        unit_value(moved, _told_unit(form.count, unit)) or moved.isoformat(), "anchored"
    )
    if unit == "WW" and resolved.interval:
        monday = resolved.interval[0]
        resolved = replace(resolved, interval=(monday, monday + timedelta(days=4)))
    return resolved


def _told_unit(count: float, unit: str) -> str:
    """Half years come to months, fortnights to weeks; whole units to themselves."""
    if unit in ("F", "WW"):
        return "W"
    if unit in ("WD", "N"):
        return "D"
    if unit == "Y" and count != int(count):
        return "M"
    if unit in ("DE", "CE", "ML") and abs(count) >= 1:
        return "DE" if unit == "DE" else "CE"
    return unit


def _shifted(base: date, count: float, unit: str) -> date | None:
    return shift_day(base, count, unit)


def _base(form: f.Shift, unit: str, story: Story) -> date | None:
    if form.base == "told":
        return story.base_for(unit)
    today = unit == "D" and form.count is not None and abs(form.count) <= 1
    if story.narrative and story.last is not None and not today:
        return story.base_for(unit)
    return story.anchor


def _shift_from(form: f.Shift, unit: str, story: Story) -> Resolved:
    """Reads "3 days from today", and the weekday of another week."""
    assert not isinstance(form.base, str) and form.count is not None
    if (
        isinstance(form.base, f.Point)
        and form.base.weekday is not None
        and unit == "W"
        and not form.exact
    ):
        if story.anchor is None:
            return _unresolved(f"XXXX-WXX-{form.base.weekday}", granularity="day")
        monday = story.anchor - timedelta(days=story.anchor.isoweekday() - 1)
        return _dated(
            (monday + timedelta(days=7 * round(form.count) + form.base.weekday - 1)).isoformat(),
            "anchored",
        )
    base = resolve(form.base, story)
    if base.interval is None:
        return _unresolved(None)
    moved = shift_day(base.interval[0], form.count, unit)
    return _dated(moved.isoformat(), base.resolution) if moved else _unresolved(None)


def _open_value(unit: str) -> str:
    return {
        "D": "XXXX-XX-XX",
        "W": "XXXX-WXX",
        "WE": "XXXX-WXX-WE",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
        "Y": "XXXX",
        "DE": "XXX",
        "CE": "XX",
    }.get(unit, "XXXX-XX-XX")


def _unit_name(unit: str) -> str:
    return {
        "D": "day",
        "W": "week",
        "WE": "weekend",
        "M": "month",
        "Q": "quarter",
        "Y": "year",
        "DE": "decade",
        "CE": "century",
    }.get(unit, "day")


@_resolves(f.Directed)
def _directed(form: f.Directed, story: Story) -> Resolved:
    base = story.base_day(form.base)
    target = form.target
    if base is None:
        return resolve(target, story)
    if isinstance(target, f.YearPart):
        return _directed_part(form.direction, target.code, base)
    if isinstance(target, f.Named):
        return _directed_holiday(form.direction, target.name, base)
    assert isinstance(target, f.Point)
    if target.weekday is not None and target.month is None:
        return _dated(
            _directed_weekday(form.direction, target.weekday, base).isoformat(), "anchored"
        )
    assert target.month is not None
    return _dated(
        _point_value(replace(target, year=_directed_year(form.direction, target, base))), "anchored"
    )


def _directed_holiday(direction: int, name: str, base: date) -> Resolved:
    days = [day for year in range(base.year - 1, base.year + 2) if (day := _holiday(name, year))]
    if direction < 0:
        days = [day for day in reversed(days) if day < base]
    elif direction > 0:
        days = [day for day in days if day > base]
    else:
        days = [day for day in days if day.year == base.year]
    return _dated(days[0].isoformat(), "anchored") if days else _unresolved(None, granularity="day")


def _holiday(name: str, year: int) -> date | None:
    return holiday_date(name, year) if 1 <= year <= 9999 else None


def _directed_weekday(direction: int, weekday: int, base: date) -> date:
    if direction < 0:
        return base - timedelta(days=(base.isoweekday() - weekday - 1) % 7 + 1)
    if direction > 0:
        return base + timedelta(days=(weekday - base.isoweekday() - 1) % 7 + 1)
    monday = base - timedelta(days=base.isoweekday() - 1)
    return monday + timedelta(days=weekday - 1)


def _directed_year(direction: int, target: f.Point, base: date) -> int:
    assert target.month is not None
    here = (target.month, target.day or 0)
    now = (base.month, base.day if target.day else 0)
    if direction < 0:
        return base.year - (0 if here < now else 1)
    if direction > 0:
        return base.year + (0 if here > now else 1)
    return base.year


def _directed_part(direction: int, code: str, base: date) -> Resolved:
    """The season or quarter before, after or around the base."""
    if code in SEASON_MONTHS:
        year, current = season_of(base)
        order = ("WI", "SP", "SU", "FA")
        if code == current:
            year += direction
        else:
            later = base.month < SEASON_MONTHS[code][0]
            year = (
                base.year
                - (1 if direction < 0 and later else 0)
                + (1 if direction > 0 and not later else 0)
            )
        assert code in order
        return _dated(f"{year:04}-{code}", "anchored")
    number, current_number = int(code[1]), quarter_of(base)
    year = (
        base.year
        - (1 if direction < 0 and number >= current_number else 0)
        + (1 if direction > 0 and number <= current_number else 0)
    )
    return _dated(f"{year:04}-{code}", "anchored")


@_resolves(f.Told)
def _told(form: f.Told, story: Story) -> Resolved:
    if form.unit == "WE":
        return _weekend(story)
    if form.unit == "Q" and story.quarter is not None:
        return _dated(unit_value(story.quarter, "Q") or "", "anchored")
    base = story.last
    if form.unit == "*":
        return _dated(story.last_value, "anchored") if story.last_value else _unresolved("PAST_REF")
    if form.unit == "Y" and not story.narrative:
        return _told_year(form, story)
    day = base.day if base is not None else story.anchor
    if form.unit in ("W", "M") and not form.strong and not story.narrative and story.anchor:
        day = story.anchor
    elif form.unit in ("D", "W", "WE"):
        day = story.base_for(form.unit)
    if form.unit == "Q" and story.anchor is not None:
        day = shift_day(story.anchor, -1, "Q")
    if day is None:
        return _unresolved(_open_value(form.unit), granularity=_unit_name(form.unit))
    return _dated(unit_value(day, form.unit) or day.isoformat(), "anchored")


def _told_year(form: f.Told, story: Story) -> Resolved:
    """Reads "that year" is the year last told; "the year" the anchor's, unless one was just named."""
    nearby = story.year_told_nearby()
    if form.strong and story.last is not None:
        year: int | None = story.last.day.year
    elif nearby is not None:
        year = nearby
    else:
        year = story.anchor.year if story.anchor else (story.last.day.year if story.last else None)
    return _dated(f"{year:04}", "anchored") if year else _unresolved("XXXX", granularity="year")


def _weekend(story: Story) -> Resolved:
    base = story.anchor if story.last_day is None or not story.narrative else story.last_day.day
    if base is None:
        return _unresolved("XXXX-WXX-WE", granularity="weekend")
    saturday = base - timedelta(days=(base.isoweekday() - 6) % 7)
    if story.tense > 0 and base.isoweekday() < 6:
        saturday += timedelta(days=7)
    return _dated(f"{week_value(saturday)}-WE", "anchored")


# -- units within others ---------------------------------------------------------------------------


@_resolves(f.Nth)
def _nth(form: f.Nth, story: Story) -> Resolved:
    owner = resolve(form.of, story)
    if owner.interval is None:
        return _unresolved(None, granularity=_unit_name(form.unit))
    days = _nth_days(form, owner.interval)
    if days is None:
        return _unresolved(None, granularity=_unit_name(form.unit))
    if form.count == 1:
        return _dated(
            unit_value(days[0], "D" if form.weekday else form.unit) or days[0].isoformat(),
            owner.resolution,
        )
    value = _whole_value(days) or duration_value(form.count, form.unit)
    kind: DateType = "DURATION" if value.startswith("P") else "DATE"
    return Resolved(kind, value, days, owner.resolution, granularity=_unit_name(form.unit))


def _nth_days(form: f.Nth, owner: Interval) -> Interval | None:
    first, last = owner
    if form.weekday is not None:
        day = nth_weekday(first.year, first.month, form.weekday, form.number)
        return (day, day) if day and first <= day <= last else None
    starts = _starts(form.unit, first, last, form.number, form.count)
    if starts is None:
        return None
    start, end = starts
    return (start, end) if first <= start <= end <= last + timedelta(days=6) else None


def _starts(unit: str, first: date, last: date, number: int, count: int) -> Interval | None:
    """First and last day of units ``number`` .. ``number + count - 1`` counted within the owner."""
    if unit == "W":
        monday = first + timedelta(days=(8 - first.isoweekday()) % 7)
        if number < 0:
            final = last - timedelta(days=last.isoweekday() % 7 + 6)
            start = final + timedelta(days=7 * (number + 1) - 7 * (count - 1))
        else:
            start = monday + timedelta(days=7 * (number - 1))
        return start, start + timedelta(days=7 * count - 1)
    if number > 0:
        begin = shift_day(first, number - 1, unit)
    else:
        begin = shift_day(last + timedelta(days=1), number - (count - 1), unit)
    end = shift_day(begin, count, unit) if begin else None
    return (begin, end - timedelta(days=1)) if begin and end else None


def _whole_value(days: Interval) -> str | None:
    """The value of two quarters that make a half, or None."""
    for half in (1, 2):
        if days == month_interval(days[0].year, 6 * half - 5, 6 * half):
            return f"{days[0].year:04}-H{half}"
    return None


@_resolves(f.WeekOf)
def _week_of(form: f.WeekOf, story: Story) -> Resolved:
    owner = resolve(form.day, story)
    if owner.interval is None:
        return _unresolved(_open_value(form.unit), granularity=_unit_name(form.unit))
    day = owner.interval[0]
    if form.unit == "WE" and day.isoweekday() in (1, 5):
        return _long_weekend(day, owner)
    return _dated(unit_value(day, form.unit) or week_value(day), owner.resolution)


def _long_weekend(day: date, owner: Resolved) -> Resolved:
    """A weekend with a Friday or Monday off: three days."""
    first = day if day.isoweekday() == 5 else day - timedelta(days=2)
    value = f"{week_value(first)}-WE"
    return _dated(value, owner.resolution, (first, first + timedelta(days=2)))


@_resolves(f.DayAt)
def _day_at(form: f.DayAt, story: Story) -> Resolved:
    suffix = f"T{form.clock or form.part}{form.zone or ''}"
    day: Resolved | None = resolve(form.day, story) if form.day is not None else None
    if day is None:
        told = story.last_day
        near = told is not None and story.first - told.token < 60
        base = told.day if near and told is not None else story.anchor
        day = _dated(base.isoformat(), "anchored") if base else _unresolved("XXXX-XX-XX")
    value = day.value if day.value and len(day.value) >= 10 else "XXXX-XX-XX"
    return Resolved(
        "TIME",
        value + suffix,
        day.interval,
        day.resolution,
        granularity=granularity_of(value + suffix),
        told=day.told,
    )


@_resolves(f.Named)
def _named(form: f.Named, story: Story) -> Resolved:
    if form.year is not None:
        owner = resolve(form.year, story)
        year = (
            int(owner.value)
            if owner.value and owner.value.isdigit() and len(owner.value) == 4
            else None
        )
        resolution: Resolution = owner.resolution
    else:
        base = story.last.day if story.narrative and story.last else story.anchor
        year, resolution = (base.year if base else None), "anchored"
        if base is not None and not story.narrative:
            year = _holiday_year(form.name, base, story.tense)
    day = holiday_date(form.name, year) if year is not None else None
    if day is None:
        return _unresolved(None, granularity="day")
    return _dated(day.isoformat(), resolution)


def _holiday_year(name: str, anchor: date, tense: int) -> int:
    days = [
        day
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        if 1 <= year <= 9999 and (day := holiday_date(name, year))
    ]
    distances = {day.year: (day - anchor).days for day in days}
    return _cheapest(distances, tense, past=90, future=150, none=20) if days else anchor.year


# -- lengths, sets, references ----------------------------------------------------------------------


@_resolves(f.Length)
def _length(form: f.Length, story: Story) -> Resolved:
    value = duration_value(form.amount, form.unit, form.rest)
    interval = (
        _span_of(form, story.base_day("anchor"))
        if form.direction and form.amount is not None
        else None
    )
    return Resolved("DURATION", value, interval, "anchored" if interval else "explicit", told=False)


def _span_of(form: f.Length, anchor: date | None) -> Interval | None:
    if anchor is None or form.unit[0] == "T" or form.amount is None:
        return None
    other = shift_day(anchor, form.direction * form.amount, form.unit)
    if other is None or other == anchor:
        return None
    if form.unit == "Q":  # quarters are of the calendar, and complete
        return _whole_quarters(form, anchor)
    return (other, anchor) if form.direction < 0 else (anchor + timedelta(days=1), other)


def _whole_quarters(form: f.Length, anchor: date) -> Interval | None:
    this = 3 * quarter_of(anchor) - 2
    count = int(form.amount or 0)
    first = this - 3 * count if form.direction < 0 else this + 3
    try:
        return month_interval(anchor.year, first, first + 3 * count - 1)
    except ValueError:
        return None


@_resolves(f.Recurring)
def _recurring(form: f.Recurring, story: Story) -> Resolved:
    return Resolved("SET", form.value, told=False)


@_resolves(f.Vague)
def _vague(form: f.Vague, story: Story) -> Resolved:
    return Resolved("DATE", form.value, told=False)


@_resolves(f.Opaque)
def _opaque(form: f.Opaque, story: Story) -> Resolved:
    return _unresolved(_open_value(form.unit), form.kind, _unit_name(form.unit))


@_resolves(f.Impossible)
def _impossible(form: f.Impossible, story: Story) -> Resolved:
    return _unresolved(None, granularity="day")


@_resolves(f.Range)
def _range(form: f.Range, story: Story) -> Resolved:
    first, last = resolve(form.first, story), resolve(form.last, story)
    if first.interval is None or last.interval is None or first.interval[0] > last.interval[1]:
        return _unresolved(None)
    return Resolved(
        "DATE",
        f"{first.value}/{last.value}",
        (first.interval[0], last.interval[1]),
        first.resolution,
        granularity=first.granularity,
    )


@_resolves(f.Modified)
def _modified(form: f.Modified, story: Story) -> Resolved:
    inner = resolve(form.form, story)
    interval = inner.interval
    if (
        form.mod in ("START", "MID", "END")
        and interval
        and inner.granularity
        and inner.type == "DATE"
    ):
        interval = part_interval(interval, form.mod, inner.granularity)
    return replace(inner, mod=form.mod, interval=interval)
