"""A URL's site: its registered domain by the public suffix list."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urlsplit

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")


@lru_cache(maxsize=4096)
def site_of_host(host: str) -> str | None:
    """Registered domain of a host name; of an unknown suffix, its last two labels.

    >>> site_of_host("www.bbc.co.uk"), site_of_host("news.paper.example")
    ('bbc.co.uk', 'paper.example')
    """
    host = host.strip(".").lower()
    if not host or "." not in host:
        return host or None
    if _is_address(host):
        return host
    import tld  # trafilatura brings it; its list ships in the package

    found = tld.get_fld(f"https://{host}", fail_silently=True)
    return str(found) if found else ".".join(host.split(".")[-2:])


def site_of_url(url: str | None) -> str | None:
    """Registered domain of a URL, None when it has no host.

    >>> site_of_url("https://edition.cnn.com/2023/09/04/x.html")
    'cnn.com'
    """
    if not url:
        return None
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:  # such as an unclosed bracket in the host
        return None
    return site_of_host(host) if host else None


def site_of_name(name: str | None) -> str | None:
    """The domain that a site's name is ("Example.com"), None when it is a name in words."""
    name = (name or "").strip()
    return site_of_host(name) if _HOST.fullmatch(name) and not name.endswith(".") else None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
