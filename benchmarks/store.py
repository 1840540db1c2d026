"""The store: what a run costs as the store grows, what plain readers see, how files are laid out.

``python -m benchmarks.store [--sizes 1000 11000 101000] [--repeat N]``. The rows are made up
(`benchmarks.synthetic`), the code is the real one. Each measurement is a process of its own over a
copy of the store; times are medians, with the fsyncs of the disk at hand.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from benchmarks.synthetic import context, make_many
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.readers import read_table
from pipeline.tables.schemas import TABLES, TableName
from pipeline.tables.store import Store
from pipeline.tables.store.parts import parquet_bytes

SIZES = (1_000, 11_000, 101_000)
"""Each leaves 1,000 documents in the open part, which a publication rewrites."""
ADDED = 100
LAYOUT_DOCUMENTS = 20_000


def run(shared: Path, sizes: Sequence[int] = SIZES, repeat: int = 5) -> str:
    """The section of docs/benchmarks.md; ``shared`` is not needed."""
    with tempfile.TemporaryDirectory(prefix="factmill-bench-") as folder:
        place = Path(folder)
        parts = [
            "## Store",
            f"`python -m benchmarks.store`, {datetime.now(UTC):%Y-%m-%d}, pyarrow "
            f"{pa.__version__}, {sys.platform}. Made-up articles of 12 sentences (37 rows each).",
            growth_section(place, sizes, repeat),
            readers_section(place),
            layout_section(place, repeat),
        ]
    return "\n\n".join(parts)


# -- growth ----------------------------------------------------------------------------------------


def growth_section(place: Path, sizes: Sequence[int], repeat: int) -> str:
    """Cost of adding documents, by the size of the store."""
    stores = {}
    for size in sizes:
        grown = build(place / "base" / "processed", size)
        stores[size] = copied(grown, place / f"size-{size}")
    runs: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
    for _ in range(repeat):  # by turns, so that a busy moment of the machine meets all sizes
        for size, store in stores.items():
            runs[size].append(measured(copied(store, place / "copy"), size))
    rows = [(size, folder_bytes(stores[size]), median_of(runs[size])) for size in sizes]
    first = rows[0][2]["publish"]
    lines = [
        f"Adding {ADDED} documents to stores that each have 1,000 documents in their open part. "
        "`publish` is the commit of all six tables; `narrow scan` is `Store.sources()`, which "
        "tells what is new and grows with the store. Peak memory is of the whole process; "
        "importing pyarrow alone takes the first figure.",
        "",
        "| documents | on disk | publish | to the first | narrow scan | unchanged again "
        "| peak memory, publish | with the scan |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size, disk, run_ in rows:
        lines.append(
            f"| {size:,} | {disk / 1e6:,.0f} MB | {run_['publish']:.2f} s "
            f"| {run_['publish'] / first - 1:+.0%} | {run_['scan']:.3f} s "
            f"| {run_['unchanged']:.3f} s | {run_['imported']:.0f} -> {run_['memory']:.0f} MiB "
            f"| {run_['memory_scan']:.0f} MiB |"
        )
    return "\n".join(lines)


def build(out: Path, size: int) -> Path:
    """A store of ``size`` documents; adds to the one that is there."""
    with Store.open(out) as store:
        there = len(store.sources())
        for start in range(there, size, 5_000):
            stop = min(start + 5_000, size)
            store.publish(facts_to_tables(list(make_many(range(start, stop))), context()))
    return out


def copied(out: Path, folder: Path) -> Path:
    """The store again; its parts are linked, for a commit replaces files and overwrites none."""
    if folder.exists():
        shutil.rmtree(folder)
    subprocess.run(["cp", "-al", str(out.parent), str(folder)], check=True)
    shutil.rmtree(folder / ".factmill")
    shutil.copytree(out.parent / ".factmill", folder / ".factmill")
    return folder / out.name


def measured(out: Path, size: int) -> dict[str, float]:
    """Figures of two processes, one that publishes and one that scans."""
    figures: dict[str, float] = {}
    for what in ("scan", "publish"):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.store", "--measure", what, str(out), str(size)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        figures |= json.loads(done.stdout)
    return figures


def peak() -> float:
    """Most memory that this process had, in MiB (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def measure(what: str, out: Path, size: int) -> dict[str, float]:
    """In a process of its own."""
    tables = facts_to_tables(list(make_many(range(size, size + ADDED))), context())
    imported = peak()
    with Store.open(out) as store:
        if what == "scan":
            start = time.perf_counter()
            store.sources()
            return {"scan": time.perf_counter() - start, "memory_scan": peak()}
        start = time.perf_counter()
        store.publish(tables)
        done = time.perf_counter()
        memory = peak()
        again = time.perf_counter()
        store.publish(tables)
        return {
            "publish": done - start, "unchanged": time.perf_counter() - again,
            "imported": imported, "memory": memory,
        }  # fmt: skip


def median_of(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(run_[name] for run_ in runs) for name in runs[0]}


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


# -- plain readers ---------------------------------------------------------------------------------


def readers_section(place: Path) -> str:
    """What ``pd.read_parquet(folder)`` counts after every document was replaced twice."""
    first, *changes = (
        facts_to_tables(list(make_many(range(500), version=version)), context())
        for version in range(3)
    )
    lines = [
        "What a plain `pd.read_parquet` of the folder counts after 500 documents were written and "
        "each was replaced twice (500 is right):",
        "",
        "| store | rows of documents |",
        "| --- | ---: |",
    ]
    for name, write in PLAIN.items():
        folder = write(
            place / "plain" / name, first["documents"], [c["documents"] for c in changes]
        )
        count = (
            "not installed"
            if folder is None
            else f"{len(pd.read_parquet(folder, columns=['doc_id'])):,}"
        )
        lines.append(f"| {name} | {count} |")
    return "\n".join(lines)


def ours(folder: Path, first: pa.Table, changes: Sequence[pa.Table]) -> Path | None:
    with Store.open(folder / "processed") as store:
        for documents in (first, *changes):
            store.publish({"documents": documents})
    return folder / "processed" / "documents"


def delta(folder: Path, first: pa.Table, changes: Sequence[pa.Table]) -> Path | None:
    try:
        from deltalake import DeltaTable, write_deltalake
    except ImportError:
        return None
    write_deltalake(str(folder), first)
    for documents in changes:
        merge = DeltaTable(str(folder)).merge(
            documents, "s.doc_id = t.doc_id", source_alias="s", target_alias="t"
        )
        merge.when_matched_update_all().when_not_matched_insert_all().execute()
    return folder


def iceberg(folder: Path, first: pa.Table, changes: Sequence[pa.Table]) -> Path | None:
    try:
        from pyiceberg.catalog.sql import SqlCatalog
    except ImportError:
        return None
    folder.mkdir(parents=True)
    catalog = SqlCatalog("c", uri=f"sqlite:///{folder / 'c.db'}", warehouse=f"file://{folder}")
    catalog.create_namespace("n")
    table = catalog.create_table("n.documents", schema=first.schema)
    table.append(first)
    for documents in changes:
        table.overwrite(documents)
    return folder / "n" / "documents" / "data"


def version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


PLAIN: dict[str, Callable[[Path, pa.Table, Sequence[pa.Table]], Path | None]] = {
    "Factmill": ours,
    f"deltalake {version_of('deltalake')}": delta,
    f"pyiceberg {version_of('pyiceberg')}": iceberg,
}


# -- layout ----------------------------------------------------------------------------------------

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
        "milliseconds of pyarrow with a filter, by question. The shipped layout sorts by document, "
        "which is what `show`, `trace`, joins and a commit's merge ask for.",
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
    from pipeline.tables.filters import to_expression
    from pipeline.tables.schemas import SCHEMAS

    name, filters = query
    times = []
    for _ in range(repeat + 1):
        start = time.perf_counter()
        dataset = ds.dataset(folder / name, format="parquet")
        dataset.to_table(filter=to_expression(filters, SCHEMAS[name]))
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--measure", nargs=3, metavar=("WHAT", "STORE", "SIZE"), help="for itself")
    arguments = parser.parse_args()
    if arguments.measure:
        what, out, size = arguments.measure
        print(json.dumps(measure(what, Path(out), int(size))))
        return 0
    print(run(arguments.shared, arguments.sizes, arguments.repeat))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
