"""No regular expression of the package takes more than linear time on a hostile text."""

from __future__ import annotations

import re

import pytest

from tests.regexes import Use, grows, in_functions, pumps, seconds, uses

QUADRATIC = {
    "pipeline.cleaning.metadata.headline._SEPARATED": "titles",
    "pipeline.cleaning.metadata.people._MARKUP": "author strings",
    "pipeline.cleaning.metadata.people._SPLIT": "author strings",
    "pipeline.cleaning.metadata.people._TAIL": "author strings",
    "pipeline.cleaning.metadata.people._CREDENTIALS": "author strings",
    "pipeline.extraction.aliases.names._LEGAL_FORM": "names of entities",
    "pipeline.extraction.dates.values._GRANULARITY": "TIMEX3 values of our own making",
    "pipeline.extraction.dates.engine._RULES": "runs of date words, one code point each",
    "pipeline.extraction.sentences._END": "runs of full stops",
    "pipeline.extraction.sentences._BREAK": "runs of blanks within a line",
    "pipeline.sources.detect._HTML_START": "the first 8 kB of a file",
}
"""Expressions that take quadratic time on some texts, and what they meet. An article that is made
for it runs into its time limit and fails alone; no expression is to be added here."""

MOST = 8.0
"""Growth of the time when the text is four times as long: 4 is linear, 16 quadratic."""


def worst(use: Use) -> tuple[float, str] | None:
    """The largest growth above `MOST`, and the piece that causes it."""
    for piece in pumps(use.pattern)[:12]:
        if piece and (found := grows(use, piece)) and found > MOST:
            again = grows(use, piece)  # once may be chance
            if again and again > MOST:
                return again, piece
    return None


def every_use() -> list[Use]:
    found: dict[tuple[object, int, bool], Use] = {}
    for use in (*uses(), *in_functions()):
        found.setdefault((use.pattern.pattern, use.pattern.flags, use.searched), use)
    return list(found.values())


def test_every_expression_is_linear() -> None:
    found = every_use()
    assert len(found) > 400, "the expressions are no longer found"
    rest = [use for use in found if use.name not in QUADRATIC]
    slow = {use.name: (why, use.pattern.pattern) for use in rest if (why := worst(use))}
    assert slow == {}


def test_none_is_worse_than_quadratic() -> None:
    known = [use for use in every_use() if use.name in QUADRATIC]
    assert {use.name for use in known} == set(QUADRATIC), "no longer there: take it off the list"
    texts = [(use, piece) for use in known for piece in pumps(use.pattern)[:6] if piece]
    stopped = [(use.name, piece) for use, piece in texts if seconds(use, piece * 12, 0.5) > 0.5]
    assert stopped == []


@pytest.mark.parametrize(
    ("pattern", "searched", "linear"),
    [
        (r"(a+)+$", False, False),
        (r"(?:\d+,?)+x", True, False),
        (r"\s+x", True, False),
        (r"<meta[^>]*charset", True, False),
        (r"<meta[^>]{0,200}charset", True, True),
        (r"[a-z]+", True, True),
        (r"a+b", False, True),
        (r"a+b", True, False),
    ],
)
def test_the_attack_finds_what_it_should(pattern: str, searched: bool, linear: bool) -> None:
    assert (worst(Use("x", re.compile(pattern), searched)) is None) == linear
