"""The one pass over a text that finds digits, number words and everything that names a currency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from pipeline.extraction.money.currencies import Unit, crypto_lexicon, lexicon, scaled_codes
from pipeline.extraction.money.words import CRYPTO_SIGNS, SIGNS
from pipeline.extraction.numerals import DIGITS, NUMBER_WORDS, Kind, NumberWord, Token

_SIGNS = "".join(re.escape(sign) for sign in (*SIGNS, *CRYPTO_SIGNS))
# A word is a run of letters; a few currencies have a hyphen or an apostrophe in their name.
_SCAN = re.compile(
    rf"{DIGITS}|GH[¢₵]|S/\.?(?=[ ]?\d)|L\.E\b\.?|[{_SIGNS}]|[Dd]-[Mm]arks?|[Ss]o['ʻ’]m"
    r"|[Pp]a['ʻ’]anga|[^\W\d_]+"
)
_ZERO = Decimal(0)
_Entry = tuple[Kind, Decimal, Unit | None]
_WORD: NumberWord = NumberWord(Kind.OTHER, _ZERO)


def lex(text: str, crypto: bool) -> list[Token]:
    """Digits, number words and currency units of ``text``, in order.

    A token's ``unit`` is the `Unit` when it can name a currency; one token may be both ("m").
    """
    find = _entries(crypto).get
    tokens: list[Token] = []
    for match in _SCAN.finditer(text):
        word = match[0]
        entry = find(word)
        if entry is not None:
            tokens.append(Token(match.start(), match.end(), *entry))
        elif word[0] <= "9" or word[0] in "¼½¾⅛⅜⅝⅞":
            tokens.append(Token(match.start(), match.end(), Kind.DIGITS, _ZERO))
    return tokens


@cache
def _entries(crypto: bool) -> dict[str, _Entry]:
    """Spelling -> kind and value as a number, and the unit. One look-up a word is what speed needs.

    Words are there in lower case, capitalised and in capitals.
    """
    units = {**scaled_codes(), **(crypto_lexicon() if crypto else lexicon())}
    table: dict[str, _Entry] = {}
    for word in (*units, *NUMBER_WORDS):
        for spelling in _spellings(word):
            unit = units.get(spelling) or units.get(word)
            table.setdefault(spelling, (*NUMBER_WORDS.get(word.lower(), _WORD), unit))
    return table


def _spellings(word: str) -> Iterator[str]:
    yield word
    if word.islower():
        yield word.capitalize()
        yield word.upper()
