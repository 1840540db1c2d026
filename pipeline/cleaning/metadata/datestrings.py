"""Dates as pages and bylines print them: a day, a month and a year.

Small on purpose. What an article's *text* says about time is the business of the dates extractor;
here only full dates count, and an ambiguous one ("04/09/2023" with nothing to tell the order by)
is no date at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

DayOrder = Literal["dmy", "mdy"]

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_WORD = r"(?P<m>[^\W\d_]{3,14})\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?"
_OF = r"(?:(?:de|of|del)\s+|d[’'])?"
_SEP = r"\s*[-/,.]?\s*"
_PATTERNS = tuple(
    re.compile(rf"(?<![\w.]){pattern}(?!\w|\.\d)", re.IGNORECASE)
    for pattern in (
        r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<n>\d{1,2})(?P=s)(?P<d>\d{1,2})(?:T[\d:.]+\S*)?",
        r"(?P<y>(?:19|20)\d\d)年\s?(?P<n>\d{1,2})月\s?(?P<d>\d{1,2})日",
        r"(?P<y>(?:19|20)\d\d)년\s?(?P<n>\d{1,2})월\s?(?P<d>\d{1,2})일",
        rf"{_DAY}{_SEP}{_OF}{_WORD}{_SEP}{_OF}{_YEAR}",
        rf"{_WORD}\s*{_DAY}(?:\s*,\s*|\s+)(?:de\s+|del\s+)?{_YEAR}",
        rf"{_WORD}\s+{_DAY}\s+\d\d?:\d\d(?::\d\d)?\s+\S+\s+{_YEAR}",  # Java's Date.toString()
        rf"{_YEAR}[.,]?\s+(?:(?:года|жылғы|жылы|m)\.?\s+)?{_DAY}\s+{_WORD}",
        rf"{_YEAR}[.,]?\s+(?:m\.\s+)?{_WORD}\s+{_DAY}",
        r"(?P<a>\d{1,2})(?P<s>[./-])\s?(?P<b>\d{1,2})(?P=s)\s?(?P<y>(?:19|20)\d\d)",
        r"(?P<a>\d{1,2})(?P<s>\.)(?P<b>\d{1,2})\.(?P<y>\d\d)",
    )
)
_DIGIT = re.compile(r"\d")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")

# Slavic languages gave the same old names to different months (Polish against Croatian).
_CLASHES = {
    "listopad": (11, 10),
    "listopada": (11, 10),
    "lis": (11, 10),
    "lip": (7, 6),
    "srp": (8, 7),
}
_EXTRA = {"sept": 9, "мая": 5, "жовтень": 10}


@dataclass(frozen=True, slots=True)
class DateString:
    """A full date found in ``text[start:end]``."""

    start: int
    end: int
    value: date


def parse_date(
    text: str, *, language: str | None = None, order: DayOrder | None = None
) -> date | None:
    """The first full date in ``text``, or None.

    Args:
        text: a meta value, a time element or a byline.
        language: ISO 639-1 code; settles the few month names that two languages share.
        order: how "04/09/2023" reads; without it only dates with one reading count.

    >>> parse_date("Wed, 14 Feb 2024 07:45:00 +0000")
    datetime.date(2024, 2, 14)
    >>> parse_date("21 de septiembre de 2023")
    datetime.date(2023, 9, 21)
    >>> parse_date("04/09/2023") is None
    True
    """
    compact = _COMPACT.fullmatch(text.strip())
    if compact:
        return _day(int(compact[1]), int(compact[2]), int(compact[3]))
    return next((found.value for found in find_dates(text, language=language, order=order)), None)


def find_dates(
    text: str, *, language: str | None = None, order: DayOrder | None = None
) -> list[DateString]:
    """All full dates in ``text``, in order, without overlaps."""
    if not _DIGIT.search(text):
        return []
    found = sorted(
        _all_matches(text, language, order), key=lambda item: (item.start, item.start - item.end)
    )
    kept: list[DateString] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _all_matches(text: str, language: str | None, order: DayOrder | None) -> Iterator[DateString]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            value = _value(match.groupdict(), language, order)
            if value is not None:
                yield DateString(match.start(), match.end(), value)


def _value(
    part: dict[str, str | None], language: str | None, order: DayOrder | None
) -> date | None:
    year = int(part["y"] or 0)
    if part.get("a"):
        year += 2000 if year < 70 else 1900 if year < 100 else 0
        dotted = part["s"] == "."
        return _numeric(int(part["a"] or 0), int(part["b"] or 0), year, "dmy" if dotted else order)
    month = int(part["n"] or 0) if part.get("n") else month_number(part.get("m") or "", language)
    return _day(year, month, int(part["d"] or 0)) if month else None


def _numeric(a: int, b: int, year: int, order: DayOrder | None) -> date | None:
    if a > 12 or order == "dmy" or a == b:
        return _day(year, b, a)
    if b > 12 or order == "mdy":
        return _day(year, a, b)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 30 February and the like: not a date
        return None


def month_number(word: str, language: str | None = None) -> int | None:
    """1 to 12 for the name of a month in any of the languages of months.tsv."""
    word = word.lower().rstrip(".")
    if word in _CLASHES:
        return _CLASHES[word][language in ("hr", "bs")]
    return month_words().get(word)


@cache
def month_words() -> dict[str, int]:
    """Names and abbreviations of months, lower case, to their numbers."""
    table = resources.files(__package__).joinpath("months.tsv").read_text(encoding="utf-8")
    names: dict[str, int] = dict(_EXTRA)
    for line in table.splitlines():
        if not line.startswith("#"):
            for number, forms in enumerate(line.split("\t")[1:], start=1):
                names.update(dict.fromkeys(forms.split(), number))
    return names


def day_order(language: str | None, site: str | None) -> DayOrder | None:
    """How a page writes "04/09/2023": by its language tag, else by the country of its domain.

    Only the United States and a few neighbours put the month first; English without a region
    stays open.

    >>> day_order("en-US", None), day_order("de", None), day_order("en", "paper.co.uk")
    ('mdy', 'dmy', 'dmy')
    """
    tag = (language or "").lower().replace("_", "-")
    if tag in ("en-us", "en-ph"):
        return "mdy"
    if tag and not tag.startswith("en"):
        return "dmy" if tag[:2] not in ("zh", "ja", "ko", "hu", "lt") else None
    if tag in ("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"):
        return "dmy"
    ending = (site or "").rsplit(".", 1)[-1]
    if ending in ("uk", "au", "nz", "ie", "in", "za", "eu", "de", "fr", "pl", "ua", "kz", "ru"):
        return "dmy"
    return "mdy" if ending in ("gov", "mil") else None
