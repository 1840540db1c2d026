"""Documents that say the same: exact copies and near ones (syndicated, lightly edited).

MinHash over shingles of five words (Broder 1997, "On the resemblance and containment of
documents"), with candidates from locality-sensitive hashing; both from datasketch. Every pair above
the threshold joins its two documents, so that the groups depend on the documents alone: not on
their order, nor on what was known first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from pipeline.cleaning.view import Hashes, view_of

if TYPE_CHECKING:
    from datasketch import MinHash  # type: ignore[import-untyped]

THRESHOLD = 0.8
"""Share of common shingles from which two texts are one: an edited agency report stays above, two
reports of one event below."""
PERMUTATIONS = 128
_SHINGLE = 5
_FEWEST = 40
"""Texts of fewer words are only compared exactly: a shared sentence would make them alike."""
_SEED = 1
_SCHEME = "affine32"


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text to find its copies: about 600 bytes.

    ``digest`` is over the words alone (16 hex digits), ``minhash`` the least hash values as
    little-endian 32-bit numbers, empty for short texts. ``published`` decides who was first.
    """

    doc_id: str
    digest: str
    minhash: bytes
    published: date | None = None


def signature(doc_id: str, text: str, published: date | None = None) -> Signature:
    """Signature of a document's text (the body: titles are changed in syndication)."""
    words = view_of(text).written_hash()
    digest = hashlib.blake2b(words.tobytes(), digest_size=8).hexdigest()
    if len(words) < _FEWEST:
        return Signature(doc_id, digest, b"", published)
    sketch = _sketch()
    sketch.update_batch(_shingles(words).tolist())
    return Signature(doc_id, digest, sketch.hashvalues.astype("<u4").tobytes(), published)


def find_duplicates(signatures: Iterable[Signature]) -> dict[str, str]:
    """``duplicate_of`` by doc_id, for the documents that have an earlier copy.

    The first of a group is the one published first; of several, or where no date is known, the one
    with the least doc_id. Pass the signatures of all documents, old and new: an older original that
    arrives late becomes the first of its group.
    """
    known = {item.doc_id: item for item in signatures}
    groups = _Groups(known)
    by_digest: dict[str, str] = {}
    for doc_id in sorted(known):
        groups.join(doc_id, by_digest.setdefault(known[doc_id].digest, doc_id))
    _join_near(known, groups)
    return groups.firsts(known)


def _join_near(known: Mapping[str, Signature], groups: _Groups) -> None:
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD - 0.1, num_perm=PERMUTATIONS)
    sketches = {doc_id: _sketch(item) for doc_id, item in known.items() if item.minhash}
    for doc_id in sorted(sketches):
        sketch = sketches[doc_id]
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= THRESHOLD:
                groups.join(doc_id, other)
        index.insert(doc_id, sketch)


def _sketch(stored: Signature | None = None) -> MinHash:
    from datasketch import MinHash

    values = None if stored is None else np.frombuffer(stored.minhash, "<u4")
    return MinHash(PERMUTATIONS, seed=_SEED, hashfunc=int, hashvalues=values, scheme=_SCHEME)


def _shingles(words: Hashes) -> Hashes:
    """32-bit hashes of the distinct runs of five words."""
    runs = np.zeros(len(words) - _SHINGLE + 1, np.uint64)
    for offset in range(_SHINGLE):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + words[offset : offset + len(runs)]
    return np.unique(runs >> np.uint64(32))


class _Groups:
    """Union-find over document ids."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {doc_id: doc_id for doc_id in ids}

    def _root(self, doc_id: str) -> str:
        while self._parent[doc_id] != doc_id:
            self._parent[doc_id] = self._parent[self._parent[doc_id]]
            doc_id = self._parent[doc_id]
        return doc_id

    def join(self, a: str, b: str) -> None:
        self._parent[self._root(a)] = self._root(b)

    def firsts(self, known: Mapping[str, Signature]) -> dict[str, str]:
        first: dict[str, str] = {}
        ordered = sorted(known, key=lambda doc_id: (known[doc_id].published or date.max, doc_id))
        out = {}
        for doc_id in ordered:
            original = first.setdefault(self._root(doc_id), doc_id)
            if original != doc_id:
                out[doc_id] = original
        return out
