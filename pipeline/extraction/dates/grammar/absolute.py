"""Dates that name a month, a year, a decade or a century."""

from __future__ import annotations

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import (
    Century,
    Decade,
    Form,
    Impossible,
    Modified,
    Nth,
    Point,
    Shift,
    Told,
)
from pipeline.extraction.dates.grammar.common import (
    IDENTIFIERS,
    TIME_PREPOSITIONS,
    approx_mod,
    expand_year,
    glued,
    glued_after,
    glued_before,
    is_address,
    is_counted_noun,
    money_before,
    month_of,
    percent_after,
)
from pipeline.extraction.dates.holidays import days_in_month
from pipeline.extraction.dates.numbers import ordinal, year_in_words
from pipeline.extraction.dates.tokens import Tokens

fragment("weekdayname", r"<:anyday>(?:[,! (-]|;)(?:<:the> )?")
fragment(
    "wordyear",
    r"<:card>[- ](?:<:hundred>(?:[- ](?:<:and> )?<:number>){0,2}|<:tens>(?:[- ]<:digitword>)?|<:card>|<:o>[- ]<:digitword>)"
    r"|(?:<:card>|<:one>)[- ]<:thousand>(?: <:and>)?(?:[- ]<:number>){0,3}"
    r"|<:tens>[- ](?:<:tens>(?:[- ]<:digitword>)?|<:card>)",
)
fragment("yearfigure", r"<:year>(?: <:anyera>)?")


def calendar_date(
    match: Match, *, year: int | None, month: int, day: int, weekday: int | None = None
) -> Form | None:
    """A `Point` if the calendar has such a day, else `Impossible`."""
    if not 1 <= day <= 31:
        return None
    if day > days_in_month(year or 2000, month):
        return Impossible(f"{day} {month} {year or ''}".strip())
    return Point(year=year, month=month, day=day, weekday=weekday)


def _weekday(match: Match) -> int | None:
    return lx.WEEKDAYS.get(match.text("wd")) if match.has("wd") else None


def _year(match: Match) -> int | None:
    if match.has("year"):
        return match.number("year")
    if match.has("yw"):
        return year_in_words(match.tokens, match.indices("yw"))
    if match.has("yy"):
        return expand_year(match.text("yy"))
    return None


fragment("wdprefix", r"(?:(?P<wd>{weekdayname})(?: ?))?")


@rule(
    r"(?:(?P<wd><:anyday>)(?:[,! (-]|;)(?:<:the> )?)?<month:anymonth>[ !_.-](?:<:the> )?(?P<day>{wholeday})"
    r"(?:[, ;](?:<:of> )?(?:<year>|(?P<yw>{wordyear}))|[ ]<:of> <yy>|[-]<year2:year>|[ ]q<yy2:yy>)?",
)
def month_day(match: Match) -> Form | None:
    """Reads "Friday, Feb. 24th, 2022", "march first", "Dec31"."""
    return _day_of_month(match)


@rule(
    r"(?:(?P<wd><:anyday>)(?:[,! (-]|;)(?:<:the> )?)?(?:<:the> )?(?P<day>{wholeday}|<:tens>[- ]<:digitword>|<:card>)[ -](?:<:of> )?<month:anymonth>"
    r"(?:[,! ;-](?:<:of> )?(?:<year>|(?P<yw>{wordyear}))|[- ]<:of> <yy>)?",
    r"(?P<day><:day>)-<month:surely_month>-<yy2:yy>",
)
def day_month(match: Match) -> Form | None:
    """Reads "3 March 2020", "the 4th of July", "05-Aug-2016"."""
    return _day_of_month(match)


def _day_of_month(match: Match) -> Form | None:
    day_tokens = match.indices("day")
    words = [match.tokens.lower(i) for i in day_tokens]
    if words[0].isdigit():
        day = int(words[0])
        if money_before(match.tokens, day_tokens[0]) or percent_after(match.tokens, day_tokens[-1]):
            return None
        if day_tokens[0] == match.first and glued_before(match.tokens, day_tokens[0]):
            return None
    else:
        day = sum(lx.CARDINALS.get(w, 0) for w in words) + ordinal(match.tokens, day_tokens)
    if _is_modal(match, day_tokens):
        return None
    year = _year(match)
    if year is None and match.has("year2"):
        year = match.number("year2")
    if year is None and match.has("yy2"):
        year = expand_year(match.text("yy2"))
    return calendar_date(
        match, year=year, month=month_of(match, "month"), day=day, weekday=_weekday(match)
    )


def _is_modal(match: Match, day_tokens: range) -> bool:
    """Reads "you may first ...", "march second": a small weak month needs figures or "the first of"."""
    month = match.tokens.words[match.index("month")]
    if month.lower() not in ("may", "march", "mar", "sep", "dec", "jan") or month[0].isupper():
        return False
    if match.tokens.words[day_tokens[0]].isdigit():
        return False
    return match.first > 0 and "of" not in {
        match.tokens.lower(i) for i in range(match.first, match.last + 1)
    }


@rule(
    r"<month:anymonth>[ ,!/-](?:(?:<:of>|<:in>) )?(?:<:the> )?(?:<year>(?: <era:anyera>)?|(?P<yw>{wordyear}))",
    r"<month:anymonth> <:of> <yy>",
    r"<month:anymonth>[ -]q<yy>",
    r"<month:surely_month>[-]<yy>",
)
def month_year(match: Match) -> Form | None:
    """Reads "May 2022", "Dec/2018", "June of 1992", "Sept. 2019"."""
    word = match.tokens.words[match.index("month")]
    if (
        word.islower()
        and word in ("may", "march", "mar")
        and match.before() in ("you", "i", "we", "they")
    ):
        return None
    year = _year_if(match)
    if year is None or glued_after(match.tokens, match.last):
        return None
    return Point(year=year, month=month_of(match, "month"))


def _year_if(match: Match) -> int | None:
    if match.has("year"):
        return match.number("year")
    if match.has("yw"):
        return year_in_words(match.tokens, match.indices("yw"))
    if match.has("yy"):
        return expand_year(match.text("yy"))
    return None


@rule(r"<month:anymonth>")
def bare_month(match: Match) -> Form | None:
    """Reads "in August"; a month that could be a name or a verb needs a word of time before it."""
    word = match.tokens.words[match.first]
    small = word.lower()
    before = match.before()
    if (
        word.islower()
        and small in ("may", "march", "mar", "dec", "jan", "sep")
        and before
        not in ("in", "since", "until", "last", "next", "during", "by", "of", "early", "late")
    ):
        return None
    if small in (
        "may",
        "march",
        "mar",
        "jan",
        "jun",
        "dec",
        "sep",
    ) and before not in TIME_PREPOSITIONS - {"and", "or", "for", "about", "as", "around", "than"}:
        return _before_noun(match) or _after_list(match)
    if small in lx.ALSO_NAMES and _in_a_name(match):
        return None
    if (
        match.tokens.sign(match.first - 1) in "_-"
        and match.first > 0
        and match.tokens.lower(match.first - 1) not in ("mid", "late", "early", "pre", "post")
    ):
        return None
    return Point(month=lx.MONTHS[small])


def _before_noun(match: Match) -> Form | None:
    """Reads "the May election", "its March report"."""
    if match.before() not in ("the", "a", "its", "their", "s", "his"):
        return None
    after = match.following()
    if not after.isalpha() or not after.islower() or len(after) < 4 or after in TIME_PREPOSITIONS:
        return None
    return Point(month=lx.MONTHS[match.text("month")])


def _after_list(match: Match) -> Form | None:
    """Reads "May" is a month in "April and May", "in April, May and June"."""
    previous = match.first - 1
    while previous >= 0 and match.tokens.lower(previous) in ("and", "or", "to"):
        previous -= 1
    if (
        previous >= 0
        and match.tokens.lower(previous) in lx.MONTHS
        and match.tokens.sign(previous) in " ,-="
    ):
        return Point(month=lx.MONTHS[match.text("month")])
    return None


def _in_a_name(match: Match) -> bool:
    """Reads "April Harris", "Ms. June": a capital word beside it and no word of time before it."""
    if match.before() in TIME_PREPOSITIONS:
        return False
    following = match.tokens.word(match.last + 1) if match.tokens.sign(match.last) == " " else ""
    previous = (
        match.tokens.word(match.first - 1) if match.tokens.sign(match.first - 1) in " !" else ""
    )
    return (following[:1].isupper() and len(following) > 1) or (
        previous[:1].isupper() and len(previous) > 1
    )


@rule(
    r"<year>(?: <era:capera>)?",
    r"<era:capera> <year>",
    r"<:the> <year> <:period>",
    r"(?:<:the> )?<unit> <year>",
)
def bare_year(match: Match) -> Form | None:
    """Reads "in 2014"; a figure that counts, numbers or measures something is no year."""
    if match.has("unit") and match.text("unit") != "year":
        return None
    if money_before(match.tokens, match.index("year")) or percent_after(match.tokens, match.last):
        return None
    if not _one_of_two_years(match):
        if glued(match.tokens, match.index("year"), match.index("year")):
            return None
    year = match.number("year")
    if match.has("era"):
        return Point(year=year, era="BC" if match.text("era").startswith("bc") else "AD")
    if _among_figures(match) or is_address(match):
        return None
    if match.text("year").startswith("0") or not _is_year(match, year):
        return None
    return Point(year=year)


def _among_figures(match: Match) -> bool:
    """Whether other figures stand beside it, as in a telephone number."""
    tokens, index = match.tokens, match.index("year")
    before = tokens.word(index - 1)[:1].isdigit() and tokens.sign(index - 1) == " "
    return before or (tokens.word(index + 1)[:1].isdigit() and tokens.sign(index) == " ")


def _dates_before(match: Match, before: str, year: int) -> bool:
    """Whether the word before makes the figure a year even before a plural noun."""
    if before == "by":  # "By 2050 temperatures ...", but "attacked by 2000 soldiers"
        return match.tokens.word(match.first - 1) == "By" or year % 100 != 0
    return before in ("in", "since", "during", "the", "s", "until", "after", "before")


def _one_of_two_years(match: Match) -> bool:
    """Whether the figure is an end of "2014-2018", with nothing further stuck to either end."""
    tokens, index = match.tokens, match.index("year")
    for first, last in ((index - 1, index), (index, index + 1)):
        if first < 0 or last >= len(tokens.words) or tokens.sign(first) not in "-/":
            continue
        years = [tokens.word(first), tokens.word(last)]
        if all(len(y) == 4 and y.isdigit() for y in years) and years[0] < years[1]:
            outer = tokens.sign(first - 1) + tokens.sign(last)
            return not any(sign in "_.|/:-" for sign in outer) or not _digits_outside(
                tokens, first, last
            )
    return False


def _digits_outside(tokens: Tokens, first: int, last: int) -> bool:
    return any(
        tokens.sign(gap) in "_.|/:-" and tokens.word(index)[:1].isdigit()
        for gap, index in ((first - 1, first - 1), (last, last + 1))
        if index >= 0
    )


def _is_year(match: Match, year: int) -> bool:
    tokens, first = match.tokens, match.first
    before = match.before()
    after = match.after()
    sure = before in TIME_PREPOSITIONS and before not in (
        "than",
        "about",
        "around",
        "to",
        "or",
        "and",
        "from",
        "of",
        "between",
        "for",
        "on",
    )
    if tokens.sign(first - 1) in "!" and tokens.lower(first - 1) in (
        "no",
        "nos",
        "art",
        "sec",
        "vol",
        "pp",
        "p",
        "ch",
    ):
        return False
    if before in IDENTIFIERS:
        return before in ("act", "law", "form", "versions") and 1900 <= year <= 2050
    if before == "the" or before in ("'s",):
        return True
    if is_counted_noun(match.following()) and not _dates_before(match, before, year):
        return False
    if (
        tokens.words[first - 1 : first]
        and tokens.lower(first - 1) == "s"
        and tokens.sign(first - 1) == " "
    ):
        return True
    if sure:
        return True
    if (
        before in ("about", "around", "roughly", "approximately", "of", "to", "with")
        and year % 100 == 0
    ):
        return before == "of" and tokens.lower(first - 2) in _DATED_NOUNS
    if 1900 <= year <= 2050:
        return True
    return 1500 <= year < 2100 and (before in TIME_PREPOSITIONS or tokens.sign(first - 1) in "(,-=")


_DATED_NOUNS = frozenset(
    ["war", "revolution", "end", "beginning", "start", "spring", "summer", "autumn", "fall", "winter", "middle", "rest", "half", "quarter", "crisis", "elections", "election", "act", "treaty", "battle", "constitution", "olympics", "census", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "class"]
)  # fmt: skip


@rule(r"(?P<yw>{wordyear})")
def spelt_year(match: Match) -> Form | None:
    """Reads "nineteen ninety-six"."""
    words = [match.tokens.lower(i) for i in match.indices("yw")]
    year = year_in_words(match.tokens, match.indices("yw"))
    if year is None or not 1100 <= year <= 2099:
        return None
    if words[0] not in ("nineteen", "two", "eighteen", "seventeen", "twenty", "sixteen", "fifteen"):
        return None
    if is_counted_noun(match.following()) or (
        match.before() not in TIME_PREPOSITIONS and words[0] in ("two", "twenty")
    ):
        return None
    if "thousand" in words and match.before() not in (
        "in",
        "since",
        "by",
        "until",
        "year",
        "during",
    ):
        return None
    return Point(year=year)


@rule(
    r"(?:(?P<approx>{approx}) )?(?:<:the> )?(?:<part:adjpart>[ -](?:<:to>[ -]<:adjpart>[ -])?)?(?:<:the> )?<year>(?:_|')<:ess>(?: <era:anyera>)?",
    r"(?:<:the>[ q])?(?:<part:adjpart>[ q-])?<yy>(?:_|'| )<:ess>",
    r"(?:<:the> )?(?:<part:adjpart>[ -])?<word:decadeword>",
)
def decade(match: Match) -> Form | None:
    """Reads "the early 1980s", "the '90s", "the nineties"."""
    if match.has("word"):
        if match.tokens.lower(match.first) not in (
            "the",
            "early",
            "late",
            "mid",
        ) and match.before() not in ("in", "since"):
            return None
        form: Form = Decade(lx.DECADE_WORDS[match.text("word")])
    elif match.has("yy"):
        start = match.number("yy")
        if (
            start % 10
            or len(match.text("yy")) != 2
            or money_before(match.tokens, match.index("yy"))
            or glued_before(match.tokens, match.index("yy"))
        ):
            return None
        if _is_age(match):
            return None
        form = Decade(start)
    else:
        start = match.number("year")
        if money_before(match.tokens, match.index("year")):
            return None
        bc = match.has("era") and match.text("era").startswith("bc")
        form = (
            Century(start // 100 + 1, bc)
            if start % 100 == 0 and start < 1900
            else Decade(start, bc)
        )
        if start % 10:
            return None
        mod = approx_mod(match, "approx") if match.has("approx") else None
        form = Modified(mod, form) if mod else form
    return Modified(lx.PARTS[match.text("part")], form) if match.has("part") else form


def _is_age(match: Match) -> bool:
    """Reads "in his 30s", "temperatures in the 90s"."""
    if (
        match.before() in ("his", "her", "their", "my", "your", "its", "our")
        or match.text("yy") == "00"
    ):
        return True
    words = [match.tokens.lower(i) for i in range(max(0, match.first - 4), match.first)]
    return "temperatures" in words or "highs" in words or "lows" in words or "aged" in words


@rule(
    r"(?:<:the> )?(?:<part:adjpart>[ -](?:<:to>[ -]<:adjpart>[ -])?)?(?P<n>{wholeday}|<:n99>_<:suffix>)[ -]<unit>(?: <era:anyera>)?",
)
def century(match: Match) -> Form | None:
    """Reads "the late 18th century", "the fifth century BC"."""
    if match.text("unit") not in ("century", "millennium"):
        return None
    number = ordinal(match.tokens, match.indices("n"))
    bc = match.has("era") and match.text("era").startswith("bc")
    if match.text("unit") == "millennium" or not 1 <= number <= 40:
        return None
    form: Form = Century(number, bc)
    return Modified(lx.PARTS[match.text("part")], form) if match.has("part") else form


@rule(r"<n:int> <era:capera>", r"<era:capera> <n:int>")
def year_of_era(match: Match) -> Form | None:
    """Reads "44 BC", "AD 79"."""
    bc = match.text("era").startswith("bc")
    before = match.tokens.lower(match.first) == match.text("era")
    if (before and bc) or not match.text("n").isdigit() or not 0 < match.number("n") < 10_000:
        return None
    return Point(year=match.number("n"), era="BC" if bc else "AD")


@rule(
    r"(?P<n><:n3>|<:yy>)(?=(?:[-=]| <:to> | <:until> | <:and> )<:int> <:capera>)",
)
def year_before_era(match: Match) -> Form | None:
    """The "264" of "264-241 BC"."""
    last = match.tokens.lower(match.last + 1)
    index = match.last + (2 if last.isalpha() else 1)
    era = match.tokens.lower(index + 1)
    if not era.startswith("bc") or int(match.text("n")) <= int(match.tokens.lower(index)):
        return None
    return Point(year=match.number("n"), era="BC")


@rule(r"<:the> <day>_<:suffix>(?: <:of> (?P<w><:this>|<:the>|<:anydir>|<:that>) (?P<u><:unit>))?")
def day_of_month(match: Match) -> Form | None:
    """Reads "on the 15th", "the night of the 6th": a day of the month last told."""
    if match.has("w"):
        return None if match.text("u") != "month" else _day_of(match)
    following = match.following()
    if match.before() not in ("on", "by", "until", "till", "of", "since", "from", "to", "and"):
        return None
    if following and (following.lower() not in _AFTER_DAY):
        return None
    if match.before() in ("of", "to", "and") and match.tokens.sign(match.last) == " ":
        return None
    return Point(day=match.number("day"))


_AFTER_DAY = frozenset(["the", "and", "but", "to", "he", "she", "they", "it", "we", "i", "a", "an", "in", "at", "of", "with", "when", "after", "before", "as", "by", "was", "were", "had", "his", "her", "their", "this", "that", "for", "from", "until"])  # fmt: skip


def _day_of(match: Match) -> Form | None:
    month = (
        Shift(lx.DIRECTIONS.get(match.text("w"), 0), "M")
        if match.text("w") not in ("the", "that")
        else Told("M")
    )
    return Nth(match.number("day"), "D", month)


@rule(
    r"(?:<:the> )?(?P<n>{wholeday})(?= (?:<:and>|<:to>|<:or>) {wholeday} <:units>)",
    r"(?P<n>{wholeday}) <units>",
)
def centuries(match: Match) -> Form | None:
    """Reads "the 19th and 20th centuries"."""
    words = [
        match.tokens.lower(i)
        for i in range(match.first, min(match.last + 6, len(match.tokens.words)))
    ]
    if "centuries" not in words or match.tokens.lower(match.last + 1) == "units":
        return None
    number = ordinal(match.tokens, match.indices("n"))
    return Century(number) if 1 <= number <= 40 else None
