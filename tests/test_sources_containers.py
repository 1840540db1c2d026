"""Files of many articles: Parquet and WARC."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.records import Failure, RawArticle
from pipeline.sources import SourceLimits, find_files, read_file

PAGE = "<html><body><p>Der Haushalt stieg um fünf Prozent.</p></body></html>"


def read_all(folder: Path, limit: int = 10_000) -> list[RawArticle | Failure]:
    limits = SourceLimits(max_document_bytes=limit)
    return [item for file in find_files([folder]) for item in read_file(file, limits)]


def test_parquet_rows(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": ["a", "b", "a", None, "e"],
            "text": ["One.", None, "Again.", "Four.", "x" * 20_000],
            "title": ["T", None, None, None, None],
            "published": [date(2024, 1, 2), None, None, None, None],
            "authors": [["A. Writer"], None, None, None, None],
            "other": [1, 2, 3, 4, 5],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    items = read_all(tmp_path)
    assert [(type(i).__name__, i.source_key) for i in items] == [
        ("RawArticle", "a"), ("Failure", "b"), ("Failure", "a"), ("RawArticle", "R4"),
        ("Failure", "e"),
    ]  # fmt: skip
    first = items[0]
    assert isinstance(first, RawArticle)
    assert first.given.authors == ("A. Writer",) and first.given.published == date(2024, 1, 2)
    errors = [item.error for item in items if isinstance(item, Failure)]
    assert errors == ["MalformedRecord", "MalformedRecord", "SourceTooLarge"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"PAR1 and then nothing of the kind PAR1", "not a readable Parquet file"), (None, "neither")],
)
def test_bad_parquet(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is None:
        pq.write_table(pa.table({"words": ["x"]}), tmp_path / "a.parquet")
    else:
        (tmp_path / "a.parquet").write_bytes(content)
    (failure,) = read_all(tmp_path)
    assert isinstance(failure, Failure) and message in failure.message


def response(
    url: str, body: bytes, *, status: str = "200 OK", kind: str = "text/html", coding: str = "",
    record: str = "response", length: int | None = None, number: int = 1,
) -> bytes:  # fmt: skip
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n"
    http += f"Content-Encoding: {coding}\r\n" if coding else ""
    http += f"Content-Length: {length if length is not None else len(body)}\r\n\r\n"
    block = http.encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {record}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2024-03-01T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("compressed", [False, True])
def test_warc_responses(tmp_path: Path, compressed: bool) -> None:
    records = [
        response("https://example.com/a", PAGE.encode("latin-1"), number=1,
                 kind="text/html; charset=ISO-8859-1"),
        response("https://example.com/pic", b"\x89PNG", kind="image/png", number=2),
        response("https://example.com/gone", b"<p>no</p>", status="404 Not Found", number=3),
        response("https://example.com/again", b"", record="revisit", number=4),
        response("https://example.com/zip", gzip.compress(PAGE.encode()), coding="gzip", number=5),
        response("https://example.com/bomb", gzip.compress(b"<p>" + b"x" * 10**6), coding="gzip",
                 number=6),
        response("https://example.com/cut", b"<p>half", length=5000, number=7),
    ]  # fmt: skip
    data = b"".join(gzip.compress(r) if compressed else r for r in records)
    (tmp_path / ("a.warc.gz" if compressed else "a.warc")).write_bytes(data)
    items = {int(item.source_key or "0", 16): item for item in read_all(tmp_path)}
    assert sorted(items) == [1, 5, 6, 7]
    first = items[1]
    assert isinstance(first, RawArticle) and isinstance(items[5], RawArticle)
    assert "fünf" in first.content and first.content == items[5].content
    assert first.given.url == "https://example.com/a"
    assert first.given.fetched_at == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert isinstance(items[6], Failure) and items[6].error == "SourceTooLarge"
    assert isinstance(items[7], Failure) and "truncated" in items[7].message


def test_a_warc_cut_in_the_middle_keeps_what_came_before(tmp_path: Path) -> None:
    whole = response("https://example.com/a", PAGE.encode(), number=1)
    buffer = io.BytesIO()
    for record in (whole, response("https://example.com/b", PAGE.encode(), number=2)):
        buffer.write(gzip.compress(record))
    (tmp_path / "a.warc.gz").write_bytes(buffer.getvalue()[:-60])
    items = read_all(tmp_path)
    assert isinstance(items[0], RawArticle)
    assert all(isinstance(item, Failure) for item in items[1:])


def peak_memory(path: Path) -> tuple[int, int]:
    """Articles in a file, and the most bytes of Python objects that reading it takes."""
    tracemalloc.start()
    count = sum(1 for file in find_files([path]) for _ in read_file(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, peak


@pytest.mark.parametrize("form", ["jsonl", "parquet", "warc.gz"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, form: str) -> None:
    """Eight times the articles of 6 kB: what is kept of each is its id, at most."""

    def write(count: int) -> Path:
        path = tmp_path / f"{count}.{form}"
        texts = [f"{number} " + "Spending rose in May. " * 270 for number in range(count)]
        if form == "jsonl":
            path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        elif form == "parquet":
            pq.write_table(pa.table({"text": texts}), path, row_group_size=256)
        else:
            with path.open("wb") as stream:
                for number, text in enumerate(texts):
                    page = response(f"https://example.com/{number}", text.encode(), number=number)
                    stream.write(gzip.compress(page, 1))
        return path

    (few, small), (many, large) = (peak_memory(write(count)) for count in (500, 4_000))
    assert (few, many) == (500, 4_000)
    assert (large - small) / 3_500 < 250, f"{large - small:,} bytes for 3,500 articles more"
