"""Which way a sentence looks from the day it was written: back, ahead, or neither.

A bare "May" or "Tuesday" is the one before or the one to come; the nearest verb usually tells.
"""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates.tokens import Tokens

_AHEAD: Final = frozenset(
    ["will", "ll", "shall", "would", "should", "could", "must", "may", "might", "can", "plan", "planned", "planning", "scheduled", "expected", "expects", "expect", "due", "upcoming", "intends", "intend", "hopes", "hope", "going", "deadline", "effective", "payable", "forthcoming", "wants", "aims", "await", "awaits", "awaiting", "looming", "gonna", "slated", "begins", "starts", "opens", "expires", "takes", "matures", "maturing"]
)  # fmt: skip
_BACK: Final = frozenset(
    ["was", "were", "had", "did", "said", "told", "came", "went", "took", "rose", "fell", "made", "became", "began", "got", "gave", "won", "lost", "met", "saw", "ran", "sent", "spent", "left", "held", "brought", "bought", "sold", "thought", "knew", "led", "paid", "cut", "put", "kept", "grew", "wrote", "spoke", "broke", "fought", "stood", "sat", "rode", "drove", "flew", "drew", "threw", "died", "been", "done", "since", "ago", "built", "felt", "found", "heard", "shot", "struck", "hit", "shut", "burst", "quit", "beat", "set_", "stole", "swept", "taught", "wore", "woke", "lay", "hung"]
)  # fmt: skip
_NOT_PAST: Final = frozenset(["united", "need", "speed", "feed", "indeed", "seed", "bed", "red", "need", "hundred", "based", "related", "proposed", "unified", "armed", "limited", "advanced"])  # fmt: skip
#: A verb that stops the search without telling a direction ("the case is heard in May").
_NEITHER: Final = 2
_LOOK_LEFT: Final = 25
_LOOK_RIGHT: Final = 14
_ABBREVIATIONS: Final = frozenset(
    "mr mrs ms dr gen sen rep gov st col lt sgt maj capt prof rev jr sr inc corp co ltd no vs jan "
    "feb mar apr jun jul aug sep sept oct nov dec".split()
)


def direction(tokens: Tokens, first: int, last: int) -> int:
    """-1 when the verb nearest to tokens ``first``..``last`` is past, 1 when future, else 0."""
    for index in range(first - 1, max(-1, first - _LOOK_LEFT), -1):
        if _ends_sentence(tokens, index):
            break
        sign = _verb_direction(tokens, index)
        if sign:
            return sign % _NEITHER if sign > 0 else sign
    for index in range(last + 1, min(len(tokens.words), last + _LOOK_RIGHT)):
        if _ends_sentence(tokens, index - 1):
            break
        sign = _verb_direction(tokens, index)
        if sign:
            return sign % _NEITHER if sign > 0 else sign
    return 0


def _verb_direction(tokens: Tokens, index: int) -> int:
    word = tokens.words[index].lower()
    following = tokens.lower(index + 1)
    if word in ("set", "plans"):
        return 1 if following in ("to", "for") else -1 if word == "set" else 0
    if word == "due" and following == "to":
        return 0
    if word in _BACK or (word.endswith("ed") and word not in _NOT_PAST):
        before = tokens.lower(index - 1)
        if before == "be":
            return 1
        if before in ("is", "are", "being") and word not in _AHEAD:
            return _NEITHER
    if word in _AHEAD:
        if word in ("planned", "scheduled", "expected", "set") and tokens.lower(index - 1) in (
            "was",
            "were",
            "had",
        ):
            return 1
        if (
            word in ("could", "would", "should", "might", "may")
            and tokens.lower(index + 1) == "have"
        ):
            return -1
        return 1
    if word in _BACK:
        return -1
    if (
        word == "to"
        and index
        and tokens.lower(index - 1) in ("is", "are", "agreed", "decided", "has", "have")
    ):
        return 1
    if word.endswith("ed") and len(word) > 3 and word not in _NOT_PAST:
        return -1
    return 0


def _ends_sentence(tokens: Tokens, index: int) -> bool:
    """Whether a sentence ends after token ``index``: a stop, then a capital; or a line's end."""
    gap = tokens.gaps[index]
    if "\n\n" in gap or (gap[:1] in "?!" and gap[:1]):
        return True
    if "." not in gap or index + 1 >= len(tokens.words):
        return False
    word = tokens.words[index]
    abbreviated = len(word) == 1 or word.lower() in _ABBREVIATIONS
    return tokens.words[index + 1][:1].isupper() and not (abbreviated and gap == ". ")
