"""`factmill collect` against a web site of the test's own, loopback only."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.cli import main
from pipeline.errors import SettingsError, StoreUnwritable, UsageError
from pipeline.records import RawArticle
from pipeline.sources import find_files, read_file
from pipeline.sources.collect import CollectReport, CollectSettings, collect
from pipeline.sources.collect.pace import Pace
from tests.articles import rows
from tests.website import Page, Website, article, rss, sitemap, website

SETTINGS = CollectSettings(delay=0.0, allow_private=True, page_seconds=20)


@pytest.fixture
def site() -> Iterator[Website]:
    with website() as found:
        for number in range(6):
            found.pages[f"/a{number}.html"] = article(number)
        yield found


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def run(site: Website, raw: Path, *sources: str, **settings: object) -> CollectReport:
    chosen = {"delay": 0.0, "allow_private": True, "page_seconds": 20.0, **settings}
    return collect([site.address + source for source in sources], raw, CollectSettings(**chosen))  # type: ignore[arg-type]


def urls(raw: Path) -> list[str]:
    items = [item for file in find_files([raw]) for item in read_file(file)]
    assert all(isinstance(item, RawArticle) for item in items), items
    return [item.given.url.rpartition("/")[2] for item in items]  # type: ignore[union-attr]


def test_a_feed_becomes_tables(site: Website, raw: Path, tmp_path: Path) -> None:
    site.pages["/feed"] = rss("/a0.html", f"{site.address}/a1.html", "/a1.html#top")
    report = run(site, raw, "/feed")
    assert (report.listings, report.pages, report.failed, report.refused) == (1, 2, [], [])
    assert [path.parent for path in report.files] == [raw]
    assert not list((tmp_path / ".factmill" / "raw.collect").glob("*.warc.gz"))
    result = pipeline.ingest(raw, tmp_path / "processed")
    assert (result.written, list(result.failures)) == (2, [])
    documents = rows(tmp_path / "processed", "documents")
    assert {row["url"] for row in documents} == {f"{site.address}/a{n}.html" for n in (0, 1)}
    assert all("spent $5 million" in row["text"] and row["fetched_at"] for row in documents)
    agent = site.requests[0].headers["User-Agent"]
    assert agent == f"Factmill/{pipeline.__version__}"


def test_what_is_known_is_not_asked_again(site: Website, raw: Path) -> None:
    site.pages["/feed"] = rss("/a0.html", "/a1.html")
    run(site, raw, "/feed")
    again = run(site, raw, "/feed")
    assert (again.pages, again.unchanged, again.files) == (0, 1, [])
    assert (site.asked("/feed"), site.asked("/a0.html")) == (2, 1)
    site.pages["/feed"] = rss("/a0.html", "/a1.html", "/a2.html")
    grown = run(site, raw, "/feed")
    assert (grown.pages, grown.known) == (1, 2)
    assert urls(raw).count("a2.html") == 1


def test_pages_are_refreshed_by_conditional_requests(
    site: Website, raw: Path, tmp_path: Path
) -> None:
    site.pages["/feed"] = rss("/a0.html", "/a1.html")
    run(site, raw, "/feed")
    pipeline.ingest(raw, tmp_path / "processed")
    site.pages["/a1.html"] = article(1, amount=7)
    site.pages["/feed"] = rss("/a1.html", "/a0.html")
    report = run(site, raw, "/feed", refresh_days=0.0)
    assert (report.pages, report.unchanged) == (1, 1)
    assert list(pipeline.ingest(raw, tmp_path / "processed").failures) == []
    texts = {row["url"][-7:]: row["text"] for row in rows(tmp_path / "processed", "documents")}
    assert "$7 million" in texts["a1.html"] and "$5 million" in texts["a0.html"]


def test_sitemaps_and_their_index(site: Website, raw: Path) -> None:
    at = site.address
    packed = gzip.compress(sitemap((f"{at}/a1.html", "")).body)
    site.pages["/one.xml"] = sitemap((f"{at}/a0.html", "2024-05-01"))
    site.pages["/two.xml.gz"] = Page(packed, kind="application/x-gzip")
    site.pages["/index.xml"] = sitemap(
        (f"{at}/one.xml", ""), (f"{at}/two.xml.gz", ""), tag="sitemap", root="sitemapindex"
    )
    report = run(site, raw, "/index.xml")
    assert (report.listings, report.pages, report.failed) == (3, 2, [])
    site.pages["/one.xml"] = sitemap((f"{at}/a0.html", "2099-01-01T00:00:00Z"))
    assert run(site, raw, "/index.xml").unchanged == 1, "a later lastmod: asked, but as it was"
    assert sorted(urls(raw)) == ["a0.html", "a1.html"]


def test_an_index_that_did_not_change_may_have_sitemaps_that_did(site: Website, raw: Path) -> None:
    at = site.address
    index = sitemap((f"{at}/one.xml", ""), tag="sitemap", root="sitemapindex")
    site.pages["/index.xml"] = Page(index.body, kind=index.kind, etag='"same"')
    site.pages["/one.xml"] = sitemap((f"{at}/a0.html", ""))
    run(site, raw, "/index.xml")
    site.pages["/one.xml"] = sitemap((f"{at}/a0.html", ""), (f"{at}/a1.html", ""))
    assert run(site, raw, "/index.xml").pages == 1


def test_lists_of_addresses(site: Website, raw: Path, tmp_path: Path) -> None:
    lines = f"# ours\n{site.address}/a0.html\n\n{site.address}/a1.html\nftp://x.org/y\n"
    (tmp_path / "urls.txt").write_text(lines)
    site.pages["/list.txt"] = Page(f"{site.address}/a2.html\n".encode(), kind="text/plain")
    settings = CollectSettings(delay=0.0, allow_private=True)
    report = collect(
        [str(tmp_path / "urls.txt"), f"{site.address}/list.txt", f"{site.address}/a3.html"],
        raw,
        settings,
    )
    assert sorted(urls(raw)) == [f"a{n}.html" for n in range(4)]
    assert [reason for _, reason in report.refused] == ["only http and https are fetched"]


def test_redirects_are_followed_and_recorded(site: Website, raw: Path) -> None:
    site.pages["/old"] = Page(status=301, headers={"Location": "/older"})
    site.pages["/older"] = Page(status=302, headers={"Location": "/a0.html"})
    site.pages["/circle"] = Page(status=302, headers={"Location": "/circle2"})
    site.pages["/circle2"] = Page(status=302, headers={"Location": "/circle"})
    site.pages["/script"] = Page(status=302, headers={"Location": "javascript:alert(1)"})
    site.pages["/feed"] = rss("/old", "/circle", "/script")
    report = run(site, raw, "/feed")
    assert urls(raw) == ["a0.html"]
    assert [url.rpartition("/")[2] for url, _ in report.refused] == ["script"]
    (path,) = report.files
    data = gzip.decompress(path.read_bytes())
    assert data.count(b"HTTP/1.1 301") == 1 and b"Location: /a0.html" in data
    assert site.asked("/circle") == site.asked("/circle2") == 1


def test_robots_are_obeyed(site: Website, raw: Path) -> None:
    ours = b"User-agent: Factmill\nDisallow: /*2.html$\nCrawl-delay: 0.3\n\n"
    site.pages["/robots.txt"] = Page(ours + b"User-agent: *\nDisallow: /\n", kind="text/plain")
    site.pages["/feed"] = rss("/a1.html", "/a2.html", "/a3.html")
    report = run(site, raw, "/feed")
    assert sorted(urls(raw)) == ["a1.html", "a3.html"]
    assert report.refused == [(f"{site.address}/a2.html", "robots.txt does not allow it")]
    assert site.asked("/a2.html") == 0 and site.asked("/robots.txt") == 1
    times = [r.at for r in site.requests if r.path != "/robots.txt"]
    assert min(b - a for a, b in pairwise(times)) >= 0.25
    assert run(site, raw, "/a4.html", agent="Other/1.0").pages == 0


def test_robots_that_cannot_be_had_close_the_site(site: Website, raw: Path) -> None:
    site.pages["/robots.txt"] = Page(status=503)
    report = run(site, raw, "/a0.html", attempts=1)
    assert site.asked("/a0.html") == 0 and "robots.txt" in report.failed[0][1]


def test_a_busy_server_is_given_time(site: Website, raw: Path) -> None:
    answers = iter([Page(status=429, headers={"Retry-After": "1"}), Page(status=503), article(0)])
    site.pages["/busy"] = lambda: next(answers)
    report = run(site, raw, "/busy", delay=0.1)
    assert (report.pages, report.failed) == (1, [])
    first, second, third = [r.at for r in site.requests if r.path == "/busy"]
    assert second - first >= 0.95 and third - second >= 0.35


def test_a_server_that_wants_a_long_pause_is_left_for_the_next_run(
    site: Website, raw: Path
) -> None:
    away = Page(status=503, headers={"Retry-After": formatdate(time.time() + 3600, usegmt=True)})
    site.pages["/feed"] = rss("/away", "/a0.html")
    site.pages["/away"] = away
    report = run(site, raw, "/feed")
    assert (report.pages, report.waiting) == (0, 2)
    assert site.asked("/a0.html") == 0
    site.pages["/away"] = article(9)
    later = run(site, raw, "/feed")
    assert (later.pages, later.waiting) == (2, 0)


def test_the_limit_leaves_the_rest_for_the_next_run(site: Website, raw: Path) -> None:
    site.pages["/feed"] = rss(*[f"/a{n}.html" for n in range(6)])
    first = run(site, raw, "/feed", limit=4)
    assert (first.pages, first.waiting) == (4, 2)
    second = run(site, raw, "/feed", limit=4)
    assert (second.pages, second.waiting, len(urls(raw))) == (2, 0, 6)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(b"gone", 404), "status 404"),
        (Page(b"x" * 5_000), "over the limit of 4,000 bytes"),
        (Page(b"<p>slow</p>" * 20, drip=0.3), "no complete answer within 2 s"),
    ],
)
def test_answers_of_no_use(site: Website, raw: Path, page: Page, reason: str) -> None:
    site.pages["/bad"] = page
    site.pages["/feed"] = rss("/bad", "/a0.html")
    report = run(site, raw, "/feed", max_page_bytes=4_000, page_seconds=2.0, attempts=1)
    assert [why for _, why in report.failed] == [reason]
    assert urls(raw) == ["a0.html"]


def test_headers_that_drip_are_cut_off(raw: Path) -> None:
    import socket
    import threading

    server = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _ = server.accept()
        with connection:
            try:
                for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.2)
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    begun = time.monotonic()
    address = f"http://127.0.0.1:{server.getsockname()[1]}/"
    settings = CollectSettings(delay=0.0, allow_private=True, page_seconds=1.0, attempts=1)
    report = collect([address], raw, settings)
    assert len(report.failed) == 1 and time.monotonic() - begun < 60
    server.close()


def test_pictures_are_skipped_and_not_downloaded(site: Website, raw: Path) -> None:
    site.pages["/feed"] = rss("/pic", "/a0.html")
    site.pages["/pic"] = Page(b"\x89PNG" * 1000, kind="image/png")
    report = run(site, raw, "/feed", max_page_bytes=2_000)
    assert (report.pages, report.skipped, report.failed) == (1, 1, [])


def test_compressed_answers_are_kept_as_they_came(site: Website, raw: Path) -> None:
    page = article(0)
    site.pages["/a0.html"] = Page(gzip.compress(page.body), headers={"Content-Encoding": "gzip"})
    site.pages["/bomb"] = Page(
        gzip.compress(b"<p>" + b"x" * 30_000_000), headers={"Content-Encoding": "gzip"}
    )
    site.pages["/feed"] = rss("/a0.html", "/bomb")
    run(site, raw, "/feed")
    items = [item for file in find_files([raw]) for item in read_file(file)]
    ends = {getattr(item, "error", "row") for item in items}
    assert ends == {"row", "SourceTooLarge"}


KILLED = """
import sys
from pathlib import Path
from pipeline.sources.collect import CollectSettings, collect
collect([sys.argv[1]], Path(sys.argv[2]), CollectSettings(delay=0.0, allow_private=True))
"""


def test_a_killed_run_is_gone_on_with(site: Website, raw: Path, tmp_path: Path) -> None:
    """Killed while the fourth page is under way: nothing is in raw/, nothing is fetched twice."""
    site.pages["/feed"] = rss(*[f"/a{n}.html" for n in range(6)])
    process: list[subprocess.Popen[bytes]] = []

    def kill() -> Page:
        if process:
            os.kill(process[0].pid, signal.SIGKILL)
            process[0].wait()
            process.clear()
        return article(3)

    site.pages["/a3.html"] = kill
    command = [sys.executable, "-c", KILLED, f"{site.address}/feed", str(raw)]
    child = subprocess.Popen(command)
    process.append(child)
    assert child.wait(120) == -signal.SIGKILL
    assert list(raw.iterdir()) == []
    (left,) = (tmp_path / ".factmill" / "raw.collect").glob("*.warc.gz")
    with left.open("ab") as stream:
        stream.write(b"a record that was being written when the power went")
    report = run(site, raw, "/feed")
    assert (report.pages, report.waiting, report.failed) == (3, 0, [])
    assert sorted(urls(raw)) == [f"a{n}.html" for n in range(6)]
    asked = {n: site.asked(f"/a{n}.html") for n in range(6)}
    assert asked == {0: 1, 1: 1, 2: 1, 3: 2, 4: 1, 5: 1}, "only the one under way, again"


def test_two_runs_into_one_folder_exclude_each_other(raw: Path, tmp_path: Path) -> None:
    from filelock import FileLock

    place = tmp_path / ".factmill" / "raw.collect"
    place.mkdir(parents=True)
    with FileLock(place / "lock"), pytest.raises(UsageError, match="another run"):
        collect(["http://127.0.0.1/"], raw, SETTINGS)


def test_a_feed_does_not_lead_into_our_network(site: Website, raw: Path) -> None:
    (raw.parent / "urls.txt").write_text(f"{site.address}/a0.html\nhttp://169.254.169.254/meta\n")
    report = collect([str(raw.parent / "urls.txt")], raw, CollectSettings(delay=0.0))
    assert site.requests == [] and len(report.refused) == 2


def test_the_checked_address_is_the_one_asked(
    site: Website, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is looked up once a request; what it means afterwards plays no part (rebinding)."""
    import socket

    port = int(site.address.rpartition(":")[2])
    looked: list[str] = []

    def lookup(host: str, *_: object, **__: object) -> list[object]:
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("pipeline.sources.collect.addresses.socket.getaddrinfo", lookup)
    report = collect([f"http://news.example:{port}/a0.html"], raw, SETTINGS)
    assert report.pages == 1 and set(looked) == {"news.example", "127.0.0.1"}
    assert site.requests[-1].headers["Host"] == f"news.example:{port}"


def test_the_pace_of_a_host() -> None:
    pace = Pace(base=1.0, patience=60)
    pace.troubled(now=100)
    assert (pace.delay, pace.free_at) == (2.0, 102.0)
    pace.troubled(now=102, asked=10)
    assert pace.free_at == 112.0 and not pace.given_up
    for moment_ in (112, 113, 114):
        pace.answered(now=moment_)
    assert (pace.delay, pace.free_at) == (1.0, 115.0)
    pace.troubled(now=115, asked=3600)
    assert pace.given_up


def test_the_command(site: Website, raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.pages["/feed"] = rss("/a0.html", "/missing", "file:///etc/passwd")
    command = ["collect", f"{site.address}/feed", "--raw", str(raw), "--delay", "0"]
    assert main([*command, "--allow-private"]) == 3
    out, err = capsys.readouterr()
    assert "1 listings: 1 pages" in out and str(raw) in out
    assert "failed:" in err and "status 404" in err and "refused: file:///etc/passwd" in err
    assert main(["collect", str(raw / "nowhere.txt"), "--raw", str(raw)]) == 2
    assert main([*command, "--agent", "no\nheader"]) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"delay": -1},
        {"delay": float("nan")},
        {"limit": 0},
        {"limit": -1},
        {"refresh_days": -1},
        {"agent": ""},
        {"agent": " /1.0"},
        {"agent": "é"},
    ],
)
def test_settings_have_bounds(wrong: Any) -> None:
    with pytest.raises(SettingsError):
        CollectSettings(**wrong)


@pytest.mark.parametrize("source", ["ftp://x.org/", "http://", "http://x.org:22/", "http://a@x/"])
def test_an_address_that_a_user_names_must_be_one(raw: Path, source: str) -> None:
    with pytest.raises(UsageError) as raised:
        collect([source], raw, SETTINGS)
    assert raised.value.where == source


def test_where_nothing_can_be_written_or_read(tmp_path: Path, raw: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreUnwritable, match="cannot be written: "):
        collect(["https://x.org/"], tmp_path / "file" / "raw", SETTINGS)
    with pytest.raises(StoreUnwritable, match="cannot be written: "):
        collect(["https://x.org/"], Path("/proc/raw"), SETTINGS)
    with pytest.raises(UsageError, match="cannot be read: "):
        collect(["/proc/self/mem"], raw, SETTINGS)


def test_settings_are_checked(raw: Path) -> None:
    with pytest.raises(UsageError, match="into a folder"):
        collect(["https://x.org/"], Path("s3://bucket/raw"), SETTINGS)
