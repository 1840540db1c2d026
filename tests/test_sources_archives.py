"""Compressed files and archives: keys, sidecars, nesting, limits, memory, incremental runs."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import zstandard

import pipeline
from pipeline.records import Failure, RawArticle
from pipeline.sources import SourceLimits, find_files, read_file
from tests.articles import rows
from tests.hostile import archives

TEXT = "The parliament of Mongolia passed the budget on 3 May 2024. Spending rises to $4 billion."
PAGES = {"a.txt": TEXT.encode(), "site/b.html": f"<html><p>{TEXT} Again.</p></html>".encode()}
LINES = "".join(json.dumps({"id": key, "text": f"{TEXT} {key}"}) + "\n" for key in "xyz").encode()


def read_all(folder: Path, **limits: int) -> list[RawArticle | Failure]:
    chosen = SourceLimits(**limits)
    return [item for file in find_files([folder]) for item in read_file(file, chosen)]


def keys(items: list[RawArticle | Failure]) -> list[str | None]:
    assert all(isinstance(item, RawArticle) for item in items), items
    return [item.source_key for item in items]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("good.tar", archives.tar(archives.files(PAGES))),
        ("good.tgz", gzip.compress(archives.tar(archives.files(PAGES)))),
        ("good.tar.bz2", archives.bzip2(archives.tar(archives.files(PAGES)))),
        ("good.tar.zst", zstandard.compress(archives.tar(archives.files(PAGES)))),
        ("good.zip", archives.zipped(PAGES)),
        ("no-suffix-that-tells", archives.zipped(PAGES, zipfile.ZIP_STORED)),
    ],
)
def test_members(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    items = read_all(tmp_path)
    assert keys(items) == ["a.txt", "site/b.html"]
    assert {item.source_uri for item in items} == {name}
    assert [item.format for item in items if isinstance(item, RawArticle)] == ["text", "html"]


@pytest.mark.parametrize("pack", [gzip.compress, archives.bzip2, zstandard.compress])
def test_a_compressed_file_is_what_is_in_it(tmp_path: Path, pack) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "1.txt.packed").write_bytes(pack(TEXT.encode()))
    (tmp_path / "2.jsonl.packed").write_bytes(pack(LINES))
    assert keys(read_all(tmp_path)) == [None, "x", "y", "z"]


def test_records_in_members_and_archives_in_archives(tmp_path: Path) -> None:
    inner = {"feed.jsonl": LINES, "page.html.gz": gzip.compress(PAGES["site/b.html"])}
    outer = {"deep.zip": archives.zipped(inner), "deep.tar": archives.tar(archives.files(inner))}
    (tmp_path / "all.tar.gz").write_bytes(gzip.compress(archives.tar(archives.files(outer))))
    expected = ["feed.jsonl#x", "feed.jsonl#y", "feed.jsonl#z", "page.html.gz"]
    assert keys(read_all(tmp_path, max_archive_depth=4)) == [
        f"{archive}#{key}" for archive in outer for key in expected
    ]


def test_sidecars_and_what_is_passed_over(tmp_path: Path) -> None:
    members = {
        "./a.txt": TEXT.encode(),
        "./a.meta.json": b'{"url": "https://example.org/a"}',
        "site/b.html": PAGES["site/b.html"],
        "site/b.html.meta.json": b'{"title": "B"}',
        "__MACOSX/._a.txt": b"\0\5",
        ".git/config": b"[core]",
        "site/.DS_Store": b"\0\0",
    }
    (tmp_path / "1.tar").write_bytes(archives.tar(archives.files(members)))
    (tmp_path / "2.zip").write_bytes(archives.zipped(members))
    items = read_all(tmp_path)
    assert keys(items) == ["a.txt", "site/b.html"] * 2
    given = [item.given for item in items if isinstance(item, RawArticle)]
    assert [meta.url for meta in given] == ["https://example.org/a", None] * 2
    assert [meta.title for meta in given] == [None, "B"] * 2
    assert all(i.input_sha256 != i.raw_sha256 for i in items if isinstance(i, RawArticle))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"max_archive_bytes": 4_000}, "stopped at 4,000 bytes, over the limit"),
        ({"max_archive_members": 1}, "over 1 members"),
        ({"max_archive_depth": 1}, "nested more than 1 deep"),
        ({"max_document_bytes": 20}, "over the limit of 20 bytes"),
    ],
)
def test_limits(tmp_path: Path, limits: dict[str, int], message: str) -> None:
    (tmp_path / "a.tgz").write_bytes(gzip.compress(archives.tar(archives.files(PAGES))))
    messages = [item.message for item in read_all(tmp_path, **limits) if isinstance(item, Failure)]
    assert messages and all(message in text for text in messages), messages


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    bomb = {f"{n}.txt": b"x" * 5_000_000 for n in range(20)}
    (tmp_path / "a.zip").write_bytes(archives.zipped(bomb))
    *read, last = read_all(tmp_path, max_document_bytes=10_000_000, max_archive_ratio=100)
    assert len(read) < 5
    assert isinstance(last, Failure) and "over 100 times the packed size" in last.message


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.tar.gz"
        with tarfile.open(path, "w:gz", compresslevel=1) as archive:
            for number in range(count):
                data = f"{TEXT} {number} ".encode() * 100
                info = tarfile.TarInfo(f"{number:06d}.txt")
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        tracemalloc.start()
        assert sum(1 for file in find_files([path]) for _ in read_file(file)) == count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few, many = peak(200), peak(1_200)  # 2 MB and 11 MB unpacked
    assert (many - few) / 1_000 < 400, "more than names is kept of each member"


def test_an_archive_is_read_again_only_when_it_changed(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    (raw / "a.zip").write_bytes(archives.zipped(PAGES))
    assert pipeline.ingest(raw, out).written == 2
    before = {row["source_key"]: row["doc_id"] for row in rows(out, "documents")}
    again = pipeline.ingest(raw, out)
    assert (again.written, again.unchanged) == (0, 2)
    (raw / "a.zip").write_bytes(archives.zipped({**PAGES, "c.txt": b"Chile spent $5 million."}))
    grown = pipeline.ingest(raw, out)
    assert (grown.written, grown.unchanged) == (1, 2)
    after = {row["source_key"]: row["doc_id"] for row in rows(out, "documents")}
    assert before.items() <= after.items() and set(after) == {*PAGES, "c.txt"}


def test_pruning_keeps_what_a_damaged_member_held(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    good = {"feed.jsonl.gz": gzip.compress(LINES), **PAGES}
    (raw / "a.zip").write_bytes(archives.zipped(good))
    assert pipeline.ingest(raw, out).written == 5
    damaged = {"feed.jsonl.gz": gzip.compress(LINES)[:25], "a.txt": PAGES["a.txt"]}
    (raw / "a.zip").write_bytes(archives.zipped(damaged))
    assert pipeline.ingest(raw, out, prune=True).pruned == 1
    assert {row["source_key"] for row in rows(out, "documents")} == {
        "a.txt", "feed.jsonl.gz#x", "feed.jsonl.gz#y", "feed.jsonl.gz#z",
    }  # fmt: skip
