"""Columns: the ships of each document."""

from __future__ import annotations

import pyarrow as pa

from pipeline.plugins import ColumnSet
from pipeline.records import Facts


def _values(facts: Facts) -> list[tuple[list[str], int]]:
    ships = facts.extra.get("ships", [])
    return [(ships, len(ships))]


COLUMNS = ColumnSet(
    table="documents",
    fields=[
        pa.field("harbour_ships", pa.list_(pa.string())),
        pa.field("harbour_ship_count", pa.int32()),
    ],
    values=_values,
)
