"""Readers, queries, exports, traces, diffs and the choice of what to redo."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic import MTIME, context, make_facts, make_many
from pipeline.errors import StoreDamaged, StoreNotFound, UsageError
from pipeline.fingerprints import Fingerprint
from pipeline.records import Block, Facts, RawArticle
from pipeline.sources import find_files, read_file
from pipeline.tables.convert import RunContext, facts_to_tables
from pipeline.tables.diff import StoreDiff, as_text, compare, diff_stores
from pipeline.tables.export import export
from pipeline.tables.identity import doc_id
from pipeline.tables.readers import read_table, snapshot
from pipeline.tables.schemas import PART_TABLES, SCHEMAS, TABLES
from pipeline.tables.select import choose, load_articles, staleness
from pipeline.tables.sql import format_rows, query
from pipeline.tables.store import RunRecord, Store, admission, parts
from pipeline.tables.trace import trace

RUN = RunRecord("run-1", "direct", MTIME, MTIME, {"found": 6}, {"factmill": "0.1"}, {"w": "1"})


def publish(out: Path, facts: list[Facts], run: RunContext | None = None) -> Path:
    with Store.open(out) as store:
        store.publish(facts_to_tables(facts, run or context()))
        store.record_run(RUN, changed=True)
    return out


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("store") / "processed", list(make_many(range(6))))


# readers


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("pandas", pd.DataFrame),
        ("arrow", pa.Table),
        ("polars", pl.DataFrame),
        ("duckdb", duckdb.DuckDBPyRelation),
    ],
)
def test_every_table_reads_as_every_kind(out: Path, name: str, kind: Any, type_: type) -> None:
    rows = read_table(out, name, as_=kind)
    assert isinstance(rows, type_)
    names = rows.column_names if kind == "arrow" else list(rows.columns)
    assert names == SCHEMAS[name].names


FILTERS: list[tuple[Any, Any]] = [
    ([("currency", "==", "USD")], lambda r: r["currency"] == "USD"),
    ([("amount", ">", 500_000_000)], lambda r: r["amount"] > 500_000_000),
    ([("amount", "<=", Decimal("1000.5"))], lambda r: r["amount"] <= Decimal("1000.5")),
    ([("amount", ">=", 5e8)], lambda r: r["amount"] >= 500_000_000),
    ([("currency", "in", ["USD", "EUR"])], lambda r: r["currency"] in ("USD", "EUR")),
    ([("currency", "not in", ["USD"])], lambda r: r["currency"] != "USD"),
    (
        [[("currency", "==", "USD")], [("currency", "==", "EUR"), ("mention_index", "=", 0)]],
        lambda r: r["currency"] == "USD" or (r["currency"] == "EUR" and r["mention_index"] == 0),
    ),
]


@pytest.mark.parametrize(("filters", "holds"), FILTERS)
def test_filters_select_the_rows_that_they_describe(out: Path, filters: Any, holds: Any) -> None:
    everything = read_table(out, "money", as_="arrow").to_pylist()
    expected = [row for row in everything if holds(row)]
    assert read_table(out, "money", filters=filters, as_="arrow").to_pylist() == expected


def test_no_conditions_select_all(out: Path) -> None:
    assert len(read_table(out, "money", filters=[])) == 24


def test_days_may_be_given_as_text(out: Path) -> None:
    rows = read_table(out, "documents", filters=[("published", ">=", "2026-01-04")])
    assert sorted(rows["published"]) == [date(2026, 1, n) for n in (4, 5, 6)]


@pytest.mark.parametrize(
    "filters",
    [
        [("currencies", "==", "USD")],
        [("currency", "~", "USD")],
        [("currency", "==")],
        [("amount", ">", "much")],
        [("start", ">", "x")],
        7,
    ],
)
def test_a_bad_filter_is_explained(out: Path, filters: Any) -> None:
    with pytest.raises(UsageError, match=r"filter|no column|compared"):
        read_table(out, "money", filters=filters)


def test_unknown_names_are_answered_with_the_known(out: Path) -> None:
    with pytest.raises(UsageError, match="documents, blocks"):
        read_table(out, "moneys")
    with pytest.raises(UsageError, match="amount_min"):
        read_table(out, "money", columns=["amont"])
    with pytest.raises(UsageError, match="polars"):
        read_table(out, "money", as_="numpy")  # type: ignore[arg-type]


def test_a_damaged_file_is_not_read(tmp_path: Path) -> None:
    out = publish(tmp_path / "processed", [make_facts(1)])
    path = sorted((out / "documents").iterdir())[-1]
    damaged = bytearray(path.read_bytes())
    damaged[300] ^= 0xFF
    path.write_bytes(damaged)
    with pytest.raises(StoreDamaged, match="verify"):
        read_table(out, "documents")


def test_a_snapshot_keeps_its_version_while_others_write(tmp_path: Path) -> None:
    out = publish(tmp_path / "processed", [make_facts(1)])
    with snapshot(out) as datasets:
        publish(out, [make_facts(1, version=1), make_facts(2)])
        assert datasets["documents"].count_rows() == 1
        text = datasets["documents"].to_table(columns=["text"]).to_pylist()
        assert text == [{"text": make_facts(1).article.text}]
    assert len(read_table(out, "documents")) == 2


# SQL and exports


def test_sql_joins_the_tables(out: Path) -> None:
    rows = query(
        out,
        "SELECT currency, count(*) AS figures FROM money JOIN documents "
        "USING (doc_id, doc_version) GROUP BY currency ORDER BY currency",
    )
    money = read_table(out, "money")
    assert dict(zip(*rows.to_pydict().values(), strict=True)) == dict(
        money.groupby("currency").size()
    )


@pytest.mark.parametrize(
    "statement", ["SELEC 1", "SELECT nothing FROM money", "SELECT * FROM x", "", " ; "]
)
def test_wrong_sql_is_wrong_use(out: Path, statement: str) -> None:
    with pytest.raises(UsageError):
        query(out, statement)


def test_sql_cannot_change_the_store(out: Path) -> None:
    with pytest.raises(UsageError):
        query(out, "DELETE FROM money")


def test_rows_are_printed_for_people_and_programs(out: Path) -> None:
    rows = query(out, "SELECT text, amount, currency, start FROM money ORDER BY ALL LIMIT 2")
    lines = format_rows(rows, "table").decode().splitlines()
    assert len(lines) == 4 and lines[0].split() == ["text", "amount", "currency", "start"]
    first = rows.to_pylist()[0]
    parsed = json.loads(format_rows(rows, "json").splitlines()[0])
    assert parsed == {**first, "amount": str(first["amount"])}
    (head, row, _) = csv.reader(format_rows(rows, "csv").decode().splitlines())
    assert head == ["text", "amount", "currency", "start"] and row[1] == str(first["amount"])
    assert pq.read_table(pa.BufferReader(format_rows(rows, "parquet"))).equals(rows)


def test_maps_and_lists_are_printed_as_json(out: Path) -> None:
    rows = read_table(out, "runs", as_="arrow")
    assert json.loads(format_rows(rows, "json"))["counts"] == {"found": 6}
    assert b'""Aliya Omarova""' in format_rows(read_table(out, "documents", as_="arrow"), "csv")


def exported(target: str, place: Path) -> Mapping[str, int]:
    if target == "duckdb":
        with duckdb.connect(str(place), read_only=True) as opened:
            return {name: len(opened.sql(f"FROM {name}")) for name in TABLES}
    if target in ("csv", "jsonl"):
        read = pd.read_csv if target == "csv" else (lambda p: pd.read_json(p, lines=True))
        return {name: len(read(place / f"{name}.{target}")) for name in PART_TABLES}
    if target == "delta":
        from deltalake import DeltaTable

        return {name: DeltaTable(place / name).to_pyarrow_table().num_rows for name in TABLES}
    from pyiceberg.catalog.sql import SqlCatalog

    catalog = SqlCatalog("factmill", uri=f"sqlite:///{place / 'catalog.db'}")
    return {name: len(catalog.load_table(f"factmill.{name}").scan().to_arrow()) for name in TABLES}


@pytest.mark.filterwarnings("ignore:Delete operation did not match")
@pytest.mark.parametrize("target", ["duckdb", "csv", "jsonl", "delta", "iceberg"])
def test_exports_hold_every_row_also_the_second_time(
    out: Path, tmp_path: Path, target: Any
) -> None:
    place = tmp_path / "export"
    for _ in range(2):
        rows = export(out, target, place)
        found = exported(target, place)
        assert found == {name: rows[name] for name in found}
        assert rows["money"] == 24


def test_an_export_does_not_overwrite_what_is_not_its_own(out: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(UsageError, match=r"thesis\.docx"):
        export(out, "csv", tmp_path)
    with pytest.raises(UsageError, match="is a folder"):
        export(out, "duckdb", tmp_path)
    with pytest.raises(UsageError, match="jsonl"):
        export(out, "xlsx", tmp_path)  # type: ignore[arg-type]
    assert (tmp_path / "thesis.docx").read_text() == "mine"


# trace


@pytest.fixture
def traced(tmp_path: Path) -> tuple[Path, Path]:
    """A store over one real file, whose second block was repaired."""
    raw_root = tmp_path / "raw"
    raw_root.mkdir()
    facts = make_facts(3, url=False)
    text = facts.article.text
    (raw_root / "a.txt").write_text(f"Menu\n{text}\n")
    (item,) = read_file(find_files([raw_root])[0])
    assert isinstance(item, RawArticle)
    blocks = (
        Block(0, "navigation", False, "short", None, 0, 4, text="Menu"),
        Block(1, "paragraph", True, "model", 0.9, 5, 5 + len(text), 0, len(text)),
    )
    article = replace(facts.article, raw=item, blocks=blocks)
    return publish(tmp_path / "processed", [replace(facts, article=article)]), raw_root


def test_a_row_is_traced_to_its_characters(traced: tuple[Path, Path]) -> None:
    out, raw_root = traced
    key = doc_id(None, "a.txt", None)
    found = trace(out, f"{key[:8]}:money:3", raw_root=raw_root)
    assert found.source is not None and found.source.exact
    assert found.source.text == found.row["text"]
    whole = (raw_root / "a.txt").read_text()
    assert whole[found.source.raw_start : found.source.raw_end] == found.row["text"]
    assert found.sentence == found.row["sentence"]
    assert found.block is not None and found.block["kind"] == "paragraph"
    entity = trace(out, f"{key}:entities:0")
    assert entity.source is None and entity.sentence is not None
    assert entity.row["text"] in entity.sentence


def test_a_dropped_block_is_traced_too(traced: tuple[Path, Path]) -> None:
    out, raw_root = traced
    found = trace(out, f"{doc_id(None, 'a.txt', None)}:blocks:0", raw_root=raw_root)
    assert found.source is not None and found.source.text == "Menu"


def test_a_source_that_changed_is_not_shown(traced: tuple[Path, Path]) -> None:
    out, raw_root = traced
    reference = f"{doc_id(None, 'a.txt', None)}:money:0"
    (raw_root / "a.txt").write_text("Another article by now.")
    changed = trace(out, reference, raw_root=raw_root).source
    (raw_root / "a.txt").unlink()
    gone = trace(out, reference, raw_root=raw_root).source
    for source in (changed, gone):
        assert source is not None and not source.same_bytes and source.text is None


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("zz:money:0", "no document"),
        (":money:0", "6 documents"),
        ("{id}:money:99", "has no row 99"),
        ("{id}:moneys:0", "DOC:TABLE:INDEX"),
        ("{id}", "DOC:TABLE:INDEX"),
    ],
)
def test_a_wrong_reference_is_explained(out: Path, reference: str, answer: str) -> None:
    key = read_table(out, "documents")["doc_id"][0]
    with pytest.raises(UsageError) as error:
        trace(out, reference.format(id=key))
    assert answer in str(error.value)


# diff


def changed_money(facts: Facts) -> Facts:
    """One figure with another currency, one gone, one new, one with a longer span."""
    first, _, third, fourth = facts.money
    longer = replace(third, end=third.end + 1, text=f"{third.text} ")
    new = replace(first, start=0, end=3, text=facts.article.text[:3])
    return replace(facts, money=[new, replace(first, currency="CAD"), longer, fourth])


def test_a_diff_counts_rows_added_removed_and_changed(tmp_path: Path) -> None:
    facts = list(make_many(range(4)))
    before = publish(tmp_path / "a", facts)
    other = context(extract="f" * 16, run="run-2")
    after = publish(tmp_path / "b", [changed_money(facts[0]), *facts[1:]], other)
    diff = diff_stores(before, after)
    money = diff.tables["money"]
    assert (money.same, money.added, money.removed, money.changed) == (13, 1, 1, 2)
    assert money.columns == {"currency": 1, "end": 1, "text": 1}
    assert diff.documents == 4
    assert not any(diff.tables[name].differs for name in PART_TABLES if name != "money")
    text = as_text(diff)
    assert "currency: " in text and "-> CAD" in text


def test_equal_stores_do_not_differ(out: Path) -> None:
    diff = diff_stores(out, out)
    assert not diff.differs and diff.tables["money"].same == 24


def test_documents_of_one_store_only_are_added_or_removed(tmp_path: Path) -> None:
    before = publish(tmp_path / "a", list(make_many(range(0, 3))))
    after = publish(tmp_path / "b", list(make_many(range(1, 5))))
    documents = diff_stores(before, after, examples=1).tables["documents"]
    assert (documents.same, documents.added, documents.removed) == (2, 2, 1)
    assert len(documents.examples["added"]) == 1


def test_tables_are_compared_without_a_store() -> None:
    old, new = (facts_to_tables([make_facts(1, version=version)], context()) for version in (0, 1))
    result = StoreDiff()
    compare(old, new, result)
    assert result.tables["documents"].changed == 1


def test_a_diff_needs_two_stores(out: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreNotFound):
        diff_stores(out, tmp_path / "none")


# what to redo

CLEAN = Fingerprint("clean", "c" * 16, {"setting: cleaning": "auto", "code: a.py": "1"})
EXTRACT = Fingerprint("extract", "e" * 16, {"model: en": "1"})


@pytest.fixture
def aged(tmp_path: Path) -> Path:
    """Documents 0-1 are current, 2-3 have old facts, 4-5 are old from cleaning on."""
    out = tmp_path / "processed"
    old_clean = replace(CLEAN, digest="c0", components={**CLEAN.components, "code: a.py": "0"})
    old_extract = replace(EXTRACT, digest="e0", components={"model: en": "0"})
    with Store.open(out) as store:
        for numbers, clean, extract in (
            (range(0, 2), CLEAN, EXTRACT),
            (range(2, 4), CLEAN, old_extract),
            (range(4, 6), old_clean, old_extract),
        ):
            run = context(clean.digest, extract.digest)
            store.publish(facts_to_tables(list(make_many(numbers)), run))
            versions = {**clean.as_versions(), **extract.as_versions()}
            record = replace(RUN, run_id=f"run-{numbers.start}", versions=versions)
            store.record_run(record, changed=True)
    return out


def key(number: int) -> str:
    raw = make_facts(number).article
    return doc_id(raw.meta.url, raw.raw.source_uri, None)


def test_what_is_stale_and_why(aged: Path) -> None:
    with Store.open(aged) as store:
        found = staleness(store, CLEAN, EXTRACT)
    assert found.clean == [key(4), key(5)] and found.extract == [key(2), key(3)]
    assert found.reasons == {"clean: code: a.py": 2, "extract: model: en": 2}
    assert found.count == 4


def test_a_store_without_records_says_so(tmp_path: Path) -> None:
    with Store.open(tmp_path / "processed") as store:
        store.publish(facts_to_tables([make_facts(1)], context("c0", "e0")))
        found = staleness(store, CLEAN, EXTRACT)
    assert found.reasons == {"clean: by a run that left no record": 1}


CHOICES: list[tuple[Mapping[str, Any], list[int], list[int]]] = [
    ({}, [], []),
    ({"everything": True}, [0, 1, 2, 3, 4, 5], []),
    ({"everything": True, "begin": "extract"}, [], [0, 1, 2, 3, 4, 5]),
    ({"site": "site3.example"}, [3], []),
    ({"since": date(2026, 1, 5)}, [4, 5], []),
    ({"since": date(2026, 1, 5), "site": "site0.example"}, [], []),
]


@pytest.mark.parametrize(("criteria", "clean", "extract"), CHOICES)
def test_criteria_choose_documents(
    aged: Path, criteria: Mapping[str, Any], clean: list[int], extract: list[int]
) -> None:
    with Store.open(aged) as store:
        chosen = choose(store, **criteria)
    assert chosen.clean == [key(n) for n in clean]
    assert chosen.extract == [key(n) for n in extract]


def test_stale_ones_begin_where_they_must(aged: Path) -> None:
    with Store.open(aged) as store:
        stale = staleness(store, CLEAN, EXTRACT)
        chosen = choose(store, stale=stale, doc_ids=[key(0)[:10]], begin="extract")
        with pytest.raises(UsageError, match="no document"):
            choose(store, doc_ids=["zz"])
    assert chosen.clean == [key(4), key(5)]
    assert chosen.extract == [key(0), key(2), key(3)]


def test_articles_come_back_as_they_went_into_extraction(aged: Path) -> None:
    with Store.open(aged) as store:
        articles = list(load_articles(store, [key(3), key(1)]))
    for article, number in zip(articles, (3, 1), strict=True):
        before = make_facts(number).article
        assert replace(article, raw=before.raw) == before
        assert article.raw.raw_sha256 == before.raw.raw_sha256


def test_extraction_alone_gives_the_rows_that_both_stages_gave(aged: Path) -> None:
    facts = make_facts(3)
    whole = facts_to_tables([facts], context())
    with Store.open(aged) as store:
        (article,) = load_articles(store, [key(3)])
    again = facts_to_tables([replace(facts, article=article)], context())
    assert all(again[name].equals(whole[name]) for name in PART_TABLES)


MANY_PARTS = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 4096))
from pipeline.tables.sql import query
print(query(Path(sys.argv[1]), "SELECT count(*) AS n FROM money").to_pylist())
"""


def test_a_store_of_more_parts_than_files_may_be_open(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (parts, admission):
        monkeypatch.setattr(module, "PART_DOCUMENTS", 1)
    out = publish(tmp_path / "processed", list(make_many(range(12), sentences=3)))
    done = subprocess.run(
        [sys.executable, "-c", MANY_PARTS, str(out)], capture_output=True, text=True, cwd=root
    )
    assert done.stdout.strip() == "[{'n': 12}]", done.stderr
