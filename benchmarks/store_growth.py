"""What a run costs as the store grows. Each measurement is a process over a copy of a store."""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.synthetic import context, make_many
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.schemas import TABLES
from pipeline.tables.store import Store
from pipeline.tables.store.parts import PART_DOCUMENTS

SIZES = (1_000, 10_000, 100_000)
OPEN = 1_000
"""Documents in the open part, which a publication rewrites; the same at each size."""
ADDED = 100
FILLS = (0, 2_500, 4_900)
"""Documents in the open part, for the table that varies it."""
Figures = dict[str, float]


def growth_section(place: Path, sizes: Sequence[int] = SIZES, repeat: int = 5) -> str:
    """Cost of adding documents, by the size of the store and by the open part."""
    stores = dict(make_stores(place, sizes))
    by_size = measured_by_turns(place, {size: stores[size] for size in sizes}, repeat)
    fills = {fill: stores[-fill] for fill in FILLS}
    by_fill = measured_by_turns(place, fills, repeat)
    by_fill[OPEN] = by_size[min(sizes)]
    return "\n\n".join((_INTRODUCTION, size_table(stores, by_size), _FILL, fill_table(by_fill)))


_INTRODUCTION = (
    f"Adding {ADDED} documents to stores of three sizes, each with {OPEN:,} documents in its open "
    "part. CPU time (the least of several runs), bytes handed to the system (`wchar`) and memory "
    "are of the process that adds them; `publish` is the commit of all six tables, with the fsyncs "
    "of the disk at hand. The narrow scan is `Store.open` and `Store.sources()`, which tell what "
    "is new: it grows with the store. `again` publishes the same documents once more, and counts "
    "the files that change."
)
_FILL = "The same over a small store, by the documents in its open part, which bounds the cost:"


def make_stores(place: Path, sizes: Sequence[int]) -> Iterator[tuple[int, Path]]:
    """Stores by their size, and by minus the documents in the open part, all from one that grows.

    A store of more than one part is given ``OPEN`` documents over its size; as many others are
    removed again, as a prune does.
    """
    grown = place / "grown" / "processed"
    wanted: dict[int, int] = {(PART_DOCUMENTS if fill == 0 else fill): -fill for fill in FILLS}
    wanted |= {size if size <= OPEN else size + OPEN: size for size in sizes}
    for given, name in sorted(wanted.items()):
        build(grown, given)
        store = copied(grown, place / f"store{name}")
        if name > OPEN:
            shrink(store, given - name)
        yield name, store


def build(out: Path, size: int) -> Path:
    """A store of ``size`` documents; adds to the one that is there."""
    with Store.open(out) as store:
        there = len(store.sources())
        for start in range(there, size, 1_000):
            stop = min(start + 1_000, size)
            store.publish(facts_to_tables(list(make_many(range(start, stop))), context()))
    return out


def shrink(out: Path, by: int) -> None:
    """Remove documents of the first part."""
    with Store.open(out) as store:
        states = sorted(store.sources().values(), key=lambda state: (state.part, state.doc_id))
        store.publish({}, remove=[state.doc_id for state in states[:by]])


def copied(out: Path, folder: Path) -> Path:
    """The store again; its parts are linked, for a commit replaces files and overwrites none."""
    if folder.exists():
        shutil.rmtree(folder)
    subprocess.run(["cp", "-al", str(out.parent), str(folder)], check=True)
    shutil.rmtree(folder / ".factmill")
    shutil.copytree(out.parent / ".factmill", folder / ".factmill")
    return folder / out.name


def measured_by_turns(place: Path, stores: dict[int, Path], repeat: int) -> dict[int, Figures]:
    """Medians, of CPU times the least: other work on the machine only adds to them.

    By turns, so that a busy moment meets all stores.
    """
    runs: dict[int, list[Figures]] = {name: [] for name in stores}
    for _ in range(repeat):
        for name, store in stores.items():
            runs[name].append(measured(copied(store, place / "copy")))
    return {
        name: {key: typical(key, [run[key] for run in of_store]) for key in of_store[0]}
        for name, of_store in runs.items()
    }


def typical(key: str, values: Sequence[float]) -> float:
    return min(values) if key.endswith("_cpu") else statistics.median(values)


def measured(out: Path) -> Figures:
    """Figures of two processes, one that scans and one that publishes."""
    figures: Figures = {}
    for what in ("scan", "publish"):
        command = [sys.executable, "-m", "benchmarks.store_growth", what, str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        figures |= json.loads(done.stdout)
    return figures


# -- in a process of its own -----------------------------------------------------------------------


def measure(what: str, out: Path) -> Figures:
    """What `measured` asks for."""
    first = 10_000_000  # numbers that no store has
    tables = facts_to_tables(list(make_many(range(first, first + ADDED))), context())
    with tempfile.TemporaryDirectory() as spare, Store.open(Path(spare) / "processed") as store:
        store.publish(tables)  # what is done once a process is no matter of the store's size
    figures: Figures = {"imported": peak()}
    if what == "scan":
        with timed(figures, "scan"), Store.open(out) as store:
            store.sources()
        return {**figures, "memory_scan": peak()}
    with Store.open(out) as store:
        with timed(figures, "publish"):
            store.publish(tables)
        figures["memory"] = peak()
        before = stamps(out)
        with timed(figures, "again"):
            store.publish(tables)
        figures["changed"] = len(stamps(out) ^ before)
    return figures


@contextmanager
def timed(figures: Figures, name: str) -> Iterator[None]:
    """Enter wall seconds, CPU seconds and bytes written under ``name``."""
    start, cpu, written = time.perf_counter(), time.process_time(), bytes_written()
    yield
    figures[name] = time.perf_counter() - start
    figures[f"{name}_cpu"] = time.process_time() - cpu
    figures[f"{name}_bytes"] = bytes_written() - written


def bytes_written() -> float:
    """What this process has handed to write calls so far (Linux)."""
    return _field(Path("/proc/self/io"), "wchar:")


def peak() -> float:
    """Most memory that this process had, in MiB (Linux)."""
    return _field(Path("/proc/self/status"), "VmHWM:") / 1024


def _field(file: Path, name: str) -> float:
    if not file.exists():
        return float("nan")
    line = next(line for line in file.read_text().splitlines() if line.startswith(name))
    return float(line.split()[1])


def stamps(out: Path) -> set[tuple[str, int, int]]:
    """Every published file with its inode and time."""
    files = (path for name in TABLES for path in (out / name).iterdir())
    return {(str(path), path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def folder_bytes(folder: Path) -> int:
    """Size of the Parquet files below ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


# -- tables ----------------------------------------------------------------------------------------


def size_table(stores: dict[int, Path], by_size: dict[int, Figures]) -> str:
    """Rows by size; CPU time and bytes also against the first row."""
    first = by_size[min(by_size)]
    lines = [
        "| documents | on disk | publish, CPU | bytes written | wall | peak memory, publish "
        "| narrow scan, CPU | with its memory | again, CPU | files changed again |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size, run in by_size.items():
        cpu, written = (run[key] / first[key] - 1 for key in ("publish_cpu", "publish_bytes"))
        lines.append(
            f"| {size:,} | {folder_bytes(stores[size]) / 1e6:,.0f} MB "
            f"| {run['publish_cpu']:.2f} s ({cpu:+.0%}) "
            f"| {run['publish_bytes'] / 1e6:.2f} MB ({written:+.0%}) | {run['publish']:.2f} s "
            f"| {run['imported']:.0f} -> {run['memory']:.0f} MiB | {run['scan_cpu']:.3f} s "
            f"| {run['memory_scan']:.0f} MiB | {run['again_cpu']:.3f} s | {run['changed']:.0f} |"
        )
    return "\n".join(lines)


def fill_table(by_fill: dict[int, Figures]) -> str:
    """Rows by the documents in the open part."""
    lines = [
        "| in the open part | publish, CPU | bytes written | wall | peak memory |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for fill, run in sorted(by_fill.items()):
        lines.append(
            f"| {fill:,} | {run['publish_cpu']:.2f} s | {run['publish_bytes'] / 1e6:.2f} MB "
            f"| {run['publish']:.2f} s | {run['memory']:.0f} MiB |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="One measurement, for `growth_section`.")
    parser.add_argument("what", choices=("scan", "publish"))
    parser.add_argument("store", type=Path)
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.what, arguments.store)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
