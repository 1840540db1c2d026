"""The store against a model: random publications, removals, deaths and losses of the ledger."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from benchmarks.synthetic import context, make_facts
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.readers import read_table
from pipeline.tables.store import Store, admission, local, parts
from pipeline.tables.verify import verify

NUMBERS = st.integers(0, 9)
VERSIONS = st.dictionaries(NUMBERS, st.integers(0, 2), min_size=1, max_size=5)
FACTS = {(n, v): make_facts(n, version=v, sentences=2) for n in range(10) for v in range(3)}
TEXTS = {facts.article.text: key for key, facts in FACTS.items()}


class Stopped(BaseException):
    """The process died."""


class StoreMachine(RuleBasedStateMachine):
    """``model`` maps the number of a document to its version."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="factmill-", dir=_memory()))
        self.out = self.folder / "processed"
        self.patch = pytest.MonkeyPatch()
        for module in (parts, admission):
            self.patch.setattr(module, "PART_DOCUMENTS", 3)
        self.model: dict[int, int] = {}
        self.ids: dict[int, str] = {}
        self.store = Store.open(self.out)

    def teardown(self) -> None:
        self.store.close()
        self.patch.undo()
        shutil.rmtree(self.folder, ignore_errors=True)

    @rule(versions=VERSIONS)
    def publish(self, versions: dict[int, int]) -> None:
        report = self._publish(versions)
        same = {n for n, v in versions.items() if self.model.get(n) == v}
        assert (report.written, report.unchanged) == (len(versions) - len(same), len(same))
        self.model |= versions

    def _publish(self, versions: dict[int, int]) -> Any:
        facts = [FACTS[item] for item in sorted(versions.items())]
        return self.store.publish(facts_to_tables(facts, context()))

    @rule(numbers=st.sets(NUMBERS, max_size=4))
    def remove(self, numbers: set[int]) -> None:
        there = numbers & self.model.keys()
        report = self.store.publish({}, remove=[self.ids[n] for n in there])
        assert report.removed == len(there)
        for number in there:
            del self.model[number]

    @rule(versions=VERSIONS, steps=st.integers(1, 40))
    def die_while_publishing(self, versions: dict[int, int], steps: int) -> None:
        left = steps

        def count(name: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise Stopped

        self.patch.setattr(local, "step", count)
        try:
            self._publish(versions)
        except Stopped:
            pass
        finally:
            self.patch.setattr(local, "step", lambda name: None)
        self.reopen()
        after = self.model | versions
        found = self._found()
        assert found in (self.model, after), "neither before nor after"
        self.model = found

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.out)

    @rule()
    def lose_the_ledger(self) -> None:
        self.store.close()
        for path in (self.folder / ".factmill" / "processed").glob("ledger.db*"):
            path.unlink()
        self.store = Store.open(self.out)

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        assert self._found() == self.model
        assert len(self.store.sources()) == len(self.model)

    @precondition(lambda self: self.model)
    @invariant()
    def is_whole(self) -> None:
        assert verify(self.out).findings == []

    def _found(self) -> dict[int, int]:
        rows = read_table(self.out, "documents", columns=["doc_id", "text"], as_="arrow")
        found = {}
        for row in rows.to_pylist():
            number, version = TEXTS[row["text"]]
            assert number not in found
            found[number] = version
            self.ids[number] = row["doc_id"]
        return found


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


TestStore = StoreMachine.TestCase
TestStore.settings = settings(
    max_examples=12,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
