"""What a figure measures, where the sentence says so plainly: "defense budget", "net loss"."""

from __future__ import annotations

from pipeline.extraction.money.context import Document


def role_of(document: Document, start: int, end: int) -> str | None:
    """The noun phrase that the figure at ``start:end`` measures, or ``None``."""
    return None
