"""Names that outlive a run: ``doc_id`` and ``doc_version``.

Both are frozen: a change here would give every document of every store another name.
"""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = frozenset({"fbclid", "gclid", "yclid", "mc_cid", "mc_eid", "igshid"})


def doc_id(url: str | None, source_uri: str, source_key: str | None) -> str:
    """32 hex digits from the canonical URL when it names an article, else from path and key.

    >>> doc_id("https://example.org/a?utm_source=x", "a.html", None) == doc_id(
    ...     "http://www.Example.org/a#top", "b.html", None)
    True
    >>> doc_id("https://example.org/", "a.html", None) == doc_id(None, "a.html", None)
    True
    """
    address = canonical_url(url) if url else None
    name = f"url\0{address}" if address else f"path\0{source_uri}\0{source_key or ''}"
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def canonical_url(url: str) -> str | None:
    """Host, path and query without scheme, ``www.``, fragment and tracking parameters.

    None when that names no article: a relative address, or the front page, which broken templates
    give as the canonical address of every article.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:  # "http://[", port "abc"
        return None
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(k)]
    path = parts.path.rstrip("/")
    if not host or not (path or query):
        return None
    place = host.removeprefix("www.") + (f":{port}" if port not in (None, 80, 443) else "")
    return f"{place}{path}" + (f"?{urlencode(query)}" if query else "")


def _tracks(parameter: str) -> bool:
    return parameter.lower() in _TRACKING or parameter.lower().startswith("utm_")


def doc_version(input_sha256: str, clean_fingerprint: str, extract_fingerprint: str) -> str:
    """16 hex digits over the raw bytes (with their sidecar) and both fingerprints."""
    joined = "\0".join((input_sha256, clean_fingerprint, extract_fingerprint))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
