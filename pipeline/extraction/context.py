"""What the components may know of a document besides its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class DocContext:
    """Facts about the article that steer extraction.

    ``anchor`` is the day that relative dates count from; ``anchor_is_inferred`` when it was read
    from the text itself; ``country`` (ISO 3166-1 alpha-2) settles dd/mm and bare currency words;
    ``body_start`` is where the title line ends. ``text`` is the doc's text where it is known: spaCy
    joins it anew from its tokens each time it is asked.
    """

    anchor: date | None = None
    anchor_is_inferred: bool = False
    country: str | None = None
    body_start: int = 0
    text: str | None = None


def known_text(doc: Doc) -> str:
    """The text of ``doc``, from its context where that has it."""
    context = doc._.factmill if doc.has_extension("factmill") else None
    known = context.text if isinstance(context, DocContext) else None
    return doc.text if known is None else known
