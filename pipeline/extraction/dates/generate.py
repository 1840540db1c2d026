"""Write `moon.py`, the days of feasts that follow the moon, from the `holidays` package.

Run ``python -m pipeline.extraction.dates.generate`` after an upgrade of it. The package is 14 MB,
and a country's calendar more than anything that reads an article needs; the days fit on a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

HEADER = '''"""Feasts that follow the moon, from holidays {version}. See generate.py.

``name|first year|days``: a day a year, as month and day; two in one year are joined by "/". Islamic
days are those that most countries kept or will keep; the sighting of the moon may move them by one.
"""

# ruff: noqa: E501

HOLIDAYS_VERSION = "{version}"

FEASTS = """\\
{lines}
"""
'''

#: Our name -> (class of holidays.calendars, its table).
TABLES = {
    "ramadan": ("_IslamicLunar", "RAMADAN_BEGINNING_DATES"),
    "eid al fitr": ("_IslamicLunar", "EID_AL_FITR_DATES"),
    "eid al adha": ("_IslamicLunar", "EID_AL_ADHA_DATES"),
    "ashura": ("_IslamicLunar", "ASHURA_DATES"),
    "mawlid": ("_IslamicLunar", "MAWLID_DATES"),
    "lunar new year": ("_ChineseLunisolar", "LUNAR_NEW_YEAR_DATES"),
    "mid autumn festival": ("_ChineseLunisolar", "MID_AUTUMN_DATES"),
    "diwali": ("_HinduLunisolar", "DIWALI_DATES"),
    "holi": ("_HinduLunisolar", "HOLI_DATES"),
    "passover": ("_HebrewLunisolar", "PASSOVER_DATES"),
    "rosh hashanah": ("_HebrewLunisolar", "ROSH_HASHANAH_DATES"),
    "yom kippur": ("_HebrewLunisolar", "YOM_KIPPUR_DATES"),
    "hanukkah": ("_HebrewLunisolar", "HANUKKAH_DATES"),
    "purim": ("_HebrewLunisolar", "PURIM_DATES"),
}

#: The package's long table of Diwali is a moon late in years with a leap month; India's is not.
_LATEST_DIWALI = (11, 15)
_MOON = timedelta(days=30)


def feast_lines() -> Iterator[str]:
    """One line for each feast."""
    from holidays import calendars

    for name, (owner, table) in TABLES.items():
        days: Mapping[int, Any] = getattr(getattr(calendars, owner), table)
        if name == "diwali":
            days = _mended_diwali(days, getattr(calendars, owner).DIWALI_INDIA_DATES)
        first, last = min(days), max(days)
        yield f"{name}|{first}|" + " ".join(_days(days.get(y)) for y in range(first, last + 1))


def _mended_diwali(days: Mapping[int, Any], india: Mapping[int, Any]) -> dict[int, Any]:
    """India's days where its table has them; others that are too late come a moon earlier."""
    mended = {year: india.get(year, day) for year, day in days.items()}
    for year, day in mended.items():
        if day > _LATEST_DIWALI:
            earlier = date(year, *day) - _MOON
            mended[year] = (earlier.month, earlier.day)
    return mended


def _days(entry: Any) -> str:
    """ "0401", or "0101/1222" for two in one year; "-" for none."""
    if not entry:
        return "-"
    pairs = [entry] if isinstance(entry[0], int) else list(entry)
    return "/".join(f"{month:02}{day:02}" for month, day in pairs)


def main() -> None:
    """Rewrite `moon.py`."""
    target = Path(__file__).with_name("moon.py")
    content = HEADER.format(version=version("holidays"), lines="\n".join(feast_lines()))
    target.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
