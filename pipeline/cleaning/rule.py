"""What a named rule is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.cleaning.kinds import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern`` is searched in lines of at most ``longest`` characters that hold one of
    ``triggers`` (words as `TextView` sees them, case folded).

    A *firm* rule decides alone, of lines that the model gives a score below ``bar``: what an
    article rarely says goes at once, what it may say goes only where the model has its doubts.

    ``at_start`` and ``inside`` are the pattern's alternatives with and without ``^`` before them:
    `re` would try the former at every character of a line.
    """

    name: str
    kind: Kind
    triggers: frozenset[str]
    pattern: re.Pattern[str]
    at_start: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    firm: bool = False
    longest: int = 400
    bar: float = 2.0

    def holds(self, line: str) -> bool:
        """Whether the pattern is found in a line."""
        if self.at_start is not None and self.at_start.match(line):
            return True
        return self.inside is not None and self.inside.search(line) is not None


def named(
    name: str,
    kind: Kind,
    triggers: str,
    pattern: str,
    *,
    firm: bool = False,
    longest: int = 400,
    bar: float = 2.0,
) -> Rule:
    """A rule whose pattern ignores case; ``triggers`` are written as one string."""
    words = frozenset(triggers.split())
    start: list[str] = []
    inside: list[str] = []
    for one in alternatives(pattern):
        (start if one.startswith("^") else inside).append(one)
    return Rule(
        name,
        kind,
        words,
        re.compile(pattern, re.IGNORECASE),
        _either(start),
        _either(inside),
        firm,
        longest,
        bar,
    )


def _either(options: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(options), re.IGNORECASE) if options else None


_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*+(?:\]|\Z)|.", re.DOTALL)


def alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a regular expression that stand in no bracket.

    >>> list(alternatives("^a(b|c)|[|]d"))
    ['^a(b|c)', '[|]d']
    """
    depth, first = 0, 0
    for piece in _PIECE.finditer(pattern):
        found = piece.group()
        depth += (found == "(") - (found == ")")
        if found == "|" and depth == 0:
            yield pattern[first : piece.start()]
            first = piece.end()
    yield pattern[first:]
