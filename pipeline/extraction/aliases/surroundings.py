"""What a document says about names that several share: Georgia, Paris, the Ministry of Defence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from pipeline.extraction.aliases.countries import country_name, country_of_place
from pipeline.extraction.aliases.names import fold, name_key
from pipeline.extraction.aliases.shared import country_code, shared_name
from pipeline.extraction.aliases.tables import rows, values


class Located(Protocol):
    """A mention: where it stands, and what a model took it for."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset after the last character."""

    @property
    def label(self) -> str:
        """A name of `pipeline.records.Label`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of those that share a name. An empty ``form`` stands for others, without an id."""

    canonical: str
    form: str
    country: str | None
    is_default: bool
    evidence: re.Pattern[str] | None


@cache
def _namesakes() -> dict[tuple[str, str], list[Candidate]]:
    found: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for label, name, canonical, form, country, default, evidence in rows("namesakes.tsv"):
        words = "|".join(map(re.escape, values(evidence)))
        pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None
        found[label, _case(name, label)].append(
            Candidate(canonical or name, form, country or None, bool(default), pattern)
        )
    return found


def _case(name: str, label: str) -> str:
    return name.replace(".", "") if label == "ORG" else fold(name)


def namesake(name: str, label: str, text: str) -> Candidate | None:
    """Which of several known namesakes the document means; ``None`` when the name has none.

    The one whose surroundings (cities, people) the document names; the default, if there is one,
    when it names nobody's; otherwise a candidate without form: it is not known.
    """
    candidates = _namesakes().get((label, _case(name, label)))
    if candidates is None:
        return None
    found = [c for c in candidates if c.evidence and c.evidence.search(text)]
    if not found:
        found = [c for c in candidates if c.is_default]
    return found[0] if len(found) == 1 else Candidate(name, "", None, False, None)


@cache
def _states() -> dict[str, tuple[str, frozenset[str]]]:
    """Name and abbreviations of a state, each with its name and the keys of its known cities."""
    found = {}
    for state, short, cities in rows("states.tsv"):
        entry = state, frozenset(name_key(city, "GPE") for city in values(cities))
        found.update(dict.fromkeys((state, *values(short)), entry))
    return found


_QUALIFIER = re.compile(r", (?P<place>(?:[A-Z][\w.]*|of|and)(?: (?:[A-Z][\w.]*|of|and))*)")
_LIST = re.compile(r",? (?:and|or) ")


def place_qualifiers(text: str, places: Mapping[str, Sequence[Located]]) -> dict[str, Candidate]:
    """Cities that the text places in a state or country (``Paris, Texas``), where that matters."""
    found: dict[str, set[Candidate]] = defaultdict(set)
    for name, mentions in places.items():
        for mention in mentions:
            if candidate := _qualified(name, text, mention.end):
                found[name].add(candidate)
    return {name: options.pop() for name, options in found.items() if len(options) == 1}


def _qualified(name: str, text: str, end: int) -> Candidate | None:
    match = _QUALIFIER.match(text, end)
    if not match:
        return None
    words = match["place"].split()
    for length in range(min(4, len(words)), 0, -1):
        place = " ".join(words[:length])
        if length == len(words) and _LIST.match(text, match.end()):
            return None  # "Chicago, Texas and Florida" is a list
        if candidate := _placed(name, place):
            return candidate
    return None


def _placed(name: str, place: str) -> Candidate | None:
    key = name_key(name, "GPE")
    if state := _states().get(place) or _states().get(place.rstrip(".")):
        if key in state[1]:
            return None
        form = f"{key}-{name_key(state[0], 'GPE')}"
        return Candidate(f"{name}, {state[0]}", form, None, False, None)
    code = country_of_place(place) or ("GB" if place in ("England", "Scotland", "Wales") else None)
    if code and ("GPE", fold(name)) in _namesakes():
        shown = place if place in ("England", "Scotland", "Wales") else country_name(code)
        return Candidate(f"{name}, {shown}", f"{key}-{code.lower()}", None, False, None)
    return None


@dataclass(frozen=True, slots=True)
class Body:
    """A mention of a shared name: its kind, the document's first name for that kind, and whose it
    is (country code, or a place's name)."""

    key: str
    title: str
    owner: str | None


def shared_bodies(
    text: str, mentions: Sequence[Located], full: Sequence[tuple[str, str]]
) -> dict[int, Body]:
    """Whose ministry, court or law each mention means, by its place in ``mentions``.

    A mention without an owner gets the only one that the document gives to bodies of that kind.

    Args:
        text: the document.
        mentions: all names in it.
        full: full name and label of each mention.
    """
    places = [mention for mention in mentions if mention.label in ("GPE", "NORP")]
    ends = {mention.end: text[mention.start : mention.end] for mention in places}
    begins = {mention.start: text[mention.start : mention.end] for mention in places}
    bodies: dict[int, Body] = {}
    titles: dict[str, str] = {}
    owners: dict[str, set[str]] = defaultdict(set)
    for index, (name, label) in enumerate(full):
        if shared := shared_name(name, label):
            owner = shared.country or _owner_beside(text, mentions[index], ends, begins)
            title = titles.setdefault(shared.key, shared.title)
            bodies[index] = Body(shared.key, title, owner)
            owners[shared.key].update([owner] if owner else [])
    return {index: _owned(body, owners[body.key]) for index, body in bodies.items()}


def _owned(body: Body, owners: set[str]) -> Body:
    if body.owner or len(owners) != 1:
        return body
    return replace(body, owner=next(iter(owners)))


_BETWEEN = re.compile(r"(?:['’]s?)?\s+(?:the\s+)?")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")


def _owner_beside(
    text: str, mention: Located, ends: Mapping[int, str], begins: Mapping[int, str]
) -> str | None:
    """``Kazakhstan's``, ``Kazakh`` or ``Texas`` before the name, ``of Kazakhstan`` after it."""
    before = text[max(0, mention.start - 8) : mention.start]
    for gap in range(len(before), 0, -1):
        name = ends.get(mention.start - gap)
        if name and _BETWEEN.fullmatch(before[-gap:]):
            return country_code(name) or name
    if match := _OF.match(text, mention.end):
        name = begins.get(match.end())
        return (country_code(name) or name) if name else None
    return None
