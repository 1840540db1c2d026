"""Text -> tokens, and the kind string that the grammar's patterns run over.

The kind string holds two characters a token: the letter of its kind, and the sign of the gap after
it. Signs look like what they stand for: ``-`` a tight dash, ``=`` a dash between spaces, ``,``
comma and space, ``|`` a tight comma, ``!`` full stop and space, ``.`` a tight full stop, ``;``
full stop and comma, ``_`` nothing, ``'`` an apostrophe, ``q`` space and apostrophe ("the '90s"),
``"`` apostrophe and space ("Workers' Day"), ``/``, ``:``, ``(`` space and bracket, ``+`` a plus
before a figure, a space for space or one line break, and ``#`` for anything else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from pipeline.extraction.dates.kinds import LETTER, TRIGGERS, UNKNOWN, KindLetters
from pipeline.extraction.dates.lexicon import words as word_set

_TOKEN: Final = re.compile(r"([^\W\d_]+|[0-9]+|\w)(\W*)")
_DASHES: Final = frozenset("-‐‑‒–—−~")
_QUOTES: Final = frozenset("'’‘`´ʼ")


class _GapSigns(dict[str, str]):
    _LIMIT = 2_000

    def __missing__(self, gap: str) -> str:
        sign = gap_sign(gap)
        if len(self) < self._LIMIT and len(gap) < 12:
            self[gap] = sign
        return sign


def gap_sign(gap: str) -> str:
    """The sign for what stands between two tokens."""
    mark = gap.strip()
    if not gap:
        return "_"
    if gap.count("\n") > 1:
        return "#"
    if not mark:
        return " "
    return _marked_sign(mark, before=gap[0].isspace(), after=gap[-1].isspace())


def _marked_sign(mark: str, *, before: bool, after: bool) -> str:
    if mark in _DASHES or (mark[0] == "." and mark[1:] in _DASHES):  # "Oct.-Dec."
        return "=" if before or after else "-"
    if mark in _QUOTES:
        return "q" if before else '"' if after else "'"
    if mark == ",":
        return "," if after or before else "|"
    if mark == ".":
        return "#" if before else "!" if after else "."
    if mark == "+" and not after:
        return "+"
    if mark in ("/", ":") and not before and not after:
        return mark
    if mark == "(" and before:
        return "("
    if mark == ".," and after:
        return ";"
    return "#"


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens: ``words[i]`` begins at ``starts[i]``; ``kinds`` is the kind string."""

    text: str
    words: list[str]
    gaps: list[str]
    starts: list[int]
    kinds: str
    sentence_ends: frozenset[int] | None = None

    def end(self, index: int) -> int:
        """Offset just past token ``index``."""
        return self.starts[index] + len(self.words[index])

    def lower(self, index: int) -> str:
        """Token ``index`` in small letters; empty when there is none."""
        return self.words[index].lower() if 0 <= index < len(self.words) else ""

    def word(self, index: int) -> str:
        """Token ``index`` as written; empty when there is none."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def sign(self, index: int) -> str:
        """Sign of the gap after token ``index``; "#" outside the text."""
        return self.kinds[2 * index + 1] if 0 <= index < len(self.words) else "#"

    def ends_sentence(self, index: int) -> bool:
        """Whether a sentence ends after token ``index``: as told, or as it looks.

        It looks so where a blank line, a question mark, or a full stop before a capital stands,
        save after an initial or an abbreviation.
        """
        if self.sentence_ends is not None:
            return index in self.sentence_ends
        gap = self.gaps[index]
        if "\n\n" in gap or gap.startswith(("?", "!")):
            return True
        if "." not in gap or not self.word(index + 1)[:1].isupper():
            return False
        word = self.words[index]
        return not (gap == ". " and (len(word) == 1 or word.lower() in _ABBREVIATIONS))


_ABBREVIATIONS: Final = word_set(
    "mr mrs ms dr gen sen rep gov st col lt sgt maj capt prof rev jr sr inc corp co ltd no vs jan "
    "feb mar apr jun jul aug sep sept oct nov dec"
)
_LETTERS: Final = KindLetters()
_SIGNS: Final = _GapSigns()


def tokenize(text: str, sentences: Sequence[tuple[int, int]] | None = None) -> Tokens:
    """Split ``text``; every character belongs to a token or to the gap after one.

    Args:
        sentences: offsets of the sentences, when known.
    """
    pairs = _TOKEN.findall(text)
    words = [word for word, _ in pairs]
    gaps = [gap for _, gap in pairs]
    first = _TOKEN.search(text)
    offset = first.start() if first else 0
    sizes = [len(word) + len(gap) for word, gap in pairs]
    starts = list(accumulate(sizes, initial=offset))[:-1]
    letters, signs = _LETTERS, _SIGNS
    kinds = "".join([letters[word] + signs[gap] for word, gap in pairs])[:-1] + "#" * bool(pairs)
    ends = None if sentences is None else _last_tokens(starts, sentences)
    return Tokens(text, words, gaps, starts, kinds, ends)


def _last_tokens(starts: list[int], sentences: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Indices of the last token of each sentence."""
    return frozenset(bisect_left(starts, end) - 1 for _, end in sentences)


_KNOWN: Final = "".join(LETTER.values())
_RUN: Final = re.compile(f"(?:[{_KNOWN}][^#{UNKNOWN}])*[{_KNOWN}]")
_TRIGGER: Final = re.compile("[" + "".join(LETTER[kind] for kind in TRIGGERS) + "]")


def runs(tokens: Tokens) -> list[tuple[int, int]]:
    """Token ranges ``[start, end)`` of known tokens that may hold a date expression."""
    kinds = tokens.kinds
    found = []
    position = 0
    while (trigger := _TRIGGER.search(kinds, position)) is not None:
        start = trigger.start()
        while start >= 2 and kinds[start - 2] != UNKNOWN and kinds[start - 1] != "#":
            start -= 2
        start = max(start, position - position % 2)
        match = _RUN.match(kinds, start)
        end = match.end() if match else start + 1
        found.append((start // 2, (end + 1) // 2))
        position = end + 1
    return found
