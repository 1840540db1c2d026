"""The words of English date expressions, each with one kind and a value.

A *kind* is what the grammar sees of a token: `grammar` rules are patterns over kinds and over the
gaps between tokens. A word that may be two things ("second", "may", "fall") has a kind of its own
that belongs to both classes in `CLASSES`; the rules say in which company it counts as which.
"""

from __future__ import annotations

from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a string, for sets that are read more easily as running text."""
    return frozenset(text.split())


MONTHS: Final[dict[str, int]] = {
    "january": 1, "february": 2, "april": 4, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "febr": 2, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "oct": 10,
    "nov": 11, "mar": 3, "dec": 12, "sep": 9, "may": 5, "march": 3,
}  # fmt: skip
#: Month names that are also other words when written small, and names when written large.
WEAK_MONTHS: Final = frozenset({"may", "march", "mar", "dec", "jan", "sep", "jun", "apr", "jul"})
ALSO_NAMES: Final = frozenset({"may", "april", "june", "august", "jan", "march", "mar", "jun"})

WEEKDAYS: Final[dict[str, int]] = {
    "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
    "sunday": 7, "tue": 2, "tues": 2, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5,
    "mon": 1, "wed": 3, "sat": 6, "sun": 7,
}  # fmt: skip
WEAK_WEEKDAYS: Final = frozenset({"mon", "wed", "sat", "sun", "fri", "thu", "tue"})

#: Units with their ISO 8601 designator; "T" before it marks units of time of day.
UNITS: Final[dict[str, str]] = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "N", "week": "W",
    "weekend": "WE", "fortnight": "F", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE",
    "century": "CE", "millennium": "ML", "semester": "H", "weekday": "WD", "workday": "WD",
    "workweek": "WW",
}  # fmt: skip
UNIT_PLURALS: Final[dict[str, str]] = {
    **{f"{unit}s": code for unit, code in UNITS.items() if unit not in ("century", "millennium")},
    "centuries": "CE", "millennia": "ML", "millenniums": "ML",
    "hr": "TH", "hrs": "TH", "mins": "TM", "secs": "TS", "yrs": "Y", "yr": "Y",
}  # fmt: skip
#: Too short to count as units unless a figure stands right before them.
UNIT_LETTERS: Final[dict[str, str]] = {
    "min": "TM", "sec": "TS", "h": "TH", "wk": "W", "mo": "M", "d": "D", "w": "W", "y": "Y",
}  # fmt: skip
UNIT_CODES: Final[dict[str, str]] = {**UNITS, **UNIT_PLURALS}

SEASONS: Final[dict[str, str]] = {
    "summer": "SU", "winter": "WI", "autumn": "FA", "spring": "SP", "fall": "FA",
    "springtime": "SP", "summertime": "SU", "wintertime": "WI",
    "midsummer": "SU", "midwinter": "WI",
}  # fmt: skip
WEAK_SEASONS: Final = frozenset({"spring", "fall"})

DAY_PARTS: Final[dict[str, str]] = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "dawn": "MO", "dusk": "EV",
    "daytime": "DT", "nighttime": "NI", "lunchtime": "MI", "dinnertime": "EV", "daybreak": "MO",
    "nightfall": "EV", "sunrise": "MO", "sunset": "EV",
}  # fmt: skip
CLOCK_WORDS: Final[dict[str, str]] = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}

CARDINALS: Final[dict[str, int]] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: Final[dict[str, int]] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES: Final[dict[str, int]] = {"hundred": 100, "thousand": 1000, "million": 10**6}
ORDINALS: Final[dict[str, int]] = {
    "first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30, "second": 2, "final": -1,
}  # fmt: skip
#: Amounts that TIMEX3 writes as X.
VAGUE_AMOUNTS: Final = ("few", "several", "many", "some", "couple", "dozens", "tens", "hundreds",
                        "thousands", "dozen", "countless", "numerous")  # fmt: skip
DECADE_WORDS: Final[dict[str, int]] = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip

#: Words of position within a unit, with the TIMEX3 modifier they give.
PARTS: Final[dict[str, str]] = {
    "early": "START", "mid": "MID", "late": "END", "middle": "MID", "beginning": "START",
    "start": "START", "end": "END", "earlier": "START", "later": "END", "close": "END",
    "outset": "START", "dawn": "START", "turn": "START", "midst": "MID", "tail": "END",
}  # fmt: skip
PART_ADJECTIVES: Final = ("early", "mid", "late")
PART_NOUNS: Final = ("middle", "beginning", "start", "end", "close", "outset", "midst")

#: Direction words, as multiples of the unit after them.
DIRECTIONS: Final[dict[str, int]] = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "prior": -1, "recent": -1,
    "next": 1, "coming": 1, "upcoming": 1, "following": 1, "ensuing": 1, "subsequent": 1,
    "succeeding": 1, "forthcoming": 1, "latest": 0, "current": 0, "same": 0, "present": 0,
    "intervening": 0, "foreseeable": 1, "immediate": 0, "near": 1,
}  # fmt: skip

#: Frequency words: designator of the unit, and the count of units between occurrences.
FREQUENCIES: Final[dict[str, tuple[str, float]]] = {
    "daily": ("D", 1), "weekly": ("W", 1), "monthly": ("M", 1), "quarterly": ("Q", 1),
    "annually": ("Y", 1), "yearly": ("Y", 1), "annual": ("Y", 1), "hourly": ("TH", 1),
    "nightly": ("D", 1), "biweekly": ("W", 2), "fortnightly": ("W", 2), "bimonthly": ("M", 2),
    "biannual": ("Y", 0.5), "biannually": ("Y", 0.5), "semiannual": ("Y", 0.5),
    "semiannually": ("Y", 0.5), "biennial": ("Y", 2), "biennially": ("Y", 2),
    "triennial": ("Y", 3), "everyday": ("D", 1),
}  # fmt: skip

#: Words whose whole meaning is a vague reference, or a day beside the anchor.
PRESENT: Final = ("now", "currently", "nowadays", "presently")
PAST: Final = ("recently", "lately")
FUTURE: Final = ("soon", "shortly")
DAY_WORDS: Final[dict[str, int]] = {"today": 0, "tomorrow": 1, "yesterday": -1}

ZONES: Final = ("gmt", "utc", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "bst",
                "cet", "cest", "eet", "eest", "wet", "west", "msk", "ist", "jst", "kst", "pt", "ct",
                "mt", "aest", "aedt", "acst", "acdt", "awst", "nzst", "nzdt", "sast", "eat", "cat",
                "wat", "gst", "pkt", "sgt", "hkt", "pht", "wib", "trt", "hst", "akst",
                "akdt")  # fmt: skip
ERAS: Final = ("bc", "bce", "ad", "ce")

#: Function words: kind -> words. Each such word has the kind and no value.
FUNCTION_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "the": ("the",), "a": ("a", "an"), "this": ("this", "these"), "that": ("that", "those"),
    "its": ("its", "their", "our", "his", "her"),
    "of": ("of",), "in": ("in", "during"), "on": ("on",), "at": ("at",), "to": ("to",),
    "from": ("from",),
    "until": ("until", "till", "through", "thru", "til"),
    "and": ("and",), "or": ("or",), "so": ("so",), "as": ("as",),
    "before": ("before",), "after": ("after",), "ago": ("ago",), "hence": ("hence",),
    "ahead": ("ahead",),
    "about": ("about", "around", "roughly", "approximately", "circa", "ca"),
    "nearly": ("nearly", "almost"), "just": ("just",), "only": ("only",), "well": ("well",),
    "more": ("more", "longer", "greater", "fewer", "less"), "than": ("than",),
    "least": ("least", "most"), "up": ("up",), "over": ("over",), "under": ("under",),
    "no": ("no", "not"), "much": ("much",), "very": ("very",),
    "every": ("every", "each"), "per": ("per",), "other": ("other",), "times": ("times",),
    "once": ("once", "twice", "thrice"), "semi": ("semi", "bi"),
    "time": ("time",), "period": ("period",), "moment": ("moment",), "future": ("future",),
    "fiscal": ("fiscal", "financial"), "comparable": ("comparable", "corresponding"),
    "half": ("half",), "ess": ("s",), "suffix": ("st", "nd", "rd", "th"),
    "entire": ("entire", "whole", "full", "all"), "longago": ("long",),
    "additional": ("additional", "extra", "another", "further"), "right": ("right",),
    "oclock": ("clock",), "o": ("o",),
    "week_start": ("commencing", "starting", "ending", "ended"),
    "working": ("working", "business", "trading", "consecutive", "straight", "successive"),
    "calendar": ("calendar",),
}  # fmt: skip
