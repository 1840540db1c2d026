"""The block model in torch; `pipeline.cleaning.model` applies the same weights with numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from pipeline.cleaning.model import DILATIONS, GATE_AT, WINDOWS

WIDTH = 64
PLACE = 2 * (2 + 2 * len(WINDOWS)) + 1


@dataclass(slots=True)
class Batch:
    """Documents one after another. ``row``/``column`` place each line in the padded batch."""

    inputs: torch.Tensor
    row: torch.Tensor
    column: torch.Tensor
    size: tuple[int, int]

    def padded(self, lines: torch.Tensor) -> torch.Tensor:
        """Lines x numbers to documents x lines x numbers, zero behind the end of each document."""
        rows, columns = self.size
        place = self.row * columns + self.column
        grid = torch.zeros(rows * columns, lines.shape[1]).index_copy(0, place, lines)
        return grid.view(rows, columns, -1)

    def lines(self, grid: torch.Tensor) -> torch.Tensor:
        """The way back from `padded`."""
        place = self.row * self.size[1] + self.column
        return grid.reshape(-1, grid.shape[2]).index_select(0, place)


def collate(items: list[np.ndarray]) -> Batch:
    lengths = [len(item) for item in items]
    return Batch(
        inputs=torch.from_numpy(np.concatenate(items)),
        row=torch.from_numpy(np.repeat(np.arange(len(items)), lengths)),
        column=torch.from_numpy(np.concatenate([np.arange(length) for length in lengths])),
        size=(len(items), max(lengths)),
    )


class BlockNet(nn.Module):
    """Words and shape of the lines, dilated convolutions over the lines, two outputs a line:
    the logit of "article" and that of "consent".

    Halfway a first guess of what is article (the gate) gives each line its place in the article:
    how much of it stands before and behind, near and far, and how like it the line is.
    """

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(inputs))
        self.register_buffer("scale", torch.ones(inputs))
        self.entry = nn.Linear(inputs, WIDTH)
        self.blocks = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, 3, padding=d, dilation=d) for d in DILATIONS
        )
        self.gate = nn.Linear(WIDTH, 1)
        self.place = nn.Linear(PLACE, WIDTH)
        self.context = nn.Linear(3 * WIDTH, WIDTH)
        self.out = nn.Linear(2 * WIDTH, 2)
        self.drop = nn.Dropout(0.4)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of the lines, lines x 2, and those of the gate, lines x 1."""
        inputs = (batch.inputs - self.mean) * self.scale
        if self.training:
            inputs = inputs + 0.25 * torch.randn_like(inputs)
        first = torch.relu(self.entry(inputs))
        start = batch.padded(self.drop(first))
        mask = batch.padded(torch.ones(len(inputs), 1))
        size = batch.padded(batch.inputs[:, :1])
        grid = start
        for number, block in enumerate(self.blocks):
            if number == GATE_AT:
                gate = self.gate(grid)
                grid = (grid + self._article(start, torch.sigmoid(gate) * mask, size, mask)) * mask
            grid = (grid + torch.relu(_convolved(block, grid))) * mask
        around = self.drop(batch.lines(grid))
        return self.out(torch.cat([first, around], 1)), batch.lines(gate)

    def _article(
        self, start: torch.Tensor, gate: torch.Tensor, size: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Where the lines stand towards the article, and how like it they are."""
        inside, outside = gate * size, (mask - gate) * size
        article = (start * inside).sum(1) / (inside.sum(1) + 0.1)
        rest = (start * outside).sum(1) / (outside.sum(1) + 0.1)
        likeness = torch.cat(
            [
                start * article[:, None],
                start * rest[:, None],
                (article - rest)[:, None].expand_as(start),
            ],
            2,
        )
        return torch.relu(self.place(_places(gate, inside)) + self.context(likeness))


def _convolved(block: nn.Conv1d, grid: torch.Tensor) -> torch.Tensor:
    """The convolution as one product, which is twice as fast for so few numbers a line."""
    reach, columns = block.dilation[0], grid.shape[1]
    around = functional.pad(grid, (0, 0, reach, reach))
    taps = torch.cat([around[:, :columns], grid, around[:, 2 * reach :]], 2)
    weight = block.weight.permute(0, 2, 1).reshape(WIDTH, 3 * WIDTH)
    return functional.linear(taps, weight, block.bias)


def _places(gate: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
    """Shares of the article before and behind each line, and in windows on either side."""
    columns = gate.shape[1]
    index = torch.arange(columns)
    out = []
    for values in (gate, inside):
        total = values.sum(1, keepdim=True) + 0.1
        sums = functional.pad(values.cumsum(1), (0, 0, 1, 0))
        before = sums[:, :-1] / total
        out += [before, 1 - sums[:, 1:] / total]
        for window in WINDOWS:
            left = sums[:, index] - sums[:, (index - window).clamp(min=0)]
            right = sums[:, (index + 1 + window).clamp(max=columns)] - sums[:, index + 1]
            out += [left / window, right / window]
    out.append(torch.log1p(inside.sum(1, keepdim=True)).expand_as(gate) / 4)
    return torch.cat(out, 2)
