"""Looks up all words of a document in a list at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.cleaning.view import Hashes, Ints, view_of

_BITS = 16
_MASK = np.uint64((1 << _BITS) - 1)


class WordTable:
    """Numbers by word: two look-ups a word, where a binary search takes ten.

    Args:
        numbers: a positive number for each word. Case and digits do not count.
    """

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._hashes = np.zeros((2, 1 << _BITS), np.uint64)
        self._numbers = np.zeros((2, 1 << _BITS), np.int64)
        for word, number in numbers.items():
            self._insert(view_of(word).word_hash[0], number)
        # A word that went to the second level found its slot on the first one taken.
        self._taken = self._hashes[0] != 0

    def _insert(self, code: np.uint64, number: int) -> None:
        for level, shift in enumerate((48, 32)):
            slot = int((code >> np.uint64(shift)) & _MASK)
            if self._hashes[level, slot] in (0, code):
                self._hashes[level, slot] = code
                self._numbers[level, slot] = number
                return
        raise ValueError("two words share both slots; make the table larger")

    def numbers(self, codes: Hashes) -> Ints:
        """The number of each word, 0 for words that are not in the list."""
        out = np.zeros(len(codes), np.int64)
        likely = self._taken.take((codes >> np.uint64(48)).astype(np.intp)).nonzero()[0]
        codes = codes[likely]
        for level, shift in enumerate((48, 32)):
            slots = (codes >> np.uint64(shift)) & _MASK
            hit = self._hashes[level, slots] == codes
            out[likely[hit]] = self._numbers[level, slots[hit]]
        return out
