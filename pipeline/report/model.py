"""What a report is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Kind = Literal["text", "number", "percent", "date", "quote", "code"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with the mention in it."""

    before: str
    mention: str
    after: str

    @classmethod
    def of(cls, mention: str, sentence: str | None) -> Quote:
        """Cut ``sentence`` around the first place where ``mention`` stands."""
        before, found, after = (sentence or mention).partition(mention)
        return cls(before, found, after) if found else cls("", mention, "")


Cell = str | int | float | Decimal | Quote | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to read and sort; ``columns`` are pairs of a heading and a kind."""

    caption: str
    columns: Sequence[tuple[str, Kind]]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite chart; ``alt`` says in a sentence what it shows."""

    id: str
    title: str
    alt: str
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the report; ``short`` names it in the navigation."""

    id: str
    short: str
    title: str
    lead: str
    charts: Sequence[Chart] = field(default_factory=tuple)
    tables: Sequence[Table] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page. ``tiles`` are pairs of a figure and what it counts."""

    title: str
    subtitle: str
    tiles: Sequence[tuple[str, str]]
    sections: Sequence[Section]
