"""SQL over the tables, and its rows as they are printed."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic import make_many
from pipeline.errors import UsageError
from pipeline.printable import printable
from pipeline.tables.readers import read_table
from pipeline.tables.sql import format_rows, query
from pipeline.tables.store import admission, parts
from tests.tablestore import publish


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("store") / "processed", list(make_many(range(6))))


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


def test_columns_that_share_a_name_are_all_kept(out: Path) -> None:
    rows = query(out, "SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS a, 5 AS b")
    assert rows.to_pylist() == [{"a": 1, "a_2": 2, "a_1": 3, "a_3": 4, "b": 5}]
    joined = query(out, "SELECT * FROM money m JOIN documents d ON m.doc_id = d.doc_id LIMIT 1")
    assert {"doc_id", "doc_id_1", "text", "text_1"} <= set(joined.column_names)
    for form in ("table", "csv", "json", "parquet"):
        assert b"doc_id_1" in format_rows(joined, form)


def test_no_progress_stands_among_the_rows(out: Path) -> None:
    assert query(out, "SELECT current_setting('enable_progress_bar') AS it").to_pylist() == [
        {"it": False}
    ]


def test_maps_and_lists_are_printed_as_json(out: Path) -> None:
    rows = read_table(out, "runs", as_="arrow")
    assert json.loads(format_rows(rows, "json"))["counts"] == {"found": 6}
    assert b'""Aliya Omarova""' in format_rows(read_table(out, "documents", as_="arrow"), "csv")


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


def test_a_long_query_can_be_interrupted(out: Path) -> None:
    # Started in the background, as by a CI, the tests inherit that SIGINT is ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    begun = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            query(out, "SELECT count(*) FROM range(300000000000) a WHERE hash(a) % 7 = 3")
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("INTERVAL 1 DAY", "1 day"),
        ("INTERVAL 14 MONTH + INTERVAL 3 DAY", "1 year 2 months 3 days"),
        ("INTERVAL 93784500 MILLISECOND", "26:03:04.5"),
        ("INTERVAL (-1) MONTH", "-1 month"),
        ("INTERVAL (-90) SECOND", "-00:01:30"),
        ("INTERVAL 0 DAY", "00:00:00"),
        ("TIMESTAMP '2024-01-03' - TIMESTAMP '2024-01-01 12:00:00'", "1 day 12:00:00"),
        ("'x\\xFF'::BLOB", "x\\xff"),
        ("DATE 'infinity'", "<value out of range: 2147483647>"),
        ("DATE '99999-01-01'", "<value out of range: 35804357>"),
        ("DATE '2024-02-29'", "2024-02-29"),
    ],
)
def test_every_type_has_a_form(out: Path, value: str, shown: str) -> None:
    rows = query(out, f"SELECT {value} AS x")
    (_, cell) = csv.reader(format_rows(rows, "csv").decode().splitlines())
    assert cell == [shown]
    assert json.loads(format_rows(rows, "json")) == {"x": shown}
    assert format_rows(rows, "table").decode().splitlines()[2] == printable(shown)
    assert pq.read_table(pa.BufferReader(format_rows(rows, "parquet"))).num_rows == 1


def test_json_has_no_number_that_is_none(out: Path) -> None:
    rows = query(out, "SELECT 'nan'::DOUBLE a, ['inf'::DOUBLE, 1.5] b, {'c': '-inf'::FLOAT} d")
    (line,) = format_rows(rows, "json").splitlines()
    assert json.loads(line, parse_constant=pytest.fail) == {
        "a": None, "b": [None, 1.5], "d": {"c": None},
    }  # fmt: skip
