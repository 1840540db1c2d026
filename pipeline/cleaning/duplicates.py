"""Documents that say the same: exact copies and near ones (syndicated, lightly edited).

MinHash (from rensa) over shingles of five words (Broder 1997, "On the resemblance and containment
of documents"); candidates are documents that share a band of it (Leskovec, Rajaraman and Ullman,
"Mining of Massive Datasets", 3.4). Every pair above the threshold joins its two documents, so that
the groups depend on the documents alone: not on their order, nor on what was known first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from pipeline.cleaning.view import Hashes, view_of

THRESHOLD = 0.8
"""Share of common shingles from which two texts are one: an edited agency report stays above, two
reports of one event below."""
PERMUTATIONS = 128
BANDS, ROWS = 14, 9
"""Two texts of likeness 0.8 share one of 14 bands of 9 values with probability 0.87, of 0.9 with
0.999, of 0.5 with 0.03: 1 - (1 - likeness ** ROWS) ** BANDS."""
_SHINGLE = 5
_FEWEST = 40
"""Texts of fewer words are only compared exactly: a shared sentence would make them alike."""
_SEED = 1


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
    """Signature of a document's text (the body: titles are changed in syndication).

    A text without words is like no other: that nothing was kept of two articles makes neither of
    them a copy.
    """
    words = view_of(text).written_hash()
    said = words.tobytes() or doc_id.encode("utf-8")
    digest = hashlib.blake2b(said, digest_size=8).hexdigest()
    if len(words) < _FEWEST:
        return Signature(doc_id, digest, b"", published)
    return Signature(doc_id, digest, _minhash(_shingles(words)), published)


def bands(item: Signature) -> Iterator[tuple[int, bytes]]:
    """Number and content of each band of a signature; none for a short text."""
    width = ROWS * 4
    for band in range(BANDS if item.minhash else 0):
        yield band, item.minhash[band * width : (band + 1) * width]


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
    values = {d: np.frombuffer(item.minhash, "<u4") for d, item in known.items() if item.minhash}
    holders: dict[tuple[int, bytes], list[str]] = {}
    for doc_id in sorted(values):
        candidates = {other for band in bands(known[doc_id]) for other in holders.get(band, ())}
        for other in sorted(candidates):
            if np.mean(values[doc_id] == values[other]) >= THRESHOLD:
                groups.join(doc_id, other)
        for band in bands(known[doc_id]):
            holders.setdefault(band, []).append(doc_id)


def _minhash(shingles: Hashes) -> bytes:
    from rensa import RMinHash

    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        shingles, [0, len(shingles)], PERMUTATIONS, _SEED
    )
    return np.array(matrix.to_rows()[0], "<u4").tobytes()


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
