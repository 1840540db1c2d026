"""One request: to an address that was checked, within limits of time and size."""

from __future__ import annotations

import re
import socket
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from pipeline.errors import FetchError, SourceTooLarge
from pipeline.sources.collect.addresses import Target, locate, normalised
from pipeline.sources.collect.settings import CollectSettings

PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_LISTING = re.compile(r"(?:application|text)/(?:[\w.+-]*xml|(?:x-)?gzip|octet-stream)")
REDIRECTS = (301, 302, 303, 307, 308)
BUSY = (408, 425, 429, 500, 502, 503, 504)
"""Statuses after which the same request may succeed."""

_DROPPED = ("transfer-encoding", "connection", "keep-alive")
"""Headers of the connection (RFC 9110, section 7.6.1): the record has the body as a whole."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it came: ``body`` is still compressed when the headers say so."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    address: str
    at: datetime

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def kind(self) -> str:
        """The media type without parameters, in small letters."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def location(self) -> str | None:
        """Where a redirect leads.

        Raises:
            FetchError: to no web address.
        """
        target = self.header("location")
        return normalised(target, self.url) if target and self.status in REDIRECTS else None

    def plain(self, limit: int) -> bytes:
        """The body, decompressed.

        Raises:
            FetchError: damaged, or over ``limit`` bytes.
        """
        if (self.header("content-encoding") or "").lower() not in ("gzip", "x-gzip"):
            return self.body
        try:
            plain = zlib.decompressobj(wbits=31).decompress(self.body, limit + 1)
        except zlib.error as error:
            raise FetchError(f"damaged gzip: {error}", where=self.url) from error
        if len(plain) > limit:
            raise FetchError(f"over the limit of {limit:,} bytes when unpacked", where=self.url)
        return plain


def is_listing(kind: str) -> bool:
    """Whether a media type may be that of a feed or sitemap."""
    return _LISTING.fullmatch(kind) is not None


class Fetcher:
    """Asks over HTTP; connects to checked addresses only and follows no redirect by itself.

    Proxies from the environment are not used: behind one, nothing could be said of the address.
    """

    def __init__(self, settings: CollectSettings) -> None:
        self._settings = settings
        self._headers = {"User-Agent": settings.agent, "Accept-Encoding": "gzip", "Accept": "*/*"}
        # The transport alone: a client would keep cookies, and fail at a redirect that it need not
        # follow.
        self._transport = httpx.HTTPTransport(
            trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def get(
        self, url: str, *, limit: Callable[[str], int], known: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for ``url``; ``limit`` gives the most bytes for a media type, 0 to leave the body.

        Args:
            url: an address as `normalised` gives it.
            limit: called with the media type of the answer.
            known: headers of a conditional request (RFC 9110, section 13).

        Raises:
            FetchError: the address is refused, or no complete answer came in time.
            SourceTooLarge: the answer is over the limit.
        """
        target = locate(url, allow_private=self._settings.allow_private)
        problem: FetchError | None = None
        for address in target.addresses[:2]:
            try:
                return self._ask(target, address, limit, known or {})
            except httpx.ConnectError as error:
                problem = FetchError(f"no connection: {error}", where=url, transient=True)
        raise problem or FetchError("the host has no address", where=url, transient=True)

    def _ask(
        self, target: Target, address: str, limit: Callable[[str], int], known: Mapping[str, str]
    ) -> Answer:
        at = datetime.now(UTC)
        watch = _Watch(self._settings.page_seconds)
        timeout = httpx.Timeout(min(10.0, self._settings.page_seconds))
        request = httpx.Request(
            "GET",
            httpx.URL(target.url).copy_with(host=address),
            headers={**self._headers, **known, "Host": urlsplit(target.url).netloc},
            extensions={
                "sni_hostname": target.host,
                "trace": watch.trace,
                "timeout": timeout.as_dict(),
            },
        )
        try:
            with watch:
                response = self._transport.handle_request(request)
                response.request = request
                try:
                    body = _read(response, limit, watch)
                finally:
                    response.close()
        except httpx.ConnectError:
            raise
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise self._failed(target, watch, error) from error
        return _answer(target, response, body, address, at)

    def _failed(self, target: Target, watch: _Watch, error: Exception) -> FetchError:
        if watch.passed:
            message = f"no complete answer within {self._settings.page_seconds:g} s"
        else:
            message = f"{type(error).__name__}: {error}"
        return FetchError(message, where=target.url, transient=True)


class _Watch:
    """Shuts the connection when the time is up, however slowly the server drips."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self._socket: socket.socket | None = None

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by httpx: notes the socket, before and after encryption begins."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")

    def _shut(self) -> None:
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # closed already


def _read(response: httpx.Response, limit: Callable[[str], int], watch: _Watch) -> bytes:
    """The body as it travels.

    Raises:
        SourceTooLarge: over the limit.
        httpx.ReadTimeout: the time is up.
    """
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    most = limit(kind) if response.status_code == 200 else 0
    if not most:
        return b""
    body = bytearray()
    for chunk in response.iter_raw(65_536):
        body += chunk
        if len(body) > most:
            raise SourceTooLarge(f"over the limit of {most:,} bytes", where=str(response.url))
        if watch.passed:
            raise httpx.ReadTimeout("too slow")
    if watch.passed:
        raise httpx.ReadTimeout("too slow")
    return bytes(body)


def _answer(
    target: Target, response: httpx.Response, body: bytes, address: str, at: datetime
) -> Answer:
    headers = [
        (key.decode("latin-1"), value.decode("latin-1")) for key, value in response.headers.raw
    ]
    kept = [(k, v) for k, v in headers if k.lower() not in (*_DROPPED, "content-length")]
    return Answer(
        url=target.url,
        status=response.status_code,
        reason=response.reason_phrase,
        headers=(*kept, ("Content-Length", str(len(body)))),
        body=body,
        address=address,
        at=at,
    )


def retry_after(answer: Answer) -> float | None:
    """Seconds that the server asks to wait (RFC 9110, section 10.2.3)."""
    value = (answer.header("retry-after") or "").strip()
    if value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
