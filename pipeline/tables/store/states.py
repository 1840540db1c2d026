"""What the store tells of its sources, documents and files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SourceId = tuple[str, str | None]
"""``(source_uri, source_key)``: names an article before it has a doc_id."""

SourceInput = tuple[str, str | None, int, int, str, bool]
"""``(source_uri, source_key, source_size, source_mtime, input_sha256, sidecar)``: the time in
microseconds since 1970, and whether the input is more than the article's own bytes."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the store knows of a source.

    ``duplicate`` is true when another source holds the document ``doc_id``: this one has no rows.
    ``source_size`` (bytes) and ``source_mtime`` are those of the file when it was last read.
    """

    doc_id: str
    doc_version: str
    input_sha256: str
    raw_sha256: str
    source_size: int
    source_mtime: datetime
    clean_fingerprint: str
    extract_fingerprint: str
    part: str | None
    duplicate: bool
    site: str | None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document, its source, and by what code and settings each stage of it was done."""

    doc_id: str
    source: SourceId
    site: str | None
    clean_fingerprint: str
    extract_fingerprint: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that a run read to its end: its bytes, with what code, and the keys that failed."""

    size: int
    mtime: datetime
    code: str
    failed: frozenset[str | None] = frozenset()

    @property
    def stamp(self) -> tuple[int, datetime]:
        """Size and modification time."""
        return self.size, self.mtime


@dataclass(frozen=True, slots=True)
class Holder:
    """A document in the store and the source that it came from."""

    doc_id: str
    doc_version: str
    source: SourceId
    fetched_at: int | None
    part: str


def to_micros(moment: datetime | None) -> int | None:
    """Microseconds since 1970, UTC."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """The moment that many microseconds after 1970, UTC."""
    return _EPOCH + value * _MICROSECOND
