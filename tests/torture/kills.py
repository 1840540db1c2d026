"""Moments at which a run is killed: anywhere in its work, and within its calls to the disk."""

from __future__ import annotations

import ctypes
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.tables.store import Store
from pipeline.tables.store.disk import Disk
from pipeline.tables.store.journal import parse_commit
from pipeline.tables.store.local import LocalBackend
from tests.torture.ground import GOAL, run

IN_CALL_SECONDS = 0.0004
"""A call to the disk takes up to about this long where the disk is memory."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When to die: ``seconds`` of CPU time into the run, or into its ``call``-th call to the disk.

    CPU time, because a machine with other work stretches wall time: so the moments are spread over
    the whole run however busy it is.
    """

    kind: Literal["work", "call"]
    seconds: float
    call: int = 0


@dataclass(frozen=True, slots=True)
class Extent:
    """How long an undisturbed run is: in CPU seconds, and in calls to the disk."""

    seconds: float
    calls: int


def moments(seed: int, extent: Extent, kills: int) -> list[Moment]:
    """By turns in the work and in a call; few lie behind the end, with nothing left to kill."""
    dice = random.Random(seed)
    drawn = []
    for number in range(kills):
        if number % 2:
            call = dice.randint(1, extent.calls)
            drawn.append(Moment("call", dice.uniform(0, IN_CALL_SECONDS), call))
        else:
            drawn.append(Moment("work", dice.uniform(0, extent.seconds)))
    return drawn


class _Event(ctypes.Structure):
    """``struct sigevent`` of Linux, which is 64 bytes."""

    _fields_ = (
        ("value", ctypes.c_void_p),
        ("signal", ctypes.c_int),
        ("notify", ctypes.c_int),
        ("padding", ctypes.c_int * 12),
    )


class _Times(ctypes.Structure):
    """``struct itimerspec``: interval and first expiry, each in seconds and nanoseconds."""

    _fields_ = tuple((name, ctypes.c_long) for name in ("every", "every_ns", "first", "first_ns"))


def die_in(seconds: float, clock: int) -> None:
    """Have the kernel send SIGKILL when ``clock`` has gone on by ``seconds`` (timer_create(2)).

    The kernel does it by itself, so it strikes within system calls and compiled code too.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    timer = ctypes.c_void_p()
    event = _Event(signal=signal.SIGKILL, notify=0)
    nanoseconds = max(1, int(seconds * 1e9))
    times = _Times(first=nanoseconds // 10**9, first_ns=nanoseconds % 10**9)
    for failed in (
        libc.timer_create(clock, ctypes.byref(event), ctypes.byref(timer)),
        libc.timer_settime(timer, 0, ctypes.byref(times), None),
    ):
        if failed:
            raise OSError(ctypes.get_errno(), "cannot set a timer")


class CountingDisk(Disk):
    """Calls back before each call to the disk."""

    def __init__(self, before: Callable[[], None]) -> None:
        self.before = before

    def write(self, path: Path, data: bytes | memoryview) -> None:
        self.before()
        super().write(path, data)

    def replace(self, source: Path, target: Path) -> None:
        self.before()
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        self.before()
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        self.before()
        super().sync_folder(folder)


def killed_run(out: Path, moment: Moment) -> None:
    """In a process of its own: run, and be dead at ``moment``."""
    left = moment.call

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            die_in(moment.seconds, time.CLOCK_MONOTONIC)

    if moment.kind == "work":
        die_in(moment.seconds, time.CLOCK_PROCESS_CPUTIME_ID)
    run(out, GOAL, Store.on(LocalBackend(out, disk=CountingDisk(count))))


def measured_run(out: Path, results: Any) -> None:
    """In a process of its own: run, and put its `Extent` into the queue ``results``."""
    calls = 0

    def count() -> None:
        nonlocal calls
        calls += 1

    begun = time.process_time()
    run(out, GOAL, Store.on(LocalBackend(out, disk=CountingDisk(count))))
    results.put(Extent(time.process_time() - begun, calls))


def where_it_died(out: Path, goal: int) -> str:
    """What the killed run left, for the tally: how far its commits had come."""
    state = out.parent / ".factmill" / out.name
    commit = parse_commit((state / "commit.json").read_bytes(), "commit.json")
    if commit.pending:
        placed = sum(not (state / "staged" / (c.staged or "")).is_file() for c in commit.changes)
        return "placing" if placed else "committed, nothing placed"
    if commit.version == goal:
        return "after the last commit"
    return "files staged" if any((state / "staged").iterdir()) else "between commits"
