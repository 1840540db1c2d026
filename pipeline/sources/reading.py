"""Read one file into articles, or into the failure that says why not."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from pipeline.errors import EmptySource, FactmillError, MalformedRecord, SourceError, SourceTooLarge
from pipeline.records import ArticleMeta, Failure, RawArticle, SourceFormat
from pipeline.sources.decode import decode
from pipeline.sources.detect import HEAD_BYTES, detect_format
from pipeline.sources.files import Sidecar, SourceFile
from pipeline.sources.limits import SourceLimits
from pipeline.sources.metadata import parse_meta, read_sidecar
from pipeline.sources.registry import claimed, reader_for, register


def failure_of(
    file: SourceFile, error: SourceError, *, key: str | None = None, sha: str | None = None
) -> Failure:
    """Describe ``error``; the place stands in the URI, so the message does not repeat it."""
    hint = f" ({error.hint})" if error.hint else ""
    return Failure(file.uri, key, sha, "source", type(error).__name__, error.message + hint)


def read_file(
    file: SourceFile, limits: SourceLimits | None = None
) -> Iterator[RawArticle | Failure]:
    """Yield the articles of ``file``, or a `Failure` for each that cannot be read."""
    try:
        if file.problem:
            raise SourceError(file.problem)
        head = file.head(HEAD_BYTES)
        name = claimed(head, file.name) or detect_format(head, file.name)
        if file.sidecar and name in MANY:
            yield _idle_sidecar(file, file.sidecar)
        yield from reader_for(name)(file, limits or SourceLimits())
    except SourceError as error:
        yield failure_of(file, error, sha=_sha_of_small(file))
    except OSError as error:
        why = error.strerror or str(error)
        reason = SourceError(f"cannot be read: {why}", hint="check its permissions")
        yield failure_of(file, reason)
    except FactmillError:
        raise  # a plug-in or a setting is at fault, not the file
    except Exception as error:  # noqa: BLE001  (a defect must not take the run down)
        why = f"defect while reading: {str(error) or 'no message'}"
        yield Failure(file.uri, None, None, "source", type(error).__name__, why)


MANY = ("jsonl", "parquet", "warc", "tar", "zip")
"""Formats of several articles a file: metadata beside it belongs to none of them."""


def _idle_sidecar(file: SourceFile, sidecar: Sidecar) -> Failure:
    error = MalformedRecord(
        "a sidecar of a file with many articles says nothing of any of them",
        hint="give each record its metadata, and remove the sidecar",
    )
    if file.member:
        return failure_of(file, error, key=sidecar.name)
    folder, slash, _ = file.uri.rpartition("/")
    return failure_of(replace(file, uri=folder + slash + sidecar.name.rpartition("/")[2]), error)


def read_bytes(
    data: bytes,
    *,
    name: str = "article",
    given: ArticleMeta | None = None,
    is_html: bool | None = None,
) -> RawArticle:
    """Make a `RawArticle` of bytes that are in memory: one text or HTML article.

    Raises:
        SourceError: empty, binary or undecodable.
    """
    if is_html is None:
        is_html = detect_format(data[:HEAD_BYTES], name) == "html"
    return _article(data, name, None, is_html, given or ArticleMeta(), b"", len(data), _EPOCH)


INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
"""Code points that print nothing and are no white space to Python."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@register("text")
def read_text(file: SourceFile, limits: SourceLimits) -> Iterator[RawArticle]:
    """One plain-text article a file."""
    yield _whole_file(file, limits, is_html=False)


@register("html")
def read_html(file: SourceFile, limits: SourceLimits) -> Iterator[RawArticle]:
    """One HTML page a file."""
    yield _whole_file(file, limits, is_html=True)


@register("jsonl")
def read_jsonl(file: SourceFile, limits: SourceLimits) -> Iterator[RawArticle | Failure]:
    """One article a line (RFC 8259 objects): `text` or `html`, `id`, and metadata keys."""
    seen: set[str] = set()
    for number, line in _lines(file, limits.max_document_bytes):
        key, sha = f"L{number}", None
        try:
            if line is None:
                raise SourceTooLarge(_too_large(f"line {number}", limits))
            sha = hashlib.sha256(line).hexdigest()
            record = _record(line, number)
            key = record_key(record, f"line {number}", default=key)
            if key in seen:
                raise MalformedRecord(f"line {number}: the id {key!r} stands in an earlier line")
            seen.add(key)
            yield from_record(record, line, file, key, f"line {number}", "jsonl")
        except SourceError as error:
            yield failure_of(file, error, key=key, sha=sha)


def _whole_file(file: SourceFile, limits: SourceLimits, *, is_html: bool) -> RawArticle:
    given, sidecar = read_sidecar(file.sidecar) if file.sidecar else (ArticleMeta(), b"")
    with file.open() as stream:
        data = stream.read(limits.max_document_bytes + 1)
    if len(data) > limits.max_document_bytes:
        size = None if file.unpacking else file.size
        raise SourceTooLarge(_too_large("the file", limits, size))
    return _article(data, file.uri, None, is_html, given, sidecar, file.size, file.mtime)


def _too_large(what: str, limits: SourceLimits, size: int | None = None) -> str:
    had = f" ({size:,} bytes)" if size else ""
    return f"{what} is over the limit of {limits.max_document_bytes:,} bytes for a document{had}"


def _article(
    data: bytes,
    uri: str,
    key: str | None,
    is_html: bool,
    given: ArticleMeta,
    sidecar: bytes,
    size: int,
    mtime: datetime,
) -> RawArticle:
    content, encoding = decode(data, is_html=is_html)
    if not content.strip().strip(INVISIBLE):
        raise EmptySource("the file holds no text")
    sha = hashlib.sha256(data)
    both = sha.copy()
    both.update(sidecar)
    return RawArticle(
        source_uri=uri,
        source_key=key,
        format="html" if is_html else "text",
        is_html=is_html,
        content=content,
        encoding=encoding,
        given=given,
        raw_sha256=sha.hexdigest(),
        input_sha256=both.hexdigest(),
        source_size=size,
        source_mtime=mtime,
    )


def _lines(file: SourceFile, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines of a file with their numbers from 1; ``None`` for one over ``limit`` bytes."""
    with file.open() as stream:
        number = 0
        while line := stream.readline(limit + 2):
            number += 1
            body = line.rstrip(b"\r\n")
            if number == 1:
                body = body.removeprefix(codecs.BOM_UTF8)
            if len(body) > limit:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(limit)
                yield number, None
            elif body.strip():
                yield number, body


def _record(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except UnicodeDecodeError as error:
        raise MalformedRecord(f"line {number}: invalid UTF-8 at byte {error.start}") from error
    except RecursionError as error:
        raise MalformedRecord(f"line {number}: JSON nested too deeply") from error
    except ValueError as error:
        raise MalformedRecord(f"line {number}: not JSON: {error}") from error
    if not isinstance(record, dict):
        raise MalformedRecord(f"line {number}: not a JSON object")
    return record


def record_key(record: dict[str, Any], where: str, *, default: str) -> str:
    """The record's own id; else ``default``, its place, which moves when records are inserted.

    Raises:
        MalformedRecord: the id is neither a string nor a whole number, or no characters.
    """
    value = record.get("id")
    if value is None or value == "":
        return default
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise MalformedRecord(f"{where}: 'id' must be a string or a whole number")
    key = str(value)
    _check_characters(key, f"{where}: 'id' has ")
    return key


def from_record(
    record: dict[str, Any],
    data: bytes,
    file: SourceFile,
    key: str,
    where: str,
    source_format: SourceFormat,
) -> RawArticle:
    """Make the article of a JSON line or a Parquet row; ``data`` is what its hash covers.

    Raises:
        SourceError: no content, or a field of the wrong type.
    """
    given = parse_meta(record, where=where)
    content, is_html = record_content(record, where=where)
    sha = hashlib.sha256(data).hexdigest()
    return RawArticle(
        source_uri=file.uri,
        source_key=key,
        format=source_format,
        is_html=is_html,
        content=content,
        encoding="utf-8",
        given=given,
        raw_sha256=sha,
        input_sha256=sha,
        source_size=file.size,
        source_mtime=file.mtime,
    )


def record_content(record: dict[str, Any], *, where: str) -> tuple[str, Literal[True, False]]:
    """The article of a record and whether it is HTML: `html` when filled, else `text`.

    Raises:
        MalformedRecord: neither key, or not a string, or code points that are no characters.
        EmptySource: the text is blank.
    """
    is_html = bool(record.get("html"))
    content = record.get("html") if is_html else record.get("text")
    if content is None:
        raise MalformedRecord(f"{where}: neither 'text' nor 'html'")
    if not isinstance(content, str):
        raise MalformedRecord(f"{where}: '{'html' if is_html else 'text'}' must be a string")
    if not content.strip():
        raise EmptySource(f"{where}: the article is empty")
    _check_characters(content, f"{where}: ")
    return content, is_html


def _check_characters(text: str, where: str) -> None:
    """Refuse half of a UTF-16 pair, which JSON can write and no table can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedRecord(
            f"{where}a lone surrogate at character {error.start}, which is no character"
        ) from error


def _sha_of_small(file: SourceFile, limit: int = 64 * 1024 * 1024) -> str | None:
    """Hash of a failed file, so that it is retried when its bytes change."""
    if file.problem or file.size > limit or file.unpacking:
        return None
    with file.open() as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
