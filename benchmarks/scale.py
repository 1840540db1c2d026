"""What the ledger and the folder of a very large store cost, without making its articles.

``python -m benchmarks.scale --documents 1000000`` fills a ledger with made-up rows as a store of
that size would, and lists folders with as many files as one of 100 million documents has. CPU
seconds of this process; memory is what a call keeps.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.run.known import Known
from pipeline.tables.chosen import Chosen
from pipeline.tables.schemas import PART_TABLES, SCHEMAS
from pipeline.tables.store.backend import Stamp
from pipeline.tables.store.ledger import NARROW, Ledger
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.store.parts import PART_DOCUMENTS, PartInfo

GOAL = 100_000_000
SITES = 5_000
MTIME = datetime(2026, 1, 2, tzinfo=UTC)


def fill(ledger: Ledger, documents: int) -> None:
    """Enter parts of 5,000 documents."""
    for part in range(documents // PART_DOCUMENTS):
        first = part * PART_DOCUMENTS
        rows = _narrow(range(first, first + PART_DOCUMENTS))
        info = PartInfo(PART_DOCUMENTS, 10**7, f"{part:016x}")
        with ledger.transaction():
            ledger.set_part(f"20260102-{part:06d}", Stamp(10**6, str(part)), info, rows)


def _narrow(numbers: range) -> pa.Table:
    fixed = {
        "source_key": None, "source_size": 5000, "source_mtime": MTIME, "fetched_at": None,
        "processed_at": MTIME, "clean_fingerprint": "c" * 16, "extract_fingerprint": "e" * 16,
    }  # fmt: skip
    columns: dict[str, list[Any]] = {name: [value] * len(numbers) for name, value in fixed.items()}
    # ids are hashes: they come in no order
    columns["doc_id"] = [f"{n * 0x9E3779B97F4A7C15 % 2**128:032x}" for n in numbers]
    columns["doc_version"] = [f"{n * 31:016x}" for n in numbers]
    columns["source_uri"] = [f"site{n % SITES}/2026/{n:012d}.html" for n in numbers]
    columns["input_sha256"] = columns["raw_sha256"] = [f"{n:064x}" for n in numbers]
    columns["site"] = [f"site{n % SITES}.example" for n in numbers]
    schema = pa.schema([SCHEMAS["documents"].field(name) for name in NARROW])
    return pa.table({name: columns[name] for name in NARROW}, schema=schema)


def list_folders(folder: Path, files: int) -> float:
    """CPU seconds to list the parts of all tables, each with ``files`` of them."""
    for table in PART_TABLES:
        (folder / table).mkdir(parents=True)
        for number in range(files):
            (folder / table / f"20260102-{number:06d}.parquet").touch()
    backend = LocalBackend(folder)
    seconds, _ = measured(lambda: [backend.listing(table) for table in PART_TABLES], memory=False)
    return seconds


def measured(call: Callable[[], Any], *, memory: bool = True) -> tuple[float, float]:
    """CPU seconds of a call, and the MB of what it returns."""
    began = time.process_time()
    kept = call()
    seconds = time.process_time() - began
    del kept
    if not memory:
        return seconds, 0.0
    tracemalloc.start()
    kept = call()
    size = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del kept
    return seconds, size


def _chosen(ledger: Ledger) -> Chosen:
    """All documents, from cleaning on, which also notes their sources."""
    chosen = Chosen()
    chosen.add((document, "clean") for document in ledger.documents())
    return chosen


def report(folder: Path, documents: int) -> str:
    """The Markdown section."""
    path = folder / "ledger.db"
    ledger = Ledger(path)
    began = time.process_time()
    fill(ledger, documents)
    filled = time.process_time() - began
    times = GOAL / documents
    calls: dict[str, Callable[[], Any]] = {
        "sites that there are": ledger.sites,
        "counts by fingerprint (status, end of a run)": ledger.fingerprints,
        "documents of one part (5,000)": lambda: ledger.versions("20260102-000003"),
        "digests of all parts": ledger.part_infos,
        "the sources, on disk (plan of an ingest)": lambda: Known(ledger.inputs()),
        "all documents, on disk (plan of a reprocess)": lambda: _chosen(ledger),
    }
    lines = [
        f"A ledger of {documents:,} documents in {documents // PART_DOCUMENTS:,} parts and "
        f"{SITES:,} sites, {datetime.now(UTC):%Y-%m-%d}:",
        "",
        f"- size on disk: {path.stat().st_size / documents:.0f} bytes a document, "
        f"{path.stat().st_size / documents * GOAL / 1e9:.0f} GB at 100 million;",
        f"- temporary file of an ingest: {Known(ledger.inputs()).bytes / documents:.0f} bytes a "
        f"document; of a reprocess of all: {_chosen(ledger).bytes / documents:.0f};",
        f"- to fill it: {filled / documents * 1e6:.0f} µs a document, "
        f"{filled * times / 3600:.1f} CPU hours at 100 million (`factmill repair`);",
        f"- listing 6 folders of {GOAL // PART_DOCUMENTS:,} files: "
        f"{list_folders(folder / 'processed', GOAL // PART_DOCUMENTS):.1f} CPU s.",
        "",
        "| call | CPU s | MB kept | at 100 million, CPU s |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, call in calls.items():
        seconds, size = measured(call)
        grows = 1.0 if "one part" in name else times
        lines.append(f"| {name} | {seconds:.2f} | {size:.1f} | {seconds * grows:,.1f} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000_000)
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        print(report(Path(folder), parser.parse_args().documents))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
