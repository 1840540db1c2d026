"""Years, decades and centuries: "in 2014", "44 BC", "the early 1980s", "the 18th century"."""

from __future__ import annotations

from typing import Final, Literal

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, rule
from pipeline.extraction.dates.forms import Century, Decade, Form, Modified, Point
from pipeline.extraction.dates.grammar.common import (
    IDENTIFIERS,
    TIME_PREPOSITIONS,
    approx_mod,
    glued,
    glued_after,
    glued_before,
    is_address,
    is_counted_noun,
    money_before,
    month_of,
    percent_after,
)
from pipeline.extraction.dates.numbers import ordinal, year_in_words
from pipeline.extraction.dates.tokens import Tokens

#: Prepositions that counts also follow ("more than 2000", "up to 2000", "of 2000 men").
_DOUBTFUL: Final = lx.words("than about around to or and from of between for on")
_SURE_ANCIENT: Final = lx.words("in until since after before by from to between about around")
_SURE: Final = TIME_PREPOSITIONS - _DOUBTFUL | {"the"}
#: After these, a round figure is more often a count than a year.
_COUNTING: Final = lx.words("about around roughly approximately of to with")
_SINGULARS: Final = lx.words("year month week day hour minute mile foot meter metre page word")
_NUMBERED: Final = lx.words("no nos art sec vol pp p ch")
_EVEN_BEFORE_NOUNS: Final = lx.words("in since during the s until after before")
#: Plurals that years qualify more often than figures count them.
_DATED_PLURALS: Final = lx.words(
    "elections polls results volumes sales revenues earnings profits exports imports prices "
    "figures levels protests talks attacks games olympics floods fires negotiations reforms "
    "amendments sanctions forecasts estimates models taxes accords championships finals awards "
    "riots bombings hearings targets budgets contracts orders deliveries shipments uprisings "
    "events"
)
#: Verbs that look like plurals and follow a year more often than figures count them.
_VERBS: Final = lx.words(
    "sets leaves puts foresees includes calls envisages assumes provides remains suggests means "
    "comes begins ends starts stands makes brings takes gives goes sees says needs allows seems "
    "becomes contains shows implies requires raises falls rises covers allocates marks"
)
#: "the war of 1800", "the end of 1900"
_DATED_NOUNS: Final = lx.words(
    "war revolution end beginning start middle rest half quarter crisis election elections act "
    "treaty battle constitution olympics census class spring summer autumn fall winter january "
    "february march april may june july august september october november december"
)


@rule(r"(?:<:the> )?<unit> (?P<n><:year>|<:n3>)(?: <era:capera>)?")
def named_year(match: Match) -> Form | None:
    """Reads "the year 2008", "the year 476"."""
    if match.text("unit") != "year" or glued_after(match.tokens, match.index("n")):
        return None
    era: Literal["BC", "AD"] | None = None
    if match.has("era"):
        era = "BC" if match.text("era").startswith("bc") else "AD"
    return Point(year=match.number("n"), era=era) if match.number("n") else None


@rule(r"<year>", r"<:the> <year> <:period>")
def bare_year(match: Match) -> Form | None:
    """Reads "in 2014"; a figure that counts, numbers or measures something is no year."""
    tokens, index = match.tokens, match.index("year")
    if money_before(tokens, index) or percent_after(tokens, match.last):
        return None
    if glued(tokens, index, index) and not _one_of_two_years(tokens, index):
        return None
    if _among_figures(tokens, index) or _is_reference(tokens, index) or is_address(match):
        return None
    if not _is_year(match):
        return None
    return Point(year=match.number("year"))


def _among_figures(tokens: Tokens, index: int) -> bool:
    """Whether other figures stand beside it in its line, as in a telephone number."""
    return _figure_after_space(tokens, index - 1, index - 1) or _figure_after_space(
        tokens, index + 1, index
    )


def _figure_after_space(tokens: Tokens, word: int, gap: int) -> bool:
    beside = tokens.word(word)[:1].isdigit() and tokens.sign(gap) == " "
    return beside and "\n" not in tokens.gaps[gap]


def _is_reference(tokens: Tokens, index: int) -> bool:
    """Whether it is an end of a number or of pages: "No 1008/2008", "pp. 2011-2024"."""
    start = index - (tokens.sign(index - 1) in "-/" and tokens.word(index - 1)[:1].isdigit())
    paired = start < index or (tokens.sign(index) in "-/" and tokens.word(index + 1)[:1].isdigit())
    before = tokens.lower(start - 1)
    return paired and before in _NUMBERED and tokens.sign(start - 1) in " !"


def _one_of_two_years(tokens: Tokens, index: int) -> bool:
    """Whether the figure is an end of "2014-2018", with no figure further stuck to either end."""
    for first, last in ((index - 1, index), (index, index + 1)):
        if first < 0 or last >= len(tokens.words) or tokens.sign(first) not in "-/":
            continue
        years = (tokens.words[first], tokens.words[last])
        if all(len(y) == 4 and y.isdigit() for y in years) and years[0] < years[1]:
            outer = ((first - 1, first - 1), (last, last + 1))
            return not any(_figure_sticks(tokens, gap, word) for gap, word in outer)
    return False


def _figure_sticks(tokens: Tokens, gap: int, word: int) -> bool:
    return word >= 0 and tokens.sign(gap) in "_.|/:-" and tokens.word(word)[:1].isdigit()


def _is_year(match: Match) -> bool:
    tokens, first = match.tokens, match.first
    before, year = match.before(), match.number("year")
    previous = tokens.lower(first - 1)
    if _is_circa(tokens, first) or _in_life(match):
        return True
    if tokens.sign(first - 1) == "!" and previous in _NUMBERED:
        return False
    if before in IDENTIFIERS:
        return before in ("act", "law") and 1900 <= year <= 2050
    if before in ("least", "than", "over", "only") and tokens.sign(match.last) == " ":
        return False
    if before == "of" and (
        tokens.word(first - 2)[:1].isupper() or tokens.lower(first - 2) in _DATED_NOUNS
    ):
        return True  # "the Act of 2018 lets ..."
    if match.after() in _DATED_PLURALS and 1950 <= year <= 2050:
        return True
    if is_counted_noun(match.following()) and not _is_year_anyway(match, before, year):
        return False
    if match.after() in _SINGULARS:  # "a 2000 year old custom"
        return match.tokens.lower(match.last + 2) == "end"
    if before in _SURE or (previous == "s" and before):
        return True
    if before in _COUNTING and year % 100 == 0:
        return False
    if 1900 <= year <= 2050:
        return True
    return 1500 <= year < 2100 and (before in TIME_PREPOSITIONS or tokens.sign(first - 1) in "(,-=")


def _is_circa(tokens: Tokens, first: int) -> bool:
    """Whether "c." stands before a figure."""
    return tokens.lower(first - 1) in ("c", "ca") and tokens.sign(first - 1) in "!."


def _in_life(match: Match) -> bool:
    """Whether two years in brackets tell from when to when: "(1710 - 1774, reigned 1715-1774)"."""
    tokens, first, last = match.tokens, match.first, match.last
    for a, b in ((first, last + 1), (first - 1, last)):
        years = (tokens.word(a), tokens.word(b))
        joined = a >= 0 and tokens.sign(a) in "-=" and all(len(y) == 4 for y in years)
        if joined and all(y.isdigit() for y in years) and years[0] < years[1]:
            return tokens.text[: tokens.starts[a]][-1:] == "(" or int(years[0]) >= 1500
    return False


def _is_year_anyway(match: Match, before: str, year: int) -> bool:
    """Whether the word before, or the noun itself, makes it a year even before a plural noun."""
    if before == "by":  # "By 2050 temperatures ...", but "attacked by 2000 soldiers"
        return match.tokens.word(match.first - 1) == "By" or year % 100 != 0
    if before in ("for", "of") and 1950 <= year <= 2050:  # "the budget for 2023 sets aside"
        return match.following() in _VERBS
    return before in _EVEN_BEFORE_NOUNS


_CENTURY_WORDS: Final = lx.words("nineteen eighteen seventeen sixteen fifteen")
_BEFORE_THOUSAND: Final = lx.words("in since by until year during")


@rule(r"(?P<yw>{wordyear})")
def spelt_year(match: Match) -> Form | None:
    """Reads "nineteen ninety-six", and "two thousand and five" after a word of time."""
    words = [match.tokens.lower(i) for i in match.indices("yw")]
    year = year_in_words(match.tokens, match.indices("yw"))
    if year is None or not 1100 <= year <= 2099 or is_counted_noun(match.following()):
        return None
    if words[0] not in _CENTURY_WORDS and match.before() not in _BEFORE_THOUSAND:
        return None
    return Point(year=year)


@rule(r"<n:int> <era:capera>", r"<before:capera> <n:int>")
def year_of_era(match: Match) -> Form | None:
    """Reads "44 BC", "AD 79"."""
    era = match.text("era") or match.text("before")
    if not 0 < match.number("n") < 10_000 or (match.has("before") and era != "ad"):
        return None
    return Point(year=match.number("n"), era="BC" if era.startswith("bc") else "AD")


@rule(r"(?:(?P<day>{wholeday}) )?(?:<:of> )?<month:anymonth>[ ,]<n:int> <era:capera>")
def date_of_era(match: Match) -> Form | None:
    """Reads "15 March 44 BC"."""
    day = ordinal(match.tokens, match.indices("day")) if match.has("day") else None
    if not 0 < match.number("n") < 10_000 or day == 0 or (day or 0) > 31:
        return None
    era: Literal["BC", "AD"] = "BC" if match.text("era").startswith("bc") else "AD"
    return Point(year=match.number("n"), month=month_of(match, "month"), day=day, era=era)


@rule(r"(?P<n><:n3>|<:yy>)(?=(?:[-=]| <:to> | <:until> | <:and> )<:int> <:capera>)")
def year_before_era(match: Match) -> Form | None:
    """Reads the "264" of "264-241 BC"."""
    tokens = match.tokens
    other = match.last + (2 if tokens.lower(match.last + 1).isalpha() else 1)
    if not tokens.lower(other + 1).startswith("bc") or match.number("n") <= int(
        tokens.lower(other)
    ):
        return None
    return Point(year=match.number("n"), era="BC")


_AFTER_ANCIENT: Final = lx.words(
    "the a an he she it they his her their when after and but as to in at by on with under where"
)


@rule(r"<n:n3>")
def ancient_year(match: Match) -> Form | None:
    """Reads "in 348 he died", "c. 314": doubtful unless the text tells of such times."""
    tokens, first, after = match.tokens, match.first, match.following()
    if glued(tokens, first, first) or money_before(tokens, first):
        return None
    if percent_after(tokens, first) or match.number("n") < 100:
        return None
    ends_life = tokens.sign(first - 1) == "=" and len(tokens.word(first - 1)) == 3
    if match.before() not in _SURE_ANCIENT and not _is_circa(tokens, first) and not ends_life:
        return None
    if after and not (after.lower() in _AFTER_ANCIENT or after[0].isupper()):
        return None
    return Point(year=match.number("n"), doubtful=not _is_circa(tokens, first))


# -- decades and centuries -------------------------------------------------------------------------

fragment_part = r"(?:<part:adjpart>[ q-](?:<:to>[ -]<:adjpart>[ -])?)?"


@rule(
    r"(?:(?P<approx>{approx}) )?(?:<:the> )?" + fragment_part + r"(?:<:the> )?<year>[_']<:ess>"
    r"(?: <era:anyera>)?"
)
def decade(match: Match) -> Form | None:
    """Reads "the early 1980s", "1990s", "the 1800s"."""
    start = match.number("year")
    if start % 10 or money_before(match.tokens, match.index("year")):
        return None
    if start < 1500 and not match.text("era") and "the" not in _words_of(match):
        return None  # "forms 1065 and 1120s"
    bc = match.text("era").startswith("bc")
    whole_century = start % 100 == 0 and start < 1900
    form: Form = Century(start // 100 + 1, bc) if whole_century else Decade(start, bc)
    mod = approx_mod(match, "approx")
    return _part(match, Modified(mod, form) if mod else form)


def _words_of(match: Match) -> set[str]:
    return {match.tokens.lower(i) for i in range(match.first, match.last + 1)}


def _part(match: Match, form: Form) -> Form:
    return Modified(lx.PARTS[match.text("part")], form) if match.has("part") else form


@rule(r"(?:<:the>[ q])?" + fragment_part + r"<yy>[_' ]<:ess>")
def short_decade(match: Match) -> Form | None:
    """Reads "the '90s", "90s"; not "in his 30s", nor "temperatures in the 90s"."""
    figures, tokens = match.text("yy"), match.tokens
    index = match.index("yy")
    if len(figures) != 2 or figures[1] != "0" or figures == "00" or _is_age(match):
        return None
    if money_before(tokens, index) or glued_before(tokens, index):
        return None
    if match.before().isdigit():  # "£3 10s", shillings
        return None
    return _part(match, Decade(int(figures)))


_OWNERS: Final = lx.words("his her their my your its our")
_MEASURED: Final = lx.words("temperatures highs lows aged")


def _is_age(match: Match) -> bool:
    """Whether somebody is that old, or the weather that warm: "in your 20s or 30s"."""
    tokens = match.tokens
    words = {tokens.lower(i) for i in range(max(0, match.first - 4), match.first)}
    owner = match.first - 1
    while owner >= 0 and _is_in_list(tokens.lower(owner)) and match.first - owner < 8:
        owner -= 1
    return tokens.lower(owner) in _OWNERS or bool(words & _MEASURED)


def _is_in_list(word: str) -> bool:
    """Whether a word may stand between an owner and the last of several decades of life."""
    small = word in ("s", "and", "or", "to", "early", "mid", "late")
    return small or word in lx.DECADE_WORDS or (word.isdigit() and len(word) == 2)


@rule(r"(?:<the> )?" + fragment_part + r"<word:decadeword>")
def spelt_decade(match: Match) -> Form | None:
    """Reads "the nineties", "in the late sixties"."""
    told = match.has("the") or match.has("part") or match.before() in ("in", "since")
    if not told or _is_age(match):
        return None
    return _part(match, Decade(lx.DECADE_WORDS[match.text("word")]))


@rule(
    r"(?:<:the> )?" + fragment_part + r"(?P<n>{wholeday}|<:n99>_<:suffix>)[ -]<unit>"
    r"(?: <era:anyera>)?",
    r"(?:<:the> )?(?P<n>{wholeday})(?= (?:<:and>|<:to>|<:or>) (?:<:the> )?"
    r"{wholeday}[ -](?P<many><:units>|<:unit>))",
    r"(?P<n>{wholeday}) (?P<many><:units>)",
)
def century(match: Match) -> Form | None:
    """Reads "the late 18th century", "the fifth century BC", "the 19th and 20th centuries"."""
    if "century" not in match.text("unit") and match.text("many") not in ("century", "centuries"):
        return None
    number = ordinal(match.tokens, match.indices("n"))
    if not 1 <= number <= 40:
        return None
    return _part(match, Century(number, match.text("era").startswith("bc")))
