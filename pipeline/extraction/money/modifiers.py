"""What is said of a figure beside it: more than, about, a barrel, minus."""

from __future__ import annotations

import re
from functools import cache

from pipeline.extraction.money.words import word_set
from pipeline.records import MoneyModifier

# Phrases that end right before the figure, by modifier.
_PHRASES: dict[MoneyModifier, str] = {
    "at_least": """
        no less than|no fewer than|no lower than|not less than|not fewer than|at least|
        a minimum of|minimum of|a minimum|minimum|as little as|little as|as few as|upward of|
        starting at|starting from|at or above|at or over|not below|not under|at the very least|
        at a minimum|≥|>=
    """,
    "at_most": """
        no more than|no greater than|no higher than|not more than|not greater than|
        not higher than|at most|at the most|up to|at or below|at or under|as much as|as many as|
        as high as|a maximum of|maximum of|maximum|a maximum|capped at|cap of|not exceed|
        not to exceed|never exceed|not exceeding|not in excess of|never exceeded|cannot exceed|
        not surpass|
        not top|not over|limited to|not above|anything up to|at the very most|upto|≤|<=
    """,
    "more_than": """
        more than|greater than|higher than|larger than|better than|in excess of|over|well over|
        exceed|exceeds|exceeded|exceeding|above|north of|surpass|surpasses|surpassed|surpassing|
        upwards of|passed|tops|topped|topping|top|beyond|far more than|much more than|
        well above|just over|just above|slightly more than|slightly over|slightly above|
        a little over|a little more than|a bit more than|>
    """,
    "less_than": """
        less than|fewer than|lower than|smaller than|cheaper than|under|below|south of|short of|
        well under|well below|just under|just below|slightly less than|slightly under|
        slightly below|a little under|a little less than|a bit less than|<
    """,
    "about": """
        about|around|roughly|approximately|approx|approx.|est.|est|some|nearly|almost|close to|
        near|nearing|circa|c.|ca.|ca|an estimated|estimated|estimated at|in the region of|
        on the order of|in the order of|of the order of|in the neighborhood of|
        in the neighbourhood of|virtually|more or less|just about|something like|approaching|
        an approximate|approximated|or about|an about|a roughly|the roughly|an almost|a nearly|
        an around|~|≈
    """,
}
_NEGATIONS = {"not", "never", "cannot", "can't", "won't", "don't", "doesn't", "didn't", "no"}
# Words between the phrase and the figure ("about another $5 million").
_FILLERS = {
    ("another",), ("additional",), ("extra",), ("further",), ("an", "additional"), ("an", "extra"),
    ("a", "further"), ("a", "total", "of"), ("the", "equivalent", "of"), ("an", "estimated"),
    ("a", "whopping"), ("estimated",), ("equivalent", "of"), ("total", "of"), ("a", "mere"),
    ("a", "maximum", "of"), ("a", "sum", "of"), ("a", "minimum", "of"), ("a", "record"),
}  # fmt: skip
# "a dispute over $5 million" is about the sum, not above it.
_TOPICS = word_set(
    """
    dispute disputes row fight fights battle battles clash quarrel feud lawsuit suit litigation
    controversy argument debate talks negotiations wrangle wrangling concern concerns questions
    outrage scandal case disagreement standoff haggling haggle squabble anger fury uproar
    arguing charged sued suing fined arrested fighting
    """
)
# Whom one asks, sues or arrests stands before "over $5 million".
_ASKED = word_set(
    """
    queried queries querying quizzed grilled grills grilling questioned probed summoned sued suing
    sues arrested accused blasted berated slammed clashed criticised criticized confronted
    """
)
_WITH_OVER = {"of", "for", "pay", "worth", "to", "by", "with"}
_DID = word_set(
    """
    stole took lost spent paid made had won got sent gave hid owes sold bought held kept laundered
    """
)
# "shares went up to $5" is a movement, not a bound.
_MOVES = word_set(
    """
    went go goes going gone moved move moves climbed climbing rose rises risen shot back pushed
    pushing driven drove edged jumped bid pumped bumped price prices shares stock ticked
    """
)
_LONGEST = 5
_AFTER: tuple[tuple[MoneyModifier, re.Pattern[str]], ...] = (
    ("at_least", re.compile(r"(?:[ -]plus\b|\+|[ ](?:or|and) (?:more|above|over|higher|up|greater)"
                            r"\b|[ ](?:at least|minimum|at (?:a|the) minimum)\b(?!,?[ ]\w))",
                            re.IGNORECASE)),
    ("at_most", re.compile(r"[ ](?:or (?:less|under|below|lower|fewer)|at (?:the )?most(?![ ]\w)|"
                           r"maximum(?![ ]\w)|(?:and|or) under|tops)\b", re.IGNORECASE)),
    ("about", re.compile(r"[ ]or (?:so|thereabouts)\b|-?ish\b|[ ]give or take\b", re.IGNORECASE)),
)  # fmt: skip


@cache
def _table() -> dict[str, MoneyModifier]:
    table: dict[str, MoneyModifier] = {}
    for modifier, phrases in _PHRASES.items():
        for phrase in phrases.split("|"):
            table[" ".join(phrase.split())] = modifier
    return table


def modifier_of(text: str, start: int, end: int) -> MoneyModifier:
    """The modifier that ``text`` gives the figure at ``start:end``."""
    before = _before(text, start)
    if before is not None:
        return before
    following = text[end : end + 1]
    if following in ("+", " ", "-", "\u00a0", "i"):
        for modifier, pattern in _AFTER:
            if pattern.match(text, end):
                return modifier
    return "exact"


def _before(text: str, start: int) -> MoneyModifier | None:
    window = text[max(0, start - 48) : start].lower().replace("’", "'")
    if window[-1:] in "~≈<>≥≤" and window:
        return _table().get(window[-2:]) or _table().get(window[-1])
    if window[-1:] not in (" ", "\u00a0", "\n", "-"):
        return None
    words = re.split(r"[\s]+", window.rstrip("- \u00a0\n"))[-_LONGEST - 2 :]
    if start - len(window) > 0 and len(words) == 1:
        return None
    if (found := _longest(words)) is not None:
        return found
    for size in (1, 2, 3):
        if tuple(words[-size:]) in _FILLERS:
            return _longest(words[:-size])
    return None


def _longest(words: list[str]) -> MoneyModifier | None:
    table = _table()
    for size in range(min(_LONGEST, len(words)), 0, -1):
        phrase = words[-size:]
        phrase[0] = phrase[0].lstrip("(\"'“‘[—–-")
        if size > 1 and phrase[0].endswith("n't"):
            phrase[0] = "not"
        found = table.get(" ".join(phrase))
        if found is not None:
            previous = words[-size - 1] if len(words) > size else ""
            if phrase[0].startswith("exceed") and _NEGATIONS & set(words[-6:]):
                return "at_most"  # "does not at any time exceed"
            asked = _is_asked(words[:-size])
            return found if _is_bound(phrase, previous, asked=asked) else None
    return None


def _is_asked(words: list[str]) -> bool:
    """Whether the last words are whom one accuses, and not what they did."""
    asked = [index for index, word in enumerate(words) if word in _ASKED]
    if not asked:
        return False
    whom = words[asked[-1] + 1 :]
    return not any(word in _DID or word.endswith(("ing", "ed")) for word in whom)


def _is_bound(phrase: list[str], previous: str, *, asked: bool) -> bool:
    if phrase == ["over"]:
        return previous not in _TOPICS and (not asked or previous in _WITH_OVER)
    if phrase in (["up", "to"], ["as", "high", "as"], ["as", "low", "as"]):
        return previous not in _MOVES
    return phrase != ["top"] or previous in ("to", "could", "will", "would", "may", "might")


_MINUS = re.compile(r"(?<![\w.,)$€£])(?:[-−]|minus[ ]|negative[ ])\Z", re.IGNORECASE)
_IN_SIGN = re.compile(r"[$€£]\(\Z")
_IS = re.compile(r"(?:\b(?:is|was|were|are|of|to|at|been|be)[ ]|[:=|\t]\s?|^|\n)\(\Z")


def sign_of(text: str, start: int, end: int) -> tuple[bool, int, int]:
    """Whether the figure is negative, and its span with the sign or the accountant's brackets."""
    before = text[start - 1 : start] if start else ""
    if before in ("-", "−", " ") and (match := _MINUS.search(text, max(0, start - 10), start)):
        return True, match.start(), end
    bracketed = before == "(" and text[end : end + 1] == ")"
    if bracketed and _IS.search(text, max(0, start - 7), start):
        return True, start - 1, end + 1
    return False, start, end
