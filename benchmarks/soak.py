"""One run over very many documents: does any process grow, does any descriptor leak?

``python -m benchmarks.soak --documents 100000`` makes short articles, ingests them in one run and
watches every process of it through /proc (Linux). Growth is the slope of a line through resident
memory against documents published, after `WARM_UP` of the run and before its last document: one
point for each step of progress, however long it took. What the end of the run takes, where near
duplicates are linked, comes once and is a column of its own.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from benchmarks.short_articles import write_jsonl

WARM_UP = 0.2
"""Share of the run before which memory may still grow: models, caches and arenas fill."""
LIMIT = 1.0
"""MB per 10,000 documents that a process may grow by."""
EVERY = 2.0
"""Seconds between two looks."""
_DONE = re.compile(r"batch \d+: (\d+) documents published|^(\d+) of \S+ articles")


@dataclass(slots=True)
class Watched:
    """One process of the run: ``samples`` are (documents done, resident MB, descriptors)."""

    role: str
    samples: list[tuple[int, float, int]] = field(default_factory=list)

    def growth(self, total: int) -> float | None:
        """MB per 10,000 documents after the warm-up; None when it was seen too little."""
        steps: dict[float, list[float]] = {}
        for done, memory, _ in self.samples:
            if total * WARM_UP <= done < total:
                steps.setdefault(done / 10_000, []).append(memory)
        if len(steps) < 5:
            return None
        points = [(done, fmean(memory)) for done, memory in steps.items()]
        x, y = fmean(p[0] for p in points), fmean(p[1] for p in points)
        return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)

    def most(self, low: float, high: float) -> float:
        """The most MB that it had from ``low`` documents to below ``high``; 0 when not seen."""
        return max((m for done, m, _ in self.samples if low <= done < high), default=0.0)

    def descriptors(self, total: int) -> tuple[int, int]:
        """The most that were open in the first and in the last half after the warm-up."""
        late = [(done, count) for done, _, count in self.samples if done >= total * WARM_UP]
        middle = (1 + WARM_UP) / 2 * total
        halves = [c for d, c in late if d < middle], [c for d, c in late if d >= middle]
        return max(halves[0], default=0), max(halves[1], default=0)


class Watch:
    """Samples a process and all its children until it ends."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.done = 0
        self.seen: dict[int, Watched] = {}

    def follow(self) -> int:
        """Watch to the end; returns the exit status."""
        reader = threading.Thread(target=self._read, daemon=True)
        reader.start()
        while self.process.poll() is None:
            for pid in _tree(self.process.pid):
                self._sample(pid)
            time.sleep(EVERY)
        reader.join()
        return self.process.returncode

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            sys.stderr.write(line)
            if found := _DONE.search(line):
                self.done = self.done + int(found[1]) if found[1] else int(found[2])

    def _sample(self, pid: int) -> None:
        try:
            resident = _resident(pid)
            descriptors = len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208  (no Path for each)
            watched = self.seen.setdefault(pid, Watched(_role(pid, self.process.pid)))
        except (FileNotFoundError, ProcessLookupError):
            return  # it ended in between
        watched.samples.append((self.done, resident, descriptors))


def _tree(root: int) -> Iterator[int]:
    yield root
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    except FileNotFoundError:
        return
    for thread in Path(f"/proc/{root}/task").glob("*/children"):
        children += thread.read_text().split() if thread.parent.name != str(root) else []
    for child in children:
        yield from _tree(int(child))


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1000 if found else 0.0


def _role(pid: int, root: int) -> str:
    if pid == root:
        return "run"
    command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    for word, role in (
        ("resource_tracker", "resource tracker"), ("prefect", "Prefect server"),
        ("uvicorn", "Prefect server"), ("forkserver", "fork server or worker"),
    ):  # fmt: skip
        if word in command:
            return role
    return "other"


def command_for(raw: Path, out: Path, arguments: argparse.Namespace) -> list[str]:
    """What is run: the command as a user types it."""
    start = "from pipeline.cli import main; raise SystemExit(main())"
    line = [sys.executable, "-c", start, "ingest", str(raw), "--out", str(out)]
    return line + ["--workers", str(arguments.workers)] + ["--direct"] * arguments.direct


def soak(folder: Path, arguments: argparse.Namespace) -> str:
    """Make the articles, run, and say what was seen."""
    count = arguments.documents
    raw, out = write_jsonl(folder / "raw", count), folder / "store" / "processed"
    environment = {
        **os.environ,
        "PREFECT_HOME": str(folder / "prefect"),
        "FACTMILL_BATCH_SIZE": str(arguments.batch_size),
    }
    began = time.monotonic()
    process = subprocess.Popen(
        command_for(raw, out, arguments), env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    watch = Watch(process)
    status = watch.follow()
    seconds = time.monotonic() - began
    if arguments.samples:
        seen = [(w.role, w.samples) for w in watch.seen.values()]
        arguments.samples.write_text(json.dumps(seen), encoding="utf-8")
    left = [path for path in (out.parent / ".factmill").rglob("*") if "staged" in path.parts]
    files = [str(path.relative_to(out.parent)) for path in left if path.is_file()]
    return report(watch, count, seconds, status, files, arguments)


def report(
    watch: Watch,
    count: int,
    seconds: float,
    status: int,
    staged: Sequence[str],
    arguments: argparse.Namespace,
) -> str:
    """The Markdown section."""
    how = "--direct" if arguments.direct else "through Prefect"
    lines = [
        "### Soak: one long run",
        "",
        f"{count:,} articles of about 60 words ({how}, {arguments.workers} workers, batches of "
        f"{arguments.batch_size}), "
        f"{datetime.now(UTC):%Y-%m-%d}: {seconds:,.0f} s, exit status {status}, "
        f"{watch.done:,} published, "
        f"{len(staged)} files left in staging{': ' + ', '.join(staged[:3]) if staged else ''}.",
        "",
        "| process | resident at warm-up, MB | most in the first half | in the last half | "
        "while finishing | MB per 10,000 documents | descriptors, first and last half |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for watched in sorted(watch.seen.values(), key=lambda w: (-len(w.samples), w.role)):
        if (growth := watched.growth(count)) is not None:
            lines.append(_row(watched, growth, count))
    return "\n".join(lines) + "\n"


def _row(watched: Watched, growth: float, count: int) -> str:
    memory = [m for done, m, _ in watched.samples if done >= count * WARM_UP]
    warm, middle = WARM_UP * count, (1 + WARM_UP) / 2 * count
    halves = watched.most(warm, middle), watched.most(middle, count)
    first, last = watched.descriptors(count)
    mark = "" if growth <= LIMIT else " (over the limit)"
    return (
        f"| {watched.role} | {memory[0]:.0f} | {halves[0]:.0f} | {halves[1]:.0f} | "
        f"{watched.most(count, math.inf):.0f} | {growth:+.2f}{mark} | {first}, {last} |"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--batch-size", type=int, default=500)
    parser.add_argument("--direct", action="store_true")
    parser.add_argument("--samples", type=Path, help="file for all that was seen, as JSON")
    parser.add_argument("--folder", type=Path, help="where to work; default: a temporary one")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        print(soak(arguments.folder or Path(folder), arguments))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
