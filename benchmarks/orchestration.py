"""What Prefect costs: the same articles through the flow and with ``--direct``.

``python -m benchmarks.orchestration`` starts a Prefect server that stays up, and a process that
takes turns between the two. CPU seconds of the whole process tree; a run over two articles, the
cost of starting up, is taken off. The server's own seconds are told apart.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from benchmarks.prefect_server import prefect_server
from benchmarks.short_articles import write_jsonl
from benchmarks.speed_measure import Run, measure, median, python

START = "from pipeline.cli import main; raise SystemExit(main())"
WAYS = {"--direct": ["--direct"], "flow": []}
TIMES = 10
"""Times 50 words, the length of an article."""


def server_seconds() -> float:
    """CPU seconds that the server has used so far."""
    stat = Path(f"/proc/{os.environ['SERVER_PID']}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def ingest(raw: Path, out: Path, way: str, workers: int) -> Run:
    """One run into a store of its own."""
    command = python("-c", START, "ingest", str(raw), "--out", str(out / "processed"))
    return measure([*command, "--workers", str(workers), *WAYS[way]])


def compare(folder: Path, documents: int, workers: int, repeat: int) -> str:
    """Measure both ways in turn; the Markdown section."""
    many = write_jsonl(folder / "many", documents, times=TIMES)
    two = write_jsonl(folder / "two", 2, times=TIMES)
    runs: dict[tuple[str, str], list[Run]] = {}
    server = 0.0
    for _, out in zip(range(repeat), _folders(folder), strict=False):
        for way in WAYS:
            for size, raw in (("start", two), ("all", many)):
                before = server_seconds()
                done = ingest(raw, out / way / size, way, workers)
                runs.setdefault((way, size), []).append(done)
                server += (server_seconds() - before) * (way == "flow" and size == "all") / repeat
    return section({key: median(found) for key, found in runs.items()}, server, documents, repeat)


def _folders(folder: Path) -> Iterator[Path]:
    return (folder / str(number) for number in count())


def section(runs: dict[tuple[str, str], Run], server: float, documents: int, repeat: int) -> str:
    """The table and what it comes to."""
    lines = [
        f"{documents:,} articles of about 540 words in batches of 500, on a standing server, "
        f"median of {repeat} runs in turn, {datetime.now(UTC):%Y-%m-%d} "
        "(`python -m benchmarks.orchestration`):",
        "",
        "| way | CPU s | of which to start | net | wall s |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    net = {}
    for way in WAYS:
        whole, start = runs[way, "all"], runs[way, "start"]
        net[way] = whole.cpu - start.cpu
        lines.append(
            f"| {way} | {whole.cpu:.2f} | {start.cpu:.2f} | {net[way]:.2f} | {whole.wall:.1f} |"
        )
    more = net["flow"] - net["--direct"]
    tasks = 2 * -(-documents // 500)
    lines += [
        "",
        f"The flow takes {more:+.2f} s, {more / net['--direct']:+.1%}, for {tasks} task runs "
        f"({more / tasks * 1000:+.0f} ms each); the server {server:.2f} s beside it.",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="orchestration-") as temporary:
        folder = Path(temporary)
        if "SERVER_PID" in os.environ:
            print(compare(folder, arguments.documents, arguments.workers, arguments.repeat))
            return 0
        (folder / "prefect").mkdir()
        with prefect_server(folder / "prefect") as environment:
            # in a process that is not the server's parent, as it waits for all its children
            line = [sys.executable, "-m", "benchmarks.orchestration", *sys.argv[1:]]
            return subprocess.run(line, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
