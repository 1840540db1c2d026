"""Where names stand in a text, at a cost that follows the text and not the number of names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_FIRST_WORD = re.compile(r"(?<![\w-])(?:\w+|[^\w\s])")
_INSIDE = re.compile(r"[\w-]")


class Cover:
    """How many spans cover each character of a text; 2 stands for two and more.

    Asking costs the length of the span asked for, however many there are.
    """

    def __init__(self, length: int, spans: Iterable[tuple[int, int]]) -> None:
        self._counts = bytearray(length)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Enter one more span."""
        self._counts[start:end] = self._counts[start:end].translate(_ONE_MORE)

    def most(self, start: int, end: int) -> int:
        """The most spans that a character from ``start`` to ``end`` (exclusive) lies in."""
        return max(self._counts[start:end], default=0)


_ONE_MORE = bytes([1] + [2] * 255)


def occurrences(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Spans where one of ``names`` stands as whole words: the longest at a place, none overlapping.

    A place is looked up by its first word. One pattern of all names would try each of them at each
    place, which is quadratic in a long document.
    """
    by_word: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        if first := _FIRST_WORD.match(name):
            by_word[first.group()].append(name)
    reached = 0
    for match in _FIRST_WORD.finditer(text):
        start = match.start()
        for name in by_word.get(match.group(), ()) if start >= reached else ():
            reached = start + len(name)
            if text.startswith(name, start) and not _INSIDE.match(text, reached):
                yield start, reached
                break
            reached = start
