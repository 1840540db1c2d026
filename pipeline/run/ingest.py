"""Ingest: new and changed articles of a folder into the store. What flows and the CLI both call."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.run.batch import Batch, BatchResult, process_batch
from pipeline.run.plan import Plan, Tally, count_unchanged, make_batches, plan_files
from pipeline.run.report import Highlights, RunReport
from pipeline.run.settings import RunSettings, available_cores
from pipeline.run.workers import BatchPool
from pipeline.tables.store import Store

Progress = Callable[[int, int | None], None]
"""Told how many articles are done, and how many there are when that is known."""

IN_PROCESS_FILES = 8
IN_PROCESS_BYTES = 256 * 1024
"""Up to this much work is done in the calling process: starting workers would take longer."""


class Ingest:
    """One ingest run: `plan`, then `batches`, `publish` for each result, then `finish`."""

    def __init__(
        self,
        paths: Sequence[Path],
        out: Path,
        *,
        raw_root: Path | None = None,
        settings: RunSettings | None = None,
        prune: bool = False,
        flow: str = "direct",
    ) -> None:
        self.settings = settings or RunSettings()
        self.paths = [Path(path) for path in paths]
        self.raw_root = raw_root
        self.prune = prune
        self.flow = flow
        self.started_at = now()
        self.run_id = uuid.uuid4().hex[:12]
        self.tally = Tally()
        self.highlights = Highlights()
        self.rows: dict[str, int] = {}
        _refuse_inside(self.paths, out)
        self.store = Store.open(Path(out))
