"""What one input may cost."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Limits for hostile or broken input.

    ``max_document_bytes`` holds for one article as it comes: a text or HTML file, a JSON line, a
    record's payload after decompression. An article of 100,000 words is well under 1 MiB; pages
    that inline their images stay under 10.

    The others hold for one archive or compressed file with all that is nested in it. Text shrinks
    three to ten times, pages of one template up to a hundred times; a bomb of zeros a thousand
    times (deflate) and more (zstd). The ratio counts from `RATIO_FREE_BYTES` on.
    """

    max_document_bytes: int = 10 * MEBIBYTE
    max_archive_bytes: int = 64 * GIBIBYTE
    max_archive_ratio: int = 200
    max_archive_members: int = 100_000
    max_archive_depth: int = 3


RATIO_FREE_BYTES = 16 * MEBIBYTE
"""So much may come out of any compressed file, whatever its size."""

NESTED_BYTES = GIBIBYTE
"""Size of an archive or Parquet file inside an archive, which has to lie on disk to be read."""

SIDECAR_BYTES = 256 * 1024
"""Size of one sidecar."""

SIDECARS_BYTES = 64 * MEBIBYTE
"""Size of all sidecars of an archive together: they wait in memory for their articles."""
