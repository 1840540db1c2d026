"""Durations ("nearly ten years", "the last two weeks") and sets ("every Monday", "annually")."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, fragment, rule
from pipeline.extraction.dates.forms import Form, Length, Modified, Recurring, Told, Vague
from pipeline.extraction.dates.grammar.common import approx_mod, glued_before, money_before
from pipeline.extraction.dates.grammar.relative import CODES
from pipeline.extraction.dates.numbers import amount

_LETTERS: Final = {**lx.UNIT_LETTERS, "d": "D", "w": "W", "y": "Y"}


def _modified(match: Match, form: Form) -> Form:
    approximate = match.has("approx")
    mod = approx_mod(match, "approx") if approximate else None
    if mod is None and match.has("orso"):
        mod = "APPROX"
    return Modified(mod, form) if mod else form


fragment(
    "tail",
    r"(?:(?: <:and>|,)? (?P<count2>{figures}|{inwords}) (?P<unit2><:anyunit>))?"
    r"(?:(?: <:and>|,)? (?P<count3>{figures}|{inwords}) (?P<unit3><:anyunit>))?",
)


@rule(
    r"(?:(?P<approx>{approx}|<:some>) )?(?P<count>{count})[_ -](?:(?:<:working>|<:entire>) )?(?P<unit><:anyunit>)(?P<orso> <:or> <:so>)?{tail}",
    r"(?:<:the> |<:this> )(?:(?P<approx>{approx}) )?(?:(?P<nth><:ordword>) )?(?P<count>{count})[ ](?:<:working> )?(?P<unit><:manyunits>)",
    r"(?:(?P<approx>{approx}) )?(?P<count><:a>|<:a> <:half>|<:additional>|<:a> <:additional>|<:a> <:entire>)[ -](?:<:working> )?(?P<unit><:oneunit>)(?P<orso> <:or> <:so>)?(?P<half> <:and> <:a> <:half>)?",
    r"(?:(?P<approx>{approx}) )?(?P<count>{count}) (?:<:more>|<:additional>|<:entire>|<:other>) (?P<unit><:anyunit>)",
)
def length(match: Match) -> Form | None:
    """ "more than 30 years", "a two-year", "2 1/2 years", "1 hour and 30 minutes"."""
    tokens = match.tokens
    count_tokens = match.indices("count")
    head = tokens.lower(count_tokens[0])
    unit_word = match.text("unit")
    unit = CODES[unit_word]
    if _is_age(match) or tokens.words[match.index("unit")].istitle():
        return None
    if head[0].isdigit() and (
        money_before(tokens, count_tokens[0])
        or (count_tokens[0] == match.first and _part_of_number(match))
    ):
        return None
    if tokens.sign(match.last) == "-" and tokens.lower(match.last + 1) in (
        "earlier",
        "ago",
        "long",
    ):
        return None
    if unit in ("WD", "WW") and len(count_tokens) == 1 and head in ("a", "an"):
        return None
    if head in ("a", "an") and not _a_unit_fits(match, unit_word):
        return None
    if head == "one" and _one_is_a_date(match, unit_word):
        return None
    if head == "half" and unit_word not in (
        "hour",
        "day",
        "year",
        "century",
        "decade",
        "month",
        "minute",
    ):
        return None
    if (
        unit_word == "second"
        and head not in ("one", "a")
        and tokens.sign(match.index("unit") - 1) != "-"
    ):
        return None
    if unit_word in ("second", "quarter") and head in ("a", "an"):
        return None
    if unit_word == "quarters" and tokens.sign(match.index("unit") - 1) == "-":
        return None  # three-quarters of something
    if unit_word == "quarter" and tokens.sign(match.index("unit") - 1) != "-" and head != "one":
        return None
    only_a = len(count_tokens) == 1 and head in (
        "a",
        "an",
        "another",
        "additional",
        "extra",
        "further",
    )
    value = (
        1.0
        if only_a or head == "another" or "entire" in _kinds(match)
        else amount(tokens, count_tokens)
    )
    if value == 0 and head not in ("0", "zero"):
        value = 1.0
    if match.has("half"):
        value = (value or 1) + 0.5
    if (
        unit_word in ("day", "night")
        and tokens.sign(match.last) == "-"
        and tokens.lower(match.last + 1) == "to"
    ):
        return None
    return _modified(match, Length(value, "D" if unit == "N" else unit, rest=_rest(match)))


def _is_age(match: Match) -> bool:
    """ "a 6-year-old", "52 years old": the age of somebody, not a time of the story."""
    return match.tokens.lower(match.last + 1) == "old" and match.tokens.sign(match.last) in " -"


def _kinds(match: Match) -> set[str]:
    return {"entire"} & {
        "entire" if match.tokens.lower(i) in ("entire", "whole", "full") else ""
        for i in match.indices("count")
    }


def _part_of_number(match: Match) -> bool:
    sign = match.tokens.sign(match.first - 1)
    if match.first == 0 or sign not in "_.|/:-":
        return False
    before = match.tokens.word(match.first - 1)
    return before[0].isdigit() or sign == "_"


def _a_unit_fits(match: Match, unit: str) -> bool:
    """ "a day" may be a length of time, a rate or just a day; "a weekend", "a night" are events."""
    return unit not in (
        "weekend",
        "night",
        "quarter",
        "weekday",
        "workday",
        "workweek",
        "semester",
    ) or match.has("approx")


def _one_is_a_date(match: Match, unit: str) -> bool:
    return match.before() in ("no",) or (unit == "night" and match.before() != "for")


def _rest(match: Match) -> tuple[tuple[float, str], ...]:
    parts = []
    for count, unit in (("count2", "unit2"), ("count3", "unit3")):
        if match.has(count):
            value = amount(match.tokens, match.indices(count))
            if value is not None:
                parts.append((value, CODES[match.text(unit)]))
    return tuple(parts)


@rule(r"(?:(?P<approx>{approx}) )?(?P<count>{figures})[ _-]?(?P<unit><:unitletter>|<:m>)")
def short_length(match: Match) -> Form | None:
    """ "3h", "123.45 sec", "10D"."""
    word = match.text("unit")
    glue = match.tokens.sign(match.index("unit") - 1) == "_"
    if (
        word == "m"
        or (len(word) == 1 and not glue)
        or money_before(match.tokens, match.index("count"))
    ):
        return None
    if match.tokens.sign(match.last) in "_" or glued_before(match.tokens, match.index("count")):
        return None
    if len(word) == 1 and match.tokens.sign(match.last) == "-":
        return None
    if (
        match.tokens.words[match.index("unit")] in ("D", "W", "Y", "H")
        and len(match.tokens.words) < 2
    ):
        return None
    return _modified(match, Length(amount(match.tokens, match.indices("count")), _LETTERS[word]))


#: After these, "last" is a verb: "could last several weeks".
_CAN_LAST: Final = frozenset(
    "to will would could can may might should must not ll did does".split()
)


@rule(
    r"(?:(?P<approx>{approx}) )?(?P<dir><:anydir>|<:recent>)[ ](?P<count>(?:{approx} )?{count}(?:[ -](?:<:to>|<:or>)[ -]{count})?)[ -](?:(?:<:working>|<:calendar>) )?(?P<unit><:anyunit>)(?P<orso> <:or> <:so>)?",
    r"(?:(?P<about><:about>|<:nearly>) )?(?:<:the>|<:this>) (?P<dir><:anydir>|<:recent>)[ ](?P<count>(?:{approx} )?{count}(?:[ -](?:<:to>|<:or>)[ -]{count})?)[ -](?:(?:<:working>|<:calendar>) )?(?P<unit><:anyunit>)(?P<orso> <:or> <:so>)?",
    r"(?:(?P<approx>{approx}) )?(?:<:the> )?(?P<count>{count})[ ](?P<dir><:anydir>)[ ](?P<unit><:manyunits>)",
)
def directed_length(match: Match) -> Form | None:
    """ "the last two weeks", "the next few days", "the past 20 years"."""
    words = [match.tokens.lower(i) for i in match.indices("count")]
    word = match.text("dir")
    unit = CODES[match.text("unit")]
    if word in ("same", "current", "present", "latest") or unit == "N":
        return None
    if word == "last" and match.before() in _CAN_LAST:
        return None
    direction = lx.DIRECTIONS[word]
    value = (
        None if ("to" in words or "or" in words) else amount(match.tokens, match.indices("count"))
    )
    return _modified(match, Length(value, "D" if unit == "N" else unit, direction=direction))


@rule(
    r"(?:<:the> )?(?P<dir><:anydir>|<:recent>|<:these>)[ ](?P<unit><:manyunits>)(?: <:and> <:manyunits>)?".replace(
        "|<:these>", ""
    )
)
def vague_length(match: Match) -> Form | None:
    """ "recent years", "coming weeks"."""
    word = match.text("dir")
    direction = lx.DIRECTIONS[word]
    unit = CODES[match.text("unit")]
    if unit in ("TS", "N") or direction == 0:
        return None
    if word == "recent":
        return Vague("PAST_REF")
    if word in ("coming", "upcoming"):
        return Vague("FUTURE_REF")
    return Length(None, unit, direction=direction)


@rule(
    r"(?:<:the> )?<unit:manyunits> (?:<ahead>)",
    r"(?:<:the> )?<entire> <unit:oneunit>",
    r"<unit:manyunits>",
)
def bare_units(match: Match) -> Form | None:
    """ "for years", "the weeks ahead", "the full year"."""
    unit = CODES[match.text("unit")]
    if (
        unit in ("TS", "N", "WD", "WE", "TM")
        or match.tokens.words[match.index("unit")].istitle()
        or _is_age(match)
    ):
        return None
    if match.has("ahead"):
        return Length(None, unit, direction=1)
    if match.has("entire"):
        if (
            unit == "Y"
            and match.text("entire") == "full"
            and match.tokens.lower(match.first) == "the"
        ):
            return Told("Y")
        if unit == "TH" and match.tokens.lower(match.first) != "the":
            return None
        return Length(1, unit)
    before = match.before()
    if before not in (
        "for",
        "in",
        "within",
        "over",
        "take",
        "takes",
        "took",
        "taken",
        "after",
        "spent",
        "lasted",
        "last",
        "until",
    ):
        return None
    if before == "in" and match.after() not in ("", "to", "as", "and", "but", "after", "before"):
        return None
    if before == "after" and match.after() != "of":
        return None
    if before in ("over", "last", "until") and match.after() == "of":
        return None
    return Length(None, unit)


@rule(
    r"<every>(?: (?P<other><:other>))?(?:[ ](?P<count>{figures}|{inwords}|<:ordword>|<:vague>))? (?P<unit><:anyunit>)",
)
def every_unit(match: Match) -> Form | None:
    """ "every day", "every three weeks", "each quarter"."""
    unit = CODES[match.text("unit")]
    if match.text("every") == "each" and match.before() in ("of", "in"):
        return None
    count: float | None = 1
    if match.has("count"):
        words = [match.tokens.lower(i) for i in match.indices("count")]
        count = (
            lx.ORDINALS[words[0]]
            if words[0] in lx.ORDINALS
            else amount(match.tokens, match.indices("count"))
        )
    elif match.has("other"):
        count = 2
    return Recurring(_every(count, unit), unit)


def _every(count: float | None, unit: str) -> str:
    """The TIMEX3 value of "every ``count`` ``unit``"."""
    if unit == "WE" and count == 1:
        return "XXXX-WXX-WE"
    if unit == "N":
        return "XXXX-XX-XXTNI" if count == 1 else duration_value(count, "D")
    return duration_value(count, unit)


def duration_value(
    amount: float | None, unit: str, rest: tuple[tuple[float, str], ...] = ()
) -> str:
    """ISO 8601 duration: (2, "W") -> P2W, (2.5, "Y") -> P2Y6M, (None, "D") -> PXD."""
    factor, designator = {
        "Q": (3, "M"),
        "DE": (10, "Y"),
        "CE": (100, "Y"),
        "ML": (1000, "Y"),
        "F": (2, "W"),
        "H": (6, "M"),
        "WW": (1, "W"),
    }.get(unit, (1, unit))
    if amount is None:
        return f"P{'T' if unit[0] == 'T' else ''}X{unit[1:] if unit[0] == 'T' else unit if unit in ('DE', 'CE') else designator}"
    parts = [(amount * factor, designator), *rest]
    whole = _split_fractions(parts)
    dates = "".join(f"{_number(n)}{u}" for n, u in whole if u[0] != "T")
    times = "".join(f"{_number(n)}{u[1:]}" for n, u in whole if u[0] == "T")
    return f"P{dates}{'T' + times if times else ''}"


_SMALLER: Final = {"Y": (12, "M"), "TH": (60, "TM")}


def _split_fractions(parts: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """2.5 years are 2 years and 6 months, where that comes out even and nothing smaller is told."""
    if len(parts) != 1 or parts[0][0] == int(parts[0][0]) or parts[0][1] not in _SMALLER:
        return parts
    amount, unit = parts[0]
    per, smaller = _SMALLER[unit]
    rest = (amount - int(amount)) * per
    if int(amount) == 0 or abs(rest - round(rest)) > 1e-9:
        return parts
    return [(int(amount), unit), (round(rest), smaller)]


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.10g}"


@rule(
    r"<every> (?P<d><:anyday>)(?:[ ](?P<p><:anypart>))?",
    r"<d:weekdays>",
    r"(?P<d><:weekday>) (?P<p><:dayparts>|<:nights>)",
    r"<every> (?P<other><:other>) (?P<d><:anyday>)",
)
def every_weekday(match: Match) -> Form | None:
    """ "every Monday", "Mondays", "Tuesday nights"."""
    word = match.text("d")
    number = lx.WEEKDAYS.get(word) or lx.WEEKDAYS[word.removesuffix("s")]
    part = ""
    if match.has("p"):
        part = "T" + lx.DAY_PARTS[match.text("p").removesuffix("s")]
    return Recurring(f"XXXX-WXX-{number}{part}", "D")


@rule(r"<every> (?P<p><:anypart>|<:anyseason>|<:anymonth>)", r"<p:dayparts>")
def every_part(match: Match) -> Form | None:
    """ "every summer", "each morning", "every August"."""
    word = match.text("p")
    if word in lx.SEASONS:
        return Recurring(f"XXXX-{lx.SEASONS[word]}", "SE")
    if word in lx.MONTHS:
        return Recurring(f"XXXX-{lx.MONTHS[word]:02}", "M")
    part = lx.DAY_PARTS[word.removesuffix("s")]
    if (
        not match.has("every")
        and match.tokens.words[match.first].islower()
        and match.before() not in ("", "the", "on", "work", "leave", "open")
    ):
        return None
    return Recurring(f"XXXX-XX-XXT{part}", "D")


@rule(r"<freq>")
def frequency(match: Match) -> Form | None:
    """ "daily", "annually", "bi-monthly"; a capital in mid-sentence is a name ("the Daily News")."""
    word = match.tokens.words[match.first]
    small = word.lower()
    if (
        word[0].isupper()
        and match.tokens.word(match.last + 1)[:1].isupper()
        and match.tokens.sign(match.last) == " "
    ):
        return None
    if not small.endswith("ally") and _modifies_noun(match):
        return None
    unit, every = lx.FREQUENCIES[small]
    return Recurring(duration_value(every, unit), unit)


_NO_NOUNS: Final = frozenset(["and", "or", "but", "in", "on", "at", "to", "from", "for", "by", "with", "of", "as", "than", "when", "until", "since", "the", "a", "an", "if", "so", "is", "are", "was", "were", "be", "that", "which", "who", "per", "it", "he", "she", "they"])  # fmt: skip


def _modifies_noun(match: Match) -> bool:
    """ "the annual meeting", "a daily paper": the time between two of them is not the point."""
    after = match.after()
    return bool(after) and after not in _NO_NOUNS and not after.endswith("ly")


@rule(r"<semi>-<freq>")
def compound_frequency(match: Match) -> Form | None:
    """ "bi-weekly", "semi-annual"."""
    unit, every = lx.FREQUENCIES[match.text("freq")]
    factor = 2 if match.text("semi") == "bi" else 0.5
    return Recurring(duration_value(every * factor, unit), unit)


@rule(
    r"(?:(?P<times><:once>|{inwords} <:times>|{figures} <:times>|<:one>) )(?:<:a>|<:per>|<:every>) <unit:oneunit>",
    r"<per> <unit:oneunit>",
)
def times_per_unit(match: Match) -> Form | None:
    """ "twice a week", "once every year", "per day"."""
    unit = CODES[match.text("unit")]
    return Recurring(duration_value(1, unit), unit)


@rule(r"(?P<unit><:oneunit>|<:units>)-<:longago>", r"<longunit>")
def as_long_as(match: Match) -> Form | None:
    """ "hour-long", "years-long", "yearlong"."""
    word = match.tokens.lower(match.first).removesuffix("long")
    unit = CODES[word]
    return None if unit == "N" else Length(None if word in lx.UNIT_PLURALS else 1, unit)
