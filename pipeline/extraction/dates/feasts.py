"""Holidays in a text: "Christmas Eve", "last Easter", "Labor Day 2021", "Thanksgiving week"."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.forms import Directed, Form, Named, Point, WeekOf
from pipeline.extraction.dates.holidays import (
    HOLIDAY_WORDS,
    HOLIDAYS,
    LONGEST_NAME,
    UNRESOLVED_FEASTS,
)
from pipeline.extraction.dates.tokens import Tokens

_NAMES: Final = frozenset((*HOLIDAYS, *UNRESOLVED_FEASTS))
_HEADS: Final = frozenset(name.split()[0] for name in _NAMES)
#: Names that are also something else when another word follows.
#: Words that stand before a feast with a capital: "This Easter", "Merry Christmas".
_BEFORE_FEASTS: Final = lx.words(
    "this last next every each since until before after during and the merry happy orthodox coptic "
    "western eastern catholic greek russian ukrainian white black for from"
)
_NOT_BEFORE: Final = frozenset(("Island", "Egg", "Carol", "Parade", "Rising", "Seals"))


def find_feast(tokens: Tokens, index: int) -> tuple[int, Form] | None:
    """(end, form) of the holiday that begins at a token; None when there is none."""
    word = tokens.lower(index)
    direction = 0 if word == "this" else lx.DIRECTIONS.get(word)
    at = index if direction is None else index + 1
    if tokens.lower(at) not in _HEADS or (at > index and tokens.sign(index) != " "):
        return None
    named = _name_at(tokens, at)
    if named is None:
        return None
    name, end = named
    if direction is not None:
        return end, Directed(direction, Named(name))
    return _with_year_or_week(tokens, name, end)


def _with_year_or_week(tokens: Tokens, name: str, end: int) -> tuple[int, Form]:
    form: Form = Named(name)
    following = tokens.word(end)
    if tokens.sign(end - 1) in " ," and len(following) == 4 and following.isdigit():
        form, end = Named(name, Point(year=int(following))), end + 1
    following = tokens.word(end)
    if tokens.sign(end - 1) == " " and following in ("week", "weekend"):
        return end + 1, WeekOf(form, lx.UNITS[following])
    return end, form


def _name_at(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """(key, end) of the longest holiday name at a token."""
    for size in range(LONGEST_NAME, 0, -1):
        words = tokens.words[index : index + size]
        name = " ".join(words).lower()
        if len(words) == size and name in _NAMES and _is_name(tokens, index, words):
            return name, index + size
    return None


def _is_name(tokens: Tokens, index: int, words: list[str]) -> bool:
    """Whether the words are written as a name: with capitals, unless they mean nothing else."""
    if words[0].islower() and not any(word.lower() in HOLIDAY_WORDS for word in words):
        return False
    last = index + len(words) - 1
    if any(tokens.sign(i) not in " '-q\"" for i in range(index, last)):
        return False
    return tokens.word(last + 1) not in _NOT_BEFORE and not _is_surname(tokens, index, words)


def _is_surname(tokens: Tokens, index: int, words: list[str]) -> bool:
    """Whether a first name stands before it within the sentence: "a novel by Johnnie Christmas"."""
    first = tokens.word(index - 1)
    if len(words) > 1 or index < 2 or tokens.sign(index - 1) != " " or len(first) < 3:
        return False
    inside = tokens.sign(index - 2) == " " and not tokens.ends_sentence(index - 2)
    return inside and first.istitle() and first.lower() not in _BEFORE_FEASTS
