"""Which addresses may be asked. Feeds are hostile: they name hosts inside our own network, too."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from pipeline.errors import FetchError

MOST_CHARACTERS = 2_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the host by name, and the addresses that its name stands for.

    The connection is made to one of ``addresses`` and to nothing else, so that a name which changes
    its meaning between check and use (DNS rebinding) leads nowhere.
    """

    url: str
    host: str
    port: int
    addresses: tuple[str, ...]


def normalised(link: str, base: str | None = None) -> str:
    """An absolute http or https URL without fragment, its host in ASCII.

    Raises:
        FetchError: another scheme, credentials, a port of another service, or no URL at all.

    >>> normalised("/a b?x=1#top", "https://Example.org/feed")
    'https://example.org/a%20b?x=1'
    """
    try:
        parts = urlsplit(urljoin(base, link.strip()) if base else link.strip())
        host, port = _ascii(parts.hostname or ""), parts.port
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    except ValueError as error:
        raise FetchError(f"not a URL: {error}", where=link[:200]) from error
    shown = link[:200]
    if parts.scheme.lower() not in ("http", "https"):
        raise FetchError("only http and https are fetched", where=shown)
    if not host or len(link) > MOST_CHARACTERS:
        raise FetchError("no host, or over 2,000 characters", where=shown)
    if parts.username is not None or parts.password is not None:
        raise FetchError("an address with a password is not fetched", where=shown)
    if port is not None and port < 1024 and port not in (80, 443):
        raise FetchError(f"port {port} is not one of the web's", where=shown)
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    shown_host = f"[{host}]" if ":" in host else host
    netloc = shown_host if port in (None, default) else f"{shown_host}:{port}"
    return urlunsplit((parts.scheme.lower(), netloc, path, query, ""))


def _ascii(host: str) -> str:
    """The host as DNS knows it (RFC 3490); white space and controls make it none."""
    if re.search(r"[\s\x00-\x20\x7f/\\@]", host):
        raise ValueError("the host has characters that no host has")
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError(f"the host is not a name: {error}") from error


def host_of(url: str) -> str:
    """Host and port, by which requests are paced."""
    return urlsplit(url).netloc


def locate(url: str, *, allow_private: bool) -> Target:
    """Look the host up, and refuse it when any of its addresses is not on the public network.

    Raises:
        FetchError: the name is unknown, or stands for an address that is private, local or special.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"the host is not known: {error}", where=url, transient=True) from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private:
        for address in addresses:
            _refuse_private(address, url)
    return Target(url, host, port, addresses)


def _refuse_private(text: str, url: str) -> None:
    address = _innermost(ipaddress.ip_address(text.partition("%")[0]))
    if not address.is_global or address.is_multicast:
        raise FetchError(
            f"the host stands for {address}, which is not on the public network",
            where=url,
            hint="--allow-private if the site is your own",
        )


def _innermost(address: Address) -> Address:
    """The IPv4 address inside of an IPv6 one that only wraps it."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address.teredo:
        inner = address.teredo[1]
    if inner is None and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address
