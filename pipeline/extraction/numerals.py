"""Numbers as English text writes them: digits with any grouping, words, and mixtures of both.

A numeral is read from a list of `Token`, which a caller's lexer makes by looking words up in
`NUMBER_WORDS`. Arithmetic is `decimal.Decimal` throughout, exact for up to `MAX_DIGITS` digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import IntEnum
from typing import NamedTuple

MAX_DIGITS = 34  # what decimal128(38, 4) holds left of the point
_EXACT = Context(prec=80)
_ONE, _HALF, _CENTS = Decimal(1), Decimal("0.5"), Decimal("0.01")

SPACES = " \u00a0\u202f\u2009\u2007"  # the spaces that typographers put between groups of digits

# Digits with groups and decimals ("1,250.50", "1'200'000", "12 590"), an optional mixed fraction
# ("2 1/2", "2½"), or a fraction alone ("1/4", "½").
DIGITS = (
    rf"(?:(?:[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,'’][0-9]+)*)"
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
            "thousand thousands_": "1e3",
            "million mln mio millon": "1e6",
            "billion bln milliard mrd": "1e9",
            "trillion trln": "1e12",
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
            "k thou grand": "1e3",
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
del NUMBER_WORDS["thousands_"]

_MULTI = {"multimillion", "multibillion", "multitrillion"}
_GAPS = {"", *SPACES, "-", "‐", "‑", "  "}
_ARTICLE = re.compile(r"(?<!\w)an?[ \u00a0-]\Z", re.IGNORECASE)
_AND_PART = re.compile(
    r"[ \u00a0-]and[ \u00a0-](?:(?:a|one)[ \u00a0-])?(?P<count>three[ \u00a0-])?"
    r"(?P<part>half|quarters?)(?!\w)",
    re.IGNORECASE,
)
_OF_A = re.compile(r"(?:[ \u00a0-](?:of[ \u00a0-])?)?(?:an?[ \u00a0-])?", re.IGNORECASE)
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
    return None if value is None else value + fraction


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
    fraction = _EXACT.divide(Decimal(match.group(1)), Decimal(below))
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


def read_numeral(text: str, tokens: Sequence[Token], index: int) -> tuple[Numeral, int] | None:
    """The longest numeral that begins with ``tokens[index]``, and the index after its last token.

    A preceding article belongs to it ("a hundred", "a few million"). ``None`` when no numeral
    begins there.
    """
    kind = tokens[index].kind
    if kind is Kind.DIGITS:
        return _read_digits(text, tokens, index)
    if kind in _VAGUE_STARTS:
        return _read_vague(text, tokens, index)
    if kind is Kind.PART:
        return _read_part(text, tokens, index)
    if kind in _CARDINAL:
        return _read_words(text, tokens, index)
    return None


_VAGUE_STARTS = {Kind.PLURAL, Kind.VAGUE, Kind.COUPLE}
_CARDINAL = {Kind.UNIT, Kind.TENS, Kind.HUNDRED, Kind.SCALE}


def joined(text: str, end: int, start: int) -> bool:
    """Whether only a space or hyphen stands between two tokens (or a line break within words)."""
    gap = text[end:start] if start - end <= 2 else "?"
    return gap in _GAPS or (gap == "\n" and text[start : start + 1].islower())


def _read_digits(text: str, tokens: Sequence[Token], index: int) -> tuple[Numeral, int] | None:
    token = tokens[index]
    digits = text[token.start : token.end]
    value = digits_value(digits)
    if value is None:
        return None
    end, extra, after = _and_part(text, token.end)
    if extra and not _scale_follows(text, tokens, index + 1, end):
        end, extra, after = token.end, Decimal(0), False
    scale, end, index = _read_scales(text, tokens, _after(tokens, index + 1, end), end)
    decimals, end, index = _read_decimals(text, tokens, index, end)
    if not after:
        end, half = _half_of_scale(text, end, scale)
        extra += half / scale
    total = _EXACT.multiply(value + extra + decimals, scale)
    return Numeral(token.start, end, total, digits=digits, scale=scale), index


def _scale_follows(text: str, tokens: Sequence[Token], index: int, end: int) -> bool:
    index = _after(tokens, index, end)
    return index < len(tokens) and _is_scale(text, tokens[index], end)


def _after(tokens: Sequence[Token], index: int, end: int) -> int:
    """The first token from ``index`` on that begins at ``end`` or later."""
    while index < len(tokens) and tokens[index].start < end:
        index += 1
    return index


def _and_part(text: str, end: int) -> tuple[int, Decimal, bool]:
    """``" and a half"`` at ``end``: where it ends, its value, and that it is there."""
    match = _AND_PART.match(text, end)
    if match is None:
        return end, Decimal(0), False
    part = _HALF if match["part"].lower() == "half" else Decimal("0.25")
    return match.end(), part * (3 if match["count"] else 1), True


def _half_of_scale(text: str, end: int, scale: Decimal) -> tuple[int, Decimal]:
    """ "a million and a half": half of the million."""
    if scale < 1000:
        return end, Decimal(0)
    end, part, _ = _and_part(text, end)
    return end, part * scale


def _read_scales(
    text: str, tokens: Sequence[Token], index: int, end: int
) -> tuple[Decimal, int, int]:
    """Magnitude words from ``index`` on: their product, where they end, the next index."""
    scale = _ONE
    while index < len(tokens):
        token = tokens[index]
        if not _is_scale(text, token, end):
            break
        scale, end, index = _EXACT.multiply(scale, token.value), token.end, index + 1
        if token.kind is Kind.LETTER or scale > Decimal("1e18"):
            break
    return scale, end, index


def _is_scale(text: str, token: Token, end: int) -> bool:
    if token.kind in (Kind.SCALE, Kind.HUNDRED):
        return joined(text, end, token.start)
    if token.kind is Kind.PLURAL:  # "five lakhs", "2 millions"
        return token.value >= 100 and joined(text, end, token.start)
    if token.kind is Kind.UNIT:
        return (
            token.value == 12
            and text[token.start : token.start + 1] in "dD"
            and (joined(text, end, token.start))
        )
    return token.kind is Kind.LETTER and _is_letter_scale(text, token, end)


def _is_letter_scale(text: str, token: Token, end: int) -> bool:
    """ "5m", "5 bn", "5-mln"; a lone letter touches its digits or is an "m" or "k" ("$5 m")."""
    gap = text[end : token.start] if token.start - end <= 1 else "?"
    after = text[token.end : token.end + 1]
    if token.end - token.start > 1:
        return gap in _GAPS
    if after == "." and text[token.end + 1 : token.end + 2].isalpha():  # "$5 M.N."
        return False
    if after in {"&", "'", "’"} or (after == "-" and text[token.end + 1 : token.end + 2].isdigit()):
        return False
    return gap == "" or (gap in SPACES and text[token.start] in "mMkK")


def _read_decimals(
    text: str, tokens: Sequence[Token], index: int, end: int
) -> tuple[Decimal, int, int]:
    """ "point three five" from ``index`` on."""
    digits = ""
    if _continues(text, tokens, index, end, Kind.POINT):
        cursor, last = index + 1, tokens[index].end
        while cursor < len(tokens) and joined(text, last, tokens[cursor].start):
            token = tokens[cursor]
            if token.kind is Kind.UNIT and token.value < 10:
                digits += str(token.value)
            elif token.kind is Kind.DIGITS and text[token.start : token.end].isdigit():
                digits += text[token.start : token.end]
            else:
                break
            cursor, last = cursor + 1, token.end
        if 0 < len(digits) <= MAX_DIGITS:
            return Decimal(f"0.{digits}"), last, cursor
    return Decimal(0), end, index


def _continues(text: str, tokens: Sequence[Token], index: int, end: int, kind: Kind) -> bool:
    return (
        index < len(tokens)
        and tokens[index].kind is kind
        and joined(text, end, tokens[index].start)
    )


def _with_article(text: str, start: int) -> int:
    match = _ARTICLE.search(text, max(0, start - 4), start)
    return match.start() if match else start


def _read_vague(text: str, tokens: Sequence[Token], index: int) -> tuple[Numeral, int]:
    """ "billions", "tens of millions of", "several hundred thousand", "a couple of million"."""
    first = tokens[index]
    low, end, index = first.value, first.end, index + 1
    while index < len(tokens):
        token = tokens[index]
        gap = text[end : token.start] if token.start - end <= 4 else "?"
        if token.kind not in (Kind.SCALE, Kind.HUNDRED, Kind.PLURAL):
            break
        if gap not in _GAPS and gap not in {" of ", "\u00a0of ", " a "}:
            break
        low, end, index = _EXACT.multiply(low, token.value), token.end, index + 1
        if low > Decimal("1e18"):
            break
    start = first.start if first.kind is Kind.PLURAL else _with_article(text, first.start)
    if first.kind is Kind.COUPLE:
        return Numeral(start, end, low, scale=low, approximate=True), index
    return Numeral(start, end, None, low=low, scale=low), index


def _read_part(text: str, tokens: Sequence[Token], index: int) -> tuple[Numeral, int] | None:
    """ "half a million", "a quarter of a million", "half-billion"."""
    token = tokens[index]
    gap = _OF_A.match(text, token.end)
    assert gap is not None, "the pattern matches the empty string"
    scale, end, after = _read_scales(text, tokens, index + 1, gap.end())
    start = _with_article(text, token.start)
    if scale < 100:
        return None
    value = _ended(_EXACT.multiply(token.value, scale))
    return Numeral(start, end, value, scale=scale), after


def _ended(value: Decimal) -> Decimal:
    """Thirds have no end; they are cut at two decimals."""
    exponent = value.as_tuple().exponent
    endless = isinstance(exponent, int) and exponent < -20
    return value.quantize(_CENTS, context=_EXACT) if endless else value


def _read_words(text: str, tokens: Sequence[Token], index: int) -> tuple[Numeral, int]:
    first = tokens[index]
    bare = first.kind in (Kind.SCALE, Kind.HUNDRED)
    several = text[first.start : first.end].lower() in _MULTI
    article = (bare and not several) or first.value == 12
    start = _with_article(text, first.start) if article else first.start
    if bare and start == first.start:
        scale, end, index = _read_scales(text, tokens, index, first.start)
        return Numeral(start, end, None, low=scale, scale=scale, bare=True), index
    value, scale, end, index = _cardinal(text, tokens, index)
    parts = _parts_of_scale(text, tokens, index, end, value)
    if parts is not None:
        amount, scale, end, index = parts
        return Numeral(start, end, amount, scale=scale), index
    decimals, end, index = _read_decimals(text, tokens, index, end)
    if decimals:
        scale, end, index = _read_scales(text, tokens, index, end)
        return Numeral(start, end, _EXACT.multiply(value + decimals, scale), scale=scale), index
    return _with_and_half(text, tokens, Numeral(start, end, value, scale=scale), index)


def _with_and_half(
    text: str, tokens: Sequence[Token], number: Numeral, index: int
) -> tuple[Numeral, int]:
    """ "two and a half billion", "a million and a half"."""
    end, part, found = _and_part(text, number.end)
    assert number.value is not None, "a cardinal has a value"
    if not found:
        return number, index
    scale, end, after = _read_scales(text, tokens, _after(tokens, index, end), end)
    if scale > 1:
        value = _EXACT.multiply(number.value + part, scale)
        return Numeral(number.start, end, value, scale=scale), after
    value = number.value + part * number.scale
    return Numeral(number.start, end, value, scale=number.scale), index


def _cardinal(text: str, tokens: Sequence[Token], index: int) -> tuple[Decimal, Decimal, int, int]:
    """Value, greatest magnitude word, end, next index of "two hundred and five thousand"."""
    total, current, scale = Decimal(0), Decimal(0), _ONE
    ceiling, last, end = Decimal("Infinity"), None, tokens[index].start
    while index < len(tokens):
        token = tokens[index]
        if last is not None and not _adjoins(text, end, token, last):
            break
        if token.kind is Kind.UNIT and token.value == 12 and text[token.start] in "dD":
            current = (current or _ONE) * 12
        elif token.kind in (Kind.UNIT, Kind.TENS):
            if not _fits(current, token.value, last):
                break
            current += token.value
        elif token.kind is Kind.HUNDRED and current < 100:
            current = (current or _ONE) * 100
        elif token.kind is Kind.SCALE or (token.kind is Kind.PLURAL and token.value >= 100):
            total, current, ceiling = _scaled(total, current, token.value, ceiling)
            scale = max(scale, token.value)
        else:
            break
        last, end, index = token.kind, token.end, index + 1
        if total > Decimal("1e30"):
            break
    return total + current, scale, end, index


def _scaled(
    total: Decimal, current: Decimal, scale: Decimal, ceiling: Decimal
) -> tuple[Decimal, Decimal, Decimal]:
    if scale < ceiling:
        return total + (current or _ONE) * scale, Decimal(0), scale
    return _EXACT.multiply(total + current, scale), Decimal(0), scale  # "two thousand million"


def _adjoins(text: str, end: int, token: Token, last: Kind) -> bool:
    if joined(text, end, token.start):
        return True
    gap = text[end : token.start] if token.start - end <= 5 else "?"
    return (
        last in (Kind.HUNDRED, Kind.SCALE)
        and token.kind in (Kind.UNIT, Kind.TENS)
        and gap in {" and ", "-and-", "\u00a0and "}
    )


def _fits(current: Decimal, value: Decimal, last: Kind | None) -> bool:
    """Whether "five" may follow: after "twenty", "hundred" or "thousand", but not after "six"."""
    if last is None or last in (Kind.HUNDRED, Kind.SCALE):
        return True
    return last is Kind.TENS and value < 10 and current % 10 == 0


def _parts_of_scale(
    text: str, tokens: Sequence[Token], index: int, end: int, count: Decimal
) -> tuple[Decimal, Decimal, int, int] | None:
    """ "three quarters of a million" after its "three": value, scale, end, next index."""
    if not _continues(text, tokens, index, end, Kind.PART):
        return None
    gap = _OF_A.match(text, tokens[index].end)
    assert gap is not None, "the pattern matches the empty string"
    scale, last, after = _read_scales(text, tokens, index + 1, gap.end())
    if scale < 100:
        return None
    value = _EXACT.multiply(_EXACT.multiply(count, tokens[index].value), scale)
    return _ended(value), scale, last, after
