"""Which way a sentence looks from the day it was written: back, ahead, or neither.

A bare "May" or "Tuesday" is the one before or the one to come; the nearest verb usually tells.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.tokens import Tokens


class Tense(IntEnum):
    """Where a sentence looks; below zero is back, above zero ahead.

    ``SINCE`` can only be behind. ``PLANNED`` lies ahead of a moment that is itself past ("they had
    expected a cut in May"): on which side of the day of writing, only nearness tells.
    """

    SINCE = -2
    BACK = -1
    OPEN = 0
    PLANNED = 1
    AHEAD = 2


_AHEAD: Final = lx.words(
    "will ll shall would should could must may might plan planning expects expect upcoming "
    "intends intend hopes hope going deadline effective payable forecasts predicts "
    "forthcoming wants aims await awaits awaiting looming gonna slated begins starts opens "
    "expires takes matures maturing resumes reconvenes convenes reopens kicks premieres debuts"
)
PAST_VERBS: Final = lx.words(
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
#: Past verbs that are nouns as well, after an article or an adjective: "a cut in May".
_ALSO_NOUNS: Final = lx.words("cut put hit shot beat burst felt found left lead set broke")
#: Past verbs that look like their infinitive, and what stands before one of those.
_ALSO_BARE: Final = lx.words("cut put hit shut burst quit beat lay")
_BEFORE_BARE: Final = lx.words("to will would shall should can could may might must not ll")
#: Verbs of planning; in the past tense, what was planned may be over or still to come.
_PLANNED: Final = lx.words(
    "planned scheduled expected slated hoped intended aimed projected forecast forecasted "
    "predicted anticipated wanted awaited supposed meant"
)
#: Those that follow a noun without an auxiliary: "a summit scheduled for May".
_REDUCED: Final = lx.words("planned scheduled expected slated")
_ARTICLES: Final = lx.words("a an the this that another no any")
_NEGATIVE: Final = lx.words("nor neither nobody none")
_PLAN_AUXILIARIES: Final = lx.words("was were had been")
DELIVERED: Final = lx.words("contract contracts futures delivery options settlement")
#: Past verbs of saying and planning, whose objects may lie ahead ("threatened a strike in May").
_OPEN: Final = lx.words(
    "threatened announced agreed vowed pledged promised proposed approved postponed delayed "
    "ordered urged invited demanded warned"
)
#: Who gives or has "until Friday" looks ahead.
_GRANTED: Final = lx.words("gave given giving give gives has have had")
_PREPOSITIONS: Final = lx.words("in on last")
_BY_COMPANY: Final = lx.words("set plans due to comes goes")
#: "The case comes up on", "the law comes into force", "it goes on sale", "they go to the polls".
_COMING: Final = lx.words("up into on to before live")
_BEFORE_TO: Final = lx.words("is are agreed decided has have")
_LOOK_LEFT: Final = 25
_LOOK_RIGHT: Final = 14


def direction(tokens: Tokens, first: int, last: int) -> Tense:
    """Where the verb nearest to tokens ``first``..``last`` points.

    The verb before an expression counts first, then the one after it; both within the sentence.
    "Since" looks back and "ahead of" forward whatever the verb; "until" may do either.
    """
    before = tokens.lower(first - 1)
    if before in ("since", "ended"):  # "the year ended Dec. 31"
        return Tense.SINCE
    if before == "of" and tokens.lower(first - 2) == "ahead":
        return Tense.AHEAD
    if _is_delivered(tokens, first, last):
        return Tense.PLANNED  # a contract is traded before its month, and for a while after
    if first == last and _is_one_of_many(tokens, first):
        return Tense.OPEN
    verb = _nearest_verb(tokens, first, last)
    if before not in ("until", "till"):
        return verb
    given = any(tokens.lower(i) in _GRANTED for i in range(max(0, first - 6), first - 1))
    return Tense.AHEAD if given else max(Tense.OPEN, verb)


def _is_delivered(tokens: Tokens, first: int, last: int) -> bool:
    """Whether goods are for it: "the May contract", "futures for January", "delivery in June"."""
    traded = tokens.lower(first - 1) in ("for", "in") and tokens.lower(first - 2) in DELIVERED
    return tokens.lower(last + 1) in DELIVERED or traded


def _is_one_of_many(tokens: Tokens, first: int) -> bool:
    """Whether a month is a thing with an article: "bought us a good November", "a cold May"."""
    return tokens.lower(first) in lx.MONTHS and tokens.lower(first - 2) in ("a", "an", "another")


def is_flashback(tokens: Tokens, first: int) -> bool:
    """Whether the clause before token ``first`` tells what had been before: "which had left in"."""
    if tokens.lower(first - 1) == "since":
        return True
    for index in range(first - 1, max(-1, first - _LOOK_LEFT), -1):
        if tokens.ends_sentence(index):
            return False
        if _verb_direction(tokens, index) is not None:
            return "had" in {tokens.lower(i) for i in range(max(0, index - 3), index)}
    return False


def _nearest_verb(tokens: Tokens, first: int, last: int) -> Tense:
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
    return Tense.OPEN


def _verb_direction(tokens: Tokens, index: int) -> Tense | None:
    """What a token says of the time; None for a token that is no verb of either kind."""
    word, before = tokens.words[index].lower(), tokens.lower(index - 1)
    if word in _PLANNED:
        return _planned(tokens, index)
    if word in _BY_COMPANY:
        return _by_company(tokens, index, word)
    if word in _OPEN and tokens.lower(index + 1) not in _PREPOSITIONS:
        return Tense.OPEN
    if word in _AHEAD:
        month = word == "may" and tokens.words[index] != "may"
        return None if month else _modal(tokens, index, word)
    if word in ("was", "were") and _is_future_of_past(tokens, index):
        return Tense.PLANNED
    return _past(tokens, index, word, before)


def _past(tokens: Tokens, index: int, word: str, before: str) -> Tense | None:
    small = tokens.words[index][0].islower()  # "Ahmed" is no verb
    regular = small and word.endswith("ed") and len(word) > 3 and word not in _NOT_PAST
    if word not in PAST_VERBS and (not regular or word.startswith("un")):  # "an unspecified date"
        return None
    if word in _ALSO_NOUNS and _is_noun(tokens, index):
        return None
    if word in _ALSO_BARE and before in _BEFORE_BARE:
        return None  # "is expected to lay it in May": the verb before it tells
    if before == "be":  # "will be held"
        return Tense.BACK if _could_not(tokens, index - 2) else Tense.AHEAD
    return Tense.OPEN if before in ("is", "are", "being") else Tense.BACK  # "is heard in May"


def _is_noun(tokens: Tokens, index: int) -> bool:
    """Whether an article stands before a word, or an adjective does after one: "a rate cut"."""
    return tokens.lower(index - 1) in _ARTICLES or tokens.lower(index - 2) in _ARTICLES


def _planned(tokens: Tokens, index: int) -> Tense | None:
    """Ahead for "is expected" and "a summit planned for"; else planned at a time now past."""
    auxiliary = _auxiliary(tokens, index)
    if auxiliary in _PLAN_AUXILIARIES or auxiliary == "had":
        return Tense.PLANNED
    if auxiliary in ("is", "are", "be", "being", "has", "have"):
        return Tense.AHEAD
    following = tokens.lower(index + 1)
    reduced = tokens.words[index].lower() in _REDUCED and following in ("for", "on", "in", "at")
    return Tense.AHEAD if reduced else Tense.PLANNED


def _auxiliary(tokens: Tokens, index: int) -> str:
    """The word before a verb, over one adverb: "was originally planned"."""
    before = tokens.lower(index - 1)
    return tokens.lower(index - 2) if before.endswith("ly") or before == "not" else before


def _is_future_of_past(tokens: Tokens, index: int) -> bool:
    """Whether "was" begins "was to expire", "was due", "was expected to open"."""
    following = tokens.lower(index + 1)
    if following.endswith("ly") or following == "not":
        following = tokens.lower(index + 2)
    return following in ("to", "due") or following in _PLANNED


def _by_company(tokens: Tokens, index: int, word: str) -> Tense | None:
    """Words whose neighbours decide: "is set to", "plans to", "due to", "comes up"."""
    following, before = tokens.lower(index + 1), tokens.lower(index - 1)
    ahead = Tense.PLANNED if before in _PLAN_AUXILIARIES else Tense.AHEAD
    if word == "to":
        return Tense.AHEAD if before in _BEFORE_TO else None
    if word in ("comes", "goes"):
        return Tense.AHEAD if following in _COMING else None
    if word == "due":
        return None if following == "to" else ahead
    if following in ("to", "for"):
        return ahead
    return Tense.BACK if word == "set" else None


def _modal(tokens: Tokens, index: int, word: str) -> Tense:
    """Ahead, but back for "would have met" and "could not be reached"."""
    perfect = word in ("could", "would", "should", "might", "may")
    if perfect and tokens.lower(index + 1) == "have":
        return Tense.BACK
    return Tense.BACK if _could_not(tokens, index) else Tense.AHEAD


def _could_not(tokens: Tokens, index: int) -> bool:
    """Whether "could" or "could not" stands at a token, denied: what failed is over."""
    if tokens.lower(index) == "not":
        return tokens.lower(index - 1) == "could"
    if tokens.lower(index) != "could":
        return False
    negated = tokens.lower(index + 1) in ("not", "n")
    return negated or any(tokens.lower(i) in _NEGATIVE for i in range(index - 8, index))
