"""Exports to databases, files and lake tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from benchmarks.synthetic import make_many
from pipeline.errors import StoreUnwritable, UsageError
from pipeline.report.write import write_report
from pipeline.tables.export import export
from pipeline.tables.schemas import PART_TABLES, TABLES
from pipeline.tables.verify import verify
from tests.articles import snapshot
from tests.tablestore import publish

TARGETS = ["duckdb", "csv", "jsonl", "delta", "iceberg"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("store") / "processed", list(make_many(range(6))))


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
@pytest.mark.parametrize("target", TARGETS)
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


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("csv", "mine.csv"),
        ("jsonl", "money.json"),
        ("delta", "mine.parquet"),
        ("iceberg", "mine.db"),
    ],
)
def test_files_of_the_same_kind_are_not_swept_away(
    out: Path, tmp_path: Path, target: Any, name: str
) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError, match=f"holds other files .{name}"):
        export(out, target, tmp_path)
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "place",
    [
        "processed",
        "processed/money",
        "processed/new",
        ".factmill/processed",
        "processed/../processed",
    ],
)
def test_nothing_is_written_into_the_store(
    out: Path, target: Any, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(out)
    monkeypatch.chdir(out.parent)
    for named in (Path(place), out.parent / place):
        with pytest.raises(UsageError, match="lies in the store"):
            export(out, target, named)
    assert snapshot(out) == before


def test_nothing_is_written_into_another_store(out: Path, tmp_path: Path) -> None:
    other = publish(tmp_path / "processed", list(make_many(range(2))))
    before = snapshot(other)
    for target in TARGETS:
        for place in (other, other / "money"):
            with pytest.raises(UsageError, match=r"holds other files|is a folder"):
                export(out, target, place)  # type: ignore[arg-type]
    assert snapshot(other) == before
    with pytest.raises(UsageError, match="lies in the store"):
        write_report(other, other / "report.html")
    assert verify(other).ok


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    ("name", "in_urls"),
    [
        ("with space", True),
        ('it\'s 100 % "{&}*"', True),
        ("é ✓", True),
        ("100%25", False),
        ("a?b", False),
        ("a#b", False),
        ("[a]", False),
        ("a|b", False),
        ("a^b", False),
        ("a\nb", False),
    ],
)
def test_any_name_will_do_or_is_refused(
    out: Path, tmp_path: Path, target: Any, name: str, in_urls: bool
) -> None:
    if target in ("delta", "iceberg") and not in_urls:
        with pytest.raises(UsageError, match="in the name of its folder"):
            export(out, target, tmp_path / name)
        assert not list(tmp_path.iterdir())
        return
    export(out, target, tmp_path / name)
    assert exported(target, tmp_path / name)["money"] == 24
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_or_a_database_of_somebody_s_own_stays(out: Path, tmp_path: Path) -> None:
    notes, database = tmp_path / "notes.txt", tmp_path / "own.db"
    notes.write_text("mine")
    with duckdb.connect(str(database)) as opened:
        opened.execute("CREATE TABLE mine AS SELECT 1 AS one")
    with pytest.raises(UsageError, match="cannot be read as a DuckDB file"):
        export(out, "duckdb", notes)
    with pytest.raises(UsageError, match=r"holds other tables .mine"):
        export(out, "duckdb", database)
    assert notes.read_text() == "mine"
    with duckdb.connect(str(database)) as opened:
        assert opened.execute("SELECT one FROM mine").fetchall() == [(1,)]


@pytest.mark.parametrize("target", TARGETS)
def test_where_nothing_can_be_written(out: Path, tmp_path: Path, target: Any) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreUnwritable, match="cannot write"):
        export(out, target, tmp_path / "file" / "below")
    with pytest.raises(StoreUnwritable, match="cannot write"):
        export(out, target, Path("/proc/factmill"))
    assert (tmp_path / "file").read_text() == "mine"
