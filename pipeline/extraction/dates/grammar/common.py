"""Fragments that many rules share, and the checks that keep other words and figures out."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment
from pipeline.extraction.dates.forms import Base
from pipeline.extraction.dates.numbers import year_in_words
from pipeline.extraction.dates.tokens import Tokens

fragment("wholeday", r"<:day>(?:_<:suffix>)?|(?:<:tens>[- ])?<:ordword>")
fragment("orso", r"(?P<orso> <:or> <:so>)")
fragment(
    "figures",
    r"<:int>(?:[|]<:n3>)?(?:[.]<:int>)?(?:[ -]<:n12>/<:n12>)?(?:[ _]<:fraction>)?",
)
# "two fifteen" are two numbers: within one, a number under twenty ends it or comes before a scale
fragment(
    "numberwords",
    r"(?:<:digitword>[- ])?(?:<:hundred>|<:thousand>)"
    r"(?:[- ](?:<:tens>[- ]<:digitword>|<:tens>|<:digitword>))?"
    r"|<:tens>(?:[- ]<:digitword>)?(?:[- ]<:thousand>)?|<:digitword>",
)
fragment(
    "inwords",
    # "and" joins only after a hundred or a thousand: "five and seven" are two numbers
    r"(?:<:digitword>[- ])?(?:<:hundred>|<:thousand>)[- ]<:and>[- ]{numberwords}|{numberwords}",
)
fragment("halves", r"[- ]<:and>[- ]<:a>[- ]<:half>")
fragment("vaguely", r"(?:<:a> )?(?:<:very> )?<:vague>(?: <:of>)?")
fragment(
    "count",
    r"{figures}{halves}?|{inwords}{halves}?|<:a> <:hundred>"
    r"|{vaguely}(?: (?:<:vague>|<:hundred>|<:thousand>))?|{figures} <:vague>|{inwords} <:vague>"
    r"|<:half>(?: <:a>)?|<:a> <:half>|<:fraction>",
)
fragment(
    "wordyear",
    r"<:card>[- ](?:<:hundred>(?:[- ](?:<:and> )?<:number>){0,2}|<:tens>(?:[- ]<:digitword>)?"
    r"|<:card>|<:o>[- ]<:digitword>)"
    r"|<:digitword>[- ]<:thousand>(?: <:and>)?(?:[- ]<:number>){0,3}"
    r"|<:tens>[- ](?:<:tens>(?:[- ]<:digitword>)?|<:card>)",
)
fragment("anyyear", r"(?:<year>|(?P<yw>{wordyear}))")
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
TIME_PREPOSITIONS: Final = lx.words(
    "in since by of until till through before after during from to between and or for last next "
    "this early late mid on around about past every each previous following circa than throughout "
    "beginning ending starting ended started begun as year years spring summer fall autumn winter "
    "year's calendar"
)
#: Words before which a figure is a number of something and no year.
IDENTIFIERS: Final = lx.words(
    "section chapter article no number nos page pages room route highway resolution paragraph "
    "figure table part flight model level line channel building suite unit series street "
    "apartment rule clause item act order decree interstate road lot box bus train gate nearly "
    "almost approximately roughly exactly some another most total numbered "
    "psalm verse km windows office area code pin zip grade class form type bill law protocol "
    "amendment schedule annex volume vol issue version patent case docket server"
)
_AUXILIARIES: Final = lx.words(
    "was is has as its this does his us thus across plus always yes perhaps towards besides "
    "afterwards onwards backwards forwards upwards downwards versus various previous census campus "
    "virus focus crisis thesis bus"
)


_COUNTED: Final = lx.words(
    "people men women children percent per kg km feet meters metres m ft mm cm mi tons hp mph kph "
    "kw mw miles acres hours tonnes troops cattle sheep police yen yuan won rand baht tenge lira"
)


def is_counted_noun(word: str) -> bool:
    """Whether a word looks like what a figure would count: a plural in small letters, a measure."""
    if word in _COUNTED or word.endswith(("children", "women", "people")):
        return True
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return (
        plural and len(word) > 3 and word.isalpha() and word.islower() and word not in _AUXILIARIES
    )


_SCALES: Final = lx.words(
    "hundred thousand million billion trillion mn bn percent people cent euros dollars times"
)
_MEASURES: Final = _SCALES | _COUNTED
_AMOUNTS: Final = _SCALES | lx.words("several many few some hundreds thousands dozens millions")
_COUNTS_ON: Final = lx.words("ago earlier later after before from since into")


def is_rate(match: Match) -> bool:
    """Whether "a day" says how often: after an amount, or a plural with one shortly before it.

    So are "900,000 barrels a day", "$33 million a year", "three flights a week"; "killed ten people
    a week after" is not.
    """
    tokens, before = match.tokens, match.first - 1
    if before < 0 or match.after() in _COUNTS_ON:
        return False
    word = tokens.lower(before)
    gap = tokens.text[tokens.end(before) : tokens.starts[match.first]].strip()
    if word.isdigit():
        return gap in ("", "%")
    if gap or not (word in _MEASURES or is_counted_noun(tokens.words[before])):
        return False
    return word in _SCALES or any(_is_amount(tokens.lower(i)) for i in range(before - 4, before))


def _is_amount(word: str) -> bool:
    return word.isdigit() or word in lx.CARDINALS or word in lx.TENS or word in _AMOUNTS


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


_FREE_PREFIXES: Final = lx.words("mid early late post pre ex non all then inter")


def _sticks(word: str, sign: str) -> bool:
    if word[0].isdigit() or sign == "_":
        return True
    return sign == "-" and len(word) <= 2 and word.lower() not in _FREE_PREFIXES


_STREETS: Final = lx.words(
    "street st avenue ave road rd boulevard blvd lane drive highway square court way"
)


def is_address(match: Match) -> bool:
    """Whether the next words name a road, so that the figure is a house: "1945 Main Street"."""
    tokens = match.tokens
    for index in range(match.last + 1, min(match.last + 4, len(tokens.words))):
        if tokens.sign(index - 1) != " " or not tokens.words[index][:1].isupper():
            return False
        if tokens.lower(index) in _STREETS:
            return match.before() not in ("in", "since", "by", "the")
    return False


_BUSINESS: Final = lx.words(
    "profit profits loss sales revenue revenues earnings growth output exports imports economy "
    "gdp income percent percentage net results investment trade inflation budget turnover "
    "deliveries production orders quarter fiscal financial rates market shares"
)


def business_near(match: Match) -> bool:
    """Whether a word of trade stands near, so that "the second half" is no half of a match."""
    tokens, first = match.tokens, max(0, match.first - 15)
    words = tokens.words[first : match.first] + tokens.words[match.last + 1 : match.last + 12]
    text = tokens.text[tokens.starts[first] : tokens.end(match.last) + 60]
    return "%" in text or any(word.lower() in _BUSINESS for word in words)


def money_before(tokens: Tokens, first: int) -> bool:
    """Whether a currency sign or "#" stands right before the token."""
    position = tokens.starts[first] - 1
    before = tokens.text[max(0, position - 1) : position + 1].strip()
    return bool(before) and before[-1] in "$£€¥₸₽₴₹#№@&+=%"


def percent_after(tokens: Tokens, last: int) -> bool:
    """Whether "%" or a degree sign follows the token."""
    end = tokens.end(last)
    return tokens.text[end : end + 2].strip()[:1] in ("%", "°", "‰", "$", "€", "£")


_FROM_TOLD: Final = lx.words("previous preceding following subsequent ensuing succeeding")


def base_of(word: str) -> Base:
    """What a word counts from: "following" from the time last told, "next" from the anchor."""
    return "told" if word in _FROM_TOLD else "anchor"


def month_of(match: Match, group: str) -> int:
    """The month number of a group that matched a month."""
    return lx.MONTHS[match.text(group)]


def expand_year(figure: str) -> int:
    """A year of two figures is one of 1940 to 2039: "45" is 1945, "16" is 2016."""
    number = int(figure)
    if len(figure) > 2:
        return number
    return number + (2000 if number < 40 else 1900)


def year_of(match: Match) -> int | None:
    """The year of a match with a group ``year``, ``yw`` (in words) or ``yy`` (two figures)."""
    if match.has("year"):
        return match.number("year")
    if match.has("yw"):
        return year_in_words(match.tokens, match.indices("yw"))
    return expand_year(match.text("yy")) if match.has("yy") else None
