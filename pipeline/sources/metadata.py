"""Metadata that comes with an article: sidecars and the keys of a record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pipeline.errors import MalformedRecord, SourceTooLarge
from pipeline.printable import one_line
from pipeline.records import ArticleMeta
from pipeline.sources.files import Sidecar
from pipeline.sources.limits import SIDECAR_BYTES

META_KEYS = ("url", "site", "title", "authors", "published", "fetched_at", "language")
"""Keys of a sidecar, a JSON line or a Parquet file that describe the article."""


def read_sidecar(sidecar: Sidecar) -> tuple[ArticleMeta, bytes]:
    """Read ``NAME.meta.json``; returns the metadata and the bytes, which count as input.

    Raises:
        MalformedRecord: not a JSON object, or a field of the wrong type.
        SourceTooLarge: over `SIDECAR_BYTES`.
    """
    with sidecar.open() as stream:
        data = stream.read(SIDECAR_BYTES + 1)
    if len(data) > SIDECAR_BYTES:
        raise SourceTooLarge(f"the sidecar is over the limit of {SIDECAR_BYTES:,} bytes")
    try:
        record = json.loads(data)
    except ValueError as error:
        raise MalformedRecord(f"the sidecar is not JSON: {error}", where=sidecar.name) from error
    if not isinstance(record, dict):
        raise MalformedRecord("the sidecar is not a JSON object", where=sidecar.name)
    unknown = sorted(set(record) - set(META_KEYS))
    if unknown:
        raise MalformedRecord(
            f"the sidecar has unknown keys: {', '.join(unknown)}",
            where=sidecar.name,
            hint=f"known are {', '.join(META_KEYS)}",
        )
    return parse_meta(record, where=sidecar.name), data


def parse_meta(record: Mapping[str, Any], *, where: str) -> ArticleMeta:
    """Build `ArticleMeta` from the metadata keys of ``record``; other keys are left alone.

    ``authors`` is a list or one string; ``published`` an ISO 8601 date or date-time; ``fetched_at``
    an ISO 8601 date-time, taken as UTC when it names no zone.

    Raises:
        MalformedRecord: a field of the wrong type or an unreadable date.
    """
    published = record.get("published")
    fetched = record.get("fetched_at")
    return ArticleMeta(
        url=_string(record, "url", where),
        site=_string(record, "site", where),
        title=_string(record, "title", where),
        authors=_authors(record.get("authors"), where),
        published=_moment(published, "published", where).date() if published else None,
        published_from="given" if published else "none",
        fetched_at=_utc(_moment(fetched, "fetched_at", where)) if fetched else None,
        language=_string(record, "language", where),
    )


def _string(record: Mapping[str, Any], key: str, where: str) -> str | None:
    value = record.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise MalformedRecord(f"'{key}' must be a string, not {_kind(value)}", where=where)
    return one_line(value).strip() or None


def _authors(value: Any, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    names = [value] if isinstance(value, str) else list(value) if _is_list(value) else None
    if names is None or not all(isinstance(name, str) for name in names):
        raise MalformedRecord(
            f"'authors' must be a list of strings, not {_kind(value)}", where=where
        )
    stored = (one_line(name).strip() for name in names)
    return tuple(name for name in stored if name)


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or type(value).__name__ == "ndarray"


def _moment(value: Any, key: str, where: str) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if not isinstance(value, str):
        raise MalformedRecord(
            f"'{key}' must be an ISO 8601 string, not {_kind(value)}", where=where
        )
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise MalformedRecord(
            f"'{key}' is not an ISO 8601 date: {value!r}", where=where, hint="e.g. 2023-09-04"
        ) from error


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", int: "a number",
             float: "a number", type(None): "null", str: "a string"}  # fmt: skip
    return names.get(type(value), type(value).__name__)
