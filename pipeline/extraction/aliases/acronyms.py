"""Acronyms that a document defines: ``Collective Security Treaty Organization (CSTO)``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.aliases.names import initials_match

_AFTER = re.compile(
    r"[’']?s?\s*\(\s*(?:the\s+|or\s+)?[\"“'‘]?([A-Z][A-Za-z0-9&./\-]{1,11})[\"”'’]?\s*[),;]"
)
_BEFORE = re.compile(r"([A-Z][A-Z0-9&.\-]{1,9})\s*\(\s*(?:the\s+)?$")


def find_definitions(
    text: str, spans: Sequence[tuple[int, int]]
) -> list[tuple[str, int, int, int]]:
    """Acronyms defined beside the names at ``spans``.

    Returns:
        ``(acronym, start, end, index)``: where the acronym stands, and which span it stands for.
    """
    found = []
    for index, (start, end) in enumerate(spans):
        name = text[start:end]
        if " " not in name and "-" not in name:
            continue
        match = _AFTER.match(text, end) or _BEFORE.search(text, max(0, start - 20), start)
        if match and initials_match(match.group(1), name):
            found.append((match.group(1), match.start(1), match.end(1), index))
    return found
