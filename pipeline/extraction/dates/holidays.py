"""Named days that can be computed, and the words that name them.

Fixed days, nth weekdays, days around Easter (Gauss's algorithm in the form of Meeus, Astronomical
Algorithms, ch. 8), and the feasts that follow the moon, from a table (`moon`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Final

from pipeline.extraction.dates.lexicon import words
from pipeline.extraction.dates.moon import FEASTS

DayOfYear = Callable[[int], date | None]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Eastern churches, in the Gregorian calendar (valid for 1583-4099)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    shift = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=shift)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The ``nth`` ISO ``weekday`` of a month (negative: from the end); None if it has none."""
    if nth > 0:
        first = date(year, month, 1)
        day = 1 + (weekday - first.isoweekday()) % 7 + 7 * (nth - 1)
        return date(year, month, day) if day <= days_in_month(year, month) else None
    last = date(year, month, days_in_month(year, month))
    day = last.day - (last.isoweekday() - weekday) % 7 + 7 * (nth + 1)
    return date(year, month, day) if day >= 1 else None


def days_in_month(year: int, month: int) -> int:
    """Number of days of a month of the proleptic Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _fixed(month: int, day: int) -> DayOfYear:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, nth: int) -> DayOfYear:
    return lambda year: nth_weekday(year, month, weekday, nth)


def _easter(offset: int) -> DayOfYear:
    return lambda year: easter(year) + timedelta(days=offset)


@cache
def _moon_days() -> dict[str, dict[int, date]]:
    """Feast -> year -> first day, from the table of `moon`."""
    table: dict[str, dict[int, date]] = {}
    for line in FEASTS.splitlines():
        name, first, days = line.split("|")
        table[name] = {
            year: date(year, int(day[:2]), int(day[2:4]))
            for year, day in enumerate(days.split(), int(first))
            if day != "-"
        }
    return table


def _moon(name: str) -> DayOfYear:
    return lambda year: _moon_days()[name].get(year)


def _election_day(year: int) -> date | None:
    """Tuesday after the first Monday of November (2 U.S.C. 7)."""
    monday = nth_weekday(year, 11, 1, 1)
    return monday + timedelta(days=1) if monday else None


#: Names in small letters, words parted by one space, apostrophes left out ("new year s day").
HOLIDAYS: Final[dict[str, DayOfYear]] = {
    "new year s day": _fixed(1, 1), "new years day": _fixed(1, 1), "new year day": _fixed(1, 1),
    "new year s eve": _fixed(12, 31), "new years eve": _fixed(12, 31), "new year s": _fixed(1, 1),
    "christmas": _fixed(12, 25), "christmas day": _fixed(12, 25), "xmas": _fixed(12, 25),
    "christmas eve": _fixed(12, 24), "boxing day": _fixed(12, 26), "epiphany": _fixed(1, 6),
    "st stephen s day": _fixed(12, 26), "all saints day": _fixed(11, 1),
    "all souls day": _fixed(11, 2),
    "valentine s day": _fixed(2, 14), "st valentine s day": _fixed(2, 14),
    "valentines day": _fixed(2, 14), "groundhog day": _fixed(2, 2),
    "st patrick s day": _fixed(3, 17), "saint patrick s day": _fixed(3, 17),
    "april fools day": _fixed(4, 1), "april fool s day": _fixed(4, 1),
    "may day": _fixed(5, 1), "international workers day": _fixed(5, 1),
    "international women s day": _fixed(3, 8), "women s day": _fixed(3, 8),
    "victory day": _fixed(5, 9), "ve day": _fixed(5, 8), "v e day": _fixed(5, 8),
    "vj day": _fixed(8, 15), "d day": _fixed(6, 6), "v j day": _fixed(8, 15),
    "armistice day": _fixed(11, 11), "remembrance day": _fixed(11, 11),
    "veterans day": _fixed(11, 11), "veteran s day": _fixed(11, 11),
    "anzac day": _fixed(4, 25), "australia day": _fixed(1, 26), "bastille day": _fixed(7, 14),
    "canada day": _fixed(7, 1), "earth day": _fixed(4, 22), "halloween": _fixed(10, 31),
    "guy fawkes night": _fixed(11, 5), "cinco de mayo": _fixed(5, 5), "juneteenth": _fixed(6, 19),
    "human rights day": _fixed(12, 10), "world aids day": _fixed(12, 1), "pi day": _fixed(3, 14),
    "nowruz": _fixed(3, 21), "nauryz": _fixed(3, 21), "norouz": _fixed(3, 21),
    "navruz": _fixed(3, 21), "novruz": _fixed(3, 21), "newroz": _fixed(3, 21),
    "orthodox christmas": _fixed(1, 7),
    "martin luther king day": _nth(1, 1, 3), "mlk day": _nth(1, 1, 3),
    "martin luther king jr day": _nth(1, 1, 3),
    "presidents day": _nth(2, 1, 3), "president s day": _nth(2, 1, 3),
    "washington s birthday": _nth(2, 1, 3), "mother s day": _nth(5, 7, 2),
    "mothers day": _nth(5, 7, 2), "father s day": _nth(6, 7, 3), "fathers day": _nth(6, 7, 3),
    "memorial day": _nth(5, 1, -1), "labor day": _nth(9, 1, 1), "labour day": _fixed(5, 1),
    "columbus day": _nth(10, 1, 2), "indigenous peoples day": _nth(10, 1, 2),
    "thanksgiving": _nth(11, 4, 4), "thanksgiving day": _nth(11, 4, 4),
    "black friday": lambda year: _after(nth_weekday(year, 11, 4, 4), 1),
    "cyber monday": lambda year: _after(nth_weekday(year, 11, 4, 4), 4),
    "election day": _election_day,
    "easter": _easter(0), "easter sunday": _easter(0), "easter day": _easter(0),
    "easter monday": _easter(1), "good friday": _easter(-2), "holy thursday": _easter(-3),
    "maundy thursday": _easter(-3), "holy saturday": _easter(-1), "palm sunday": _easter(-7),
    "holy week": _easter(-7),
    "ash wednesday": _easter(-46), "shrove tuesday": _easter(-47), "mardi gras": _easter(-47),
    "fat tuesday": _easter(-47), "ascension day": _easter(39), "pentecost": _easter(49),
    "whit sunday": _easter(49), "whit monday": _easter(50), "corpus christi": _easter(60),
    "orthodox easter": orthodox_easter,
    "eid al fitr": _moon("eid al fitr"), "eid ul fitr": _moon("eid al fitr"),
    "eid al adha": _moon("eid al adha"), "eid ul adha": _moon("eid al adha"),
    "kurban bayram": _moon("eid al adha"), "kurban ait": _moon("eid al adha"),
    "ashura": _moon("ashura"), "mawlid": _moon("mawlid"), "ramadan": _moon("ramadan"),
    "ramadhan": _moon("ramadan"), "ramazan": _moon("ramadan"),
    "lunar new year": _moon("lunar new year"), "chinese new year": _moon("lunar new year"),
    "lunar new year s day": _moon("lunar new year"), "mid autumn festival":
    _moon("mid autumn festival"), "diwali": _moon("diwali"), "deepavali": _moon("diwali"),
    "holi": _moon("holi"), "passover": _moon("passover"), "rosh hashanah": _moon("rosh hashanah"),
    "yom kippur": _moon("yom kippur"), "hanukkah": _moon("hanukkah"), "purim": _moon("purim"),
}  # fmt: skip
#: Feasts that last as long as the days from their own first one to before that of another.
LASTS_UNTIL: Final = {
    **dict.fromkeys(("ramadan", "ramadhan", "ramazan"), "eid al fitr"), "holy week": "easter",
}  # fmt: skip
#: Feasts of more than one day or of no computed day: named, but unresolved.
UNRESOLVED_FEASTS: Final = ("independence day", "national day", "republic day",
                            "constitution day", "liberation day", "unity day")  # fmt: skip

#: Words of names that mean much else besides: these names need their capitals.
_COMMON_WORDS: Final = words(
    "day s new year may april friday monday sunday thursday saturday wednesday tuesday night d e v "
    "j first de years al ul all fat black st human rights world good holy earth women mother "
    "mothers father fathers election victory independence national republic constitution "
    "liberation unity chinese lunar mid autumn festival week"
)
HOLIDAY_WORDS: Final = (
    frozenset(word for name in (*HOLIDAYS, *UNRESOLVED_FEASTS) for word in name.split())
    - _COMMON_WORDS
)

#: Every word of a name; kinds of their own only where no other kind claims them.
NAME_WORDS: Final = frozenset(w for n in (*HOLIDAYS, *UNRESOLVED_FEASTS) for w in n.split())
LONGEST_NAME: Final = max(len(name.split()) for name in (*HOLIDAYS, *UNRESOLVED_FEASTS))


def _after(day: date | None, days: int) -> date | None:
    return day + timedelta(days=days) if day else None


def holiday_date(name: str, year: int) -> date | None:
    """The day that ``name`` (a key of `HOLIDAYS`) falls on in ``year``; None if it has none."""
    rule = HOLIDAYS.get(name)
    return rule(year) if rule and 1 <= year <= 9999 else None


def last_day(name: str, first: date) -> date:
    """The last day of a feast that begins on ``first``: Ramadan's is that before Eid al-Fitr."""
    if name not in LASTS_UNTIL:
        return first
    ends = (holiday_date(LASTS_UNTIL[name], year) for year in (first.year, first.year + 1))
    later = [end for end in ends if end and end > first]
    return later[0] - timedelta(days=1) if later else first
