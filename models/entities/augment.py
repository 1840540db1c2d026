"""Augmentation: other names in the same places, coined names, other casing, curly quotes."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.entities.examples import Marked

REPLACE_GROUPS = 0.45
REPLACE_NAMES = {
    "ORG": 0.55, "PERSON": 0.50, "PRODUCT": 0.35, "FAC": 0.30, "EVENT": 0.30, "LAW": 0.30,
    "WORK_OF_ART": 0.30, "GPE": 0.25, "LOC": 0.20,
}  # fmt: skip
#: Share of the new names that nobody has: "Gaz" of one name and "entra" of another of its type.
COINED = 0.3
COINABLE = frozenset(["ORG", "PERSON", "PRODUCT", "GPE", "LOC", "FAC"])
UPPER, TITLE, LOWER, CURLY = 0.04, 0.03, 0.01, 0.23
#: First paragraphs, which may be headlines, in capitals or Title Case.
HEADLINE = 0.06
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "with",
    ]
)

Pools = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Coins:
    """Rare words of names, the stuff of names that no list has."""

    words: Mapping[str, Sequence[str]]
    members: Mapping[str, frozenset[str]]

    def coin(self, name: str, label: str, rng: random.Random) -> str:
        """``name`` with each rare word ended as another one of its type ends."""
        return " ".join(self._coined(word, label, rng) for word in name.split(" "))

    def _coined(self, word: str, label: str, rng: random.Random) -> str:
        if word not in self.members[label]:
            return word
        other = rng.choice(self.words[label])
        return word[: rng.randint(2, len(word) - 1)] + other[rng.randint(2, len(other) - 1) :]


def rare_words(pools: Pools) -> Coins:
    """Words that at most two names of a pool have: "Tchibo" is one, "Bank" and "John" are none."""
    words: dict[str, list[str]] = {}
    for label, names in pools.items():
        counts = Counter(word for name in names for word in set(name.split(" ")))
        words[label] = sorted(w for w, n in counts.items() if n < 3 and _is_capitalised(w))
    return Coins(words, {label: frozenset(rare) for label, rare in words.items()})


def _is_capitalised(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and word[0].isupper() and word[1:].islower()


def augment(marked: Marked, pools: Pools, coins: Coins, rng: random.Random) -> Marked:
    """One random variant."""
    if rng.random() < REPLACE_GROUPS:
        marked = replace_names(marked, pools, coins, rng)
    draw = rng.random()
    if draw < UPPER:
        marked = recased(marked, str.upper)
    elif draw < UPPER + TITLE:
        marked = recased(marked, title_cased)
    elif draw < UPPER + TITLE + LOWER:
        marked = recased(marked, str.lower)
    elif draw < UPPER + TITLE + LOWER + HEADLINE:
        marked = headlined(marked, rng.choice((str.upper, title_cased)))
    if rng.random() < CURLY:
        marked = Marked(curled(marked.text), marked.spans, marked.unknown)
    return marked


def replace_names(marked: Marked, pools: Pools, coins: Coins, rng: random.Random) -> Marked:
    """Names replaced by others of their type, the same name the same way throughout."""
    chosen: dict[tuple[str, str], str] = {}
    edits: list[tuple[int, int, str]] = []
    for start, end, label in marked.spans:
        name = marked.text[start:end]
        if (name, label) not in chosen:
            chosen[name, label] = _replacement(name, label, chosen, pools, coins, rng)
        edits.append((start, end, chosen[name, label]))
    return rewritten(marked, edits)


def _replacement(
    name: str,
    label: str,
    chosen: Mapping[tuple[str, str], str],
    pools: Pools,
    coins: Coins,
    rng: random.Random,
) -> str:
    for (other, kind), new in chosen.items():
        if kind == label == "PERSON" and other.split()[-1] == name:
            return new.split()[-1] if new != other else name  # the surname follows the full name
    if label not in pools or rng.random() >= REPLACE_NAMES.get(label, 0.0):
        return name
    new = rng.choice(pools[label])
    if label in COINABLE and rng.random() < COINED:
        new = coins.coin(new, label, rng)
    if label == "PERSON" and " " not in name:
        return new.split()[-1]
    return new


def rewritten(marked: Marked, edits: Sequence[tuple[int, int, str]]) -> Marked:
    """The text with each span of ``edits`` (sorted, one per span) replaced."""
    text, spans, last = "", [], 0
    anchors: list[tuple[int, int]] = []  # old end -> shift after it
    for (start, end, new), (_, _, label) in zip(edits, marked.spans, strict=True):
        text += marked.text[last:start]
        spans.append((len(text), len(text) + len(new), label))
        text += new
        last = end
        anchors.append((end, len(text) - end))
    text += marked.text[last:]

    def moved(position: int) -> int:
        shift = 0
        for end, value in anchors:
            if end <= position:
                shift = value
        return position + shift

    unknown = tuple((moved(s), moved(s) + e - s) for s, e in marked.unknown)
    return Marked(text, tuple(spans), unknown)


def recased(marked: Marked, change: Callable[[str], str]) -> Marked:
    """Another casing, where it keeps every offset."""
    text = change(marked.text)
    return Marked(text, marked.spans, marked.unknown) if len(text) == len(marked.text) else marked


def headlined(marked: Marked, change: Callable[[str], str]) -> Marked:
    """The first paragraph, if there is a second, in another casing."""
    head, gap, rest = marked.text.partition("\n\n")
    if not gap or len(change(head)) != len(head):
        return marked
    return Marked(change(head) + gap + rest, marked.spans, marked.unknown)


def title_cased(text: str) -> str:
    """Headline Casing, small words excepted."""

    def word(match: re.Match[str]) -> str:
        token = match[0]
        return token if token in _SMALL_WORDS else token[:1].upper() + token[1:]

    return re.sub(r"[^\s\-]+", word, text)


def curled(text: str) -> str:
    """Typographic quotes in place of straight ones."""
    text = re.sub(r"(?<![\w.,!?)])'(?=\w)", "‘", text).replace("'", "’")
    text = re.sub(r'(^|[\s(\[—–-])"', r"\1“", text)
    return text.replace('"', "”")
