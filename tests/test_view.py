"""The viewer without a browser: what it finds, what it shows, what it refuses."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Starlette would rather have a client that is not out yet
    from starlette.testclient import TestClient

from benchmarks.synthetic import context, make_many
from benchmarks.view_store import enriched
from pipeline.errors import StoreNotFound, UsageError
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.store import Store
from pipeline.view.app import make_app
from pipeline.view.guard import Guard, host_name
from pipeline.view.html import page_links, web_address
from pipeline.view.marks import Mark, Piece, nest
from pipeline.view.searchindex import Indexer, SearchIndex
from pipeline.view.selection import read_amount, read_selection
from pipeline.view.shelf import Shelf
from pipeline.view.textquery import fold, parse_text_query
from tests import viewstore


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return viewstore.build(tmp_path_factory.mktemp("view") / "processed")


@pytest.fixture(scope="module")
def client(out: Path) -> Iterator[TestClient]:
    app = make_app(out)
    with TestClient(app, base_url="http://localhost:8765") as client:
        wait_for_index(app)
        yield client


def wait_for_index(app: Guard) -> None:
    state = app.app.state  # type: ignore[attr-defined]
    with state.shelf.now() as edition:
        state.indexer.index.update(edition)


def found(client: TestClient, **query: str) -> list[str]:
    """Titles of the first page of results."""
    page = client.get("/", params=query)
    assert page.status_code == 200, page.text
    return re.findall(r"<h3><a [^>]*>([^<]*)</a>", page.text)


def total(client: TestClient, **query: str) -> int:
    page = client.get("/", params=query)
    counted = re.search(r'role="status">([\d,]+) article', page.text)
    assert counted, page.text
    return int(counted[1])


def grain_page(client: TestClient) -> str:
    page = client.get("/", params={"q": "Warsaw"}).text
    address = re.search(r'href="(/article/[0-9a-f]{32})"', page)
    assert address
    return client.get(address[1]).text


# spans


def shape(pieces: tuple[Piece[str], ...]) -> list[object]:
    return [(p.tag, p.start, p.end, p.first, *shape(p.inside)) for p in pieces]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([(0, 4, "a"), (6, 9, "b")], [("a", 0, 4, True), ("b", 6, 9, True)]),
        ([(0, 9, "a"), (2, 4, "b")], [("a", 0, 9, True, ("b", 2, 4, True))]),
        ([(2, 4, "b"), (0, 9, "a")], [("a", 0, 9, True, ("b", 2, 4, True))]),
        ([(0, 5, "a"), (3, 8, "b")],
         [("a", 0, 5, True, ("b", 3, 5, True)), ("b", 5, 8, False)]),
        ([(1, 3, "a"), (1, 3, "b")], [("a", 1, 3, True, ("b", 1, 3, True))]),
        ([(4, 4, "a")], []),
        ([(5, 30, "a")], [("a", 5, 10, True)]),
    ],
)  # fmt: skip
def test_marks_nest_whatever_their_overlap(
    marks: list[tuple[int, int, str]], expected: list[object]
) -> None:
    assert shape(nest([Mark(*mark) for mark in marks], 0, 10)) == expected


def test_a_mark_that_began_before_the_block_is_not_announced_again() -> None:
    assert shape(nest([Mark(0, 8, "a")], 5, 10)) == [("a", 5, 8, False)]


# what visitors type


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("Northern GRID", '"northern" AND "grid"'),
        ('"central bank" tariff*', '"central bank" AND "tariff"*'),
        ("grid -pipeline", '("grid") NOT "pipeline"'),
        ('grid" OR NEAR(', '"grid" AND "or near"'),
        ("Île", '"ile"'),
        ("well-known", '"well known"'),
        ("* - \" '", ""),
    ],
)
def test_searches_are_read_without_operators_of_the_index(typed: str, match: str) -> None:
    assert parse_text_query(typed).match() == match


def test_folding_keeps_offsets() -> None:
    text = "İstanbul ﬁne Straße Ǆ"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("typed", ["-only", '-"these words"'])
def test_a_search_of_exclusions_alone_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="needs a word"):
        parse_text_query(typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.5 bn", 15 * 10**8),
        ("2,000,000", 2_000_000),
        ("250k", 250_000),
        ("3 Trillion", 3 * 10**12),
    ],
)
def test_amounts_are_read_with_units(typed: str, amount: int) -> None:
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "query", [{"least": "much"}, {"most": "9" * 40}, {"since": "soon"}, {"q": "x" * 500}]
)
def test_what_cannot_be_read_names_its_field(client: TestClient, query: dict[str, str]) -> None:
    with pytest.raises(UsageError) as error:
        read_selection(query)
    assert error.value.where == next(iter(query))
    page = client.get("/", params=query)
    assert page.status_code == 400 and 'role="alert"' in page.text


def test_an_address_is_read_back_as_it_was_written() -> None:
    typed = {
        "q": "a b",
        "least": "1bn",
        "since": "2022-01-01",
        "dated": "mentioned",
        "sort": "best",
    }
    selection = read_selection(typed)
    pairs = dict(pair.split("=") for pair in selection.query_string().replace("+", " ").split("&"))
    assert read_selection(pairs) == selection


# searching


def test_all_articles_are_listed_page_by_page(client: TestClient) -> None:
    pages = [found(client), found(client, page="2"), found(client, page="3")]
    assert [len(page) for page in pages] == [20, 12, 0]
    assert total(client) == total(client, page="3") == viewstore.SITE_ARTICLES + 2


@pytest.mark.parametrize(
    "query",
    [
        {"q": "warsaw ministry"},
        {"q": '"budget 2022 act"'},
        {"q": "ile tariff*"},
        {"name": "wars"},
        {"name": "budget 2022"},
        {"id": "GPE:warsaw"},
        {"currency": "KZT", "least": "90 bn", "most": "95bn", "site": "wire.example"},
        {"site": "wire.example", "q": "tenge"},
        {
            "dated": "mentioned",
            "since": "2022-04-01",
            "until": "2022-04-30",
            "site": "wire.example",
        },
        {"since": "2021-11-21", "until": "2021-11-21", "q": "warsaw"},
        {"q": "tenge -pipeline", "site": "wire.example", "sort": "best"},
    ],
)
def test_every_filter_finds_the_article(client: TestClient, query: dict[str, str]) -> None:
    assert found(client, **query) == [viewstore.GRAIN_TITLE]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "warsaw", "site": "other.example"},
        {"q": "warsa"},
        {"q": "warsaw -tenge"},
        {"name": "warsaw", "label": "PERSON"},
        {"q": "warsaw", "until": "2021-11-20"},
    ],
)
def test_every_filter_can_rule_it_out(client: TestClient, query: dict[str, str]) -> None:
    assert found(client, **query) == []


@pytest.mark.parametrize(
    ("typed", "titles"),
    [("Île-de-france tariff", 1), ("warsa", 0), ("wars*", 1), ("warsaw -tenge", 0), ("東京", 0)],
)
def test_the_scan_finds_what_the_index_finds(out: Path, typed: str, titles: int) -> None:
    shelf = Shelf(out)
    indexer = Indexer(shelf)
    indexer.index = None
    from pipeline.view.results import find

    with shelf.now() as edition:
        results = find(edition, read_selection({"q": typed}), indexer)
    shelf.close()
    assert [hit.title for hit in results.hits] == [viewstore.GRAIN_TITLE] * titles
    assert results.scanned


def test_the_index_follows_the_store(tmp_path: Path) -> None:
    out = viewstore.build(tmp_path / "processed")
    shelf = Shelf(out)
    indexer = Indexer(shelf)
    assert indexer.index is not None

    def hits(typed: str) -> int:
        assert indexer.index is not None
        with shelf.now() as edition:
            indexer.index.update(edition)
            return int(indexer.index.search(parse_text_query(typed), edition).num_rows)

    assert hits("tenge") == 1
    changed = [enriched(f, n + 5_000) for n, f in enumerate(make_many(range(3), version=1))]
    with Store.open(out) as store:
        store.publish(facts_to_tables([*changed, *make_many(range(60, 64))], context(run="run-2")))
    with shelf.now() as edition:
        assert not indexer.index.progress(edition).complete
    assert hits("tenge") == 1
    assert hits("named") == viewstore.SITE_ARTICLES
    with sqlite3.connect(indexer.index.path) as db:
        assert db.execute("SELECT count(*) FROM documents").fetchone() == (36,)
    shelf.close()


def test_a_damaged_index_is_made_anew(tmp_path: Path, out: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(out.parent, copy)
    (copy / ".factmill" / "processed" / "search.db").write_bytes(b"not a database at all" * 99)
    shelf = Shelf(copy / "processed")
    indexer = Indexer(shelf)
    assert isinstance(indexer.index, SearchIndex)
    with shelf.now() as edition:
        indexer.index.update(edition)
        assert indexer.index.search(parse_text_query("tenge"), edition).num_rows == 1
    shelf.close()


def test_readers_keep_their_version_while_the_store_moves_on(tmp_path: Path) -> None:
    out = viewstore.build(tmp_path / "processed")
    shelf = Shelf(out)
    with shelf.now() as before:
        with Store.open(out) as store:
            store.publish(facts_to_tables(list(make_many(range(70, 75))), context()))
        with shelf.now() as after:
            counts = []
            for edition in (before, after):
                with edition.cursor() as cursor:
                    row = cursor.execute("SELECT count(*) FROM documents").fetchone()
                    counts.append(row and row[0])
    assert counts == [32, 37]
    shelf.close()


# reading


def test_an_article_shows_marks_values_and_what_was_dropped(client: TestClient) -> None:
    page = grain_page(client)
    assert "KZT 92,000,000,000" in page and "restates</i> 92 billion tenge" in page
    assert "471.8 KZT per USD" in page and "for</i> transfer" in page
    assert "early 2022</b>" in page and "2022-01-01 to 2022-04-30" in page
    assert 'href="/name?id=GPE%3Awarsaw"' in page
    assert "rule:menu" in page and "score 0.12" in page


def test_crossing_marks_hold_all_their_text(client: TestClient) -> None:
    page = grain_page(client)
    text = re.sub(r'<span class="tip".*?</span></span>(?=<|\S| )', "", page)
    law = re.search(r'id="entities-1">.*?Budget.*?2022 Act', text)
    assert law and page.count('class="m dates "') == 3  # early 2022, and one in two pieces


def test_attacks_are_shown_as_text(client: TestClient) -> None:
    page = client.get("/", params={"q": "Evil"}).text
    address = re.search(r'href="(/article/[0-9a-f]{32})"', page)
    assert address
    article = client.get(address[1]).text
    name = client.get("/name", params={"label": "ORG", "name": '"><script>x</script>'}).text
    for html in (page, article, name, client.get("/names").text):
        assert "<script>window" not in html and "<script>x" not in html
        assert "<img src=x" not in html and "<svg onload" not in html
        assert not re.search(r"<[^>]*\son\w+=", html)
    assert 'href="javascript:' not in article
    assert "{{ 7*7 }}" in article


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://a.example/x", True), ("javascript:alert(1)", False), ("data:text/html,x", False),
     ("http://[", False), (None, False)],
)  # fmt: skip
def test_only_web_addresses_are_linked(url: str | None, linked: bool) -> None:
    assert (web_address(url) == url and url is not None) is linked


def test_an_entity_leads_to_all_its_mentions(client: TestClient) -> None:
    page = client.get("/name", params={"id": "GPE:Astana"}).text
    listed = re.search(r"([\d,]+) mentions in ([\d,]+) articles", page)
    assert listed
    items = page.count("<li>")
    assert items == min(50, int(listed[1]))
    assert '<mark class="entities">Astana</mark>' in page
    assert client.get("/name", params={"id": "GPE:nowhere"}).status_code == 404


def test_page_links_leave_gaps() -> None:
    assert page_links(1, 1) == [1]
    assert page_links(10, 20) == [1, None, 8, 9, 10, 11, 12, None, 20]


# downloads


def test_a_selection_comes_as_csv_without_formulas(client: TestClient) -> None:
    answer = client.get("/download/money.csv", params={"name": "script"})
    assert answer.headers["content-disposition"] == 'attachment; filename="money.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["role_text"] for row in rows] == ['\'=HYPERLINK("http://evil.example")']
    assert rows[0]["amount"] == "5.0000"


def test_a_selection_comes_as_parquet_with_all_columns(client: TestClient, out: Path) -> None:
    answer = client.get("/download/documents.parquet", params={"site": "wire.example"})
    table = pq.read_table(io.BytesIO(answer.content))
    assert table.column("title").to_pylist() == [viewstore.GRAIN_TITLE]
    assert table.schema.names == pq.read_table(out / "documents").schema.names


def test_downloads_of_mentions_hold_the_rows_that_match(client: TestClient) -> None:
    answer = client.get("/download/money.parquet", params={"currency": "KZT", "q": "warsaw"})
    table = pq.read_table(io.BytesIO(answer.content))
    assert table.column("text").to_pylist() == ["92 billion tenge"]
    names = client.get("/download/entities.parquet", params={"currency": "KZT", "q": "warsaw"})
    assert pq.read_table(io.BytesIO(names.content)).num_rows == 2


def test_a_download_of_nothing_has_its_heading(client: TestClient) -> None:
    answer = client.get("/download/dates.csv", params={"q": "nosuchword"})
    assert answer.text.count("\n") == 1 and "start_date" in answer.text
    assert client.get("/download/runs.csv").status_code == 404
    assert client.get("/download/dates.exe").status_code == 404


# what is refused


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_answered(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.nip.io:8765", 421),
     ("", 421), ("localhost", 200), ("127.0.0.1:8765", 200), ("[::1]:8765", 200)],
)  # fmt: skip
def test_other_host_names_are_refused(client: TestClient, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


def test_other_sites_may_link_but_not_embed(client: TestClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/", headers=foreign | {"Sec-Fetch-Mode": "no-cors"}).status_code == 403
    assert client.get("/", headers=foreign | {"Sec-Fetch-Mode": "navigate"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/names", "/nothing", "/article/0", "/static/view.css"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_no_page_has_script_or_style_of_its_own(client: TestClient) -> None:
    for html in (client.get("/").text, client.get("/names").text, grain_page(client)):
        assert not re.search(r"<style|\sstyle=|<script(?! src=)", html)


def test_files_outside_are_not_served(client: TestClient) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"):
        assert client.get(path).status_code == 404


def test_host_names_are_read_without_ports() -> None:
    assert [host_name(h) for h in ("[::1]:1", "A.example:80", "a")] == ["::1", "a.example", "a"]


def test_without_a_store_nothing_is_served(tmp_path: Path) -> None:
    with pytest.raises(StoreNotFound):
        make_app(tmp_path / "processed")
