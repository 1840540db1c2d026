"""Monetary figures in English text: amounts, currencies, ranges, bounds, rates, equivalents.

No spaCy, no model: one pass of a lexer, then rules. `find_money` is the whole interface.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extraction.money.finder import find_money as _find
from pipeline.records import MoneyMention

__all__ = ["find_money"]


def find_money(
    text: str,
    *,
    country: str | None = None,
    default_currency: Mapping[str, str] | None = None,
    crypto: bool = False,
    sentences: Sequence[tuple[int, int]] | None = None,
) -> list[MoneyMention]:
    """Every monetary figure of ``text``, in order.

    Args:
        text: any text; offsets of the mentions count its code points.
        country: ISO 3166-1 alpha-2 of the site or setting, which a bare "$" or "pound" then means.
        default_currency: ISO 4217 code by word or sign, before ``country``: ``{"$": "CAD"}``.
        crypto: also read crypto-currencies (codes as exchanges write them: BTC, ETH).
        sentences: half-open spans of sentences; found by a simple rule when not given.

    Returns:
        Mentions sorted by ``(start, end)``, which do not overlap. Amounts are `decimal.Decimal`,
        exact, in whole currency units.

    Raises:
        SettingsError: ``country`` or a code in ``default_currency`` does not exist.
    """
    return _find(
        text,
        country=country,
        default_currency=default_currency or {},
        crypto=crypto,
        sentences=sentences,
    )
