"""A web site on the loopback interface, whose pages a test writes and whose requests it reads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """``drip`` sends the body a byte at a time, with so many seconds between."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    drip: float = 0.0


@dataclass
class Request:
    path: str
    at: float
    headers: dict[str, str]


class Website:
    """``pages`` by path; a callable makes its page at each request."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Callable[[], Page]] = {}
        self.requests: list[Request] = []
        self.address = ""

    def asked(self, path: str) -> int:
        return sum(request.path == path for request in self.requests)

    def page(self, path: str) -> Page:
        found = self.pages.get(path, Page(b"nothing here", 404))
        return found() if callable(found) else found


@contextmanager
def website(host: str = "127.0.0.1") -> Iterator[Website]:
    site = Website()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requests.append(Request(self.path, time.monotonic(), dict(self.headers)))
            page = site.page(self.path)
            unchanged = page.etag and self.headers.get("If-None-Match") == page.etag
            self.send_response(304 if unchanged else page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.etag:
                self.send_header("ETag", page.etag)
            if not unchanged:
                self.send_header("Content-Type", page.kind)
                self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            if not unchanged:
                self._send(page)

        def _send(self, page: Page) -> None:
            step = 1 if page.drip else len(page.body) or 1
            try:
                for start in range(0, len(page.body), step):
                    self.wfile.write(page.body[start : start + step])
                    self.wfile.flush()
                    time.sleep(page.drip)
            except OSError:
                return  # the client had enough

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.address = f"http://{host}:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def article(number: int, amount: int = 5) -> Page:
    text = f"The ministry of roads spent ${amount} million on bridge {number} in May 2024. " * 3
    body = f"<html><h1>Bridge {number} opens</h1><p>{text}</p></html>"
    return Page(body.encode(), etag=f'"{number}-{amount}"')


def rss(*links: str) -> Page:
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    return Page(body.encode(), kind="application/rss+xml", etag=f'"{hash(links)}"')


def sitemap(*entries: tuple[str, str], tag: str = "url", root: str = "urlset") -> Page:
    listed = "".join(
        f"<{tag}><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' * bool(day)}</{tag}>"
        for loc, day in entries
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return Page(f'<{root} xmlns="{space}">{listed}</{root}>'.encode(), kind="application/xml")
