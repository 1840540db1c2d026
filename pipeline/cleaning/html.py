"""HTML to lines: trafilatura first, our own reading of the page when it lost the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.features import Extracted
from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.view import Hashes, TextView, view_of
from pipeline.cleaning.words import words
from pipeline.errors import CleaningError

DEEPEST = 800
"""Elements nested deeper than this are not followed: no article is, an attack may be."""

_A_TAG = re.compile(r"<[a-zA-Z!/]")
_TAGS = re.compile(r"<[^<>]*>")
_SILENT = words(
    "script style noscript template svg math canvas iframe object embed audio video select "
    "datalist head title meta link button input textarea option"
)
_BREAKS = words(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main "
    "menu nav ol p pre section summary table tbody tfoot thead tr ul"
)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Kind.HEADING),
    "li": Kind.LIST_ITEM,
    "tr": Kind.TABLE_ROW,
    "blockquote": Kind.QUOTE,
}


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """One line of a page; ``kind`` is what its markup says, None where that says nothing."""

    text: str
    kind: Kind | None


def parse(content: str) -> HtmlElement:
    """The page's tree.

    Raises:
        CleaningError: the content has no element at all.
    """
    from trafilatura import load_html

    tree = load_html(content)
    if tree is None:  # it refuses what is no whole page, and feeds give fragments
        tree = _fragment(content)
    if tree is None:
        raise CleaningError(
            "no HTML element found", hint="plain text needs no HTML suffix or content type"
        )
    return tree


def _fragment(content: str) -> HtmlElement | None:
    """A document around a piece of HTML such as ``<p>...</p>``, or None when there is none.

    Raises:
        CleaningError: the parser gave up on its depth.
    """
    from lxml import html

    if not _A_TAG.search(content):
        return None
    try:
        # As bytes: lxml refuses text that declares an encoding.
        data = content.encode("utf-8", errors="replace")
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
        tree: HtmlElement = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, ValueError):
        return None
    if not tree.text_content().strip() and _TAGS.sub("", content).strip():
        raise CleaningError("the page is nested too deeply to be read")
    return tree


def extracted_text(tree: HtmlElement, url: str | None) -> str:
    """What trafilatura takes for the article; empty when it finds none."""
    from trafilatura import bare_extraction

    document = bare_extraction(
        tree, url=url, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(document, "body", None)
    return "" if body is None else "\n".join(_from_extraction(body))


def extracted_share(view: TextView, extraction: str) -> Extracted | None:
    """How much of each line of a page stands in the extraction (0 to 1); None when that is empty.

    Long lines are compared by runs of three words, short ones whole.
    """
    other = view_of(extraction)
    if not other.lines:
        return None
    runs, known = _runs_of_three(view.word_hash), _runs_of_three(other.word_hash)
    lines = view.word_line
    inside = lines[2:] == lines[:-2]
    found = np.isin(runs, known) & inside
    total = np.bincount(lines[2:][inside], minlength=view.lines)
    share = np.bincount(lines[2:][found], minlength=view.lines) / np.maximum(total, 1)
    whole = np.isin(view.line_hash, other.line_hash)
    return np.where(whole, 1.0, np.where(total > 0, share, 0.0)).astype(np.float32)


def _runs_of_three(words: Hashes) -> Hashes:
    if len(words) < 3:
        return words[:0]
    factor = np.uint64(0x9E3779B97F4A7C15)
    return (words[:-2] * factor + words[1:-1]) * factor + words[2:]


def visible_lines(tree: HtmlElement) -> list[HtmlLine]:
    """All visible text of the page, a line for each block-level stretch."""
    body = tree.find("body")
    return list(_Reader().read(tree if body is None else body))


def _from_extraction(body: etree._Element) -> Iterator[str]:
    """Lines of trafilatura's tree, whose blocks are p, head, item, quote, row and lb."""
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        breaks = element.tag not in _INLINE
        if breaks:
            yield from _line(parts)
        if text := element.text if event == "start" else element.tail:
            parts.append(text)
        if element.tag == "cell" and event == "end":
            parts.append(" ")
    yield from _line(parts)


_INLINE = frozenset({"hi", "ref", "del", "code", "cell", "graphic", "span"})


def _line(parts: list[str]) -> Iterator[str]:
    text = " ".join("".join(parts).split())
    parts.clear()
    if text:
        yield text


class _Reader:
    """Walks a page without recursion and gathers text into lines."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.kind: Kind | None = None

    def read(self, root: etree._Element) -> Iterator[HtmlLine]:
        """Lines below ``root`` in document order."""
        depth = 0
        skipped: etree._Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                depth += 1
                if skipped is None and (_hidden(element) or depth > DEEPEST):
                    skipped = element
                if skipped is None:
                    yield from self._open(element)
                continue
            if event == "end":
                depth -= 1
                if skipped is None:
                    yield from self._close(element)
                elif skipped is element:
                    skipped = None
            if skipped is None and element is not root:
                self._add(element.tail)
        yield from self._flush()

    def _add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)

    def _open(self, element: etree._Element) -> Iterator[HtmlLine]:
        if element.tag in _BREAKS:
            yield from self._flush()
            self.kind = _KINDS.get(str(element.tag), self.kind)
        elif element.tag in ("td", "th") and "".join(self.parts).strip():
            self.parts.append(" | ")
        self._add(element.text)

    def _close(self, element: etree._Element) -> Iterator[HtmlLine]:
        if element.tag in _BREAKS:
            yield from self._flush()
            if element.tag in _KINDS:
                self.kind = None

    def _flush(self) -> Iterator[HtmlLine]:
        for text in _line(self.parts):
            yield HtmlLine(text, self.kind)


def _hidden(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None
