"""Years of three figures: "in 348" is a year only in a text that tells of such times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.extraction.dates.finder import Expression
from pipeline.extraction.dates.forms import Point
from pipeline.extraction.dates.narrative import bare, named_year

_ANCIENT: Final = 1000


def settle_ancient(expressions: Sequence[Expression]) -> list[Expression]:
    """Drop doubtful years, unless the text names another old year for sure.

    Sure are years with an era or a "c.", full dates, and centuries up to the tenth.
    """
    sure = [e for e in expressions if not _is_doubtful(e)]
    years = (named_year(bare(e.form)) for e in sure)
    return list(expressions) if any(y is not None and y < _ANCIENT for y in years) else sure


def _is_doubtful(expression: Expression) -> bool:
    form = bare(expression.form)
    return isinstance(form, Point) and form.doubtful
