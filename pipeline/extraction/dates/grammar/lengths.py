"""Durations: "nearly ten years", "a two-hour meeting", "the last two weeks", "for years"."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import Form, Length, Modified, Recurring, Told, Vague
from pipeline.extraction.dates.grammar.common import (
    approx_mod,
    glued_before,
    is_rate,
    money_before,
)
from pipeline.extraction.dates.numbers import amount
from pipeline.extraction.dates.values import duration_value

#: Units that "a" and "one" make a thing of and not a length: "a weekend", "a quarter".
_NO_LENGTHS: Final = lx.words("weekend night quarter weekday workday workweek semester")
_HALVED: Final = lx.words("hour day year century decade month minute")
#: After these, "last" is a verb: "could last several weeks".
_CAN_LAST: Final = lx.words("to will would could can may might should must not ll did does")
#: Words after which a bare plural unit is a length: "for years", "within hours".
_LENGTH_VERBS: Final = lx.words("for within take takes took taken spent lasted")
#: "One day he will ..." tells no length.
_SOME_DAY: Final = lx.words("he she they it we i you the a will when")

fragment("half", r"(?P<half> <:and> <:a> <:half>)")
fragment("kindof", r"(?:<:working>|<:calendar>|<:entire>)")
fragment(
    "smaller",
    r"(?:(?: <:and>|,)? (?P<count2>{figures}|{inwords}) (?P<unit2><:anyunit>))?"
    r"(?:(?: <:and>|,)? (?P<count3>{figures}|{inwords}) (?P<unit3><:anyunit>))?",
)


fragment("low", r"(?P<low>{figures}|{inwords})(?:[ ](?:<:to>|<:or>)[ ]|-)")


@rule(
    r"(?:(?P<approx>{approx}) )?{low}(?P<count>{figures}|{inwords})[ -](?P<unit><:anyunit>)",
    r"(?:(?P<approx>{approx}|<:some>) )?(?P<count>{count})[_ -](?:{kindof} )?(?P<unit><:anyunit>)"
    r"{orso}?{smaller}",
    r"(?:(?:<:a>|<:the>) )?(?P<count>{count})-(?P<unit><:oneunit>) <:period>",
    r"(?:<:the> |<:this> )(?:(?P<approx>{approx}) )?(?:<:ordword> )?(?P<count>{count}) "
    r"(?:<:working> )?(?P<unit><:manyunits>)",
    r"(?:(?P<approx>{approx}) )?(?P<count>{count}) (?:<:more>|<:additional>|<:entire>|<:other>) "
    r"(?P<unit><:anyunit>)",
)
def counted_length(match: Match) -> Form | None:
    """Reads "more than 30 years", "two-year", "2 1/2 years", "1 hour and 30 minutes"."""
    count = match.indices("count")
    if (
        _spreads_over(match)
        or not _is_length(match)
        or not _count_fits(match, match.tokens.lower(count[0]))
    ):
        return None
    if match.has("low"):  # "10 to 15 years"
        least, most = amount(match.tokens, match.indices("low")), amount(match.tokens, count)
        return _length(match, None) if least and most and least < most else None
    value = amount(match.tokens, count)
    if value is None and match.text("unit") not in lx.UNIT_PLURALS:
        return None  # "some day"
    return _length(match, value, _rest(match))


@rule(
    r"(?:(?P<approx>{approx}) )?(?P<count><:a>|<:additional>|<:a> <:additional>|<:a> <:entire>)[ -]"
    r"(?:<:working> )?(?P<unit><:oneunit>){orso}?{half}?",
    r"(?:(?P<approx>{approx}) )?<:a> <half:half>[ -](?P<unit><:oneunit>)",
)
def one_length(match: Match) -> Form | None:
    """Reads "a year", "about an hour", "another day"; "ten barrels a day" is a set."""
    word = match.text("unit")
    if not _is_length(match) or word == "second" or match.tokens.sign(match.first - 1) == "-":
        return None
    if word in _NO_LENGTHS and not (match.has("approx") and word != "quarter"):
        return None
    if not match.has("count"):
        return _length(match, 0.5) if word in _HALVED else None
    if match.index("unit") == match.first + 1 and is_rate(match):
        unit = lx.UNIT_CODES[word]
        return Recurring(duration_value(1, unit), unit)
    return _length(match, 1.5 if match.has("half") else 1)


def _length(
    match: Match, value: float | None, rest: tuple[tuple[float, str], ...] = ()
) -> Form | None:
    unit = lx.UNIT_CODES[match.text("unit")]
    form = Length(value, "D" if unit == "N" else unit, rest=rest)
    mod = "APPROX" if match.has("orso") else approx_mod(match, "approx")
    return Modified(mod, form) if mod else form


#: After these "over five years" is more than five; else it is the time that something takes up.
_BEFORE_MORE: Final = lx.words(
    "for after in of is was are were been be has have had took takes take taken taking last lasted "
    "lasts lasting spent spend spends spending just well a an the to than with within s re already "
    "now little slightly served serving worked waited lived some only by from at aged and or not "
    "that those held jailed serve stayed every each"
)
_AFTER_MORE: Final = lx.words("ago old earlier later before since")


def _spreads_over(match: Match) -> bool:
    """Whether "over" is the preposition of "It will cost $5 million over five years"."""
    if match.text("approx") != "over" or match.after() in _AFTER_MORE:
        return False
    return match.before() not in _BEFORE_MORE


def _is_length(match: Match) -> bool:
    """Whether the unit is one, and not part of a title, an age or a compound of another kind."""
    tokens = match.tokens
    if tokens.words[match.index("unit")].istitle() or _is_age(match):
        return False
    compound = tokens.lower(match.last + 1) if tokens.sign(match.last) == "-" else ""
    return compound not in ("earlier", "ago", "long", "to")


def _is_age(match: Match) -> bool:
    """Whether it is the age of somebody, and no time of the story: "a 6-year-old"."""
    old = (
        match.tokens.lower(match.last + 1) in ("old", "olds")
        and match.tokens.sign(match.last) in " -"
    )
    return old or match.before() == "aged"


def _count_fits(match: Match, head: str) -> bool:
    word = match.text("unit")
    hyphen = match.tokens.sign(match.index("unit") - 1) == "-"
    if head[0].isdigit() and _is_other_figure(match):
        return False
    if head == "many" and match.before() == "as":  # "three times in as many months"
        return False
    if head == "half":
        return word in _HALVED
    if head == "one":
        if match.tokens.words[match.first] == "One" and match.after() in _SOME_DAY:
            return False
        return match.before() != "no" and (word != "night" or match.before() == "for")
    if word == "quarters" and (hyphen or match.after() == "of"):  # three quarters of something
        return False
    return hyphen or word not in ("second", "quarter")


def _is_other_figure(match: Match) -> bool:
    """Whether the figure is an amount of money or the tail of a longer figure."""
    first = match.index("count")
    if money_before(match.tokens, first):
        return True
    sign = match.tokens.sign(first - 1)
    if first != match.first or first == 0 or sign not in "_.|/:-":
        return False
    return match.tokens.word(first - 1)[0].isdigit() or sign == "_"


def _rest(match: Match) -> tuple[tuple[float, str], ...]:
    """The smaller units of "1 hour and 30 minutes"."""
    parts = []
    for count, unit in (("count2", "unit2"), ("count3", "unit3")):
        value = amount(match.tokens, match.indices(count)) if match.has(count) else None
        if value is not None:
            parts.append((value, lx.UNIT_CODES[match.text(unit)]))
    return tuple(parts)


@rule(r"(?:(?P<approx>{approx}) )?(?P<count>{figures})[ _-](?P<unit><:unitletter>)")
def short_length(match: Match) -> Form | None:
    """Reads "3h", "123.45 sec", "30 min"."""
    tokens, word = match.tokens, match.text("unit")
    first = match.index("count")
    if money_before(tokens, first) or glued_before(tokens, first):
        return None
    if len(word) == 1 and (
        tokens.sign(match.index("unit") - 1) != "_" or tokens.sign(match.last) == "-"
    ):
        return None
    if word == "d" and match.after() in ("a", "an", "per"):  # pence of old
        return None
    if tokens.sign(match.last) == "_" or (
        _is_capital(match) and match.before() not in _LENGTH_VERBS
    ):
        return None
    form = Length(amount(tokens, match.indices("count")), lx.UNIT_LETTERS[word])
    mod = approx_mod(match, "approx")
    return Modified(mod, form) if mod else form


def _is_capital(match: Match) -> bool:
    """Whether the unit is one capital letter, as in "3D"."""
    word = match.tokens.words[match.index("unit")]
    return len(word) == 1 and word.isupper()


fragment("howmany", r"(?P<count>(?:{approx} )?{count}(?:[ -](?:<:to>|<:or>)[ -]{count})?)")
fragment("ofunits", r"[ -](?:{kindof} )?(?P<unit><:anyunit>){orso}?")


@rule(
    r"(?:(?P<approx>{approx}) )?(?P<dir><:anydir>|<:recent>) {howmany}{ofunits}",
    # "over" before an article is a preposition: "over the last two weeks"
    r"(?:(?P<approx><:about>|<:nearly>) )?(?:<:the>|<:this>) (?P<dir><:anydir>|<:recent>) "
    r"{howmany}{ofunits}",
    r"(?:<:the> )?(?P<count>{count}) (?P<dir><:anydir>) (?P<unit><:manyunits>)",
)
def directed_length(match: Match) -> Form | None:
    """Reads "the last two weeks", "the next few days", "5 upcoming years"."""
    word, unit = match.text("dir"), lx.UNIT_CODES[match.text("unit")]
    if unit == "N" or word not in lx.DIRECTIONS or lx.DIRECTIONS[word] == 0:
        return None
    if word == "last" and match.before() in _CAN_LAST:
        return None
    either = {match.tokens.lower(i) for i in match.indices("count")} & {"to", "or"}
    value = None if either else amount(match.tokens, match.indices("count"))
    form = Length(value, unit, direction=lx.DIRECTIONS[word])
    mod = "APPROX" if match.has("orso") else approx_mod(match, "approx")
    return Modified(mod, form) if mod else form


@rule(
    r"(?:<:the> )?(?P<dir><:anydir>|<:recent>) (?P<unit><:manyunits>)(?: <:and> <:manyunits>)?",
    r"(?:<:the> )?<unit:manyunits> <ahead>",
)
def vague_length(match: Match) -> Form | None:
    """Reads "recent years", "coming weeks", "the weeks ahead"."""
    word, unit = match.text("dir"), lx.UNIT_CODES[match.text("unit")]
    direction = 1 if match.has("ahead") else lx.DIRECTIONS.get(word, 0)
    if unit in ("TS", "N") or direction == 0:
        return None
    if word == "recent":
        return Vague("PAST_REF")
    return Vague("FUTURE_REF") if word in ("coming", "upcoming") else Length(None, unit, direction)


@rule(r"(?:<the> )?<entire> <unit:oneunit>")
def whole_unit(match: Match) -> Form | None:
    """Reads "the whole year", "all day"; "the full year" is that of the report."""
    unit = lx.UNIT_CODES[match.text("unit")]
    if unit in ("TS", "TM", "N", "WD", "WE") or match.tokens.words[match.last].istitle():
        return None
    if match.text("entire") == "full" and match.has("the") and unit == "Y":
        return Told("Y")
    return None if unit == "TH" and not match.has("the") else Length(1, unit)


@rule(r"<unit:manyunits>")
def bare_units(match: Match) -> Form | None:
    """Reads the plural unit of "for years", "within hours", "in decades"."""
    unit, after = lx.UNIT_CODES[match.text("unit")], match.after()
    if unit in ("TS", "TM", "N", "WD", "WE", "Q") or not _is_length(match):
        return None
    before = match.before()
    follows_on = before == "in" and after in ("", "to", "as", "and", "but", "after", "before")
    years_of = before == "after" and after == "of"
    stretched = before in ("over", "last", "until") and after != "of"
    if before in _LENGTH_VERBS or follows_on or years_of or stretched:
        return Length(None, unit)
    return None


@rule(r"(?P<unit><:oneunit>|<:units>)-<:longago>", r"<unit:longunit>")
def as_long_as(match: Match) -> Form | None:
    """Reads "hour-long", "years-long", "yearlong"."""
    word = match.text("unit").removesuffix("long")
    unit = lx.UNIT_CODES[word]
    return None if unit == "N" else Length(None if word in lx.UNIT_PLURALS else 1, unit)
