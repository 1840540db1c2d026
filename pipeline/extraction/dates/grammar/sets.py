"""Sets of times: "every Monday", "annually", "twice a week"."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, rule
from pipeline.extraction.dates.forms import Form, Recurring
from pipeline.extraction.dates.numbers import amount
from pipeline.extraction.dates.values import duration_value

_DISTANCES: Final = lx.words(
    "kilometers kilometres km miles meters metres feet knots revolutions kilometer mile beats words"
)
#: After a frequency word, these do not begin a noun phrase that it would be an adjective of.
_NO_NOUNS: Final = lx.words(
    "and or but in on at to from for by with of as than when until since the a an if so is are was "
    "were be that which who per it he she they"
)


@rule(
    r"<every>(?: (?P<other><:other>))? (?P<unit><:anyunit>)",
    r"<every> (?P<count>{figures}|{inwords}|<:ordword>|<:vague>) (?P<unit><:anyunit>)",
)
def every_unit(match: Match) -> Form | None:
    """Reads "every day", "every three weeks", "every other year", "each quarter"."""
    if match.text("every") == "each" and match.before() in ("of", "in"):
        return None
    unit = lx.UNIT_CODES[match.text("unit")]
    return Recurring(_every(_step(match), unit), unit)


def _step(match: Match) -> float | None:
    if not match.has("count"):
        return 2 if match.has("other") else 1
    ordinal = lx.ORDINALS.get(match.text("count"))
    return ordinal or amount(match.tokens, match.indices("count"))


def _every(count: float | None, unit: str) -> str:
    """The TIMEX3 value of "every ``count`` ``unit``"."""
    if unit == "WE" and count == 1:
        return "XXXX-WXX-WE"
    if unit == "N":
        return "XXXX-XX-XXTNI" if count == 1 else duration_value(count, "D")
    return duration_value(count, unit)


@rule(
    r"<every> (?:(?:<:other>|<:ordword>) )?(?P<d><:anyday>)(?: (?P<p><:anypart>))?",
    r"<d:weekdays>",
    r"(?P<d><:weekday>) (?P<p><:anyparts>)",
)
def every_weekday(match: Match) -> Form | None:
    """Reads "every Monday", "Mondays", "Tuesday nights"."""
    number = lx.WEEKDAYS.get(match.text("d")) or lx.WEEKDAYS[match.text("d").removesuffix("s")]
    part = f"T{lx.DAY_PARTS[match.text('p').removesuffix('s')]}" if match.has("p") else ""
    return Recurring(f"XXXX-WXX-{number}{part}", "D")


@rule(r"<every> (?P<p><:anypart>|<:anyseason>|<:anymonth>)")
def every_part(match: Match) -> Form | None:
    """Reads "every summer", "each morning", "every August"."""
    word = match.text("p")
    if word in lx.SEASONS:
        return Recurring(f"XXXX-{lx.SEASONS[word]}", "SE")
    if word in lx.MONTHS:
        return Recurring(f"XXXX-{lx.MONTHS[word]:02}", "M")
    return Recurring(f"XXXX-XX-XXT{lx.DAY_PARTS[word]}", "D")


@rule(r"<units>")
def weekends(match: Match) -> Form | None:
    """Reads "on weekends", "on weekdays"."""
    if match.before() not in ("on", "at"):
        return None
    return {
        "weekends": Recurring("XXXX-WXX-WE", "WE"),
        "weekdays": Recurring("P1WD", "WD"),
    }.get(match.text("units"))


@rule(r"<p:dayparts>")
def parts_of_days(match: Match) -> Form | None:
    """Reads "mornings", as an adverb."""
    if match.before() not in ("", "the", "on", "work", "leave", "open", "out"):
        return None
    return Recurring(f"XXXX-XX-XXT{lx.DAY_PARTS[match.text('p').removesuffix('s')]}", "D")


@rule(r"<freq>")
def frequency(match: Match) -> Form | None:
    """Reads "daily" and "annually", but not the adjective of "the annual meeting"."""
    word = match.tokens.words[match.first]
    beside = (match.following(), match.tokens.word(match.first - 1))
    if word.istitle() and any(other.istitle() for other in beside):  # "the Daily News"
        return None
    if not word.endswith("ally") and _modifies_noun(match):
        return None
    unit, every = lx.FREQUENCIES[word.lower()]
    return Recurring(duration_value(every, unit), unit)


def _modifies_noun(match: Match) -> bool:
    after = match.after()
    return bool(after) and after not in _NO_NOUNS and not after.endswith("ly")


@rule(r"<semi>-<freq>")
def compound_frequency(match: Match) -> Form | None:
    """Reads "bi-weekly", "semi-annual"."""
    unit, every = lx.FREQUENCIES[match.text("freq")]
    factor = 2 if match.text("semi") == "bi" else 0.5
    return Recurring(duration_value(every * factor, unit), unit)


@rule(
    r"(?:<:once>|{inwords} <:times>|{figures} <:times>|<:one>) (?:<:a>|<:per>|<:every>) "
    r"<unit:oneunit>",
    r"<:per> <unit:oneunit>",
)
def times_per_unit(match: Match) -> Form | None:
    """Reads "twice a week", "once every year", "per day"."""
    unit = lx.UNIT_CODES[match.text("unit")]
    if unit[0] == "T" and match.before() in _DISTANCES:
        return None  # a speed
    return Recurring(duration_value(1, unit), unit)
