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
from typing import NamedTuple

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
_TILE, _NARROW = 32, 8
LONGEST = 20_000
"""Lines that are judged together; longer documents are judged in stretches."""


class Scores(NamedTuple):
    """Of each line the probabilities that it belongs to the article and that it is consent speech,
    and the share of its words that the lexicon has."""

    article: Floats
    consent: Floats
    known: Floats


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

    def scores(self, view: TextView, markup: Floats | None = None) -> Scores:
        """The scores of each line of ``view``. ``markup`` as in `features`."""
        found = features(view, markup)
        out = np.concatenate(
            [
                self._stretch(_part(found, start, start + LONGEST))
                for start in range(0, view.lines, LONGEST)
            ]
        )
        return Scores(out[:, 0], out[:, 1], self._lexicon.known(found))

    def _stretch(self, found: Features) -> Floats:
        """Probabilities of lines that are judged together, lines x 2.

        All arrays have rows up to a whole number of tiles; those behind the last line are zero
        wherever a line looks at its surroundings.
        """
        lines = len(found.dense)
        rows = _rows(lines)
        first = self._lines(found, rows)
        sheet = np.zeros((rows + 2 * _FARTHEST, first.shape[1]), np.float32)
        grid = sheet[_FARTHEST : _FARTHEST + lines]
        grid[:] = first
        taps = np.empty((rows, 3, first.shape[1]), np.float32)
        for number, dilation in enumerate(DILATIONS):
            if number == GATE_AT:
                gate = _sigmoid(self._linear("gate", grid))
                grid += self._article(first, gate, gate * found.dense[:, :1], found)
            taps[:] = _taps(sheet, rows, dilation)
            weight, bias = self._blocks[number]
            grid += _relu(_tiles(taps.reshape(rows, -1), weight)[:lines], bias)
        return _sigmoid(self._linear("out", np.concatenate([first, grid], 1)))

    def _linear(self, name: str, values: Floats) -> Floats:
        weight, bias = self._layers[name]
        out = _product(values, weight)
        out += bias
        return out

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
        out = _product(first, folded)
        out += shift
        return _relu(out, places)

    def _lines(self, found: Features, rows: int) -> Floats:
        weight, bias = self._layers["entry"]
        lines, width = found.dense.shape
        inputs = np.zeros((rows, len(weight)), np.float32)
        seen = inputs[:lines]
        seen[:, :width] = found.dense
        seen[:, width:] = self._lexicon.columns(found)
        seen -= self._mean
        seen *= self._scale
        return _relu(_tiles(inputs, weight)[:lines], bias)


_FARTHEST = max(DILATIONS)


def _rows(lines: int) -> int:
    return lines if lines <= _TILE else -(-lines // _TILE) * _TILE


def _taps(sheet: Floats, rows: int, dilation: int) -> Floats:
    """For each row the one ``dilation`` before it, itself and the one as far behind it: a view of
    ``sheet``, which has `_FARTHEST` rows more on either side."""
    row, number = sheet.strides
    return np.lib.stride_tricks.as_strided(
        sheet[_FARTHEST - dilation :], (rows, 3, sheet.shape[1]), (row, dilation * row, number)
    )


def _product(values: Floats, weight: Floats) -> Floats:
    lines, width = values.shape
    rows = _rows(lines)
    if rows > lines:
        padded = np.zeros((rows, width), np.float32)
        padded[:lines] = values
        values = padded
    return _tiles(values, weight)[:lines]


def _tiles(values: Floats, weight: Floats) -> Floats:
    """``values @ weight``, some rows at a time: small products stay on the one thread that asks for
    them, where larger ones would wake BLAS's pool for microseconds of work.

    The tiles begin at the first row and depend on the number of rows alone, so that a text has the
    same scores whatever is judged beside it.
    """
    rows, outputs = len(values), weight.shape[1]
    tile = _TILE if outputs < _NARROW else 2 * _TILE
    out = np.empty((rows, outputs), np.float32)
    for start in range(0, rows, tile):
        np.matmul(values[start : start + tile], weight, out=out[start : start + tile])
    return out


def _relu(values: Floats, bias: Floats) -> Floats:
    """The positive part of ``values + bias``, in place."""
    values += bias
    return np.maximum(values, 0, out=values)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.minimum(np.maximum(logits, -30), 30))), np.float32)


def _places(gate: Floats, inside: Floats) -> Floats:
    """Shares of the article before and behind each line, and in windows on either side."""
    lines, windows = len(gate), len(WINDOWS)
    line = np.arange(lines)
    near = np.array(WINDOWS)[:, None]
    total = np.array([float(gate.sum()) + 0.1, float(inside.sum()) + 0.1])[:, None]
    sums = np.zeros((2, lines + 1))
    np.cumsum((gate, inside), axis=1, out=sums[:, 1:], dtype=np.float32)
    out = np.empty((2, 1 + windows, 2, lines))
    out[:, 0, 0] = sums[:, :-1] / total
    out[:, 0, 1] = 1 - sums[:, 1:] / total
    before = sums[:, None, :-1] - sums[:, np.maximum(line - near, 0)]
    behind = sums[:, np.minimum(line + near + 1, lines)] - sums[:, None, 1:]
    out[:, 1:, 0] = before / near
    out[:, 1:, 1] = behind / near
    columns = np.empty((lines, out.size // lines + 1), np.float32)
    columns[:, :-1] = out.reshape(-1, lines).T
    columns[:, -1] = np.log1p(inside.sum()) / 4
    return columns


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
