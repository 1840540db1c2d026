"""What words say of a line: two weights a word, learnt over sites.

A word's weights are log-odds, as in naive Bayes: of boilerplate against article, and of consent
against all else, from the number of *sites* that use it in each. In training each document is
weighed by the other sites' words only, so that no site's subject is taken for its furniture.
Words, pairs of neighbours, stems, first and last words and whole short lines have weights of their
own.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.features import Features, Floats, Keys

COLUMNS = 18
_SLOT_BITS = 19
_SHIFT = np.uint32(32 - _SLOT_BITS)
_REST = np.uint32((1 << 32 - _SLOT_BITS) - 1)
_ROW_BITS = np.uint32(16)
_ROW_MASK = np.uint32((1 << 16) - 1)


class Lexicon:
    """Weights of known keys, found with one table look-up a key.

    Args:
        keys: the key of each row from 1; row 0 stands for all keys that are not known. Of keys
            that share a slot the first is known, so they are ordered by how common they are.
        weights: rows + 1 x 2, of which row 0 is zero.
    """

    def __init__(self, keys: Keys, weights: Floats) -> None:
        # A slot holds what the slot does not tell of its key, above the key's row: one look-up.
        self._slots = np.zeros(1 << _SLOT_BITS, np.uint32)
        rows = np.arange(len(keys), 0, -1, dtype=np.uint32)
        self._slots[(keys >> _SHIFT)[::-1]] = (keys[::-1] & _REST) << _ROW_BITS | rows
        self.weights = weights.astype(np.float32)

    def rows(self, keys: Keys) -> npt.NDArray[np.uint32]:
        """The row of each key, 0 where it is not known."""
        found = self._slots.take((keys >> _SHIFT).astype(np.intp))
        found *= (found >> _ROW_BITS) == (keys & _REST)
        found &= _ROW_MASK
        return found

    def known(self, found: Features) -> Floats:
        """Share of each line's words that are known; 0 of a line without words."""
        known = np.append(0, np.cumsum(self.rows(found.words[:, 0]) > 0))
        end = np.cumsum(found.word_count)
        hits = known[end] - known[end - found.word_count]
        return np.asarray(hits / np.maximum(1, found.word_count), np.float32)

    def columns(self, found: Features, weights: Floats | None = None) -> Floats:
        """Lines x `COLUMNS`: sum over the root of the number of words, mean, least and greatest
        of each weight over the words, and the weights of the edge keys. ``weights`` stands
        in for the lexicon's own."""
        table = self.weights if weights is None else weights
        lines = len(found.dense)
        out = np.zeros((lines, COLUMNS), np.float32)
        rows = self.rows(found.words).ravel()
        known = np.flatnonzero(rows)
        if len(known):
            line = np.repeat(np.arange(lines), found.word_count * 3)[known]
            starts = np.flatnonzero(np.diff(line, prepend=-1))
            values, at = table[rows[known]], line[starts]
            total = np.add.reduceat(values, starts, axis=0)
            size = found.word_count[at][:, None].astype(np.float32)
            out[at, 0:2] = total / np.sqrt(size)
            out[at, 2:4] = total / size
            out[at, 4:6] = np.minimum.reduceat(values, starts, axis=0)
            out[at, 6:8] = np.maximum.reduceat(values, starts, axis=0)
        out[:, 8:] = table[self.rows(found.edges)].reshape(lines, COLUMNS - 8)
        return out
