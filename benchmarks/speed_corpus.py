"""Corpora for `benchmarks.speed`, made on the spot and thrown away."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.synthetic import make_facts


def text_articles(shared: Path, count: int) -> list[str]:
    """Raw texts as they were scraped, banners and all; made-up ones where there are none."""
    rows = _rows(shared / "bench" / "clean" / "text_articles.jsonl.gz")
    real = [row["raw_text"] for row in rows if row["renderer"] == "trim"]
    return real[:count] if real else [synthetic(number) for number in range(count)]


def html_pages(shared: Path, count: int) -> list[str]:
    """Pages of English articles; made-up ones where there are none."""
    real = [row["html"] for row in _rows(shared / "bench" / "clean" / "html_wcxb.jsonl.gz")]
    return real[:count] if real else [_page(synthetic(number)) for number in range(count)]


def is_real(shared: Path) -> bool:
    """Whether the development data is there."""
    return (shared / "bench" / "clean").is_dir()


def pieces(shared: Path, words: int, count: int) -> list[str]:
    """``count`` different articles of ``words`` words, cut out of the text of all in a row.

    Past the last one the text is read again from another word on, so that no two are alike.
    """
    stream = " ".join(text_articles(shared, 10_000)).split(" ")
    found, start, shift = [], 0, 0
    while len(found) < count:
        if start + words > len(stream):
            shift += 37
            start = shift
            stream = stream if len(stream) > words else stream * (words // len(stream) + 2)
        found.append(" ".join(stream[start : start + words]))
        start += words
    return found


def write(folder: Path, contents: list[str], suffix: str) -> Path:
    """A file for each article."""
    folder.mkdir(parents=True)
    for number, content in enumerate(contents):
        (folder / f"{number:06d}{suffix}").write_text(content, encoding="utf-8")
    return folder


def synthetic(number: int) -> str:
    """A made-up article of about 500 words with a cookie banner."""
    return make_facts(number, sentences=25).article.text + "\nAccept all cookies\n"


def _page(text: str) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return (
        f"<html><head><title>Article</title></head><body><nav>Home</nav>{paragraphs}</body></html>"
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
