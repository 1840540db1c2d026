"""Quarters, halves, fiscal years and seasons."""

from __future__ import annotations

from typing import Final, Literal

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import (
    Directed,
    Fiscal,
    Form,
    Modified,
    Point,
    Shift,
    Told,
    YearPart,
)
from pipeline.extraction.dates.grammar.common import base_of, business_near, expand_year, year_of
from pipeline.extraction.dates.grammar.weekdays import directed, direction_word, has_article
from pipeline.extraction.dates.numbers import ordinal

#: A year to hang a part on: "2021", "this year", "last year", "the year".
fragment(
    "ofyear",
    r"(?P<oyear><:year>)|"
    r"(?:(?P<odir><:anydir>|<:this>|<:that>|<:the>|<:same>|<:current>)(?: <:fiscal>)? "
    r"<ounit:unit>)",
)
fragment("nthpart", r"(?P<n>{wholeday})[ -](?P<what><:quarter>|<:half>|<:units>)")
_NO_QUARTER: Final = lx.words("final finals horse marathon term day moon hour dollar")
_BEFORE_HALF: Final = lx.words("in for during of from through")


def owner_year(match: Match) -> Form | None:
    """The form of a group that matched ``{ofyear}``; None when it is no year."""
    if match.has("oyear"):
        return Point(year=expand_year(match.text("oyear")))
    return year_by(match.text("odir")) if match.text("ounit") == "year" else None


def _has_owner(match: Match) -> bool:
    return match.has("oyear") or match.has("odir")


def year_by(word: str) -> Form:
    """The year that "last", "this", "the same" or "the" point to."""
    if word in ("the", "that", "those", "same"):
        return Told("Y", strong=word != "the")
    if word in ("this", "these", "current"):
        return Shift(0, "Y")
    return Shift(lx.DIRECTIONS.get(word, 0), "Y", base=base_of(word))


def _part_code(match: Match) -> str | None:
    """The TIMEX3 code of a group that matched ``{nthpart}``: Q1 to Q4, H1, H2."""
    number, halves = ordinal(match.tokens, match.indices("n")), match.text("what") == "half"
    if match.text("what") not in ("quarter", "quarters", "half"):
        return None
    last = 2 if halves else 4
    number = last if number == -1 else number
    return f"{'H' if halves else 'Q'}{number}" if 1 <= number <= last else None


@rule(
    r"(?:<the> )?(?:{ofyear}(?:'<:ess>)?[ -])?(?:<fiscal>[- ])?{nthpart}",
    r"(?:<the> )?(?P<n>{wholeday})[ -]<fiscal>[ -](?P<what><:quarter>)",
    r"<fiscal>[ -](?P<oyear><:year>)(?:'<:ess>)?[ -]{nthpart}",
)
def part_of_year(match: Match) -> Form | None:
    """Reads "the third quarter", "third-quarter", "this year's first half", "the 1988 second
    quarter"."""
    code = _part_code(match)
    if code is None or (match.has("the") and _hyphenated(match)):
        return None
    if _has_owner(match):
        year = owner_year(match)
        return YearPart(code, year, fiscal=match.has("fiscal")) if year else None
    if match.after() == "of" and not business_near(match):  # "the fourth quarter of the game"
        return None
    if code[0] == "H" and not _is_business_half(match):
        return None
    return YearPart(code, fiscal=match.has("fiscal"))


def _hyphenated(match: Match) -> bool:
    """Whether the part is an adjective, whose article is the noun's: "the third-quarter loss"."""
    return match.tokens.sign(match.index("what") - 1) == "-" and not _has_owner(match)


def _is_business_half(match: Match) -> bool:
    """Whether "the second half" is of a year, and not of a match or of anything else."""
    if not match.has("the") or match.before() not in _BEFORE_HALF:
        return False
    return match.after() not in ("of", "an", "a", "hour", "time") and business_near(match)


@rule(r"(?:<:the> )?(?P<n>{wholeday})(?= (?:<:and>|<:or>|<:to>) {wholeday}[ -](?P<many><:units>))")
def one_of_two_quarters(match: Match) -> Form | None:
    """Reads the "third" of "the third and fourth quarters of 2020"."""
    number = ordinal(match.tokens, match.indices("n"))
    if match.text("many") != "quarters" or not 1 <= number <= 4:
        return None
    return YearPart(f"Q{number}")


@rule(
    r"(?:<:the> )?(?:<fiscal>[- ])?{nthpart}(?: (?:<:of>|<:in>))?(?: <:the>)?[ ,]"
    r"(?:(?:<:fiscal>|<:calendar>)(?: <:unit>)? )?{ofyear}"
)
def part_of_named_year(match: Match) -> Form | None:
    """Reads "the first half of 2021", "third quarter 2021", "the second quarter of last year"."""
    if match.tokens.sign(match.last) in "_'" and match.tokens.lower(match.last + 1) == "s":
        return None  # "the first half of the 1990s"
    code, year = _part_code(match), owner_year(match)
    return YearPart(code, year, fiscal=match.has("fiscal")) if code and year else None


@rule(
    r"(?:<the> )?<month:anymonth>[ -](?P<what><:quarter>|<:half>)"
    r"(?:[ ,](?:(?:<:of>|<:in>) )?(?:<:the> )?{ofyear})?"
)
def part_by_last_month(match: Match) -> Form | None:
    """Reads "the June quarter", "the December half of 2021": named for its last month."""
    if match.tokens.words[match.index("month")].islower() or match.after() in _NO_QUARTER:
        return None
    if match.tokens.sign(match.last) == "-":
        return None  # "the June quarter-final"
    month, months = lx.MONTHS[match.text("month")], 6 if match.text("what") == "half" else 3
    if month % months or (months == 6 and not match.has("the")):
        return None
    year = owner_year(match) if _has_owner(match) else None
    if _has_owner(match) and year is None:
        return None
    return YearPart(f"{'H' if months == 6 else 'Q'}{month // months}", year)


@rule(
    r"(?P<what><:q>|<:h>)_<n:n12>(?:[ ,-](?:<:of> )?{ofyear})?",
    r"<n:n12>_(?P<what><:q>|<:h>)(?:[ ,-](?:<:of> )?{ofyear})?",
    r"<n:n12>_(?P<what><:q>)_(?P<oyear><:yy>)",
    r"(?P<what><:q>)_<n:n12>[ -]q(?P<oyear><:yy>)",
    r"{ofyear}[ -](?P<what><:q>|<:h>)_<n:n12>",
    r"(?P<what><:q>|<:h>)_<n:n12>[ -]<:fy>[_ ](?P<oyear><:year>|<:yy>)",
    r"<:fy>[_ ](?P<oyear><:year>|<:yy>)[ -](?P<what><:q>|<:h>)_<n:n12>",
)
def short_part(match: Match) -> Form | None:
    """Reads "Q2 2022", "1Q", "1Q22", "H1 2021"; a half needs its year ("H2" is hydrogen)."""
    tokens, halves = match.tokens, match.text("what") == "h"
    if not 1 <= match.number("n") <= (2 if halves else 4):
        return None
    if not _has_owner(match) and (halves or tokens.word(match.index("what")) == "q"):
        return None
    year = owner_year(match) if _has_owner(match) else None
    if _has_owner(match) and year is None:
        return None
    return YearPart(f"{'H' if halves else 'Q'}{match.number('n')}", year)


@rule(
    r"(?:<:the> )?<:fiscal>(?: <:unit>)?[ -](?P<y><:year>)(?:[-/](?P<y2><:yy>|<:year>))?",
    r"(?:<:the> )?<:fiscal>(?: <:unit>)? q(?P<y><:yy>)",
    r"(?:<:the> )?(?P<y><:year>)(?:[-/](?P<y2><:yy>|<:year>))? <:fiscal> <:unit>",
    r"<:fy>[_ -](?P<y><:year>|<:yy>)(?:[-/](?P<y2><:yy>|<:year>))?",
)
def fiscal_year(match: Match) -> Form | None:
    """Reads "fiscal 2023", "FY23", "the 2014-15 fiscal year"; a year is named for its end."""
    year = expand_year(match.text("y"))
    end = match.text("y2")
    if end:
        year = year // 100 * 100 + int(end) if len(end) == 2 else int(end)
    return Fiscal(Point(year=year))


@rule(
    r"(?P<dir>(?:(?:<:the>|<:its>) )?(?:<:anydir>|<:current>|<:same>)|<:this>|<:the>|<:its>) "
    r"<:fiscal>[ -](?P<unit><:unit>|<:quarter>)"
)
def fiscal_relative(match: Match) -> Form | None:
    """Reads "the current fiscal year", "next fiscal year", "its fiscal year"."""
    word, unit = direction_word(match), match.text("unit")
    if unit == "quarter":
        return Shift(lx.DIRECTIONS.get(word, 0), "Q")
    if unit != "year":
        return None
    return Fiscal(Told("Y") if word in ("its", "their", "our") else year_by(word))


# -- seasons ---------------------------------------------------------------------------------------

fragment("season_", r"(?:<:the> )?(?:<part:adjpart>[ -])?(?P<s><:anyseason>)")
_NO_SEASON: Final = lx.words(
    "olympics olympic games school palace camp vacation holiday break sports wheat coat coats "
    "clothes clothing tyres tires garden"
)
_BEFORE_WEAK: Final = lx.words(
    "throughout in since until by during from through before after for least"
)
_NEAR_WEAK: Final = lx.words("in since until during by")


@rule(
    r"{season_}(?: <:of>)?(?: <:the>)?[ ,]<year>(?:[-/](?:<:yy>|<:year>))?",
    r"{season_}(?: <:of>)?(?: <:the>)? (?:(?P<yw>{wordyear})|q<yy>)",
    r"(?:<:the> )?(?:<part:adjpart>[ -])?<year>[ -](?P<s><:anyseason>)",
    r"{season_} (?:<:of> )?(?:<:the> )?(?P<dir><:anydir>|<:this>|<:that>|<:the>|<:same>) <unit>",
    r"{season_}(?: <:of>)? (?P<n><:int>) <era:capera>",
)
def season_of_year(match: Match) -> Form | None:
    """Reads "the winter of 1942-43", "summer 2022", "the spring of last year"."""
    if match.has("dir"):
        year = year_by(match.text("dir")) if match.text("unit") == "year" else None
    elif match.has("era"):
        year = _year_of_era(match)
    else:
        number = year_of(match)
        year = Point(year=number) if number else None
    return _part(match, YearPart(lx.SEASONS[match.text("s")], year)) if year else None


def _year_of_era(match: Match) -> Form | None:
    number = match.number("n")
    era: Literal["BC", "AD"] = "BC" if match.text("era").startswith("bc") else "AD"
    return Point(year=number, era=era) if 0 < number < 10_000 else None


def _part(match: Match, form: Form) -> Form:
    part = match.text("part") or match.text("part2")
    return Modified(lx.PARTS[part], form) if part else form


@rule(r"(?:<the> )?(?:<part:adjpart>[ -])?(?P<s><:anyseason>)")
def bare_season(match: Match) -> Form | None:
    """Reads "in the summer", "in early spring"; "fall" and "spring" need the company of time
    words."""
    word, following = match.text("s"), match.following()
    if word in lx.WEAK_SEASONS and not _is_season(match):
        return None
    if match.after() in _NO_SEASON:
        return None
    if match.tokens.words[match.last][0].isupper() and following[:1].isupper():
        return None  # "Spring Airlines"
    return _part(match, YearPart(lx.SEASONS[word]))


def _is_season(match: Match) -> bool:
    before = match.tokens.lower(match.first - 1)
    if before not in _BEFORE_WEAK or match.after() == "of":  # "the fall of the wall"
        return False
    return match.has("the") or match.has("part") or before in _NEAR_WEAK


@rule(r"(?:<:the> )?(?:<part:adjpart>[ -])?{direction} (?:<part2:adjpart>[ -])?(?P<s><:anyseason>)")
def directed_season(match: Match) -> Form | None:
    """Reads "last fall", "this summer", "the following spring"."""
    word, part = direction_word(match), YearPart(lx.SEASONS[match.text("s")])
    if word in ("that", "those", "same"):
        return _part(match, Directed(0, part, base="told"))
    if word in ("this", "these"):
        return _part(match, YearPart(part.code, Shift(0, "Y")))
    form = directed(word, part, article=has_article(match))
    return _part(match, form) if lx.DIRECTIONS.get(word) else None
