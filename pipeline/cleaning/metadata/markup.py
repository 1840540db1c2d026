"""What class names and places of elements tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.words import words


def ranked(names: str) -> tuple[str, ...]:
    """Names in their order of trust, from a list written as one string."""
    return tuple(names.split())


_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ELSEWHERE = words(
    "comment comments related recommended recommendation recommendations sidebar widget widgets "
    "footer teaser teasers popular latest promo newsletter cookie cookies carousel listing "
    "trending events calendar disqus reply respond breadcrumb breadcrumbs similar nav navigation "
    "suggested others cards ticker reviews"
)
_BOXES = words("widget widgets")
_POST = words("post entry meta article")
_ARTICLE_TAGS = ("body", "html", "article", "main")


@lru_cache(maxsize=8192)
def tokens(names: str) -> frozenset[str]:
    """Words of class names: "HeroBanner_author__yr_Ss" holds hero, banner, author.

    >>> sorted(tokens("post-meta authorName"))
    ['author', 'meta', 'name', 'post']
    """
    return frozenset(word.lower() for word in _TOKEN.findall(names))


def names_of(element: etree._Element) -> frozenset[str]:
    """Words of an element's class and id."""
    return tokens(f"{element.get('class') or ''} {element.get('id') or ''}")


def marked(tree: HtmlElement, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """Elements, in document order, whose class or id has a wanted word and which belong to the
    article (not to other stories, comments or the page's frame)."""
    speaks = _speaks_of(wanted)
    for element in tree.iter(etree.Element):
        attribute = element.get
        if (
            ((names := attribute("class")) and speaks(names))
            or ((names := attribute("id")) and speaks(names))
        ) and not elsewhere(element):
            yield element


@cache
def _speaks_of(wanted: frozenset[str]) -> Callable[[str], bool]:
    """Whether names have one of these words; most do not hold its letters at all."""
    spot = re.compile("|".join(sorted(wanted))).search

    @lru_cache(maxsize=8192)
    def speaks(names: str) -> bool:
        return spot(names.lower()) is not None and not tokens(names).isdisjoint(wanted)

    return speaks


def elsewhere(element: etree._Element) -> bool:
    """Whether the element, or what it stands in, belongs to other stories, comments or the frame.

    What stands above the article element no longer matters.
    """
    for place in (element, *element.iterancestors()):
        if place.tag in _ARTICLE_TAGS:
            return False
        if place.tag == "footer" and names_of(place) & _POST:
            continue  # the foot of a post's head, in many blogs
        if place.tag in ("aside", "nav", "footer") or _elsewhere_by_name(names_of(place)):
            return True
    return False


def _elsewhere_by_name(names: frozenset[str]) -> bool:
    """Page builders call every box a widget, themes the whole row "content-sidebar"."""
    telling = names & _ELSEWHERE
    if "elementor" in names:
        telling -= _BOXES
    if "content" in names:
        telling -= {"sidebar"}
    return bool(telling)


def text_of(element: etree._Element | None) -> str:
    """All text in an element, white space as single spaces, soft hyphens out."""
    if element is None:
        return ""
    text = " ".join(map(str, element.itertext())).replace("\u00ad", "")
    return " ".join(text.split())
