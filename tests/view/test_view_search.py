"""What the viewer finds: filters, the index and the scan without one."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from benchmarks.synthetic import context, make_many
from benchmarks.view_store import enriched
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.store import Store
from pipeline.view.searchindex import Indexer, SearchIndex
from pipeline.view.selection import read_selection
from pipeline.view.shelf import Shelf
from pipeline.view.textquery import parse_text_query
from tests import viewstore
from tests.viewclient import TestClient


def found(client: TestClient, **query: str) -> list[str]:
    """Titles of the first page of results."""
    page = client.get("/", params=query)
    assert page.status_code == 200, page.text
    return re.findall(r"<h3[^>]*><a [^>]*>([^<]*)</a>", page.text)


def total(client: TestClient, **query: str) -> int:
    page = client.get("/", params=query)
    counted = re.search(r'role="status">([\d,]+) article', page.text)
    assert counted, page.text
    return int(counted[1])


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
