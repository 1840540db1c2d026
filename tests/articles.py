"""Three small articles of our own, in three formats, and helpers to read a store's rows."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pipeline

ARTICLES = {
    "grain.txt": (
        "Grain exports rise\n\n"
        "ASTANA - Kazakhstan exported 9.2 million tonnes of grain last year, the Agriculture "
        "Ministry said on Tuesday. The sales were worth 1.1 trillion tenge ($2.4 billion), up from "
        "$1.9 billion in 2022.\n\n"
        "Buyers in Uzbekistan and Afghanistan took more than half of it.\n\n"
        "We use cookies to improve your experience. Accept all cookies"
    ),
    "budget.html": (
        "<html><head><title>Budget passed</title></head><body><article>"
        "<h1>Budget passed</h1>"
        "<p>Poland's parliament passed the budget for 2024 on 18 January, with a deficit of "
        "184 billion zlotys, the Finance Ministry said in Warsaw.</p>"
        "<p>Defence spending will rise to about 4 per cent of output, or €30-32 billion, "
        "officials said.</p></article></body></html>"
    ),
    "feed.jsonl": json.dumps(
        {
            "id": "a7",
            "text": "Norway will raise its aid by 3 billion crowns in May, the ministry said. "
            "The plan still needs the approval of parliament in Oslo.",
            "published": "2024-04-02",
        }
    ),
}


def write_articles(folder: Path, articles: dict[str, str] = ARTICLES) -> Path:
    """Write the articles into ``folder`` and return it."""
    folder.mkdir(exist_ok=True)
    for name, content in articles.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def rows(store: Path, table: str, **equal: Any) -> list[dict[str, Any]]:
    """Rows of a table whose columns have the given values."""
    filters = [(name, "==", value) for name, value in equal.items()] or None
    found: list[dict[str, Any]] = pipeline.read_table(
        table, store, filters=filters, as_="arrow"
    ).to_pylist()
    return found


def snapshot(store: Path) -> dict[str, tuple[int, str]]:
    """Modification time and hash of every file below ``store``."""
    return {
        str(path.relative_to(store)): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in sorted(store.rglob("*"))
        if path.is_file()
    }
