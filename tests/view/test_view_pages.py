"""The viewer without a browser: what it shows and what it lets download."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic import context, make_many
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.store import Store
from pipeline.view.html import page_links, web_address
from pipeline.view.shelf import Shelf
from tests import viewstore
from tests.viewclient import TestClient, grain_page


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


def test_texts_run_in_the_direction_of_their_script(client: TestClient) -> None:
    page = grain_page(client)
    assert page.count('<h1 dir="auto"') == 1 and '<p dir="auto">' in page
    assert '<p class="text" dir="auto">' in page  # a dropped block
    assert page.count('class="tip"') == page.count('class="tip" role="tooltip" dir="ltr"')
    found = client.get("/", params={"q": "tenge"}).text
    assert '<h3 dir="auto">' in found and '<p class="snippet" dir="auto"' in found


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
