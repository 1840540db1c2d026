"""Figures that restate another: "441 billion tenge ($918 million)", "€5 million, or $6 million"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Context, Decimal

from pipeline.extraction.money.rates import rate_unit
from pipeline.records import MoneyMention

_RATE = Context(prec=12)
_TOLERANCE = Decimal("0.2")
_ABOUT = (
    r"(?:(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|over|more than|"
    r"less than|just over|just under|at least|up to|circa|c\.|ca\.|~|≈|=|an estimated|a total of|"
    r"or|equal to|equivalent to|the equivalent of|equivalent of|equivalent|worth|i\.e\.,?|"
    r"currently|then|at the time|around about|or about)[ \u00a0]?){0,3}"
)
_BRACKET = re.compile(
    rf"(?:[ \u00a0,]{{0,2}}(?:(?!and\b|or\b|to\b)[\w’'%-]+[ \u00a0]){{0,4}}|[ \u00a0]?)"
    rf"[(\[][ \u00a0]?{_ABOUT}",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf",?[ \u00a0](?:or|equal to|equivalent to|the equivalent of|equivalent of|equivalent|"
    rf"that is|i\.e\.,?|which is|which equals|worth)[ \u00a0]{_ABOUT}|[ ]?[=≈][ ]?|[ ]?/[ ]?|"
    rf"[ ][–—-][ ](?:or|equivalent to|the equivalent of|equal to)[ ]{_ABOUT}",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"[ ]?[,;/][ \u00a0]{{0,2}}{_ABOUT}|[ ](?:or|and)[ ]{_ABOUT}", re.IGNORECASE)
_LONGEST = 70


def link_equivalents(text: str, mentions: Sequence[MoneyMention]) -> list[MoneyMention]:
    """Set ``equivalent_of``, ``implied_rate`` and ``rate_outlier`` where a figure restates one."""
    linked: list[MoneyMention] = []
    open_bracket = False  # whether the figure before stands in brackets that are still open
    for index, mention in enumerate(mentions):
        source = None
        if index:
            source, open_bracket = _source(text, linked, index, mention, open_bracket)
        if source is None:
            linked.append(mention)
        else:
            rate = _implied_rate(linked[source], mention)
            mention = replace(mention, equivalent_of=source, implied_rate=rate)
            linked.append(_with_rate_after_bracket(text, linked, source, mention))
    return _mark_outliers(linked)


def _with_rate_after_bracket(
    text: str, linked: list[MoneyMention], source: int, mention: MoneyMention
) -> MoneyMention:
    """ "6 billion dinars ($20bn) a year": what stands after the brackets is said of both."""
    first = linked[source]
    if text[mention.end : mention.end + 1] != ")" or mention.per or first.per:
        return mention
    rate = rate_unit(text, mention.end + 1)
    if rate is None:
        return mention
    linked[source] = replace(first, per=rate[0])
    return replace(mention, per=rate[0])


def _source(
    text: str,
    linked: Sequence[MoneyMention],
    index: int,
    mention: MoneyMention,
    open_bracket: bool,
) -> tuple[int | None, bool]:
    """The index of the figure that ``mention`` restates, and whether it is within brackets."""
    last = linked[index - 1]
    if mention.start - last.end > _LONGEST:
        return None, False
    if mention.currency == last.currency and not _same_sum(last, mention):
        return None, False
    if open_bracket and last.equivalent_of is not None:
        first = linked[last.equivalent_of]
        if _NEXT.fullmatch(text, last.end, mention.start) and first.currency != mention.currency:
            return last.equivalent_of, True
    start = _after_rate(text, last)
    if _BRACKET.fullmatch(text, start, mention.start):
        return index - 1, True
    if _WORDS.fullmatch(text, start, mention.start) and _same_rate(text, last, mention):
        return index - 1, False
    return None, False


def _same_sum(first: MoneyMention, second: MoneyMention) -> bool:
    """ "three million dollars ($3,000,000)": a sum said twice must not count twice."""
    return first.amount is not None and first.amount == second.amount


def _after_rate(text: str, mention: MoneyMention) -> int:
    rate = rate_unit(text, mention.end)
    return rate[1] if rate else mention.end


def _same_rate(text: str, first: MoneyMention, second: MoneyMention) -> bool:
    """ "$5 million, or 20 pence a share" gives a figure by the share; it restates nothing."""
    return second.per is None or second.per == first.per


def _implied_rate(first: MoneyMention, second: MoneyMention) -> Decimal | None:
    """Units of the first figure's currency per unit of the second's."""
    ours, theirs = _middle(first), _middle(second)
    if ours is None or theirs is None or not theirs or not ours:
        return None
    if first.currency is None or second.currency in (None, first.currency):
        return None
    rate = _RATE.divide(abs(ours), abs(theirs)).normalize(_RATE)
    return rate.quantize(Decimal(1)) if rate == rate.to_integral_value() else rate


def _middle(mention: MoneyMention) -> Decimal | None:
    if mention.amount is not None:
        return mention.amount
    if mention.amount_min is None or mention.amount_max is None:
        return None
    return (mention.amount_min + mention.amount_max) / 2


def _mark_outliers(mentions: list[MoneyMention]) -> list[MoneyMention]:
    """Flag rates more than 20 % off the document's other rates for the pair."""
    pairs: dict[tuple[str, str], list[tuple[int, Decimal]]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        if mention.equivalent_of is None or not mention.implied_rate:
            continue
        theirs, ours = mentions[mention.equivalent_of].currency, mention.currency
        assert theirs is not None and ours is not None, "a rate has two currencies"
        if theirs < ours:
            pairs[theirs, ours].append((index, mention.implied_rate))
        else:
            pairs[ours, theirs].append((index, 1 / mention.implied_rate))
    for rates in pairs.values():
        for index, off in _deviations(rates):
            mentions[index] = replace(mentions[index], rate_outlier=off > _TOLERANCE)
    return mentions


def _deviations(rates: Sequence[tuple[int, Decimal]]) -> list[tuple[int, Decimal]]:
    """How far each rate is off the document's median, or, of two rates, off the other."""
    if len(rates) < 2:
        return []
    ranked = sorted(rate for _, rate in rates)
    middle = (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
    if len(rates) == 2:
        return [
            (index, abs(rate - other) / other)
            for (index, rate), (_, other) in zip(rates, reversed(rates), strict=True)
        ]
    return [(index, abs(rate - middle) / middle) for index, rate in rates]
