"""Size and speed of what analysts ask, by how the files of the store are laid out."""

from __future__ import annotations

import shutil
import statistics
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from benchmarks.store_growth import build, folder_bytes
from pipeline.tables.filters import to_expression
from pipeline.tables.readers import read_table
from pipeline.tables.schemas import SCHEMAS, TABLES, TableName
from pipeline.tables.store.parts import parquet_bytes

LAYOUT_DOCUMENTS = 20_000

Query = tuple[TableName, list[Any]]
VARIANTS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "snappy": {"compression": "snappy", "compression_level": None},
    "zstd, level 9": {"compression_level": 9},
    "no dictionaries": {"use_dictionary": False},
    "dictionaries for all": {"use_dictionary": True},
    "one row group a file": {"row_group_size": 10**9},
    "row groups of 2,000": {"row_group_size": 2_000},
    "sorted by what is asked": {"sort": True},
}
SORTS: dict[str, list[str]] = {
    "money": ["currency", "amount"],
    "dates": ["start_date"],
    "entities": ["entity_id"],
    "documents": ["published"],
}


def layout_section(place: Path, repeat: int) -> str:
    """Size and time of the questions that analysts ask, by how files are written."""
    base = build(place / "layout" / "processed", LAYOUT_DOCUMENTS)
    document = read_table(base, "documents", columns=["doc_id"])["doc_id"][777]
    queries: dict[str, Query] = {
        "one document": ("money", [("doc_id", "==", document)]),
        "its text": ("documents", [("doc_id", "==", document)]),
        "a currency": ("money", [("currency", "==", "KZT")]),
        "a month": ("dates", [("start_date", ">=", "2022-05-01"), ("end_date", "<", "2022-06-01")]),
        "an entity": ("entities", [("entity_id", "==", "ORG:Northgrid")]),
    }
    lines = [
        f"How files are laid out, over {LAYOUT_DOCUMENTS:,} documents in four parts: size, and "
        "milliseconds of CPU time of pyarrow with a filter, by question. The shipped layout sorts "
        "by document, which is what `show`, `trace`, joins and a commit's merge ask for.",
        "",
        "| layout | on disk | " + " | ".join(queries) + " |",
        "| --- | ---: |" + " ---: |" * len(queries),
    ]
    for name, options in VARIANTS.items():
        folder = rewrite(base, place / "variant", dict(options))
        times = [query_time(folder, query, repeat) for query in queries.values()]
        cells = " | ".join(f"{1000 * seconds:.0f}" for seconds in times)
        lines.append(f"| {name} | {folder_bytes(folder) / 1e6:.1f} MB | {cells} |")
    return "\n".join(lines)


def rewrite(base: Path, target: Path, options: dict[str, Any]) -> Path:
    """The same rows in another layout."""
    if target.exists():
        shutil.rmtree(target)
    by_question = options.pop("sort", False)
    for name in TABLES:
        (target / name).mkdir(parents=True)
        for path in sorted((base / name).glob("*.parquet")):
            table = pq.read_table(path)
            keys = SORTS.get(name) if by_question else None
            table = table.sort_by([(k, "ascending") for k in keys]) if keys else table
            (target / name / path.name).write_bytes(written(name, table, options))
    return target


def written(name: TableName, table: pa.Table, options: dict[str, Any]) -> bytes:
    """`parquet_bytes` with some options changed."""
    original = pq.write_table

    def changed(rows: pa.Table, sink: Any, **given: Any) -> None:
        original(rows, sink, **{**given, **options})

    pq.write_table = changed
    try:
        return bytes(parquet_bytes(name, table))
    finally:
        pq.write_table = original


def query_time(folder: Path, query: Query, repeat: int) -> float:
    """Median CPU seconds of pyarrow, the listing of the folder included."""
    name, filters = query
    times = []
    for _ in range(repeat + 1):
        start = time.process_time()
        dataset = ds.dataset(folder / name, format="parquet")
        dataset.to_table(filter=to_expression(filters, SCHEMAS[name]))
        times.append(time.process_time() - start)
    return statistics.median(times[1:])  # the first warms up
