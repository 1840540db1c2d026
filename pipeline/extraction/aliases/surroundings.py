"""What a document says about names that several share: Georgia, Paris, the Ministry of Defence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from pipeline.extraction.aliases.countries import country_name, country_of_place
from pipeline.extraction.aliases.names import fold, name_key
from pipeline.extraction.aliases.shared import SharedName, country_code, shared_name
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
    evidence: str

    def is_named_in(self, text: str) -> bool:
        """Whether the text holds one of the words that go with this one."""
        return bool(self.evidence and _any_of(self.evidence).search(text))


@cache
def _any_of(words: str) -> re.Pattern[str]:
    alternatives = "|".join(map(re.escape, values(words)))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


@cache
def _namesakes() -> dict[tuple[str, str], list[Candidate]]:
    found: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for label, name, canonical, form, country, default, evidence in rows("namesakes.tsv"):
        found[label, _case(name, label)].append(
            Candidate(canonical or name, form, country or None, bool(default), evidence)
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
    found = [c for c in candidates if c.is_named_in(text)]
    if not found:
        found = [c for c in candidates if c.is_default]
    return found[0] if len(found) == 1 else Candidate(name, "", None, False, "")


@cache
def _states() -> dict[str, tuple[str, frozenset[str]]]:
    """Name and abbreviations of a state, each with its name and the keys of its known cities."""
    found = {}
    for state, short, cities in rows("states.tsv"):
        entry = state, frozenset(name_key(city, "GPE") for city in values(cities))
        found.update(dict.fromkeys((state, *values(short)), entry))
    return found


def state_of(name: str) -> Candidate | None:
    """The state that an abbreviation stands for (``Calif.``), else ``None``."""
    state, _ = _states().get(name) or _states().get(f"{name}.") or (name, None)
    if state == name or state == "District of Columbia":
        return None
    shared = _namesakes().get(("GPE", fold(state)), ())
    of_us = [other for other in shared if other.canonical == f"{state} (U.S. state)"]
    return of_us[0] if of_us else Candidate(state, name_key(state, "GPE"), None, False, "")


_QUALIFIER = re.compile(r", (?P<place>(?:[A-Z][\w.]*|of|and)(?: (?:[A-Z][\w.]*|of|and)){0,3})")
# "in Chicago, Texas and Florida", "Texas, Tennessee, Ohio and Utah"
_LIST = re.compile(r"(?:, [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}){0,9},? (?:and|or|as well as) ")


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
    words = match["place"].split(" ")
    for length in range(min(4, len(words)), 0, -1):
        place = " ".join(words[:length])
        candidate = _placed(name, place)
        if candidate and not _LIST.match(text, match.start("place") + len(place)):
            return candidate
    return None


def _placed(name: str, place: str) -> Candidate | None:
    if name in _states() or _names_a_country(name):
        return None
    key = name_key(name, "GPE")
    name = name.title() if name.isupper() and len(name) > 3 else name
    if state := _states().get(place) or _states().get(place.rstrip(".")):
        if key in state[1]:
            return None
        form = f"{key}-{name_key(state[0], 'GPE')}"
        return Candidate(f"{name}, {state[0]}", form, None, False, "")
    code = country_of_place(place) or ("GB" if place in ("England", "Scotland", "Wales") else None)
    if code and ("GPE", fold(name)) in _namesakes():
        shown = place if place in ("England", "Scotland", "Wales") else country_name(code)
        return Candidate(f"{name}, {shown}", f"{key}-{code.lower()}", None, False, "")
    return None


def _names_a_country(name: str) -> bool:
    others = _namesakes().get(("GPE", fold(name)), ())
    return country_of_place(name) is not None or any(other.country for other in others)


@dataclass(frozen=True, slots=True)
class Body:
    """A mention of a shared name.

    Its kind, its name with the owner told, and the owner: a country's code or a place's name.
    """

    key: str
    title: str
    owner: str | None

    @property
    def country(self) -> str | None:
        """Code of the country that owns it, where a country does."""
        return self.owner if self.owner and re.fullmatch("[A-Z]{2}", self.owner) else None


def shared_bodies(
    text: str, mentions: Sequence[Located], full: Sequence[tuple[str, str]]
) -> dict[int, Body]:
    """Whose ministry, court or law each mention means, by its place in ``mentions``.

    A mention without an owner is that of the only owner named before it for bodies of that kind
    (in a headline, of the only owner in the document).

    Args:
        text: the document.
        mentions: all names in it, sorted by place.
        full: full name and label of each mention.
    """
    named = {
        i: shared for i, (name, label) in enumerate(full) if (shared := shared_name(name, label))
    }
    if not named:
        return {}
    places = [mention for mention in mentions if mention.label in ("GPE", "NORP")]
    ends = {mention.end: text[mention.start : mention.end] for mention in places}
    begins = {mention.start: text[mention.start : mention.end] for mention in places}
    owners = {
        index: shared.country or _owner_beside(text, mentions[index], ends, begins)
        for index, shared in named.items()
    }
    _lend_owners(text, mentions, named, owners)
    titles: dict[tuple[str, str | None], str] = {}
    for index, shared in named.items():
        if shared.country:  # "Indian Navy" says it better than "Navy (India)"
            titles.setdefault((shared.key, shared.country), full[index][0])
    return {
        index: Body(
            shared.key,
            titles.get((shared.key, owners[index])) or _with_owner(shared.title, owners[index]),
            owners[index],
        )
        for index, shared in named.items()
    }


def _lend_owners(
    text: str,
    mentions: Sequence[Located],
    named: Mapping[int, SharedName],
    owners: dict[int, str | None],
) -> None:
    headline = text.find("\n")
    everywhere: dict[str, set[str]] = defaultdict(set)
    for index, shared in named.items():
        everywhere[shared.key].update(filter(None, [owners[index]]))
    before: dict[str, set[str]] = defaultdict(set)
    for index, shared in named.items():
        if owner := owners[index]:
            before[shared.key].add(owner)
            continue
        known = everywhere if mentions[index].end <= headline else before
        if len(known[shared.key]) == 1:
            owners[index] = next(iter(known[shared.key]))


def _with_owner(title: str, owner: str | None) -> str:
    if owner is None:
        return title
    return f"{title} ({country_name(owner) if re.fullmatch('[A-Z]{2}', owner) else owner})"


_BETWEEN = re.compile(r"(?:['’]s?)?\s+")
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
