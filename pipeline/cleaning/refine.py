"""What the lines of one document say about each other, after each has been judged."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from pipeline.cleaning.classify import Verdicts
from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.templates import line_key
from pipeline.cleaning.view import TextView

_REPEATED = 8
"""Words from which a paragraph that stands in the article twice is a copy: shorter ones may be a
refrain, a table's cell or a heading."""
_QUOTED = 40
"""Words that a pull quote has at most."""
_BYLINE = 160
"""A byline is no longer; a dateline at the head of a paragraph belongs to the paragraph."""
_WORDS = re.compile(r"\w+")


def drop_repeats(view: TextView, lines: Sequence[str], verdicts: Verdicts) -> None:
    """Drop paragraphs that stand in the article already, whole or as a pull quote."""
    size = np.bincount(view.word_line, minlength=view.lines)
    long = np.flatnonzero(verdicts.keep & (size >= _REPEATED)).tolist()
    seen: set[int] = set()
    for line in long:
        code = int(view.line_hash[line])
        if code in seen:
            verdicts.drop(line, Kind.DUPLICATE, "rule:repeated-paragraph")
        seen.add(code)
    for line in long:
        if (
            size[line] <= _QUOTED
            and verdicts.keep[line]
            and _is_pull_quote(view, line, lines, verdicts)
        ):
            verdicts.drop(line, Kind.DUPLICATE, "rule:pull-quote")


def _is_pull_quote(view: TextView, line: int, lines: Sequence[str], verdicts: Verdicts) -> bool:
    """Whether a longer kept line has the words of this one."""
    text = lines[line].strip("\"'“”‘’«»„ .…")
    start = view.text.find(text)
    while start >= 0:
        other = int(np.searchsorted(view.line_start, start, "right")) - 1
        longer = len(lines[other]) > len(lines[line]) + 20
        if other != line and longer and verdicts.keep[other]:
            return True
        start = view.text.find(text, start + 1)
    return False


def place_title(
    title: str | None, title_line: int | None, lines: Sequence[str], verdicts: Verdicts
) -> None:
    """The line that prints the title stands for the title; other copies of it go."""
    if not title:
        return
    wanted = _plain(title)
    for line in range(len(lines)):
        if line == title_line and _plain(lines[line]) == wanted:
            verdicts.keep[line] = True
            verdicts.kinds[line] = Kind.TITLE
            verdicts.reasons[line] = "metadata:title"
        elif line == title_line or (
            abs(len(lines[line]) - len(title)) <= 8 and _plain(lines[line]) == wanted
        ):
            verdicts.drop(line, Kind.TITLE, "rule:title-repeated")


def drop_bylines(byline_lines: Sequence[int], lines: Sequence[str], verdicts: Verdicts) -> None:
    """Lines that metadata was read from are not text."""
    for line in byline_lines:
        if len(lines[line]) <= _BYLINE and verdicts.kinds[line] is not Kind.TITLE:
            verdicts.drop(line, Kind.BYLINE, "metadata:byline")


def drop_templates(keys: frozenset[str], lines: Sequence[str], verdicts: Verdicts) -> None:
    """Lines that recur over the site's documents; the title is never one."""
    if not keys:
        return
    for line in np.flatnonzero(verdicts.keep).tolist():
        if verdicts.kinds[line] is not Kind.TITLE and line_key(lines[line]) in keys:
            verdicts.drop(line, Kind.TEMPLATE, "template:site")


def drop_orphans(verdicts: Verdicts) -> None:
    """A heading goes with its section: one that ends the article and is followed by boilerplate
    belongs to that."""
    for line in range(len(verdicts.kinds) - 2, -1, -1):
        if not verdicts.keep[line]:
            continue
        if verdicts.kinds[line] is not Kind.HEADING:
            return
        if line + 1 < len(verdicts.kinds):
            verdicts.drop(line, Kind.BOILERPLATE, "rule:orphan-heading")


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))
