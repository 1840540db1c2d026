"""SIGKILL at every named step of a commit, and at random moments."""

from __future__ import annotations

import random
import signal
import time
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
    check_naive,
    copy_store,
    hashes,
    in_process,
    killed_at,
    run,
)

STEPS = 120
"""More than a run has; the test sees where it ends."""


@pytest.fixture
def base(memory: Path) -> Path:
    out = memory / "base" / "processed"
    run(out, BASE)
    return out


@pytest.fixture
def undisturbed(base: Path, memory: Path) -> dict[str, str]:
    out = copy_store(base, memory / "undisturbed")
    run(out, GOAL)
    return hashes(out)


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


def at_random(base: Path, memory: Path, undisturbed: dict[str, str], kills: int) -> None:
    """Most kills must hit; the rest end first."""
    dice = random.Random(20260101)
    hit = 0
    for _ in range(kills):
        out = copy_store(base, memory / "attacked")
        process = in_process(run, out, GOAL)
        time.sleep(dice.uniform(0.0, 0.5))
        process.kill()
        process.join(60)
        hit += process.exitcode == -signal.SIGKILL
        check_after_kill(out, undisturbed)
    assert hit > kills / 2


def test_killed_at_random_moments(base: Path, memory: Path, undisturbed: dict[str, str]) -> None:
    at_random(base, memory, undisturbed, 6)


@pytest.mark.torture
def test_killed_a_thousand_times(base: Path, memory: Path, undisturbed: dict[str, str]) -> None:
    at_random(base, memory, undisturbed, 1_000)


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
