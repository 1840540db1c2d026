"""The block model: shipped weights applied with numpy.

The weights of a line's words (`pipeline.cleaning.lexicon`) and its shape give a vector; dilated
convolutions over the lines (Yu and Koltun 2016, "Multi-Scale Context Aggregation by Dilated
Convolutions") give it its surroundings. Halfway a first guess of what is article, the gate, gives
each line its place in the article: how much of it stands before and behind, near and far, and how
like it the line is. Trained by models/cleaning/train.py.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from pipeline.cleaning.features import VERSION, Features, Floats, features
from pipeline.cleaning.lexicon import Lexicon
from pipeline.cleaning.view import TextView
from pipeline.errors import CleaningError
from pipeline.paths import model_dir

DILATIONS = (1, 2, 4, 8, 1)
GATE_AT = 2
"""The convolution before which the first guess of what is article comes in."""
WINDOWS = (3, 10, 40)
"""Lines on either side over which that guess is averaged."""
_TILE = 32
LONGEST = 20_000
"""Lines that are judged together; longer documents are judged in stretches."""


class BlockModel:
    """Scores lines. Read-only after loading, so that threads may share it."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            arrays = {name: stored[name] for name in stored.files}
        if int(arrays["version"]) != VERSION:
            raise CleaningError(
                f"the block model was trained for features of version {int(arrays['version'])}, "
                f"this is version {VERSION}",
                where=str(path),
                hint="reinstall factmill, or train the model anew",
            )
        self._lexicon = Lexicon(arrays["keys"], arrays["weights"])
        self._mean, self._scale = arrays["mean"], arrays["scale"]
        self._layers = {
            name: (arrays[f"{name}.weight"].T.copy(), arrays[f"{name}.bias"])
            for name in ("entry", "gate", "place", "context", "out")
        }
        self._blocks = [
            (
                np.concatenate(arrays[f"blocks.{n}.weight"].transpose(2, 1, 0)),
                arrays[f"blocks.{n}.bias"],
            )
            for n in range(len(DILATIONS))
        ]

    def scores(self, view: TextView, markup: Floats | None = None) -> tuple[Floats, Floats]:
        """For each line of ``view``, the probability that it belongs to the article and that it
        is consent speech. ``markup`` as in `features`."""
        found = features(view, markup)
        out = np.concatenate(
            [
                self._stretch(_part(found, start, start + LONGEST))
                for start in range(0, view.lines, LONGEST)
            ]
        )
        return out[:, 0], out[:, 1]

    def _stretch(self, found: Features) -> Floats:
        first = self._lines(found)
        grid = first
        for number, dilation in enumerate(DILATIONS):
            if number == GATE_AT:
                gate = _sigmoid(self._linear("gate", grid))
                grid = grid + self._article(first, gate, gate * found.dense[:, :1], found)
            grid = grid + self._convolved(grid, number, dilation)
        return _sigmoid(self._linear("out", np.concatenate([first, grid], 1)))

    def _linear(self, name: str, values: Floats) -> Floats:
        weight, bias = self._layers[name]
        return np.asarray(_product(values, weight) + bias, np.float32)

    def _article(self, first: Floats, gate: Floats, inside: Floats, found: Features) -> Floats:
        """Where the lines stand towards what the gate takes for the article, and how like it
        they are."""
        outside = found.dense[:, :1] - inside
        article = (first * inside).sum(0) / (inside.sum() + 0.1)
        rest = (first * outside).sum(0) / (outside.sum() + 0.1)
        # The likeness to both and their difference go through one linear layer; the products with
        # a vector that is the same for all lines are folded into its weights.
        weight, bias = self._layers["context"]
        width = len(article)
        folded = article[:, None] * weight[:width] + rest[:, None] * weight[width : 2 * width]
        shift = (article - rest) @ weight[2 * width :] + bias
        places = self._linear("place", _places(gate[:, 0], inside[:, 0]))
        return _relu(_product(first, folded) + shift + places)

    def _lines(self, found: Features) -> Floats:
        inputs = np.concatenate([found.dense, self._lexicon.columns(found)], 1)
        return _relu(self._linear("entry", (inputs - self._mean) * self._scale))

    def _convolved(self, grid: Floats, number: int, dilation: int) -> Floats:
        weight, bias = self._blocks[number]
        lines, width = grid.shape
        taps = np.zeros((lines, 3 * width), np.float32)
        taps[dilation:, :width] = grid[: max(0, lines - dilation)]
        taps[:, width : 2 * width] = grid
        taps[: max(0, lines - dilation), 2 * width :] = grid[dilation:]
        return _relu(_product(taps, weight) + bias)


def _product(values: Floats, weight: Floats) -> Floats:
    """``values @ weight``, some rows at a time: small products stay on the one thread that asks for
    them, where larger ones would wake BLAS's pool for microseconds of work."""
    lines, width = values.shape
    if lines <= _TILE:
        return np.asarray(values @ weight, np.float32)
    tiles = -(-lines // _TILE)
    padded = np.zeros((tiles * _TILE, width), np.float32)
    padded[:lines] = values
    out = padded.reshape(tiles, _TILE, width) @ weight
    return np.asarray(out.reshape(tiles * _TILE, -1)[:lines], np.float32)


def _relu(values: Floats) -> Floats:
    return np.asarray(np.maximum(values, 0), np.float32)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


def _places(gate: Floats, inside: Floats) -> Floats:
    """Shares of the article before and behind each line, and in windows on either side."""
    lines = len(gate)
    out = np.empty((lines, 2 * (2 + 2 * len(WINDOWS)) + 1), np.float32)
    column = 0
    for values in (gate, inside):
        total = float(values.sum()) + 0.1
        sums = np.zeros(lines + 1)
        np.cumsum(values, out=sums[1:], dtype=np.float32)
        out[:, column] = sums[:-1] / total
        out[:, column + 1] = 1 - sums[1:] / total
        column += 2
        for window in WINDOWS:
            before, behind = sums[:-1].copy(), sums[-1] - sums[1:]
            before[window:] -= sums[:-1][:-window]
            behind[:-window] = sums[1:][window:] - sums[1:][:-window]
            out[:, column] = before / window
            out[:, column + 1] = behind / window
            column += 2
    out[:, column] = np.log1p(inside.sum()) / 4
    return out


def _part(found: Features, start: int, end: int) -> Features:
    if start == 0 and end >= len(found.dense):
        return found
    low = int(found.word_count[:start].sum())
    high = low + int(found.word_count[start:end].sum())
    return Features(
        found.dense[start:end],
        found.words[low:high],
        found.word_count[start:end],
        found.edges[start:end],
    )


@cache
def shipped() -> BlockModel:
    """The model that ships, loaded once a process.

    Raises:
        ModelError: its files are missing.
        CleaningError: it was trained for other features.
    """
    return BlockModel(model_dir("cleaning") / "block.npz")
