"""Lengths that are told by their end: "the year ended May 31", "the nine months to September"."""

from __future__ import annotations

from typing import Final

from pipeline.extraction.dates import lexicon as lx
from pipeline.extraction.dates.engine import Match, rule
from pipeline.extraction.dates.forms import Ending, Form, Point
from pipeline.extraction.dates.grammar.common import month_of
from pipeline.extraction.dates.numbers import amount, ordinal

_LASTING: Final = frozenset(("D", "W", "M", "Q", "Y", "H"))


@rule(
    r"(?:<:the> )?(?:<:fiscal> )?(?:(?P<count>{count}) )?(?P<u><:unit>|<:quarter>|<:manyunits>)"
    r"(?= (?P<link><:week_start>|<:to>)(?: <:on>)? (?:(?P<d1>{wholeday}) (?:<:of> )?)?"
    r"<month:anymonth>(?:[ !](?P<d2>{wholeday})(?![ ]<:unit>))?(?:[, ](?:<:of> )?<year>)?)"
)
def period_ending(match: Match) -> Form | None:
    """Reads "the year" of "the year ended June 30", "the nine months" of "... to September"."""
    unit = lx.UNIT_CODES[match.text("u")]
    article = match.tokens.lower(match.first) == "the"
    if unit not in _LASTING or match.text("link") in ("starting", "commencing"):
        return None
    if not article and (match.text("link") == "to" or not match.has("count")):
        return None
    count = amount(match.tokens, match.indices("count")) if match.has("count") else 1
    if not count or (match.has("count") != (match.text("u") in lx.UNIT_PLURALS)):
        return None
    day = ordinal(match.tokens, match.indices("d1") or match.indices("d2"))
    if (not match.has("count") and unit == "D") or (unit in ("W", "M") and not day and count == 1):
        return None
    year = match.number("year") if match.has("year") else None
    last = Point(year=year, month=month_of(match, "month"), day=day or None)
    return Ending(count, unit, last, over=match.text("link") == "ended")
