"""Times counted from another: shifts, directions, and what was told last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pipeline.extraction.dates.forms import (
    Directed,
    Named,
    Point,
    Shift,
    Told,
    YearBefore,
    YearPart,
)
from pipeline.extraction.dates.holidays import holiday_date
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
from pipeline.extraction.dates.resolution.before_christ import bc_value, shifted_bc
from pipeline.extraction.dates.resolution.calendar import around, point_value
from pipeline.extraction.dates.story import Story
from pipeline.extraction.dates.tense import Tense
from pipeline.extraction.dates.values import (
    SEASON_MONTHS,
    duration_value,
    quarter_of,
    season_of,
    shift_day,
    unit_value,
    week_value,
)


@resolves(Shift)
def shift(form: Shift, story: Story) -> Resolved:
    """So many units from a base; hours and minutes stay durations, as no text tells its hour."""
    unit = form.unit.removeprefix("-")
    if form.count is None:
        back = form.unit.startswith("-") and unit[0] != "T"
        return unresolved("PAST_REF") if back else _as_length(None, unit)
    if form.base in ("told", "either") and (found := shifted_bc(form.count, unit, story)):
        return found
    later_than_nothing = form.base == "told" and form.count > 0 and story.last is None
    if unit[0] == "T" or (later_than_nothing and form.count != 1):
        return _as_length(abs(form.count), unit)
    if not isinstance(form.base, str):
        return _from_form(form, form.count, unit, story)
    if unit == "WE" and form.count == 0 and form.base == "anchor":
        return _weekend(story, coming=story.tense >= Tense.OPEN)
    if form.like_quarter and story.quarter is not None and not story.narrative:
        return _unit_at(shift_day(story.quarter, form.count, "Y"), "Q")
    base = _base(form, unit, story)
    if base is None or (base is story.anchor and story.too_vague_for(unit)):
        return open_unit(unit)
    day = shift_day(base, form.count, unit)
    if day is None:  # "10,000 years ago" lies outside the calendar
        return _as_length(abs(form.count), unit)
    return _unit_at(day, _value_unit(form.count, unit))


def _as_length(count: float | None, unit: str) -> Resolved:
    return Resolved("DURATION", duration_value(count, unit), told=False)


def _unit_at(day: date | None, unit: str) -> Resolved:
    """The unit that holds a day; a working week is Monday to Friday of one."""
    if day is None:
        return open_unit(unit)
    if unit != "WW":
        found = dated(unit_value(day, unit) or day.isoformat(), "anchored")
        return replace(found, day=day)
    monday = day - timedelta(days=day.isoweekday() - 1)
    return dated(week_value(day), "anchored", (monday, monday + timedelta(days=4)))


def _value_unit(count: float, unit: str) -> str:
    """The unit of the value: half years come to months, fortnights to weeks."""
    if count != int(count) and unit in ("Y", "DE", "CE"):
        return "M" if unit == "Y" else "Y"
    return {"F": "W", "WD": "D", "N": "D", "ML": "CE"}.get(unit, unit)


def _base(form: Shift, unit: str, story: Story) -> date | None:
    if form.base == "told":
        return story.base_for(unit)
    if story.tokens.lower(story.end - 1) == "ago":  # of the writer's now, in told history too
        return story.anchor
    beside_today = unit == "D" and form.count is not None and abs(form.count) <= 1
    if story.narrative and story.last is not None and not beside_today:
        return story.base_for(unit)
    return story.anchor


def _from_form(form: Shift, count: float, unit: str, story: Story) -> Resolved:
    """Counts from another expression: "3 days from today"; or the weekday of another week."""
    assert not isinstance(form.base, str)
    if isinstance(form.base, Point) and form.base.weekday is not None and not form.exact:
        return _weekday_of_week(form.base.weekday, round(count), story)
    base = resolve(form.base, story)
    moved = shift_day(base.interval[0], count, unit) if base.interval else None
    return on(moved, base.resolution) if moved else unresolved(None)


def _weekday_of_week(weekday: int, weeks: int, story: Story) -> Resolved:
    """The weekday of this week, or of one before or after; a Sunday looks back on its own week."""
    base = story.base_day("anchor")
    if base is None:
        return unresolved(f"XXXX-WXX-{weekday}", granularity="day")
    if weeks == -1 and base.isoweekday() == 7:
        weeks += weekday < 7
    return on(base + timedelta(days=7 * weeks + weekday - base.isoweekday()))


# -- directions ------------------------------------------------------------------------------------


@resolves(Directed)
def directed(form: Directed, story: Story) -> Resolved:
    """The nearest weekday, month, season or holiday in a direction."""
    base, target = story.base_day(form.base), form.target
    if story.bc_year is not None and form.base == "told":
        return _directed_bc(form, story.bc_year)
    if base is None:
        return resolve(target, story)
    if isinstance(target, YearPart):
        return dated(
            f"{_part_year(form.direction, target.code, base):04}-{target.code}", "anchored"
        )
    if isinstance(target, Named):
        return _directed_holiday(form.direction, target.name, base)
    if not isinstance(target, Point):
        return resolve(target, story)
    if target.weekday is not None and target.month is None:
        return on(_directed_weekday(form.direction, target.weekday, base))
    year = _directed_year(form.direction, target, base)
    return dated(point_value(target, year), "anchored")


def _directed_bc(form: Directed, told: int) -> Resolved:
    """A season or month of the year before Christ last told, or of the one beside it."""
    year, target = told - form.direction, form.target
    if year > 0 and isinstance(target, YearPart):
        return bc_value(f"{year:04}-{target.code}")
    if year > 0 and isinstance(target, Point) and target.month is not None:
        return bc_value(point_value(target, year))
    return unresolved(None)


def _directed_holiday(direction: int, name: str, base: date) -> Resolved:
    days = [day for year in around(base) if (day := holiday_date(name, year))]
    if direction < 0:
        days = [day for day in reversed(days) if day < base]
    elif direction > 0:
        days = [day for day in days if day > base]
    else:
        days = [day for day in days if day.year == base.year]
    return feast(name, days[0]) if days else unresolved(None, granularity="day")


def _directed_weekday(direction: int, weekday: int, base: date) -> date:
    """Strictly before or after the base; "this Friday" is that of the base's week."""
    if direction < 0:
        return base - timedelta(days=(base.isoweekday() - weekday - 1) % 7 + 1)
    if direction > 0:
        return base + timedelta(days=(weekday - base.isoweekday() - 1) % 7 + 1)
    return base + timedelta(days=weekday - base.isoweekday())


def _directed_year(direction: int, target: Point, base: date) -> int:
    here = (target.month or 1, target.day or 0)
    now = (base.month, base.day if target.day else 0)
    if direction < 0:
        return base.year - (here >= now)
    return base.year + (direction > 0 and here <= now)


def _part_year(direction: int, code: str, base: date) -> int:
    """The year of the season or quarter before, after or around the base."""
    if code not in SEASON_MONTHS:
        number, current = int(code[1]), quarter_of(base)
        return (
            base.year
            - (direction < 0 and number >= current)
            + (direction > 0 and number <= current)
        )
    year, season = season_of(base)
    if code == season:
        return year + direction
    later = base.month < SEASON_MONTHS[code][0]
    return base.year - (direction < 0 and later) + (direction > 0 and not later)


# -- what was told ---------------------------------------------------------------------------------


@resolves(Told)
def told(form: Told, story: Story) -> Resolved:
    """The unit of the time last told; "the week" and "the year" of the news are the anchor's."""
    unit = form.unit
    if unit == "Y" and story.bc_year is not None:
        return bc_value(f"{story.bc_year:04}")
    if unit == "*":
        value = story.last_value
        return dated(value, "anchored") if value else unresolved("PAST_REF")
    if unit == "WE":
        return _weekend(story, coming=story.tense > Tense.OPEN)
    if unit == "Q":
        return _told_quarter(story)
    if unit == "Y" and not story.narrative:
        return _told_year(form, story)
    return _unit_at(_told_day(form, story), unit) if _told_day(form, story) else open_unit(unit)


def _told_day(form: Told, story: Story) -> date | None:
    if form.unit in ("W", "M") and not form.strong and not story.narrative and story.anchor:
        return story.anchor
    if form.unit in ("D", "W"):
        return story.base_for(form.unit)
    return story.last.day if story.last is not None else story.anchor


def _told_quarter(story: Story) -> Resolved:
    """The quarter that the text reports on, else the last one that was complete at the anchor."""
    day = story.quarter or (shift_day(story.anchor, -1, "Q") if story.anchor else None)
    return _unit_at(day, "Q")


@resolves(YearBefore)
def year_before(form: YearBefore, story: Story) -> Resolved:
    """The period that is reported on, of the year that is named or of the one before."""
    reported = _reported(form.unit, story)
    if reported is None:
        return resolve(form.year or Shift(-1, "Y"), story)
    day, unit = reported
    year = year_in(resolve(form.year, story)) if form.year is not None else None
    if year is None or (year == day.year and not isinstance(form.year, Point)):
        year = day.year - 1
    return _unit_at(shift_day(day, year - day.year, "Y"), unit)


def _reported(unit: str, story: Story) -> tuple[date, str] | None:
    """A day of the quarter reported on, or of the week or month told last; and its unit."""
    if unit in ("P", "Q"):
        last = shift_day(story.anchor, -1, "Q") if story.anchor and unit == "Q" else None
        day = story.quarter or last
        return (day, "Q") if day else None
    told = story.last
    fits = told is not None and told.granularity in ("day", "week", unit_name(unit))
    day = told.day if told is not None and fits else story.anchor
    return (day, unit) if day else None


def _told_year(form: Told, story: Story) -> Resolved:
    """ "That year" is the year last told; "the year" the anchor's, unless one was just named."""
    last = story.last.day.year if story.last is not None else None
    anchor = story.anchor.year if story.anchor else None
    year = last if form.strong and last else (story.year_told_nearby() or anchor or last)
    return dated(f"{year:04}", "anchored") if year else open_unit("Y")


def _weekend(story: Story, *, coming: bool) -> Resolved:
    """The weekend before the anchor, or the ``coming`` one."""
    told_day = story.last_day.day if story.last_day is not None and story.narrative else None
    base = told_day or story.anchor
    if base is None:
        return open_unit("WE")
    saturday = base - timedelta(days=(base.isoweekday() - 6) % 7)
    if coming and base.isoweekday() < 6:
        saturday += timedelta(days=7)
    return dated(f"{week_value(saturday)}-WE", "anchored")
