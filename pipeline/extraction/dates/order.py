"""5/3 or 3/5: which of two figures is the day, decided once for a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extraction.dates.finder import Expression
from pipeline.extraction.dates.forms import DayAt, Form, Modified, Point, Range, Shift

#: Territories whose short date begins with the month (CLDR 45, dateFormats/short).
MONTH_FIRST: Final = frozenset(("US", "PR", "GU", "VI", "AS", "MP", "UM", "PH", "PW", "FM", "MH"))


def day_comes_first(country: str | None) -> bool | None:
    """What a country's custom says; None when the country is not known."""
    return None if country is None else country.upper() not in MONTH_FIRST


def settle_order(expressions: Sequence[Expression], country: str | None) -> list[Expression]:
    """Read the open figures as the document's plain ones are ("24/02" can only be a day first).

    Failing those, as the country does; failing that, month first. A date that both readings fit
    stays marked ``ambiguous`` unless the document itself gave the evidence.
    """
    votes = [point.order for e in expressions if (point := _point(e.form)) and point.order]
    days, months = votes.count("day"), votes.count("month")
    if days != months:
        day_first, sure = days > months, True
    else:
        day_first, sure = day_comes_first(country) or False, False
    return [replace(e, form=_settled(e.form, day_first, sure)) for e in expressions]


def _point(form: Form) -> Point | None:
    if isinstance(form, Modified):
        return _point(form.form)
    if isinstance(form, DayAt):
        return _point(form.day) if form.day is not None else None
    if isinstance(form, Range):
        return _point(form.first)
    return form if isinstance(form, Point) else None


def _settled(form: Form, day_first: bool, sure: bool) -> Form:
    if isinstance(form, Point):
        return _settled_point(form, day_first, sure) if form.ambiguous else form
    if isinstance(form, Modified):
        return replace(form, form=_settled(form.form, day_first, sure))
    if isinstance(form, DayAt) and form.day is not None:
        return replace(form, day=_settled(form.day, day_first, sure))
    if isinstance(form, Shift) and not isinstance(form.base, str):
        return replace(form, base=_settled(form.base, day_first, sure))
    return form


def _settled_point(point: Point, day_first: bool, sure: bool) -> Point:
    if day_first:
        return replace(point, month=point.day, day=point.month, ambiguous=not sure)
    return replace(point, ambiguous=not sure)
