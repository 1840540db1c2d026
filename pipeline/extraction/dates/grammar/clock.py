"""Times of day and parts of days. `joins` puts a clock time to the day beside it."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import DayAt, Form, Modified, Point, Shift, Told
from pipeline.extraction.dates.grammar.common import (
    approx_mod,
    base_of,
    glued_after,
    glued_before,
    money_before,
)
from pipeline.extraction.dates.grammar.weekdays import directed_day, direction_word
from pipeline.extraction.dates.numbers import ordinal

_UTC: Final = frozenset(("gmt", "utc"))
_HOUR_PREPOSITIONS: Final = lx.words(
    "at by until till about around before after past since from circa"
)

fragment(
    "halfday",
    r"[ _](?:(?P<ap><:am>|<:pm>|<:pm_either>)|(?P<ap2><:a>|<:p>)[. !]<:m>|(?P<ap3><:a>|<:p>))",
)
fragment("oclock", r"(?P<oclock> <:o>'<:oclock>)")
fragment("figured", r"[:.](?P<min><:minute>)(?::(?P<sec><:minute>))?")


@rule(
    r"(?:(?P<approx>{approx}) )?(?P<h><:hour>|<:digitword>){figured}?{oclock}?{halfday}?"
    r"(?:[ !](?P<zone><:zone>))?",
    r"(?:(?P<approx>{approx}) )?(?P<h><:hour>|<:digitword>){figured}?{halfday}?"
    r"[ !](?P<zone><:zone>)(?P<sign>[+-])(?P<offset><:hour>(?::<:minute>)?|<:n4>|<:year>)",
)
def clock_time(match: Match) -> Form | None:
    """Reads "10:35 a.m.", "5 p.m. EST", "18:00", "7 o'clock", "14:30 UTC+3"."""
    if not _is_clock(match) or not _stands_alone(match):
        return None
    hour = _hour(match)
    if hour is None:
        return None
    clock = f"{hour:02}:{(match.text('min') or '0').zfill(2)}"
    if match.has("sec"):
        clock += f":{match.text('sec').zfill(2)}"
    zone = _zone(match)
    if zone is None and match.has("offset"):
        return None
    form = DayAt(None, clock=clock, zone=zone)
    mod = approx_mod(match, "approx")
    return Modified(mod, form) if mod else form


def _zone(match: Match) -> str | None:
    """ "Z" for UTC, "+03:00" for UTC+3; None for zones by name, which TIMEX3 does not write."""
    if match.text("zone") not in _UTC:
        return None
    figures = [match.tokens.words[i] for i in match.indices("offset")]
    if not figures:
        return "Z"
    joined = figures[0].zfill(2) + (figures[1] if len(figures) > 1 else "")
    hours, minutes = int(joined[:2]), int(joined[2:] or 0)
    if hours > 14 or minutes > 59:
        return None
    return f"{match.tokens.sign(match.index('zone'))}{hours:02}:{minutes:02}"


def _half(match: Match) -> str:
    """ "a", "p" or nothing."""
    return next((match.text(g)[0] for g in ("ap", "ap2", "ap3") if match.has(g)), "")


def _hour(match: Match) -> int | None:
    """0 to 24; None if "13 p.m." """
    word, half = match.text("h"), _half(match)
    hour = int(word) if word.isdigit() else lx.CARDINALS[word]
    if half and not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half == "p" else 0) if half else hour


def _is_clock(match: Match) -> bool:
    """Whether a figure is a time: it needs minutes, a.m. or p.m., a zone, or o'clock."""
    tokens, index = match.tokens, match.index("h")
    named = bool(_half(match)) or match.has("oclock") or match.has("zone")
    if match.has("ap3"):  # "at 3p" and "9:00a", but not "3 a day", and not "Pixel 9a"
        sticks = tokens.words[index].isdigit() and tokens.sign(match.index("ap3") - 1) == "_"
        if not sticks or not (
            match.has("min") or match.before() in _HOUR_PREPOSITIONS or match.text("ap3") == "p"
        ):
            return False
    if not match.has("min"):
        return named and not (match.has("zone") and not _half(match) and not match.has("oclock"))
    two_figures = len(tokens.words[match.index("min")]) == 2
    return two_figures and (named or tokens.sign(index) == ":")


def _stands_alone(match: Match) -> bool:
    """Whether it is no amount of money, and no part of a longer figure ("10:30:45.2")."""
    tokens, index = match.tokens, match.index("h")
    if match.has("min") and _clock_beside(match):
        return True
    if money_before(tokens, index) or (
        tokens.words[index].isdigit() and glued_before(tokens, index)
    ):
        return False
    if tokens.words[match.last].isdigit():
        return not glued_after(tokens, match.last)
    return tokens.sign(match.last) != "_"


def _clock_beside(match: Match) -> bool:
    """Whether another time is tied to it by a dash: "09:00-18:00"."""
    tokens, first, last = match.tokens, match.index("h"), match.last
    before = tokens.sign(first - 1) == "-" and tokens.sign(first - 2) == ":" and first > 1
    return before or (tokens.sign(last) == "-" and tokens.sign(last + 1) == ":")


@rule(r"(?:<:n12> )?<clockword>")
def noon_or_midnight(match: Match) -> Form | None:
    """Reads "noon", "12 midnight"; not "Noon Records"."""
    if match.tokens.words[match.last].istitle() and match.following().istitle():
        return None
    return DayAt(None, clock=lx.CLOCK_WORDS[match.text("clockword")])


@rule(r"(?P<hm><:n4>|<:year>|<:n0>) (?P<u><:units>)")
def military_time(match: Match) -> Form | None:
    """Reads "0445 hours", "2200 hrs"."""
    clock = _of_four_figures(match)
    if match.text("u") not in ("hours", "hrs") or clock is None or clock[-1] not in "05":
        return None
    return DayAt(None, clock=clock)


@rule(r"(?P<hm><:n4>|<:year>|<:n0>) (?P<zone><:zone>)")
def time_of_zone(match: Match) -> Form | None:
    """Reads "1147 GMT"; in brackets it restates a time: "8 p.m. (1800 GMT)"."""
    clock = _of_four_figures(match)
    position = match.tokens.starts[match.first]
    bracketed = match.tokens.text[max(0, position - 1) : position] == "("
    return None if clock is None or bracketed else DayAt(None, clock=clock, zone=_zone(match))


def _of_four_figures(match: Match) -> str | None:
    """ "04:45" of a group ``hm`` that holds "0445"."""
    figures = match.text("hm")
    if len(figures) != 4 or int(figures[:2]) > 24 or int(figures[2:]) > 59:
        return None
    return f"{figures[:2]}:{figures[2:]}"


fragment("bigpart", r"(?: <:in> <:the> (?P<p><:daypart>)| <:at> (?P<p2><:night>))")


@rule(r"(?P<h><:hour12>|<:digitword>)(?::(?P<min><:minute>))?{oclock}?{bigpart}")
def hour_in_part(match: Match) -> Form | None:
    """Reads "4 in the morning", "3:15 in the afternoon", "10 o'clock at night"."""
    word, part = match.text("h"), match.text("p") or match.text("p2")
    hour = int(word) if word.isdigit() else lx.CARDINALS[word]
    if not 1 <= hour <= 12 or money_before(match.tokens, match.first):
        return None
    bare = not match.has("min") and not match.has("oclock")
    if bare and match.before() not in _HOUR_PREPOSITIONS:
        return None
    if part == "morning" or (hour == 12 and part == "night"):
        hour %= 12
    elif hour != 12:
        hour += 12
    return DayAt(None, clock=f"{hour:02}:{(match.text('min') or '0').zfill(2)}")


@rule(
    r"(?:<part:adjpart>[ -])?(?P<d><:weekday>|<:capday>|<:dayword>)(?:'<:ess>)? "
    r"(?:(?:<:in>|<:at>) )?(?:<:the> )?(?:<part2:adjpart>[ -])?(?P<p><:anypart>)"
)
def part_of_day(match: Match) -> Form | None:
    """Reads "Friday night", "yesterday morning", "early Tuesday evening"."""
    word = match.text("d")
    if match.text("p") == "night" and match.after() in ("football", "live", "fever"):
        return None
    if word in lx.DAY_WORDS:
        day: Form = Shift(lx.DAY_WORDS[word], "D")
    else:
        day = Point(weekday=lx.WEEKDAYS[word])
    return _part(match, DayAt(day, part=lx.DAY_PARTS[match.text("p")]))


def _part(match: Match, form: Form) -> Form:
    part = match.text("part") or match.text("part2")
    return Modified(lx.PARTS[part], form) if part else form


@rule(r"(?:<part:adjpart>[ -])?{direction} (?:(?P<d><:anyday>) )?(?P<p><:anypart>)")
def directed_part_of_day(match: Match) -> Form | None:
    """Reads "this morning", "last night", "that evening", "next Monday afternoon"."""
    word, part = direction_word(match), lx.DAY_PARTS[match.text("p")]
    if match.has("d"):
        day: Form | None = directed_day(match, lx.WEEKDAYS[match.text("d")])
    else:
        day = _directed_day(word, part, article=match.text("dir") == "the")
    return _part(match, DayAt(day, part=part)) if day is not None else None


def _directed_day(word: str, part: str, *, article: bool) -> Form | None:
    if word in ("that", "those", "same"):
        return Told("D")
    if word == "this":
        return Shift(0, "D")
    direction = lx.DIRECTIONS.get(word, 0)
    if direction == 0 or word == "past" or (word == "last" and part != "NI"):
        return None
    return Shift(direction, "D", base="told" if article else base_of(word))


@rule(r"<:tonight>", r"<overnight>(?: (?:<:on> )?(?P<d><:weekday>))?")
def night_word(match: Match) -> Form | None:
    """Reads "tonight", "overnight" as the night just past, and "overnight Tuesday"."""
    if not match.has("overnight"):
        return DayAt(Shift(0, "D"), part="NI")
    if match.has("d"):
        return DayAt(Point(weekday=lx.WEEKDAYS[match.text("d")]), part="NI")
    if match.before() in ("an", "the", "of") or match.tokens.sign(match.last) == "-":
        return None
    return DayAt(Shift(-1, "D"), part="NI")


@rule(
    r"(?:<:the> )?(?:<part:adjpart>[ -])?(?P<p><:anypart>)(?: <:of>)? "
    r"(?:<month:anymonth>[ !](?P<day>{wholeday})|(?P<day2>{wholeday}) (?:<:of> )?<month2:anymonth>)"
    r"(?:[, ](?P<year><:year>))?",
    r"(?:<:the> )?(?:<part:adjpart>[ -])?(?P<p><:anypart>) <:of> <:the> (?P<day><:day>)_<:suffix>",
)
def part_of_date(match: Match) -> Form | None:
    """Reads "the night of August 3", "the morning of 5 May 1945", "the night of the 6th"."""
    day = ordinal(match.tokens, match.indices("day") or match.indices("day2"))
    month = match.text("month") or match.text("month2")
    if not 1 <= day <= 31 or match.after() in ("century", "centuries"):
        return None
    year = match.number("year") if match.has("year") else None
    point = Point(year=year, month=lx.MONTHS.get(month), day=day)
    return _part(match, DayAt(point, part=lx.DAY_PARTS[match.text("p")]))


@rule(
    r"(?:<:the> )?(?:<part:adjpart>[ -])?(?P<p><:daypart>) (?:<:on> )?(?P<d><:dayword>|<:weekday>)"
)
def part_before_day(match: Match) -> Form | None:
    """Reads "mid-afternoon yesterday", "dawn on Friday"."""
    word = match.text("d")
    shift = lx.DAY_WORDS.get(word)
    day: Form = Shift(shift, "D") if shift is not None else Point(weekday=lx.WEEKDAYS[word])
    return _part(match, DayAt(day, part=lx.DAY_PARTS[match.text("p")]))


@rule(r"(?:<the> )?(?:<part:adjpart>[ -])?(?P<p><:daypart>)")
def bare_part_of_day(match: Match) -> Form | None:
    """Reads "in the morning", "mid-afternoon" of the day last told."""
    word = match.text("p")
    if word not in ("morning", "afternoon", "evening"):
        return None
    if match.has("the") and match.before() not in ("in", "during", "by", "of", "through"):
        return None
    if not match.has("the") and not match.has("part"):
        return None
    return _part(match, DayAt(Told("D"), part=lx.DAY_PARTS[word]))
