"""Rows of ``failures`` and ``runs``: tables that are not cut by document.

``failures`` is one file. ``runs`` gets a new file every `RUNS_A_FILE` runs, so that a store that
has seen many does not rewrite them all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.records import Failure
from pipeline.tables.schemas import SCHEMAS
from pipeline.tables.store.parts import ANCHOR, in_order

FAILURES_PART = "current"
RUNS_A_FILE = 1_000

SourceId = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One row of ``runs``. ``ended_at`` is null when the run has not come to its end."""

    run_id: str
    flow: str
    started_at: datetime
    ended_at: datetime | None
    counts: Mapping[str, int] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        """For the ledger."""
        return json.dumps(asdict(self), default=str)


def put_failures(
    old: pa.Table, failures: Sequence[Failure], at: datetime, fingerprint: str | None
) -> pa.Table:
    """``old`` with ``failures``; one that is there already, for the same bytes and code, stays."""
    rows = {_source(row): row for row in old.to_pylist()}
    for failure in failures:
        source = (failure.source_uri, failure.source_key)
        rows[source] = _failure_row(failure, rows.get(source), at, fingerprint)
    table = pa.Table.from_pylist(list(rows.values()), schema=SCHEMAS["failures"])
    return in_order("failures", table)


def _source(row: Mapping[str, Any]) -> SourceId:
    return row["source_uri"], row["source_key"]


_SAME = ("raw_sha256", "stage", "error", "message")


def _failure_row(
    failure: Failure, before: Mapping[str, Any] | None, at: datetime, fingerprint: str | None
) -> Mapping[str, Any]:
    now = {name: getattr(failure, name) for name in _SAME} | {"fingerprint": fingerprint}
    if before is not None and all(before[name] == value for name, value in now.items()):
        return before
    return {
        "source_uri": failure.source_uri,
        "source_key": failure.source_key,
        **now,
        "attempts": before["attempts"] + 1 if before else 1,
        "first_seen": before["first_seen"] if before else at,
        "last_seen": at,
    }


def drop_failures(table: pa.Table, sources: Collection[SourceId]) -> pa.Table:
    """``table`` without the rows of ``sources``."""
    if not table.num_rows or not sources:
        return table
    keep = [_source(row) not in sources for row in table.to_pylist()]
    return table.filter(pa.array(keep, pa.bool_()))


def with_run(table: pa.Table, run: RunRecord) -> pa.Table:
    """``table`` with a row for ``run``, in place of one with its id."""
    others = table.filter(pc.not_equal(table.column("run_id"), run.run_id))
    row = {
        "run_id": run.run_id,
        "flow": run.flow,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "counts": sorted(run.counts.items()),
        "versions": sorted(run.versions.items()),
        "settings": sorted(run.settings.items()),
    }
    added = pa.Table.from_pylist([row], schema=SCHEMAS["runs"])
    return in_order("runs", pa.concat_tables([others, added]))


def open_runs_part(parts: Collection[str], runs: Callable[[], pa.Table], run_id: str) -> str:
    """The file that a run's row goes to."""
    number = max(1, len([part for part in parts if part != ANCHOR]))
    rows = runs().num_rows
    if rows >= number * RUNS_A_FILE and run_id not in runs().column("run_id").to_pylist():
        number += 1
    return f"{number:04d}"
