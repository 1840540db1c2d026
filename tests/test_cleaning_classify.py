"""Where the model's scores and the speech of a line meet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.cleaning.bars import FEW
from pipeline.cleaning.classify import FOREIGN, KEEP_REPORTED, KNOWN, classify
from pipeline.cleaning.model import Scores
from pipeline.cleaning.view import view_of

REPORT = "The regulator fined the airline 40 million euros, said the court: no consent, no cookies."
BRIEF = "A court has looked at cookies."
BANNER = "We and our partners use cookies. Accept all cookies to continue."
PLAIN = "Ten recipes with courgettes and a little more salt than you would think."


class Told:
    """A model that gives every line the same scores."""

    def __init__(self, article: float, consent: float, known: float = 1) -> None:
        self.scored = article, consent, known

    def scores(self, view: Any, markup: Any = None) -> Scores:
        return Scores(*(np.full(view.lines, score, np.float32) for score in self.scored))


@pytest.mark.parametrize(
    ("line", "article", "consent", "kept"),
    [
        (REPORT, 0.3, 0.1, True),
        (REPORT, 0.3, 0.6, True),
        (REPORT, 0.0, 1.0, True),
        (BRIEF, KEEP_REPORTED, 0.1, True),
        (BRIEF, KEEP_REPORTED - 0.05, 0.1, False),
        (BRIEF, 0.3, 0.9, True),
        (BRIEF, 0.3, 0.96, False),
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


@pytest.mark.parametrize(
    ("line", "consent", "known", "kept"),
    [
        (PLAIN, 0.7, 1.0, False),
        (PLAIN, 0.7, KNOWN - 0.05, True),
        (PLAIN, FOREIGN + 0.05, KNOWN - 0.05, False),
        (BANNER, 0.7, KNOWN - 0.05, False),  # it speaks of cookies, whatever the language
    ],
)
def test_words_that_the_model_does_not_know_are_no_consent_speech(
    line: str, consent: float, known: float, kept: bool
) -> None:
    view = view_of("\n".join([line] * (FEW + 1)))
    model = Told(0.9, consent, known)
    verdicts = classify(view, [None] * view.lines, model=model)  # type: ignore[arg-type]
    assert verdicts.keep.tolist() == [kept] * view.lines
