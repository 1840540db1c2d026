"""Where the model's scores and the speech of a line meet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.cleaning.bars import FEW
from pipeline.cleaning.classify import KEEP_REPORTED, classify
from pipeline.cleaning.view import view_of

REPORT = "The regulator fined the airline 40 million euros, said the court: no consent, no cookies."
BANNER = "We and our partners use cookies. Accept all cookies to continue."
PLAIN = "Ten recipes with courgettes and a little more salt than you would think."


class Told:
    """A model that gives every line the same scores."""

    def __init__(self, article: float, consent: float) -> None:
        self.pair = article, consent

    def scores(self, view: Any, markup: Any = None) -> tuple[np.ndarray, np.ndarray]:
        article, consent = (np.full(view.lines, score, np.float32) for score in self.pair)
        return article, consent


@pytest.mark.parametrize(
    ("line", "article", "consent", "kept"),
    [
        (REPORT, 0.3, 0.1, True),
        (REPORT, 0.3, 0.6, True),
        (REPORT, KEEP_REPORTED - 0.05, 0.1, False),
        (REPORT, 0.3, 0.9, True),
        (REPORT, 0.3, 0.96, False),
        (BANNER, 0.3, 0.1, False),
        (BANNER, 0.9, 0.6, False),
        (PLAIN, 0.3, 0.1, False),
        (PLAIN, 0.9, 0.1, True),
    ],
)
def test_reports_on_consent_are_kept_when_in_doubt(
    line: str, article: float, consent: float, kept: bool
) -> None:
    view = view_of("\n".join([line] * (FEW + 1)))
    verdicts = classify(view, [None] * view.lines, model=Told(article, consent))  # type: ignore[arg-type]
    assert verdicts.keep.tolist() == [kept] * view.lines
