"""Units told from another time: last year, two weeks ago, the following day, that month."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import (
    Base,
    Form,
    Length,
    Modified,
    Opaque,
    Shift,
    Told,
    Vague,
    YearBefore,
)
from pipeline.extraction.dates.grammar.common import approx_mod, base_of
from pipeline.extraction.dates.numbers import amount

_CLOCK_UNITS: Final = frozenset(("TS", "TM", "TH"))
_NO_DAYS: Final = frozenset(("TS", "TM", "TH", "N"))


@rule(r"<dayword>")
def day_word(match: Match) -> Form | None:
    """Reads "today", "yesterday", "tomorrow"; "USA Today" is a paper."""
    word, before = match.tokens.words[match.first], match.tokens.word(match.first - 1)
    if word.istitle() and before in ("USA", "Russia", "India", "Turkey", "Africa", "Asia"):
        return None
    return Shift(lx.DAY_WORDS[word.lower()], "D")


@rule(r"<part:adjpart>[ -]<dayword>")
def part_of_day_word(match: Match) -> Form | None:
    """Reads "late yesterday"."""
    return Modified(lx.PARTS[match.text("part")], Shift(lx.DAY_WORDS[match.text("dayword")], "D"))


@rule(r"(?:<:the> )?<unit> (?P<side><:before>|<:after>) (?P<w><:dayword>|<:dir>)")
def beyond_the_next(match: Match) -> Form | None:
    """Reads "the day after tomorrow", "the week after next"."""
    unit, word = lx.UNIT_CODES[match.text("unit")], match.text("w")
    sign = -1 if match.text("side") == "before" else 1
    if word in lx.DAY_WORDS:
        title = match.tokens.words[match.last].istitle()  # a film
        return Shift(lx.DAY_WORDS[word] + sign, "D") if unit == "D" and not title else None
    fits = word in ("next", "last") and lx.DIRECTIONS[word] == sign
    return Shift(2 * sign, unit) if fits else None


@rule(r"(?:<the> )?(?:<:very> )?<dir:anydir> (?:(?:<:calendar>|<working>) )?<unit:oneunit>")
def shifted_unit(match: Match) -> Form | None:
    """Reads "last year", "the following day", "the past decade"."""
    unit = _unit(match)
    word = match.text("dir")
    if unit is None or unit in ("N", "TS", "TM"):
        return None
    if unit == "TH":
        return Length(1, "TH", direction=lx.DIRECTIONS[word])
    if word == "last" and unit == "D" and not match.has("the"):
        return None  # "last day to pay"
    if word in ("foreseeable", "near"):
        return Vague("FUTURE_REF")
    if word in ("recent", "intervening", "immediate", "present"):
        return None
    if match.has("the") and unit != "WE" and word in ("last", "past", "next", "coming"):
        return _with_article(word, unit)
    if word == "past" and unit != "WE":
        return Length(1, unit, direction=-1)
    return Shift(lx.DIRECTIONS[word], unit, base=base_of(word))


def _unit(match: Match) -> str | None:
    """The unit's designator; None for a title ("This Week"); a working week is one of five days."""
    if match.tokens.words[match.index("unit")].istitle():
        return None
    unit = lx.UNIT_CODES[match.text("unit")]
    return "WW" if match.has("working") and unit == "W" else unit


def _with_article(word: str, unit: str) -> Form:
    """With an article, "last" measures back from now, and "next" follows what was told."""
    if word == "last" and unit == "CE":
        return Shift(-1, unit)
    if word == "next":
        return Shift(1, unit, base="told" if unit == "D" else "either")
    if word == "coming" and unit in ("W", "M"):
        return Shift(1, unit)
    return Length(1, unit, direction=lx.DIRECTIONS[word])


@rule(
    r"<this>[ -](?:(?:<:very>|<:calendar>|<:past>|<working>) )?<unit:oneunit>",
    r"(?:<:the> )?<:current> (?:(?:<:calendar>|<working>) )?<unit:oneunit>",
)
def this_unit(match: Match) -> Form | None:
    """Reads "this week", "the current quarter", "this past year"."""
    unit = _unit(match)
    if unit is None or unit in _NO_DAYS or match.text("this") == "these":
        return None
    if any(match.tokens.lower(i) == "past" for i in range(match.first, match.last)):
        return Shift(-1, unit) if unit == "WE" else Length(1, unit, direction=-1)
    return Shift(0, unit)


@rule(
    r"(?:<:the> )?<that> <unit:oneunit>",
    r"(?:(?:<:the>|<:that>|<:this>) )?<:same> <unit:oneunit>",
)
def told_unit(match: Match) -> Form | None:
    """Reads "that year", "the same day"."""
    unit = lx.UNIT_CODES[match.text("unit")]
    return None if unit in _NO_DAYS or match.text("that") == "those" else Told(unit, strong=True)


@rule(r"(?:<:the> )?<:latest> (?P<unit><:oneunit>|<:period>)")
def latest_unit(match: Match) -> Form | None:
    """Reads "the latest quarter", "the latest period"."""
    word = match.text("unit")
    return Told("Q") if word in ("quarter", "period") else Shift(-1, lx.UNIT_CODES[word])


_TOLD_BY_ARTICLE: Final = lx.words("day week weekend month quarter year")
_UNIT_PREPOSITIONS: Final = lx.words("in for during of through to on by within over")
#: What would say which year or day is meant, were it not the one told.
_DEFINES: Final = lx.words(
    "of before after when that i he she they we it the you since in to prior following and or"
)
_PARTS_OF: Final = lx.words(
    "end rest part remainder most start beginning half close quarter later middle course quarters "
    "months time"
)


@rule(r"<:the> (?P<unit><:unit>|<:quarter>)")
def unit_by_article(match: Match) -> Form | None:
    """Reads "the quarter", "the weekend", and the "the day" of "later in the day"."""
    word = match.text("unit")
    if word not in _TOLD_BY_ARTICLE or match.tokens.sign(match.last) == "-":
        return None  # "the quarter-to-quarter comparison"
    if word in ("weekend", "quarter"):
        return Told(lx.UNIT_CODES[word]) if match.after() != "of" else None
    before = match.before()
    if before not in _UNIT_PREPOSITIONS or match.after() in _DEFINES:
        return None
    if before in ("to", "on", "by") and word not in ("year", "month"):
        return None
    part = match.tokens.lower(match.first - 2)
    if before == "of" and word in ("day", "year") and part not in _PARTS_OF:
        return None
    if word == "day" and part == "end" and match.tokens.lower(match.first - 4) == "at":
        return None  # "at the end of the day", the idiom
    return Told(lx.UNIT_CODES[word])


fragment("whichunit", r"(?P<w><:this>|<:that>|(?:<:the> )?(?:<:anydir>|<:same>|<:current>)|<:the>)")


@rule(
    r"(?P<part><:earlier>|<:later>|<:adjpart>)[ -](?:(?:<:in>|<:on>) )?{whichunit} "
    r"(?P<unit><:oneunit>)"
)
def part_of_unit(match: Match) -> Form | None:
    """Reads "earlier this year", "late last month", "later that day", "earlier in the year"."""
    word = match.tokens.lower(match.indices("w")[-1])
    unit, part = lx.UNIT_CODES[match.text("unit")], match.text("part")
    if unit in _NO_DAYS or word == "past":
        return None
    if word in ("the", "that", "same"):
        form: Form = Told(unit, strong=word != "the")
    else:
        form = Shift(lx.DIRECTIONS.get(word, 0), unit, base=base_of(word))
    return Modified({"earlier": "BEFORE", "later": "AFTER"}.get(part) or lx.PARTS[part], form)


fragment(
    "counted",
    r"(?:(?P<approx>{approx}|<:some>) )?(?:(?P<count>{count})|(?P<one><:a>|<:additional>))[ -]"
    r"(?:(?:<:working>|<:calendar>) )?(?P<unit><:anyunit>)",
)


@rule(r"(?:<:some> <:time>|(?:<:a> )?<:longago>(?: <:time>)?) <:ago>")
def long_ago(match: Match) -> Form | None:
    """Reads "some time ago", "long ago", "a long time ago"."""
    return Vague("PAST_REF")


@rule(r"(?P<unit><:manyunits>) (?P<side><:ago>|<:earlier>|<:later>)")
def uncounted_shift(match: Match) -> Form | None:
    """Reads "years ago", "decades later"."""
    unit, back = lx.UNIT_CODES[match.text("unit")], match.text("side") != "later"
    if match.tokens.words[match.last].istitle():
        return None
    return Shift(None, f"-{unit}" if back else unit, base="anchor" if back else "told")


@rule(r"{counted}{orso}? (?P<side><:ago>|<:earlier>|<:later>|<:hence>|<:from> <:now>)")
def counted_shift(match: Match) -> Form | None:
    """Reads "three weeks earlier", "a year ago", "two days later", "a week or so ago"."""
    side, unit = match.text("side"), lx.UNIT_CODES[match.text("unit")]
    if match.tokens.words[match.index("unit")].istitle():
        return None  # "28 Years Later"
    count = 1 if match.has("one") else amount(match.tokens, match.indices("count"))
    back = side in ("ago", "earlier")
    base: Base = "told" if side in ("earlier", "later") else "anchor"
    if count is None:
        form: Form = Shift(None, f"-{unit}" if back else unit, base=base)
    else:
        like_quarter = back and match.has("one") and unit == "Y"
        form = Shift(-count if back else count, unit, base=base, like_quarter=like_quarter)
    mod = "APPROX" if match.has("orso") else approx_mod(match, "approx")
    return Modified(mod, form) if mod else form


@rule(r"{counted} (?P<side><:before>|<:after>)")
def counted_beside(match: Match) -> Form | None:
    """Reads "two weeks before" at the end of a clause; before a noun it is a mere length."""
    count = 1 if match.has("one") else amount(match.tokens, match.indices("count"))
    if count is None or match.after():
        return None
    sign = 1 if match.text("side") == "after" else -1
    return Shift(sign * count, lx.UNIT_CODES[match.text("unit")], base="told")


@rule(r"<:the> <unit> (?P<side><:before>|<:after>|<:earlier>|<:later>)")
def unit_beside(match: Match) -> Form | None:
    """Reads "the day before": of what was told last; before a noun, of nobody knows what."""
    unit, side = lx.UNIT_CODES[match.text("unit")], match.text("side")
    if unit in _NO_DAYS:
        return None
    named = match.after() not in ("and", "but", "")
    if side in ("before", "after") and named:
        return Opaque(unit) if unit in ("D", "WE", "W") else None
    return Shift(-1 if side in ("before", "earlier") else 1, unit, base="told")


@rule(
    r"(?:(?P<count>{count})|<:a>)[ -](?P<unit><:anyunit>) (?P<side><:from>|<:before>|<:after>) "
    r"(?P<w><:dayword>|<:now>)"
)
def shift_from_day(match: Match) -> Form | None:
    """Reads "3 days from today", "two days before yesterday", "a week from now"."""
    count = amount(match.tokens, match.indices("count")) if match.has("count") else 1
    if count is None:
        return None
    sign = -1 if match.text("side") == "before" else 1
    base = Shift(lx.DAY_WORDS.get(match.text("w"), 0), "D")
    return Shift(sign * count, lx.UNIT_CODES[match.text("unit")], base=base, exact=True)


@rule(r"(?:(?P<count>{count})|<:a>) (?P<unit><:anyunit>)[\"'](?:<:ess> )?<:time>")
def in_some_time(match: Match) -> Form | None:
    """Reads "in two weeks' time"."""
    count = amount(match.tokens, match.indices("count")) if match.has("count") else 1
    if not count or match.before() not in ("in", "within"):
        return None
    return Shift(count, lx.UNIT_CODES[match.text("unit")])


fragment(
    "reported", r"(?P<what><:quarter>|<:period>|{wholeday}[ -]<:quarter>|{count} <:manyunits>)"
)


@rule(
    r"(?:<:the> )?(?:<:comparable> )?<unit>-(?P<w><:ago>|<:earlier>) {reported}",
    r"<unit>-(?P<w><:ago>|<:earlier>)",
)
def year_ago_period(match: Match) -> Form | None:
    """Reads "the year-ago quarter", "year-earlier", "the year-earlier nine months"."""
    if match.text("unit") != "year":
        return None
    what = match.indices("what")
    last = match.tokens.lower(what[-1]) if what else ""
    if last in lx.UNIT_PLURALS:
        return Length(amount(match.tokens, what), lx.UNIT_CODES[last])
    if last == "quarter" and len(what) == 1:
        return YearBefore("Q")
    base: Base = "told" if match.text("w") == "earlier" else "anchor"
    return Shift(-1, "Y", base=base, like_quarter=True)


@rule(r"<:then>")
def then(match: Match) -> Form | None:
    """Reads the "then" of "since then", "until then"."""
    return Told("*", strong=True) if match.before() in ("since", "until", "till", "by") else None
