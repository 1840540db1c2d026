"""Parts of years, and units longer than a year."""

from __future__ import annotations

from pipeline.extraction.dates.forms import Century, Decade, Fiscal, IsoWeek, Shift, YearPart
from pipeline.extraction.dates.resolution.base import (
    Resolved,
    dated,
    resolve,
    resolves,
    unresolved,
    year_in,
)
from pipeline.extraction.dates.resolution.before_christ import bc_value, bc_year_of
from pipeline.extraction.dates.resolution.calendar import around, cheapest, narrative_year
from pipeline.extraction.dates.story import Story, ToldTime
from pipeline.extraction.dates.values import SEASON_MONTHS, granularity_of
from pipeline.records import Resolution


@resolves(YearPart)
def year_part(form: YearPart, story: Story) -> Resolved:
    """A quarter, half or season of its year, or of the nearest year when it names none."""
    resolution: Resolution = "anchored"
    bc = bc_year_of(form) or (story.bc_year if form.year is None else None)
    if bc is not None:
        return bc_value(f"{bc:04}-{form.code}")
    if form.year is None:
        year = _part_year(form.code, story)
    else:
        owner = resolve(form.year, story)
        year, resolution = year_in(owner), owner.resolution
        if _is_this_winter(form) and story.anchor is not None and story.anchor.month <= 2:
            year = story.anchor.year - 1
    if year is None:
        return unresolved(f"XXXX-{form.code}", granularity=granularity_of(f"2000-{form.code}"))
    return dated(f"{year:04}-{form.code}", resolution)


def _is_this_winter(form: YearPart) -> bool:
    """ "This winter" in January began last year."""
    return form.code == "WI" and isinstance(form.year, Shift) and form.year.count == 0


def _part_year(code: str, story: Story) -> int | None:
    """The year of a part that names none: the one last told, or the nearest, rather one begun."""
    first, last = part_months(code)
    if story.last is not None and (story.narrative or story.anchor is None):
        return _narrative_part_year(first, last, story.last)
    nearby, anchor = story.year_told_nearby(), story.anchor
    if anchor is None or (nearby is not None and nearby < anchor.year):
        return nearby
    distances = {}
    for year in around(anchor):
        offset = 12 * (year - anchor.year) - anchor.month
        distances[year] = max(0, offset + first) or min(0, offset + last)
    # who "expects to report third-quarter results" speaks of a quarter that is over
    future = 9 if code in SEASON_MONTHS else 3
    return cheapest(distances, story.tense, past=9, future=future, none=5)


def _narrative_part_year(first: int, last: int, told: ToldTime) -> int:
    """In a story, "in the spring" after July is the next spring."""
    if told.granularity in ("day", "month") and last < told.day.month:
        return told.day.year + 1
    return narrative_year(first, told.day, told.granularity)


def part_months(code: str) -> tuple[int, int]:
    """First and last month of a quarter, half or season; 13 is next January."""
    if code in SEASON_MONTHS:
        return SEASON_MONTHS[code]
    size = 3 if code[0] == "Q" else 6
    return size * (int(code[1]) - 1) + 1, size * int(code[1])


@resolves(Fiscal)
def fiscal(form: Fiscal, story: Story) -> Resolved:
    """A fiscal year has the value and the days of its calendar year: whose it is, no text tells."""
    return resolve(form.year, story)


@resolves(Decade)
def decade(form: Decade, story: Story) -> Resolved:
    """A decade without a century is the latest one that has begun."""
    if form.bc:
        return bc_value(f"{form.start // 10:03}")
    if form.start >= 100:
        return dated(f"{form.start // 10:03}")
    base = story.last.day if story.narrative and story.last else story.anchor
    year = base.year if base else 2000
    start = year // 100 * 100 + form.start
    return dated(f"{(start if start <= year else start - 100) // 10:03}", "anchored")


@resolves(Century)
def century(form: Century, story: Story) -> Resolved:
    """The 18th century is 17 (1700 to 1799), as in TIMEX3."""
    if form.bc:
        return bc_value(f"{form.number - 1:02}")
    return dated(f"{form.number - 1:02}")


@resolves(IsoWeek)
def iso_week(form: IsoWeek, story: Story) -> Resolved:
    """A numbered week of the year named, or of the anchor's."""
    year = year_in(resolve(form.year or Shift(0, "Y"), story))
    if year is None:
        return unresolved(f"XXXX-W{form.number:02}", granularity="week")
    return dated(f"{year:04}-W{form.number:02}", "explicit" if form.year else "anchored")
