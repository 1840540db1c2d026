"""Which lines are the article: the block model and the named rules together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.kinds import ARTICLE_KINDS, Kind
from pipeline.cleaning.rules import matches
from pipeline.cleaning.view import CharClass, TextView


@dataclass(slots=True)
class Verdicts:
    """Per line of a `TextView`: kept or not, kind, who decided, and the model's score.

    Filled step by step; the parts of cleaning refine what an earlier one said.
    """

    keep: npt.NDArray[np.bool_]
    kinds: list[Kind]
    reasons: list[str]
    scores: npt.NDArray[np.float64] | None

    def drop(self, line: int, kind: Kind, reason: str) -> None:
        """Drop one line, for a reason that can be named."""
        self.keep[line] = False
        self.kinds[line] = kind
        self.reasons[line] = reason


def everything(view: TextView, hints: list[Kind | None]) -> Verdicts:
    """All lines kept: cleaning switched off."""
    kinds = line_kinds(view, hints)
    return Verdicts(np.ones(view.lines, np.bool_), kinds, ["off"] * view.lines, None)


def classify(view: TextView, hints: list[Kind | None]) -> Verdicts:
    """Judge every line. ``hints`` are the kinds that markup gave, None for plain text."""
    verdicts = everything(view, hints)
    verdicts.reasons = ["model"] * view.lines
    for line, rule in matches(view):
        verdicts.drop(line, rule.kind, f"rule:{rule.name}")
    return verdicts


def line_kinds(view: TextView, hints: list[Kind | None]) -> list[Kind]:
    """What each line is, taken as part of the article."""
    first = view.classes[view.line_start]
    last = view.classes[view.line_end - 1]
    length = view.line_end - view.line_start
    heading = (length <= 120) & (last != CharClass.STOP) & (last != CharClass.COMMA)
    heading &= (first == CharClass.UPPER) | (first == CharClass.LETTER) | (first == CharClass.DIGIT)
    item = (first == CharClass.BULLET) | (first == CharClass.DASH)
    tabs = np.bincount(
        np.searchsorted(view.line_start, np.flatnonzero(view.classes == CharClass.TAB), "right"),
        minlength=view.lines + 1,
    )[1:]
    guess = np.select(
        [item, tabs >= 1, heading], [Kind.LIST_ITEM, Kind.TABLE_ROW, Kind.HEADING], Kind.PARAGRAPH
    ).tolist()
    return [
        hint if hint in ARTICLE_KINDS else Kind(own) for hint, own in zip(hints, guess, strict=True)
    ]
