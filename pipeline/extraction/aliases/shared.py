"""Names of which every country has one: ``Ministry of Defence``, ``Constitution``.

They mean one body only with their country, which stands in the name (``Russian Defence Ministry``,
``Central Bank of Russia``) or beside it (`pipeline.extraction.aliases.surroundings`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.extraction.aliases.countries import country_of_people, country_of_place
from pipeline.extraction.aliases.names import spelling
from pipeline.extraction.aliases.tables import rows, values

_OFFICE = re.compile(r"(?P<before>.+) (?P<kind>ministry|department)")
_OFFICE_OF = re.compile(r"(?P<kind>ministry|department) (?:of|for) (?:the )?(?P<after>.+)")
_TOPICS = {
    "foreign affairs": "foreign", "internal affairs": "interior", "healthcare": "health",
    "public health": "health", "economics": "economy", "economic affairs": "economy",
}  # fmt: skip
# Gulf of Finland and French Revolution are names of their own, the French Constitution is one of
# many constitutions.
_OWNED = {"ORG", "LAW"}
# Of which treaty or constitution?
_NUMBERED = re.compile(r"(?:article|section|chapter|title|part|clause|rule) \w+|\w+ amendment")
# In which country? "U.S. Embassy" does not tell, "U.S. Embassy in Kabul" does.
_EMBASSY = re.compile(r"(?:.+ )?(?:embassy|consulate|consulate general|high commission)")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class SharedName:
    """The kind of body (``key`` is spelt one way, ``title`` as written), and its country where the
    name holds it."""

    key: str
    title: str
    country: str | None = None


@cache
def _listed() -> dict[str, frozenset[str]]:
    return {label: frozenset(map(body_key, values(names))) for label, names in rows("shared.tsv")}


@lru_cache(maxsize=20_000)
def shared_name(name: str, label: str) -> SharedName | None:
    """What the name says when many countries have one of that name, else ``None``.

    Names listed as "alone" (Bank, Times) are shared by themselves, and with a country a name of
    their own: Bank of England.
    """
    key = body_key(name)
    if (
        _is_shared(name, label)
        or _EMBASSY.fullmatch(key)
        or key in _listed().get(f"{label} alone", ())
        or (label == "LAW" and _NUMBERED.fullmatch(key))
    ):
        return SharedName(key, name)
    if label not in _OWNED:
        return None
    words = name.split()
    for length in range(min(4, len(words) - 1), 0, -1):
        rest = " ".join(words[length:])
        code = country_code(" ".join(words[:length]))
        if code and _is_shared(rest, label):
            return SharedName(body_key(rest), rest, code)
    for match in re.finditer(" of ", name):
        rest, code = name[: match.start()], country_code(name[match.end() :])
        if code and _is_shared(rest, label):
            return SharedName(body_key(rest), rest, code)
    return None


def country_code(words: str) -> str | None:
    """Code of the country that a qualifier means: ``Kazakhstan's``, ``Kazakh``, ``the U.S.``."""
    bare = re.sub(r"^[Tt]he ", "", _POSSESSIVE.sub("", words))
    people = country_of_people(bare)
    return people[0] if people else country_of_place(bare)


def body_key(name: str) -> str:
    """One form for ``Defence Ministry`` and ``Ministry of Defense``."""
    key = re.sub(r"^the ", "", spelling(name))
    match = _OFFICE.fullmatch(key) or _OFFICE_OF.fullmatch(key)
    if not match:
        return key
    topic = next(value for name, value in match.groupdict().items() if name != "kind")
    return f"{match['kind']} of {_TOPICS.get(topic, topic)}"


def _is_shared(name: str, label: str) -> bool:
    key = body_key(name)
    if key in _listed().get(label, ()):
        return True
    return label == "ORG" and key.startswith("ministry of ") and not _names_country(key)


def _names_country(key: str) -> bool:
    """Whether a country stands in the topic: ``kazakh defense`` is no topic."""
    topic = key.removeprefix("ministry of ")
    words = topic.split()
    ends = (" ".join(words[i:]) for i in range(len(words)))
    starts = (" ".join(words[:i]) for i in range(1, len(words) + 1))
    return any(country_code(part) for part in (*ends, *starts))
