"""What a page's markup says of its article: meta tags, JSON-LD, microdata, bylines by class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.metadata.bylines import LONGEST, read_byline
from pipeline.cleaning.metadata.datestrings import DayOrder, day_order, parse_date
from pipeline.cleaning.metadata.jsonld import LinkedArticle, read_jsonld
from pipeline.cleaning.metadata.people import clean_authors
from pipeline.cleaning.metadata.plain import squeeze
from pipeline.cleaning.metadata.site import site_of_url


def _ranked(names: str) -> tuple[str, ...]:
    return tuple(names.split())


# The first that is filled and reads as a date counts. Names of modification are left out.
_DATE_NAMES = _ranked(
    "article:published_time og:article:published_time og:published_time datepublished "
    "citation_publication_date citation_online_date parsely-pub-date sailthru.date pubdate "
    "publishdate publish-date publish_date publication_date published_at dcterms.issued "
    "dc.date.issued dcterms.created dc.date.created dc.date dcterms.date date.created "
    "article.published article_date_original originalpublicationdate cxenseparse:recs:publishtime "
    "cxenseparse:publishtime datecreated rnews:datepublished gentics.rendered date "
    "shareaholic:article_published_time blogger:publishdate display_date bt:pubdate"
)
_AUTHOR_NAMES = _ranked(
    "author article:author og:article:author og:author parsely-author sailthru.author "
    "citation_author dc.creator dcterms.creator dc.creator.personalname rbauthors "
    "article.author byl bylinename cxenseparse:author creator authors"
)
_TITLE_NAMES = _ranked("og:title twitter:title citation_title dc.title dcterms.title headline "
                     "parsely-title sailthru.title title")  # fmt: skip
_SITE_NAMES = _ranked("og:site_name application-name dc.publisher twitter:site author:publisher "
                    "publisher citation_publisher copyright")  # fmt: skip
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:pub(?:lished|lication|date|-date|dato|licado)?|entry-date|post-?date|date"
    r"|datum|dateline|time-?stamp|timestamp|posted-on|fecha|data|created|article-?date"
    r"|byline|post-?meta|entry-?meta|meta-?info|article-?meta|article-?info)(?:$|[\s_-])",
    re.IGNORECASE,
)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|author-?name|writer|post-?author|entry-?author|article-?author"
    r"|autor(?:en)?|auteur|contributor-?name|submitted|posted-by|p-author|fn|vcard)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|recommend|sidebar|widget|footer|teaser|popular|latest|more-|read-?next|promo"
    r"|newsletter|cookie|carousel|listing|trending|event|calendar|disqus|reply|respond",
    re.IGNORECASE,
)
_UPDATED_CLASS = re.compile(r"updat|modif|aktualis|actualiz|edited|changed", re.IGNORECASE)
_MARKED = (
    ".//*[@itemprop='datePublished' or @itemprop='author' or @itemprop='headline' "
    "or @rel='author' or @pubdate or self::time or @class or @itemprop='name']"
)
_MOST_ELEMENTS = 400


@dataclass(frozen=True, slots=True)
class PageMeta:
    """Findings of `read_page`. ``published_marked`` tells markup from a visible byline."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    published_marked: bool = False
    url: str | None = None
    site_name: str | None = None
    language_tag: str | None = None
    order: DayOrder | None = None
    publishers: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    tree: HtmlElement
    metas: dict[str, list[str]]
    linked: LinkedArticle
    language: str | None
    order: DayOrder | None
    latest: date | None

    def first(self, names: Iterable[str]) -> str | None:
        """The first filled meta value of ``names``, in their order."""
        return next((value for name in names for value in self.metas.get(name, ())), None)

    def date(self, text: str | None) -> date | None:
        """A date in ``text`` that is not later than the fetch."""
        if not text:
            return None
        value = parse_date(text, language=self.language, order=self.order)
        return value if value and (self.latest is None or value <= self.latest) else None


def read_page(tree: HtmlElement, *, url: str | None = None, latest: date | None = None) -> PageMeta:
    """Read the metadata that the markup of a page gives.

    Args:
        tree: the page, scripts included (JSON-LD stands in them).
        url: the address it was fetched from, when known.
        latest: the day of the fetch; a later date does not count.
    """
    metas = _metas(tree)
    canonical = _canonical(tree, metas)
    linked = read_jsonld(_scripts(tree), page_url=url or canonical) or LinkedArticle()
    tag = tree.get("lang") or _first_lang(tree) or linked.language
    address = url or canonical
    order = day_order(tag, site_of_url(address))
    page = _Page(tree, metas, linked, (tag or "")[:2].lower() or None, order, latest)
    publishers = _publishers(page, address)
    published, marked = _published(page)
    return PageMeta(
        title=_title(page, publishers),
        authors=_authors(page, publishers),
        published=published,
        published_marked=marked,
        url=canonical,
        site_name=page.first(("og:site_name", "application-name")) or linked.publisher,
        language_tag=tag,
        order=order,
        publishers=publishers,
    )


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    """Contents of meta elements by lower-case name."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _canonical(tree: HtmlElement, metas: dict[str, list[str]]) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            href = (link.get("href") or "").strip()
            if href.startswith(("http://", "https://")):
                return href
    value = next(iter(metas.get("og:url", ())), None)
    return value if value and value.startswith(("http://", "https://")) else None


def _scripts(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            yield script.text


def _first_lang(tree: HtmlElement) -> str | None:
    for element in tree.iter("html", "body"):
        tag = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang")
        if tag:
            return str(tag)
    return None


def _publishers(page: _Page, address: str | None) -> tuple[str, ...]:
    names = [page.linked.publisher, *(page.first([name]) for name in _SITE_NAMES)]
    site = site_of_url(address)
    if site:
        names += [site, site.split(".")[0]]
    return tuple(name.lstrip("@") for name in names if name)


def _title(page: _Page, publishers: tuple[str, ...]) -> str | None:
    """The headline as the page shows it, when a meta tag or the window's title confirms it."""
    window = _text(next(page.tree.iter("title"), None))
    metas = [value for name in _TITLE_NAMES for value in page.metas.get(name, ())[:1]]
    named = [
        without_site(value, publishers) for value in [*metas, page.linked.title, window] if value
    ]
    headings = [text for h in page.tree.iter("h1") if (text := _text(h)) and len(text) < 300]
    for heading in headings:
        key = squeeze(heading)
        if key and any(squeeze(name) == key for name in named):
            return heading
    for heading in headings:
        key = squeeze(heading)
        if len(key) > 12 and any(_overlap(key, squeeze(name)) for name in named):
            return heading
    return next((name for name in named if name), None) or (headings[0] if headings else None)


def _overlap(heading: str, name: str) -> bool:
    """One begins with, or holds, the other: a title cut short or with a kicker."""
    return len(name) > 12 and (heading.startswith(name[:40]) or name in heading or heading in name)


_SEPARATED = re.compile(r"\s+[|–—·•»«:]\s+|\s+-\s+|\s*\|\s*|\s*»\s*")


def without_site(title: str, publishers: tuple[str, ...]) -> str:
    """The window's title without the publication's name at either end.

    >>> without_site("Grain talks stall | Baltic Brief", ("Baltic Brief",))
    'Grain talks stall'
    """
    houses = {squeeze(name) for name in publishers}
    pieces = _SEPARATED.split(title)
    if len(pieces) < 2:
        return title
    while len(pieces) > 1 and squeeze(pieces[-1]) in houses:
        title = title[: title.rfind(pieces[-1])].rstrip(" |–—·•»«:-")
        pieces.pop()
    if len(pieces) > 1 and squeeze(pieces[0]) in houses:
        title = title[title.find(pieces[0]) + len(pieces[0]) :].lstrip(" |–—·•»«:-")
    return title


def _authors(page: _Page, publishers: tuple[str, ...]) -> tuple[str, ...]:
    """Authors by the first source that names any."""
    sources: list[Iterable[str]] = [page.linked.authors]
    sources += [
        [value for value in page.metas.get(name, ()) if "//" not in value] for name in _AUTHOR_NAMES
    ]
    for source in sources:
        if names := clean_authors(source, publishers=publishers):
            return names
    return _visible_authors(page, publishers)


def _visible_authors(page: _Page, publishers: tuple[str, ...]) -> tuple[str, ...]:
    for strict, texts in ((False, _author_items(page)), (True, _author_classes(page))):
        found: list[str] = []
        for text in texts:
            found += clean_authors([text], publishers=publishers, strict=strict)
        if found:
            return tuple(dict.fromkeys(found))[:6]
    return ()


def _author_items(page: _Page) -> list[str]:
    """Text of elements marked as the author by microdata or link type."""
    path = ".//*[@itemprop='author' or @rel='author']"
    found = []
    for element in page.tree.xpath(path)[:8]:
        names = element.xpath(".//*[@itemprop='name']")
        text = names[0].get("content") or _text(names[0]) if names else _text(element)
        if text and len(text) < 80 and not _elsewhere(element):
            found.append(text)
    return found


def _author_classes(page: _Page) -> list[str]:
    found = []
    for element in _by_class(page.tree, _AUTHOR_CLASS):
        text = _text(element)
        if text and len(text) < 120:
            found.append(text)
            if len(found) == 3:
                break
    return found[:1]


def _published(page: _Page) -> tuple[date | None, bool]:
    """The date of publication and whether markup calls it so."""
    candidates = [page.linked.published]
    candidates += [value for name in _DATE_NAMES for value in page.metas.get(name, ())[:1]]
    for text in candidates:
        if value := page.date(text):
            return value, True
    for element in page.tree.xpath(".//*[@itemprop='datePublished' or @pubdate]")[:4]:
        if value := page.date(_moment(element)):
            return value, True
    return _visible_date(page), False


def _visible_date(page: _Page) -> date | None:
    """The first date in a time element or in an element whose class speaks of one."""
    for element in page.tree.iter("time"):
        if _elsewhere(element) or _UPDATED_CLASS.search(_attributes(element)):
            continue
        if value := page.date(_moment(element)):
            return value
    for element in _by_class(page.tree, _DATE_CLASS):
        text = _text(element)
        if text and len(text) <= LONGEST:
            byline = read_byline(text, language=page.language, order=page.order)
            value = byline.published or (None if byline.updated else page.date(text))
            if value and (page.latest is None or value <= page.latest):
                return value
    return None


def _moment(element: etree._Element) -> str | None:
    return element.get("datetime") or element.get("content") or _text(element)


def _by_class(tree: HtmlElement, pattern: re.Pattern[str]) -> Iterator[etree._Element]:
    """Elements of the article's own head whose class or id matches."""
    count = 0
    for element in tree.iter(
        "span",
        "p",
        "div",
        "a",
        "li",
        "ul",
        "address",
        "header",
        "footer",
        "section",
        "em",
        "small",
        "strong",
        "td",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ):
        if pattern.search(_attributes(element)) and not _elsewhere(element):
            yield element
            count += 1
            if count >= _MOST_ELEMENTS:
                return


def _attributes(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def _elsewhere(element: etree._Element) -> bool:
    """Whether the element, or what it stands in, belongs to other stories or to comments."""
    for place in (element, *element.iterancestors()):
        if place.tag in ("body", "html", "article", "main"):
            return False
        if place.tag in ("aside", "nav", "footer") or _ELSEWHERE.search(_attributes(place)):
            return True
    return False


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join(" ".join(map(str, element.itertext())).split())
