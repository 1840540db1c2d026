"""The rules, by subject. Importing this package registers all of them."""

from pipeline.extraction.dates.grammar import (
    clock,
    endings,
    lengths,
    months,
    numeric,
    ranges,
    references,
    relative,
    reports,
    sets,
    weekdays,
    within,
    yearparts,
    years,
)

__all__ = [
    "clock",
    "endings",
    "lengths",
    "months",
    "numeric",
    "ranges",
    "references",
    "relative",
    "reports",
    "sets",
    "weekdays",
    "within",
    "yearparts",
    "years",
]
