"""SIGKILL at every named step of a commit, and at random moments."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.tables.readers import snapshot
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.verify import verify
from tests.torture.ground import (
    BASE,
    GOAL,
    NAIVE,
    PROCESSES,
    check_naive,
    copy_store,
    hashes,
    in_process,
    killed_at,
    run,
)
from tests.torture.kills import Extent, killed_run, measured_run, moments, where_it_died

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's timers kill")

STEPS = 120
"""More than a run has; the test sees where it ends."""


def make_base(folder: Path) -> Path:
    out = folder / "base" / "processed"
    run(out, BASE)
    return out


def run_undisturbed(base: Path, folder: Path) -> dict[str, str]:
    out = copy_store(base, folder / "undisturbed")
    run(out, GOAL)
    return hashes(out)


@pytest.fixture
def base(memory: Path) -> Path:
    return make_base(memory)


@pytest.fixture
def undisturbed(base: Path, memory: Path) -> dict[str, str]:
    return run_undisturbed(base, memory)


def check_after_kill(out: Path, undisturbed: dict[str, str]) -> None:
    """The claims of DESIGN after a kill, and after the next run."""
    versions = check_naive(out)
    if not LocalBackend(out).head().pending:
        documents = versions.pop("documents")
        assert all(table == documents for table in versions.values()), "an orphan"
    with snapshot(out) as datasets:  # holds to one version whatever is pending
        seen: Any = {
            name: set(
                zip(*(datasets[name].to_table().column(c).to_pylist() for c in _KEY), strict=True)
            )
            for name in ("documents", "blocks", "money")
        }
    assert seen["documents"] == seen["blocks"] == seen["money"]
    run(out, GOAL)
    assert hashes(out) == undisturbed
    assert verify(out).findings == []


_KEY = ("doc_id", "doc_version")


def every_step(base: Path, memory: Path, undisturbed: dict[str, str], stride: int) -> int:
    for number in range(1, STEPS, stride):
        out = copy_store(base, memory / "attacked")
        process = in_process(killed_at, out, number)
        process.join(60)
        if process.exitcode == 0:
            return number
        assert process.exitcode == -signal.SIGKILL
        check_after_kill(out, undisturbed)
    raise AssertionError("the run never ended")


def test_killed_at_some_steps(base: Path, memory: Path, undisturbed: dict[str, str]) -> None:
    assert every_step(base, memory, undisturbed, stride=11) > 40


@pytest.mark.torture
def test_killed_at_every_step(base: Path, memory: Path, undisturbed: dict[str, str]) -> None:
    assert every_step(base, memory, undisturbed, stride=1) > 40


def measured(base: Path, folder: Path) -> Extent:
    """How long an undisturbed run is, in a process like those that are killed."""
    extents = []
    for _ in range(3):
        results = PROCESSES.SimpleQueue()
        process = in_process(measured_run, copy_store(base, folder / "attacked"), results)
        extents.append(results.get())
        process.join(60)
    return max(extents, key=lambda extent: extent.seconds)


def at_random(
    base: Path, folder: Path, undisturbed: dict[str, str], kills: int, seed: int
) -> Counter[str]:
    """Kill runs at random moments; returns how far those that were hit had come."""
    goal = LocalBackend(folder / "undisturbed" / "processed").head().version
    tally: Counter[str] = Counter()
    for moment in moments(seed, measured(base, folder), kills):
        out = copy_store(base, folder / "attacked")
        process = in_process(killed_run, out, moment)
        process.join(60)
        assert process.exitcode in (0, -signal.SIGKILL), moment
        hit = process.exitcode != 0
        tally[where_it_died(out, goal) if hit else "had ended"] += 1
        try:
            check_after_kill(out, undisturbed)
        except Exception as error:
            raise AssertionError(f"seed {seed}, {moment}") from error
    return tally


@linux
def test_killed_at_random_moments(base: Path, memory: Path, undisturbed: dict[str, str]) -> None:
    tally = at_random(base, memory, undisturbed, 12, seed=1)
    assert tally["had ended"] < 6


@linux
@pytest.mark.torture
@pytest.mark.parametrize("seed", range(2_000, 2_011))
def test_killed_a_hundred_times(memory: Path, tmp_path: Path, seed: int) -> None:
    """Eleven seeds, for over a thousand kills that hit: 800 runs in memory and 300 on the disk."""
    folder = memory if seed < 2_008 else tmp_path
    base = make_base(folder)
    tally = at_random(base, folder, run_undisturbed(base, folder), 100, seed)
    print(f"seed {seed}: {dict(tally)}")
    assert tally["had ended"] < 25


def test_the_check_sees_an_unsafe_store(base: Path, memory: Path) -> None:
    """The attack must be able to fail: a file half replaced, a table left behind, a key twice."""
    out = copy_store(base, memory / "attacked")
    part = sorted((out / "money").iterdir())[-1]
    part.write_bytes(part.read_bytes()[:100])
    for reader in NAIVE:
        with pytest.raises(Exception):  # noqa: B017  (each reader has its own)
            check_naive(out, [reader])
    out = copy_store(base, memory / "attacked")
    part = sorted((out / "money").iterdir())[-1]
    part.with_name("20260102-0099.parquet").write_bytes(part.read_bytes())
    with pytest.raises(AssertionError, match="twice"):
        check_naive(out)
