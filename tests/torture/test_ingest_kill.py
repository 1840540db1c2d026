"""SIGKILL of a real ``factmill ingest --direct`` and its workers, at random moments."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.tables.schemas import TABLES
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.verify import verify
from tests.torture.ground import check_naive, copy_store, hashes
from tests.torture.kills import where_it_died

ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "1767323045",
    "FACTMILL_BATCH_SIZE": "3",  # so that a run has several commits
    "OMP_NUM_THREADS": "1",
}
MAIN = "from pipeline.cli import main; raise SystemExit(main())"
SECONDS = 300
"""A run that takes longer hangs."""
JUST_AFTER = 0.15
"""Seconds of wall time in which a batch is published."""

posix = pytest.mark.skipif(sys.platform != "linux", reason="reads the CPU time of other processes")


@dataclass(frozen=True)
class Ground:
    """A store before the attack, the articles to bring it to, and what an undisturbed run gives."""

    folder: Path
    base: Path
    changed: Path
    undisturbed: Mapping[str, str]
    versions: range
    seconds: float


def start(raw: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    """The command, leader of a process group of its own."""
    command = [sys.executable, "-c", MAIN, "ingest", str(raw), "--out", str(out), "--direct",
               "--prune", "--workers", str(workers)]  # fmt: skip
    return subprocess.Popen(
        command,
        env={**os.environ, **ENVIRONMENT},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[bytes]) -> None:
    """Wait for a run that nobody kills."""
    _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode in (0, 3), errors.decode()  # 3: an article failed, as one does


def cpu_seconds(group: int) -> float:
    """CPU time of the processes of a group that are alive."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def change(raw: Path) -> None:
    """A day later: articles changed, gone, new, and one that cannot be read."""
    texts = sorted(raw.rglob("*.txt"))
    for number, path in enumerate(texts[:6]):
        words = f"\n\nThe ministry paid ${number + 2} million on 3 March 2024, officials said.\n"
        path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8")
    texts[6].unlink()
    (raw / "new.txt").write_text(
        "Works reopen\n\nRIGA - The works reopened on 5 May 2025 after repairs of 4 million euros, "
        "the mayor said.\n",
        encoding="utf-8",
    )
    (raw / "empty.txt").write_text(" \n", encoding="utf-8")
    wire = [
        {"id": number, "text": f"Oslo raised its aid by {number + 2} billion crowns in May 2024."}
        for number in range(7)  # over several batches
    ]
    (raw / "wire.jsonl").write_text("\n".join(map(json.dumps, wire)), encoding="utf-8")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Ground:
    folder = tmp_path_factory.mktemp("ingest-kill")
    raw = Path(shutil.copytree(root / "raw", folder / "raw"))
    base = folder / "base" / "processed"
    finish(start(raw, base, 0))
    change(raw)
    out = copy_store(base, folder / "undisturbed")
    process, seconds = start(raw, out, 0), 0.0
    while process.poll() is None:
        seconds = max(seconds, cpu_seconds(process.pid))
        time.sleep(0.02)
    finish(process)
    head = [LocalBackend(store).head().version for store in (base, out)]
    assert head[1] - head[0] >= 4
    return Ground(folder, base, raw, facts(out), range(head[0], head[1] + 1), seconds)


def facts(out: Path) -> dict[str, str]:
    """Files by content, without ``runs``, which says what each run did and so differs by design."""
    return {name: sha for name, sha in hashes(out).items() if not name.startswith("runs/")}


def wait_for_work(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Until the group has worked for ``seconds`` of CPU time, or its leader ended."""
    while process.poll() is None and cpu_seconds(process.pid) < seconds:
        time.sleep(0.005)


def wait_for_version(process: subprocess.Popen[bytes], out: Path, version: int) -> None:
    """Until the store is at ``version``."""
    while process.poll() is None and LocalBackend(out).head().version < version:
        time.sleep(0.002)


def kill_one(ground: Ground, dice: random.Random, number: int) -> str:
    """Kill a run somewhere, and check what it left, before and after the next run."""
    out = copy_store(ground.base, ground.folder / "attacked")
    process = start(ground.changed, out, workers=number // 2 % 2)
    if number % 2:
        wait_for_version(process, out, dice.choice(ground.versions))
        time.sleep(dice.uniform(0, JUST_AFTER))
    else:
        wait_for_work(process, dice.uniform(0, ground.seconds))
    ended = process.poll() is not None
    if not ended:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=SECONDS)
    place = "had ended" if ended else where_it_died(out, ground.versions[-1])
    versions = check_naive(out, counts={})
    if not LocalBackend(out).head().pending:
        documents = versions["documents"].items()
        assert all(table.items() <= documents for table in versions.values()), "an orphan"
    finish(start(ground.changed, out, 0))
    assert facts(out) == ground.undisturbed
    assert verify(out).findings == []
    return place


def kill(ground: Ground, kills: int, seed: int) -> Counter[str]:
    dice = random.Random(seed)
    tally: Counter[str] = Counter()
    for number in range(kills):
        try:
            tally[kill_one(ground, dice, number)] += 1
        except Exception as error:
            raise AssertionError(f"seed {seed}, kill {number}") from error
    return tally


@posix
def test_ingest_killed(ground: Ground) -> None:
    kill(ground, 2, seed=1)


@posix
@pytest.mark.torture
def test_ingest_killed_often(ground: Ground) -> None:
    tally = kill(ground, 28, seed=3_000)
    print(f"seed 3000: {dict(tally)}")
    assert tally["had ended"] < 10


def test_every_table_is_compared(ground: Ground) -> None:
    tables = {name.partition("/")[0] for name in ground.undisturbed}
    assert tables == set(TABLES) - {"runs"}
