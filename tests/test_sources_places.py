"""Patterns and URLs as inputs: the same articles have the same ids wherever they lie."""

from __future__ import annotations

import contextlib
import io
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import UsageError
from pipeline.sources import coverage, default_root, find_files, read_file
from pipeline.sources.locate import pattern_regex, resolved
from tests.articles import ARTICLES, rows, write_articles

TREE = ("a.html", "b.txt", "site/c.html", "site/2024/d.html", "site/2024/.hidden.html", "[x].txt")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in TREE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<p>An article.</p>")
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("**/*.html", ["a.html", "site/2024/d.html", "site/c.html"]),
        ("*.html", ["a.html"]),
        ("*/*.html", ["site/c.html"]),
        ("s?te/**", ["site/2024/d.html", "site/c.html"]),
        ("site/20[0-9][!x]", ["site/2024/d.html"]),
        ("*", ["[x].txt", "a.html", "b.txt", "site/2024/d.html", "site/c.html"]),
        ("[x].txt", ["[x].txt"]),  # a file of that very name
    ],
)
def test_patterns(tree: Path, pattern: str, found: list[str]) -> None:
    assert [file.uri for file in find_files([tree / pattern], tree)] == found


def test_a_pattern_counts_ids_from_where_it_starts(tree: Path) -> None:
    assert default_root([tree / "site/*/*.html"]) == (tree / "site").resolve()
    assert [f.uri for f in find_files([tree / "site/*/*.html"])] == ["2024/d.html"]


def test_a_pattern_without_match_is_an_error(tree: Path) -> None:
    with pytest.raises(UsageError, match="no file matches"):
        find_files([tree / "**/*.pdf"])
    with pytest.raises(UsageError, match="no such file"):
        find_files([tree / "nowhere/*.txt"])


@pytest.mark.parametrize(
    ("pattern", "uri", "matches"),
    [
        ("a/**/b", "a/b", True),
        ("a/**/b", "a/x/y/b", True),
        ("a/**/b", "a/xb", False),
        ("a*b", "a/b", False),
        ("***", "x", True),
        ("[]]", "]", True),
        ("[", "[", True),
        ("a.c", "abc", False),
        ("[^a]", "b", False),
    ],
)
def test_pattern_language(pattern: str, uri: str, matches: bool) -> None:
    assert (pattern_regex(pattern).match(uri) is not None) == matches


def test_a_range_that_runs_backwards_is_an_error() -> None:
    with pytest.raises(UsageError, match="not a pattern"):
        pattern_regex("raw/[z-a].txt")


def test_coverage_of_what_is_gone(tree: Path) -> None:
    root = resolved(tree)
    covers = coverage([tree / "site", tree / "*.txt"], root)
    assert [covers(uri) for uri in ("site/gone.html", "gone.txt", "gone.html", "sitemap.html")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_an_ingest_of_a_pattern(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    texts = [name for name in ARTICLES if name.endswith(".txt")]
    assert pipeline.ingest(raw / "*.txt", out).written == len(texts) > 0
    assert {row["source_uri"] for row in rows(out, "documents")} == set(texts)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Moto's S3 server with an empty bucket."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    with contextlib.redirect_stdout(io.StringIO()):
        server.start()
    host, port = server.get_host_and_port()
    request = urllib.request.Request(f"http://{host}:{port}/articles", method="PUT")
    urllib.request.urlopen(request, timeout=60).close()
    yield f"http://{host}:{port}"
    server.stop()


def put(key: str, data: bytes) -> None:
    """Signed: moto refuses to overwrite an object for a stranger."""
    import obstore
    from obstore.store import from_url

    obstore.put(from_url("s3://articles"), key, data)


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.sources import remote

    for name, value in {
        "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_ENDPOINT": endpoint,
        "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    remote._system.cache_clear()


def test_a_bucket_gives_what_a_folder_gives(bucket: None, tmp_path: Path) -> None:
    raw = write_articles(tmp_path / "raw")
    (raw / "more").mkdir()
    (raw / "more" / "b.html").write_text("<html><p>Chile spent $5 million in May 2024.</p></html>")
    (raw / "more" / "b.meta.json").write_text('{"title": "Chile"}')
    (raw / "more" / ".hidden.txt").write_text("no")
    for path in raw.rglob("*"):
        if path.is_file():
            put(f"raw/{path.relative_to(raw).as_posix()}", path.read_bytes())
    put("rawhide/other.txt", b"Not below raw.")
    here = [item for file in find_files([raw]) for item in read_file(file)]
    there = [item for f in find_files(["s3://articles/raw"]) for item in read_file(f)]
    assert [(i.source_uri, i.source_key) for i in there] == [
        (i.source_uri, i.source_key) for i in here
    ]
    assert [i.raw_sha256 for i in there] == [i.raw_sha256 for i in here]
    out, local = tmp_path / "processed", tmp_path / "local" / "processed"
    first = pipeline.ingest("s3://articles/raw", out)
    pipeline.ingest(raw, local)
    ids = [sorted(row["doc_id"] for row in rows(place, "documents")) for place in (out, local)]
    assert ids[0] == ids[1] and first.written == len(ids[0]) == len(here)
    again = pipeline.ingest(Path("s3://articles/raw"), out)  # a Path loses a slash
    assert (again.written, again.unchanged) == (0, first.written)


def test_a_bucket_is_read_again_where_it_changed(bucket: None, tmp_path: Path) -> None:
    import obstore
    from obstore.store import from_url

    out = tmp_path / "processed"
    put("news/a.txt", b"Chile spent $5 million.")
    put("news/b.txt", b"Peru spent $6 million.")
    assert pipeline.ingest("s3://articles/news", out).written == 2
    put("news/b.txt", b"Peru spent $7 million and more.")
    changed = pipeline.ingest("s3://articles/news", out, prune=True)
    assert (changed.written, changed.unchanged, changed.pruned) == (1, 1, 0)
    obstore.delete(from_url("s3://articles"), "news/a.txt")
    assert pipeline.ingest("s3://articles/news/*.txt", out, prune=True).pruned == 1
    assert [row["source_uri"] for row in rows(out, "documents")] == ["b.txt"]
    one = find_files(["s3://articles/news/b.txt"])
    assert [file.uri for file in one] == ["b.txt"]


def test_archives_in_a_bucket(bucket: None, tmp_path: Path) -> None:
    from tests.hostile import archives

    put("packed/a.zip", archives.zipped({"a.txt": b"Chile spent $5 million."}))
    (file,) = find_files(["s3://articles/packed"])
    assert [item.source_key for item in read_file(file)] == ["a.txt"]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://articles/nothing-there", "no such file"),
        ("https://example.org/feed", "use factmill collect"),
        ("gopher://example.org/x", "cannot be used"),
    ],
)
def test_urls_that_cannot_be_read(bucket: None, url: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        find_files([url])


def test_any_other_file_system_of_fsspec() -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe("/raw/a.txt", b"An article.")
    memory.pipe("/raw/deep/b.txt", b"Another.")
    files = find_files(["memory://raw"])
    assert [file.uri for file in files] == ["a.txt", "deep/b.txt"]
    assert [item.raw_sha256 is None for file in files for item in read_file(file)] == [False] * 2
