"""The language of an article, by py3langid's model (in the package, 2 MB)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_SAMPLE = 600
"""Characters looked at. Twice as many change one verdict in a thousand, and double the cost."""
_FROM_EACH = 200
"""Characters taken from one line, so that several lines have a say."""
_LONG = 60
_FEWEST = 20


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    class Identifier(LanguageIdentifier):  # type: ignore[misc]  # the package has no types
        """Counts n-grams for all bytes at once where py3langid goes byte by byte, and reads their
        weights as float32 once: a tenth of the time, the same scores (tests/test_metadata_find.py
        compares the two)."""

        def __init__(self, *args: Any, **settings: Any) -> None:
            super().__init__(*args, **settings)
            self.next = np.frombuffer(self.tk_nextmove, f"u{self.tk_nextmove.itemsize}")
            self.rows = np.array(self.tk_row, np.int64) << 8
            self.features = np.array(self.tk_output, np.int64)
            self.weights = _Weights(self.nb_ptc)

        def _raw_score(self, text: bytes) -> Any:
            grams = _features(self.next, self.rows, self.features, text)
            if not len(grams):
                return super()._raw_score(b"")
            counts, weights = self.weights.of(grams)
            return np.log1p(counts.astype(np.float32)) @ weights + self.nb_pc

    return Identifier.from_model_file(MODEL_FILE, norm_probs=True)


_DEEPEST = 6
"""Bytes of the longest n-gram in py3langid's model. Its automaton is in a state that the last so
many bytes alone tell."""


def _features(moves: Any, rows: Any, features: Any, text: bytes) -> Ints:
    """The n-grams of a text as they end, byte by byte."""
    data = np.frombuffer(text, np.uint8).astype(np.int64)
    state = np.zeros(len(data) + 1, np.int64)
    for _ in range(_DEEPEST):
        state[1:] = moves.take(rows.take(state[:-1]) + data)
    found: Ints = features.take(state[1:])
    return found[found >= 0]


class _Weights:
    """The rows of a table of float16 as float32. Most texts have the same n-grams, and turning
    their weights into float32 costs ten times what adding them up does; all at once they would
    take up 57 MB."""

    def __init__(self, table: Any, most: int = 8192) -> None:
        self._table = table
        self._place = np.zeros(len(table), np.int64)
        self._slot = np.full(len(table), -1)
        self._rows = np.empty((most, table.shape[1]), np.float32)
        self._used = 0
        self._lock = Lock()

    def of(self, grams: Ints) -> tuple[Ints, npt.NDArray[np.float32]]:
        """How often each of the numbers occurs and its row, in the order of first occurrence: sums
        of floats depend on the order. Not more numbers than rows that are remembered."""
        with self._lock:
            rows, counts = self._counted(grams)
            new = rows[self._slot[rows] < 0]
            if self._used + len(new) > len(self._rows):
                self.forget()
                new = rows
            end = self._used + len(new)
            self._rows[self._used : end] = self._table[new]
            self._slot[new] = np.arange(self._used, end)
            self._used = end
            return counts, self._rows.take(self._slot[rows], axis=0)

    def _counted(self, grams: Ints) -> tuple[Ints, Ints]:
        place = np.arange(len(grams))
        self._place[grams[::-1]] = place[::-1]  # of equal indices the last one assigned stays
        counts = np.bincount(self._place[grams], minlength=len(grams))
        known = counts.nonzero()[0]
        return grams[known], counts[known]

    def forget(self) -> None:
        """Remember no row."""
        self._slot[:] = -1
        self._used = 0


def identify(lines: Sequence[str]) -> tuple[str | None, float | None]:
    """ISO 639-1 code of the lines' language and its probability; Nones for too little text.

    Long lines are asked first: menus and banners are short, or in another language.
    """
    sample = _sample(lines)
    if len(sample) < _FEWEST:
        return None, None
    language, score = _identifier().classify(sample)
    if language is None or not np.isfinite(score):
        return None, None
    return str(language), round(float(score), 4)


def _sample(lines: Sequence[str]) -> str:
    """Up to `_SAMPLE` characters, from the middle lines of those that are long."""
    long = [line for line in lines if len(line) >= _LONG] or list(lines)
    first = len(long) // 4
    picked: list[str] = []
    size = 0
    for line in [*long[first:], *reversed(long[:first])]:
        picked.append(line[:_FROM_EACH])
        size += min(len(line), _FROM_EACH)
        if size >= _SAMPLE:
            break
    return "\n".join(picked)[:_SAMPLE]


def from_tag(tag: str | None) -> str | None:
    """ISO 639-1 code of a language tag (BCP 47): "en-GB" is "en"."""
    code = (tag or "").strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) == 2 and code.isalpha() else None
