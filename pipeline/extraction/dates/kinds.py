"""Kinds of tokens, classes of kinds, and the letter that stands for each in a kind string."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.holidays import HOLIDAY_WORDS, NAME_WORDS

UNKNOWN: Final = "x"

#: Kinds by lower-case word. Later entries do not override earlier ones.
_WORD_KINDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("second", ("second",)),
    ("quarter", ("quarter",)),
    ("night", ("night",)),
    ("nights", ("nights",)),
    ("past", ("past",)),
    ("earlier", ("earlier",)),
    ("later", ("later",)),
    ("one", ("one",)),
    ("p", ("p",)),
    ("h", ("h",)),
    ("m", ("m",)),
    ("am", ("am",)),
    ("pm", ("pm",)),
    ("pm_either", ("ampm",)),
    ("recent", ("recent",)),
    ("current", ("current",)),
    ("same", ("same",)),
    ("latest", ("latest",)),
    ("present", ("present",)),
    ("then", ("then",)),
    ("overnight", ("overnight",)),
    ("tonight", ("tonight",)),
    ("hundred", ("hundred",)),
    ("some", ("some",)),
    (
        "longunit",
        tuple(f"{unit}long" for unit in ("day", "week", "month", "year", "hour", "decade")),
    ),
    ("thousand", ("thousand",)),
    ("fraction", ("½", "¼", "¾")),
    *lx.FUNCTION_WORDS.items(),
    ("adjpart", lx.PART_ADJECTIVES),
    ("nounpart", lx.PART_NOUNS),
    ("dir", tuple(lx.DIRECTIONS)),
    ("weekday", tuple(w for w in lx.WEEKDAYS if w not in lx.WEAK_WEEKDAYS)),
    ("weekdays", tuple(f"{w}s" for w in lx.WEEKDAYS if w.endswith("day"))),
    ("weakday", tuple(lx.WEAK_WEEKDAYS)),
    ("month", tuple(w for w in lx.MONTHS if w not in lx.WEAK_MONTHS)),
    ("weakmonth", tuple(lx.WEAK_MONTHS)),
    ("unit", tuple(lx.UNITS)),
    ("units", tuple(lx.UNIT_PLURALS)),
    ("unitletter", tuple(lx.UNIT_LETTERS)),
    ("weakseason", tuple(lx.WEAK_SEASONS)),
    ("season", tuple(lx.SEASONS)),
    ("daypart", tuple(lx.DAY_PARTS)),
    ("dayparts", ("mornings", "afternoons", "evenings")),
    ("clockword", tuple(lx.CLOCK_WORDS)),
    ("card", tuple(lx.CARDINALS)),
    ("tens", tuple(lx.TENS)),
    ("ord", tuple(lx.ORDINALS)),
    ("vague", lx.VAGUE_AMOUNTS),
    ("decadeword", tuple(lx.DECADE_WORDS)),
    ("freq", tuple(lx.FREQUENCIES)),
    ("now", lx.PRESENT),
    ("pastref", lx.PAST),
    ("futureref", lx.FUTURE),
    ("dayword", tuple(lx.DAY_WORDS)),
    ("zone", lx.ZONES),
    ("era", lx.ERAS),
    ("holiday", tuple(HOLIDAY_WORDS)),
    ("yearend", ("yearend",)),
    ("tee", ("t",)),
    ("zed", ("z",)),
    ("q", ("q",)),
    ("fy", ("fy",)),
    ("hword", tuple(NAME_WORDS)),
)

#: Figures: 1-12, 13-24, 25-31, 32-59, 60-99, 0 or 00, three digits, years, other four digits,
#: six, eight, more.
_FIGURES: Final = ("n12", "n24", "n31", "n59", "n99", "n0", "n3", "year", "n4", "n6", "n8", "nmany")

_LARGE: Final = ("capmonth", "capday", "capseason", "capera")
_NAMES: Final = tuple(dict.fromkeys((*(kind for kind, _ in _WORD_KINDS), *_FIGURES, *_LARGE)))
LETTER: Final[dict[str, str]] = {name: chr(0x100 + n) for n, name in enumerate(_NAMES)}

CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "anymonth": ("month", "capmonth", "weakmonth"),
    "surely_month": ("month", "capmonth"),
    "anyday": ("weekday", "capday", "weakday"),
    "anyseason": ("season", "weakseason", "capseason"),
    "day": ("n12", "n24", "n31"),
    "yy": ("n12", "n24", "n31", "n59", "n99", "n0"),
    "hour": ("n12", "n24", "n0"),
    "hour12": ("n12",),
    "minute": ("n0", "n12", "n24", "n31", "n59"),
    "int": _FIGURES,
    "ordword": ("ord", "second"),
    "number": ("card", "tens", "one", "hundred", "thousand"),
    "digitword": ("card", "one"),
    "anyunit": ("unit", "units", "second", "quarter", "night", "nights"),
    "oneunit": ("unit", "second", "quarter", "night"),
    "manyunits": ("units", "nights"),
    "anydir": ("dir", "past"),
    "anypart": ("daypart", "night"),
    "anyparts": ("dayparts", "nights"),
    "anyera": ("capera",),
    "vague": ("vague", "some"),
    "unitletter": ("unitletter", "h"),
}  # fmt: skip

#: A run of known tokens is parsed only if one of these is among them.
TRIGGERS: Final = (
    "n12", "n24", "n31", "n59", "n99", "n0", "n3", "year", "n4", "n6", "n8", "month", "capmonth",
    "weakmonth", "weekday", "weekdays", "capday", "weakday", "unit", "units", "second", "quarter",
    "night", "nights", "card", "tens", "season", "capseason", "weakseason", "daypart",
    "dayparts", "clockword", "decadeword", "longunit", "freq", "now", "pastref", "futureref",
    "dayword", "holiday", "overnight", "tonight", "recent", "current", "past", "future", "once",
    "then", "yearend", "present", "moment", "period", "oclock", "am", "pm", "latest", "ago",
)  # fmt: skip


def figure_kind(digits: str) -> str:
    """The kind of a run of ASCII digits."""
    size = len(digits)
    if size <= 2:
        return _small_figure(int(digits))
    if size == 4:
        return "year" if 1000 <= int(digits) <= 2199 else "n4"
    return {3: "n3", 6: "n6", 8: "n8"}.get(size, "nmany")


def _small_figure(number: int) -> str:
    for bound, kind in ((0, "n0"), (12, "n12"), (24, "n24"), (31, "n31"), (59, "n59")):
        if number <= bound:
            return kind
    return "n99"


def _kinds_by_word() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for kind, words in _WORD_KINDS:
        for word in words:
            kinds.setdefault(word, kind)
    return kinds


_KIND_OF: Final = _kinds_by_word()
_WHEN_LARGE: Final = {"weakmonth": "capmonth", "weakday": "capday", "weakseason": "capseason"}


def word_kind(word: str) -> str | None:
    """The kind of a word; None for a word that no date expression holds."""
    if word.isdigit() and word.isascii():
        return figure_kind(word)
    kind = _KIND_OF.get(word) or _KIND_OF.get(word.lower())
    if kind == "era":
        return "capera" if word.isupper() else None
    if kind == "zone" and not word.isupper():
        return None
    if kind in _WHEN_LARGE and word[0].isupper():
        return _WHEN_LARGE[kind]
    return kind


class KindLetters(dict[str, str]):
    """Letter by word as written, filled as words are met; bounded, so that no text grows it."""

    _LIMIT = 50_000

    def __missing__(self, word: str) -> str:
        kind = word_kind(word)
        letter = LETTER[kind] if kind else UNKNOWN
        if len(self) < self._LIMIT and len(word) < 30:
            self[word] = letter
        return letter
