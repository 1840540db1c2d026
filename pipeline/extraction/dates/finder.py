"""Finds expressions: runs of known tokens -> longest rule match -> forms, then joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.extraction.dates import grammar  # noqa: F401  (registers the rules)
from pipeline.extraction.dates.engine import Match, rules_by_letter
from pipeline.extraction.dates.feasts import find_feast
from pipeline.extraction.dates.forms import Form
from pipeline.extraction.dates.tokens import Tokens, runs

_RULES: Final = rules_by_letter()


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression found: tokens ``first`` to ``end`` (exclusive), and its form."""

    first: int
    end: int
    form: Form
    range_id: int | None = None
    range_role: Literal["start", "end"] | None = None


def parse(tokens: Tokens) -> list[Expression]:
    """The expressions that single rules match, in order, none overlapping."""
    return [found for first, end in runs(tokens) for found in _parse_run(tokens, first, end)]


def _parse_run(tokens: Tokens, first: int, end: int) -> Iterator[Expression]:
    index = first
    while index < end:
        expression = _feast(tokens, index) or _longest(tokens, index)
        if expression is None:
            index += 1
        else:
            yield expression
            index = expression.end


def _feast(tokens: Tokens, index: int) -> Expression | None:
    feast = find_feast(tokens, index)
    return Expression(index, *feast) if feast else None


def _longest(tokens: Tokens, index: int) -> Expression | None:
    """The longest match at a token that its production accepts."""
    kinds, position = tokens.kinds, 2 * index
    matches = []
    for order, rule in enumerate(_RULES.get(kinds[position], ())):
        found = rule.pattern.match(kinds, position)
        if found is not None:
            matches.append((-found.end(), order, rule, found))
    if len(matches) > 1:
        matches.sort(key=lambda item: item[:2])
    for _, _, rule, found in matches:
        match = Match(tokens, found)
        form = rule.make(match)
        if form is not None:
            return Expression(index, match.last + 1, form)
    return None
