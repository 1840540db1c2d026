"""The rules, by subject. Importing this package registers all of them."""

from pipeline.extraction.dates.grammar import (
    clock,
    lengths,
    months,
    numeric,
    ranges,
    references,
    relative,
    sets,
    weekdays,
    within,
    yearparts,
    years,
)

__all__ = [
    "clock",
    "lengths",
    "months",
    "numeric",
    "ranges",
    "references",
    "relative",
    "sets",
    "weekdays",
    "within",
    "yearparts",
    "years",
]
