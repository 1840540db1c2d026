"""The language of an article, by py3langid's model (in the package, 2 MB)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

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
        """Counts n-grams for all bytes at once where py3langid goes byte by byte: a tenth of the
        time, the same counts (tests/test_metadata_find.py compares the two)."""

        def __init__(self, *args: Any, **settings: Any) -> None:
            super().__init__(*args, **settings)
            self.next = np.frombuffer(self.tk_nextmove, f"u{self.tk_nextmove.itemsize}")
            self.rows = np.array(self.tk_row, np.int64) << 8
            self.features = np.array(self.tk_output, np.int64)

        def _raw_score(self, text: bytes) -> Any:
            counted = _counted(self.next, self.rows, self.features, text)
            return self._sparse_score(counted, self.nb_ptc) if counted else super()._raw_score(b"")

    return Identifier.from_model_file(MODEL_FILE, norm_probs=True)


_DEEPEST = 6
"""Bytes of the longest n-gram in py3langid's model. Its automaton is in a state that the last so
many bytes alone tell."""


def _counted(moves: Any, rows: Any, features: Any, text: bytes) -> dict[int, int]:
    """How often each n-gram occurs, in the order of first occurrence: sums of floats depend on
    the order."""
    data = np.frombuffer(text, np.uint8).astype(np.int64)
    state = np.zeros(len(data) + 1, np.int64)
    for _ in range(_DEEPEST):
        state[1:] = moves.take(rows.take(state[:-1]) + data)
    found = features.take(state[1:])
    keys, first, counts = np.unique(found[found >= 0], return_index=True, return_counts=True)
    order = np.argsort(first)
    return dict(zip(keys[order].tolist(), counts[order].tolist(), strict=True))


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
