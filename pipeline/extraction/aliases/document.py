"""Link the mentions of one document: trim, settle labels, find the fullest name, add the missed.

One decision per name across the article. Wrong merges are worse than missed ones: a surname that
two people of the article share is left alone, and so is an entity_id when only a surname is known.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extraction.aliases.acronyms import find_definitions
from pipeline.extraction.aliases.countries import (
    country_name,
    country_of_people,
    country_of_place,
)
from pipeline.extraction.aliases.names import honorific_length, name_key, slug
from pipeline.extraction.aliases.organisations import known_organisation
from pipeline.extraction.aliases.overrides import Override
from pipeline.records import EntityMention, EntitySource

_POSSESSIVE = re.compile(r"(?<=[^\W_])['’]s?$")
_EDGE = ' \t\n"“”‘,;:()[]'


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name as a model, a pattern or this module found it."""

    start: int
    end: int
    label: str
    source: EntitySource = "model"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a name is: what every mention of it gets."""

    label: str
    canonical: str
    entity_id: str | None
    country: str | None = None


def resolve_aliases(
    text: str,
    mentions: Sequence[NameMention],
    overrides: Mapping[str, Override] | None = None,
) -> list[EntityMention]:
    """Give every mention its canonical name, id and country, sorted by place.

    Args:
        text: the document.
        mentions: names found in it, in any order.
        overrides: the user's decisions by name (`load_overrides`); they win.
    """
    found = _trimmed(text, mentions)
    found = _with_acronyms(text, found)
    labels = _settled_labels(text, found)
    links = _links(text, found, labels)
    found = _with_missed(text, found, labels, links)
    identities: dict[str, Identity] = {}
    resolved = []
    for mention in sorted(found, key=lambda m: (m.start, m.end)):
        name = text[mention.start : mention.end]
        if name not in identities:
            identities[name] = _identity(name, labels[name], links, overrides or {})
        who = identities[name]
        resolved.append(
            EntityMention(
                mention.start, mention.end, name, who.label, who.canonical, who.entity_id,
                who.country, mention.source,
            )
        )  # fmt: skip
    return resolved


def _trimmed(text: str, mentions: Iterable[NameMention]) -> list[NameMention]:
    kept: dict[tuple[int, int], NameMention] = {}
    for mention in mentions:
        start, end = _trim(text, mention.start, mention.end, mention.label)
        if start < end:
            kept.setdefault((start, end), replace(mention, start=start, end=end))
    return list(kept.values())


def _trim(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """Leave out the article, titles, quotes and the possessive (the annotation guide's span)."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE and not _closes(text[start:end]):
        end -= 1
    if text[start : start + 4].lower() == "the ":
        start += 4
    if label == "PERSON":
        start += honorific_length(text[start:end])
    if match := _POSSESSIVE.search(text[start:end]):
        end -= len(match.group())
    return start, end


def _closes(name: str) -> bool:
    """Whether a closing bracket at the end belongs to the name: ``Bank (Suisse)``."""
    return name.endswith(")") and "(" in name


def _with_acronyms(text: str, found: list[NameMention]) -> list[NameMention]:
    """Add or relabel the acronyms that the text itself defines."""
    spans = [(mention.start, mention.end) for mention in found]
    for _, start, end, index in find_definitions(text, spans):
        label = found[index].label
        clash = [m for m in found if m.start < end and start < m.end]
        if not clash:
            found.append(NameMention(start, end, label, "alias"))
        elif len(clash) == 1 and (clash[0].start, clash[0].end) == (start, end):
            found[found.index(clash[0])] = replace(clash[0], label=label)
    return found


def _settled_labels(text: str, found: Sequence[NameMention]) -> dict[str, str]:
    """The label that most mentions of the same string have; the first one wins a tie."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in found:
        votes[text[mention.start : mention.end]][mention.label] += 1
    labels = {name: counts.most_common(1)[0][0] for name, counts in votes.items()}
    spans = [(mention.start, mention.end) for mention in found]
    for acronym, _, _, index in find_definitions(text, spans):
        start, end = spans[index]
        labels[acronym] = labels[text[start:end]]
    return labels


def _links(text: str, found: Sequence[NameMention], labels: Mapping[str, str]) -> dict[str, str]:
    """Short form -> the fullest form of the same name in the document."""
    links: dict[str, str] = {}
    spans = [(mention.start, mention.end) for mention in found]
    for acronym, _, _, index in find_definitions(text, spans):
        start, end = spans[index]
        links.setdefault(acronym, text[start:end])
    links.update(_person_links(labels))
    links.update(_spelling_links(text, found, labels, links))
    return links


def _person_links(labels: Mapping[str, str]) -> dict[str, str]:
    """A single name of a person who is named in full elsewhere, when nobody else shares it."""
    people = [name for name, label in labels.items() if label == "PERSON"]
    owners: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, str] = {}
    for full in people:
        words = full.split()
        if len(words) < 2 or not words[0][0].isupper():  # "von der Leyen" is a surname
            continue
        for part in {words[0], words[-1], " ".join(words[1:])}:
            key = name_key(part, "PERSON")
            owners[key].add(name_key(full, "PERSON"))
            forms.setdefault(name_key(full, "PERSON"), full)
    links = {}
    for name in people:
        owner = owners.get(name_key(name, "PERSON"), set())
        if len(owner) == 1 and name_key(name, "PERSON") not in forms:
            links[name] = forms[next(iter(owner))]
    return links


def _spelling_links(
    text: str, found: Sequence[NameMention], labels: Mapping[str, str], links: Mapping[str, str]
) -> dict[str, str]:
    """Spellings of one name go by the most frequent of them, the longest in a tie."""
    counts = Counter(text[mention.start : mention.end] for mention in found)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, label in labels.items():
        if name not in links:
            groups[label, name_key(name, label)].append(name)
    merged = {}
    for names in groups.values():
        if len(names) > 1:
            best = max(names, key=lambda name: (counts[name], len(name), name))
            merged.update({name: best for name in names if name != best})
    return merged


def _with_missed(
    text: str,
    found: list[NameMention],
    labels: dict[str, str],
    links: Mapping[str, str],
) -> list[NameMention]:
    """Add further occurrences, in the same spelling, of names of several words and of acronyms."""
    names = [name for name in labels if _is_distinctive(name, links)]
    if not names:
        return found
    taken = sorted((mention.start, mention.end) for mention in found)
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])")
    missed = [
        NameMention(match.start(), match.end(), labels[match.group()], "alias")
        for match in pattern.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return found + missed


def _is_distinctive(name: str, links: Mapping[str, str]) -> bool:
    """Whether every occurrence of the string is sure to mean the name."""
    if " " in name:
        return all(word[0].isupper() for word in name.split() if len(word) > 3)
    return name in links and name.isupper() and len(name) > 1


def _identity(
    name: str, label: str, links: Mapping[str, str], overrides: Mapping[str, Override]
) -> Identity:
    full = _follow(name, links)
    override = overrides.get(name) or overrides.get(full)
    if override:
        return Identity(override.label or label, override.canonical, override.entity_id, None)
    if label == "GPE" and (code := country_of_place(full)):
        return Identity(label, country_name(code), f"GPE:{code}", code)
    if label == "NORP" and (people := country_of_people(full)):
        return Identity(label, people[1], f"NORP:{people[0]}", people[0])
    if label == "ORG":
        full = known_organisation(full) or full
    if label == "PERSON" and " " not in full:
        return Identity(label, full, None)  # which of the people of that name is not known
    return Identity(label, full, f"{label}:{_id_form(full, label)}")


def _id_form(full: str, label: str) -> str:
    """The same for every spelling that `name_key` takes for one."""
    return slug(full) if label not in ("ORG", "PERSON", "GPE") else name_key(full, label)


def _follow(name: str, links: Mapping[str, str]) -> str:
    seen = {name}
    while name in links and links[name] not in seen:
        name = links[name]
        seen.add(name)
    return name
