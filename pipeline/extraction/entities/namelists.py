"""Lists of names as a hashed table, looked up for whole batches at once.

A name of up to `LONGEST` tokens is one 64-bit key, mixed from the hashes spaCy has of its
lower-cased tokens; a table maps keys to a bit for each list. The table holds no text, is small
(ten bytes a name) and answers for an array of tokens with one binary search per length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST = 6
#: Lists of whole names, then lists of single words. The order is that of the bits in a table.
NAME_LISTS = (
    "PERSON",
    "NORP",
    "FAC",
    "ORG",
    "GPE",
    "LOC",
    "PRODUCT",
    "EVENT",
    "WORK_OF_ART",
    "LAW",
)
WORD_LISTS = ("FIRST", "LAST", "COMMON")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio (Knuth's multiplicative hash)
_SHIFT = np.uint64(29)

Keys = NDArray[np.uint64]
Bits = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class NameTable:
    """Sorted keys and, for each, the lists that hold the name (bit ``i`` is list ``i``)."""

    keys: Keys
    bits: Bits

    def find(self, keys: Keys) -> Bits:
        """The bits of each key, 0 for those that no list holds."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.uint16)
        places = np.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        found: Bits = np.where(self.keys[places] == keys, self.bits[places], 0).astype(np.uint16)
        return found


def mixed(previous: Keys, token: Keys) -> Keys:
    """Key of a name one token longer."""
    with np.errstate(over="ignore"):
        return ((previous ^ (previous >> _SHIFT)) * _MULTIPLIER) + token


def key_of(tokens: Sequence[int]) -> int:
    """Key of one name, from the hashes of its lower-cased tokens."""
    key = np.zeros(1, dtype=np.uint64)
    for token in tokens:
        key = mixed(key, np.array([token], dtype=np.uint64))
    return int(key[0])


def build_table(lists: Mapping[str, Iterable[Sequence[int]]]) -> NameTable:
    """A table of names, each a sequence of token hashes, by list."""
    bits: dict[int, int] = {}
    for position, name in enumerate((*NAME_LISTS, *WORD_LISTS)):
        for tokens in lists.get(name, ()):
            if 0 < len(tokens) <= LONGEST:
                key = key_of(tokens)
                bits[key] = bits.get(key, 0) | 1 << position
    keys = np.array(sorted(bits), dtype=np.uint64)
    return NameTable(keys, np.array([bits[int(k)] for k in keys], dtype=np.uint16))


def features(table: NameTable, tokens: Keys, starts: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Indicators of each token, ``[tokens, width()]``.

    For each name list three columns: the token alone is a name, it begins one, it continues one;
    then a column for each word list.

    Args:
        tokens: hashes of the lower-cased tokens; 0 between documents, so that no name spans two.
        starts: where a name may start (not at lower-case words).
    """
    count, lists = len(tokens), len(NAME_LISTS)
    result = np.zeros((count, width()), dtype=np.float32)
    single = table.find(mixed(np.zeros(count, dtype=np.uint64), tokens))
    words = single >> np.uint16(lists)
    result[:, 3 * lists :] = _unpacked(words, len(WORD_LISTS))
    result[:, :lists] = _unpacked(np.where(starts, single, 0).astype(np.uint16), lists)
    at = np.flatnonzero(starts & (tokens != 0))
    keys = mixed(np.zeros(len(at), dtype=np.uint64), tokens[at])
    for length in range(2, LONGEST + 1):
        inside = at + length - 1 < count
        at, keys = at[inside], keys[inside]
        following = tokens[at + length - 1]
        at, keys = at[following != 0], mixed(keys, following)[following != 0]
        found = table.find(keys)
        hits = np.flatnonzero(found)
        marks = _unpacked(found[hits], lists)
        np.maximum.at(result[:, lists : 2 * lists], at[hits], marks)
        for offset in range(1, length):
            np.maximum.at(result[:, 2 * lists : 3 * lists], at[hits] + offset, marks)
    return result


def width() -> int:
    """Number of columns that `features` gives."""
    return 3 * len(NAME_LISTS) + len(WORD_LISTS)


def _unpacked(bits: Bits, count: int) -> NDArray[np.float32]:
    places = np.arange(count, dtype=np.uint16)
    return ((bits[:, None] >> places) & np.uint16(1)).astype(np.float32)
