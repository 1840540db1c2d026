"""A source: port notices, in files that begin with ``NOTICES/1``, parted by ``%%`` lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pipeline.errors import SourceError, SourceTooLarge
from pipeline.records import ArticleMeta, Failure, RawArticle
from pipeline.sources import SourceFile, SourceLimits

MAGIC = b"NOTICES/1"


def read_notices(file: SourceFile, limits: SourceLimits) -> Iterator[RawArticle | Failure]:
    """One article for each notice; a bad one becomes a failure, the others are read.

    Raises:
        SourceError: the file as a whole is too large.
    """
    if file.size > limits.max_document_bytes:
        raise SourceTooLarge(f"{file.size:,} bytes are too many for a file of notices")
    with file.open() as stream:
        _, _, body = stream.read().partition(b"\n")
    for number, notice in enumerate(body.split(b"\n%%\n"), start=1):
        key, sha = f"N{number}", hashlib.sha256(notice).hexdigest()
        try:
            yield _article(file, key, sha, notice)
        except SourceError as error:
            yield Failure(file.uri, key, sha, "source", type(error).__name__, error.message)


def _claims(head: bytes, name: str) -> bool:
    return head.startswith(MAGIC)


read_notices.claims = _claims  # type: ignore[attr-defined]


def _article(file: SourceFile, key: str, sha: str, notice: bytes) -> RawArticle:
    try:
        text = notice.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise SourceError(f"notice {key} is not UTF-8 at byte {error.start}") from error
    if not text:
        raise SourceError(f"notice {key} is empty")
    return RawArticle(
        source_uri=file.uri,
        source_key=key,
        format="text",
        is_html=False,
        content=text,
        encoding="utf-8",
        given=ArticleMeta(site="harbour.example", language="en"),
        raw_sha256=sha,
        input_sha256=sha,
        source_size=file.size,
        source_mtime=file.mtime,
    )
