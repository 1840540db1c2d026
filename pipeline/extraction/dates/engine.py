"""The engine of the grammar: rules are patterns over kinds and gap signs, compiled to regexes.

In a pattern ``<name>`` is a token of class or kind ``name``, and every other character is the sign
of a gap (`tokens`). ``<g:name>`` captures the token as group ``g``, ``<name>`` captures it as
``name``; ``<:name>`` does not capture. ``{fragment}`` inserts a shared fragment. The rest is
ordinary regex syntax: ``<month>[ !]<day>(?:[, ]<year>)?`` reads "month, space or full stop, day,
and perhaps a year".

Each production gets a `Match` and returns a `Form`, or None when it does not apply after all.
At a position the longest match wins; among equals the rule that was registered first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pipeline.extraction.dates.forms import Form
from pipeline.extraction.dates.kinds import CLASSES, LETTER
from pipeline.extraction.dates.tokens import Tokens

_ITEM: Final = re.compile(r"(?<!\?P)<(?:(?P<group>\w*):)?(?P<name>\w+)>")
_FRAGMENT: Final = re.compile(r"\{([a-z]\w*)\}")


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern's match: which tokens it covers and which each group covers."""

    tokens: Tokens
    found: re.Match[str]

    @property
    def first(self) -> int:
        """Index of the first token."""
        return self.found.start() // 2

    @property
    def last(self) -> int:
        """Index of the last token."""
        return (self.found.end() - 1) // 2

    def has(self, group: str) -> bool:
        """Whether the pattern has the group and it took part."""
        return group in self.found.re.groupindex and self.found.start(group) >= 0

    def index(self, group: str) -> int:
        """Index of the group's first token."""
        return self.found.start(group) // 2

    def indices(self, group: str) -> range:
        """Indices of the group's tokens; empty when it took no part."""
        if not self.has(group):
            return range(0)
        start, end = self.found.span(group)
        return range(start // 2, (end + 1) // 2)

    def text(self, group: str) -> str:
        """The group's first token in small letters; empty when it took no part."""
        return self.tokens.words[self.index(group)].lower() if self.has(group) else ""

    def number(self, group: str) -> int:
        """The group's first token as a whole number."""
        return int(self.text(group))

    def before(self) -> str:
        """The word before the match, in small letters; empty when something else stands between."""
        index = self.first - 1
        return self.tokens.lower(index) if index >= 0 and self.tokens.sign(index) == " " else ""

    def following(self) -> str:
        """The word after the match as written, when only a space stands between."""
        return self.tokens.word(self.last + 1) if self.tokens.sign(self.last) == " " else ""

    def after(self) -> str:
        """The word after the match, in small letters, when only a space stands between."""
        return self.tokens.lower(self.last + 1) if self.tokens.sign(self.last) == " " else ""


Production = Callable[[Match], "Form | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern and what it makes."""

    name: str
    pattern: re.Pattern[str]
    make: Production


FRAGMENTS: Final[dict[str, str]] = {}
_RULES: Final[list[tuple[Rule, str]]] = []


def fragment(name: str, pattern: str) -> None:
    """Register a piece of pattern for use as ``{name}``."""
    FRAGMENTS[name] = f"(?:{_expand(pattern)})"


def _expand(pattern: str) -> str:
    return _FRAGMENT.sub(lambda m: FRAGMENTS[m[1]], pattern)


def _letters(name: str) -> str:
    return "".join(LETTER[kind] for kind in CLASSES.get(name, (name,)))


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the rule language to a regex over kind strings."""

    def item(match: re.Match[str]) -> str:
        letters = f"[{_letters(match['name'])}]"
        group = match["name"] if match["group"] is None else match["group"]
        return f"(?P<{group}>{letters})" if group else letters

    return re.compile(_ITEM.sub(item, _expand(pattern)))


def rule(*patterns: str) -> Callable[[Production], Production]:
    """Register a production for each of ``patterns``."""

    def register(make: Production) -> Production:
        for pattern in patterns:
            compiled = compile_pattern(pattern)
            _RULES.append((Rule(make.__name__, compiled, make), pattern))
        return make

    return register


def rules_by_letter() -> dict[str, tuple[Rule, ...]]:
    """The rules that can begin with each kind letter, in order of registration."""
    table: dict[str, list[Rule]] = {letter: [] for letter in LETTER.values()}
    for entry, _ in _RULES:
        for letter in first_letters(entry.pattern) & table.keys():
            table[letter].append(entry)
    return {letter: tuple(entries) for letter, entries in table.items()}


def first_letters(pattern: re.Pattern[str]) -> set[str]:
    """The letters that a match of ``pattern`` can begin with, read off the parsed regex."""
    try:
        from re import _parser  # type: ignore[attr-defined]
    except ImportError:  # private to Python; without it every rule is tried everywhere
        return set(LETTER.values())
    return _starts_of(_parser.parse(pattern.pattern))[0]


def _starts_of(parsed: Any) -> tuple[set[str], bool]:
    """Letters that begin a sequence, and whether the sequence can be empty."""
    letters: set[str] = set()
    for op, argument in parsed:
        more, can_be_empty = _starts_of_item(str(op), argument)
        letters |= more
        if not can_be_empty:
            return letters, False
    return letters, True


def _starts_of_item(op: str, argument: Any) -> tuple[set[str], bool]:
    if op == "LITERAL":
        return {chr(argument)}, False
    if op == "IN":
        return {chr(code) for name, code in argument if str(name) == "LITERAL"}, False
    if op == "ASSERT":
        return set(), True
    if op == "SUBPATTERN":
        return _starts_of(argument[-1])
    if op == "MAX_REPEAT":
        letters, empty = _starts_of(argument[2])
        return letters, empty or argument[0] == 0
    if op == "BRANCH":
        branches = [_starts_of(branch) for branch in argument[1]]
        return set().union(*(letters for letters, _ in branches)), any(e for _, e in branches)
    raise ValueError(f"a rule may not begin with {op}")
