"""WARC files (ISO 28500), plain or gzip: HTTP responses of HTML or plain text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipeline.errors import EmptySource, MalformedRecord, SourceError, SourceTooLarge
from pipeline.records import ArticleMeta, Failure, RawArticle
from pipeline.sources.decode import decode
from pipeline.sources.files import SourceFile
from pipeline.sources.limits import SourceLimits
from pipeline.sources.reading import failure_of
from pipeline.sources.registry import register

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

HTML_TYPES = ("text/html", "application/xhtml+xml")


@register("warc")
def read_warc(file: SourceFile, limits: SourceLimits) -> Iterator[RawArticle | Failure]:
    """One article a response record with status 200; requests, revisits, pictures are no articles.

    A revisit record points to a response that stands elsewhere, so it adds no article. A record cut
    short of its declared length fails with that reason.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    try:
        with file.open() as stream:
            for record in ArchiveIterator(stream, record_types=kinds, parse_http=False):
                item = _record(record, file, limits)
                if item is not None:
                    yield item
    except (ValueError, RuntimeError, OSError, EOFError) as error:
        raise MalformedRecord(f"not a readable WARC file: {error}") from error


def _record(
    record: WarcRecord, file: SourceFile, limits: SourceLimits
) -> RawArticle | Failure | None:
    key = (record.record_id or "").removeprefix("<urn:uuid:").removesuffix(">")
    sha: str | None = None
    try:
        length = record.content_length
        if length > limits.max_document_bytes:
            raise SourceTooLarge(
                f"the record is over the limit of {limits.max_document_bytes:,} bytes ({length:,})"
            )
        if record.is_http:
            record.parse_http(auto_decode="all")
            if not _is_page(record):
                return None
        payload = _payload(record, limits.max_document_bytes)
        sha = hashlib.sha256(payload).hexdigest()
        return _article(record, file, key, payload, sha)
    except SourceError as error:
        return failure_of(file, error, key=key, sha=sha)


def _is_page(record: WarcRecord) -> bool:
    """Only successful pages are articles; redirects, errors and other media are not."""
    status = str(record.http_headers.status_code if record.http_headers else "200")
    kind = (record.http_content_type or "text/html").lower()
    return status == "200" and (kind in HTML_TYPES or kind == "text/plain")


def _payload(record: WarcRecord, limit: int) -> bytes:
    """The body, decompressed, at most ``limit`` bytes of it (decompression bombs)."""
    try:
        payload: bytes = record.reader.read(limit + 1)
    except (ValueError, RuntimeError, OSError, EOFError) as error:
        raise MalformedRecord(f"the record cannot be read to its end: {error}") from error
    if len(payload) > limit:
        raise SourceTooLarge(f"the page is over the limit of {limit:,} bytes when decompressed")
    if record.is_http and (declared := record.http_headers.get("Content-Length")):
        coded = record.http_headers.get("Content-Encoding")
        if not coded and declared.isdigit() and len(payload) < int(declared):
            raise MalformedRecord(f"truncated: {len(payload):,} of {int(declared):,} bytes")
    return payload


def _article(
    record: WarcRecord, file: SourceFile, key: str, payload: bytes, sha: str
) -> RawArticle:
    is_html = (record.http_content_type or "text/html").lower() in HTML_TYPES
    text, encoding = decode(payload, is_html=is_html, declared=record.http_charset or None)
    if not text.strip():
        raise EmptySource("the page is empty")
    return RawArticle(
        source_uri=file.uri,
        source_key=key,
        format="warc",
        is_html=is_html,
        content=text,
        encoding=encoding,
        given=ArticleMeta(url=_url(record.headers), fetched_at=_fetched(record)),
        raw_sha256=sha,
        input_sha256=sha,
        source_size=file.size,
        source_mtime=file.mtime,
    )


def _url(headers: Any) -> str | None:
    target = headers.get("WARC-Target-URI")
    return target.strip("<>") if target else None


def _fetched(record: WarcRecord) -> datetime | None:
    moment: datetime | None = record.record_date
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
