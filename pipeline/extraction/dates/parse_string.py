"""Dates of metadata: one string that should be a date, in any of many languages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from pipeline.extraction.dates.order import day_comes_first

#: Languages whose month names are known (CLDR, through Babel); earlier ones win a contested name.
_LANGUAGES: Final = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "cs", "sk", "ro", "hu", "bg", "sr",
    "sr_Latn", "hr", "sl", "bs", "mk", "sq", "el", "tr", "az", "kk", "ky", "uz", "tg", "tk", "hy",
    "ka", "be", "sv", "da", "nb", "nn", "fi", "et", "lv", "lt", "is", "ca", "eu", "gl", "id", "ms",
    "vi", "ar", "fa", "he", "hi", "mn", "sw", "af", "ga", "cy",
)  # fmt: skip

_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?(?!\d)")
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?")
_YEAR_FIRST: Final = re.compile(
    r"(?<!\d)(\d{4})\s*[./年년]\s*(\d{1,2})\s*[./月월]\s*(\d{1,2})(?!\d)"
)
_NUMERIC: Final = re.compile(r"(?<!\d)(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d\d)(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_LONGEST: Final = 300


def parse_date_string(
    text: str, *, country: str | None = None, dayfirst: bool | None = None
) -> date | None:
    """The date that a metadata string tells: a byline, an ISO or RFC 2822 stamp, "4 сентября 2023".

    Args:
        text: the string; only its first 300 characters are read.
        country: ISO 3166-1 alpha-2 of the source, decides 5/3 or 3/5 and contested month names.
        dayfirst: settles 5/3 or 3/5 whatever the country.

    Returns:
        None when the string names no whole date, or one that the calendar does not have.
    """
    text = text[:_LONGEST].strip()
    order = dayfirst if dayfirst is not None else day_comes_first(country)
    return _year_first(text) or _numeric(text, order) or _named(text, country) or _epoch(text)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_first(text: str) -> date | None:
    for pattern in (_ISO, _YEAR_FIRST, _COMPACT):
        for found in pattern.finditer(text):
            year, month, day = (int(part) for part in found.groups())
            if 1000 <= year <= 2999 and (made := _make(year, month, day)):
                return made
    return None


def _numeric(text: str, dayfirst: bool | None) -> date | None:
    found = _NUMERIC.search(text)
    if found is None:
        return None
    a, b, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year += 2000 if year < 70 else 1900
    if dayfirst is None:
        dayfirst = found[2] == "."
    if a > 12 or (dayfirst and b <= 12):
        a, b = b, a
    return _make(year, a, b)


def _named(text: str, country: str | None) -> date | None:
    """A month name with a year and a day beside it, in whatever order."""
    words = [word.casefold() for word in _WORD.findall(text)]
    months = _month_names(country.upper() if country else None)
    for index, word in enumerate(words):
        month = months.get(word)
        if month is not None and (made := _around(words, index, month)):
            return made
    return None


def _around(words: list[str], index: int, month: int) -> date | None:
    """The day and year nearest to the month: "de", "of", "th" and weekdays may stand between."""
    near = sorted((abs(i - index), i) for i in range(max(0, index - 3), min(len(words), index + 5)))
    numbers = [words[i] for _, i in near if words[i].isdigit() and words[i].isascii()]
    year = next((int(n) for n in numbers if len(n) == 4 and n[0] in "12"), None)
    day = next((int(n) for n in numbers if len(n) <= 2 and 1 <= int(n) <= 31), None)
    return _make(year, month, day) if year and day else None


def _epoch(text: str) -> date | None:
    if not _EPOCH.fullmatch(text):
        return None
    seconds = int(text[:10])
    return datetime.fromtimestamp(seconds, UTC).date() if seconds >= 10**8 else None


@lru_cache(maxsize=64)
def _month_names(country: str | None) -> dict[str, int]:
    """Month number by name in small letters, the country's own languages first."""
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    own = get_official_languages(country, regional=True, de_facto=True) if country else ()
    names: dict[str, int] = {}
    for language in dict.fromkeys((*own, *_LANGUAGES)):
        try:
            locale = Locale.parse(language)
        except (UnknownLocaleError, ValueError):  # Babel has no data for a minor language
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                _add_names(names, dict(locale.months[context][width]))
    return names


def _add_names(names: dict[str, int], months: dict[int, str]) -> None:
    for number, name in months.items():
        key = name.casefold().strip(". ")
        if len(key) >= 3 and key.isalpha():
            names.setdefault(key, number)
    if months.get(9, "").casefold().startswith("sep"):
        names.setdefault("sept", 9)
