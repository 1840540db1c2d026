"""What a visitor asks for: read from the query string, turned into SQL with bound values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal
from urllib.parse import urlencode

from pipeline.errors import UsageError
from pipeline.tables.schemas import TableName
from pipeline.view.textquery import TextQuery, parse_text_query

Sort = Literal["newest", "oldest", "best"]
SORTS: dict[str, str] = {"newest": "newest first", "oldest": "oldest first", "best": "best match"}
LONGEST = 400
"""Characters of any one field; a browser's form allows the same."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions on documents, all of which must hold; ``None`` or ``""`` sets none.

    ``q`` is searched in the text; ``name`` in the names of entities, ``id`` is an ``entity_id``.
    ``since`` and ``until`` are days of publication, or of dates that the text speaks of when
    ``dated`` is "mentioned". ``least`` and ``most`` bound a figure in ``currency``.
    """

    q: str = ""
    name: str = ""
    id: str = ""
    label: str = ""
    site: str = ""
    dated: Literal["published", "mentioned"] = "published"
    since: date | None = None
    until: date | None = None
    currency: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    sort: Sort = "newest"

    @property
    def text(self) -> TextQuery:
        """The parsed search in the text."""
        return parse_text_query(self.q)

    @property
    def with_money(self) -> bool:
        """Whether figures are asked for."""
        return bool(self.currency) or self.least is not None or self.most is not None

    @property
    def with_names(self) -> bool:
        """Whether names are asked for."""
        return bool(self.name or self.id or self.label)

    @property
    def with_dates(self) -> bool:
        """Whether dates in the text are asked for."""
        return self.dated == "mentioned" and (self.since is not None or self.until is not None)

    @property
    def empty(self) -> bool:
        """Whether all documents are asked for."""
        return replace(self, sort="newest", dated="published") == Selection()

    def query_string(self, **others: object) -> str:
        """The selection as it stands in an address, without what is at its default."""
        default = Selection()
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        pairs = {k: v for k, v in own.items() if v != getattr(default, k)} | others
        return urlencode({name: typed(value) for name, value in pairs.items() if value is not None})


def read_selection(query: Mapping[str, str]) -> Selection:
    """The selection of a query string; unknown names are left alone.

    Raises:
        UsageError: a value that cannot be read, by the name of its field.
    """
    typed = {name: " ".join(query.get(name, "").split()) for name in Selection.__slots__}
    for name, value in typed.items():
        if len(value) > LONGEST:
            raise UsageError(f"longer than {LONGEST} characters", where=name)
    selection = Selection(
        q=typed["q"], name=typed["name"], id=typed["id"], label=typed["label"], site=typed["site"],
        dated="mentioned" if typed["dated"] == "mentioned" else "published",
        since=_day(typed["since"], "since"),
        until=_day(typed["until"], "until"),
        currency=typed["currency"].upper(),
        least=read_amount(typed["least"], "least"),
        most=read_amount(typed["most"], "most"),
        sort=_sort(typed["sort"]),
    )  # fmt: skip
    parse_text_query(selection.q)
    return selection


def typed(value: object) -> str:
    """``value`` as a visitor may type it: a Decimal without an exponent."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _sort(typed: str) -> Sort:
    return typed if typed in ("oldest", "best") else "newest"  # type: ignore[return-value]


def _day(typed: str, name: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise UsageError(f"{typed!r} is no day", where=name, hint="such as 2022-08-19") from error


_AMOUNT = re.compile(r"(?P<figure>\d[\d,_ ]*(?:\.\d+)?)\s*(?P<unit>[a-z]*)", re.IGNORECASE)
_UNITS = {
    "": 0, "k": 3, "thousand": 3, "m": 6, "mn": 6, "mln": 6, "million": 6,
    "b": 9, "bn": 9, "billion": 9, "t": 12, "tn": 12, "trn": 12, "trillion": 12,
}  # fmt: skip
_HIGHEST = Decimal(10) ** 33
"""Figures have 34 digits before the point; more are a mistake."""


def read_amount(typed: str, name: str = "amount") -> Decimal | None:
    """``1.5 bn``, ``2,000,000``, ``250k``; None when nothing was typed.

    Raises:
        UsageError: it is no amount.
    """
    if not typed:
        return None
    found = _AMOUNT.fullmatch(typed)
    try:
        if found is None:
            raise KeyError(typed)
        power = _UNITS[found["unit"].lower()]
        amount = Decimal(re.sub("[,_ ]", "", found["figure"])).scaleb(power)
        if amount > _HIGHEST:
            raise InvalidOperation
    except (KeyError, InvalidOperation) as error:
        raise UsageError(
            f"{typed!r} is no amount", where=name, hint="such as 2,000,000 or 1.5 bn"
        ) from error
    return amount


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL and the values for its question marks."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"{self.sql} AND {other.sql}", self.values + other.values)


TRUE = Condition("true")


def documents_where(selection: Selection, hits: bool) -> Condition:
    """The condition on rows of ``documents``.

    Args:
        selection: what is asked for.
        hits: whether a relation ``hits`` holds the documents that match the text, from the index;
            otherwise all texts are scanned, for want of an index.
    """
    where = _metadata(selection)
    if selection.q:
        where &= Condition("doc_id IN (SELECT doc_id FROM hits)") if hits else _scan(selection.text)
    for table in ("entities", "money", "dates"):
        rows = rows_where(selection, table)
        if rows is not TRUE:
            where &= Condition(
                f"doc_id IN (SELECT doc_id FROM {table} WHERE {rows.sql})", rows.values
            )
    return where


def _metadata(selection: Selection) -> Condition:
    where = TRUE
    if selection.site:
        where &= Condition("site = ?", (selection.site,))
    if selection.dated == "published":
        if selection.since is not None:
            where &= Condition("published >= ?", (selection.since,))
        if selection.until is not None:
            where &= Condition("published <= ?", (selection.until,))
    return where


def _scan(query: TextQuery) -> Condition:
    where = TRUE
    for term in query.terms:
        sign = "NOT " if term.excluded else ""
        condition = f"{sign}regexp_matches(strip_accents(lower(text)), ?)"
        where &= Condition(condition, (term.re2(),))
    return where


def rows_where(selection: Selection, table: TableName | str) -> Condition:
    """The condition on rows of a table of mentions; `TRUE` itself when there is none."""
    if table == "entities" and selection.with_names:
        return _names(selection)
    if table == "money" and selection.with_money:
        return _figures(selection)
    if table == "dates" and selection.with_dates:
        return _mentioned(selection)
    return TRUE


def _names(selection: Selection) -> Condition:
    where = TRUE
    if selection.id:
        where &= Condition("entity_id = ?", (selection.id,))
    if selection.label:
        where &= Condition("label = ?", (selection.label,))
    if selection.name:
        typed = selection.name
        where &= Condition(
            "(contains(strip_accents(lower(canonical)), strip_accents(lower(?)))"
            " OR contains(strip_accents(lower(entities.text)), strip_accents(lower(?))))",
            (typed, typed),
        )
    return where


def _figures(selection: Selection) -> Condition:
    """Figures whose bounds overlap with those asked for."""
    where = TRUE
    if selection.currency:
        where &= Condition("currency = ?", (selection.currency,))
    if selection.least is not None:
        where &= Condition("coalesce(amount, amount_max, amount_min) >= ?", (selection.least,))
    if selection.most is not None:
        where &= Condition("coalesce(amount, amount_min, amount_max) <= ?", (selection.most,))
    return where


def _mentioned(selection: Selection) -> Condition:
    """Dates whose interval overlaps with the one asked for; those without one never do."""
    where = Condition("(start_date IS NOT NULL OR end_date IS NOT NULL)")
    if selection.since is not None:
        where &= Condition("coalesce(end_date, start_date) >= ?", (selection.since,))
    if selection.until is not None:
        where &= Condition("coalesce(start_date, end_date) <= ?", (selection.until,))
    return where
