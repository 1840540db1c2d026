"""Which lines are the article: the block model and the named rules together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.bars import bars
from pipeline.cleaning.features import Floats
from pipeline.cleaning.fragments import inside_sentences
from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.model import BlockModel, shipped
from pipeline.cleaning.rules import matches
from pipeline.cleaning.speech import speech_counts
from pipeline.cleaning.view import CharClass, Ints, TextView

CONSENT, ADDRESSED, REPORTED = 0.5, 0.4, 0.95
"""Lines of at least this score are consent speech: of any line, of one that says "we" or "you"
twice, and of one that reports ("said", "percent") and addresses nobody, or that does so
once and may well be article (a score of `POSSIBLE`). One that reports twice, on consent, and
addresses nobody is none."""
FOREIGN, KNOWN = 0.7, 0.5
"""The bar of a line that has no word of the topic and of whose words the model knows less than this
share: of a language that it has not learnt it cannot tell what the words say."""
POSSIBLE = 0.18
KEEP_REPORTED = 0.15
"""A line that reports on consent and addresses nobody is kept from this score on: it has the words
of banners, which the model sees more often than writing about them."""

Hints = Sequence[Kind | None]


@dataclass(slots=True)
class Verdicts:
    """Per line of a `TextView`: kept or not, kind, who decided, and the model's score.

    Filled step by step; the parts of cleaning refine what an earlier one said.
    """

    keep: npt.NDArray[np.bool_]
    kinds: list[Kind]
    reasons: list[str]
    scores: npt.NDArray[np.float32] | None

    def drop(self, line: int, kind: Kind, reason: str) -> None:
        """Drop one line, for a reason that can be named."""
        self.keep[line] = False
        self.kinds[line] = kind
        self.reasons[line] = reason


def everything(view: TextView, hints: Hints) -> Verdicts:
    """All lines kept: cleaning switched off."""
    kinds = line_kinds(view, hints)
    return Verdicts(np.ones(view.lines, np.bool_), kinds, ["off"] * view.lines, None)


def classify(
    view: TextView,
    hints: Hints,
    markup: Floats | None = None,
    model: BlockModel | None = None,
) -> Verdicts:
    """Judge every line. ``hints`` are the kinds that markup gave, None for plain text;
    ``markup`` as in `features`."""
    if not view.lines:
        return everything(view, hints)
    article, consent, known = (model or shipped()).scores(view, markup)
    speech = consent >= ADDRESSED
    if speech.any():
        speech &= consent >= _consent_bar(view, article, known)
    keep = (article >= bars(view, article, markup)) & ~speech
    doubtful = ~keep & ~speech
    if doubtful.any():
        keep |= doubtful & _on_consent(view, article)
    inside = inside_sentences(view, keep) & ~speech
    keep |= inside
    kinds = line_kinds(view, hints)
    menu = _menu_like(view).tolist()
    for line in np.flatnonzero(~keep).tolist():
        kinds[line] = Kind.NAVIGATION if menu[line] else Kind.BOILERPLATE
    verdicts = Verdicts(keep, kinds, ["model"] * view.lines, article)
    for line in np.flatnonzero(inside).tolist():
        verdicts.reasons[line] = "rule:inside-sentence"
    for line in np.flatnonzero(speech).tolist():
        verdicts.drop(line, Kind.CONSENT, "model:consent")
    apply_rules(view, verdicts)
    return verdicts


def apply_rules(view: TextView, verdicts: Verdicts) -> None:
    """Firm rules decide; the others name what the model dropped, consent apart."""
    for line in (np.bincount(view.word_line, minlength=view.lines) == 0).nonzero()[0].tolist():
        verdicts.drop(line, Kind.BOILERPLATE, "rule:no-words")
    kept = verdicts.keep.tolist()
    scores = np.zeros(view.lines, np.float32) if verdicts.scores is None else verdicts.scores
    unnamed = np.array(
        [not k and r == "model" for k, r in zip(kept, verdicts.reasons, strict=True)], np.bool_
    )
    for line, rule in matches(view, unnamed, scores):
        if rule.firm and scores[line] < rule.bar:
            verdicts.drop(line, rule.kind, f"rule:{rule.name}")
        elif unnamed[line]:
            verdicts.drop(line, rule.kind, f"model+{rule.name}")


def _consent_bar(view: TextView, article: Floats, known: Floats) -> npt.NDArray[np.float64]:
    topic, address, report = speech_counts(view)
    reports = (report > 0) & ((address == 0) | ((address == 1) & (article >= POSSIBLE)))
    foreign = (topic == 0) & (known < KNOWN)
    certain = _only_reports(topic, address, report)
    bars = [np.inf, REPORTED, FOREIGN, ADDRESSED]
    return np.select([certain, reports, foreign, address >= 2], bars, CONSENT)


def _on_consent(view: TextView, article: Floats) -> npt.NDArray[np.bool_]:
    """Lines that report on consent ("fined", "percent") and do not speak to the reader."""
    topic, address, report = speech_counts(view)
    likely = (topic > 0) & (report > address) & (address < 2) & (article >= KEEP_REPORTED)
    return np.asarray(likely | _only_reports(topic, address, report))


def _only_reports(topic: Ints, address: Ints, report: Ints) -> npt.NDArray[np.bool_]:
    """Lines on consent that are article whatever their score: "The court fined ..."."""
    certain: npt.NDArray[np.bool_] = (topic > 0) & (report >= 2) & (address == 0)
    return certain


def _menu_like(view: TextView) -> npt.NDArray[np.bool_]:
    """Menus are short and have no sentence; what else is dropped has no name."""
    menu: npt.NDArray[np.bool_] = view.line_end - view.line_start <= 60
    menu &= view.classes[view.line_end - 1] != CharClass.STOP
    return menu


def line_kinds(view: TextView, hints: Hints) -> list[Kind]:
    """What each line is, taken as part of the article."""
    first = view.classes[view.line_start]
    last = view.classes[view.line_end - 1]
    length = view.line_end - view.line_start
    heading = (length <= 120) & (last != CharClass.STOP) & (last != CharClass.COMMA)
    heading &= (first == CharClass.UPPER) | (first == CharClass.LETTER) | (first == CharClass.DIGIT)
    item = (first == CharClass.BULLET) | (first == CharClass.DASH)
    tab = np.flatnonzero(view.classes == CharClass.TAB)
    inside = np.searchsorted(view.line_start, tab, "right") - 1
    inside = inside[(inside >= 0) & (tab < view.line_end[inside])]
    row = np.bincount(inside, minlength=view.lines) > 0
    guess = np.select([item, row, heading], [0, 1, 2], 3).tolist()
    names = (Kind.LIST_ITEM, Kind.TABLE_ROW, Kind.HEADING, Kind.PARAGRAPH)
    return [names[own] if hint is None else hint for hint, own in zip(hints, guess, strict=True)]
