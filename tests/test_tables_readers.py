"""Readers: every table as every kind, filters, and what is answered to a wrong one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from benchmarks.synthetic import make_facts, make_many
from pipeline.errors import StoreDamaged, UsageError
from pipeline.tables.readers import read_table, snapshot
from pipeline.tables.schemas import SCHEMAS, TABLES
from tests.tablestore import publish


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("store") / "processed", list(make_many(range(6))))


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
    ([("currency", "in", [])], lambda r: False),
    ([("currency", "not in", [])], lambda r: True),
    ([("amount", "in", {500_000_000, "1000"})], lambda r: r["amount"] in (500_000_000, 1000)),
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
        [("currency", "in", "USD")],
        [("mention_index", "in", 5)],
        7,
    ],
)
def test_a_bad_filter_is_explained(out: Path, filters: Any) -> None:
    with pytest.raises(UsageError, match=r"filter|no column|compared"):
        read_table(out, "money", filters=filters)


def test_a_list_is_not_compared(out: Path) -> None:
    with pytest.raises(UsageError, match=r"'authors' holds .*no filter compares"):
        read_table(out, "documents", filters=[("authors", "==", ["Ann Lee"])])


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
