"""Bylines and datelines: who wrote the article and when, from its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.cleaning.metadata.datestrings import DateString, DayOrder, find_dates, month_number
from pipeline.cleaning.metadata.people import clean_authors, is_given_name, is_person, says_by

LONGEST = 220
"""No byline is longer."""

_BIOS = 16
"""Lines at the end of a text in which its authors are introduced."""

_UPDATED = re.compile(
    r"\b(?:(?:last )?(?:updated?|modified|edited|revised|changed|reviewed)|aktualisiert"
    r"|zuletzt geändert|stand|mise? à jour|actualizad[oa]|actualización|aggiornato|atualizado"
    r"|zaktualizowan\w*|aktualizacja|обновлен\w*|оновлен\w*|güncelle\w*|bijgewerkt|aktualizov\w*"
    r"|uppdaterad|opdateret|oppdatert|päivitetty|actualizat|жаңартыл\w*|accessed|retrieved"
    r"|fact.checked|expires?|valid until|event date)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|first published|publication date|date|created|issued|released"
    r"|veröffentlicht|erschienen|publié\w*|publicad[oa]|pubblicato|opublikowan\w*|data publikacji"
    r"|опубликован\w*|опубліковано|дата|yayın\w*|gepubliceerd|publicerad|publikováno|publicat"
    r"|udgivet|publisert|julkaistu|жарияланған)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:\bat\s+|\bum\s+|\bà\s+|,\s*)?\b\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?|uhr|hrs?|h)?"
    r"(?:\s*\(?(?:[A-Z]{2,4}T?|GMT[+-]?\d*|UTC[+-]?\d*|Z|local time)\)?)?(?=\W|$)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?\s*$", re.IGNORECASE
)
_PIECES = re.compile(r"\s+[-–—]\s+|\s*[|•·/>»]\s*|\s{3,}|\t")
_HELPERS = re.compile(
    r"\b(?:checked|reviewed|edited|editing|translated|photo(?:s|graphs)?|images?|on behalf of)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"(?:checked|reviewed|edited) by [^|•·]*[|•·]", re.IGNORECASE)
_SEAM = re.compile(
    r"(?<=[^\W\d_])(?=(?:Published|Updated|Posted|Modified|Last [Uu]pdated)\b)"
    r"|(?<=\d)(?=(?:Published|Updated|Posted|Modified|Last [Uu]pdated|By )\b)"
)
_GLUED_BY = re.compile(r"^By(?=[A-Z][a-z])")
_LISTED = re.compile(r"^\s*[•*]\s+(?:\S+\s+){4,}")
_AFFILIATION = re.compile(
    r"(\s(?:and|und|et|y|e|en|och|og|и|i|та|&)\s[^,]{3,60}?),[^,]*$", re.IGNORECASE
)
"""In "By A and B, C" the list of names ends with B: C is a paper or a place."""
_DATED = re.compile(r"(?:19|20)\d\d|\d\.\s?\d\d?\.\s?\d\d")
_REPORTERS = re.compile(
    r"\((?:(?:additional )?(?:reporting|writing) by|reported by) (?P<names>[^;)]{4,200})[;)]",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-ÞА-ЯЁ][\w.'’/ -]{1,40}(?:,\s*[A-Z][\w.' ]{1,20})?),\s+"
    r"(?P<date>[^\W\d_]{3,10}\.?\s+\d{1,2}(?:,\s*\d{4})?|\d{1,2}\.?\s+[^\W\d_]{3,10}\.?(?:\s+\d{4})?)"
    r"\s*(?:[(/][^)/]{2,40}[)/])?\s*[-–—:.]{1,2}\s"
)
_MONTH_DAY = re.compile(
    r"(?P<m>[^\W\d_]{3,10})\.?\s+(?P<d>\d{1,2})|(?P<e>\d{1,2})\.?\s+(?P<n>[^\W\d_]{3,10})"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line says about the article.

    ``labelled`` marks a date that the line calls the publication's; ``updated`` one that it calls
    something else; ``marked`` authors that stand after "By".
    """

    authors: tuple[str, ...] = ()
    published: date | None = None
    labelled: bool = False
    updated: bool = False
    marked: bool = False

    @property
    def empty(self) -> bool:
        """Whether the line is no byline at all."""
        return not self.authors and self.published is None and not self.updated


NOTHING = Byline()


def read_byline(
    line: str,
    *,
    language: str | None = None,
    order: DayOrder | None = None,
    body: Sequence[str] = (),
    publishers: Sequence[str] = (),
) -> Byline:
    """Read ``line`` as a byline; `NOTHING` when it is none.

    A line counts by what is left of it when dates, times and labels are taken out: names, or
    little. ``body`` holds the lines of the article, where biographies at the end tell how to divide
    "Anna Nowak Jan Kowalski".
    """
    if len(line) > LONGEST:
        return NOTHING
    dated = _may_be_dated(line) and _DATED.search(line) is not None
    if not (dated or says_by(line) or _GLUED_BY.match(line)):
        return NOTHING
    if "©" in line or _LISTED.match(line) or _is_sentence(line):
        return NOTHING
    line = _GLUED_BY.sub("By ", _SEAM.sub(" | ", line))
    dates = find_dates(line, language=language, order=order) if dated else []
    marked = says_by(line)
    if not dates and not marked:
        return NOTHING
    rest = _without(line, [(item.start, item.end) for item in dates])
    authors = _authors(rest, body, publishers, has_date=bool(dates))
    if not authors and (not dates or _says_more(rest)):
        return NOTHING
    published, labelled, updated = _published(line, dates)
    return Byline(authors, published, labelled, updated, marked and bool(authors))


def _may_be_dated(line: str) -> bool:
    """Whether the line has what `_DATED` cannot do without: most have not."""
    return "20" in line or "19" in line or "." in line


def _is_sentence(line: str) -> bool:
    return line.endswith((".", ".”", '."')) and line.count(" ") >= 11


def _says_more(rest: str) -> bool:
    """Whether what a dated line says besides is more than a section's name: "By 2020 the fleet had
    grown" is text, "Analysis | Trade" is not."""
    words = rest.split()
    return len(words) > 8 or sum(word[0].islower() for word in words) > 2


def _published(line: str, dates: Sequence[DateString]) -> tuple[date | None, bool, bool]:
    """The date of publication among the line's dates: each is read by the label before it."""
    first: date | None = None
    updated = False
    start = 0
    for item in dates:
        before = _CREDIT.sub("", line[start : item.start])
        start = item.end
        value = item.value
        if _UPDATED.search(before):
            updated = True
        elif _PUBLISHED.search(before):
            return value, True, updated
        elif first is None:
            first = value
    return first, False, updated


def _without(line: str, spans: Sequence[tuple[int, int]]) -> str:
    parts = []
    last = 0
    for start, end in spans:
        parts.append(_WEEKDAY.sub("", line[last:start]))
        last = end
    parts.append(line[last:])
    rest = " | ".join(parts)
    rest = _CLOCK.sub(" ", rest)
    rest = _UPDATED.sub(_cut_label, _PUBLISHED.sub(" | ", rest))
    return rest if spans else " ".join(parts)


def _cut_label(label: re.Match[str]) -> str:
    """A bar in place of a label, save for those of people who did not write the article."""
    return label[0] if _HELPERS.search(label[0]) else " | "


def _authors(
    rest: str, body: Sequence[str], publishers: Sequence[str], *, has_date: bool
) -> tuple[str, ...]:
    """Names in what a byline holds beside its dates.

    After "by" anything that looks like a name is one; elsewhere in the line it must begin with a
    common given name or stand in the article too (who wrote it is told at the end), so that
    "June 5, 2025 | Consumer Trends" names nobody.
    """
    found: list[str] = []
    for number, piece in enumerate(_pieces(rest)):
        by = says_by(piece)
        if not by and not has_date and number > 0:
            break
        for name in clean_authors([piece], publishers=publishers, strict=True):
            for person in _divided(name, body):
                if by or is_person(person) or _mentioned(person, body):
                    found.append(person)
    return tuple(dict.fromkeys(found))


def _pieces(rest: str) -> list[str]:
    """What separators leave, affiliations cut off and the names of editors and reviewers out."""
    pieces = (piece.strip(" ,:;()|") for piece in _PIECES.split(rest))
    return [
        _AFFILIATION.sub(r"\1", piece)
        for piece in pieces
        if piece and len(piece.split()) <= 24 and not _HELPERS.search(piece)
    ]


def _mentioned(name: str, body: Sequence[str]) -> bool:
    """Whether one of the last lines begins with the name: there the author is introduced."""
    return any(line.startswith(name) and len(line) > len(name) + 12 for line in body[-_BIOS:])


def read_reporters(line: str) -> tuple[str, ...]:
    """Names in a wire's closing credit: "(Reporting by Ann Lee in Rome; editing by ...)".

    >>> read_reporters("Talks go on. (Reporting by Ann Lee and Bob Ekman; editing by Al Roe)")
    ('Ann Lee', 'Bob Ekman')
    """
    found = _REPORTERS.search(line)
    return clean_authors([found["names"]], strict=True) if found else ()


def _divided(name: str, body: Sequence[str]) -> list[str]:
    """Two people whose names stand without anything between them.

    Four capitalised words are two people unless the text has them together or the second is a
    given name and the third none: most people of four names write an initial or a particle.
    """
    words = name.split()
    if len(words) != 4 or any(len(word) < 3 or not word[0].isupper() for word in words):
        return [name]
    if _mentioned(name, body) and not is_given_name(words[2]):
        return [name]
    if is_given_name(words[1]) and not is_given_name(words[2]):
        return [name]  # two given names, two family names
    return [" ".join(words[:2]), " ".join(words[2:])]


def read_dateline(line: str, *, language: str | None = None) -> tuple[int, int, int | None] | None:
    """Month, day and (where printed) year of a dateline: "ASTANA, March 3 (Reuters) -".

    >>> read_dateline("ASTANA, March 3 (Reuters) - Kazakhstan said on Friday")
    (3, 3, None)
    """
    found = _DATELINE.match(line)
    if not found:
        return None
    day = _MONTH_DAY.match(found["date"])
    if not day:
        return None
    month = month_number(day["m"] or day["n"], language)
    year = re.search(r"\d{4}", found["date"])
    return (month, int(day["d"] or day["e"]), int(year[0]) if year else None) if month else None
