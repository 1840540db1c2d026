"""Which way a sentence looks from the day it was written: back, ahead, or neither.

A bare "May" or "Tuesday" is the one before or the one to come; the nearest verb usually tells.
"""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.tokens import Tokens

_AHEAD: Final = lx.words(
    "will ll shall would should could must may might can plan planned planning scheduled expected "
    "expects expect upcoming intends intend hopes hope going deadline effective payable "
    "forthcoming wants aims await awaits awaiting looming gonna slated begins starts opens "
    "expires takes matures maturing"
)
_BACK: Final = lx.words(
    "was were had did said told came went took rose fell made became began got gave won lost met "
    "saw ran sent spent left held brought bought sold thought knew led paid cut put kept grew "
    "wrote spoke broke fought stood sat rode drove flew drew threw died been done since ago built "
    "felt found heard shot struck hit shut burst quit beat stole swept taught wore woke lay "
    "hung"
)
_NOT_PAST: Final = lx.words(
    "united need speed feed indeed seed bed red hundred based related proposed unified armed "
    "limited advanced"
)
#: Past verbs of saying and planning, whose objects may lie ahead ("threatened a strike in May").
_OPEN: Final = lx.words(
    "threatened announced agreed vowed pledged promised proposed approved postponed delayed "
    "ordered urged invited demanded warned"
)
_PREPOSITIONS: Final = lx.words("in on last")
_BY_COMPANY: Final = lx.words("set plans due to")
_BEFORE_TO: Final = lx.words("is are agreed decided has have")
_LOOK_LEFT: Final = 25
_LOOK_RIGHT: Final = 14


def direction(tokens: Tokens, first: int, last: int) -> int:
    """-1 when the verb nearest to tokens ``first``..``last`` is past, 1 when future, else 0.

    The verb before an expression counts first, then the one after it; both within the sentence.
    "Since" looks back and "ahead of" forward whatever the verb; "until" may do either.
    """
    before = tokens.lower(first - 1)
    if before == "since":
        return -1
    if before == "of" and tokens.lower(first - 2) == "ahead":
        return 1
    verb = _nearest_verb(tokens, first, last)
    return max(0, verb) if before == "until" else verb


def _nearest_verb(tokens: Tokens, first: int, last: int) -> int:
    for index in range(first - 1, max(-1, first - _LOOK_LEFT), -1):
        if tokens.ends_sentence(index):
            break
        if (found := _verb_direction(tokens, index)) is not None:
            return found
    for index in range(last + 1, min(len(tokens.words), last + _LOOK_RIGHT)):
        if tokens.ends_sentence(index - 1):
            break
        if (found := _verb_direction(tokens, index)) is not None:
            return found
    return 0


def _verb_direction(tokens: Tokens, index: int) -> int | None:
    """What a token says of the time; None for a token that is no verb of either kind."""
    word, before = tokens.words[index].lower(), tokens.lower(index - 1)
    if word in _BY_COMPANY:
        return _by_company(tokens, index, word)
    if word in _OPEN and tokens.lower(index + 1) not in _PREPOSITIONS:
        return 0
    if word in _AHEAD:
        return _modal(tokens, index, word, before)
    if word in _BACK or (word.endswith("ed") and len(word) > 3 and word not in _NOT_PAST):
        if before == "be":  # "will be held"
            return 1
        return 0 if before in ("is", "are", "being") else -1  # "the case is heard in May"
    return None


def _by_company(tokens: Tokens, index: int, word: str) -> int | None:
    """Words whose neighbours decide: "is set to", "plans to", "due to", "agreed to"."""
    following, before = tokens.lower(index + 1), tokens.lower(index - 1)
    if word == "to":
        return 1 if before in _BEFORE_TO else None
    if word == "due":
        return None if following == "to" else 1
    if following in ("to", "for"):
        return 1
    return -1 if word == "set" else None


def _modal(tokens: Tokens, index: int, word: str, before: str) -> int | None:
    if word in ("scheduled", "expected", "planned") and before in ("is", "are"):
        return 1
    perfect = word in ("could", "would", "should", "might", "may")
    return -1 if perfect and tokens.lower(index + 1) == "have" else 1
