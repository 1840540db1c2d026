"""What speaks for a doubtful figure: its look, the other figures, the countries that are named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pipeline.extraction.money.context import Document
from pipeline.extraction.money.currencies import code_of
from pipeline.extraction.money.figures import Figure

_WORD = re.compile(r"[ \u00a0-]?([^\W\d_]+)")
PAYS = re.compile(
    r"\b(?:paid|pays?|paying|payments?|cost\w*|pric\w+|fined?|fines|worth|earn\w*|spen[dt]\w*|"
    r"charg\w+|"
    r"bills?|salar\w+|wages?|budget\w*|fund\w*|invest\w*|loans?|debts?|bank\w*|tax\w*|profits?|"
    r"revenues?|sales|sold|sell\w*|bought|buy\w*|fees?|compensation|damages|bonus\w*|pension\w*|"
    r"cash|money|prizes?|rewards?|bribes?|donat\w+|rais\w+|sav\w+|deal|valued?|shares?|sterling|"
    r"pence|euros?|dollars?|economy|currency|exchange|afford\w*|rent\w*|subsid\w+|grant\w*|"
    r"deposit\w*|withdr\w+|owe\w*|allowance\w*|turnover|income|expens\w+|contract\w*|bid|"
    r"transfer\w*|"
    r"coins?|banknotes?|notes?|bets?|stake\w*|insur\w+|ticket\w*|cheaper|credit\w*|losses)\b",
    re.IGNORECASE,
)
BRITISH = {"£", "GBP", "penny", "quid"}


class Company:
    """The other figures of the document, as evidence for a doubtful one."""

    def __init__(self, text: str, figures: Sequence[Figure]) -> None:
        self._words = Counter(figure.piece.unit.word for figure in figures)
        self._letters = {figure.piece.unit.word for figure in figures if _is_sum(text, figure)}
        self._writings: dict[str, set[str]] = defaultdict(set)
        for figure in figures:
            if len(figure.piece.codes) == 1:
                self._writings[figure.piece.codes[0]].add(figure.piece.unit.word)

    def has_word(self, words: Iterable[str], but: Figure) -> bool:
        """Whether another figure than ``but`` is written with one of ``words``."""
        own = but.piece.unit.word
        return any(self._words[word] > (word == own) for word in words)

    def has_currency(self, figure: Figure) -> bool:
        """Whether a figure written differently has one of this one's currencies for certain."""
        own = {figure.piece.unit.word}
        return any(self._writings.get(code, own) - own for code in figure.piece.codes)

    def has_sure_sum(self, figure: Figure) -> bool:
        """Whether the document writes a sum that is nothing else with the figure's letter."""
        return figure.piece.unit.word in self._letters


_SUM_LETTERS = {"R", "N", "P"}


def _is_sum(text: str, figure: Figure) -> bool:
    """ "R3.4 million", "N96bn": letters that nobody writes before millions but for money.

    With a small magnitude: "P3M" is a length of time.
    """
    if figure.piece.unit.word not in _SUM_LETTERS or figure.numeral.scale < 1_000_000:
        return False
    touches = figure.before and figure.piece.end == figure.numeral.start
    return touches and text[figure.numeral.end - 1].islower()


def next_word(text: str, figure: Figure) -> str:
    """The word after the figure, in lower case."""
    match = _WORD.match(text, figure.end)
    return match[1].lower() if match else ""


def is_long(figure: Figure) -> bool:
    """Grouped digits or a magnitude: the look of a sum."""
    numeral = figure.numeral
    return numeral.scale >= 1000 or "," in numeral.digits or numeral.low is not None


def is_year(figure: Figure) -> bool:
    """Whether the digits look like a year ("2023")."""
    digits = figure.numeral.digits
    return len(digits) == 4 and digits.isdigit() and digits[:2] in ("19", "20")


def names_country(document: Document, figure: Figure) -> bool:
    """Whether the document, or the setting, has a country of one of the figure's currencies."""
    codes = figure.piece.codes
    if document.country and code_of(document.country, codes):
        return True
    return any(code_of(country, codes) for country in document.country_places)


def plain_phrase(document: Document, figure: Figure) -> bool:
    """The text is a phrase of little more than the figure: nothing speaks against it."""
    return len(document.text) - (figure.end - figure.start) <= 12
