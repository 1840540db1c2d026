"""Forms + story -> TIMEX3 values and intervals. Importing this package registers all resolvers."""

from pipeline.extraction.dates.resolution import calendar, lengths, parts, shifts, units
from pipeline.extraction.dates.resolution.base import Resolved, resolve

__all__ = ["Resolved", "calendar", "lengths", "parts", "resolve", "shifts", "units"]
