"""Years before Christ. Python's calendar begins in the year 1: these have a value and no days."""

from __future__ import annotations

from pipeline.extraction.dates.forms import Form, Modified, Point, YearPart
from pipeline.extraction.dates.resolution.base import Resolved, dated
from pipeline.extraction.dates.story import Story
from pipeline.extraction.dates.values import granularity_of

_YEARS_PER = {"Y": 1, "DE": 10, "CE": 100}


def bc_value(value: str) -> Resolved:
    """A date before Christ, whose value is ``value`` after "BC": "0218", "0218-SP"."""
    return Resolved("DATE", f"BC{value}", granularity=granularity_of(value), told=False)


def bc_year_of(form: Form) -> int | None:
    """The year before Christ that an expression names."""
    inner = form.form if isinstance(form, Modified) else form
    if isinstance(inner, YearPart):
        inner = inner.year or inner
    return inner.year if isinstance(inner, Point) and inner.era == "BC" else None


def shifted_bc(count: float, unit: str, story: Story) -> Resolved | None:
    """So many years from the year before Christ last told; there is no year 0."""
    if story.bc_year is None or unit not in _YEARS_PER:
        return None
    year = 1 - story.bc_year + round(count * _YEARS_PER[unit])
    if year > 0:
        return dated(f"{year:04}", "anchored")
    story.bc_year = 1 - year
    return bc_value(f"{story.bc_year:04}")
