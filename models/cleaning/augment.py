"""Variants of a training document: the model should not depend on one rendering of a page."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from models.cleaning.dataset import Document, Snippet
from pipeline.cleaning.features import MARKUP

Line = tuple[str, str, np.ndarray | None]
"""Text, label and, on pages, what markup says of it."""
_PUT_IN = np.zeros(MARKUP, np.float32)
_PUT_IN[:2] = -1, 1
"""Markup of a line that was put into a page: not extracted, of a page, nothing else known."""


def variant(
    document: Document, consent: Sequence[Snippet], other: Sequence[Snippet], rng: random.Random
) -> Document:
    """A random variant: a crop, other banners, other blank lines, or the document as it is."""
    known = document.markup if rng.random() < 0.92 else None
    rows = [None] * len(document.lines) if known is None else list(known)
    lines: list[Line] = list(zip(document.lines, document.labels, rows, strict=True))
    if len(lines) > 8:
        lines = rng.choices(_VARIANTS, (3, 2, 1, 2, 1))[0](lines, rng)
    if rng.random() < 0.5:
        lines = _thinned(lines, rng)
    if consent and rng.random() < 0.3:
        lines = _inserted(lines, rng.choice(consent), rng)
    while other and rng.random() < 0.35:
        lines = _inserted(lines, rng.choice(other), rng)
    if rng.random() < 0.15:
        lines = [(text.strip(), a, b) for text, a, b in lines if a != "B" or text.strip()]
    elif rng.random() < 0.12:
        lines = _spread(lines)
    return _document(document, lines) if any(text.strip() for text, _, _ in lines) else document


def _document(document: Document, lines: list[Line]) -> Document:
    texts, labels, rows = zip(*lines, strict=True)
    known = None
    if any(row is not None for row in rows):
        known = np.stack([_PUT_IN if row is None else row for row in rows])
    return Document(document.id, document.site, texts, "".join(labels), document.weight, known)


def composed(snippets: Sequence[Snippet], rng: random.Random) -> Document:
    """A short article of our own passages, all in one language, at times between furniture in the
    same language: the pages that have labels for every line are English."""
    language = rng.choice(snippets).language
    same = [s for s in snippets if s.language == language]
    article = [s for s in same if "K" in s.labels]
    furniture = [s for s in same if "K" not in s.labels]
    chosen = rng.sample(article, min(len(article), rng.randint(1, 9)))
    lines: list[Line] = [(x, "K", None) for snippet in chosen for x in snippet.lines]
    if rng.random() < 0.2:
        lines = [(" ".join(text for text, _, _ in lines), "K", None)]
    while furniture and rng.random() < 0.7:
        chosen.append(rng.choice(furniture))
        lines = _inserted(lines, chosen[-1], rng)
    texts, labels, _ = zip(*lines, strict=True)
    sites = " ".join(sorted({snippet.site for snippet in chosen}))
    return Document("composed", sites, texts, "".join(labels), 1.0)


def _same(lines: list[Line], rng: random.Random) -> list[Line]:
    return lines


def _crop(lines: list[Line], rng: random.Random) -> list[Line]:
    """A stretch of the document."""
    size = rng.randint(5, len(lines))
    start = rng.randint(0, len(lines) - size)
    return lines[start : start + size]


def _pure(lines: list[Line], rng: random.Random) -> list[Line]:
    """The article alone, at times with its last words and a banner's first."""
    kept = [line for line in lines if line[1] in "KB"]
    return _collapsed(kept) or lines


def _trimmed(lines: list[Line], rng: random.Random) -> list[Line]:
    """The article with a few of the lines around it, as careful scrapers leave it."""
    where = [index for index, line in enumerate(lines) if line[1] == "K"]
    if not where:
        return lines
    start = max(0, where[0] - rng.randint(0, 10))
    end = min(len(lines), where[-1] + 1 + rng.randint(0, 14))
    return _collapsed(lines[start:end])


def _collapsed(lines: list[Line]) -> list[Line]:
    """No more than one blank line in a row."""
    return [
        line
        for index, line in enumerate(lines)
        if line[1] != "B" or line[0].strip() or (index and lines[index - 1][0].strip())
    ]


def _single(lines: list[Line], rng: random.Random) -> list[Line]:
    """One to three lines of the article, so that a line alone is no sign of boilerplate."""
    kept = [line for line in lines if line[1] == "K" and len(line[0]) > 40]
    start = rng.randint(0, max(0, len(kept) - 1))
    return kept[start : start + rng.choice((1, 1, 2, 3))] or lines


_VARIANTS = (_same, _crop, _pure, _trimmed, _single)


def _thinned(lines: list[Line], rng: random.Random) -> list[Line]:
    """Some lines left out, so that no document is seen twice alike."""
    share = rng.uniform(0.02, 0.3)
    return [line for line in lines if rng.random() > share] or lines


def _inserted(lines: list[Line], snippet: Snippet, rng: random.Random) -> list[Line]:
    place = rng.choice((0, len(lines), rng.randint(0, len(lines))))
    block: list[Line] = [(x, a, None) for x, a in zip(snippet.lines, snippet.labels, strict=True)]
    gap: list[Line] = [("", "B", None)] if rng.random() < 0.5 else []
    return [*lines[:place], *gap, *block, *gap, *lines[place:]]


def _spread(lines: list[Line]) -> list[Line]:
    """A blank line between any two."""
    out: list[Line] = []
    for line in lines:
        if line[0].strip():
            out += [line, ("", "B", None)]
    return out
