"""Amounts, ordinals and years, in figures or words, read from tokens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.tokens import Tokens

_FRACTIONS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_VAGUE: Final = frozenset(lx.VAGUE_AMOUNTS)


def amount(tokens: Tokens, indices: Iterable[int]) -> float | None:
    """The number that the tokens tell; None if it is vague ("several").

    A couple counts as two, a dozen as twelve, "a" as one, "half" as a half.
    """
    within = list(indices)
    words = [tokens.lower(index) for index in within]
    if "couple" in words:
        return 2
    if "dozen" in words and "few" not in words and "several" not in words:
        rest = [index for index in within if tokens.lower(index) != "dozen"]
        return 12 * ((amount(tokens, rest) if rest else 1) or 1)
    if any(word in _VAGUE for word in words):
        return None
    if any(word[0].isdigit() for word in words):
        return _figures(tokens, within)
    return _words(words)


def _figures(tokens: Tokens, indices: list[int]) -> float:
    """Figures with their separators: "1,500", "2.5", "2 1/2"."""
    whole = ""
    value = 0.0
    for index in indices:
        word = tokens.words[index]
        sign = tokens.sign(index - 1) if index > indices[0] else ""
        if word in _FRACTIONS:
            value += _FRACTIONS[word]
        elif word == "half":
            value += 0.5
        elif not word[0].isdigit() or (sign == "/" and not whole):
            continue
        elif sign == "|":
            whole += word
        elif sign == ".":
            value += float(f"0.{word}")
        elif tokens.sign(index) == "/" and index < indices[-1]:
            value += int(word) / max(1, int(tokens.words[index + 1]))
            break
        else:
            whole = word
    return value + (int(whole) if whole else 0)


def _words(words: list[str]) -> float:
    total, current = 0.0, 0.0
    half = 0.5 if "half" in words and len(words) > 1 else 0.0
    for word in words:
        if word in lx.CARDINALS:
            current += lx.CARDINALS[word]
        elif word in lx.TENS:
            current += lx.TENS[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in lx.SCALES:
            total += max(current, 1) * lx.SCALES[word]
            current = 0
        elif word in _FRACTIONS:
            half += _FRACTIONS[word]
    if words == ["half"]:
        return 0.5
    plain = total + current
    if plain == 0 and any(word in ("a", "an", "another") for word in words) and half != 0.5:
        return 1 + half
    return plain + half


def ordinal(tokens: Tokens, indices: Iterable[int]) -> int:
    """24 for "24th", 3 for "third", 21 for "twenty-first"; 0 for no ordinal."""
    value = 0
    for index in indices:
        word = tokens.lower(index)
        if word.isdigit():
            value = int(word)
        else:
            value += lx.ORDINALS.get(word, 0) + lx.TENS.get(word, 0)
    return value


def year_in_words(tokens: Tokens, indices: Iterable[int]) -> int | None:
    """1996 for "nineteen ninety-six", 2005 for "two thousand and five"; None if it is no year."""
    words = [w for w in (tokens.lower(index) for index in indices) if w not in ("and", "of", "the")]
    if "thousand" in words:
        value = int(_words(words))
        return value if 1000 <= value <= 2199 else None
    head = lx.CARDINALS.get(words[0], 0) if words[0] != "twenty" else 20
    if not 10 <= head <= 20:
        return None
    rest = words[2:] if len(words) > 1 and words[1] == "hundred" else words[1:]
    tail = int(_words(rest)) if rest else 0
    if (not rest and "hundred" not in words) or not 0 <= tail <= 99:
        return None
    if tail < 10 and not {"hundred", "o", "oh"} & set(words):  # "twenty five" is no year
        return None
    return 100 * head + tail
