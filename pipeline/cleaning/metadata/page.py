"""What a page's markup says of its article: meta tags, JSON-LD, microdata, bylines by class."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from pipeline.cleaning.metadata.datestrings import DayOrder, day_order, parse_date
from pipeline.cleaning.metadata.headline import House, choose_title
from pipeline.cleaning.metadata.jsonld import LinkedArticle, read_jsonld
from pipeline.cleaning.metadata.markup import ranked, text_of
from pipeline.cleaning.metadata.page_authors import AUTHOR_NAMES, shown_authors
from pipeline.cleaning.metadata.page_dates import DATE_NAMES, marked_date, shown_date
from pipeline.cleaning.metadata.people import clean_authors
from pipeline.cleaning.metadata.site import site_of_url

_TITLE_NAMES = ranked(
    """og:title twitter:title citation_title dc.title dcterms.title headline parsely-title
    sailthru.title title"""
)
_SITE_NAMES = ranked(
    """og:site_name application-name dc.publisher twitter:site author:publisher publisher
    citation_publisher"""
)


@dataclass(frozen=True, slots=True)
class PageMeta:
    """Findings of `read_page`. ``published_marked`` tells markup from a visible byline;
    ``title_shown`` a heading or tag from the window's title, which may be the whole site's;
    ``published_in_utc`` a time in UTC, which may be a day off where the article was written."""

    title: str | None = None
    title_shown: bool = False
    authors: tuple[str, ...] = ()
    published: date | None = None
    published_marked: bool = False
    published_in_utc: bool = False
    url: str | None = None
    site_name: str | None = None
    language_tag: str | None = None
    order: DayOrder | None = None
    publishers: tuple[str, ...] = ()


_TAGS = ("meta", "link", "script", "html", "body", "h1", "title", "time")
"""Elements that are looked for by name, in one walk: each costs as much as all of them."""


@dataclass(slots=True)
class _Page:
    tree: HtmlElement
    by_tag: dict[str, list[HtmlElement]]
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
    by_tag: dict[str, list[HtmlElement]] = {tag: [] for tag in _TAGS}
    for element in tree.iter(*_TAGS):
        by_tag[element.tag].append(element)
    metas = _metas(by_tag["meta"])
    canonical = _canonical(by_tag["link"], metas)
    linked = read_jsonld(_scripts(by_tag["script"]), page_url=url or canonical) or LinkedArticle()
    tag = tree.get("lang") or _first_lang(by_tag) or linked.language
    address = url or canonical
    order = day_order(tag, site_of_url(address))
    page = _Page(tree, by_tag, metas, linked, (tag or "")[:2].lower() or None, order, latest)
    publishers = _publishers(page, address)
    title = _title(page, publishers, address)
    published, marked, in_utc = _published(page)
    return PageMeta(
        title=title,
        title_shown=any(text_of(heading) == title for heading in by_tag["h1"]) or _named(page),
        authors=_authors(page, publishers),
        published=published,
        published_marked=marked,
        published_in_utc=in_utc,
        url=canonical,
        site_name=page.first(("og:site_name", "application-name")) or linked.publisher,
        language_tag=tag,
        order=order,
        publishers=publishers,
    )


def _metas(elements: Sequence[HtmlElement]) -> dict[str, list[str]]:
    """Contents of meta elements by lower-case name."""
    found: dict[str, list[str]] = {}
    for element in elements:
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join(html.unescape(element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _canonical(links: Sequence[HtmlElement], metas: dict[str, list[str]]) -> str | None:
    for link in links:
        if (link.get("rel") or "").lower() == "canonical":
            href = (link.get("href") or "").strip()
            if href.startswith(("http://", "https://")):
                return href
    value = next(iter(metas.get("og:url", ())), None)
    return value if value and value.startswith(("http://", "https://")) else None


def _scripts(scripts: Sequence[HtmlElement]) -> Iterator[str]:
    for script in scripts:
        if "ld+json" in (script.get("type") or "") and script.text:
            yield script.text


def _first_lang(by_tag: dict[str, list[HtmlElement]]) -> str | None:
    for element in (*by_tag["html"], *by_tag["body"]):
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


def _named(page: _Page) -> bool:
    """Whether anything but the window names the title."""
    return bool(page.linked.title or page.first(_TITLE_NAMES))


def _title(page: _Page, publishers: tuple[str, ...], address: str | None) -> str | None:
    named = [value for name in _TITLE_NAMES for value in page.metas.get(name, ())[:1]]
    return choose_title(
        headings=[text for heading in page.by_tag["h1"] for text in _readings(heading)],
        named=[*named, *filter(None, [page.linked.title])],
        window=text_of(next(iter(page.by_tag["title"]), None)) or None,
        house=House.of(publishers, site_of_url(address)),
        url=address,
    )


def _readings(heading: HtmlElement) -> list[str]:
    """The heading whole, and its parts: many papers put a kicker in an element of its own."""
    parts = [heading.text or ""]
    for child in heading[:4]:
        parts += [text_of(child), child.tail or ""]
    texts = [text_of(heading), *(" ".join(part.split()) for part in parts)]
    return [text for place, text in enumerate(texts) if text and (not place or " " in text)]


def _authors(page: _Page, publishers: tuple[str, ...]) -> tuple[str, ...]:
    """Authors by the first source that names any, or by one that names those and more."""
    sources: list[Sequence[str]] = [page.linked.authors]
    sources += [
        [value for value in page.metas.get(name, ()) if "//" not in value] for name in AUTHOR_NAMES
    ]
    sources.append(_shared_card(page.metas))
    filled = [source for source in sources if source]
    found = [names for source in filled if (names := clean_authors(source, publishers=publishers))]
    if not found:
        return shown_authors(page.tree, publishers)
    return next((names for names in found if set(names) > set(found[0])), found[0])


def _shared_card(metas: dict[str, list[str]]) -> list[str]:
    """The author in the data of a shared link's card ("Written by": "Jane Doe")."""
    label = next(iter(metas.get("twitter:label1", ())), "").lower()
    return metas.get("twitter:data1", []) if label.startswith(("written", "by", "author")) else []


def _published(page: _Page) -> tuple[date | None, bool, bool]:
    """The date of publication, whether markup calls it so, whether it was printed in UTC."""
    candidates = [page.linked.published]
    candidates += [value for name in DATE_NAMES for value in page.metas.get(name, ())[:1]]
    for text in candidates:
        if text and (value := page.date(text)):
            return value, True, text.endswith(("Z", "+00:00", "+0000"))
    if value := marked_date(page.tree, page.date):
        return value, True, False
    return shown_date(page.tree, page.by_tag["time"], page.date, page.language), False, False
