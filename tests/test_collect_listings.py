"""Feeds, sitemaps and lists of addresses: which links they give."""

from __future__ import annotations

import gzip

import pytest

from pipeline.errors import MalformedRecord
from pipeline.sources.collect.listings import moment, read_listing
from tests.website import sitemap

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://x.org/"/>
<entry><link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="/one"/>
<updated>2024-05-01T10:00:00+02:00</updated></entry><entry><link href="/two"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/"><channel/><item><link>/one</link></item></rdf:RDF>"""
GUID = (
    '<rss><channel><item><guid isPermaLink="true">https://x.org/one</guid></item></channel></rss>'
)
BROKEN = "<rss><channel><item><title>A & B</title><link>/one</link></item><item><link>/two</link>"


@pytest.mark.parametrize(
    ("text", "kind", "links"),
    [
        (ATOM, "feed", ["one", "two"]),
        (RDF, "feed", ["one"]),
        (GUID, "feed", ["one"]),
        (BROKEN, "feed", ["one", "two"]),
        ("\ufeff" + ATOM, "feed", ["one", "two"]),
        ("https://x.org/one\nhttps://x.org/two", "list", ["one", "two"]),
        ("<html><p>A page</p></html>", None, []),
        ("Some text that names https://x.org/one", None, []),
        ("", None, []),
    ],
)
def test_listings(text: str, kind: str | None, links: list[str]) -> None:
    found = read_listing(text.encode(), "https://x.org/feed", most=10, limit=10_000)
    assert (found.kind if found else None) == kind
    if found:
        assert [link.url.rpartition("/")[2] for link in found.links] == links


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><item>&b;</item></rss>',
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>',
        gzip.compress(b"<urlset>" + b" " * 1_000_000),
        b"\x1f\x8b\x08 broken",
    ],
)
def test_hostile_listings(data: bytes) -> None:
    with pytest.raises(MalformedRecord):
        read_listing(data, "https://x.org/", most=10, limit=100_000)


def test_a_listing_gives_no_more_links_than_it_may() -> None:
    page = sitemap(*[(f"https://x.org/{n}", "") for n in range(50)])
    found = read_listing(page.body, None, most=7, limit=10**6)
    assert found is not None and len(found.links) == 7


@pytest.mark.parametrize(
    ("text", "year"),
    [("2024-05-01", 2024), ("Wed, 01 May 2024 10:00:00 GMT", 2024), ("soon", None), ("0/0", None)],
)
def test_moments(text: str, year: int | None) -> None:
    found = moment(text)
    assert (found.year if found else None) == year
