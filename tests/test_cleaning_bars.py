"""From which score on a line is kept."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.cleaning.bars import KEEP, KEEP_ALONE, KEEP_FEW, KEEP_LOST, bars
from pipeline.cleaning.features import MARKUP
from pipeline.cleaning.view import view_of

LONG = "The harbour board said on Monday that ferries would run all night from May."
VIEW = view_of(f"{LONG}\n{LONG}\nMenu\nHome")


def needed(scores: list[float], witnessed: list[float]) -> list[float]:
    markup = np.zeros((4, MARKUP), np.float32)
    markup[:, 0] = witnessed
    found = bars(VIEW, np.array(scores, np.float32), markup)
    return [float(bar) for bar in np.broadcast_to(found, 4)]


def test_plain_text_has_one_bar() -> None:
    assert bars(VIEW, np.array([0.9, 0.9, 0.1, 0.1], np.float32), None) == KEEP


def test_a_line_or_two_alone_need_less() -> None:
    assert bars(view_of(f"{LONG}\n{LONG}"), np.array([0.3, 0.3], np.float32), None) == KEEP_FEW


@pytest.mark.parametrize(
    ("scores", "witnessed", "expected"),
    [
        ([0.9, 0.9, 0.1, 0.1], [0, 0, 0, 0], [KEEP] * 4),  # nobody found an article
        ([0.9, 0.9, 0.1, 0.1], [1, 1, -1, -1], [KEEP, KEEP, KEEP_ALONE, KEEP_ALONE]),
        (
            [0.9, 0.3, 0.1, 0.1],
            [1, 1, -1, -1],
            [KEEP_LOST] * 2 + [KEEP_ALONE] * 2,
        ),  # half of it would go
        ([0.9, 0.9, 0.1, 0.1], [1, 1, 1, 1], [KEEP] * 4),  # a short line that would go is little
    ],
)
def test_a_line_that_others_take_needs_less_than_one_that_they_leave(
    scores: list[float], witnessed: list[float], expected: list[float]
) -> None:
    assert needed(scores, witnessed) == expected
