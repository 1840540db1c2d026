"""A client of the viewer, without a browser."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Starlette would rather have a client that is not out yet
    from starlette.testclient import TestClient

from pipeline.view.app import make_app
from pipeline.view.guard import Guard

__all__ = ["TestClient", "grain_page", "viewer"]


@contextmanager
def viewer(out: Path) -> Iterator[TestClient]:
    """A client of the viewer over the store at ``out``, which is indexed."""
    app = make_app(out)
    with TestClient(app, base_url="http://localhost:8765") as client:
        wait_for_index(app)
        yield client


def wait_for_index(app: Guard) -> None:
    state = app.app.state  # type: ignore[attr-defined]
    with state.shelf.now() as edition:
        state.indexer.index.update(edition)


def grain_page(client: TestClient) -> str:
    page = client.get("/", params={"q": "Warsaw"}).text
    address = re.search(r'href="(/article/[0-9a-f]{32})"', page)
    assert address
    return client.get(address[1]).text
