"""The authors in a page's markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from pipeline.cleaning.metadata.markup import elsewhere, marked, ranked, text_of
from pipeline.cleaning.metadata.people import BY_PREFIX, clean_authors
from pipeline.cleaning.words import words

AUTHOR_NAMES = ranked(
    """author article:author og:article:author og:author parsely-author sailthru.author
    citation_author dc.creator dcterms.creator dc.creator.personalname rbauthors
    article.author article:author_name shareaholic:article_author_name byl bylinename
    cxenseparse:author creator authors"""
)
_WRITER = words(
    "author authors byline bylines writer writers autor autoren autorin auteur auteurs "
    "contributor contributors verfasser redakteur reporter submitted"
)
_PROFILE = re.compile(
    r"/(?:authors?|people|profiles?|contributors?|staff|team|writers?|autor(?:en|es)?|auteurs?|by"
    r"|journalists?|columnists?|redakteur\w*|user|users|experts?|persons?)/[^/]",
    re.IGNORECASE,
)
_MARKED = "descendant::*[@itemprop='author' or @rel='author']"
_NAMED = "descendant::*[@itemprop='name']"
_MOST = 24
_LONGEST = 160


def shown_authors(tree: HtmlElement, publishers: Sequence[str]) -> tuple[str, ...]:
    """Authors that the page shows, by the surest kind of mark that gives a name.

    Marks in order: microdata and rel=author; elements whose class speaks of authors; links to a
    profile. Of the latter two only names that look like a person's count, and first those after
    "by" or with a common given name: "Full Bio" stands in such places too.
    """
    for group in _items(tree):
        if names := clean_authors(group, publishers=publishers):
            return names
    classed = list(_classed(tree))
    for groups, known in ((classed, True), (_linked(tree), True), (classed, False)):
        for group in groups:
            sure = known and BY_PREFIX.match(group[0]) is None
            if names := clean_authors(group, publishers=publishers, strict=True, known=sure):
                return names
    return ()


def _items(tree: HtmlElement) -> Iterator[list[str]]:
    """Texts of elements marked by microdata or link type, all as one group."""
    group = []
    for element in tree.xpath(_MARKED)[:8]:
        names = element.xpath(_NAMED)
        text = (names[0].get("content") or text_of(names[0])) if names else text_of(element)
        if text and len(text) < 80 and not elsewhere(element):
            group.append(text)
    yield group


def _classed(tree: HtmlElement) -> Iterator[list[str]]:
    """Texts of elements with a telling class, one by one; a long one only from its "by"."""
    for number, element in enumerate(marked(tree, _WRITER)):
        if number >= _MOST:
            return
        text = text_of(element)
        if 3 < len(text) <= _LONGEST and (len(text) <= 60 or BY_PREFIX.match(text)):
            yield [text]


def _linked(tree: HtmlElement) -> Iterator[list[str]]:
    """Texts of links to profiles near the top; neighbours of one parent together."""
    count = 0
    for link in tree.iter("a"):
        if not _PROFILE.search(link.get("href") or "") or elsewhere(link):
            continue
        parent = link.getparent()
        siblings = [link] if parent is None else [a for a in parent.iter("a") if _is_profile(a)]
        yield [text_of(a) for a in siblings[:6]]
        count += 1
        if count >= _MOST:
            return


def _is_profile(link: HtmlElement) -> bool:
    return _PROFILE.search(link.get("href") or "") is not None
