"""A page's tree, and how much of each of its lines others take for the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from lxml import etree, html
from lxml.html import HtmlElement

from pipeline.cleaning.declared import declared_lines
from pipeline.cleaning.features import MARKUP, Floats
from pipeline.cleaning.reader import Page
from pipeline.cleaning.view import Hashes, TextView, view_of
from pipeline.errors import CleaningError

_A_TAG = re.compile(r"<[a-zA-Z!/]")
_TAGS = re.compile(r"<[^<>]*>")


def parse(content: str) -> HtmlElement:
    """The page's tree.

    Raises:
        CleaningError: the content has no element at all.
    """
    tree = _document(content)
    if tree is None:  # no whole page: feeds give fragments
        tree = _fragment(content)
    if tree is None:
        raise CleaningError(
            "no HTML element found", hint="plain text needs no HTML suffix or content type"
        )
    return tree


@cache
def _parser() -> html.HTMLParser:
    """trafilatura's parser, but that all elements are of one class: lxml's own one asks Python for
    the class of each element that is touched, which takes a tenth of the time of a page."""
    parser = html.HTMLParser(  # type: ignore[call-arg]  # the stubs lack default_doctype
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )
    parser.set_element_class_lookup(
        etree.ElementDefaultClassLookup(
            element=html.HtmlElement,
            comment=html.HtmlComment,
            pi=html.HtmlProcessingInstruction,
            entity=html.HtmlEntity,
        )
    )
    return parser


def _document(content: str) -> HtmlElement | None:
    """The tree that `trafilatura.load_html` makes of a page; None of what is no whole page."""
    from trafilatura.utils import is_dubious_html, repair_faulty_html

    beginning = content[:50].lower()
    text = repair_faulty_html(content, beginning)
    tree = _tree(text)
    if tree is None or len(tree) < 1:  # text that declares an encoding is refused as text
        tree = _tree(text.encode("utf-8", "surrogatepass"))
    if tree is not None and is_dubious_html(beginning) and len(tree) < 2:
        return None
    return tree


def _tree(source: str | bytes) -> HtmlElement | None:
    try:
        tree: HtmlElement | None = html.fromstring(source, parser=_parser())
    except (etree.LxmlError, ValueError):
        return None
    return tree


def _fragment(content: str) -> HtmlElement | None:
    """A document around a piece of HTML such as ``<p>...</p>``, or None when there is none.

    Raises:
        CleaningError: the parser gave up on its depth.
    """
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


def extracted_text(tree: HtmlElement, url: str | None, *, thorough: bool = False) -> str:
    """What trafilatura takes for the article; empty when it finds none.

    Its own fallbacks (readability, jusText) take half of its time and are left out unless the
    search is to be ``thorough``.
    """
    from trafilatura import bare_extraction

    document = bare_extraction(
        tree,
        url=url,
        fast=not thorough,
        output_format="txt",  # "python" would write the text out, which nobody asks for
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    body = getattr(document, "body", None)
    return "" if body is None else "\n".join(_from_extraction(body))


_LOST = 0.2
"""Share of a page's prose below which an extraction has lost the article, as it does where that is
spread over cards or lies deep in nested elements."""


def markup(
    page: Page, chosen: Sequence[int], tree: HtmlElement, url: str | None, view: TextView
) -> Floats:
    """Lines x `pipeline.cleaning.features.MARKUP`: how much of each line others take for the
    article (-1 for none of it to 1, 0 when they find nothing), and what the reader saw.

    ``chosen``: for each line of ``view`` the line of ``page`` that it is from.
    """
    out = np.zeros((view.lines, MARKUP), np.float32)
    out[:, 1:] = page.markup(chosen)
    share = witnessed_share(view, page.prose_of(chosen), tree, url)
    out[:, 0] = 0 if share is None else 2 * share - 1
    return out


def witnessed_share(
    view: TextView, prose: npt.NDArray[np.float64], tree: HtmlElement, url: str | None
) -> Floats | None:
    """How much of each line trafilatura, or the page itself in its JSON-LD, takes for the article
    (0 to 1); None when neither finds any. ``prose``: characters of each line that may be a
    paragraph, 0 of others."""
    share = extracted_share(view, extracted_text(tree, url))
    if share is None or (prose * share).sum() < _LOST * prose.sum():
        share = extracted_share(view, extracted_text(tree, url, thorough=True))
    stated = extracted_share(view, "\n".join(declared_lines(tree)))
    if share is None or stated is None:
        return stated if share is None else share
    return np.asarray(np.maximum(share, stated), np.float32)


def extracted_share(view: TextView, extraction: str) -> Floats | None:
    """How much of each line of a page stands in the extraction (0 to 1); None when that is empty.

    Long lines are compared by runs of three words, short ones whole.
    """
    other = view_of(extraction)
    if not other.lines:
        return None
    runs, known = _runs_of_three(view.word_hash), _runs_of_three(other.word_hash)
    lines = view.word_line
    inside = lines[2:] == lines[:-2]
    found = _is_in(runs, known) & inside
    total = np.bincount(lines[2:][inside], minlength=view.lines)
    share = np.bincount(lines[2:][found], minlength=view.lines) / np.maximum(total, 1)
    whole = _is_in(view.line_hash, other.line_hash)
    return np.where(whole, 1.0, np.where(total > 0, share, 0.0)).astype(np.float32)


def _is_in(hashes: Hashes, known: Hashes) -> npt.NDArray[np.bool_]:
    """`np.isin`, which sorts both three times over."""
    if not len(known):
        return np.zeros(len(hashes), np.bool_)
    ordered = np.sort(known)
    place = np.minimum(np.searchsorted(ordered, hashes), len(ordered) - 1)
    return np.asarray(ordered[place] == hashes)


def _runs_of_three(words: Hashes) -> Hashes:
    if len(words) < 3:
        return words[:0]
    factor = np.uint64(0x9E3779B97F4A7C15)
    return (words[:-2] * factor + words[1:-1]) * factor + words[2:]


def _from_extraction(body: etree._Element) -> Iterator[str]:
    """Lines of trafilatura's tree, whose blocks are p, head, item, quote, row and lb."""
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if parts and tag not in _INLINE:
            yield from _line(parts)
        if text := element.text if event == "start" else element.tail:
            parts.append(text)
        if tag == "cell" and event == "end":
            parts.append(" ")
    yield from _line(parts)


_INLINE = frozenset({"hi", "ref", "del", "code", "cell", "graphic", "span"})


def _line(parts: list[str]) -> Iterator[str]:
    text = " ".join("".join(parts).split())
    parts.clear()
    if text:
        yield text
