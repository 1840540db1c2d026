"""What the lines of one document say about each other, after each has been judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.cleaning.classify import Verdicts
from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.templates import line_key
from pipeline.cleaning.view import Ints, TextView

_REPEATED = 8
"""Words from which a paragraph that stands in the article twice is a copy: shorter ones may be a
refrain, a table's cell or a heading."""
_QUOTED = 40
"""Words that a pull quote has at most."""
_BYLINE = 160
"""A byline is no longer; a dateline at the head of a paragraph belongs to the paragraph."""
_BIOGRAPHY = 600
"""A biography has at most so many characters."""
_NAME = r"(?:(?:Dr|Prof|Professor|Sir|Dame)\.? )?[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]*){1,4}"
_SUBJECT = re.compile(rf"{_NAME},? (?:is|was|has|writes|works|teaches|covers|reports)\b")
_PROFESSION = re.compile(
    rf"{_NAME},? (?:writes (?:on|about|for)\b|(?:is|was) (?:an?|the|our) "
    r"[^.]{0,90}\b(?:author|writer|journalist|reporter|editor|correspondent|fellow|columnist|contributor|blogger|freelancer)\b)"
)
_DISCLAIMER = re.compile(
    r"(?:disclaimer: ?)?(?:the )?(?:views|opinions)(?: and opinions)?(?: expressed)?\b"
    r".{0,80}\b(?:the author|the authors|their own|his own|her own|do not)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")
_MIX = np.uint64(0x9E3779B97F4A7C15)


def drop_repeats(view: TextView, lines: Sequence[str], verdicts: Verdicts) -> None:
    """Drop paragraphs that stand in the article already, whole or as a pull quote."""
    size = np.bincount(view.word_line, minlength=view.lines)
    long = (verdicts.keep & (size >= _REPEATED)).nonzero()[0]
    seen: set[int] = set()
    for line, code in zip(long.tolist(), view.line_hash[long].tolist(), strict=True):
        if code in seen:
            verdicts.drop(line, Kind.DUPLICATE, "rule:repeated-paragraph")
        seen.add(code)
    for line, others in _said_twice(view, long[size[long] <= _QUOTED], size):
        if verdicts.keep[line] and _is_pull_quote(line, others, lines, verdicts):
            verdicts.drop(line, Kind.DUPLICATE, "rule:pull-quote")


def _said_twice(view: TextView, chosen: Ints, size: Ints) -> Iterator[tuple[int, list[int]]]:
    """Those of the ``chosen`` lines whose second to fourth words stand in other lines too, and
    these lines. The first word may be part of a longer one elsewhere."""
    words = view.word_hash
    if not len(chosen):
        return
    runs = (words[:-2] * _MIX + words[1:-1]) * _MIX + words[2:]
    own = runs[np.cumsum(size)[chosen] - size[chosen] + 1]
    slot = (runs >> np.uint64(49)).astype(np.int64)  # counted in slots: a sieve
    often = np.bincount(slot, minlength=1 << 15)[(own >> np.uint64(49)).astype(np.int64)] > 1
    for line, run in zip(chosen[often].tolist(), own[often], strict=True):
        others = set(view.word_line[:-2][runs == run].tolist()) - {line}
        if others:
            yield line, sorted(others)


def _is_pull_quote(
    line: int, others: Sequence[int], lines: Sequence[str], verdicts: Verdicts
) -> bool:
    """Whether a longer kept line has the words of this one."""
    text = lines[line].strip("\"'“”‘’«»„ .…")
    return any(
        verdicts.keep[other] and len(lines[other]) > len(lines[line]) + 20 and text in lines[other]
        for other in others
    )


def place_title(
    title: str | None, title_line: int | None, lines: Sequence[str], verdicts: Verdicts
) -> None:
    """The line that prints the title stands for the title; other copies of it go."""
    if not title:
        return
    wanted = _plain(title)
    longest = max(wanted.split(), key=len, default="")
    near = [n for n, text in enumerate(lines) if -8 <= len(text) - len(title) <= 8]
    for line in near if title_line is None else sorted({*near, title_line}):
        same = longest in lines[line].lower() and _plain(lines[line]) == wanted
        if line == title_line and same:
            verdicts.keep[line] = True
            verdicts.kinds[line] = Kind.TITLE
            verdicts.reasons[line] = "metadata:title"
        elif line == title_line or same:
            verdicts.drop(line, Kind.TITLE, "rule:title-repeated")


def drop_bylines(byline_lines: Sequence[int], lines: Sequence[str], verdicts: Verdicts) -> None:
    """Lines that metadata was read from are not text."""
    for line in byline_lines:
        if len(lines[line]) <= _BYLINE and verdicts.kinds[line] is not Kind.TITLE:
            verdicts.drop(line, Kind.BYLINE, "metadata:byline")


def drop_tail(authors: Sequence[str], lines: Sequence[str], verdicts: Verdicts) -> None:
    """Biographies of the authors and disclaimers that end the article.

    Only at the end: "Jane Doe is a professor of law" may be a sentence of the article elsewhere.
    """
    if not verdicts.keep[: len(lines) // 2].any():
        return  # a text of nothing but a biography is one
    for line in range(len(lines) - 1, -1, -1):
        if not verdicts.keep[line]:
            continue
        if _is_biography(lines[line], authors):
            verdicts.drop(line, Kind.BIO, "rule:author-bio")
        elif _DISCLAIMER.match(lines[line]):
            verdicts.drop(line, Kind.LEGAL, "rule:disclaimer")
        else:
            return


def _is_biography(text: str, authors: Sequence[str]) -> bool:
    if len(text) > _BIOGRAPHY:
        return False
    named = any(text.startswith(author) for author in authors)
    return bool(_SUBJECT.match(text)) and (named or bool(_PROFESSION.match(text)))


def drop_templates(keys: frozenset[str], lines: Sequence[str], verdicts: Verdicts) -> None:
    """Lines that recur over the site's documents; the title is never one."""
    if not keys:
        return
    for line in np.flatnonzero(verdicts.keep).tolist():
        if verdicts.kinds[line] is not Kind.TITLE and line_key(lines[line]) in keys:
            verdicts.drop(line, Kind.TEMPLATE, "template:site")


def drop_orphans(verdicts: Verdicts) -> None:
    """A heading goes with its section: one that ends the article and is followed by boilerplate
    belongs to that. Several in a row are a list, and stay."""
    kept = np.flatnonzero(verdicts.keep)
    if len(kept) < 2 or kept[-1] + 1 == len(verdicts.kinds):
        return
    last, before = int(kept[-1]), int(kept[-2])
    if verdicts.kinds[last] is Kind.HEADING and verdicts.kinds[before] is not Kind.HEADING:
        verdicts.drop(last, Kind.BOILERPLATE, "rule:orphan-heading")


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))
