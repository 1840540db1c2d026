"""The one pass over a text that finds digits, number words and everything that names a currency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from pipeline.extraction.money.currencies import Unit, crypto_lexicon, lexicon, scaled_code
from pipeline.extraction.money.words import SIGNS
from pipeline.extraction.numerals import DIGITS, NUMBER_WORDS, Kind, Token

_SIGNS = "".join(re.escape(sign) for sign in SIGNS)
# A word is a run of letters; a few currencies have a hyphen or an apostrophe in their name.
_SCAN = re.compile(
    rf"{DIGITS}|GH[¢₵]|S/\.?(?=[ ]?\d)|L\.E\b\.?|[{_SIGNS}]|[Dd]-[Mm]arks?|[Ss]o['ʻ’]m|[Pp]a['ʻ’]anga|[^\W\d_]+"
)
_ZERO = Decimal(0)


def lex(text: str, crypto: bool) -> list[Token]:
    """Digits, number words and currency units of ``text``, in order.

    A token's ``unit`` is the `Unit` when it can name a currency; one token may be both ("m").
    """
    units: Mapping[str, Unit] = crypto_lexicon() if crypto else lexicon()
    numbers = NUMBER_WORDS
    tokens: list[Token] = []
    for match in _SCAN.finditer(text):
        word = match.group()
        first = word[0]
        if first.isdecimal() or first in "¼½¾⅓⅔⅛⅜⅝⅞":
            tokens.append(Token(match.start(), match.end(), Kind.DIGITS, _ZERO))
            continue
        lower = word.lower()
        unit = units.get(word) or units.get(lower) or _scaled(word)
        number = numbers.get(lower)
        if unit is not None or number is not None:
            kind, value = number or (Kind.OTHER, _ZERO)
            tokens.append(Token(match.start(), match.end(), kind, value, unit))
    return tokens


def _scaled(word: str) -> Unit | None:
    return scaled_code(word) if 4 <= len(word) <= 5 and word[-3:].isupper() else None
