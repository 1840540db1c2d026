"""A real browser (Debian's Chromium), a real server, and a folder for what they look like.

Without Chromium these tests skip and say so. `make test-browser` runs all widths and colours,
`make test` a short selection.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn

from pipeline.view.app import make_app
from tests import viewstore

CHROMIUM = os.environ.get("FACTMILL_CHROMIUM", "/usr/bin/chromium")
SHOTS = Path(os.environ.get("FACTMILL_SCREENSHOTS", "build/screenshots"))
PATIENCE = 120_000
"""Milliseconds: on a busy machine the browser gets little of a processor."""


@dataclass
class Visit:
    """A page, and what went wrong or went out while it was open."""

    page: object
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def shot(self, name: str) -> None:
        """Keep a picture."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SHOTS / f"{name}.png"))  # type: ignore[attr-defined]


Visiting = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    if shutil.which(CHROMIUM) is None:
        pytest.skip(f"NOT CHECKED IN A BROWSER: no Chromium at {CHROMIUM} (apt install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="NOT CHECKED: no Playwright")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=arguments, timeout=PATIENCE
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return viewstore.build(tmp_path_factory.mktemp("seen") / "processed")


@pytest.fixture(scope="session")
def site(store: Path, browser: object) -> Iterator[str]:
    """Address of a viewer on loopback."""
    config = uvicorn.Config(make_app(store), host="127.0.0.1", port=0, log_level="warning")
    listening = config.bind_socket()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def visiting(browser: object) -> Visiting:
    """Opens a page and, when it is left, sees that nothing failed and nothing left the machine."""

    @contextmanager
    def visit(width: int = 1400, scheme: str = "light") -> Iterator[Visit]:
        context = browser.new_context(  # type: ignore[attr-defined]
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        seen = Visit(page)
        page.on("console", lambda m: seen.errors.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("dialog", lambda dialog: (seen.errors.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: seen.requests.append(request.url))
        yield seen
        assert page.evaluate("window.pwned") is None
        context.close()
        assert seen.errors == []
        assert [url for url in seen.requests if not _local(url)] == []

    return visit


def _local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.hostname == "127.0.0.1" or parts.scheme in ("file", "data", "blob")
