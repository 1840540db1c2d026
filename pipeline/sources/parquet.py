"""Parquet files with a column of articles: ``text`` or ``html``, ``id``, and metadata columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.errors import MalformedRecord, SourceError, SourceTooLarge
from pipeline.records import Failure, RawArticle
from pipeline.sources.files import SourceFile
from pipeline.sources.limits import SourceLimits
from pipeline.sources.metadata import META_KEYS
from pipeline.sources.reading import failure_of, from_record, record_key
from pipeline.sources.registry import register
from pipeline.sources.streams import seekable

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

COLUMNS = ("id", "text", "html", *META_KEYS)
ROWS = 256
"""Rows held at a time: memory does not grow with the file."""

BUFFER = 1024 * 1024
"""Bytes of a column that are read at a time."""


@register("parquet")
def read_parquet(file: SourceFile, limits: SourceLimits) -> Iterator[RawArticle | Failure]:
    """One article a row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with seekable(file) as stream:
            # Without both, all row groups, or a whole column of one, lie in memory at once.
            source = pq.ParquetFile(stream, pre_buffer=False, buffer_size=BUFFER)
            with source:
                yield from _rows(source, file, limits)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise MalformedRecord(f"not a readable Parquet file: {_first_line(error)}") from error


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _rows(
    source: pq.ParquetFile, file: SourceFile, limits: SourceLimits
) -> Iterator[RawArticle | Failure]:
    names = [name for name in COLUMNS if name in source.schema_arrow.names]
    if not {"text", "html"} & set(names):
        raise MalformedRecord(
            "neither a 'text' nor an 'html' column", hint=f"has {source.schema_arrow.names[:20]}"
        )
    number = 0
    seen: set[str] = set()
    for batch in source.iter_batches(batch_size=ROWS, columns=names):
        for record in _records(batch):
            number += 1
            if record is None:
                error = MalformedRecord(f"row {number}: its text is not UTF-8")
                yield failure_of(file, error, key=f"R{number}")
            else:
                yield _row(record, number, file, limits, seen)


def _records(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | None]:
    """The rows; None for one with text that is not UTF-8, which Parquet says that it is."""
    try:
        rows = batch.to_pylist()
    except UnicodeDecodeError:
        for number in range(batch.num_rows):
            try:
                yield batch.slice(number, 1).to_pylist()[0]
            except UnicodeDecodeError:
                yield None
    else:
        yield from rows


def _row(
    record: dict[str, Any], number: int, file: SourceFile, limits: SourceLimits, seen: set[str]
) -> RawArticle | Failure:
    key, where = f"R{number}", f"row {number}"
    try:
        key = record_key(record, where, default=key)
        if key in seen:
            raise MalformedRecord(f"{where}: the id {key!r} stands in an earlier row")
        seen.add(key)
        data = _canonical_bytes(record)
        if len(data) > limits.max_document_bytes:
            raise SourceTooLarge(
                f"{where} is over the limit of {limits.max_document_bytes:,} bytes for a document"
            )
        return from_record(record, data, file, key, where, "parquet")
    except SourceError as error:
        return failure_of(file, error, key=key)


def _canonical_bytes(record: dict[str, Any]) -> bytes:
    """A row has no bytes of its own: its hash covers the filled columns, by name."""
    parts = [f"{name}={record[name]!s}" for name in sorted(record) if record[name] is not None]
    return "\x1f".join(parts).encode("utf-8", errors="surrogatepass")
