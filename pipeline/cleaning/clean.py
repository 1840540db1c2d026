"""`clean_article`: the stage as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np

from pipeline.cleaning.article import Segment, assemble, kept_ratio
from pipeline.cleaning.classify import Verdicts, classify, everything
from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.lines import Lines, lines_of, read_lines
from pipeline.records import CleanArticle, RawArticle

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Mode = Literal["auto", "off"]


def clean_article(raw: RawArticle, *, mode: Mode = "auto") -> CleanArticle:
    """Blocks, text and metadata of one article.

    Args:
        raw: the article as it came.
        mode: "off" takes the text exactly as given: nothing is repaired, judged or dropped (of
            HTML, its visible text).

    Raises:
        CleaningError: HTML without any element.
    """
    if mode == "off" and not raw.is_html:
        return _as_given(raw)
    lines, hints, _ = _lines(raw, mode)
    judge = everything if mode == "off" else classify
    verdicts = judge(lines.view, hints)
    meta = raw.given
    segments = list(_segments(lines, verdicts))
    text, body_start, blocks = assemble(segments, meta.title if mode == "auto" else None)
    return CleanArticle(raw, text, body_start, meta, None, blocks, kept_ratio(segments))


def _as_given(raw: RawArticle) -> CleanArticle:
    text = raw.content
    whole = Segment(text, Kind.PARAGRAPH, True, "off", None, 0, len(text))
    _, _, blocks = assemble([whole], None)
    return CleanArticle(raw, text, 0, raw.given, None, blocks, 1.0)


def _lines(raw: RawArticle, mode: Mode) -> tuple[Lines, list[Kind | None], HtmlElement | None]:
    if not raw.is_html:
        lines = read_lines(raw.content)
        return lines, [None] * lines.view.lines, None
    from pipeline.cleaning import html  # lxml and trafilatura load slowly; text needs neither

    tree = html.parse(raw.content)
    found = html.visible_lines(tree) if mode == "off" else html.extracted_lines(tree, raw.given.url)
    lines = lines_of([line.text for line in found])
    return lines, [line.kind for line in found], tree


def _segments(lines: Lines, verdicts: Verdicts) -> Iterator[Segment]:
    """Kept lines one by one; runs of lines dropped for one reason together."""
    view = lines.view
    first = 0
    for line in range(1, view.lines + 1):
        if line < view.lines and _same_run(verdicts, line - 1, line):
            continue
        yield _segment(lines, verdicts, first, line - 1)
        first = line


def _same_run(verdicts: Verdicts, a: int, b: int) -> bool:
    return (
        not verdicts.keep[a]
        and not verdicts.keep[b]
        and verdicts.reasons[a] == verdicts.reasons[b]
        and verdicts.kinds[a] is verdicts.kinds[b]
    )


def _segment(lines: Lines, verdicts: Verdicts, first: int, last: int) -> Segment:
    view = lines.view
    start, end = int(lines.raw_start[first]), int(lines.raw_end[last])
    scores = verdicts.scores
    return Segment(
        text="\n".join(view.line(index) for index in range(first, last + 1)),
        kind=verdicts.kinds[first],
        kept=bool(verdicts.keep[first]),
        reason=verdicts.reasons[first],
        score=None if scores is None else round(float(np.mean(scores[first : last + 1])), 4),
        raw_start=None if start < 0 else start,
        raw_end=None if end < 0 else end,
    )
