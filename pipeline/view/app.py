"""The web application: its routes, and how it is served."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
import sqlite3
import webbrowser
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

import duckdb
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.errors import FactmillError, StoreBusy, StoreError, UsageError
from pipeline.printable import printable
from pipeline.view import pages
from pipeline.view.guard import Guard
from pipeline.view.searchindex import Indexer
from pipeline.view.shelf import Shelf

HERE = Path(__file__).parent
LOG = logging.getLogger("factmill.view")
MOST_PORT = 65_535


def make_app(store: Path | str, hosts: Collection[str] = ()) -> Guard:
    """The application over ``store``; an ASGI server runs it.

    Args:
        store: folder of the tables, or URL of one in an object store.
        hosts: names that the ``Host`` header may have besides ``localhost`` and addresses.

    Raises:
        StoreNotFound: there is no store.
        StoreDamaged: it cannot be read.
    """
    shelf = Shelf(store)
    with shelf.now():
        pass  # what is wrong with the store is said before a browser is sent there
    indexer = Indexer(shelf)
    app = Starlette(
        routes=[
            Route("/", pages.search),
            Route("/article/{doc_id}", pages.article),
            Route("/names", pages.names),
            Route("/name", pages.name),
            Route("/download/{table}.{form}", pages.download),
            Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
        ],
        exception_handlers={
            HTTPException: _http_error,
            FactmillError: _known_error,
            duckdb.Error: _read_error,
            sqlite3.Error: _read_error,
        },
        lifespan=_lifespan,
    )
    app.state.shelf, app.state.indexer, app.state.name = shelf, indexer, str(store)
    return Guard(app, hosts)  # around everything, also around what answers defects


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.indexer.start()
    try:
        yield
    finally:
        app.state.indexer.close()
        app.state.shelf.close()


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return pages.problem(request, error.detail, error.status_code)


async def _known_error(request: Request, error: Exception) -> Response:
    status = 400 if isinstance(error, UsageError) else 503 if isinstance(error, StoreBusy) else 500
    if isinstance(error, StoreError):
        LOG.warning("%s", error)
    return pages.problem(request, str(error), status)


async def _read_error(request: Request, error: Exception) -> Response:
    LOG.warning("%s: %s", request.url.path, error)
    return pages.problem(request, f"the tables could not be read: {error}", 500)


def serve(
    store: Path | str,
    host: str,
    port: int,
    hosts: Collection[str] = (),
    *,
    open_browser: bool = False,
) -> None:
    """Serve until interrupted.

    Args:
        store: folder of the tables.
        host: address or name to listen on.
        port: TCP port; 0 takes a free one.
        hosts: further names that browsers may call this server by.
        open_browser: open the user's browser at it.

    Raises:
        StoreNotFound: there is no store.
        UsageError: the address cannot be listened on.
    """
    if not 0 <= port <= MOST_PORT:
        raise UsageError(f"port must be 0 to {MOST_PORT}, not {port}")
    app = make_app(store, [*hosts, host])
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False
    )
    listening = _listen(config)
    address = listening.getsockname()
    with listening:
        url = f"http://{_shown(host)}:{address[1]}/"
        print(f"{printable(str(store))}: {url} (Ctrl-C ends)", flush=True)
        if not _is_loopback(host):
            print(f"anyone who reaches {host} can read these articles", flush=True)
        if open_browser:
            webbrowser.open(url)
        uvicorn.Server(config).run([listening])


def _listen(config: uvicorn.Config) -> socket.socket:
    """uvicorn's own would print the reason and exit."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family=family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((config.host, config.port))
    except (OSError, UnicodeError) as error:
        listening.close()
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        hint = "choose another --port" if taken else "see --host and --port"
        raise UsageError(
            f"cannot be listened on: {getattr(error, 'strerror', error)}",
            where=f"{_shown(config.host)}:{config.port}",
            hint=hint,
        ) from error
    listening.set_inheritable(True)
    return listening


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
