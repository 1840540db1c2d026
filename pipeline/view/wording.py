"""Values of mentions in words, as viewer, report and terminal show them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]

_MODIFIERS = {
    "about": "about",
    "more_than": "more than",
    "at_least": "at least",
    "less_than": "less than",
    "at_most": "at most",
}
_EVIDENCE = {
    "code": "its ISO code",
    "symbol": "its sign",
    "word": "its name",
    "context": "the text around it",
    "default": "the default for this source",
}
_RESOLUTIONS = {
    "explicit": "written out in the text",
    "anchored": "counted from the day of publication",
    "inferred": "counted from a day that the text implies",
    "unresolved": "not settled by the text",
}
_MODS = {
    "APPROX": "approximately",
    "BEFORE": "before",
    "AFTER": "after",
    "MORE_THAN": "more than",
    "LESS_THAN": "less than",
    "EQUAL_OR_MORE": "at least",
    "EQUAL_OR_LESS": "at most",
    "START": "early",
    "MID": "mid",
    "END": "late",
}
LABELS = {
    "PERSON": "person",
    "NORP": "nationality or group",
    "FAC": "building or site",
    "ORG": "organisation",
    "GPE": "country or city",
    "LOC": "place",
    "PRODUCT": "product",
    "EVENT": "event",
    "WORK_OF_ART": "title of a work",
    "LAW": "law or treaty",
}
"""What OntoNotes' labels mean."""


def plain_number(value: Decimal | float | int) -> str:
    """``1,234.5``: digits grouped, no trailing zeros.

    >>> plain_number(Decimal("1234.5000"))
    '1,234.5'
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_amount(money: Row) -> str:
    """The figure or its bounds: ``195,000,000``, ``25 to 30``, ``from 1,000,000,000``."""
    if money["amount"] is not None:
        return plain_number(money["amount"])
    low, high = money["amount_min"], money["amount_max"]
    if low is not None and high is not None:
        return f"{plain_number(low)} to {plain_number(high)}"
    if low is not None:
        return f"from {plain_number(low)}"
    return f"up to {plain_number(high)}" if high is not None else "no figure"


def money_value(money: Row) -> str:
    """``about USD 7,700,000 per year``."""
    parts = [
        _MODIFIERS.get(money["modifier"], ""),
        money["currency"] or f"{money['currency_text']} (currency open)",
        money_amount(money),
        f"per {money['per']}" if money["per"] else "",
    ]
    return " ".join(part for part in parts if part)


def money_details(money: Row, others: Mapping[int, Row]) -> list[tuple[str, str]]:
    """What else is known of a figure, as pairs of a name and a text.

    Args:
        money: a row of ``money``.
        others: the document's rows by ``mention_index``.
    """
    details = [("currency from", _EVIDENCE.get(money["currency_evidence"], ""))]
    if money["role_text"]:
        details.append(("for", money["role_text"]))
    other = others.get(money["equivalent_of"]) if money["equivalent_of"] is not None else None
    if other is not None:
        details.append(("restates", other["text"]))
    if money["implied_rate"] is not None and other is not None:
        rate = f"{money['implied_rate']:,.4g} {other['currency']} per {money['currency']}"
        odd = ", unlike the document's other rates" if money["rate_outlier"] else ""
        details.append(("implied rate", rate + odd))
    return details


def date_value(row: Row) -> str:
    """The TIMEX3 value with its modifier: ``early 2022``, ``P3Y``; what is missing is said."""
    value = row["value"] or "no value"
    return f"{_MODS[row['mod']]} {value}" if row["mod"] in _MODS else value


def date_interval(row: Row) -> str:
    """``2022-08-19``, ``2022-01-01 to 2022-04-30``, ``from 2022-01-01``, or nothing."""
    first, last = row["start_date"], row["end_date"]
    if first is not None and last is not None:
        return f"{first}" if first == last else f"{first} to {last}"
    if first is not None:
        return f"from {first}"
    return f"until {last}" if last is not None else ""


def date_details(row: Row) -> list[tuple[str, str]]:
    """What else is known of a date, as pairs of a name and a text."""
    interval = date_interval(row)
    details = [("days", interval)] if interval else []
    how = _RESOLUTIONS.get(row["resolution"], str(row["resolution"]))
    if row["anchor_date"] is not None and row["resolution"] == "anchored":
        how = f"counted from {row['anchor_date']}"
    details.append(("how", how))
    if row["range_role"]:
        details.append(("range", f"{row['range_role']} of a range"))
    if row["ambiguous"]:
        details.append(("caution", "the text allows another reading"))
    return details


def entity_details(row: Row) -> list[tuple[str, str]]:
    """What is known of a name, as pairs of a name and a text."""
    details = [("is", LABELS.get(row["label"], str(row["label"])))]
    if row["country"]:
        details.append(("country", row["country"]))
    details.append(("id", row["entity_id"] or "none: the document does not tell"))
    return details
