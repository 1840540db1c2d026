"""What every request must pass and every response carries: the pages show hostile text.

Listening on loopback alone does not keep web sites out: a page can let its own host name point to
127.0.0.1 (DNS rebinding) and then read what we serve as its own. It cannot choose the ``Host``
header, so only addresses and names that were given are answered.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
METHODS = ("GET", "HEAD")
LONGEST_QUERY = 8_000
"""Bytes of a query string."""


class Guard:
    """ASGI middleware around the whole application.

    Args:
        app: what answers requests that pass.
        names: host names that may stand in ``Host``; addresses and ``localhost`` always may.
    """

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self.app = app
        self.names = {"localhost", *(name.lower().rstrip(".") for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self.app)(scope, receive, sealed)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if scope["method"] not in METHODS:
            return PlainTextResponse(
                "only GET is answered\n", 405, headers={"Allow": ", ".join(METHODS)}
            )
        if not self.allows(headers.get("host", "")):
            return PlainTextResponse("this host name is not served\n", 421)
        if _foreign(headers):
            return PlainTextResponse("requested by another site\n", 403)
        if len(scope["query_string"]) > LONGEST_QUERY:
            return PlainTextResponse("the address is too long\n", 414)
        return None

    def allows(self, host: str) -> bool:
        """Whether a ``Host`` header names this server and not a site that points here."""
        name = host_name(host)
        if name in self.names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def host_name(host: str) -> str:
    """The name or address in a ``Host`` header, without port and brackets.

    >>> host_name("[::1]:8000"), host_name("LocalHost:80")
    ('::1', 'localhost')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


def _foreign(headers: Headers) -> bool:
    """Whether another site's page asks for a part of itself; following a link to us is fine."""
    return (
        headers.get("sec-fetch-site") == "cross-site"
        and headers.get("sec-fetch-mode") != "navigate"
    )
