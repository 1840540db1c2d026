"""Losses whose brackets stand within the sign, as company reports write them: "$(14.2) million"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from pipeline.extraction.numerals import EXACT, NUMBER_WORDS, SPACES, Numeral

_ENDS = re.compile(rf"\)(?:[{SPACES}]?(thousand|million|billion|trillion|bn|m)(?!\w))?")
_ONE = Decimal(1)


def is_loss(text: str, numeral: Numeral) -> bool:
    """Whether a bracket closes behind a numeral that looks like a sum; "$(1)" is of a script."""
    match = (
        _ENDS.match(text, numeral.end) if text[numeral.start - 1 : numeral.start] == "(" else None
    )
    return bool(match and (match[1] or set(numeral.digits) & {".", ","}))


def bracketed(text: str, numeral: Numeral) -> tuple[Numeral, int]:
    """The numeral of a loss with the magnitude behind its bracket, and where that ends."""
    match = _ENDS.match(text, numeral.end)
    assert match is not None, "the caller asks is_loss first"
    scale = NUMBER_WORDS[match[1]].value if match[1] else _ONE
    value = None if numeral.value is None else EXACT.multiply(numeral.value, scale)
    return replace(numeral, value=value, scale=scale), match.end()
