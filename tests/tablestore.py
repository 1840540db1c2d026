"""A store of made-up articles, with the record of a run."""

from __future__ import annotations

from pathlib import Path

from benchmarks.synthetic import MTIME, context
from pipeline.records import Facts
from pipeline.tables.convert import RunContext, facts_to_tables
from pipeline.tables.store import RunRecord, Store

RUN = RunRecord("run-1", "direct", MTIME, MTIME, {"found": 6}, {"factmill": "0.1"}, {"w": "1"})


def publish(out: Path, facts: list[Facts], run: RunContext | None = None) -> Path:
    with Store.open(out) as store:
        store.publish(facts_to_tables(facts, run or context()))
        store.record_run(RUN, changed=True)
    return out
