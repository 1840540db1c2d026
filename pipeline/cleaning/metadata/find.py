"""`find_metadata`: what is given and what can be found, in one record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.cleaning.metadata.datestrings import day_order
from pipeline.cleaning.metadata.headline import squeeze
from pipeline.cleaning.metadata.language import from_tag, identify
from pipeline.cleaning.metadata.plain import PlainMeta, read_plain
from pipeline.cleaning.metadata.site import site_of_host, site_of_name, site_of_url
from pipeline.printable import one_line
from pipeline.records import ArticleMeta, PublishedFrom, RawArticle

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipeline.cleaning.metadata.page import PageMeta

_SURE = 0.9
"""Below this probability the language that the page declares is taken."""
_URL_DATE = re.compile(
    r"[/=_-](?P<y>(?:19|20)\d\d)(?P<s>[/_.-]?)(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?=[/_.?&#-]|$)"
)


@dataclass(frozen=True, slots=True)
class FoundMetadata:
    """Metadata of an article, and where its lines say it.

    ``meta`` holds given values where there are any, else found ones. ``language_score`` is the
    probability of ``meta.language``, null when that was given. ``title_line`` is the line that
    prints the title, ``byline_lines`` those that print authors or date; all count in the lines that
    were passed.
    """

    meta: ArticleMeta
    language_score: float | None = None
    title_line: int | None = None
    byline_lines: tuple[int, ...] = ()


def find_metadata(raw: RawArticle, tree: HtmlElement | None, lines: Sequence[str]) -> FoundMetadata:
    """Find title, authors, publication date, site and language; what is given wins.

    Args:
        raw: the article as it came; ``raw.given`` is what its source said of it.
        tree: the page's tree before anything is taken out of it; None for plain text.
        lines: the lines of the text without blank ones: all lines of plain text, the visible
            lines of a page.

    Returns:
        The merged metadata. A date is never later than ``raw.given.fetched_at``; where no source
        states a date, there is none.
    """
    given = raw.given
    latest = given.fetched_at.date() if given.fetched_at else None
    page = _page(tree, given, latest)
    url = given.url or (page.url if page else None)
    site = _site(given, page, url)
    language, score = identify(lines)
    tag = from_tag(page.language_tag) if page else None
    if tag and (score is None or score < _SURE):
        language, score = tag, None
    page = _without_doubtful_title(page, lines, given, url)
    plain = _plain(lines, given, page, url, language, latest)
    found = _merged(given, page, plain, url, latest)
    stated = from_tag(given.language) or given.language  # "en-GB" is "en", a name stays a name
    meta = replace(found, site=site, language=stated or language)
    return FoundMetadata(
        meta=meta,
        language_score=None if given.language else score,
        title_line=plain.title_line,
        byline_lines=plain.byline_lines,
    )


def _page(tree: HtmlElement | None, given: ArticleMeta, latest: date | None) -> PageMeta | None:
    if tree is None:
        return None
    from pipeline.cleaning.metadata.page import read_page  # lxml: text needs none

    return read_page(tree, url=given.url, latest=latest)


def _without_doubtful_title(
    page: PageMeta | None, lines: Sequence[str], given: ArticleMeta, url: str | None
) -> PageMeta | None:
    """Let the lines tell the title, when only the window names one and no line prints it."""
    if page is None or page.title_shown or given.title or not page.title:
        return page
    wanted = squeeze(page.title)
    if any(squeeze(line) == wanted for line in lines):
        return page
    seen = read_plain(lines, url=url, publishers=page.publishers)
    return replace(page, title=seen.title or page.title)


def _plain(
    lines: Sequence[str],
    given: ArticleMeta,
    page: PageMeta | None,
    url: str | None,
    language: str | None,
    latest: date | None,
) -> PlainMeta:
    tag = page.language_tag if page else given.language or language
    return read_plain(
        lines,
        title=given.title or (page.title if page else None),
        language=language,
        order=day_order(tag, given.site or site_of_url(url)),
        latest=latest,
        url=url,
        publishers=page.publishers if page else (given.site,) if given.site else (),
    )


def _merged(
    given: ArticleMeta,
    page: PageMeta | None,
    plain: PlainMeta,
    url: str | None,
    latest: date | None,
) -> ArticleMeta:
    published, source = _published(given, page, plain, url, latest)
    found = (page.title if page else None) or plain.title
    authors = (page.authors if page else ()) or plain.authors
    return ArticleMeta(
        url=url,
        title=given.title or (one_line(found) if found else None),
        authors=given.authors or tuple(map(one_line, authors)),
        published=published,
        published_from=source,
        fetched_at=given.fetched_at,
    )


def _published(
    given: ArticleMeta,
    page: PageMeta | None,
    plain: PlainMeta,
    url: str | None,
    latest: date | None,
) -> tuple[date | None, PublishedFrom]:
    if given.published:
        return given.published, "given"
    from_url = url_date(url)
    if from_url is not None and latest is not None and from_url > latest:
        from_url = None
    if page and page.published and page.published_marked:
        if from_url and page.published_in_utc and abs(page.published - from_url).days == 1:
            return from_url, "url"  # late evening in UTC is the next day, or the one before
        return page.published, "meta"
    if from_url:
        return from_url, "url"
    if page and page.published:
        return page.published, "byline"
    if plain.published:
        return plain.published, "byline"
    return None, "none"


def url_date(url: str | None) -> date | None:
    """The full date in a URL's path.

    >>> url_date("https://paper.example/2023/09/04/grain")
    datetime.date(2023, 9, 4)
    >>> url_date("https://paper.example/2023/09/grain") is None
    True
    """
    for match in _URL_DATE.finditer((url or "").partition("#")[0]):
        if match["s"] or len(match["m"]) == len(match["d"]) == 2:
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
    return None


def _site(given: ArticleMeta, page: PageMeta | None, url: str | None) -> str | None:
    if given.site:
        return given.site
    return site_of_url(url) or (site_of_name(page.site_name) if page else None)


__all__ = ["FoundMetadata", "find_metadata", "site_of_host", "url_date"]
