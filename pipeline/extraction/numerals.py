"""Numbers as English text writes them: the words, the digits, and what a numeral is.

`pipeline.extraction.numeral_reader` reads numerals from a list of `Token`, which a caller's lexer
makes by looking words up in `NUMBER_WORDS`. Arithmetic is `decimal.Decimal` throughout, exact for
up to `MAX_DIGITS` digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import IntEnum
from typing import NamedTuple

MAX_DIGITS = 34  # what decimal128(38, 4) holds left of the point
EXACT = Context(prec=80)  # no caller's setting of decimal can round an amount
_ONE = Decimal(1)

SPACES = " \u00a0\u202f\u2009\u2007"  # the spaces that typographers put between groups of digits

# Digits with groups and decimals ("1,250.50", "1'200'000", "12 590"; "1 , 500" from a tokenizer),
# an optional mixed fraction ("2 1/2", "2½"), or a fraction alone ("1/4", "½").
DIGITS = (
    rf"(?:(?:[0-9]{{1,3}}(?: , [0-9]{{3}})+(?![0-9])(?: \. [0-9]{{2}}(?![0-9]))?"
    rf"|[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,'’][0-9]+)*)"
    rf"(?:[{SPACES}-]?[0-9]{{1,2}}/[0-9]{{1,2}}(?![0-9/])|/[0-9]{{1,2}}(?![0-9/])"
    rf"|[{SPACES}]?[¼½¾⅛⅜⅝⅞])?|[¼½¾⅛⅜⅝⅞])"
)


class Kind(IntEnum):
    """What a number word does to the numeral it stands in."""

    DIGITS = 0
    UNIT = 1  # one ... nineteen
    TENS = 2  # twenty ... ninety
    HUNDRED = 3
    SCALE = 4  # thousand, million, lakh ...
    LETTER = 5  # k, m, bn: scales that must follow digits
    PLURAL = 6  # millions, tens, dozens
    PART = 7  # half, quarter, third
    VAGUE = 8  # several, few
    COUPLE = 9  # couple, pair
    POINT = 10
    OTHER = 11  # not a number word; a token that the caller's lexer wants to see


class NumberWord(NamedTuple):
    """The kind and the value of a word."""

    kind: Kind
    value: Decimal


class Token(NamedTuple):
    """A word or a run of digits in a text; ``end`` is exclusive."""

    start: int
    end: int
    kind: Kind
    value: Decimal
    unit: object = None


def _table(kind: Kind, words: str, first: int = 0, step: int = 1) -> dict[str, NumberWord]:
    return {
        word: NumberWord(kind, Decimal(first + step * index))
        for index, word in enumerate(words.split())
    }


def _named(kind: Kind, values: dict[str, str]) -> dict[str, NumberWord]:
    return {
        word: NumberWord(kind, Decimal(value))
        for words, value in values.items()
        for word in words.split()
    }


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
NUMBER_WORDS: dict[str, NumberWord] = {
    **_table(Kind.UNIT, _UNITS),
    **_table(Kind.TENS, "twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
    **_named(Kind.TENS, {"fourty": "40"}),
    **_named(Kind.UNIT, {"dozen": "12"}),
    **_named(Kind.HUNDRED, {"hundred": "100"}),
    **_named(
        Kind.SCALE,
        {
            "thousand": "1e3",
            "million mln mio millon": "1e6",
            "billion bln milliard mrd": "1e9",
            "trillion trln tln": "1e12",
            "quadrillion": "1e15",
            "lakh lac lkh": "1e5",
            "crore": "1e7",
            "multimillion": "1e6",
            "multibillion": "1e9",
            "multitrillion": "1e12",
        },
    ),
    **_named(
        Kind.LETTER,
        {
            "k thou": "1e3",
            "m mn mm mil mill": "1e6",
            "b bn bi": "1e9",
            "t tn trn tr": "1e12",
            "cr": "1e7",
            "l": "1e5",
        },
    ),
    **_named(
        Kind.PLURAL,
        {
            "tens": "10",
            "dozens": "12",
            "hundreds": "100",
            "thousands": "1e3",
            "millions": "1e6",
            "billions": "1e9",
            "trillions": "1e12",
            "lakhs lacs": "1e5",
            "crores": "1e7",
        },
    ),
    **_named(
        Kind.PART, {"half": "0.5", "quarter quarters": "0.25", "third thirds": f"0.{'3' * 45}"}
    ),
    **_named(Kind.VAGUE, {"several few": "2"}),
    **_named(Kind.COUPLE, {"couple": "2"}),
    **_named(Kind.POINT, {"point": "0"}),
}
_VULGAR = {
    "¼": "0.25", "½": "0.5", "¾": "0.75", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text.

    ``value`` is null for a bare magnitude ("billions", "several hundred thousand"), whose least
    value is ``low``. ``digits`` is the numeral's text where it begins with digits, and ``scale``
    what its magnitude words multiply by, so that a caller who knows the locale may read the digits
    anew with `digits_value`. ``approximate`` marks "a couple of". ``bare`` marks a singular
    magnitude word without a number before it ("million-dollar").
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    digits: str = ""
    scale: Decimal = _ONE
    approximate: bool = False
    bare: bool = False


def digits_value(raw: str, *, dot_groups: bool = False) -> Decimal | None:
    """The value of a run of digits, or ``None`` when it is none ("1.2.3").

    A comma before exactly three digits groups, else it is a decimal comma; a point is a decimal
    point unless it recurs. ``dot_groups`` makes a point before exactly three digits group too.
    """
    if len(raw) > 2 * MAX_DIGITS:
        return None
    whole, _, fraction = _split_fraction(raw)
    if fraction is None:
        return None
    value = _plain(whole, dot_groups) if whole else Decimal(0)
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and fraction else 0
    return value + fraction.scaleb(-places)  # "$3.62 3/4" is three quarters of a cent more


def _split_fraction(raw: str) -> tuple[str, str, Decimal | None]:
    """``"2 1/2"`` -> ``("2", "1/2", Decimal("0.5"))``."""
    if raw[-1] in _VULGAR:
        return raw[:-1].rstrip(SPACES), raw[-1], Decimal(_VULGAR[raw[-1]])
    if "/" not in raw:
        return raw, "", Decimal(0)
    head, _, below = raw.partition("/")
    match = re.search(rf"(?:^|[{SPACES}-])(\d+)\Z", head)
    if match is None or int(below) == 0 or int(match.group(1)) >= int(below):
        return raw, "", None
    fraction = EXACT.divide(Decimal(match.group(1)), Decimal(below))
    return head[: match.start()], below, +fraction.quantize(Decimal("1e-9")).normalize()


def _plain(raw: str, dot_groups: bool) -> Decimal | None:
    raw = re.sub(rf"[{SPACES}'’]", "", raw)
    commas, dots = raw.count(","), raw.count(".")
    if commas and dots:
        decimal = max(raw.rfind(","), raw.rfind("."))
        if raw.count(raw[decimal]) > 1:
            return None
        whole = raw[:decimal].replace(",", "").replace(".", "")
        return _number(f"{whole}.{raw[decimal + 1 :]}")
    if commas + dots > 1:
        groups = re.split("[.,]", raw)
        return _number("".join(groups)) if _are_groups(groups) else None
    if commas or dots:
        head, _, tail = raw.replace(",", ".").partition(".")
        may_group = len(tail) == 3 and len(head) <= 3 and head[:1] != "0"
        joint = "" if may_group and (commas or dot_groups) else "."
        return _number(f"{head}{joint}{tail}")
    return _number(raw)


def _are_groups(groups: list[str]) -> bool:
    """Thousands ("1", "144", "000") or the Indian system ("12", "34", "567")."""
    middle = {len(group) for group in groups[1:-1]}
    return (len(groups[0]) <= 3 and len(groups[-1]) == 3 and middle <= {3}) or middle == {2}


def _number(text: str) -> Decimal | None:
    return Decimal(text) if len(text) <= MAX_DIGITS + 10 else None
