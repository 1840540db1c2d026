"""Fragments that many rules share, and the checks that keep other words and figures out."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment
from pipeline.extraction.dates.forms import Base
from pipeline.extraction.dates.tokens import Tokens

fragment("wholeday", r"<:day>(?:_<:suffix>)?|(?:<:tens>[- ])?<:ordword>")
fragment("figures", r"<:int>(?:[|]<:n3>)?(?:[.]<:int>)?(?:[ -]<:n12>/<:n12>)?(?:[ _]<:fraction>)?")
fragment("inwords", r"<:number>(?:[- ](?:<:and>[- ])?<:number>){0,4}")
fragment("halves", r"[- ]<:and>[- ]<:a>[- ]<:half>")
fragment("vaguely", r"(?:<:a> )?(?:<:very> )?<:vague>(?: <:of>)?")
fragment(
    "count",
    r"{figures}{halves}?|{inwords}{halves}?|<:a> <:hundred>|{vaguely}(?: <:vague>)?|{figures} <:vague>"
    r"|{inwords} <:vague>|<:half>(?: <:a>)?|<:fraction>",
)
fragment(
    "approx",
    r"<:about>|<:nearly>|<:more> <:than>|<:at> <:least>|<:up> <:to>|<:over>|<:under>"
    r"|<:just> <:over>|<:just> <:under>|<:just> <:about>|<:well> <:over>|<:no> <:more> <:than>"
    r"|<:as> <:much> <:as>|<:a> <:more> <:than>|<:only>|<:just>",
)

_MODS: Final = (
    (("about", "around", "roughly", "approximately", "circa", "ca", "some"), "APPROX"),
    (("nearly", "almost"), "APPROX"),
    (("least",), "EQUAL_OR_MORE"),
    (("most", "up", "within", "much"), "EQUAL_OR_LESS"),
    (("less", "fewer", "under"), "LESS_THAN"),
    (("more", "over", "longer", "greater"), "MORE_THAN"),
)


def approx_mod(match: Match, group: str) -> str | None:
    """The TIMEX3 modifier of a group that matched ``{approx}``."""
    words = {match.tokens.lower(index) for index in match.indices(group)}
    if not words:
        return None
    if "no" in words or "not" in words:
        return "EQUAL_OR_LESS" if "more" in words or "longer" in words else "EQUAL_OR_MORE"
    return next((mod for keys, mod in _MODS if words & set(keys)), None)


#: Words after which a bare month, season or year is a time.
TIME_PREPOSITIONS: Final = frozenset(
    [
        "in",
        "since",
        "by",
        "of",
        "until",
        "till",
        "through",
        "before",
        "after",
        "during",
        "from",
        "to",
        "between",
        "and",
        "or",
        "for",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "on",
        "around",
        "about",
        "past",
        "every",
        "each",
        "previous",
        "following",
        "circa",
        "than",
        "throughout",
        "about",
        "beginning",
        "ending",
        "starting",
        "ended",
        "started",
        "begun",
        "as",
        "year",
        "years",
        "spring",
        "summer",
        "fall",
        "autumn",
        "winter",
        "year's",
        "calendar",
    ]
)
#: Words before which a figure is a number of something and no year.
IDENTIFIERS: Final = frozenset(
    ["section", "chapter", "article", "no", "number", "nos", "page", "pages", "room", "route", "highway", "resolution", "paragraph", "figure", "table", "part", "flight", "model", "level", "line", "channel", "building", "suite", "unit", "series", "street", "apartment", "rule", "clause", "item", "act", "order", "decree", "interstate", "road", "lot", "box", "bus", "train", "gate", "nearly", "almost", "approximately", "roughly", "over", "exactly", "only", "some", "another", "least", "most", "than", "total", "numbered", "psalm", "verse", "km", "windows", "office", "area", "code", "pin", "zip", "grade", "class", "form", "type", "bill", "law", "protocol", "amendment", "schedule", "annex", "volume", "vol", "issue", "version", "patent", "case", "docket"]
)  # fmt: skip
_AUXILIARIES: Final = frozenset(["was", "is", "has", "as", "its", "this", "does", "his", "us", "thus", "across", "plus", "always", "yes", "perhaps", "towards", "besides", "afterwards", "versus", "various", "previous", "yes", "census", "campus", "virus", "focus", "crisis", "thesis", "bus"])  # fmt: skip


def is_counted_noun(word: str) -> bool:
    """Whether a word in small letters looks like a plural noun: what a figure would count."""
    return (
        len(word) > 3
        and word.isalpha()
        and word.islower()
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
        and word not in _AUXILIARIES
    ) or word in ("people", "men", "women", "children", "percent", "per", "kg", "km", "feet",
                  "meters", "metres", "m", "ft", "mm", "cm", "mi", "tons", "hp", "mph", "kph", "kw", "mw", "miles", "acres", "hours", "tonnes", "troops", "cattle", "sheep", "police")  # fmt: skip


def glued(tokens: Tokens, first: int, last: int) -> bool:
    """Whether figures or letters stick to the tokens, so that they are part of something longer."""
    return glued_before(tokens, first) or glued_after(tokens, last)


def glued_before(tokens: Tokens, first: int) -> bool:
    """Whether something sticks to the token from the left ("S-300", "3.14", "A15")."""
    sign = tokens.sign(first - 1)
    return first > 0 and sign in "_.|/:-" and _sticks(tokens.word(first - 1), sign)


def glued_after(tokens: Tokens, last: int) -> bool:
    """Whether something sticks to the token from the right ("5-3", "2012x")."""
    sign = tokens.sign(last)
    return (
        last + 1 < len(tokens.words) and sign in "_.|/:-" and _sticks(tokens.word(last + 1), sign)
    )


_FREE_PREFIXES: Final = frozenset(
    ["mid", "early", "late", "post", "pre", "ex", "non", "all", "then", "inter"]
)


def _sticks(word: str, sign: str) -> bool:
    if word[0].isdigit() or sign == "_":
        return True
    return sign == "-" and len(word) <= 2 and word.lower() not in _FREE_PREFIXES


_STREETS: Final = frozenset(
    "street st avenue ave road rd boulevard blvd lane drive highway square court way".split()
)


def is_address(match: Match) -> bool:
    """Reads "1945 Main Street": a house number, when the next words are a road's name."""
    tokens = match.tokens
    for index in range(match.last + 1, min(match.last + 4, len(tokens.words))):
        if tokens.sign(index - 1) != " " or not tokens.words[index][:1].isupper():
            return False
        if tokens.lower(index) in _STREETS:
            return match.before() not in ("in", "since", "by", "the")
    return False


_BUSINESS: Final = frozenset(
    "profit profits loss sales revenue revenues earnings growth output exports imports economy gdp "
    "income percent percentage net results investment trade inflation budget turnover deliveries "
    "production orders quarter fiscal financial rates market shares".split()
)


def business_near(match: Match) -> bool:
    """Whether a word of trade stands near, so that "the second half" is no half of a match."""
    words = match.tokens.words[max(0, match.first - 15) : match.last + 12]
    return (
        any(word.lower() in _BUSINESS for word in words)
        or "%"
        in match.tokens.text[
            match.tokens.starts[max(0, match.first - 15)] : match.tokens.end(match.last) + 60
        ]
    )


def money_before(tokens: Tokens, first: int) -> bool:
    """Whether a currency sign or "#" stands right before the token."""
    position = tokens.starts[first] - 1
    before = tokens.text[max(0, position - 1) : position + 1].strip()
    return bool(before) and before[-1] in "$£€¥₸₽₴₹#№@&+=%"


def percent_after(tokens: Tokens, last: int) -> bool:
    """Whether "%" or a degree sign follows the token."""
    end = tokens.end(last)
    return tokens.text[end : end + 2].strip()[:1] in ("%", "°", "‰", "$", "€", "£")


def figure_fits(match: Match, group: str) -> bool:
    """Whether the figure that begins ``group`` may stand for a date: no price, no part number."""
    first = match.index(group)
    return not money_before(match.tokens, first) and not glued(match.tokens, first, first)


_FROM_TOLD: Final = lx.words("previous preceding following subsequent ensuing succeeding")


def base_of(word: str) -> Base:
    """What a word counts from: "following" from the time last told, "next" from the anchor."""
    return "told" if word in _FROM_TOLD else "anchor"


def month_of(match: Match, group: str) -> int:
    """The month number of a group that matched a month."""
    return lx.MONTHS[match.text(group)]


def expand_year(figure: str) -> int:
    """Reads "45" -> 1945, "16" -> 2016: two figures are the years 1940 to 2039."""
    number = int(figure)
    if len(figure) > 2:
        return number
    return number + (2000 if number < 40 else 1900)
