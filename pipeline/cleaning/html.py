"""HTML to lines: trafilatura first, our own reading of the page when it lost the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.words import words
from pipeline.errors import CleaningError

DEEPEST = 800
"""Elements nested deeper than this are not followed: no article is, an attack may be."""

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
    if tree is None:
        raise CleaningError(
            "no HTML element found", hint="plain text needs no HTML suffix or content type"
        )
    return tree


def extracted_lines(tree: HtmlElement, url: str | None) -> list[HtmlLine]:
    """Lines of what trafilatura takes for the article; empty when it finds none."""
    from trafilatura import bare_extraction

    document = bare_extraction(
        tree, url=url, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(document, "body", None)
    return [] if body is None else list(_from_extraction(body))


def visible_lines(tree: HtmlElement) -> list[HtmlLine]:
    """All visible text of the page, a line for each block-level stretch."""
    body = tree.find("body")
    return list(_Reader().read(tree if body is None else body))


def _from_extraction(body: etree._Element) -> Iterator[HtmlLine]:
    for element in body:
        yield from _element_lines(element, None)


def _element_lines(element: etree._Element, kind: Kind | None) -> Iterator[HtmlLine]:
    """Lines of an element of trafilatura's tree (TEI-like names)."""
    tag = element.tag
    if tag == "table":
        yield from _table_lines(element)
        return
    own = {"head": Kind.HEADING, "item": Kind.LIST_ITEM, "quote": Kind.QUOTE}.get(str(tag), kind)
    buffer = [element.text or ""]
    for child in element:
        if child.tag in ("p", "list", "item", "quote", "table", "head", "div", "row", "code"):
            yield from _flushed(buffer, own)
            yield from _element_lines(child, own)
            buffer = [child.tail or ""]
        elif child.tag == "lb":
            buffer.append("\n" + (child.tail or ""))
        else:
            buffer.append(_text(child) + (child.tail or ""))
    yield from _flushed(buffer, own)


def _flushed(buffer: list[str], kind: Kind | None) -> Iterator[HtmlLine]:
    for line in "".join(buffer).split("\n"):
        if text := " ".join(line.split()):
            yield HtmlLine(text, kind)


def _table_lines(table: etree._Element) -> Iterator[HtmlLine]:
    for row in table.iter("row"):
        cells = (" ".join(_text(cell, " ").split()) for cell in row.iter("cell"))
        if text := " | ".join(cell for cell in cells if cell):
            yield HtmlLine(text, Kind.TABLE_ROW if " | " in text else None)


def _text(element: etree._Element, joint: str = "") -> str:
    return joint.join(str(part) for part in element.itertext())


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
        text = " ".join("".join(self.parts).split())
        self.parts.clear()
        if text:
            yield HtmlLine(text, self.kind)


def _hidden(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None
