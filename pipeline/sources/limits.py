"""What one input may cost."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Limits for hostile or broken input.

    ``max_document_bytes`` holds for one article as it comes: a text or HTML file, a JSON line, a
    record's payload after decompression. An article of 100,000 words is well under 1 MiB; pages
    that inline their images stay under 10.
    """

    max_document_bytes: int = 10 * MEBIBYTE
