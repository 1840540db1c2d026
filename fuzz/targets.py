"""One function for each parser: any bytes must come to an article or a failure, nothing else.

A target raises when a promise is broken; what a parser refuses in its own words is well.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import CleaningError, FactmillError, FetchError, SourceError, UsageError
from pipeline.records import Failure, RawArticle
from pipeline.sources import SourceLimits, find_files, read_bytes, read_file
from pipeline.sources.collect.addresses import normalised
from pipeline.sources.collect.listings import read_listing
from pipeline.sources.locate import pattern_regex
from pipeline.sources.registry import reader_for

LIMITS = SourceLimits(
    max_document_bytes=100_000, max_archive_bytes=2_000_000, max_archive_members=200
)
OURS = {"SourceError", *(error.__name__ for error in SourceError.__subclasses__())}
"""Errors raised on purpose; another in a failure is a defect that the run survived."""
ITEMS = 5_000
"""More than this many articles out of a fuzzer's few kilobytes would be a bomb."""

Target = Callable[[bytes], None]


def _read(data: bytes, name: str, reader: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        (file,) = find_files([Path(folder)])
        items = read_file(file, LIMITS) if reader is None else _forced(reader, file)
        keys: set[str | None] = set()
        for count, item in enumerate(items):
            assert count < ITEMS, "more articles than any limit allows"
            _check(item, keys)


def _forced(reader: str, file):  # type: ignore[no-untyped-def]
    """The reader by name, whatever the content looks like."""
    try:
        yield from reader_for(reader)(file, LIMITS)
    except SourceError:
        return


def _check(item: RawArticle | Failure, keys: set[str | None]) -> None:
    """What every reader promises of each item."""
    if isinstance(item, Failure):
        assert item.message and item.error in OURS, item
        item.message.encode("utf-8", "surrogatepass")
        return
    assert item.content.strip(), "an article without text"
    item.content.encode("utf-8")  # no lone surrogates
    (item.source_key or "").encode("utf-8")
    assert len(item.raw_sha256) == 64
    assert item.source_key not in keys, f"two articles of one key: {item.source_key}"
    keys.add(item.source_key)


def any_file(data: bytes) -> None:
    """A file of whatever format its content says."""
    _read(data, "input")


def html(data: bytes) -> None:
    """A file read as HTML."""
    _read(data, "input.html", "html")


def jsonl(data: bytes) -> None:
    """A file read as JSON lines."""
    _read(data, "input.jsonl", "jsonl")


def parquet(data: bytes) -> None:
    """A file read as Parquet."""
    _read(data, "input.parquet", "parquet")


def warc(data: bytes) -> None:
    """A file read as WARC."""
    _read(data, "input.warc", "warc")


def tar(data: bytes) -> None:
    """A file read as tar."""
    _read(data, "input.tar", "tar")


def zip_(data: bytes) -> None:
    """A file read as ZIP."""
    _read(data, "input.zip", "zip")


def zstd(data: bytes) -> None:
    """A file read as Zstandard."""
    _read(data, "input.zst", "zstd")


def gzip_(data: bytes) -> None:
    """A file read as gzip."""
    _read(data, "input.gz", "gzip")


def sidecar(data: bytes) -> None:
    """A sidecar beside a good article."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.txt").write_text("The ministry published its budget.")
        (Path(folder) / "a.meta.json").write_bytes(data)
        for file in find_files([Path(folder)]):
            for item in read_file(file, LIMITS):
                _check(item, set())


def listing(data: bytes) -> None:
    """A feed, sitemap or list."""
    try:
        found = read_listing(data, "https://example.org/x", most=100, limit=1_000_000)
    except SourceError:
        return
    for link in found.links if found else ():
        assert link.url.startswith(("http://", "https://")) and "\n" not in link.url, link


def address(data: bytes) -> None:
    """A link of a feed."""
    try:
        url = normalised(data.decode("utf-8", "surrogateescape"), "https://example.org/feed")
    except FetchError:
        return
    assert url.isascii() and url.isprintable() and " " not in url, url
    assert normalised(url) == url, "what is normalised is so already"


def pattern(data: bytes) -> None:
    """A shell pattern."""
    text = data.decode("utf-8", "replace")
    try:
        pattern_regex(text[:60]).match("raw/2024/a.html")
    except UsageError:
        return


def clean(data: bytes) -> None:
    """An article on its way through cleaning: offsets that hold, or an error of ours."""
    from pipeline.cleaning import clean_article

    try:
        article = clean_article(read_bytes(data[:4_000], name="input"))
    except (SourceError, CleaningError):
        return
    for block in article.blocks:
        if block.kept and block.start is not None and block.end is not None:
            assert 0 <= block.start <= block.end <= len(article.text), block


def facts(data: bytes) -> None:
    """Dates and money in any text: spans that hold what they say."""
    from datetime import date

    from pipeline.extraction.dates import find_dates
    from pipeline.extraction.money import find_money

    text = data.decode("utf-8", "replace")[:2_000]
    try:
        found = [*find_dates(text, anchor=date(2024, 5, 1)), *find_money(text)]
    except FactmillError:
        return
    for mention in found:
        assert text[mention.start : mention.end] == mention.text, mention


TARGETS: dict[str, Target] = {
    "any": any_file, "html": html, "jsonl": jsonl, "parquet": parquet, "warc": warc, "tar": tar,
    "zip": zip_, "zstd": zstd, "gzip": gzip_, "sidecar": sidecar, "listing": listing,
    "address": address, "pattern": pattern, "clean": clean, "facts": facts,
}  # fmt: skip
