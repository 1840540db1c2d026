"""Links of feeds (RSS 0.9-2.0, RSS 1.0, Atom), sitemaps and sitemap indexes, and lists of URLs.

XML comes from strangers: no DTD is loaded, no entity expanded, nothing fetched, and a document that
declares entities of its own is refused. Broken XML, which feeds often are, is read as far as it
goes.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from pipeline.errors import FetchError, MalformedRecord
from pipeline.sources.collect.addresses import normalised

Kind = Literal["feed", "sitemap", "index", "list"]
_ROOTS: dict[str, Kind] = {
    "rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "index",
}  # fmt: skip
_ITEMS = ("item", "entry", "url", "sitemap")


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and when its page changed last, if the listing says so."""

    url: str
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed, sitemap or list names; ``refused`` are links that are no web address."""

    kind: Kind
    links: tuple[Link, ...]
    refused: tuple[tuple[str, str], ...] = ()


def read_listing(data: bytes, base: str | None, *, most: int, limit: int) -> Listing | None:
    """The links of a listing; None when ``data`` is none (a page, say).

    Args:
        data: the content, gzip or not.
        base: the address that it came from, for relative links.
        most: links to take.
        limit: bytes that may come out of gzip.

    Raises:
        MalformedRecord: XML that declares entities, damaged gzip, or over ``limit``.
    """
    data = _plain(data, limit)
    kind = _kind(data)
    if kind is None:
        return None
    found = _lines(data) if kind == "list" else _xml_links(data)
    links: dict[str, Link] = {}
    refused = []
    for link in found:
        try:
            url = normalised(link.url, base)
        except FetchError as error:
            refused.append((link.url[:200], error.message))
            continue
        links.setdefault(url, Link(url, link.changed))
        if len(links) >= most:
            break
    return Listing(kind, tuple(links.values()), tuple(refused))


def _plain(data: bytes, limit: int) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    engine = zlib.decompressobj(wbits=31)
    try:
        plain = engine.decompress(data, limit + 1)
    except zlib.error as error:
        raise MalformedRecord(f"damaged gzip: {error}") from error
    if len(plain) > limit:
        raise MalformedRecord(f"over the limit of {limit:,} bytes when unpacked")
    return plain


def _kind(data: bytes) -> Kind | None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head.startswith(b"<"):
        return _root_kind(data)
    lines = [line.strip() for line in head.splitlines()]
    named = [line for line in lines if line and not line.startswith(b"#")]
    whole = named[:-1] or named  # the last may be cut
    if whole and all(line.lower().startswith((b"http://", b"https://")) for line in whole):
        return "list"
    return None


def _root_kind(data: bytes) -> Kind | None:
    if b"<!ENTITY" in data.upper()[:100_000] and b"<!doctype html" not in data[:200].lower():
        raise MalformedRecord("XML that declares entities of its own is not read")
    for _, element in _events(data[:20_000], "start"):
        return _ROOTS.get(_name(element).lower())
    return None


def _events(data: bytes, event: str) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    try:
        yield from etree.iterparse(
            io.BytesIO(data), events=(event,), resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, recover=True, remove_comments=True, remove_pis=True,
        )  # fmt: skip
    except etree.XMLSyntaxError:
        return  # nothing in it that could be recovered


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _xml_links(data: bytes) -> Iterator[Link]:
    for _, element in _events(data, "end"):
        if _name(element) not in _ITEMS:
            continue
        address = _address(element)
        if address:
            yield Link(address, _changed(element))
        element.clear()  # memory does not grow with the listing
        while element.getprevious() is not None:
            del element.getparent()[0]


def _address(item: Any) -> str | None:
    """``loc`` of a sitemap; ``link`` of a feed, as text or ``href``; else ``guid`` if it is one."""
    children = [(_name(child), child) for child in item]
    for name, child in children:
        if name == "loc" or (name == "link" and child.get("rel", "alternate") == "alternate"):
            address: str = (child.get("href") or child.text or "").strip()
            if address:
                return address
    for name, child in children:
        text = (child.text or "").strip()
        permalink = child.get("isPermaLink", "true") == "true"
        if name in ("guid", "id") and permalink and text.startswith(("http://", "https://")):
            return str(text)
    return None


def _changed(item: Any) -> datetime | None:
    for child in item:
        if _name(child) in ("lastmod", "updated", "modified") and child.text:
            return moment(child.text.strip())
    return None


def moment(text: str) -> datetime | None:
    """A date of ISO 8601 or RFC 5322 in UTC; None for anything else."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return None


def _lines(data: bytes) -> Iterator[Link]:
    for line in data.decode("utf-8-sig", errors="replace").splitlines():
        address = line.strip()
        if address and not address.startswith("#"):
            yield Link(address)
