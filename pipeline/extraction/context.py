"""What the components may know of a document besides its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DocContext:
    """Facts about the article that steer extraction.

    ``anchor`` is the day that relative dates count from; ``anchor_is_inferred`` when it was read
    from the text itself; ``country`` (ISO 3166-1 alpha-2) settles dd/mm and bare currency words;
    ``body_start`` is where the title line ends.
    """

    anchor: date | None = None
    anchor_is_inferred: bool = False
    country: str | None = None
    body_start: int = 0
