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
from pipeline.cleaning.metadata.people import clean_authors

HEAD = 60
"""Lines looked at from the start of the text."""
AFTER_TITLE = 8
"""Lines below the title in which its byline may stand."""

_PARAGRAPH = 180
_CONSENT = re.compile(
    r"cookie|kuki|\bconsent|zustimm|einwillig|consentement|consentimiento|consenso|privacy|datenschutz"
    r"|confidentialité|privacidad|prywatnoś|конфиденциальн|персональн|çerez|javascript|your browser"
    r"|gdpr|rgpd|rodo\b",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"^(?:skip to|jump to|text (?:re)?size|font size|change contrast|share|tweet|print"
    r"|e-?mail|log ?in|sign (?:in|up)|subscribe|search|menu|home|advertisement|follow|copy link"
    r"|listen|save|download|read more|read also|related|see also|accept|reject|close"
    r"|zum inhalt|saltar|aller au"
    r"|przejdź|перейти|toggle|open|back to|you are here|in partnership|sponsored|loading"
    r"|please enable|this (?:site|website)|we use|\d+ comments?|\d+ min(?:ute)?s? read)\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\b(?:photo|image|picture|foto|bild|credit|фото|getty images|shutterstock|courtesy)\b\s*[:/©(]"
    r"|\((?:photo|image|foto|ap|afp|reuters)\b|^(?:photo|image|foto|bild)\b|©",
    re.IGNORECASE,
)
_MENU = re.compile(r"\s[|>»•·/]\s|\s{3,}|^[^\w\"“‘«„¿¡(\[$€£#]+")
_SENTENCE_END = re.compile(r"[.!:;…](?:[\"”’»)]*)$")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LOWER_WORD = re.compile(r"(?<!\S)[a-zà-ÿа-яёіїєґқғңүұһөәşğıçöüąćęłńóśźżčďěňřšťůž]")
_LEAST = 2.0


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
    """The top of the text. ``end`` is the line of the first paragraph."""

    lines: Sequence[str]
    end: int
    body: str
    bylines: dict[int, Byline] = field(default_factory=dict)


def read_plain(
    lines: Sequence[str],
    *,
    title: str | None = None,
    language: str | None = None,
    order: DayOrder | None = None,
    latest: date | None = None,
    years: frozenset[int] = frozenset(),
    publishers: Sequence[str] = (),
) -> PlainMeta:
    """Read title, authors and date off the first lines.

    Args:
        lines: lines of the text without blank ones.
        title: the title when it is known already: only its line is looked for.
        latest: the day on which the text was fetched; no later date counts, and a dateline
            without a year takes its year from it.
        years: years that the address names; they settle a dateline's year too.
        order: how "04/09/2023" reads.
        language: ISO 639-1 code.
        publishers: names that are no authors.
    """
    head = _head(lines)
    for number in range(min(head.end + 3, len(lines))):
        line = lines[number]
        byline = read_byline(
            line, language=language, order=order, body=head.body, publishers=publishers
        )
        if byline is not NOTHING:
            head.bylines[number] = byline
    place = _given_line(lines, title) if title else _title_line(head)
    _add_names(head, place, publishers)
    return _collected(head, place, title, language, latest, years)


def _collected(
    head: _Head,
    place: int | None,
    title: str | None,
    language: str | None,
    latest: date | None,
    years: frozenset[int],
) -> PlainMeta:
    used = _near_title(head, place)
    bylines = [head.bylines[number] for number in used]
    published = _date_of(bylines, latest)
    if published is None:
        published = _dateline_date(head, language, latest, years)
    return PlainMeta(
        title=title or (head.lines[place] if place is not None else None),
        title_line=place,
        authors=_authors_of(bylines) or _credited(head.lines),
        published=published,
        byline_lines=tuple(used),
    )


def _head(lines: Sequence[str]) -> _Head:
    """The first paragraph is the first long line that is no banner."""
    end = min(len(lines), HEAD)
    for number, line in enumerate(lines[:HEAD]):
        if len(line) >= _PARAGRAPH and not _CONSENT.search(line):
            end = number
            break
    return _Head(lines, end, "\n".join(lines[end:]))


def _title_line(head: _Head) -> int | None:
    """The most title-like of the lines above the first paragraph, if any is enough so."""
    words = frozenset(word.lower() for word in _WORD.findall(head.body[:6000]))
    best: tuple[float, int] | None = None
    for number in range(head.end):
        score = _title_score(head, number, words)
        if score >= _LEAST and (best is None or score > best[0]):
            best = (score, number)
    return best[1] if best else None


def _title_score(head: _Head, number: int, words: frozenset[str]) -> float:
    line = head.lines[number]
    count = len(line.split())
    if number in head.bylines or count < 2 or count > 32 or len(line) > 240:
        return -9.0
    if _CONTROL.search(line) or _CONSENT.search(line) or _CAPTION.search(line):
        return -9.0
    score = 2.0 if count >= 5 else 0.5 * (count - 2)
    score -= 3.0 * bool(_MENU.search(line)) + 1.5 * bool(_SENTENCE_END.search(line))
    score -= 1.0 if count > 20 else 0.0
    score += 0.5 * bool(_LOWER_WORD.search(line))
    score += 2.0 * _share(line, words)
    return score + _place_bonus(head, number)


def _share(line: str, words: frozenset[str]) -> float:
    """How many of the line's words the body uses: titles share theirs, menus do not."""
    own = {word.lower() for word in _WORD.findall(line)}
    return len(own & words) / len(own) if own else 0.0


def _place_bonus(head: _Head, number: int) -> float:
    """Near to the byline or the first paragraph, from above."""
    following = range(number + 1, min(number + 4, head.end))
    if any(below in head.bylines for below in following):
        return 0.8
    return 0.8 if head.end - number <= 3 else 0.0


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
    if len(line) > 120 or _SENTENCE_END.search(line):
        return ()
    names = clean_authors([line], publishers=publishers, strict=True, known=True)
    rest = squeeze(line)
    for name in names:
        rest = rest.replace(squeeze(name), "", 1)
    return names if len(rest) <= 3 * len(names) else ()


def _given_line(lines: Sequence[str], title: str) -> int | None:
    wanted = squeeze(title)
    for number, line in enumerate(lines[:HEAD]):
        if len(line) <= len(title) + 40 and squeeze(line) == wanted:
            return number
    return None


def _near_title(head: _Head, place: int | None) -> list[int]:
    """The bylines that belong to the article: those round its title and above its text."""
    if place is None:
        return [number for number in head.bylines if number < head.end]
    low, high = place - 3, max(place + AFTER_TITLE, head.end)
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
