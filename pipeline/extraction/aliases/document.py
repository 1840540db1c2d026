"""Link the mentions of one document: trim, settle labels, find the fullest name, add the missed.

One decision per name across the article. Wrong merges are worse than missed ones: a surname that
two people of the article share is left alone, and so is an entity_id when only a surname is known.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extraction.aliases.acronyms import Definition, find_definitions, undefined_links
from pipeline.extraction.aliases.identities import Decision, Identity, identify
from pipeline.extraction.aliases.known import known_name
from pipeline.extraction.aliases.names import honorific_length, name_key
from pipeline.extraction.aliases.occurrences import Cover, occurrences
from pipeline.extraction.aliases.overrides import Override
from pipeline.extraction.aliases.people import person_links
from pipeline.extraction.aliases.surroundings import place_qualifiers, shared_bodies
from pipeline.records import EntityMention, EntitySource

_POSSESSIVE = re.compile(r"(?<=[^\W_])['’‘´`]s?$")  # scraped text has all of these marks
_EDGE = ' \t\n"“”‘,;:()[]'


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name as a model, a pattern or this module found it."""

    start: int
    end: int
    label: str
    source: EntitySource = "model"


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
    definitions = find_definitions(text, [(mention.start, mention.end) for mention in found])
    labels = _settled_labels(text, found, definitions)
    links = _links(text, found, labels, definitions)
    found = _with_missed(text, found, labels, links)
    found.sort(key=lambda mention: (mention.start, mention.end))
    identities = _identities(text, found, labels, links, overrides or {})
    return [
        EntityMention(
            mention.start, mention.end, text[mention.start : mention.end], who.label,
            who.canonical, who.entity_id, who.country, mention.source,
        )
        for mention, who in zip(found, identities, strict=True)
    ]  # fmt: skip


def _identities(
    text: str,
    found: Sequence[NameMention],
    labels: Mapping[str, str],
    links: Mapping[str, str],
    overrides: Mapping[str, Override],
) -> list[Identity]:
    """Who each mention is. Mentions of one string are one, but for bodies that countries share."""
    names = [text[mention.start : mention.end] for mention in found]
    full = {name: _follow(name, links) for name in labels}
    known_as = {name: known_name(full[name], label) or full[name] for name, label in labels.items()}
    owners = shared_bodies(text, found, [(known_as[name], labels[name]) for name in names])
    towns = place_qualifiers(text, _by_name(text, found, labels, "GPE"))
    identities: dict[tuple[str, str | None], Identity] = {}
    result = []
    for index, name in enumerate(names):
        body = owners.get(index)
        key = name, body.owner if body else None
        if key not in identities:
            override = overrides.get(name) or overrides.get(full[name])
            decision = Decision(full[name], labels[name], body, towns.get(name))
            identities[key] = (
                override.identity(labels[name]) if override else identify(decision, text)
            )
        result.append(identities[key])
    return result


def _by_name(
    text: str, found: Sequence[NameMention], labels: Mapping[str, str], label: str
) -> dict[str, list[NameMention]]:
    """Mentions of each name that has the label."""
    groups: dict[str, list[NameMention]] = defaultdict(list)
    for mention in found:
        if labels[name := text[mention.start : mention.end]] == label:
            groups[name].append(mention)
    return groups


def _trimmed(text: str, mentions: Iterable[NameMention]) -> list[NameMention]:
    kept: dict[tuple[int, int], NameMention] = {}
    for mention in sorted(mentions, key=lambda m: (m.start, m.end, m.label)):
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
        bare = end - len(match.group())
        if not _ends_in_s(text, text[start:bare], label):
            end = bare
    return start, end


def _ends_in_s(text: str, bare: str, label: str) -> bool:
    """Whether the ``'s`` belongs to the name: Moody's, Lord's, St. John's.

    Models leave the possessive out as a rule, so what one takes in for a firm or a house is its
    name, unless the text has it bare as well.
    """
    if label not in ("ORG", "FAC", "PRODUCT", "WORK_OF_ART"):
        return bare.startswith("St. ")
    return not re.search(rf"(?<!\w){re.escape(bare)}(?![\w'’])", text)


def _closes(name: str) -> bool:
    """Whether a closing bracket at the end belongs to the name: ``Bank (Suisse)``."""
    return name.endswith(")") and "(" in name


def _with_acronyms(text: str, found: list[NameMention]) -> list[NameMention]:
    """Add or relabel the acronyms that the text itself defines."""
    spans = [(mention.start, mention.end) for mention in found]
    places = {span: place for place, span in enumerate(spans)}
    cover = Cover(len(text), spans)
    for _, start, end, index in find_definitions(text, spans):
        label, others = found[index].label, cover.most(start, end)
        if not others:
            places[start, end] = len(found)
            cover.add(start, end)
            found.append(NameMention(start, end, label, "alias"))
        elif others == 1 and (place := places.get((start, end))) is not None:
            found[place] = replace(found[place], label=label)
    return found


def _settled_labels(
    text: str, found: Sequence[NameMention], definitions: Sequence[Definition]
) -> dict[str, str]:
    """The label that most mentions of the same string have; the first one wins a tie."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in found:
        votes[text[mention.start : mention.end]][mention.label] += 1
    labels = {name: counts.most_common(1)[0][0] for name, counts in votes.items()}
    for acronym, _, _, index in definitions:
        labels[acronym] = labels[text[found[index].start : found[index].end]]
    return labels


def _links(
    text: str,
    found: Sequence[NameMention],
    labels: Mapping[str, str],
    definitions: Sequence[Definition],
) -> dict[str, str]:
    """Short form -> the fullest form of the same name in the document."""
    links = undefined_links(name for name, label in labels.items() if label == "ORG")
    for acronym, _, _, index in definitions:
        links[acronym] = text[found[index].start : found[index].end]
    people = _by_name(text, found, labels, "PERSON")
    links.update(
        person_links(text, {name: sorted(m.start for m in group) for name, group in people.items()})
    )
    links.update(_spelling_links(text, found, labels, links))
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
    cover = Cover(len(text), ((mention.start, mention.end) for mention in found))
    missed = [
        NameMention(start, end, labels[text[start:end]], "alias")
        for start, end in occurrences(text, names)
        if not cover.most(start, end)
    ]
    return found + missed


def _is_distinctive(name: str, links: Mapping[str, str]) -> bool:
    """Whether every occurrence of the string is sure to mean the name."""
    if " " in name:
        return all(word[0].isupper() for word in name.split() if len(word) > 3)
    return name in links and name.isupper() and len(name) > 1


def _follow(name: str, links: Mapping[str, str]) -> str:
    seen = {name}
    while name in links and links[name] not in seen:
        name = links[name]
        seen.add(name)
    return name
