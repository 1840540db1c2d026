"""What Prefect costs: the same articles through the flow and with ``--direct``.

``python -m benchmarks.orchestration`` starts a Prefect server that stays up, and a process that
takes turns between the two, and with an empty flow, the floor of Prefect itself. The whole command
is compared, and what is left without a run over two articles, the cost of starting up. The server's
own seconds are told apart.

Prefect works in the process of the run; the worker processes know nothing of it, and do the same
either way. Yet they take nine tenths of the seconds, and on a machine that others use too their
seconds differ by several per cent between two runs of one command: more than all that Prefect
does. So each is counted by itself, for each pair of runs that were made one after the other.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.prefect_server import prefect_server
from benchmarks.short_articles import write_jsonl
from benchmarks.speed_measure import Run, measure, median, python

START = "from pipeline.cli import main; raise SystemExit(main())"
WAYS = {"--direct": ["--direct"], "flow": []}
TIMES = 10
"""Times 50 words, the length of an article."""
BATCH = 500
"""Articles in a batch, the default of the settings."""
ABOUT = """\
What Prefect adds to a run: the same articles through the flow and with `--direct`, into a new
store each time, one worker. First the whole command, as its user waits for it; then net of the
start, which a run over two articles measures. CPU seconds are of all processes of the run but
the server. Differences are of two runs made one after the other: the median, and the least and
the most in brackets, as a share of `--direct`'s."""
LIMITS = """\
The sum of all processes says less than the other figures, as nine tenths of it are the
workers', which know nothing of Prefect: the same command differs by several seconds from one
run to the next. What a flow does cost is its start, most of it the import of Prefect; it does
not grow with the run. The models of the workers load meanwhile, on a second core where there is
one. What is asked of Prefect for each batch is one request, seven events and three lines of the
log, which a test counts (`tests/test_flow_calls.py`)."""
EMPTY = 50
"""Batches of the empty flow: more than a run has, to tell what one of them takes."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A run over all articles and one over two, the start; ``server``: its seconds meanwhile."""

    whole: Run
    start: Run
    server: float

    @property
    def net(self) -> float:
        """CPU seconds of all processes without the start."""
        return self.whole.cpu - self.start.cpu

    @property
    def own(self) -> float:
        """Of these, the ones of the run's own process."""
        return self.whole.own - self.start.own

    @property
    def wall(self) -> float:
        """Seconds of wall clock without the start."""
        return self.whole.wall - self.start.wall


def server_seconds() -> float:
    """CPU seconds that the server has used so far."""
    stat = Path(f"/proc/{os.environ['SERVER_PID']}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def ingest(raw: Path, out: Path, way: str, workers: int) -> Run:
    """One run into a store of its own."""
    command = python("-c", START, "ingest", str(raw), "--out", str(out / "processed"))
    return measure([*command, "--workers", str(workers), *WAYS[way]])


def empty_task() -> float:
    """CPU seconds that a task run of the empty flow takes."""
    one, more = (
        measure(python("-m", "benchmarks.orchestration_floor", str(batches))).cpu
        for batches in (1, 1 + EMPTY)
    )
    return (more - one) / (2 * EMPTY)


def compare(folder: Path, documents: int, workers: int, repeat: int) -> str:
    """Measure both ways in turn, each first in every other turn; the Markdown section."""
    many = write_jsonl(folder / "many", documents, times=TIMES)
    two = write_jsonl(folder / "two", 2, times=TIMES)
    pairs: dict[str, list[Pair]] = {way: [] for way in WAYS}
    floor = []
    for turn in range(repeat):
        for way in list(WAYS)[:: 1 if turn % 2 else -1]:
            out = folder / str(turn) / way
            start = ingest(two, out / "start", way, workers)
            before = server_seconds()
            whole = ingest(many, out / "all", way, workers)
            pairs[way].append(Pair(whole, start, server_seconds() - before))
            _tell(way, pairs[way][-1])
        floor.append(empty_task())
    return section(pairs, statistics.median(floor), documents)


def _tell(way: str, pair: Pair) -> None:
    said = f"{way}: net {pair.net:.2f} s, own process {pair.own:.2f} s, wall {pair.wall:.1f} s"
    print(said, file=sys.stderr, flush=True)


def _batches(documents: int) -> int:
    return -(-documents // BATCH)


def section(pairs: dict[str, list[Pair]], floor: float, documents: int) -> str:
    """The section of docs/benchmarks.md: table and text."""
    repeat = len(pairs["flow"])
    return "\n".join(
        [
            "## Orchestration",
            "",
            ABOUT,
            "",
            f"{documents:,} articles of about 540 words in batches of {BATCH}, on a standing "
            f"server, medians of {repeat} runs of each in turn, {datetime.now(UTC):%Y-%m-%d} "
            "(`python -m benchmarks.orchestration`):",
            "",
            "| way | CPU s | of it in the run's own process | wall s | start, CPU s | wall s "
            "| net, CPU s | of it in the run's own process | of it in workers | net, wall s |",
            f"| --- |{' ---: |' * 9}",
            *(_row(way, found) for way, found in pairs.items()),
            "",
            "The whole command, start and all:",
            "",
            *_whole(pairs),
            "",
            "Net, without the start, to tell what grows with the run:",
            "",
            *_outcome(pairs, floor, 2 * _batches(documents) - 2),
            "",
            LIMITS,
        ]
    )


def _row(way: str, pairs: Sequence[Pair]) -> str:
    whole, start = median([p.whole for p in pairs]), median([p.start for p in pairs])
    net, own, workers, wall = (
        statistics.median(values)
        for values in (
            [p.net for p in pairs],
            [p.own for p in pairs],
            [p.net - p.own for p in pairs],
            [p.wall for p in pairs],
        )
    )
    return (
        f"| {way} | {whole.cpu:.2f} | {whole.own:.2f} | {whole.wall:.1f} | {start.cpu:.2f} "
        f"| {start.wall:.1f} | {net:.2f} | {own:.2f} | {workers:.2f} | {wall:.1f} |"
    )


def _whole(pairs: dict[str, list[Pair]]) -> list[str]:
    """What the flow adds to the command, from the first instruction to the last."""
    turns = [(a.whole, b.whole) for a, b in zip(pairs["flow"], pairs["--direct"], strict=True)]
    direct = median([b for _, b in turns])
    return [
        f"- By the clock: {_spread([a.wall - b.wall for a, b in turns], direct.wall)}.",
        "- CPU of the run's own process, where Prefect is imported and works: "
        f"{_spread([a.own - b.own for a, b in turns], direct.cpu)} of that of all processes.",
        f"- CPU of all processes: {_spread([a.cpu - b.cpu for a, b in turns], direct.cpu)}.",
    ]


def _outcome(pairs: dict[str, list[Pair]], floor: float, tasks: int) -> list[str]:
    turns = list(zip(pairs["flow"], pairs["--direct"], strict=True))
    direct = pairs["--direct"]
    net = statistics.median(p.net for p in direct)
    own = [a.own - b.own for a, b in turns]
    workers = [(a.net - a.own) - (b.net - b.own) for a, b in turns]
    every = [a.net - b.net for a, b in turns]
    same = [p.net - p.own for p in direct]
    each = statistics.median(own) / tasks * 1000
    server = statistics.median(p.server for p in pairs["flow"])
    return [
        f"- The run's own process, where Prefect works: {_spread(own, net)}, for {tasks} task runs "
        f"more than the start has ({each:+.0f} ms each). In an empty flow, the floor of Prefect "
        f"itself, a task run takes {floor * 1000:.0f} ms, with its lines of the log and its share "
        "of the progress artifact.",
        f"- The workers, which do the same either way: {_spread(workers, net)}; they took "
        f"{min(same):.1f} to {max(same):.1f} s with `--direct` alone.",
        f"- All processes together, the sum of both: {_spread(every, net)}.",
        f"- The server: {server:.2f} s beside it.",
    ]


def _spread(values: Sequence[float], net: float) -> str:
    """The median of differences with the least and the most, and its share of ``net``."""
    middle = statistics.median(values)
    return f"{middle:+.2f} s ({min(values):+.2f} to {max(values):+.2f}), {middle / net:+.1%}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=6)
    arguments = parser.parse_args()
    if arguments.documents <= BATCH:
        parser.error(
            f"--documents: over {BATCH}, as one batch has no more task runs than the start"
        )
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
