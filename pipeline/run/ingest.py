"""Ingest: new and changed articles of a folder into the store. What flows and the CLI both call."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.run.batch import Batch, BatchResult
from pipeline.run.plan import Plan, Tally, count_unchanged, make_batches, plan_files
from pipeline.run.report import Highlights, RunReport
from pipeline.run.settings import RunSettings, available_cores
from pipeline.run.workers import BatchPool
from pipeline.tables.convert import RunContext
from pipeline.tables.store import Store

Progress = Callable[[int, int | None], None]
"""Told how many articles are done, and how many there are when that is known."""

IN_PROCESS_FILES = 8
IN_PROCESS_BYTES = 256 * 1024
"""Up to this much work is done in the calling process: starting workers would take longer."""


class Ingest:
    """One ingest run: `plan`, then `batches`, `publish` for each result in order, then `finish`.

    Args:
        paths: files or folders of articles.
        out: folder of the tables.
        raw_root: folder that document ids count from; default: what the paths have in common.
        settings: see `RunSettings`.
        prune: remove the rows of articles that are no longer there.
        flow: name of what runs it, for the `runs` table.

    Raises:
        UsageError: ``out`` lies within an input folder, or holds one.
        StoreError: the store cannot be opened.
    """

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
        self.run_id = new_run_id(self.started_at)
        self.tally = Tally()
        self.highlights = Highlights()
        self.rows: dict[str, int] = {}
        _refuse_nesting(self.paths, Path(out))
        self.store = Store.open(Path(out))

    @cached_property
    def context(self) -> RunContext:
        """What every row of this run carries; travels to the workers."""
        return RunContext(run_id=self.run_id, processed_at=self.started_at)

    def plan(self) -> Plan:
        """Look at the files, read none."""
        self._plan = plan_files(self.paths, self.raw_root, self.store.sources())
        count_unchanged(self._plan, self.tally)
        return self._plan

    @property
    def workers(self) -> int:
        """Worker processes for what is planned; 0 for a handful of articles unless told."""
        if self.settings.workers is not None:
            return self.settings.workers
        files = self._plan.to_read
        few = len(files) <= IN_PROCESS_FILES
        small = sum(file.size for file in files) <= IN_PROCESS_BYTES
        return 0 if few and small else available_cores()

    def batches(self) -> Iterator[Batch]:
        """Read what is planned, batch by batch."""
        return make_batches(self._plan, self.settings, self.tally)

    def publish(self, result: BatchResult) -> None:
        """Publish one batch; call in the order of the batches."""
        self.tally.failed.extend(result.failures)
        if not result.tables:
            return
        self.store.publish(result.tables)
        self.tally.written += result.documents
        self.highlights.add(result.tables)
        for name, table in result.tables.items():
            self.rows[name] = self.rows.get(name, 0) + table.num_rows

    def finish(self) -> RunReport:
        """Prune, record failures and the run, check that nothing is missing, report."""
        pruned = self._prune() if self.prune else 0
        self.store.record_failures(self.tally.failed)
        report = RunReport(
            run_id=self.run_id,
            flow=self.flow,
            started_at=self.started_at,
            ended_at=now(),
            found=self.tally.found,
            written=self.tally.written,
            unchanged=self.tally.unchanged,
            pruned=pruned,
            failures=self.tally.failed,
            stale=0,
            rows=self.rows,
            currencies=self.highlights.currencies(),
            names=self.highlights.names(),
        )
        report.check_conservation()
        self.store.record_run(report)
        return report

    def _prune(self) -> int:
        gone = [
            state.doc_id
            for source, state in self.store.sources().items()
            if source not in self.tally.seen
        ]
        if gone:
            self.store.publish({}, remove=gone)
        return len(gone)


def ingest(
    paths: Sequence[Path],
    out: Path,
    *,
    raw_root: Path | None = None,
    settings: RunSettings | None = None,
    prune: bool = False,
    progress: Progress | None = None,
) -> RunReport:
    """Run an ingest from start to end without Prefect. See `Ingest`."""
    run = Ingest(paths, out, raw_root=raw_root, settings=settings, prune=prune)
    plan = run.plan()
    if plan.to_read:
        with BatchPool(run.workers, run.settings, run.context) as pool:
            for result in pool.map(run.batches()):
                run.publish(result)
                if progress:
                    progress(run.tally.written + len(run.tally.failed), None)
    return run.finish()


def now() -> datetime:
    """This moment in UTC; SOURCE_DATE_EPOCH fixes it for reproducible builds."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed is None:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except ValueError as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds: {fixed!r}") from error


def new_run_id(moment: datetime) -> str:
    """The moment and some random digits; without these when the moment is fixed."""
    stamp = f"{moment:%Y%m%dT%H%M%SZ}"
    return stamp if "SOURCE_DATE_EPOCH" in os.environ else f"{stamp}-{uuid.uuid4().hex[:6]}"


def _refuse_nesting(paths: Sequence[Path], out: Path) -> None:
    for path in paths:
        folder, target = path.resolve(), out.resolve()
        if folder.is_dir() and target.is_relative_to(folder):
            raise UsageError(
                "the tables would lie among the articles",
                where=str(out),
                hint=f"give --out a folder outside {path}",
            )
