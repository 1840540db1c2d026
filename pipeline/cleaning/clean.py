"""`clean_article`: the stage as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np

from pipeline.cleaning.article import Segment, assemble, kept_ratio
from pipeline.cleaning.captions import glued_caption
from pipeline.cleaning.classify import Verdicts, classify, everything
from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.lines import Lines, lines_of, read_lines
from pipeline.cleaning.metadata import find_metadata
from pipeline.cleaning.model import BlockModel
from pipeline.cleaning.refine import (
    drop_bylines,
    drop_orphans,
    drop_repeats,
    drop_templates,
    place_title,
)
from pipeline.cleaning.templates import SiteTemplates
from pipeline.records import CleanArticle, RawArticle

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Mode = Literal["auto", "off"]


def clean_article(
    raw: RawArticle,
    *,
    mode: Mode = "auto",
    templates: SiteTemplates | None = None,
    model: BlockModel | None = None,
) -> CleanArticle:
    """Blocks, text and metadata of one article.

    Args:
        raw: the article as it came.
        mode: "off" takes the text exactly as given: nothing is repaired, judged or dropped (of
            HTML, its visible text).
        templates: what recurs over the documents of a site, from `pipeline.cleaning.templates`.
        model: the block model; the shipped one when None.

    Raises:
        CleaningError: HTML without any element.
    """
    if mode == "off" and not raw.is_html:
        return _as_given(raw)
    lines, hints, tree = _lines(raw, mode)
    texts = [lines.view.line(index) for index in range(lines.view.lines)]
    found = find_metadata(raw, tree, texts)
    if mode == "off":
        verdicts = everything(lines.view, hints)
    else:
        verdicts = classify(lines.view, hints, model)
        place_title(found.meta.title, found.title_line, texts, verdicts)
        drop_bylines(found.byline_lines, texts, verdicts)
        drop_repeats(lines.view, texts, verdicts)
        if templates is not None:
            drop_templates(templates.of(found.meta.site), texts, verdicts)
        drop_orphans(verdicts)
    segments = list(_segments(lines, texts, verdicts))
    title = found.meta.title if mode == "auto" else None
    text, body_start, blocks = assemble(segments, title)
    return CleanArticle(
        raw, text, body_start, found.meta, found.language_score, blocks, kept_ratio(segments)
    )


def _as_given(raw: RawArticle) -> CleanArticle:
    text = raw.content
    found = find_metadata(raw, None, [line for line in text.splitlines() if line.strip()])
    whole = Segment(text, Kind.PARAGRAPH, True, "off", None, 0, len(text))
    _, _, blocks = assemble([whole], None)
    return CleanArticle(raw, text, 0, found.meta, found.language_score, blocks, 1.0)


def _lines(raw: RawArticle, mode: Mode) -> tuple[Lines, list[Kind | None], HtmlElement | None]:
    if not raw.is_html:
        lines = read_lines(raw.content)
        return lines, [None] * lines.view.lines, None
    from pipeline.cleaning import html  # lxml and trafilatura load slowly; text needs neither

    tree = html.parse(raw.content)
    found = html.visible_lines(tree) if mode == "off" else html.extracted_lines(tree, raw.given.url)
    lines = lines_of([line.text for line in found])
    return lines, [line.kind for line in found], tree


def _segments(lines: Lines, texts: list[str], verdicts: Verdicts) -> Iterator[Segment]:
    """Kept lines one by one; runs of lines dropped for one reason together."""
    first = 0
    for line in range(1, len(texts) + 1):
        if line < len(texts) and _same_run(verdicts, line - 1, line):
            continue
        segment = _segment(lines, texts, verdicts, first, line - 1)
        yield from _unglued(segment, lines.view.text)
        first = line


def _same_run(verdicts: Verdicts, a: int, b: int) -> bool:
    return (
        not verdicts.keep[a]
        and not verdicts.keep[b]
        and verdicts.reasons[a] == verdicts.reasons[b]
        and verdicts.kinds[a] is verdicts.kinds[b]
    )


def _segment(lines: Lines, texts: list[str], verdicts: Verdicts, first: int, last: int) -> Segment:
    start, end = int(lines.raw_start[first]), int(lines.raw_end[last])
    scores = verdicts.scores
    return Segment(
        text="\n".join(texts[first : last + 1]),
        kind=verdicts.kinds[first],
        kept=bool(verdicts.keep[first]),
        reason=verdicts.reasons[first],
        score=None if scores is None else round(float(np.mean(scores[first : last + 1])), 4),
        raw_start=None if start < 0 else start,
        raw_end=None if end < 0 else end,
    )


def _unglued(segment: Segment, document: str) -> Iterator[Segment]:
    """A caption glued to its paragraph becomes a segment of its own."""
    body = segment.kept and segment.kind in (Kind.PARAGRAPH, Kind.HEADING)
    seam = glued_caption(segment.text, document) if body and segment.reason == "model" else None
    start, end = segment.raw_start, segment.raw_end
    # Offsets are only known where repair did not change the length of what stands before the seam.
    exact = start is None or end is None or end - start == len(segment.text)
    if seam is None or not exact:
        yield segment
        return
    at, sure = seam
    kind, reason = (Kind.CAPTION, "rule:glued-caption") if sure else (Kind.HEADING, segment.reason)
    middle = None if start is None else start + at
    yield Segment(segment.text[:at], kind, not sure, reason, segment.score, start, middle)
    rest = segment.text[at:]
    kind = segment.kind if len(rest) > 120 else Kind.HEADING
    yield Segment(rest, kind, True, segment.reason, segment.score, middle, end)
