"""TIMEX3 values and the closed intervals of days that they cover."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from pipeline.extraction.dates.holidays import days_in_month

Interval = tuple[date, date]

#: First and last month of the northern seasons; winter runs into the next year.
SEASON_MONTHS: Final = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}


def month_interval(year: int, first: int, last: int) -> Interval:
    """From the first day of month ``first`` to the last of ``last`` (13 is next January)."""
    y2, m2 = year + (last - 1) // 12, (last - 1) % 12 + 1
    y1, m1 = year + (first - 1) // 12, (first - 1) % 12 + 1
    return date(y1, m1, 1), date(y2, m2, days_in_month(y2, m2))


def _years(first: int, last: int) -> Interval:
    return date(max(first, 1), 1, 1), date(last, 12, 31)


def _months_of(found: re.Match[str], size: int) -> Interval:
    number = int(found[2])
    return month_interval(int(found[1]), size * (number - 1) + 1, size * number)


def _season(year: str, code: str) -> Interval:
    return month_interval(int(year), *SEASON_MONTHS[code])


def _week(year: int, week: int) -> Interval:
    monday = date.fromisocalendar(year, week, 1)
    return monday, monday + timedelta(days=6)


def _weekend(year: int, week: int) -> Interval:
    saturday = date.fromisocalendar(year, week, 6)
    return saturday, saturday + timedelta(days=1)


def _day(text: str) -> Interval:
    day = date.fromisoformat(text)
    return day, day


_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Interval]], ...]] = (
    (re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?"), lambda m: _day(m[1])),
    (re.compile(r"(\d{4})-(\d\d)"), lambda m: month_interval(int(m[1]), int(m[2]), int(m[2]))),
    (re.compile(r"(\d{4})"), lambda m: _years(int(m[1]), int(m[1]))),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda m: _months_of(m, 3)),
    (re.compile(r"(\d{4})-H([12])"), lambda m: _months_of(m, 6)),
    (re.compile(r"(\d{4})-(SP|SU|FA|WI)"), lambda m: _season(m[1], m[2])),
    (re.compile(r"(\d{4})-W(\d\d)-WE"), lambda m: _weekend(int(m[1]), int(m[2]))),
    (re.compile(r"(\d{4})-W(\d\d)"), lambda m: _week(int(m[1]), int(m[2]))),
    (re.compile(r"(\d{3})X?"), lambda m: _years(10 * int(m[1]), 10 * int(m[1]) + 9)),
    (re.compile(r"(\d\d)(?:XX)?"), lambda m: _years(100 * int(m[1]), 100 * int(m[1]) + 99)),
)  # fmt: skip


def interval_of(value: str) -> Interval | None:
    """The days that a TIMEX3 value covers; None if it names no days (durations, X's, BC).

    >>> interval_of("2022-Q2")
    (datetime.date(2022, 4, 1), datetime.date(2022, 6, 30))
    """
    for pattern, read in _READERS:
        found = pattern.fullmatch(value)
        if found:
            try:
                return read(found)
            except (ValueError, OverflowError):  # year 0, week 53 of a short year
                return None
    return None


def week_value(day: date) -> str:
    """The ISO week that holds ``day``: "2022-W34"."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def season_of(day: date) -> tuple[int, str]:
    """(year the season began, code) of the northern season that holds ``day``."""
    if day.month in (1, 2):
        return day.year - 1, "WI"
    return day.year, {1: "SP", 2: "SU", 3: "FA", 4: "WI"}[day.month // 3]


def unit_value(day: date, unit: str) -> str | None:
    """The value of the ``unit`` that holds ``day``; None for units that TIMEX3 cannot write."""
    makers: dict[str, Callable[[date], str]] = {
        "D": date.isoformat,
        "W": week_value,
        "WE": lambda d: f"{week_value(d)}-WE",
        "M": lambda d: f"{d.year:04}-{d.month:02}",
        "Q": lambda d: f"{d.year:04}-Q{quarter_of(d)}",
        "H": lambda d: f"{d.year:04}-H{1 if d.month <= 6 else 2}",
        "Y": lambda d: f"{d.year:04}",
        "DE": lambda d: f"{d.year // 10:03}",
        "CE": lambda d: f"{d.year // 100:02}",
    }
    return makers[unit](day) if unit in makers else None


_MONTHS_PER: Final = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
_DAYS_PER: Final = {"D": 1, "N": 1, "W": 7, "WE": 7, "F": 14, "WD": 1, "WW": 7}


def shift_day(day: date, count: float, unit: str) -> date | None:
    """``day`` moved by ``count`` units, to the last day of a shorter month; None out of range."""
    try:
        if unit in _MONTHS_PER:
            months = day.year * 12 + day.month - 1 + round(count * _MONTHS_PER[unit])
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))
        if unit in _DAYS_PER:
            return day + timedelta(days=round(count * _DAYS_PER[unit]))
    except (ValueError, OverflowError):
        return None
    return day


def part_interval(interval: Interval, mod: str, granularity: str) -> Interval:
    """The early, middle or late part of a time.

    Months: days 1-10, 11-20, 21 to the end. Years: four months each. Decades: years 0-3, 4-6, 7-9.
    Other units: thirds, by days; a day stays whole.
    """
    first, last = interval
    index = ("START", "MID", "END").index(mod)
    if granularity == "month":
        bounds = ((1, 10), (11, 20), (21, last.day))[index]
        return first.replace(day=bounds[0]), first.replace(day=bounds[1])
    if granularity == "year" and first.month == 1:
        return month_interval(first.year, 4 * index + 1, 4 * index + 4)
    if granularity in ("decade", "century"):
        unit = (last.year - first.year + 1) // 10
        low, high = ((0, 3), (4, 6), (7, 9))[index]
        return _years(first.year + low * unit, first.year + (high + 1) * unit - 1)
    size = (last - first).days + 1
    if size < 3:
        return interval
    cuts = [round(size * k / 3) for k in range(4)]
    return first + timedelta(days=cuts[index]), first + timedelta(days=cuts[index + 1] - 1)


_GRANULARITY: Final = (
    (re.compile(r"\A[^T\n]*+T\d\d:\d\d:\d\d.*"), "second"),
    (re.compile(r"\A[^T\n]*+T\d\d:\d\d.*"), "minute"),
    (re.compile(r"\A[^T\n]*+T\d\d.*"), "hour"),
    (re.compile(r"\A[^T\n]*+T[A-Z]{2}"), "hour"),
    (re.compile(r".{4}-W..-WE"), "weekend"),
    (re.compile(r".{4}-W..-\d"), "day"),
    (re.compile(r".{4}-W.."), "week"),
    (re.compile(r".{4}-Q."), "quarter"),
    (re.compile(r".{4}-H."), "half"),
    (re.compile(r".{4}-(?:SP|SU|FA|WI)"), "season"),
    (re.compile(r".{4,6}-..-.."), "day"),
    (re.compile(r".{4,6}-.."), "month"),
    (re.compile(r"(?:BC)?.{4}"), "year"),
    (re.compile(r"(?:BC)?.{3}"), "decade"),
    (re.compile(r"(?:BC)?.{2}"), "century"),
)


def granularity_of(value: str) -> str | None:
    """The unit of a DATE or TIME value; None for references, durations and sets."""
    if value.endswith("_REF") or value.startswith("P"):
        return None
    return next((name for pattern, name in _GRANULARITY if pattern.fullmatch(value)), None)


_DESIGNATORS: Final = {
    "Q": (3, "M"), "DE": (10, "Y"), "CE": (100, "Y"), "ML": (1000, "Y"), "F": (2, "W"),
    "H": (6, "M"), "WW": (1, "W"),
}  # fmt: skip
_SMALLER: Final = {"Y": (12, "M"), "TH": (60, "TM")}


def duration_value(
    amount: float | None, unit: str, rest: tuple[tuple[float, str], ...] = ()
) -> str:
    """An ISO 8601 duration; an X for an amount that is not told.

    >>> duration_value(2, "W"), duration_value(2.5, "Y"), duration_value(None, "TH")
    ('P2W', 'P2Y6M', 'PTXH')
    """
    factor, designator = _DESIGNATORS.get(unit, (1, unit))
    if amount is None:
        if unit[0] == "T":
            return f"PTX{unit[1:]}"
        return f"PX{unit if unit in ('DE', 'CE') else designator}"
    parts = _split_fractions([(amount * factor, designator), *rest])
    dates = "".join(f"{_number(n)}{u}" for n, u in parts if u[0] != "T")
    times = "".join(f"{_number(n)}{u[1:]}" for n, u in parts if u[0] == "T")
    return f"P{dates}{'T' + times if times else ''}"


def _split_fractions(parts: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """2.5 years are 2 years and 6 months, where that comes out even and nothing smaller is told."""
    if len(parts) != 1 or parts[0][0] == int(parts[0][0]) or parts[0][1] not in _SMALLER:
        return parts
    amount, unit = parts[0]
    per, smaller = _SMALLER[unit]
    rest = (amount - int(amount)) * per
    if int(amount) == 0 or abs(rest - round(rest)) > 1e-9:
        return parts
    return [(int(amount), unit), (round(rest), smaller)]


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.10g}"
