"""Times of day, alone or with the day they belong to."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import DayAt, Directed, Form, Modified, Point, Shift, Told
from pipeline.extraction.dates.grammar.common import (
    approx_mod,
    glued_after,
    glued_before,
    money_before,
)
from pipeline.extraction.dates.grammar.relative import base_of
from pipeline.extraction.dates.numbers import ordinal

fragment(
    "ampm",
    r"[ _]?(?:(?P<ap><:am>|<:pm>|<:pm_either>)|(?P<ap2><:a>|<:p>)[. !](?:<:m>)|(?P<ap3><:a>|<:p>))",
)
fragment("zoned", r"(?:[ !](?P<zone><:zone>))")
fragment(
    "clocktime",
    r"(?:(?P<h><:hour>|<:card>|<:one>)(?:[:.](?P<min><:minute>)(?::(?P<sec><:minute>))?)?(?: <:o>'<:oclock>)?{ampm}?{zoned}?|(?:<:n12> )?(?P<cw><:clockword>))",
)
fragment("onday", r"(?:(?P<onwd><:anyday>)|(?P<onword><:dayword>|<:tonight>))")

_ZONE_OFFSETS: Final = {"gmt": "Z", "utc": "Z"}


def clock_of(match: Match) -> tuple[str, str | None] | None:
    """(clock, zone) of a group that matched ``{clocktime}``; None when it is no time of day."""
    if match.has("cw"):
        return lx.CLOCK_WORDS[match.text("cw")], None
    hour_word = match.text("h")
    hour = int(hour_word) if hour_word.isdigit() else lx.CARDINALS.get(hour_word, 99)
    half = next((match.text(g)[0] for g in ("ap", "ap2", "ap3") if match.has(g)), None)
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute = match.text("min") if match.has("min") else ("00" if not half else "")
    clock = f"{hour:02}" + (f":{minute.zfill(2)}" if minute else ":00")
    if match.has("sec"):
        clock += f":{match.text('sec').zfill(2)}"
    zone = match.text("zone") if match.has("zone") else None
    return clock, _ZONE_OFFSETS.get(zone or "", None)


def _is_clock(match: Match) -> bool:
    """A bare figure is no time: it needs minutes, a.m. or p.m., or o'clock."""
    if match.has("cw"):
        return True
    halved = any(match.has(g) for g in ("ap", "ap2", "ap3"))
    index = match.index("h")
    tokens = match.tokens
    if tokens.words[index].isdigit():
        if money_before(tokens, index) or glued_before(tokens, index):
            return False
        if match.has("ap3") and tokens.sign(match.index("ap3") - 1) != "_":
            return False
    elif match.has("ap3"):
        return False
    oclock = any(tokens.lower(i) == "clock" for i in range(index, match.last + 1))
    if match.has("min"):
        width = len(tokens.words[match.index("min")])
        if width != 2 or (tokens.sign(index) == "." and not halved and not match.has("zone")):
            return False
        return halved or oclock or match.has("zone") or int(tokens.lower(index)) <= 24
    return halved or oclock


def _day_form(match: Match) -> Form | None:
    if match.has("onwd"):
        return Point(weekday=lx.WEEKDAYS[match.text("onwd")])
    if match.has("onword"):
        word = match.text("onword")
        return Shift(lx.DAY_WORDS.get(word, 0), "D")
    return None


@rule(
    r"(?:(?P<approx>{approx}) )?{clocktime}(?:[ ,!](?:<:on> )?{onday}(?:[ ,](?P<month><:anymonth>)[ !](?P<day>{wholeday}))?|[ ,!](?:<:on> )?(?P<month2><:anymonth>)[ !](?P<day2>{wholeday}))?",
    r"{onday}[ ,](?:<:at> )?(?:(?P<approx>{approx}) )?{clocktime}",
)
def clock(match: Match) -> Form | None:
    """ "10 p.m. Wednesday", "noon Thursday", "around 7:15 p.m.", "5 p.m. EST Nov. 9"."""
    if not _is_clock(match):
        return None
    last = match.tokens.words[match.last]
    if not _ends_well(match, last):
        return None
    found = clock_of(match)
    if found is None:
        return None
    day = _day_form(match)
    for month, number in (("month", "day"), ("month2", "day2")):
        if match.has(month):
            day = Point(
                month=lx.MONTHS[match.text(month)], day=ordinal(match.tokens, match.indices(number))
            )
    form: Form = DayAt(day, clock=found[0], zone=found[1])
    mod = approx_mod(match, "approx") if match.has("approx") else None
    return Modified(mod, form) if mod else form


def _ends_well(match: Match, last: str) -> bool:
    """A time that ends in figures is not the start of a longer figure ("10:30:45.2", "4:3 ratio")."""
    if last.isdigit():
        return not glued_after(match.tokens, match.last)
    if match.tokens.sign(match.last) == "_":
        return False
    return True


@rule(
    r"(?:<part:adjpart>[ -])?(?P<d><:anyday>|<:dayword>)(?:'<:ess>)?[ ](?:(?:<:in>|<:at>) )?(?:<:the> )?(?:<part2:adjpart>[ -])?(?P<p><:anypart>)",
)
def part_of_day(match: Match) -> Form | None:
    """ "Friday night", "yesterday morning", "early Tuesday evening"."""
    word = match.text("d")
    if word in lx.WEAK_WEEKDAYS and match.tokens.words[match.index("d")].islower():
        return None
    if match.text("p") == "night" and match.after() in ("football", "live", "fever"):
        return None
    day: Form = (
        Shift(lx.DAY_WORDS[word], "D") if word in lx.DAY_WORDS else Point(weekday=lx.WEEKDAYS[word])
    )
    form: Form = DayAt(day, part=lx.DAY_PARTS[match.text("p")])
    for group in ("part", "part2"):
        if match.has(group):
            form = Modified(lx.PARTS[match.text(group)], form)
    return form


@rule(
    r"(?:<part:adjpart>[ -])?(?:(?P<dir><:this>|<:that>|<:anydir>|<:the> <:same>|<:the> <:anydir>) )(?:(?P<d><:anyday>) )?(?P<p><:anypart>)",
)
def directed_part_of_day(match: Match) -> Form | None:
    """ "this morning", "last night", "that evening", "next Monday afternoon"."""
    word = match.tokens.lower(match.indices("dir")[-1])
    direction = lx.DIRECTIONS.get(word, 0)
    part = lx.DAY_PARTS[match.text("p")]
    if match.has("d"):
        day: Form = Directed(
            direction, Point(weekday=lx.WEEKDAYS[match.text("d")]), base=base_of(word)
        )
    elif word in ("that", "those", "same"):
        day = Told("D")
    elif word in ("this",):
        day = Shift(0, "D")
    elif (word == "last" and part != "NI") or direction == 0 or word in ("past",):
        return None
    else:
        day = Shift(
            direction,
            "D",
            base="told" if match.tokens.lower(match.index("dir")) == "the" else base_of(word),
        )
    form: Form = DayAt(day, part=part)
    return Modified(lx.PARTS[match.text("part")], form) if match.has("part") else form


@rule(r"(?P<part><:adjpart>)[ -](?P<d><:anyday>|<:weekday>)")
def part_of_weekday(match: Match) -> Form | None:
    """ "early Tuesday", "late Monday"."""
    word = match.text("d")
    if word in lx.WEAK_WEEKDAYS and match.tokens.words[match.index("d")].islower():
        return None
    return Modified(lx.PARTS[match.text("part")], Point(weekday=lx.WEEKDAYS[word]))


@rule(r"<tonight>", r"<overnight>")
def night_word(match: Match) -> Form | None:
    """ "tonight", and "overnight" for the night just past."""
    if match.tokens.lower(match.first) == "overnight":
        if match.before() in ("an", "the", "of") or match.tokens.sign(match.last) == "-":
            return None
        return DayAt(Shift(-1, "D"), part="NI")
    return DayAt(Shift(0, "D"), part="NI")


@rule(
    r"(?:<the> )?(?:<part:adjpart>[ -])?(?P<p><:anypart>)(?: <:of>)? (?P<day_>(?:<month:anymonth>[ !](?P<n>{wholeday})|(?P<n2>{wholeday}) (?:<:of> )?<month2:anymonth>)(?:[, ](?P<year><:year>))?)",
)
def part_of_date(match: Match) -> Form | None:
    """ "the night of August 3", "the morning of 5 May 1945"."""
    first = match.has("month")
    day = ordinal(match.tokens, match.indices("n" if first else "n2"))
    month = lx.MONTHS[match.text("month" if first else "month2")]
    year = match.number("year") if match.has("year") else None
    if not 1 <= day <= 31:
        return None
    form: Form = DayAt(Point(year=year, month=month, day=day), part=lx.DAY_PARTS[match.text("p")])
    return Modified(lx.PARTS[match.text("part")], form) if match.has("part") else form


@rule(r"(?:<the> )?(?:<part:adjpart>[ -])?(?P<p><:daypart>)", r"<p:clockword>")
def bare_part_of_day(match: Match) -> Form | None:
    """ "in the morning", "mid-afternoon" of the day last told."""
    word = match.text("p")
    if word in lx.CLOCK_WORDS:
        return DayAt(Told("D"), clock=lx.CLOCK_WORDS[word])
    if (
        match.tokens.words[match.index("p")][0].isupper()
        and match.tokens.word(match.last + 1)[:1].isupper()
    ):
        return None
    if word not in ("morning", "afternoon", "evening"):
        return None
    if match.has("the") and match.before() not in ("in", "during", "by", "of", "through"):
        return None
    if not match.has("the") and not match.has("part"):
        return None
    form: Form = DayAt(Told("D"), part=lx.DAY_PARTS[word])
    return Modified(lx.PARTS[match.text("part")], form) if match.has("part") else form


@rule(
    r"(?P<h><:hour12>|<:card>|<:one>)(?:[:](?P<min><:minute>))?(?P<oc> <:o>'<:oclock>)? <:in> <:the> (?P<p><:daypart>)",
    r"(?P<h><:hour12>|<:card>|<:one>)(?:[:](?P<min><:minute>))?(?P<oc> <:o>'<:oclock>)? <:at> (?P<p><:night>)",
)
def hour_in_part(match: Match) -> Form | None:
    """ "4 in the morning", "3:15 in the afternoon", "10 at night"."""
    word = match.text("h")
    hour = int(word) if word.isdigit() else lx.CARDINALS.get(word, 99)
    if not 1 <= hour <= 12 or money_before(match.tokens, match.first):
        return None
    if (
        not match.has("min")
        and not match.has("oc")
        and match.before()
        not in (
            "at",
            "by",
            "until",
            "till",
            "about",
            "around",
            "before",
            "after",
            "past",
            "since",
            "from",
        )
    ):
        return None
    late = match.text("p") != "morning"
    hour = (
        hour % 12 + (12 if late and hour != 12 else 0)
        if match.text("p") != "afternoon" or hour != 12
        else 12
    )
    minute = match.text("min").zfill(2) if match.has("min") else "00"
    return DayAt(None, clock=f"{hour:02}:{minute}")


@rule(r"(?P<hm><:n4>|<:year>|<:n0>) (?P<u><:units>)")
def military_time(match: Match) -> Form | None:
    """ "0445 hours", "2200 hrs"."""
    figures = match.text("hm")
    if match.text("u") not in ("hours", "hrs") or len(figures) != 4:
        return None
    hour, minute = int(figures[:2]), int(figures[2:])
    if hour > 24 or minute > 59 or minute % 5:
        return None
    return DayAt(None, clock=f"{hour:02}:{minute:02}")
