"""Link the mentions of one document: acronyms, surnames, majority label."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extraction.aliases.countries import country_code
from pipeline.records import EntityMention, EntitySource

_POSSESSIVE = re.compile(r"['’]s?$")
_ACRONYM_AFTER = re.compile(r"\s*\(\s*([A-Z][A-Za-z0-9&.\-]{1,9})\s*\)")


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name as a model or pattern found it."""

    start: int
    end: int
    label: str
    source: str = "model"


def resolve_aliases(
    text: str, mentions: Sequence[NameMention], body_start: int = 0
) -> list[EntityMention]:
    """Give every mention its canonical name, id and country; mentions keep their order."""
    trimmed = [_trim(text, mention) for mention in mentions]
    names = [text[m.start : m.end] for m in trimmed]
    labels = _settled_labels(names, trimmed)
    canonical = _canonical_names(text, trimmed, names, labels)
    resolved = []
    for mention, name in zip(trimmed, names, strict=True):
        label = labels[name]
        full = canonical.get((label, name), name)
        source: EntitySource = "pattern" if mention.source == "pattern" else "model"
        country = country_code(full) if label in ("GPE", "NORP") else None
        resolved.append(
            EntityMention(
                mention.start, mention.end, name, label, full, entity_id(label, full, country),
                country, source,
            )
        )  # fmt: skip
    return resolved


def entity_id(label: str, canonical: str, country: str | None) -> str:
    """A readable id, the same for the same name in every document."""
    if country:
        return f"{label}:{country}"
    folded = re.sub(r"[^\w]+", "-", canonical.casefold()).strip("-")
    return f"{label}:{folded}"


def _trim(text: str, mention: NameMention) -> NameMention:
    start, end = mention.start, mention.end
    if text[start : start + 4].lower() == "the ":
        start += 4
    if match := _POSSESSIVE.search(text[start:end]):
        end -= len(match.group())
    if start >= end:
        return mention
    return NameMention(start, end, mention.label, mention.source)


def _settled_labels(names: Sequence[str], mentions: Sequence[NameMention]) -> dict[str, str]:
    """The label that most mentions of the same string have; the first one wins a tie."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name, mention in zip(names, mentions, strict=True):
        votes[name][mention.label] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in votes.items()}


def _canonical_names(
    text: str, mentions: Sequence[NameMention], names: Sequence[str], labels: dict[str, str]
) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    persons = [name for name in names if labels[name] == "PERSON" and " " in name]
    for full in persons:
        found.setdefault(("PERSON", full.split()[-1]), full)
    for mention, name in zip(mentions, names, strict=True):
        match = _ACRONYM_AFTER.match(text, mention.end)
        if match and _stands_for(match.group(1), name):
            found[(labels.get(match.group(1), labels[name]), match.group(1))] = name
    return found


def _stands_for(acronym: str, name: str) -> bool:
    """Whether the capitals of ``acronym`` are the initials of words of ``name``, in order."""
    initials = [word[0].upper() for word in re.findall(r"\w+", name)]
    letters = [c for c in acronym.upper() if c.isalpha()]
    rest = iter(initials)
    return len(letters) > 1 and all(letter in rest for letter in letters)
