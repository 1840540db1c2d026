"""Filters as `pyarrow.parquet.read_table` takes them, with values made to fit the columns.

``("amount", ">", 1_000_000)`` and ``("published", ">=", "2024-01-01")`` mean what they say, though
the columns are decimals and dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipeline.errors import UsageError

_SQL = "`factmill sql` knows list_contains"
_HINT = 'filters look like [("currency", "==", "USD"), ("amount", ">", 1_000_000)]'


def to_expression(filters: Any, schema: pa.Schema) -> Any:
    """A pyarrow expression, or None for no filter.

    Args:
        filters: a list of ``(column, operator, value)``, all of which must hold; a list of such
            lists, one of which must hold; or a pyarrow expression.

    Raises:
        UsageError: no such column or operator, or a value that does not fit.
    """
    if isinstance(filters, ds.Expression):
        return filters
    if filters is None or filters == []:
        return None
    try:
        groups = [filters] if _is_condition(filters[0]) else list(filters)
        fitted = [[_fit(condition, schema) for condition in group] for group in groups]
        return pq.filters_to_expression(fitted)
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise UsageError(f"bad filter: {error}", hint=_HINT) from error


def _is_condition(value: Any) -> bool:
    return isinstance(value, Sequence) and len(value) == 3 and isinstance(value[0], str)


def _fit(condition: Sequence[Any], schema: pa.Schema) -> tuple[str, str, Any]:
    name, operator, value = condition
    if name not in schema.names:
        raise UsageError(f"no column {name!r}", hint=f"the columns are {', '.join(schema.names)}")
    kind = schema.field(name).type
    if pa.types.is_nested(kind):
        raise UsageError(f"column {name!r} holds {kind}, which no filter compares", hint=_SQL)
    if operator in ("in", "not in"):
        if isinstance(value, str):
            raise UsageError(f"{operator!r} wants a list of values, not {value!r}", hint=_HINT)
        return name, operator, pa.array([_value(item, kind).as_py() for item in value], kind)
    return name, operator, _value(value, kind)


def _value(value: Any, kind: pa.DataType) -> Any:
    if pa.types.is_decimal(kind):
        return pa.scalar(Decimal(str(value)), kind)
    scalar = pa.scalar(value)
    try:
        return scalar.cast(kind)
    except pa.ArrowNotImplementedError as error:
        raise UsageError(f"{value!r} cannot be compared with {kind}", hint=_HINT) from error
