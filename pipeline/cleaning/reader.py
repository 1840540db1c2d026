"""A page read as all its visible lines, each with what its markup says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from lxml import etree
from lxml.html import HtmlElement

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
_AROUND = words("nav header footer aside menu form dialog")
_ARTICLE = words("article main")
_ROLES = words("navigation banner contentinfo complementary search dialog form menu menubar")
_HINTS = (
    r"(?<![a-z])(?:nav|menu|footer|header|sidebar|aside|widget|breadcrumbs?|toolbar|topbar|masthead"
    r"|pagination|pager|tabs?|modal|popup|overlay|drawer|banner|copyright|legal|utility|skip)",
    r"(?<![a-z])(?:related|recommend|recirc|more|also|popular|trending|latest|teaser|promo|card"
    r"|carousel|slider|upsell|sponsor|advert|ads?(?![a-z])|outbrain|taboola|affiliate|product|shop"
    r"|price|deal|cta|newsletter|subscri|sign-?up|paywall|donat|toc(?![a-z]))",
    r"(?<![a-z])(?:comment|disqus|respond|reply|discussion|replies)",
    r"(?<![a-z])(?:share|sharing|social|byline|author|bio(?![a-z])|tags?(?![a-z])|meta|date|time"
    r"|caption|credit|cookie|consent|gdpr|cmp)|sr-only|visually-?hidden|screen-reader",
    r"(?<![a-z])(?:article|story|entry|post|content|body|text|main|prose|rich|copy)",
)
"""What ids and classes of the elements around a line speak of: the page's frame, other pages,
comments, what is said about the article, the article."""
_HINT = tuple(re.compile(pattern) for pattern in _HINTS)
_STREAMED = re.compile(r"S:[0-9a-f]+")
"""Ids of parts that React sends hidden and a script then moves to their place
(react-dom/server, renderToPipeableStream)."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


class HtmlLine(NamedTuple):  # a tuple, as `Around`: made in a third of the time, for each element
    """One line of a page; ``kind`` is what its markup says, None where that says nothing."""

    text: str
    kind: Kind | None


class Around(NamedTuple):
    """What stands around a line: the innermost block's shape, whether an element of the page's
    frame or of an article holds it, its depth, how many elements hint at each of `_HINTS`, and
    which elements hold the block and its parent, by number."""

    shape: int = _OTHER
    framed: bool = False
    article: bool = False
    depth: int = 0
    hints: tuple[int, ...] = (0,) * len(_HINTS)
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


def _read(root: etree._Element, hidden: Callable[[etree._Element], bool]) -> Page:
    reader = _Reader(hidden)
    reader.read(root)
    return Page(reader.lines, reader.around, reader.linked)


def visible_lines(tree: HtmlElement) -> list[HtmlLine]:
    """The lines of `read_page` alone."""
    return read_page(tree).lines


class _Reader:
    """Walks a page without recursion and gathers text into lines."""

    def __init__(self, hidden: Callable[[etree._Element], bool]) -> None:
        self.hidden = hidden
        self.lines: list[HtmlLine] = []
        self.around: list[Around] = []
        self.linked: list[int] = []
        self.parts: list[str] = []
        self.kind: Kind | None = None
        self.links = 0
        self.link_size = 0
        self.stack = [Around()]
        self.count = 0

    def read(self, root: etree._Element) -> None:
        """Gather the lines below ``root`` in document order."""
        depth = 0
        skipped: etree._Element | None = None
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                depth += 1
                if self.hidden(element) or depth > DEEPEST:
                    skipped = element
                    walk.skip_subtree()
                else:
                    self._open(element)
                continue
            if event == "end":
                depth -= 1
                if skipped is None:
                    self._close(element)
                elif skipped is element:
                    skipped = None
            if skipped is None and element is not root:
                self._add(element.tail)
        self._flush()

    def _add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            if self.links:
                self.link_size += len(text)

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BREAKS:
            self._flush()
            self.kind = _KINDS.get(tag, self.kind)
            self.count += 1
            self.stack.append(_inside(self.stack[-1], element, self.count))
        elif tag == "a":
            self.links += 1
        elif tag in ("td", "th") and "".join(self.parts).strip():
            self.parts.append(" | ")
        self._add(element.text)

    def _close(self, element: etree._Element) -> None:
        if element.tag in _BREAKS:
            self._flush()
            self.stack.pop()
            if element.tag in _KINDS:
                self.kind = None
        elif element.tag == "a":
            self.links -= 1

    def _flush(self) -> None:
        if self.parts:
            text = " ".join("".join(self.parts).split())
            self.parts.clear()
            if text:
                self.lines.append(HtmlLine(text, self.kind))
                self.around.append(self.stack[-1])
                self.linked.append(min(self.link_size, len(text)))
            self.link_size = 0


def _inside(outer: Around, element: etree._Element, number: int) -> Around:
    """What stands around the text of ``element``, which ``outer`` stands around."""
    tag = str(element.tag)
    framed, article = tag in _AROUND, tag in _ARTICLE
    hints = outer.hints
    if element.attrib:
        attribute = element.get
        named = f"{attribute('class') or ''} {attribute('id') or ''}"
        role = attribute("role")
        framed |= role in _ROLES
        article |= role == "main" or attribute("itemprop") == "articleBody"
        if len(named) > 1 and tag not in ("body", "html"):
            found = _hints(named[:200])
            hints = tuple(map(int.__add__, hints, found)) if found is not None else hints
    return Around(
        _SHAPES.get(tag, outer.shape if tag == "br" else _OTHER),
        framed or outer.framed,
        article or outer.article,
        outer.depth + 1,
        hints,
        number,
        outer.block,
        outer.parent,
    )


@lru_cache(maxsize=8192)
def _hints(named: str) -> tuple[int, ...] | None:
    """Which of `_HINTS` an element's class and id speak of; None when of none."""
    text = _HUMP.sub("-", named).lower()
    found = tuple(int(pattern.search(text) is not None) for pattern in _HINT)
    return found if any(found) else None


def _silent(element: etree._Element) -> bool:
    """Whether an element has no text for readers."""
    if isinstance(element.tag, str) and element.tag not in _SILENT:
        return False
    return element.tag not in _SCREENS or not _holds_article(element)


def _holds_article(element: etree._Element) -> bool:
    return len(etree.tostring(element, method="text", encoding="utf-8", with_tail=False)) > _HELD


def _hidden(element: etree._Element) -> bool:
    tag = element.tag
    if (tag in _SILENT or not isinstance(tag, str)) and _silent(element):
        return True
    if not element.attrib:
        return False
    style = element.get("style")
    if style and "display:none" in style.replace(" ", "").lower():
        return True
    return element.get("hidden") is not None and not _STREAMED.fullmatch(element.get("id") or "")
