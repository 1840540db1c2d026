"""What a named rule is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.cleaning.kinds import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern`` is searched in lines of at most ``longest`` characters that hold one of
    ``triggers`` (words as `TextView` sees them, case folded).

    A *firm* rule decides alone, of lines that the model gives a score below ``bar``: what an
    article rarely says goes at once, what it may say goes only where the model has its doubts.
    """

    name: str
    kind: Kind
    triggers: frozenset[str]
    pattern: re.Pattern[str]
    firm: bool = False
    longest: int = 400
    bar: float = 2.0


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
    return Rule(name, kind, words, re.compile(pattern, re.IGNORECASE), firm, longest, bar)
