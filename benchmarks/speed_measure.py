"""Run a command and count the seconds and memory of every process that it starts (Linux)."""

from __future__ import annotations

import ctypes
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_SUBREAPER = 36
"""prctl(2), PR_SET_CHILD_SUBREAPER: processes that outlive their parent become our children, so
that the worker processes of a fork server are counted too."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of CPU (user and system, the whole process tree), seconds of wall clock,
    MiB of the largest process, what the command printed as JSON on its last line, and the seconds
    of CPU of the command's own process without its children."""

    cpu: float
    wall: float
    memory: float
    said: Mapping[str, Any] = field(default_factory=dict)
    own: float = 0.0


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run ``command`` to its end and that of all its descendants.

    Raises:
        RuntimeError: it failed; the message holds the end of what it wrote.
    """
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, **(environment or {})},
    )  # fmt: skip
    assert process.stdout is not None
    output = process.stdout.read()
    status, cpu, own, memory = 0, 0.0, 0.0, 0.0
    wall = 0.0
    while True:
        try:
            pid, ended, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / 1024)
        if pid == process.pid:
            status, wall = ended, time.perf_counter() - start
            own = usage.ru_utime + usage.ru_stime  # it leaves its worker processes to be our own
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {output[-800:]}")
    return Run(cpu, wall, memory, _said(output), own)


def _said(output: str) -> dict[str, Any]:
    last = output.strip().splitlines()[-1:]
    return dict(json.loads(last[0])) if last and last[0].startswith("{") else {}


def median(runs: Sequence[Run]) -> Run:
    """The medians of each figure; what was said is of the run with the median CPU time."""
    ordered = sorted(runs, key=lambda run: run.cpu)
    return Run(
        statistics.median(run.cpu for run in runs),
        statistics.median(run.wall for run in runs),
        statistics.median(run.memory for run in runs),
        ordered[len(ordered) // 2].said,
        statistics.median(run.own for run in runs),
    )


def python(*arguments: str) -> list[str]:
    """A command of the Python at hand."""
    return [sys.executable, *arguments]
