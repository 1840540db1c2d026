"""Texts with names marked as ``{LABEL:name}``, as a model would have found them."""

from __future__ import annotations

import re

from pipeline.extraction.aliases import NameMention, resolve_aliases
from pipeline.records import EntityMention

MARK = re.compile(r"\{([A-Z_]+):([^}]*)\}")


def resolve(marked: str, **options: object) -> list[EntityMention]:
    """Resolve a text whose model mentions are marked as ``{LABEL:name}``."""
    text, mentions, last = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        start = len(text)
        text += match.group(2)
        mentions.append(NameMention(start, len(text), match.group(1)))
        last = match.end()
    text += marked[last:]
    resolved = resolve_aliases(text, mentions, **options)  # type: ignore[arg-type]
    assert all(text[m.start : m.end] == m.text for m in resolved)
    return resolved


def canonical(marked: str) -> dict[str, str]:
    return {mention.text: mention.canonical for mention in resolve(marked)}
