"""The publication date in a page's markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.metadata.bylines import LONGEST, read_byline
from pipeline.cleaning.metadata.markup import elsewhere, marked, names_of, ranked, text_of
from pipeline.cleaning.words import words

Reader = Callable[[str], date | None]
"""Reads a date out of a string; None when it holds none that can be the article's."""

# The first that is filled and reads as a date counts. Names of modification are left out.
DATE_NAMES = ranked(
    """article:published_time og:article:published_time og:published_time datepublished
    citation_publication_date citation_online_date parsely-pub-date sailthru.date pubdate
    publishdate publish-date publish_date publication_date published_at dcterms.issued
    dc.date.issued dcterms.created dc.date.created dc.date dcterms.date date.created
    article.published article_date_original originalpublicationdate
    cxenseparse:recs:publishtime cxenseparse:publishtime datecreated rnews:datepublished
    gentics.rendered date shareaholic:article_published_time blogger:publishdate display_date
    bt:pubdate last-published-date published created"""
)
_DATED = words(
    "date dates datum fecha data published publish pubdate publication posted timestamp dateline "
    "time when stamp meta byline info submitted created veroeffentlicht erschienen"
)
_CHANGED = words("updated update modified modify changed edited aktualisiert actualizado")
_MOST = 60


_MARKED = "descendant::*[@itemprop='datePublished' or @pubdate]"


def marked_date(tree: HtmlElement, read: Reader) -> date | None:
    """The date that microdata calls the publication's."""
    for element in tree.xpath(_MARKED)[:4]:
        if value := read(_moment(element)):
            return value
    return None


def shown_date(
    tree: HtmlElement, times: Sequence[HtmlElement], read: Reader, language: str | None
) -> date | None:
    """The first date in a time element, or in one whose class speaks of dates."""
    for element in _of_article(times):
        if value := read(_moment(element)):
            return value
    for number, element in enumerate(marked(tree, _DATED)):
        if number >= _MOST:
            break
        text = text_of(element)
        if 5 < len(text) <= LONGEST and not names_of(element) & _CHANGED:
            byline = read_byline(text, language=language)
            if value := read(text) if not byline.updated else byline.published:
                return byline.published or value
    return None


def _of_article(times: Sequence[HtmlElement]) -> Iterator[etree._Element]:
    """Time elements of the article, those of modification left out."""
    for element in times:
        own = names_of(element)
        parent = element.getparent()
        around = names_of(parent) if parent is not None else frozenset()
        if not elsewhere(element) and not (own | around) & _CHANGED:
            yield element


def _moment(element: etree._Element) -> str:
    return element.get("datetime") or element.get("content") or text_of(element)
