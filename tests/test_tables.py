"""Schemas, conversion, identity: what a row is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks.synthetic import context, make_facts, make_many
from pipeline.records import ArticleMeta, Facts, MoneyMention, Span
from pipeline.tables.checks import check_part
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.docs import tables_page
from pipeline.tables.identity import canonical_url, doc_id, doc_version
from pipeline.tables.schemas import PART_TABLES, SCHEMAS, SORT_KEYS

DESIGN = {
    "documents": """doc_id doc_version source_uri source_key source_format url site title authors
        published published_from language language_score text body_start char_count word_count
        sentence_count kept_ratio duplicate_of raw_sha256 source_size source_mtime fetched_at
        clean_fingerprint extract_fingerprint processed_at run_id""",
    "blocks": "doc_id block_index kind kept reason score raw_start raw_end start end text",
    "sentences": "doc_id sentence_index start end",
    "entities": """doc_id mention_index start end text label sentence_index canonical entity_id
        country source""",
    "dates": """doc_id mention_index start end text type value mod start_date end_date granularity
        resolution anchor_date range_id range_role sentence_index sentence""",
    "money": """doc_id mention_index start end text amount amount_min amount_max currency
        currency_text currency_evidence modifier per equivalent_of implied_rate role_text
        sentence_index sentence""",
    "failures": "source_uri raw_sha256 stage error message attempts first_seen last_seen",
    "runs": "run_id flow started_at ended_at counts versions settings",
}


@pytest.mark.parametrize("name", DESIGN)
def test_tables_have_the_designed_columns_in_order(name: str) -> None:
    promised = DESIGN[name].split()
    assert [column for column in SCHEMAS[name].names if column in promised] == promised


@pytest.mark.parametrize("name", PART_TABLES)
def test_every_fact_table_says_which_version_of_the_document(name: str) -> None:
    assert SCHEMAS[name].names[:2] == ["doc_id", "doc_version"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_column_is_described(name: str) -> None:
    for field in SCHEMAS[name]:
        assert field.metadata[b"description"], field.name
    assert all(not SCHEMAS[name].field(k).nullable for k in SORT_KEYS[name] if k != "source_key")


def test_amounts_are_decimals_and_days_are_dates() -> None:
    assert SCHEMAS["money"].field("amount").type == pa.decimal128(38, 4)
    assert SCHEMAS["dates"].field("start_date").type == pa.date32()
    assert SCHEMAS["documents"].field("authors").type == pa.list_(pa.string())


def test_the_page_of_the_tables_is_up_to_date(root: Path) -> None:
    assert (root / "docs" / "tables.md").read_text(encoding="utf-8") == tables_page(), (
        "run: python -m pipeline.tables.docs"
    )


def test_facts_become_rows_that_hold_together() -> None:
    tables = facts_to_tables(list(make_many(range(5))), context())
    assert list(tables) == list(PART_TABLES)
    for name, table in tables.items():
        assert table.schema.equals(SCHEMAS[name])
        tables[name] = table.sort_by([(key, "ascending") for key in SORT_KEYS[name]])
    assert check_part("p", tables) == []
    assert tables["documents"].num_rows == 5 and tables["money"].num_rows == 20


def test_no_facts_become_empty_tables() -> None:
    tables = facts_to_tables([], context())
    assert {name: table.num_rows for name, table in tables.items()} == dict.fromkeys(PART_TABLES, 0)
    assert tables["money"].schema.equals(SCHEMAS["money"])


AMOUNTS = [
    ("12.5", "12.5000"),
    ("0.00005", "0.0000"),
    ("0.00015", "0.0002"),
    ("9999999999999999999999999999999999.9999", "9999999999999999999999999999999999.9999"),
    ("9999999999999999999999999999999999.99999", None),
    ("1e34", None),
    ("1e400", None),
    ("-3", "-3.0000"),
]


@pytest.mark.parametrize(("figure", "stored"), AMOUNTS)
def test_amounts_are_kept_to_four_places(figure: str, stored: str | None) -> None:
    facts = make_facts(1)
    mention = replace(facts.money[0], amount=Decimal(figure))
    tables = facts_to_tables([replace(facts, money=[mention])], context())
    (value,) = tables["money"].column("amount").to_pylist()
    assert value == (None if stored is None else Decimal(stored))


def test_a_lone_surrogate_does_not_cost_the_batch() -> None:
    facts = make_facts(1)
    article = replace(facts.article, text="A\ud83dB costs $5.", meta=ArticleMeta(title="\udc00"))
    money = MoneyMention(12, 14, "$5", Decimal(5), "USD", "$", "symbol")
    broken = Facts(article, [Span(0, 15)], [], [], [money])
    tables = facts_to_tables([broken, make_facts(2)], context())
    row = tables["documents"].to_pylist()[0]
    assert row["text"] == "A\ufffdB costs $5." and row["title"] == "\ufffd"
    assert row["text"][10:12] == "$5"


def test_a_mention_outside_of_any_sentence_has_none() -> None:
    facts = replace(make_facts(1), sentences=())
    tables = facts_to_tables([facts], context())
    assert set(tables["money"].column("sentence_index").to_pylist()) == {None}
    assert set(tables["money"].column("sentence").to_pylist()) == {None}


SAME_ADDRESS = [
    "https://example.org/news/a",
    "http://www.example.org/news/a/",
    "https://EXAMPLE.org:443/news/a#comments",
    "https://example.org/news/a?utm_source=mail&fbclid=1",
]


@pytest.mark.parametrize("url", SAME_ADDRESS)
def test_one_article_has_one_address(url: str) -> None:
    assert canonical_url(url) == "example.org/news/a"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/?p=12", "example.org?p=12"),
        ("https://example.org/a?id=1&id=2", "example.org/a?id=1&id=2"),
        ("https://example.org:8080/a", "example.org:8080/a"),
        ("https://example.org/", None),
        ("/news/a", None),
        ("http://[broken", None),
        ("https://example.org:port/a", None),
    ],
)
def test_an_address_that_names_no_article_is_none(url: str, address: str | None) -> None:
    assert canonical_url(url) == address


def test_ids_are_frozen() -> None:
    """A change of these values renames every document of every store."""
    assert doc_id("https://example.org/a", "x.txt", None) == "8617d9744f7fd83e33d908d1f510ac91"
    assert doc_id(None, "x.txt", None) == "a684f52bd6161d7a37a366a50fc53390"
    assert doc_id(None, "x.jsonl", "7") == "0488c035938593b02fa273c785e888cf"
    assert doc_version("a" * 64, "c" * 16, "e" * 16) == "73e8c6ce15ff8f8f"
