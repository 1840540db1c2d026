"""Reads numerals that mix digits and words: "2.5 hundred thousand", "half a million", "tens of".

Every function takes the text, its tokens and the index of the next one, and gives what it read with
the index after it, so that one pass suffices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.extraction.numerals import (
    EXACT,
    MAX_DIGITS,
    SPACES,
    Kind,
    Numeral,
    Token,
    digits_value,
)

_ONE, _HALF, _CENTS = Decimal(1), Decimal("0.5"), Decimal("0.01")
_MULTI = {"multimillion", "multibillion", "multitrillion"}
_GAPS = {"", *SPACES, "-", "‐", "‑", "  "}
_ARTICLE = re.compile(r"(?<!\w)an?[ \u00a0-]\Z", re.IGNORECASE)
_OF_A = re.compile(r"(?:[ \u00a0-](?:of[ \u00a0-])?)?(?:an?[ \u00a0-])?", re.IGNORECASE)
_RANGE_OF_SCALES = re.compile(r"-\d[\d.,]*[ \u00a0]?(?:[kmb]|mn|mln|bn|tn)\b", re.IGNORECASE)
_AND_PART = re.compile(
    r"[ \u00a0-]and[ \u00a0-](?:(?:a|one)[ \u00a0-])?(?P<count>three[ \u00a0-])?"
    r"(?P<part>half|quarters?)(?!\w)",
    re.IGNORECASE,
)


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
    total = EXACT.multiply(value + extra + decimals, scale)
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
        scale, end, index = EXACT.multiply(scale, token.value), token.end, index + 1
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
    if after in {"&", "'", "’"}:
        return False
    if after == "-" and text[token.end + 1 : token.end + 2].isdigit():  # "$5m-7m", but "B5m-2"
        return gap == "" and _RANGE_OF_SCALES.match(text, token.end) is not None
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
        low, end, index = EXACT.multiply(low, token.value), token.end, index + 1
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
    value = _ended(EXACT.multiply(token.value, scale))
    return Numeral(start, end, value, scale=scale), after


def _ended(value: Decimal) -> Decimal:
    """Thirds have no end; they are cut at two decimals."""
    exponent = value.as_tuple().exponent
    endless = isinstance(exponent, int) and exponent < -20
    return value.quantize(_CENTS, context=EXACT) if endless else value


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
        return Numeral(start, end, EXACT.multiply(value + decimals, scale), scale=scale), index
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
        value = EXACT.multiply(number.value + part, scale)
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
    return EXACT.multiply(total + current, scale), Decimal(0), scale  # "two thousand million"


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
    value = EXACT.multiply(EXACT.multiply(count, tokens[index].value), scale)
    return _ended(value), scale, last, after
