"""Learns the lexicon: on how many sites each key stands in article, boilerplate, consent lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.cleaning.dataset import OWN, Document
from pipeline.cleaning.features import Features, features
from pipeline.cleaning.lexicon import Lexicon
from pipeline.cleaning.view import view_of

CLASSES = "KDC"
COMMON = 4
"""Sites that a key must stand on. Our own passages are dealt out to sites, see `dataset.own`."""
MOST = 60_000
SMOOTHING = 2.0


@dataclass(slots=True)
class Counts:
    """``counts``: keys + 1 x classes, numbers of sites; ``own``: for each site its rows of each
    class."""

    lexicon: Lexicon
    keys: np.ndarray
    counts: np.ndarray
    own: dict[str, list[np.ndarray]]
    prior: np.ndarray

    def weights(self, without: str | None = None) -> np.ndarray:
        """Weights of all keys, as the sites other than those named in ``without``, which are
        separated by blanks, have them."""
        sites = [site for site in (without or "").split() if site in self.own]
        if not sites:
            return _weights(self.counts, self.prior)
        out = self.lexicon.weights.copy()
        rows = np.unique(np.concatenate([part for site in sites for part in self.own[site]]))
        counts = self.counts[rows].copy()
        for site in sites:
            for number, present in enumerate(self.own[site]):
                counts[np.searchsorted(rows, present), number] -= 1
        out[rows] = _weights(counts, self.prior)
        out[0] = 0
        return out


def site_of(document: Document) -> str:
    known = "." in document.site or document.site.startswith(OWN)
    return document.site if known else document.id


def labels_of(document: Document, lines: int, found_text: str, starts: np.ndarray) -> np.ndarray:
    """One letter for each line that the view has."""
    full = [a for line, a in zip(document.lines, document.labels, strict=True) if line.strip()]
    if len(full) != lines:  # a line that Python calls blank and the view does not
        full = [document.labels[found_text.count("\n", 0, int(start))] for start in starts]
    return np.array(full)


def _line_keys(found: Features, lines: np.ndarray) -> np.ndarray:
    inside = np.repeat(lines, found.word_count)
    return np.unique(np.concatenate([found.words[inside].ravel(), found.edges[lines].ravel()]))


def count(documents: Sequence[Document]) -> Counts:
    found: dict[str, list[list[np.ndarray]]] = {}
    for document in documents:
        view = view_of("\n".join(document.lines))
        letters = labels_of(document, view.lines, view.text, view.line_start)
        parts = found.setdefault(site_of(document), [[] for _ in CLASSES])
        seen = features(view)
        for number, letter in enumerate(CLASSES):
            if (wanted := letters == letter).any():
                parts[number].append(_line_keys(seen, wanted))
    sites = {
        site: [np.unique(np.concatenate([np.zeros(0, np.uint32), *part])) for part in parts]
        for site, parts in found.items()
    }
    keys = _common(sites)
    lexicon = Lexicon(keys, np.zeros((len(keys) + 1, 2)))
    counts = np.zeros((len(keys) + 1, len(CLASSES)))
    own = {}
    for site, classes in sites.items():
        own[site] = [np.setdiff1d(lexicon.rows(part), [0]).astype(np.int64) for part in classes]
        for number, rows in enumerate(own[site]):
            counts[rows, number] += 1
    result = Counts(lexicon, keys, counts, own, counts.sum(0) / counts.sum())
    lexicon.weights = result.weights().astype(np.float32)
    return result


def _common(sites: dict[str, list[np.ndarray]]) -> np.ndarray:
    parts = []
    for classes in sites.values():
        parts.append(np.unique(np.concatenate(classes)))
    keys, number = np.unique(np.concatenate(parts), return_counts=True)
    order = np.argsort(-number, kind="stable")
    return keys[order[(number[order] >= COMMON) & (keys[order] != 0)]][:MOST]


def _weights(counts: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Log-odds of boilerplate and of consent, zero for a key without evidence."""
    smooth = counts + SMOOTHING * prior
    drop = np.log((smooth[:, 1] + smooth[:, 2]) / smooth[:, 0])
    consent = np.log(smooth[:, 2] / (smooth[:, 0] + smooth[:, 1]))
    out = np.stack([drop, consent], 1)
    out -= [np.log((prior[1] + prior[2]) / prior[0]), np.log(prior[2] / (prior[0] + prior[1]))]
    out[counts.sum(1) == 0] = 0
    return out
