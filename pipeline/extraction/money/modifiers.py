"""What is said of a figure beside it: more than, about, a barrel, minus."""

from __future__ import annotations

import re
from functools import cache

from pipeline.records import MoneyModifier

# Phrases that end right before the figure, by modifier.
_PHRASES: dict[MoneyModifier, str] = {
    "at_least": """no less than|no fewer than|no lower than|not less than|not fewer than|at least|
        a minimum of|minimum of|a minimum|minimum|as little as|little as|as few as|upward of|
        starting at|starting from|not below|not under|at the very least|at a minimum|≥|>=""",
    "at_most": """no more than|no greater than|no higher than|not more than|not greater than|
        not higher than|at most|at the most|up to|as much as|as many as|as high as|a maximum of|
        maximum of|maximum|a maximum|capped at|cap of|not exceed|not to exceed|never exceed|
        not exceeding|never exceeded|cannot exceed|not surpass|not top|not over|limited to|within|
        not above|anything up to|at the very most|upto|≤|<=""",
    "more_than": """more than|greater than|higher than|larger than|better than|in excess of|over|
        well over|exceed|exceeds|exceeded|exceeding|above|north of|surpass|surpasses|surpassed|
        surpassing|upwards of|passed|tops|topped|topping|top|beyond|far more than|much more than|
        well above|>""",
    "less_than": """less than|fewer than|lower than|smaller than|cheaper than|under|below|south of|
        short of|well under|well below|<""",
    "about": """about|around|roughly|approximately|approx|approx.|some|nearly|almost|close to|near|
        nearing|circa|c.|ca.|ca|an estimated|estimated|estimated at|in the region of|
        on the order of|in the order of|of the order of|in the neighborhood of|
        in the neighbourhood of|virtually|more or less|just about|something like|approaching|
        an approximate|approximated|an average of|averaging|average of|just over|just under|
        just above|just below|slightly more than|slightly less than|slightly over|slightly under|
        slightly above|slightly below|a little over|a little under|a little more than|
        a little less than|a bit more than|a bit less than|maybe|perhaps|possibly|or about|
        a reported|reportedly|say|an about|a roughly|the roughly|an almost|a nearly|an around|
        ~|≈""",
}
_NOT_ABOUT = ("a reported", "reportedly", "say", "maybe", "perhaps", "possibly", "average of",
              "an average of", "averaging")  # fmt: skip
# Words between the phrase and the figure ("about another $5 million").
_FILLERS = {
    "another", "additional", "extra", "further", "a", "an", "its", "their", "his", "her", "total",
    "the", "equivalent", "of", "further", "whopping", "estimated",
}  # fmt: skip
# "a dispute over $5 million" is about the sum, not above it.
_TOPICS = frozenset(
    """dispute disputes row fight fights battle battles clash quarrel feud lawsuit suit litigation
    controversy argument debate talks negotiations wrangle wrangling concern concerns questions
    outrage scandal case disagreement standoff haggling haggle squabble anger fury uproar arguing
    charged sued suing fined arrested fighting""".split()
)
# "shares went up to $5" is a movement, not a bound.
_MOVES = frozenset(
    """went go goes going gone moved move moves climbed climbing rose rises risen shot back pushed
    pushing driven drove edged jumped bid pumped bumped price prices shares stock ticked""".split()
)
_LONGEST = 5
_AFTER: tuple[tuple[MoneyModifier, re.Pattern[str]], ...] = (
    ("at_least", re.compile(r"(?:[ -]plus\b|\+|[ ](?:or|and) (?:more|above|over|higher|up|greater)\b|"
                            r"[ ](?:at least|minimum|at (?:a|the) minimum)\b)", re.IGNORECASE)),
    ("at_most", re.compile(r"[ ](?:or (?:less|under|below|lower|fewer)|at (?:the )?most|maximum|"
                           r"(?:and|or) under|tops)\b", re.IGNORECASE)),
    ("about", re.compile(r"[ ]or (?:so|thereabouts)\b|-?ish\b|[ ]give or take\b", re.IGNORECASE)),
)  # fmt: skip


@cache
def _table() -> dict[str, MoneyModifier]:
    table: dict[str, MoneyModifier] = {}
    for modifier, phrases in _PHRASES.items():
        for phrase in phrases.split("|"):
            table[" ".join(phrase.split())] = modifier
    for phrase in _NOT_ABOUT:
        del table[phrase]
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
    for dropped in range(4):
        if (found := _longest(words)) is not None:
            return found
        if dropped == 3 or not words or words[-1].lstrip("(") not in _FILLERS:
            return None
        words = words[:-1]
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
            return found if _is_bound(phrase, previous) else None
    return None


def _is_bound(phrase: list[str], previous: str) -> bool:
    if phrase == ["over"]:
        return previous not in _TOPICS
    if phrase == ["up", "to"]:
        return previous not in _MOVES
    return phrase != ["top"] or previous in ("to", "could", "will", "would", "may", "might")


# A noun after "a" counts as the unit of a rate only when it is one of these; after "per", any does.
_RATE_UNITS = frozenset(
    """barrel bushel ton tonne ounce pound share unit gallon litre liter hour day week fortnight month
    quarter year decade century night person head kilo kilogram kilogramme gram kg lb oz pop piece
    bottle pack packet ticket seat acre hectare mile kilometer kilometre student pupil family
    household vehicle car word page kwh mwh carat case dozen game episode minute second semester
    term trip ride vote copy sheet can box bag sack crate cup pint glass plate meal head
    shift session lesson visit room yard meter metre foot inch square point lot contract
    therm mmbtu btu megawatt-hour kilowatt-hour megawatt kilowatt worker employee member child
    adult customer passenger subscriber user download song track book issue bed patient dose vial
    round roll tonne-km mile bale stem pair set side slot spot man woman kid couple
    season weekend class course hit click message text call minute tree""".split()
)
_MEASURES = (
    r"(?:(?:metric|short|long|cubic|square|troy|nautical|thousand|million|hundred|kilowatt|megawatt|"
    r"fluid|preferred|common|ordinary|working|fiscal|calendar|school|academic|diluted|single|"
    r"standard|average|new|adult|eligible)[ -])?"
)
_NUMBER = r"(?:(?:\d[\d,.]*|thousand|million|hundred)[ \u00a0-])?"
_GAP = r"(?:[ \u00a0](?:in cash|cash|net|gross))?[ \u00a0-]"
_RATE = re.compile(
    rf"(?P<slash>[ ]?/[ ]?(?P<a>[A-Za-z]+)(?!\w))"
    rf"|{_GAP}(?:per|for each|for every|each|every)[ -](?P<b>{_NUMBER}{_MEASURES}[A-Za-z]+(?:-hour|[ ](?:meter|metre|foot|hour|mile)s?\b)?)"
    rf"|{_GAP}an?[ -](?P<c>{_MEASURES}[a-z]+(?:-hour)?)(?![\w]|[ ](?:ago|earlier|later|before|after|previously|prior|old|long)\b)"
    r"|[ ](?P<d>apiece|each)(?!\w)"
    r"|[ -](?P<e>annually|yearly|monthly|weekly|daily|hourly|nightly|annual|quarterly|fortnightly)\b"
    r"|[ ](?P<f>on the dollar)\b"
)
_NORMAL = {
    "annually": "year", "yearly": "year", "annual": "year", "monthly": "month", "weekly": "week",
    "daily": "day", "hourly": "hour", "nightly": "night", "quarterly": "quarter",
    "fortnightly": "fortnight", "apiece": "each", "on the dollar": "dollar",
    "kg": "kilogram", "kilo": "kilogram", "kgs": "kilogram", "kilogramme": "kilogram", "lb": "pound",
    "lbs": "pound", "oz": "ounce", "bbl": "barrel", "hr": "hour", "hrs": "hour", "h": "hour",
    "yr": "year", "mo": "month", "mth": "month", "wk": "week", "min": "minute", "sec": "second",
    "gal": "gallon", "l": "litre", "t": "tonne", "g": "gram", "km": "kilometre", "mi": "mile",
    "sqft": "square foot", "sqm": "square metre", "mt": "tonne", "pcs": "piece", "pc": "piece",
    "annum": "year", "diem": "day", "pp": "person", "head": "head",
}  # fmt: skip


def rate_unit(text: str, end: int) -> tuple[str, int] | None:
    """The unit of a rate right after a figure ("a barrel", "/hour", "annually") and its end."""
    if text[end : end + 1] not in (" ", "\u00a0", "-", "/"):
        return None
    match = _RATE.match(text, end)
    if match is None:
        return None
    found = match[match.lastgroup or "a"] if match.lastgroup != "slash" else match["a"]
    unit = " ".join(found.lower().split())
    if match["c"] and not _is_rate_noun(unit, text[end] == "-"):
        return None
    return _NORMAL.get(unit, unit), match.end()


def _is_rate_noun(unit: str, hyphenated: bool) -> bool:
    noun = unit.split()[-1] if " " in unit else unit
    return hyphenated or noun in _RATE_UNITS


_MINUS = re.compile(r"(?<![\w.,)$€£])(?:[-−]|minus[ ]|negative[ ])$", re.IGNORECASE)
_IS = re.compile(r"(?:\b(?:is|was|were|are|of|to|at|been|be)[ ]|[:=|\t]\s?|^|\n)\($")


def sign_of(text: str, start: int, end: int) -> tuple[bool, int, int]:
    """Whether the figure is negative, and its span with the sign or the accountant's brackets."""
    before = text[start - 1 : start] if start else ""
    if before in ("-", "−", " ") and (match := _MINUS.search(text, max(0, start - 10), start)):
        return True, match.start(), end
    if before == "(" and text[end : end + 1] == ")":
        if _IS.search(text, max(0, start - 7), start) and not text[end + 1 : end + 2].isalnum():
            return True, start - 1, end + 1
    return False, start, end
