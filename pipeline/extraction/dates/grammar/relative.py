"""Times told from another time: last year, two weeks ago, the following day, yesterday."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import (
    Base,
    Directed,
    Form,
    Length,
    Modified,
    Opaque,
    Point,
    Shift,
    Told,
    Vague,
)
from pipeline.extraction.dates.grammar.common import approx_mod, glued, month_of
from pipeline.extraction.dates.numbers import amount, ordinal

CODES: Final = {**lx.UNITS, **lx.UNIT_PLURALS, **lx.UNIT_LETTERS}
_FROM_TOLD: Final = frozenset(
    ("previous", "preceding", "following", "subsequent", "ensuing", "succeeding")
)


def base_of(word: str) -> Base:
    """ "following" counts from the time last told, "next" from the anchor."""
    return "told" if word in _FROM_TOLD else "anchor"


@rule(r"<dayword>")
def day_word(match: Match) -> Form | None:
    """ "today", "yesterday", "tomorrow"; "USA Today" is a paper."""
    tokens = match.tokens
    if tokens.words[match.first] in ("Today", "TODAY") and tokens.word(match.first - 1) in (
        "USA",
        "Russia",
        "India",
        "Turkey",
        "Africa",
        "Asia",
    ):
        return None
    return Shift(lx.DAY_WORDS[match.text("dayword")], "D")


@rule(r"(?:<:the> )?<unit> (?P<side><:before>|<:after>) (?P<w><:dayword>|<:dir>)")
def day_beside(match: Match) -> Form | None:
    """ "the day after tomorrow", "the week after next"."""
    unit = CODES[match.text("unit")]
    sign = -1 if match.text("side") == "before" else 1
    word = match.text("w")
    if word in lx.DAY_WORDS:
        return Shift(lx.DAY_WORDS[word] + sign, "D") if unit == "D" else None
    direction = lx.DIRECTIONS.get(word, 0)
    return Shift(2 * sign, unit) if direction == sign and word in ("next", "last") else None


@rule(
    r"(?:<the> )?(?:<:very> |<:immediate> )?<dir:anydir>[ ](?:<:calendar> |<:working> )?<unit:oneunit>".replace(
        "|<:immediate> ", ""
    ),
    r"<this>(?: <:coming>)?[ -](?:<:very> |<:calendar> |<:past> )?<unit:oneunit>".replace(
        "(?: <:coming>)?", ""
    ),
    r"(?:<:the> )?<current>[ ](?:<:calendar> |<:working> )?<unit:oneunit>",
)
def shifted_unit(match: Match) -> Form | None:
    """ "last year", "this week", "the current quarter", "the following day"."""
    unit = CODES[match.text("unit")]
    if match.tokens.words[match.index("unit")].istitle():
        return None  # a programme or a paper: "This Week", "Next Day"
    if "working" in {match.tokens.lower(i) for i in range(match.first, match.last)}:
        unit = "WW" if unit == "W" else unit
    if unit in ("TS", "TM") or (unit == "TH" and not match.has("dir")):
        return None
    if not match.has("dir"):
        return _this_unit(match, unit)
    word = match.text("dir")
    count = lx.DIRECTIONS[word]
    if word in ("present", "recent", "intervening", "foreseeable", "immediate", "near"):
        return Vague("FUTURE_REF") if word in ("foreseeable", "near") else None
    if unit == "N":
        return None
    if unit == "TH":
        return Length(1, "TH", direction=count)
    if match.has("the") and word in ("last", "past", "next", "coming") and unit != "WE":
        return _with_article(match, word, unit, count)
    if word == "past" and unit != "WE":
        return Length(1, unit, direction=-1)
    return Shift(count, unit, base=base_of(word))


def _this_unit(match: Match, unit: str) -> Form | None:
    if unit == "N" or (match.text("this") if match.has("this") else "") == "these":
        return None
    if any(match.tokens.lower(i) == "past" for i in range(match.first, match.last)):
        return Shift(-1, unit) if unit == "WE" else Length(1, unit, direction=-1)
    return Shift(0, unit)


def _with_article(match: Match, word: str, unit: str, count: int) -> Form:
    """ "the last decade" is a length of time up to now, "the next day" follows the day last told."""
    if word == "next" or (word == "coming" and unit in ("W", "M")):
        return Shift(
            1,
            unit,
            base="told"
            if word == "next" and unit == "D"
            else "either"
            if word == "next"
            else "anchor",
        )
    if word == "last" and unit == "CE":
        return Shift(-1, unit)
    return Length(1, unit, direction=count)


@rule(r"(?:<:the> )?<that> <unit:oneunit>", r"(?:<:the> |<:that> |<:this> )?<same> <unit:oneunit>")
def told_unit(match: Match) -> Form | None:
    """ "that year", "the same day"."""
    unit = CODES[match.text("unit")]
    if unit in ("TS", "TM", "TH", "N") or match.tokens.lower(match.first) == "those":
        return None
    return Told(unit, strong=True)


@rule(
    r"(?:<:the> )?<latest> (?P<unit><:oneunit>|<:period>)",
    r"<:the> <unit:quarter>",
    r"<:the> <unit>",
)
def told_by_article(match: Match) -> Form | None:
    """ "the quarter", "the latest period", "later in the day"."""
    word = match.text("unit")
    if match.tokens.sign(match.last) == "-":
        return None  # "the quarter-to-quarter comparison"
    latest = match.has("latest")
    if latest:
        return Told("Q") if word in ("quarter", "period") else Shift(-1, CODES[word])
    if word in (
        "century",
        "decade",
        "second",
        "minute",
        "hour",
        "fortnight",
        "millennium",
        "semester",
        "weekday",
        "workday",
        "workweek",
    ):
        return None
    after = match.after()
    if word == "weekend" or word == "quarter":
        return Told(CODES[word]) if after != "of" else None
    if match.before() not in (
        "in",
        "for",
        "during",
        "of",
        "through",
        "to",
        "on",
        "by",
        "within",
        "over",
    ):
        return None
    if after in (
        "of",
        "before",
        "after",
        "when",
        "that",
        "i",
        "he",
        "she",
        "they",
        "we",
        "it",
        "the",
        "you",
        "since",
        "in",
        "to",
        "prior",
        "following",
        "and",
        "or",
    ):
        return None
    if (
        match.before() == "of"
        and word in ("day", "year")
        and match.tokens.lower(match.first - 2)
        not in (
            "end",
            "rest",
            "part",
            "remainder",
            "most",
            "start",
            "beginning",
            "half",
            "close",
            "quarter",
            "later",
            "middle",
            "course",
            "quarters",
            "months",
            "time",
        )
    ):
        return None
    if match.before() in ("to", "on", "by") and word != "year" and word != "month":
        return None
    return Told(CODES[word])


@rule(
    r"(?P<part><:earlier>|<:later>|<:adjpart>)[ -](?:<:on> )?(?:(?:<:in>|<:on>) )?(?P<w><:this>|<:that>|<:the>|<:anydir>|<:the> <:same>|<:the> <:anydir>|<:the> <:current>) (?P<unit><:oneunit>)",
)
def part_of_unit(match: Match) -> Form | None:
    """ "earlier this year", "late last month", "later that day", "earlier in the year"."""
    word = match.tokens.lower(match.indices("w")[-1])
    unit = CODES[match.text("unit")]
    if unit in ("TS", "TM", "TH", "N") or word == "past":
        return None
    mod = {"earlier": "START", "later": "END"}.get(match.text("part")) or lx.PARTS[
        match.text("part")
    ]
    if word in ("the", "that", "same"):
        form: Form = Told(unit, strong=word != "the")
    else:
        form = Shift(lx.DIRECTIONS.get(word, 0), unit, base=base_of(word))
    if match.text("part") in ("earlier", "later"):
        return Modified("BEFORE" if mod == "START" else "AFTER", form)
    return Modified(mod, form)


@rule(r"(?P<part><:adjpart>)[ -](?P<w><:dayword>)")
def part_of_day_word(match: Match) -> Form | None:
    """ "late yesterday"."""
    return Modified(lx.PARTS[match.text("part")], Shift(lx.DAY_WORDS[match.text("w")], "D"))


fragment(
    "shiftcount",
    r"(?:(?P<approx>{approx}) )?(?:(?P<count>{count})|<one:a>|<another:additional>)[ -](?:<:working> |<:calendar> |<:full> )?(?P<unit><:anyunit>)".replace(
        "|<:full> ", ""
    ),
)
fragment("orso", r"(?: <:or> <:so>)?")


@rule(
    r"{shiftcount}{orso} (?P<side><:ago>|<:earlier>|<:later>|<:hence>|<:before>|<:after>|<:ahead>|<:from> <:now>|<:from> <:that>|<:on>|<:past>)"
)
def counted_shift(match: Match) -> Form | None:
    """ "three weeks earlier", "a year ago", "two days later", "a week or so ago"."""
    side = match.text("side")
    unit = CODES[match.text("unit")]
    vague = match.tokens.lower(match.index("unit")) in lx.UNIT_PLURALS
    count = _count(match)
    if side in ("before", "after", "on", "past", "ahead"):
        return _before_event(match, side, count, unit)
    if count is None and not vague:
        return None
    sign = -1 if side in ("ago", "earlier") else 1
    base: Base = "anchor" if side in ("ago", "hence", "from", "ahead") else "told"
    like_quarter = count == 1 and unit == "Y" and side in ("ago", "earlier")
    form: Form = Shift(
        None if count is None else sign * count, unit, base=base, like_quarter=like_quarter
    )
    if count is None:
        form = Shift(None, unit if sign > 0 else f"-{unit}", base=base)
    if "or" in {match.tokens.lower(i) for i in range(match.index("unit"), match.last)}:
        return Modified("APPROX", form)
    mod = approx_mod(match, "approx") if match.has("approx") else None
    return Modified(mod, form) if mod else form


def _count(match: Match) -> float | None:
    if match.has("one") or match.has("another"):
        return 1
    return amount(match.tokens, match.indices("count"))


_CLAUSE_END: Final = frozenset(("", "the", "and", "but"))


def _before_event(match: Match, side: str, count: float | None, unit: str) -> Form | None:
    """ "two weeks before" at the end of a clause is a shift; before a noun the day is not known."""
    if side not in ("before", "after") or count is None or match.after():
        return None
    return Shift(count if side == "after" else -count, unit, base="told")


@rule(r"(?:<:the> )?<unit> (?P<side><:before>|<:after>|<:earlier>|<:later>)")
def day_before(match: Match) -> Form | None:
    """ "the day before": from the day last told; before a noun, nobody knows which."""
    unit = CODES[match.text("unit")]
    side = match.text("side")
    if unit in ("TS", "TM", "TH", "N") or match.tokens.lower(match.first) != "the":
        return None
    follows = match.tokens.sign(match.last) == " " and match.after() not in ("and", "but", "")
    if side in ("before", "after") and follows:
        return Opaque(unit) if unit in ("D", "WE", "W") else None
    return Shift(-1 if side in ("before", "earlier") else 1, unit, base="told")


@rule(
    r"(?P<count>{count}|<:a>)[ -](?P<unit><:anyunit>) (?P<side><:from>|<:before>|<:after>) (?P<w><:dayword>|<:now>)"
)
def shift_from_day(match: Match) -> Form | None:
    """ "3 days from today", "two days before yesterday", "a week from now"."""
    word = match.tokens.lower(match.indices("count")[0])
    count = (
        1
        if word in ("a", "an") and len(match.indices("count")) == 1
        else amount(match.tokens, match.indices("count"))
    )
    if count is None:
        return None
    sign = -1 if match.text("side") == "before" else 1
    base = Shift(lx.DAY_WORDS.get(match.text("w"), 0), "D")
    return Shift(sign * count, CODES[match.text("unit")], base=base, exact=True)


@rule(
    r"(?P<dir><:anydir>|<:the> <:anydir>|<:this>|<:this> <:anydir>|<:that>|<:the> <:same>) (?P<d><:anyday>)(?:[ (-](?P<day>{wholeday})(?=[^_]|$))?",
)
def directed_weekday(match: Match) -> Form | None:
    """ "last Friday", "next Tuesday", "the previous Monday", "this Sunday"."""
    if match.has("day"):
        return None
    word = match.tokens.lower(match.indices("dir")[-1])
    day = Point(weekday=lx.WEEKDAYS[match.text("d")])
    if word in ("this", "these"):
        return Directed(0, day)
    if word in ("that", "those", "same"):
        return Directed(0, day, base="told")
    return Directed(lx.DIRECTIONS.get(word, 0), day, base=base_of(word))


@rule(
    r"(?:<part:adjpart>[ -])?(?P<dir><:anydir>|<:the> <:anydir>|<:this>|<:that>|<:the> <:same>) (?:<part2:adjpart>[ -])?<month:anymonth>(?:[ !](?P<day>{wholeday}))?"
)
def directed_month(match: Match) -> Form | None:
    """ "last August", "next March 3", "this September"."""
    word = match.tokens.lower(match.indices("dir")[-1])
    day = ordinal(match.tokens, match.indices("day")) if match.has("day") else None
    if (
        match.tokens.words[match.index("month")].islower()
        and match.text("month") in ("may", "march")
        and word in ("this", "that")
    ):
        return None
    point = Point(month=month_of(match, "month"), day=day)
    if word in ("this", "these"):
        form: Form = Directed(0, point)
    elif word in ("that", "those", "same"):
        form = Directed(0, point, base="told")
    else:
        form = Directed(lx.DIRECTIONS.get(word, 0), point, base=base_of(word))
    for group in ("part", "part2"):
        if match.has(group):
            form = Modified(lx.PARTS[match.text(group)], form)
    return form


@rule(
    r"(?P<d><:anyday>)(?: <:of>)?[ =]?(?P<dir><:anydir>|<:this>) <unit>",
    r"(?P<dir><:anydir>|<:this>) <unit>(?:'<:ess>)?(?: <:on>|=)?[ ]?(?P<d><:anyday>)",
)
def weekday_of_week(match: Match) -> Form | None:
    """ "Wednesday next week", "next week Wednesday"."""
    if match.text("unit") != "week":
        return None
    direction = lx.DIRECTIONS.get(match.text("dir"), 0)
    return Shift(direction, "W", base=Point(weekday=lx.WEEKDAYS[match.text("d")]))


_PAPERS: Final = frozenset(
    ("Times", "Mail", "Telegraph", "Express", "Herald", "Post", "Mirror", "Tribune")
)


@rule(r"<d:anyday>")
def bare_weekday(match: Match) -> Form | None:
    """ "on Monday"; short forms need a capital and a word of time before them."""
    word = match.tokens.words[match.first]
    if word.lower() in lx.WEAK_WEEKDAYS and (
        not word[0].isupper()
        or match.before()
        not in ("on", "last", "next", "this", "by", "until", "since", "from", "to", "and", "or")
    ):
        return None
    if glued(match.tokens, match.first, match.last):
        return None
    if (
        match.before() in ("black", "bloody", "super", "ash", "palm", "freaky", "ruby")
        and word[0].isupper()
    ):
        return None
    return Point(weekday=lx.WEEKDAYS[word.lower()])


@rule(
    r"(?:<:the> )?(?:<:comparable> )?(?P<y><:unit>)-(?P<w><:ago>|<:earlier>) (?P<what><:quarter>|<:period>|{wholeday}[ -]<:quarter>|{count} <:manyunits>)",
    r"(?P<y><:unit>)-(?P<w><:ago>|<:earlier>)",
)
def year_ago_period(match: Match) -> Form | None:
    """ "the year-ago quarter", "year-earlier"."""
    if match.text("y") != "year":
        return None
    words = [match.tokens.lower(i) for i in match.indices("what")]
    if words and words[-1] in lx.UNIT_PLURALS:
        return Length(amount(match.tokens, match.indices("what")), CODES[words[-1]])
    return Shift(
        -1, "Y", base="told" if match.text("w") == "earlier" else "anchor", like_quarter=True
    )


@rule(r"(?:<:the> )?<then>")
def then(match: Match) -> Form | None:
    """The time last told: "since then", "until then"."""
    return Told("*", strong=True) if match.before() in ("since", "until", "till", "by") else None


__all__ = ["CODES", "Opaque", "base_of"]


@rule(r"(?P<count>{count}|<:a>) (?P<unit><:anyunit>)[\"'](?:<:ess> )?<:time>")
def in_some_time(match: Match) -> Form | None:
    """ "in two weeks' time"."""
    count = (
        1 if match.text("count") in ("a", "an") else amount(match.tokens, match.indices("count"))
    )
    return (
        Shift(count, CODES[match.text("unit")])
        if count and match.before() in ("in", "within")
        else None
    )
