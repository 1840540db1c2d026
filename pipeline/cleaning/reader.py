"""A page read as all its visible lines, each with what its markup says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.hints import NO_HINTS, hints_of
from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.words import words

DEEPEST = 800
"""Elements nested deeper than this are not followed: no article is, an attack may be."""
COLUMNS = 21
"""Numbers that markup gives of each line."""

_SILENT = words(
    "script style noscript template svg math canvas iframe object embed audio video select "
    "datalist head title meta link button input textarea option rp rt"
)
_SCREENS = words("button noscript")
_HELD = 400
"""Bytes of text that a button or a note for readers without scripts stays below: one that has more
holds the article (its end tag was forgotten, the page is built by a script)."""
_LITTLE = 500
"""Characters of prose below which a page hides its article."""
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
_SHAPES = {
    "p": 0,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), 1),
    **dict.fromkeys(("li", "dd", "dt"), 2),
    **dict.fromkeys(("tr", "table", "tbody", "caption"), 3),
    "blockquote": 4,
    **dict.fromkeys(("figcaption", "figure"), 5),
}
_OTHER = 6
_TOLD = _BREAKS | words("a td th")
"""Elements that the reader must be told of; of all others the text counts alone."""
_AROUND = words("nav header footer aside menu form dialog")
_ARTICLE = words("article main")
_ROLES = words("navigation banner contentinfo complementary search dialog form menu menubar")
_STREAMED = re.compile(r"S:[0-9a-f]+")
"""Ids of parts that React sends hidden and a script then moves to their place
(react-dom/server, renderToPipeableStream)."""


class HtmlLine(NamedTuple):  # a tuple, as `Around`: made in a third of the time, for each element
    """One line of a page; ``kind`` is what its markup says, None where that says nothing."""

    text: str
    kind: Kind | None


class Around(NamedTuple):
    """What stands around a line: the innermost block's shape, whether an element of the page's
    frame or of an article holds it, its depth, how many elements hint at each of `HINTS`, and
    which elements hold the block and its parent, by number."""

    shape: int = _OTHER
    framed: bool = False
    article: bool = False
    depth: int = 0
    hints: tuple[int, ...] = NO_HINTS
    block: int = 0
    parent: int = 0
    above: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The visible lines of a page in document order; ``linked``: characters of each that are
    links."""

    lines: list[HtmlLine]
    around: list[Around]
    linked: list[int]

    def prose_of(self, chosen: Sequence[int]) -> npt.NDArray[np.float64]:
        """Characters of each of the chosen lines that may be a paragraph: long, and no links."""
        length = np.array([len(self.lines[line].text) for line in chosen], np.float64)
        linked = np.array([self.linked[line] for line in chosen], np.float64)
        return np.where((length > 80) & (2 * linked < length), length, 0.0)

    def markup(self, chosen: Sequence[int]) -> npt.NDArray[np.float32]:
        """Lines x `COLUMNS` for the chosen lines."""
        around = [self.around[line] for line in chosen]
        length = np.array([len(self.lines[line].text) for line in chosen], np.float64)
        linked = np.array([self.linked[line] for line in chosen], np.float64)
        out = np.zeros((len(chosen), COLUMNS), np.float32)
        if not around:
            return out
        out[:, 0] = 1
        out[np.arange(len(chosen)), 1 + np.array([a.shape for a in around], np.int64)] = 1
        out[:, 8] = linked / np.maximum(length, 1)
        out[:, 9] = [a.framed for a in around]
        out[:, 10] = [a.article for a in around]
        out[:, 11] = np.minimum([a.depth for a in around], 40) / 40
        out[:, 12:17] = np.minimum([a.hints for a in around], 3) / 3
        prose = self.prose_of(chosen)
        parent = np.array([a.parent for a in around])
        out[:, 17] = _share(prose, parent)
        out[:, 18] = _share(prose, np.array([a.above for a in around]))
        mass = np.bincount(parent, weights=length)[parent]
        out[:, 19] = np.bincount(parent, weights=linked)[parent] / np.maximum(mass, 1)
        out[:, 20] = np.log1p(mass) / 10
        return out


def _share(
    prose: npt.NDArray[np.float64], holder: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """How much of the page's prose stands in each line's holder."""
    held = np.bincount(holder, weights=prose)[holder]
    return np.asarray(held / max(1.0, float(prose.sum())))


def read_page(tree: HtmlElement) -> Page:
    """All visible text of the page, a line for each block-level stretch. Of a page that shows next
    to no prose, what it hides as well, if that is more."""
    body = tree.find("body")
    root = tree if body is None else body
    page = _read(root, _hidden)
    if (shown := _prose(page)) < _LITTLE:
        whole = _read(root, _silent)
        return whole if _prose(whole) > 2 * shown + _LITTLE else page
    return page


def _prose(page: Page) -> float:
    return float(page.prose_of(range(len(page.lines))).sum())


def _read(root: etree._Element, hidden: Callable[[etree._Element, str], bool]) -> Page:
    reader = _Reader(hidden)
    reader.read(root)
    return Page(reader.lines, reader.around, reader.linked)


def visible_lines(tree: HtmlElement) -> list[HtmlLine]:
    """The lines of `read_page` alone."""
    return read_page(tree).lines


class _Reader:
    """Walks a page without recursion and gathers text into lines.

    A page has a thousand elements: what is done for each is done in place, and ``parts`` never
    begins with white space, so that an empty stretch costs nothing.
    """

    def __init__(self, hidden: Callable[[etree._Element, str], bool]) -> None:
        self.hidden = hidden
        self.lines: list[HtmlLine] = []
        self.around: list[Around] = []
        self.linked: list[int] = []
        self.parts: list[str] = []
        self.kind: Kind | None = None
        self.links = 0
        self.link_size = 0
        self.stack: list[_Around] = [Around()]
        self.count = 0

    def read(self, root: etree._Element) -> None:
        """Gather the lines below ``root`` in document order."""
        tag = str(root.tag)
        if self.hidden(root, tag):
            return
        parts, hidden = self.parts, self.hidden
        self._open(root, tag)
        path, children = [root], [iter(root)]
        while path:
            for element in children[-1]:
                tag = element.tag
                # comments and processing instructions have a function for a tag
                if tag.__class__ is str and len(path) < DEEPEST and not hidden(element, tag):
                    if tag in _TOLD:
                        self._open(element, tag)
                    elif text := element.text:
                        self._add(text)
                    if len(element):
                        path.append(element)
                        children.append(iter(element))
                        break
                    if tag in _TOLD:
                        self._close(tag)
                if (text := element.tail) and (parts or self.links or not text.isspace()):
                    self._add(text)
            else:
                children.pop()
                element = path.pop()
                if (tag := element.tag) in _TOLD:
                    self._close(tag)
                if path and (text := element.tail):
                    self._add(text)
        self._flush()

    def _add(self, text: str) -> None:
        if self.parts or not text.isspace():
            self.parts.append(text)
        if self.links:
            self.link_size += len(text)

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag in _BREAKS:
            if self.parts:
                self._flush()
            self.link_size = 0
            self.kind = _KINDS.get(tag, self.kind)
            self.count += 1
            self.stack.append(_inside(self.stack[-1], element, tag, self.count))
        elif tag == "a":
            self.links += 1
        elif self.parts:
            self.parts.append(" | ")  # between the cells of a row
        if text := element.text:
            self._add(text)

    def _close(self, tag: str) -> None:
        if tag in _BREAKS:
            if self.parts:
                self._flush()
            self.link_size = 0
            self.stack.pop()
            if tag in _KINDS:
                self.kind = None
        elif tag == "a":
            self.links -= 1

    def _flush(self) -> None:
        if self.parts:
            text = " ".join("".join(self.parts).split())
            self.parts.clear()
            self.lines.append(HtmlLine(text, self.kind))
            self.around.append(Around._make(self.stack[-1]))
            self.linked.append(min(self.link_size, len(text)))
        self.link_size = 0


_Around: TypeAlias = "Around | tuple[int, bool, bool, int, tuple[int, ...], int, int, int]"
"""Most elements have no line of their own: a plain tuple is made in a quarter of the time."""


def _inside(outer: _Around, element: etree._Element, tag: str, number: int) -> _Around:
    """What stands around the text of ``element``, which ``outer`` stands around."""
    shape, framed, article, depth, hints, block, parent, _ = outer
    framed |= tag in _AROUND
    article |= tag in _ARTICLE
    if element.attrib:
        attribute = element.get
        named = f"{attribute('class') or ''} {attribute('id') or ''}"
        role = attribute("role")
        framed |= role in _ROLES
        article |= role == "main" or attribute("itemprop") == "articleBody"
        if len(named) > 1 and tag not in ("body", "html") and (found := hints_of(named[:200])):
            hints = tuple(map(int.__add__, hints, found))
    shape = _SHAPES.get(tag, shape if tag == "br" else _OTHER)
    return shape, framed, article, depth + 1, hints, number, block, parent


def _silent(element: etree._Element, tag: str) -> bool:
    """Whether an element has no text for readers."""
    return tag in _SILENT and (tag not in _SCREENS or not _holds_article(element))


def _holds_article(element: etree._Element) -> bool:
    return len(etree.tostring(element, method="text", encoding="utf-8", with_tail=False)) > _HELD


def _hidden(element: etree._Element, tag: str) -> bool:
    if tag in _SILENT and _silent(element, tag):
        return True
    if not element.attrib:
        return False
    style = element.get("style")
    if style and "display:none" in style.replace(" ", "").lower():
        return True
    return element.get("hidden") is not None and not _STREAMED.fullmatch(element.get("id") or "")
