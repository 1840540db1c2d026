"""The result type of resolving, and the registry of resolvers by form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pipeline.extraction.dates.forms import Form
from pipeline.extraction.dates.holidays import last_day
from pipeline.extraction.dates.story import Story
from pipeline.extraction.dates.values import Interval, granularity_of, interval_of
from pipeline.records import DateType, Resolution


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression comes to; ``told`` says whether later expressions may count from it.

    They count from ``day`` where that is not the first of the interval: "a week later".
    """

    type: DateType
    value: str | None
    interval: Interval | None = None
    resolution: Resolution = "explicit"
    mod: str | None = None
    granularity: str | None = None
    told: bool = True
    ambiguous: bool = False
    day: date | None = None


Resolver = Callable[[Any, Story], Resolved]
_RESOLVERS: Final[dict[type, Resolver]] = {}


def resolves(kind: type) -> Callable[[Resolver], Resolver]:
    """Register the resolver of one kind of form."""

    def register(resolver: Resolver) -> Resolver:
        _RESOLVERS[kind] = resolver
        return resolver

    return register


def resolve(form: Form, story: Story) -> Resolved:
    """Resolve ``form`` at the story's present point."""
    try:
        return _RESOLVERS[type(form)](form, story)
    except (OverflowError, ValueError):  # the calendar ends at the years 1 and 9999
        return unresolved(None)


def dated(
    value: str, resolution: Resolution = "explicit", interval: Interval | None = None
) -> Resolved:
    """A DATE; its interval follows from the value unless given."""
    found = interval or interval_of(value)
    return Resolved("DATE", value, found, resolution, granularity=granularity_of(value))


def on(day: date, resolution: Resolution = "anchored") -> Resolved:
    """A DATE of one day."""
    return Resolved("DATE", day.isoformat(), (day, day), resolution, granularity="day")


def feast(name: str, first: date, resolution: Resolution = "anchored") -> Resolved:
    """The day of a feast; from first to last, as EDTF writes it, of one that lasts a month."""
    last = last_day(name, first)
    if last == first:
        return on(first, resolution)
    value = f"{first.isoformat()}/{last.isoformat()}"
    return Resolved("DATE", value, (first, last), resolution, granularity="day")


def unresolved(
    value: str | None, kind: DateType = "DATE", granularity: str | None = None
) -> Resolved:
    """An expression of which no more is known than ``value`` says ("XXXX-08-19")."""
    return Resolved(kind, value, None, "unresolved", granularity=granularity, told=False)


_OPEN_VALUES: Final = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX",
    "Y": "XXXX", "DE": "XXX", "CE": "XX",
}  # fmt: skip
_UNIT_NAMES: Final = {
    "D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter", "Y": "year",
    "DE": "decade", "CE": "century",
}  # fmt: skip


def unit_name(unit: str) -> str:
    """The granularity of a unit."""
    return _UNIT_NAMES.get(unit, "day")


def open_unit(unit: str) -> Resolved:
    """Some unit of time, nobody knows which."""
    return unresolved(_OPEN_VALUES.get(unit, "XXXX-XX-XX"), granularity=unit_name(unit))


def year_in(resolved: Resolved) -> int | None:
    """The year of a resolved year; None if it is something else."""
    value = resolved.value
    return int(value) if value and len(value) == 4 and value.isdigit() else None
