"""Title, byline and date of plain text: from the lines before its first paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.cleaning.metadata.bylines import (
    NOTHING,
    Byline,
    read_byline,
    read_dateline,
    read_reporters,
)
from pipeline.cleaning.metadata.datestrings import DayOrder
from pipeline.cleaning.metadata.headline import squeeze
from pipeline.cleaning.metadata.lead import REACH, first_paragraph, title_line
from pipeline.cleaning.metadata.people import clean_authors

_BESIDE = 60
"""Characters that a kicker or the paper's name may take up beside the title."""
AFTER_TITLE = 8
"""Lines below the title in which its byline may stand."""


@dataclass(frozen=True, slots=True)
class PlainMeta:
    """What the lines told. Line numbers count in the lines given."""

    title: str | None = None
    title_line: int | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    byline_lines: tuple[int, ...] = ()


@dataclass(slots=True)
class _Head:
    """The top of the text. ``end`` is the line of the first paragraph, ``first`` where looking for
    bylines begins."""

    lines: Sequence[str]
    first: int
    end: int
    bylines: dict[int, Byline] = field(default_factory=dict)


def read_plain(
    lines: Sequence[str],
    *,
    title: str | None = None,
    language: str | None = None,
    order: DayOrder | None = None,
    latest: date | None = None,
    url: str | None = None,
    publishers: Sequence[str] = (),
) -> PlainMeta:
    """Read title, authors and date off the first lines.

    Args:
        lines: lines of the text without blank ones.
        title: the title when it is known already: only its line is looked for.
        latest: the day on which the text was fetched; no later date counts, and a dateline
            without a year takes its year from it.
        url: the article's address: its words tell the title, a year in it settles a dateline's.
        order: how "04/09/2023" reads.
        language: ISO 639-1 code.
        publishers: names that are no authors.
    """
    place = _given_line(lines, title) if title else None
    head = _head(lines, place)
    body = lines[head.end :]
    for number in range(head.first, min(head.end + 5, len(lines))):
        byline = read_byline(
            lines[number], language=language, order=order, body=body, publishers=publishers
        )
        if byline is not NOTHING:
            head.bylines[number] = byline
    if title is None:
        place = title_line(lines, head.end, head.bylines.keys(), url)
    _add_names(head, place, publishers)
    used = _near_title(head, place)
    bylines = [head.bylines[number] for number in used]
    published = _date_of(bylines, latest)
    if published is None:
        published = _dateline_date(head, language, latest, years_of(url))
    return PlainMeta(
        title=title or (lines[place] if place is not None else None),
        title_line=place,
        authors=_authors_of(bylines) or _credited(lines),
        published=published,
        byline_lines=tuple(used),
    )


_URL_YEAR = re.compile(r"[/_-]((?:19|20)\d\d)(?=[/_.-]|$)")


def years_of(url: str | None) -> frozenset[int]:
    """Years in an address."""
    return frozenset(int(year) for year in _URL_YEAR.findall(url or ""))


def _head(lines: Sequence[str], place: int | None) -> _Head:
    end = first_paragraph(lines)
    if place is not None and end <= place:  # prose stands above the title
        end = place + 1 + first_paragraph(lines[place + 1 :])
    first = max(end - REACH, 0) if place is None else min(max(place - 3, 0), end)
    return _Head(lines, first, end)


def _add_names(head: _Head, place: int | None, publishers: Sequence[str]) -> None:
    """Lines of nothing but names, next to a byline or right below the title."""
    near = {number + step for number in head.bylines for step in (-1, 1)}
    near |= set() if place is None else {place + 1, place + 2}
    for number in sorted(near - set(head.bylines)):
        if 0 <= number < min(head.end, len(head.lines)) and number != place:
            names = _only_names(head.lines[number], publishers)
            if names:
                head.bylines[number] = Byline(names)


def _only_names(line: str, publishers: Sequence[str]) -> tuple[str, ...]:
    """Names, when the whole line is names with common given names and what joins them."""
    if len(line) > 120 or line.rstrip().endswith("."):
        return ()
    names = clean_authors([line], publishers=publishers, strict=True, known=True)
    rest = squeeze(line)
    for name in names:
        rest = rest.replace(squeeze(name), "", 1)
    return names if len(rest) <= 3 * len(names) else ()


def _given_line(lines: Sequence[str], title: str) -> int | None:
    """The line that prints the title, alone or with a kicker or the paper's name beside it."""
    wanted = squeeze(title)
    beside: int | None = None
    for number, line in enumerate(lines):
        if not len(title) - 12 <= len(line) <= len(title) + _BESIDE:
            continue
        key = squeeze(line)
        if key == wanted:
            return number
        if beside is None and len(wanted) > 15 and (key.endswith(wanted) or key.startswith(wanted)):
            beside = number
    return beside


def _near_title(head: _Head, place: int | None) -> list[int]:
    """The bylines that belong to the article: those round its title and above its text."""
    if place is None:
        return [number for number in head.bylines if number < head.end]
    low, high = place - 3, max(place + AFTER_TITLE, min(head.end, place + REACH))
    return [number for number in head.bylines if low <= number <= high]


def _authors_of(bylines: Sequence[Byline]) -> tuple[str, ...]:
    marked = [byline for byline in bylines if byline.marked]
    names = [name for byline in marked or bylines for name in byline.authors]
    return tuple(dict.fromkeys(names))


def _credited(lines: Sequence[str]) -> tuple[str, ...]:
    """Reporters whom one of the last lines credits in brackets."""
    for line in reversed(lines[-12:]):
        if "(" in line and (names := read_reporters(line)):
            return names
    return ()


def _date_of(bylines: Sequence[Byline], latest: date | None) -> date | None:
    """A date that is called the publication's, else the first that is not called something else."""
    dated = [byline for byline in bylines if byline.published and _possible(byline, latest)]
    for byline in dated:
        if byline.labelled:
            return byline.published
    plain = [byline for byline in dated if byline.published]
    return plain[0].published if plain else None


def _possible(byline: Byline, latest: date | None) -> bool:
    return latest is None or byline.published is None or byline.published <= latest


def _dateline_date(
    head: _Head, language: str | None, latest: date | None, years: frozenset[int]
) -> date | None:
    for line in head.lines[max(head.end - 2, 0) : head.end + 2]:
        found = read_dateline(line[:120], language=language)
        if found:
            return _dated(*found, latest, years)
    return None


def _dated(
    month: int, day: int, year: int | None, latest: date | None, years: frozenset[int]
) -> date | None:
    """A dateline's day. Without a year it is the last such day before the fetch, within 300 days
    (an older copy would be a guess), or that of the year in the address."""
    candidates = [year] if year else sorted(years) if len(years) == 1 else []
    if not candidates and latest:
        candidates = [latest.year, latest.year - 1]
    for option in candidates:
        try:
            value = date(option, month, day)
        except ValueError:
            continue
        if latest is None or (value <= latest and _near(value, latest, sure=bool(year or years))):
            return value
    return None


def _near(value: date, latest: date, *, sure: bool) -> bool:
    return sure or (latest - value).days <= 300
