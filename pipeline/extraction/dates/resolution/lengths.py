"""Durations, sets, references, ranges, and modifiers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pipeline.extraction.dates.forms import (
    Impossible,
    Length,
    Modified,
    Opaque,
    Range,
    Recurring,
    Vague,
)
from pipeline.extraction.dates.resolution.base import (
    Resolved,
    open_unit,
    resolve,
    resolves,
    unresolved,
)
from pipeline.extraction.dates.story import Story
from pipeline.extraction.dates.values import (
    Interval,
    duration_value,
    month_interval,
    part_interval,
    quarter_of,
    shift_day,
)


@resolves(Length)
def length(form: Length, story: Story) -> Resolved:
    """A duration; one that ends or begins at the anchor has days too, where that is one day."""
    value = duration_value(form.amount, form.unit, form.rest)
    vague = story.too_vague_for("D")
    interval = None if vague else _span(form, form.amount, story.base_day("anchor"))
    return Resolved("DURATION", value, interval, "anchored" if interval else "explicit", told=False)


def _span(form: Length, amount: float | None, anchor: date | None) -> Interval | None:
    if anchor is None or amount is None or form.direction == 0 or form.unit[0] == "T":
        return None
    if form.unit == "Q":
        return _whole_quarters(form.direction, int(amount), anchor)
    other = shift_day(anchor, form.direction * amount, form.unit)
    if other is None or other == anchor:
        return None
    return (other, anchor) if form.direction < 0 else (anchor + timedelta(days=1), other)


def _whole_quarters(direction: int, count: int, anchor: date) -> Interval:
    """Quarters are of the calendar, and complete."""
    this = 3 * quarter_of(anchor) - 2
    first = this - 3 * count if direction < 0 else this + 3
    return month_interval(anchor.year, first, first + 3 * count - 1)


@resolves(Recurring)
def recurring(form: Recurring, story: Story) -> Resolved:
    """A set has a value and no days."""
    return Resolved("SET", form.value, told=False)


@resolves(Vague)
def vague(form: Vague, story: Story) -> Resolved:
    """A reference stands for itself."""
    return Resolved("DATE", form.value, told=False)


@resolves(Opaque)
def opaque(form: Opaque, story: Story) -> Resolved:
    """Some unit, nobody knows which."""
    return open_unit(form.unit)


@resolves(Impossible)
def impossible(form: Impossible, story: Story) -> Resolved:
    """A day that the calendar does not have has no value."""
    return unresolved(None, granularity="day")


@resolves(Range)
def range_(form: Range, story: Story) -> Resolved:
    """From the first day of one end to the last of the other; the value is EDTF (ISO 8601-2)."""
    first, last = resolve(form.first, story), resolve(form.last, story)
    if first.interval is None or last.interval is None or first.interval[0] > last.interval[1]:
        return unresolved(None)
    days = (first.interval[0], last.interval[1])
    value = f"{first.value}/{last.value}"
    return Resolved("DATE", value, days, first.resolution, granularity=first.granularity)


@resolves(Modified)
def modified(form: Modified, story: Story) -> Resolved:
    """Early, middle and late narrow the days; other modifiers leave them."""
    inner = resolve(form.form, story)
    interval = inner.interval
    if form.mod in ("START", "MID", "END") and inner.type == "DATE" and interval:
        interval = part_interval(interval, form.mod, inner.granularity or "")
    return replace(inner, mod=form.mod, interval=interval)
