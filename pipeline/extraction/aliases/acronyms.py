"""Acronyms that a document defines: ``Collective Security Treaty Organization (CSTO)``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.extraction.aliases.names import SMALL_WORDS, fold, initials_match, is_acronym

_AFTER = re.compile(
    r"[’']?s?\s*\(\s*(?:the\s+|or\s+)?[\"“'‘]?([A-Z][A-Za-z0-9&./\-]{1,11})[\"”'’]?\s*[),;]"
)
_BEFORE = re.compile(r"([A-Z][A-Z0-9&.\-]{1,9})\s*\(\s*(?:the\s+)?$")

Definition = tuple[str, int, int, int]
"""``(acronym, start, end, index)``: where the acronym stands, and which span it stands for."""


def find_definitions(text: str, spans: Sequence[tuple[int, int]]) -> list[Definition]:
    """Acronyms defined beside the names at ``spans``."""
    found = []
    for index, (start, end) in enumerate(spans):
        name = text[start:end]
        if " " not in name and "-" not in name:
            continue
        match = _AFTER.match(text, end) or _BEFORE.search(text, max(0, start - 20), start)
        if match and initials_match(match.group(1), name):
            found.append((match.group(1), match.start(1), match.end(1), index))
    return found


_FEWEST_LETTERS = 3


def undefined_links(names: Iterable[str]) -> dict[str, str]:
    """Acronym -> the only one of ``names`` that has exactly its initials, defined or not.

    Small words may count or not: the PPP is the Pakistan Peoples Party where the document names
    that party and no other. Two letters are the initials of too much: AI is no Apache Iceberg.
    """
    named = list(names)
    owners: dict[str, set[str]] = {}
    for name in named:
        words = fold(name).replace("-", " ").split()
        if len(words) > 1:
            significant = [word for word in words if word not in SMALL_WORDS]
            for chosen in (words, significant):
                owners.setdefault("".join(word[0] for word in chosen), set()).add(name)
    links = {}
    for name in filter(is_acronym, named):
        if len(fold(name)) < _FEWEST_LETTERS:
            continue
        found = owners.get(fold(name), set())
        if len(found) == 1:
            links[name] = next(iter(found))
    return links
