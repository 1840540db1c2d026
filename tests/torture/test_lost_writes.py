"""A power cut: what was not synced is lost, wholly or in part, at the disk's whim."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.tables.schemas import TABLES
from pipeline.tables.store import Store, disk, local
from pipeline.tables.store.disk import Disk
from pipeline.tables.store.local import LocalBackend
from pipeline.tables.verify import verify
from tests.torture.ground import BASE, GOAL, check_naive, copy_store, hashes, run


class PowerCut(BaseException):
    """Nothing may catch this."""


@dataclass(frozen=True)
class Pending:
    """A change of names in a folder that is not synced: how to undo it."""

    folder: Path
    undo: Callable[[], None]


class ForgetfulDisk(Disk):
    """Keeps what is not synced only in memory, so to say.

    A power cut leaves a random beginning of the unsynced changes of each folder (file systems
    order the names of a folder, not those of two), and of each file whose content was not synced
    a random piece. ``honest=False`` takes a disk that ignores every sync, for the counter-check.
    """

    def __init__(self, seed: int, attic: Path, honest: bool = True) -> None:
        self.dice = random.Random(seed)
        self.attic = attic
        self.honest = honest
        self.pending: list[Pending] = []
        self.torn: set[Path] = set()
        self.count = 0
        attic.mkdir(parents=True, exist_ok=True)

    def write(self, path: Path, data: bytes | memoryview) -> None:
        undo = self._keep(path)
        path.write_bytes(data)
        if not self.honest:
            self.torn.add(path)
        self.pending.append(Pending(path.parent, undo))

    def replace(self, source: Path, target: Path) -> None:
        restore_target, content = self._keep(target), source.read_bytes()

        def undo() -> None:
            restore_target()
            source.write_bytes(content)

        source.replace(target)
        if source in self.torn:
            self.torn.add(target)
        self.pending.append(Pending(target.parent, undo))

    def remove(self, path: Path) -> None:
        undo = self._keep(path)
        path.unlink(missing_ok=True)
        self.pending.append(Pending(path.parent, undo))

    def sync_folder(self, folder: Path) -> None:
        if self.honest:
            self.pending = [change for change in self.pending if change.folder != folder]

    def _keep(self, path: Path) -> Callable[[], None]:
        """How to bring ``path`` back to what it is now."""
        if not path.exists():
            return lambda: path.unlink(missing_ok=True)
        self.count += 1
        copy = self.attic / str(self.count)
        shutil.copyfile(path, copy)
        return lambda: shutil.copyfile(copy, path) and None

    def cut(self) -> None:
        """The power goes: undo the unsynced end of each folder's changes, the last first."""
        kept = {
            folder: self.dice.randint(0, sum(change.folder == folder for change in self.pending))
            for folder in {change.folder for change in self.pending}
        }
        lost = []
        for change in self.pending:
            kept[change.folder] -= 1
            if kept[change.folder] < 0:
                lost.append(change)
        for change in reversed(lost):
            change.undo()
        for path in sorted(self.torn):
            if path.exists():
                data = path.read_bytes()
                path.write_bytes(data[: self.dice.randint(0, len(data))])


def run_until_cut(out: Path, forgetful: ForgetfulDisk, steps: int) -> bool:
    """Run on that disk until the power goes at a step; False when the run ends before."""
    left = steps

    def count(name: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise PowerCut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "step", count)
        patch.setattr(disk, "step", count)
        try:
            run(out, GOAL, Store.on(LocalBackend(out, disk=forgetful)))
        except PowerCut:
            forgetful.cut()
            return True
    return False


def lose_ledger(out: Path, base: Path, dice: random.Random) -> None:
    """The ledger is SQLite's to keep; we claim only that any old one, or none, will do."""
    state = out.parent / ".factmill" / out.name
    fate = dice.choice(["kept", "old", "gone"])
    if fate == "kept":
        return
    for suffix in ("", "-wal", "-shm"):
        (state / f"ledger.db{suffix}").unlink(missing_ok=True)
    if fate == "old":
        old = base.parent / ".factmill" / base.name / "ledger.db"
        shutil.copyfile(old, state / "ledger.db")


def attack(memory: Path, seeds: range) -> int:
    base = memory / "base" / "processed"
    run(base, BASE)
    whole = copy_store(base, memory / "whole")
    run(whole, GOAL)
    expected = hashes(whole)
    cuts = 0
    for seed in seeds:
        dice = random.Random(seed)
        out = copy_store(base, memory / "attacked")
        forgetful = ForgetfulDisk(seed, memory / "attic")
        cuts += run_until_cut(out, forgetful, dice.randint(1, 65))
        lose_ledger(out, base, dice)
        check_naive(out, ["pyarrow"])
        run(out, GOAL)
        assert hashes(out) == expected, f"seed {seed}"
        assert verify(out).findings == [], f"seed {seed}"
    return cuts


def test_lost_writes(memory: Path) -> None:
    assert attack(memory, range(12)) > 6


@pytest.mark.torture
def test_lost_writes_many_seeds(memory: Path) -> None:
    assert attack(memory, range(1_000, 1_200)) > 150


def test_a_disk_that_lies_is_noticed(memory: Path) -> None:
    """Without syncs the claim does not hold: the attack is able to fail."""
    base = memory / "base" / "processed"
    run(base, BASE)
    broken = 0
    for seed in range(8):
        out = copy_store(base, memory / "attacked")
        forgetful = ForgetfulDisk(seed, memory / "attic", honest=False)
        run_until_cut(out, forgetful, 30 + seed)
        files = [path for name in TABLES for path in (out / name).iterdir()]
        broken += any(not path.read_bytes().endswith(b"PAR1") for path in files) or (
            not verify(out).ok
        )
    assert broken
