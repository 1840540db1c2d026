"""Monetary figures in short, for tables of examples."""

from __future__ import annotations

from pipeline.extraction.money import find_money
from pipeline.records import MoneyMention


def shown(mention: MoneyMention) -> str:
    """A mention in short: ``about 5000000 USD/barrel``, ``5..10 EUR``."""
    amount = f"{mention.amount}"
    if mention.amount is None:
        amount = f"{mention.amount_min}"
        if mention.amount_max is not None:
            amount += f"..{mention.amount_max}"
    modifier = "" if mention.modifier in ("exact", "range") else f"{mention.modifier} "
    per = f"/{mention.per}" if mention.per else ""
    return f"{modifier}{amount} {mention.currency}{per}"


def read(text: str, **settings: object) -> list[str]:
    return [shown(mention) for mention in find_money(text, **settings)]  # type: ignore[arg-type]
