"""Training documents: lines with labels, from the development data and from our own sentences.

Label letters follow the benchmark: K keep, D drop, C consent, M mixed, I not scored, B blank.
``weight`` scales a document's part in the loss (weakly labelled documents count less).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

_WORD = re.compile(r"\w+")
OWN, OWN_SITES = "own-", 40
"""Our own passages are dealt out to so many sites of these names, of all files and languages."""
DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Document:
    """``lines`` as they stand, blank ones included; one label letter for each. ``markup``: of
    pages, lines x `pipeline.cleaning.features.MARKUP`."""

    id: str
    site: str
    lines: tuple[str, ...]
    labels: str
    weight: float = 1.0
    markup: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage to be put into documents: consent and other boilerplate, or article sentences."""

    lines: tuple[str, ...]
    labels: str
    language: str
    site: str


def fold_of(site: str, folds: int) -> int:
    return int(hashlib.sha256(site.encode()).hexdigest()[:8], 16) % folds


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def articles(bench: Path) -> Iterator[Document]:
    """Pages with a label for each line (English)."""
    for row in rows(bench / "text_articles.jsonl.gz"):
        weight = 2.0 if row["renderer"] == "nodes" else 1.0  # there are few of these
        lines = tuple(row["raw_text"].split("\n"))
        yield Document(row["id"], row["site"], lines, row["labels"], weight)


def extractions(bench: Path) -> dict[str, str]:
    """Trafilatura's text of the pages that `segments` labels, by id."""
    from pipeline.cleaning import html

    return {
        row["id"]: html.extracted_text(html.parse(row["html"]), row["url"])
        for row in rows(bench / "html_segments.jsonl.gz")
    }


def segments(bench: Path, extracted: dict[str, str]) -> Iterator[Document]:
    """Pages in many languages, weakly labelled.

    A line is K or D by the strings that the benchmark gives, else by what trafilatura takes from
    the page's HTML (``extracted``: text by id), where the two do not contradict each other.
    """
    for row in rows(bench / "text_segments.jsonl.gz"):
        lines = row["raw_text"].split("\n")
        shingles = _shingles(_words(extracted.get(row["base_id"], "")))
        without = [" ".join(_words(text)) for text in row["without"]]
        labels = [
            _weak_label(line, label, shingles, without)
            for line, label in zip(lines, row["labels"], strict=True)
        ]
        found = sum(label == "K" for label in labels)
        if found >= 2:
            yield Document(row["id"], row["site"], tuple(lines), "".join(labels), 0.5)


def _weak_label(line: str, label: str, shingles: set[Any], without: list[str]) -> str:
    if label != "I":
        return label
    words = _words(line)
    flat = f" {' '.join(words)} "
    if any(f" {text} " in flat for text in without if text) and len(words) < 40:
        return "D"
    own = _shingles(words)
    if len(words) < 4:
        return "I"
    share = len(own & shingles) / len(own)
    return "K" if share >= 0.8 else "D" if share <= 0.2 else "I"


def pages(bench: Path) -> Iterator[Document]:
    """HTML pages as `pipeline.cleaning` reads them, with their markup and trafilatura's opinion."""
    from pipeline.cleaning import html
    from pipeline.cleaning.lines import lines_of
    from pipeline.cleaning.reader import read_page

    for name in ("html_wcxb", "html_segments"):
        for row in rows(bench / f"{name}.jsonl.gz"):
            tree = html.parse(row["html"])
            page = read_page(tree)
            texts = [line.text for line in page.lines]
            view = lines_of(texts).view
            if view.lines != len(texts) or not texts:
                continue
            known = html.markup(page, range(len(texts)), tree, row["url"], view)
            label = _by_gold(row) if name == "html_wcxb" else _by_strings(row)
            labels = "".join(label(text) for text in texts)
            yield Document(row["id"] + "#page", row["site"], tuple(texts), labels, 1.0, known)


def _by_gold(row: dict[str, Any]) -> Callable[[str], str]:
    """Labels by the page's gold text: as in the benchmark's README."""
    words = _words(row["gold_text"])
    shingles, flat = _shingles(words), f" {' '.join(words)} "
    lines = {" ".join(_words(line)) for line in row["gold_text"].split("\n")}
    title = " ".join(_words(row["title"] or ""))

    def label(text: str) -> str:
        own = _words(text)
        joined = " ".join(own)
        if not own or joined == title:
            return "I"
        if len(own) < 6:
            return "K" if joined in lines else "I" if f" {joined} " in flat else "D"
        share = len(_shingles(own) & shingles) / len(_shingles(own))
        return "K" if share >= 0.8 else "D" if share <= 0.2 else "M"

    return label


def _by_strings(row: dict[str, Any]) -> Callable[[str], str]:
    """Labels by the strings that have to be there or to be gone; I for all other lines."""
    keep, drop = ([" ".join(_words(x)) for x in row[name] or ()] for name in ("with", "without"))

    def label(text: str) -> str:
        flat = f" {' '.join(_words(text))} "
        kept = any(f" {x} " in flat for x in keep if x)
        gone = any(f" {x} " in flat for x in drop if x)
        return "I" if kept == gone else "K" if kept else "D"

    return label


def passages(bench: Path) -> Iterator[Document]:
    """Single passages, each a document of its own."""
    for row in rows(bench / "consent_passages.jsonl.gz"):
        lines = tuple(row["text"].split("\n"))
        label = "C" if row["label"] == "consent" else "K"
        site = row["site"] or row["kind"]
        yield Document(row["id"], site, lines, label * len(lines), 0.6)


def consent_articles(bench: Path) -> Iterator[Document]:
    for row in rows(bench / "consent_articles.jsonl.gz"):
        yield Document(row["id"], row["site"], tuple(row["raw_text"].split("\n")), row["labels"])


def own(folder: Path = DATA) -> Iterator[Snippet]:
    """Our own passages: ``language<TAB>label<TAB>text`` a line, ``\\n`` between lines of one."""
    number = 0
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                number += 1
                language, label, text = line.split("\t")
                parts = tuple(text.replace("\\t", "\t").split("\\n"))
                yield Snippet(parts, label * len(parts), language, f"{OWN}{number % OWN_SITES}")


def own_pages(folder: Path = DATA, without: Sequence[str] = ()) -> Iterator[Document]:
    """Whole pages of our own: ``@ slug language`` opens one, then ``label<TAB>text`` a line;
    ``without``: languages that are left out."""
    for path in sorted(folder.glob("pages_*.txt")):
        for part in re.split(r"^@ ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            head, *rows = part.rstrip("\n").split("\n")
            slug, language = head.split()
            if language in without:
                continue
            cells = [row.partition("\t") for row in rows if row and not row.startswith("#")]
            lines = tuple(text for _label, _tab, text in cells)
            labels = "".join(label for label, _tab, _text in cells)
            yield Document(f"page-{slug}", f"{OWN}{slug}", lines, labels)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _shingles(words: list[str], size: int = 4) -> set[tuple[str, ...]]:
    if not words:
        return set()
    return {tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))}
