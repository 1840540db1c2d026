"""Short forms of the people of one document: surnames, first names, initials, left-out names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extraction.aliases.names import (
    fold,
    follows_regnal_title,
    follows_title,
    name_key,
)

# "his wife, Laura Bush": the surname alone does not mean her.
_RELATIVE_BEFORE = re.compile(
    r"\b(?:wife|husband|widow|widower|son|daughter|brother|sister|father|mother|cousin|nephew|niece"
    r"|uncle|aunt|grandson|granddaughter|grandfather|grandmother|spouse|first lady)\s*,?\s*$",
    re.IGNORECASE,
)
_SUFFIXES = {"jr", "sr", "junior", "senior", "ii", "iii", "iv"}
_SON_OF = {"bin", "ibn", "bint", "binti", "ben"}
_SURNAME_PARTICLES = {
    "le",
    "de",
    "du",
    "la",
    "di",
    "da",
    "della",
    "van",
    "von",
    "bin",
    "ibn",
    "der",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A name of several words, and how it may be shortened."""

    name: str
    key: str
    words: tuple[str, ...]
    is_relative: bool

    def short_forms(self) -> Iterable[str]:
        """First name, surname of one or more words, a name in the middle."""
        words = list(self.words)
        yield words[0]
        if self.is_relative:
            return
        if words[-1] in _SUFFIXES:
            yield " ".join(words[-2:])
            words.pop()
        for index in range(1, len(words)):
            if index == len(words) - 1 and words[index - 1] in _SON_OF:
                continue  # Salman is the father of Mohammed bin Salman
            yield " ".join(words[index:])
            if len(words[index]) > 3 and words[index] not in _SURNAME_PARTICLES:
                yield words[index]


def is_full_name(name: str) -> bool:
    """Whether the name tells one person from others: not Putin, V. Putin, von der Leyen, Le Pen."""
    words = fold(name).split()
    if len(words) < 2 or not name[0].isupper():
        return False
    return len(words) > 2 or (len(words[0]) > 1 and words[0] not in _SURNAME_PARTICLES)


def person_links(text: str, starts: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Short form -> the full name that it can only mean in this document.

    Args:
        text: the document.
        starts: every person's name with the offsets of its mentions.
    """
    full = [_person(text, name, starts[name]) for name in starts if is_full_name(name)]
    by_key = {person.key: person for person in full}
    longer = _longer_forms(by_key.values())
    owners: dict[str, set[str]] = defaultdict(set)
    for person in by_key.values():
        for short in person.short_forms():
            owners[name_key(short, "PERSON")].add(longer.get(person.key, person.key))
    families = _by_surname(by_key.values())
    links = {p.name: by_key[longer[p.key]].name for p in full if p.key in longer}
    for name in starts:
        key = name_key(name, "PERSON")
        if key in by_key:
            continue
        found = owners.get(key) or _by_initial(name, families, longer)
        if len(found) == 1:
            person = by_key[next(iter(found))]
            if not _introduced_otherwise(text, starts[name], starts[person.name]):
                links[name] = person.name
    return links


def _person(text: str, name: str, starts: Sequence[int]) -> Person:
    relative = all(_RELATIVE_BEFORE.search(text, max(0, s - 25), s) for s in starts)
    return Person(name, name_key(name, "PERSON"), tuple(fold(name).split()), relative)


def _longer_forms(people: Iterable[Person]) -> dict[str, str]:
    """Key -> key of the only longer name that the person goes by: Hillary (Rodham) Clinton."""
    longer: dict[str, str] = {}
    for group in _by_surname(people).values():
        # Of a hundred Kims (a list of names) nobody could tell, and the work grows as the square.
        for short in group if len(group) <= 100 else ():
            found = {person.key for person in group if _is_longer(person, short)}
            if len(found) == 1:
                longer[short.key] = found.pop()
    return {key: longer.get(other, other) for key, other in longer.items()}


def _by_surname(people: Iterable[Person]) -> dict[str, list[Person]]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        groups[person.words[-1]].append(person)
    return groups


def _is_longer(long: Person, short: Person) -> bool:
    """Whether ``long`` is ``short`` with more names before it, or between first name and surname.

    Names after it would make another person as often as the same (Aung San, Donald Trump Jr.), and
    so would another initial: George W. Bush is not George H. W. Bush.
    """
    extra = set(long.words) - set(short.words)
    if len(long.words) <= len(short.words) or extra & (_SUFFIXES | _SON_OF):
        return False
    if long.words[-len(short.words) :] == short.words:
        return True
    rest = iter(long.words)
    if long.words[0] != short.words[0] or not all(word in rest for word in short.words):
        return False
    return not any(len(word) == 1 for word in short.words) or not any(len(w) == 1 for w in extra)


def _by_initial(
    name: str, families: Mapping[str, Sequence[Person]], longer: Mapping[str, str]
) -> set[str]:
    """Who ``V. Putin`` may be."""
    words = fold(name).split()
    if len(words) != 2 or len(words[0]) > 2:
        return set()
    return {
        longer.get(person.key, person.key)
        for person in families.get(words[1], ())
        if person.words[0][0] == words[0][0]
    }


def _introduced_otherwise(text: str, short: Sequence[int], full: Sequence[int]) -> bool:
    """Whether the text uses the short name for another: President Biden, then Hunter Biden.

    Not in the first line: headlines shorten who the article then introduces. Prince Harry is not
    Harry Kane wherever he stands, unless the full name also has such a title.
    """
    if any(follows_regnal_title(text, start) for start in short):
        return not any(follows_regnal_title(text, start) for start in full)
    return short[0] < full[0] and "\n" in text[: short[0]] and follows_title(text, short[0])
