"""Counts what a flow run asks of Prefect: ``python -m tests.prefect_calls FOLDER SHAPE...``.

A shape is BATCHESxARTICLES, one run each, all in this process. Prints a JSON list of the counts:
requests by method and path, clients made, events by kind, lines of the log, and the values that
Prefect walked through in search of futures.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.settings import apply_settings

apply_settings()

import httpx  # noqa: E402  (settings come first)
import prefect.utilities.collections as walking  # noqa: E402
from prefect.events.worker import EventsWorker  # noqa: E402
from prefect.logging.handlers import APILogWorker  # noqa: E402

import flows.ingest  # noqa: F401, E402  (all of Prefect that a run uses, before it is patched)
from benchmarks.short_articles import write_jsonl  # noqa: E402
from pipeline.cli import main  # noqa: E402

COUNTS: Counter[str] = Counter()
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def count_requests() -> None:
    """Requests but those that ship lines of the log, several in one, and the token that is asked
    for with the first of them: they go by the clock."""
    sync, later = httpx.Client.send, httpx.AsyncClient.send

    def note(request: httpx.Request) -> None:
        if not request.url.path.endswith(("/logs/", "/csrf-token")):
            COUNTS[f"request {request.method} {ID.sub('ID', request.url.path)}"] += 1

    def send(self: httpx.Client, request: httpx.Request, **rest: Any) -> httpx.Response:
        note(request)
        return sync(self, request, **rest)

    async def send_later(
        self: httpx.AsyncClient, request: httpx.Request, **rest: Any
    ) -> httpx.Response:
        note(request)
        return await later(self, request, **rest)

    httpx.Client.send, httpx.AsyncClient.send = send, send_later  # type: ignore[method-assign]


def count_calls(owner: Any, name: str, what: Callable[..., str]) -> None:
    """Count the calls of ``owner.name`` under the name that ``what`` gives each."""
    original = getattr(owner, name)

    def counted(*arguments: Any, **options: Any) -> Any:
        COUNTS[what(*arguments, **options)] += 1
        return original(*arguments, **options)

    setattr(owner, name, counted)


def count_walks() -> None:
    """`visit_collection` calls itself by its name in its module; others imported it."""
    original = walking.visit_collection
    count_calls(walking, "visit_collection", lambda *_, **__: "values walked through")
    for module in list(sys.modules.values()):
        if getattr(module, "visit_collection", None) is original:
            module.visit_collection = walking.visit_collection  # type: ignore[attr-defined]


def run(folder: Path, batches: int, articles: int) -> Counter[str]:
    """What one run counts, of ``batches`` batches with so many ``articles`` each."""
    raw = write_jsonl(folder / "raw", batches * articles, a_file=articles)
    os.environ["FACTMILL_BATCH_SIZE"] = str(articles)
    COUNTS.clear()
    status = main(["ingest", str(raw), "--out", str(folder / "processed"), "--workers", "0"])
    assert status == 0, status
    return COUNTS.copy()


def start() -> None:
    """Patch Prefect's client and httpx."""
    count_requests()
    count_walks()
    for client in (httpx.Client, httpx.AsyncClient):
        count_calls(client, "__init__", lambda *_, **__: "clients made")
    count_calls(EventsWorker, "send", lambda _, event: f"event {event.event}")
    count_calls(APILogWorker, "send", lambda *_: "lines of the log")


if __name__ == "__main__":
    start()
    found = []
    for shape in sys.argv[2:]:
        batches, articles = map(int, shape.split("x"))
        found.append(run(Path(sys.argv[1]) / shape, batches, articles))
    assert "pandas" not in sys.modules, "pandas was imported: 0.3 s and 30 MB"
    assert "fastapi" not in sys.modules, "FastAPI was imported: 0.15 s"
    print(json.dumps(found))
