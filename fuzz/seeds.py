"""Inputs to begin from: the hostile corpus of the tests, small ones, and listings."""

from __future__ import annotations

from functools import cache

from tests.hostile.cases import Case, cases

MOST = 20_000
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><item><link>/a</link></item>
<item><guid isPermaLink="true">https://example.org/b</guid></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="alternate" href="/a"/>
<updated>2024-05-01T10:00:00Z</updated></entry></feed>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://example.org/a</loc><lastmod>2024-05-01</lastmod></url></urlset>"""
ADDRESSES = [
    b"https://user@b\xc3\xbccher.example:8080/a%20b?q=1#x", b"//[::1]:80/", b"../a;b", b"?x",
    b"http://0x7f.1/%zz", b"HTTPS://xn--bcher-kva.example/\xe2\x80\xae",
]  # fmt: skip
PATTERNS = [b"raw/**/*.html", b"raw/[a-z]*/x?", b"[!]a]*", b"**", b"[[:alpha:]]"]
SIDECARS = [
    b'{"url": "https://example.org/a", "published": "2024-05-01", "authors": ["A B"]}',
    b'{"fetched_at": "2024-05-01T10:00:00+02:00", "title": null, "language": "en"}',
]
PROSE = [
    b"On 3 May 2024 spending rose from $5-10 million to 441 billion tenge ($918 million).",
    b"The last decade, early 2022, Q3 2021, 12/11/10, two and a half years, mid-2020s, EUR 5bn",
]
_FORMATS = {
    "html": ".html", "jsonl": ".jsonl", "parquet": ".parquet", "warc": ".warc", "tar": ".tar",
    "zip": ".zip",
}  # fmt: skip
_OWN: dict[str, list[bytes]] = {
    "listing": [FEED, ATOM, SITEMAP, b"https://example.org/a\nhttps://example.org/b\n"],
    "address": ADDRESSES, "pattern": PATTERNS, "sidecar": SIDECARS, "facts": PROSE,
}  # fmt: skip


@cache
def seeds(target: str) -> list[bytes]:
    """Inputs for a target of `fuzz.targets`."""
    if target in _OWN:
        return _OWN[target]
    suffix = _FORMATS.get(target, "")
    small = _small()
    if target in ("gzip", "zstd"):
        return [c.data for c in small if c.name.startswith(target)]
    return [c.data for c in small if suffix in c.name]


@cache
def _small() -> list[Case]:
    return [case for case in cases() if len(case.data) <= MOST]
