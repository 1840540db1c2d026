"""What the grammar makes of an expression, before anything is known of when it was written.

A form says how a time is told, not when it is: `Shift(-1, "Y")` for "last year". `resolution`
turns a form and a context into a TIMEX3 value and an interval. Forms are small, frozen, and nest.
Units are ISO 8601 designators: TS, TM, TH (of the day), D, W, WE (weekend), M, Q, Y, H (half
year), DE (decade), CE (century), ML (millennium).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Base = Literal["anchor", "told", "either"]


@dataclass(frozen=True, slots=True)
class Point:
    """A calendar date with some fields left open: "May 5", "2014", "Friday, Oct. 23".

    Of a date in figures, ``order`` tells which came first where only one order is possible, and
    ``ambiguous`` that both are (it is then held month first until `order` settles it). A year of
    three figures is ``doubtful`` until `ancient` has seen the rest of the text.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    era: Literal["BC", "AD"] | None = None
    ambiguous: bool = False
    order: Literal["day", "month"] | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class YearPart:
    """A quarter (Q1-Q4), half (H1, H2) or season (SP, SU, FA, WI) of a year, perhaps not named."""

    code: str
    year: Form | None = None
    fiscal: bool = False


@dataclass(frozen=True, slots=True)
class Fiscal:
    """A fiscal year: "fiscal 2023", "the current fiscal year"."""

    year: Form


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years from ``start``; without a century ("the '90s") ``start`` is below 100."""

    start: int
    bc: bool = False


@dataclass(frozen=True, slots=True)
class Century:
    """The ``number``-th century."""

    number: int
    bc: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """``count`` units from a base: "last year", "two days later"; None when not told how many.

    ``base``: the anchor, the time last told, or whichever the context calls for. ``like_quarter``:
    in a report on a quarter, "a year earlier" means that quarter of the year before.
    ``exact``: to the day ("a year from today") and not to the unit.
    """

    count: float | None
    unit: str
    base: Base | Form = "anchor"
    like_quarter: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Directed:
    """The nearest ``target`` before (-1), after (1) or around (0) the base: "last May"."""

    direction: int
    target: Form
    base: Base = "anchor"


@dataclass(frozen=True, slots=True)
class Told:
    """A unit of the time last told: "that year", "the quarter", "the same day".

    ``strong``: the words point back ("that", "same"); "the year" alone may be the anchor's.
    """

    unit: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The quarter that is reported on, or the month told, a year before: "the year-ago quarter".

    ``unit`` "P" is the period reported on, be that a quarter or a year; ``year`` the year, where
    the text tells which ("the same quarter of 2025").
    """

    unit: str
    year: Form | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """``count`` units up to the end of another time: "the year ended June 30".

    ``over``: that time is behind ("ended", and not "to" or "ending").
    """

    count: float
    unit: str
    last: Point
    over: bool = False


@dataclass(frozen=True, slots=True)
class Nth:
    """The ``number``-th unit (negative: from the end) of another time; ``count`` units of it."""

    number: int
    unit: str
    of: Form
    count: int = 1
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class HalfOf:
    """The first (1) or second (2) half of a month, decade or century."""

    number: int
    of: Form


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week, weekend or working week that holds a day."""

    day: Form
    unit: str = "W"


@dataclass(frozen=True, slots=True)
class IsoWeek:
    """Week ``number`` of a year (ISO 8601)."""

    number: int
    year: Form | None = None


@dataclass(frozen=True, slots=True)
class DayAt:
    """A clock time or part of a day: ``clock`` is "14:30", or a TIMEX3 part such as "MO"."""

    day: Form | None
    clock: str | None = None
    part: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A holiday."""

    name: str
    year: Form | None = None


@dataclass(frozen=True, slots=True)
class InYear:
    """A month or day of a year that is told from another time: "March last year"."""

    date: Point
    year: Form


@dataclass(frozen=True, slots=True)
class Length:
    """A duration. ``amount`` None is vague ("several years").

    ``direction``: -1 for one that ends at the anchor ("the last decade"), 1 for one that begins
    there, 0 for one that is not anchored.
    """

    amount: float | None
    unit: str
    direction: int = 0
    rest: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recurring:
    """A set of times; ``value`` is its TIMEX3 value."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Vague:
    """PAST_REF, PRESENT_REF or FUTURE_REF."""

    value: str


@dataclass(frozen=True, slots=True)
class Modified:
    """A form with a TIMEX3 modifier (START, MID, END, APPROX, MORE_THAN, ...)."""

    mod: str
    form: Form


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends told in one breath, the later one elliptic: "2014-16", "12-15 May"."""

    first: Form
    last: Form


@dataclass(frozen=True, slots=True)
class Opaque:
    """An expression of time whose value cannot be known: "the day before the vote"."""

    unit: str


@dataclass(frozen=True, slots=True)
class Impossible:
    """A date that the calendar does not have: "30 February"."""

    text: str = field(default="")


Form = (
    Point
    | YearPart
    | Fiscal
    | Decade
    | Century
    | Shift
    | Directed
    | Told
    | YearBefore
    | Ending
    | Nth
    | HalfOf
    | WeekOf
    | IsoWeek
    | DayAt
    | Named
    | InYear
    | Length
    | Recurring
    | Vague
    | Modified
    | Range
    | Opaque
    | Impossible
)
