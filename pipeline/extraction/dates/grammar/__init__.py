"""The rules, by subject. Importing this package registers all of them."""

from pipeline.extraction.dates.grammar import (
    absolute,
    clock,
    lengths,
    numeric,
    parts,
    ranges,
    references,
    relative,
    sets,
    weekdays,
)

__all__ = [
    "absolute",
    "clock",
    "lengths",
    "numeric",
    "parts",
    "ranges",
    "references",
    "relative",
    "sets",
    "weekdays",
]
