"""Quarters, halves, fiscal years, seasons, weeks of the year, and nth units of a longer one."""

from __future__ import annotations

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import (
    Directed,
    Fiscal,
    Form,
    IsoWeek,
    Length,
    Modified,
    Nth,
    Point,
    Shift,
    Told,
    WeekOf,
    YearPart,
)
from pipeline.extraction.dates.grammar.common import (
    TIME_PREPOSITIONS,
    business_near,
    expand_year,
    month_of,
)
from pipeline.extraction.dates.numbers import amount, ordinal

_CODES = {**lx.UNITS, **lx.UNIT_PLURALS}

#: A year to hang a part on: "2021", "this year", "last year", "next year", "the year".
fragment(
    "ofyear",
    r"(?P<oyear><:year>)|(?:(?P<odir><:anydir>|<:this>|<:that>|<:the>|<:same>|<:current>)(?: <:fiscal>)? <:unit>)",
)


def owner_year(match: Match) -> Form | None:
    """The form of a group that matched ``{ofyear}``; None when the unit is no year."""
    if match.has("oyear"):
        return Point(year=expand_year(match.text("oyear")))
    index = match.index("odir")
    word = match.text("odir")
    span = {match.tokens.lower(i) for i in range(index, min(index + 3, len(match.tokens.words)))}
    if "year" not in span:
        return None
    return year_by(word)


def year_by(word: str) -> Form:
    """Reads "last" -> the year before the anchor's; "the", "that" -> the year last told."""
    if word in ("the", "that", "those", "same"):
        return Told("Y", strong=word != "the")
    if word in ("this", "these", "current"):
        return Shift(0, "Y")
    base = "told" if word in ("previous", "preceding", "following", "subsequent") else "anchor"
    return Shift(lx.DIRECTIONS.get(word, 0), "Y", base=base)


def _part_code(match: Match) -> str | None:
    """Reads "third quarter" -> Q3, "first half" -> H1."""
    number = ordinal(match.tokens, match.indices("n"))
    halves = match.text("what") == "half"
    if number == -1:
        number = 2 if halves else 4
    if not 1 <= number <= (2 if halves else 4):
        return None
    return f"{'H' if halves else 'Q'}{number}"


@rule(
    r"(?:<:the> )?(?:{ofyear}(?:'<:ess>)?[ -])?(?:<fiscal>[- ])?(?P<n>{wholeday}) (?:<fiscal2:fiscal> )?(?P<what><:quarter>|<:half>)",
    r"(?:{ofyear}(?:'<:ess>)?[ -])?(?:<fiscal>[- ])?(?P<n>{wholeday})-(?P<what><:quarter>|<:half>)",
)
def part_of_year(match: Match) -> Form | None:
    """Reads "the third quarter", "third-quarter", "this year's first half", "the 1988 second quarter"."""
    code = _part_code(match)
    if code is None:
        return None
    year = None
    if match.has("oyear") or match.has("odir"):
        year = owner_year(match)
        if year is None:
            return None
    if code[0] == "H" and year is None and match.tokens.lower(match.first) != "the":
        return None
    if code[0] == "H" and year is None and not business_near(match):
        return None
    if code[0] == "H" and year is None:
        if match.after() in ("of", "an", "a", "hour", "time") or match.before() not in (
            "in",
            "for",
            "during",
            "of",
            "from",
            "through",
        ):
            return None
    return YearPart(code, year, fiscal=match.has("fiscal"))


@rule(
    r"(?:<:the> )?(?:<fiscal>[- ])?(?P<n>{wholeday})[- ](?P<what><:quarter>|<:half>)(?: (?:<:of>|<:in>))?(?: <:the>)?[ ,](?:(?:<:fiscal>|<:calendar>)(?: <:unit>)? )?{ofyear}",
)
def part_of_named_year(match: Match) -> Form | None:
    """Reads "the first half of 2021", "third quarter 2021", "the second quarter of last year"."""
    code = _part_code(match)
    year = owner_year(match)
    return YearPart(code, year, fiscal=match.has("fiscal")) if code and year else None


@rule(
    r"<:q>_<n:n12>(?:[ ,-](?:<:of> )?{ofyear})?(?:[ -]<:fy>_?<:year>)?",
    r"<n:n12>_<:q>(?:[ ,-](?:<:of> )?{ofyear})?",
    r"<n:n12>_<:q>_(?P<oyear><:yy>)",
    r"<:q>_<n:n12>[ -]q(?P<oyear><:yy>)",
    r"<:h>_<n:n12>(?:[ ,-](?:<:of> )?{ofyear})",
    r"<n:n12>_<:h>(?:[ ,-](?:<:of> )?{ofyear})",
    r"{ofyear}[ -]?<:q>_<n:n12>",
    r"{ofyear}[ -]<:h>_<n:n12>",
)
def short_part(match: Match) -> Form | None:
    """Reads "Q2 2022", "1Q", "H1 2021"."""
    letters = {match.tokens.lower(i) for i in range(match.first, match.last + 1)}
    halves = "h" in letters
    number = match.number("n")
    if not 1 <= number <= (2 if halves else 4):
        return None
    named = match.has("oyear") or match.has("odir")
    year = owner_year(match) if named else None
    if (named and year is None) or (halves and year is None):
        return None
    if (
        match.tokens.word(match.index("n") - 1) == "q"
        and match.tokens.sign(match.index("n") - 1) == "_"
        and not named
    ):
        return None
    return YearPart(f"{'H' if halves else 'Q'}{number}", year)


@rule(
    r"(?:<:the> )?<:fiscal>(?: <:unit>)?[ -](?P<y><:year>|q<:yy>)(?:[-/](?:<:yy>|<:year>))?",
    r"(?:<:the> )?(?P<y><:year>)(?:[-/](?P<y2><:yy>|<:year>))? <:fiscal> <:unit>",
    r"<:fy>[_ -]?(?P<y><:year>|<:yy>)(?:[-/](?:<:yy>|<:year>))?",
)
def fiscal_year(match: Match) -> Form | None:
    """Reads "fiscal 2023", "FY23", "the 2014-15 fiscal year"."""
    index = match.index("y")
    figure = match.tokens.word(index)
    if len(figure) not in (2, 4) or (
        len(figure) == 2
        and match.tokens.lower(match.first) != "fy"
        and match.tokens.sign(index - 1) != "q"
    ):
        return None
    year = expand_year(figure)
    last = match.tokens.word(index + 1)
    if match.last > index and last.isdigit():
        year = (year // 100 * 100 + int(last)) if len(last) == 2 else int(last)
    return Fiscal(Point(year=year))


@rule(
    r"(?:(?P<dir><:anydir>|<:this>|<:current>|<:the>|<:its>|<:the> <:anydir>|<:the> <:current>|<:its> <:current>|<:the> <:same>) )?<:fiscal>[ -]<unit>",
)
def fiscal_relative(match: Match) -> Form | None:
    """Reads "the current fiscal year", "next fiscal year"."""
    if match.text("unit") not in ("year", "quarter") or not match.has("dir"):
        return None
    word = match.tokens.lower(match.indices("dir")[-1])
    if match.text("unit") == "quarter":
        return Shift(lx.DIRECTIONS.get(word, 0), "Q")
    return Fiscal(year_by(word) if word not in ("its", "their", "our") else Told("Y"))


@rule(
    r"(?:<:the> )?(?:<part:adjpart>[ -])?(?P<s><:anyseason>)(?:(?: <:of>)?(?: <:the>)?[ ,](?:(?P<year><:year>)(?:[-/](?:<:yy>|<:year>))?|(?P<yw>{wordyear})|q(?P<yy><:yy>)))",
    r"(?:<:the> )?(?:<part:adjpart>[ -])?(?P<year><:year>)[ -](?P<s><:anyseason>)",
    r"(?:<:the> )?(?:<part:adjpart>[ -])?(?P<s><:anyseason>) (?:<:of> )?(?P<dir><:anydir>|<:this>|<:that>|<:the>) <unit>",
)
def season_of_year(match: Match) -> Form | None:
    """Reads "the winter of 1942-43", "summer 2022", "the spring of last year"."""
    from pipeline.extraction.dates.grammar.absolute import _year_if

    if match.has("dir"):
        if match.text("unit") != "year":
            return None
        year: Form | None = year_by(match.text("dir"))
    else:
        number = _year_if(match)
        year = Point(year=number) if number else None
    if year is None:
        return None
    form: Form = YearPart(lx.SEASONS[match.text("s")], year)
    return Modified(lx.PARTS[match.text("part")], form) if match.has("part") else form


@rule(r"(?:<the> )?(?:<part:adjpart>[ -])?(?P<s><:anyseason>)")
def bare_season(match: Match) -> Form | None:
    """Reads "in the summer", "in early spring"; "fall" and "spring" need the company of a time word."""
    word = match.text("s")
    before = match.tokens.lower(match.first - 1)
    if word in lx.WEAK_SEASONS and not (
        (match.has("the") or match.has("part") or before in ("in", "since", "until", "during"))
        and before
        in (
            "in",
            "since",
            "until",
            "by",
            "during",
            "of",
            "from",
            "through",
            "before",
            "after",
            "for",
        )
    ):
        return None
    if word in lx.WEAK_SEASONS and match.after() == "of":
        return None  # "the fall of the wall"
    if match.after() in (
        "olympics",
        "olympic",
        "games",
        "school",
        "palace",
        "camp",
        "vacation",
        "holiday",
        "break",
        "sports",
    ):
        return None
    if match.tokens.word(match.index("s"))[0].isupper() and (
        match.tokens.word(match.last + 1)[:1].isupper() and match.tokens.sign(match.last) == " "
    ):
        return None
    form: Form = YearPart(lx.SEASONS[word])
    return Modified(lx.PARTS[match.text("part")], form) if match.has("part") else form


@rule(
    r"(?:<:the> )?<unit> (?P<n><:n12>|<:n24>|<:n31>|<:n59>)(?:(?: <:of>)?[ ,]{ofyear})?",
)
def numbered_week(match: Match) -> Form | None:
    """Reads "week 31", "week 3 of 2027"."""
    number = match.number("n")
    if match.text("unit") != "week" or not 1 <= number <= 53:
        return None
    named = match.has("oyear") or match.has("odir")
    year = owner_year(match) if named else None
    if named and year is None:
        return None
    return IsoWeek(number, year)


fragment(
    "container",
    r"(?:<:the> )?(?:(?P<cmonth><:anymonth>)(?:[ ,!](?:<:of> )?(?P<cmyear><:year>))?|(?P<cyear><:year>)"
    r"|(?P<cdir><:anydir>|<:this>|<:that>|<:the>|<:same>|<:each>|<:current>) (?P<cunit><:unit>|<:quarter>))".replace(
        "|<:each>", ""
    ),
)


def container(match: Match) -> Form | None:
    """The longer time of a group that matched ``{container}``."""
    if match.has("cmonth"):
        year = match.number("cmyear") if match.has("cmyear") else None
        return Point(year=year, month=month_of(match, "cmonth"))
    if match.has("cyear"):
        return Point(year=match.number("cyear"))
    unit = _CODES.get(match.text("cunit"), "")
    word = match.text("cdir")
    if unit not in ("M", "Y", "Q", "DE", "CE", "W"):
        return None
    if word in ("the", "that", "same"):
        return Told(unit)
    base = "told" if word in ("previous", "preceding", "following", "subsequent") else "anchor"
    return Shift(lx.DIRECTIONS.get(word, 0), unit, base=base)


@rule(
    r"(?:<:the> )?(?P<n>{wholeday}|<:dir>)[ -](?:(?P<last><:dir>) )?(?:(?P<count>{count}) )?(?:<:working> )?(?P<u><:anyunit>|<:anyday>)(?: (?:<:of>|<:in>) {container})",
)
def nth_of(match: Match) -> Form | None:
    """Reads "the first week of 2021", "last Monday of March", "the last four months of 2021"."""
    of = container(match)
    if of is None:
        return None
    words = [match.tokens.lower(i) for i in match.indices("n")]
    number = -1 if words == ["last"] else ordinal(match.tokens, match.indices("n"))
    if number == 0 or (match.has("last") and match.text("last") != "last"):
        return None
    if match.has("last"):
        number = -number
    word = match.text("u")
    count = int(amount(match.tokens, match.indices("count")) or 0) if match.has("count") else 1
    if count == 0:
        return Length(None, _CODES.get(word, "D"))
    if word in lx.WEEKDAYS:
        return Nth(number, "WD", of, weekday=lx.WEEKDAYS[word])
    unit = _CODES[word]
    if unit in ("TS", "TM", "TH"):
        return None
    return Nth(number, "D" if unit == "N" else unit, of, count)


@rule(
    r"(?:<:the> )?(?P<u><:unit>) (?:<:of> |<:week_start> (?:<:on> )?)(?:<:the> )?(?:<month:anymonth>[ !](?:<:the> )?(?P<day>{wholeday})(?:[, ](?P<year><:year>))?|(?P<day2>{wholeday})(?: (?:<:of> )?<month2:anymonth>(?:[, ](?P<year2><:year>))?)?)",
)
def week_of(match: Match) -> Form | None:
    """Reads "the week of April 10th", "the week commencing February 4"."""
    if match.text("u") not in ("week", "weekend"):
        return None
    first = match.has("day")
    day = ordinal(match.tokens, match.indices("day" if first else "day2"))
    group = "month" if first else "month2"
    month = month_of(match, group) if match.has(group) else None
    year_group = "year" if first else "year2"
    year = match.number(year_group) if match.has(year_group) else None
    if not 1 <= day <= 31:
        return None
    return WeekOf(Point(year=year, month=month, day=day), lx.UNITS[match.text("u")])


@rule(
    r"(?:<:the> )?(?:<part:adjpart>[ -])?(?P<dir><:anydir>|<:this>|<:the> <:anydir>|<:that>|<:the> <:same>)[ ](?:<part2:adjpart>[ -])?(?P<s><:anyseason>)"
)
def directed_season(match: Match) -> Form | None:
    """Reads "last fall", "this summer", "next spring"."""
    index = match.indices("dir")[-1]
    word = match.tokens.lower(index)
    code = lx.SEASONS[match.text("s")]
    if word in ("that", "those", "same"):
        form: Form = Directed(0, YearPart(code), base="told")
    elif word in ("this", "these"):
        form = YearPart(code, Shift(0, "Y"))
    elif word in ("past",) or lx.DIRECTIONS.get(word, 0) == -1:
        form = Directed(
            -1, YearPart(code), base="told" if word in ("previous", "preceding") else "anchor"
        )
    elif lx.DIRECTIONS.get(word, 0) == 1:
        form = Directed(
            1, YearPart(code), base="told" if word in ("following", "subsequent") else "anchor"
        )
    else:
        return None
    for group in ("part", "part2"):
        if match.has(group):
            form = Modified(lx.PARTS[match.text(group)], form)
    return form


__all__ = ["TIME_PREPOSITIONS", "container", "owner_year", "year_by"]
