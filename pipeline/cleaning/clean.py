"""`clean_article`: the stage as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from pipeline.cleaning.article import Segments, assemble
from pipeline.cleaning.captions import split_captions
from pipeline.cleaning.classify import Verdicts, classify, everything
from pipeline.cleaning.features import Floats
from pipeline.cleaning.fragments import continuations, joined
from pipeline.cleaning.kinds import MEANINGS, Kind
from pipeline.cleaning.lines import Lines, lines_of, mended, read_lines
from pipeline.cleaning.metadata import FoundMetadata, find_metadata
from pipeline.cleaning.metadata.bylines import read_byline
from pipeline.cleaning.model import BlockModel
from pipeline.cleaning.refine import (
    drop_bylines,
    drop_orphans,
    drop_repeats,
    drop_tail,
    drop_templates,
    place_title,
)
from pipeline.cleaning.templates import SiteTemplates
from pipeline.cleaning.view import Ints, TextView
from pipeline.errors import PluginError
from pipeline.plugins import load
from pipeline.records import CleanArticle, RawArticle

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipeline.cleaning.reader import Page

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
    lines, tree, page = _lines(raw)
    if mode == "off":
        hints = _hints(page, range(lines.view.lines))
        texts = lines.view.texts()
        verdicts = everything(lines.view, hints)
        found = _metadata(raw, tree, texts, verdicts)
    else:
        lines, origin, captions = split_captions(lines)
        texts = lines.view.texts()
        markup = _markup(raw, tree, page, origin, lines)
        verdicts = classify(lines.view, _hints(page, origin), markup, model)
        for line in captions:
            verdicts.drop(line, Kind.CAPTION, "rule:glued-caption")
        found = _metadata(raw, tree, texts, verdicts)
        _apply_plugins(texts, verdicts, found.meta.site)
        _refine(lines.view, texts, verdicts, found, templates)
    segments = _segments(lines, texts, verdicts)
    title = found.meta.title if mode == "auto" else None
    text, body_start, blocks = assemble(segments, title)
    return CleanArticle(
        raw, text, body_start, found.meta, found.language_score, blocks, segments.kept_ratio
    )


def _apply_plugins(texts: list[str], verdicts: Verdicts, site: str | None) -> None:
    """Drop what the rules of users' packages name.

    Raises:
        PluginError: a rule breaks off, or names a line or a kind that there is not.
    """
    for name, rule in load("factmill.cleaning_rules").items():
        where = f"factmill.cleaning_rules: {name}"
        try:
            named = dict(rule(tuple(texts), site))
        except Exception as error:  # the package's own code runs here
            raise PluginError(f"{type(error).__name__}: {error}", where=where) from error
        for line, kind in named.items():
            if kind not in MEANINGS or line not in range(len(texts)):
                raise PluginError(
                    f"dropped line {line} as '{kind}': no such line or kind", where=where
                )
            verdicts.drop(line, Kind(kind), f"plugin:{name}")


def _refine(
    view: TextView,
    texts: list[str],
    verdicts: Verdicts,
    found: FoundMetadata,
    templates: SiteTemplates | None,
) -> None:
    """What the lines say about each other."""
    place_title(found.meta.title, found.title_line, texts, verdicts)
    drop_bylines(found.byline_lines, texts, verdicts)
    drop_repeats(view, texts, verdicts)
    if templates is not None:
        drop_templates(templates.of(found.meta.site), texts, verdicts)
    drop_tail(found.meta.authors, texts, verdicts)
    drop_orphans(verdicts)


_SPEAKS_OF_NOTHING = frozenset(
    {Kind.CONSENT, Kind.CONTROLS, Kind.SHARING, Kind.CAPTION, Kind.DONATION, Kind.SUBSCRIPTION}
)
"""Kinds that hold neither title nor byline, and may be in another language than the article."""


def _metadata(
    raw: RawArticle, tree: HtmlElement | None, texts: list[str], verdicts: Verdicts
) -> FoundMetadata:
    """Metadata read from the lines that may have any; its line numbers count in ``texts``."""
    kept, kinds = verdicts.keep.tolist(), verdicts.kinds
    told = [
        line
        for line, kind in enumerate(kinds)
        if kept[line]
        or kind not in _SPEAKS_OF_NOTHING
        or (verdicts.reasons[line] == "model:consent" and _says_by_whom(texts[line]))
    ]
    found = find_metadata(raw, tree, [texts[line] for line in told])
    title = None if found.title_line is None else told[found.title_line]
    bylines = tuple(told[line] for line in found.byline_lines)
    return replace(found, title_line=title, byline_lines=bylines)


def _says_by_whom(line: str) -> bool:
    """Whether a line that the model alone takes for consent speech has the form "By Jane Doe"."""
    return len(line) <= _BY_WHOM and read_byline(line).marked


_BY_WHOM = 60
"""Characters of a line that names one or two authors and says nothing else."""


def _as_given(raw: RawArticle) -> CleanArticle:
    text = raw.content
    found = find_metadata(raw, None, [line for line in text.splitlines() if line.strip()])
    whole = Segments([text], [Kind.PARAGRAPH], [True], ["off"], [None], [0], [len(text)])
    _, _, blocks = assemble(whole, None)
    return CleanArticle(raw, text, 0, found.meta, found.language_score, blocks, 1.0)


def _lines(raw: RawArticle) -> tuple[Lines, HtmlElement | None, Page | None]:
    """The lines of an article and, of a page, its tree and the lines as the page has them."""
    if not raw.is_html:
        return read_lines(raw.content), None, None
    from pipeline.cleaning import html  # lxml and trafilatura load slowly; text needs neither
    from pipeline.cleaning.reader import Page, read_page

    tree = html.parse(raw.content)
    page = read_page(tree)
    texts = mended([line.text for line in page.lines])
    full = [number for number, text in enumerate(texts) if text]
    if len(full) < len(texts):  # repair leaves nothing of a line of zero-width characters
        page = Page(
            [page.lines[number] for number in full],
            [page.around[number] for number in full],
            [page.linked[number] for number in full],
        )
    return lines_of([texts[number] for number in full]), tree, page


def _hints(page: Page | None, origin: Sequence[int]) -> list[Kind | None]:
    """The kinds that markup gives; ``origin`` as `split_captions` gives it."""
    return [page.lines[line].kind if page else None for line in origin]


def _markup(
    raw: RawArticle,
    tree: HtmlElement | None,
    page: Page | None,
    origin: Sequence[int],
    lines: Lines,
) -> Floats | None:
    """What markup says of each line, and how much of it trafilatura takes for the article."""
    if tree is None or page is None:
        return None
    from pipeline.cleaning import html

    return html.markup(page, origin, tree, raw.given.url, lines.view)


def _segments(lines: Lines, texts: list[str], verdicts: Verdicts) -> Segments:
    """Kept lines one by one, those of one sentence together; runs of lines dropped for one reason
    together."""
    if not texts:
        return Segments([], [], [], [], [], [], [])
    kinds, reasons = verdicts.kinds, verdicts.reasons
    prose = np.array([kind in _PROSE for kind in kinds], np.bool_)
    prose &= verdicts.keep
    pairs = zip(pairwise(kinds), pairwise(reasons), strict=True)
    alike = [a is b and c == d for (a, b), (c, d) in pairs]
    joins = continuations(lines.view, prose)
    joins[1:] |= ~verdicts.keep[1:] & ~verdicts.keep[:-1] & np.array(alike, np.bool_)
    joins[0] = False
    first = (~joins).nonzero()[0]
    end = np.append(first[1:], len(texts))
    kept = verdicts.keep[first].tolist()
    low, high = first.tolist(), end.tolist()
    several = [number for number, a in enumerate(low) if high[number] > a + 1]
    found = Segments(
        texts=[texts[line] for line in low],
        kinds=[kinds[line] for line in low],
        kept=kept,
        reasons=[reasons[line] for line in low],
        scores=_scores(verdicts, low, high, several),
        raw_start=_places(lines.raw_start[first]),
        raw_end=_places(lines.raw_end[end - 1]),
    )
    for number in several:
        parts = texts[low[number] : high[number]]
        found.texts[number] = joined(parts) if kept[number] else "\n".join(parts)
        if kept[number]:
            found.kinds[number] = Kind.PARAGRAPH
    return found


_PROSE = (Kind.PARAGRAPH, Kind.HEADING)


def _scores(
    verdicts: Verdicts, low: list[int], high: list[int], several: list[int]
) -> Sequence[float | None]:
    """The rounded score of each segment of lines, the mean where it has several."""
    if verdicts.scores is None:
        return [None] * len(low)
    # As `round` does: a float32 times 10,000 is farther from a tie than a float64 can lose.
    found: list[float] = np.round(verdicts.scores[low].astype(np.float64), 4).tolist()
    for number in several:
        every = verdicts.scores[low[number] : high[number]].tolist()
        found[number] = round(sum(every) / len(every), 4)
    return found


def _places(found: Ints) -> Sequence[int | None]:
    """Offsets, null where there is no raw text to point at."""
    return [None if place < 0 else place for place in found.tolist()]
