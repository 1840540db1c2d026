"""Ingest: new and changed articles of a folder into the store. What flows and the CLI both call."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cached_property
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.fingerprints import Fingerprint, clean_fingerprint, extract_fingerprint
from pipeline.run.batch import Batch, BatchResult
from pipeline.run.plan import (
    Plan,
    Tally,
    count_unchanged,
    known_failures,
    make_batches,
    plan_files,
)
from pipeline.run.report import Highlights, RunReport
from pipeline.run.settings import RunSettings, available_cores
from pipeline.run.workers import BatchPool
from pipeline.tables.convert import RunContext
from pipeline.tables.store import RunRecord, Store
from pipeline.tables.store.clock import now

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
    def fingerprints(self) -> tuple[Fingerprint, Fingerprint]:
        """Of cleaning and of extraction, as they would be done now."""
        settings = self.settings
        return clean_fingerprint(settings.cleaning), extract_fingerprint(settings.extraction)

    @cached_property
    def context(self) -> RunContext:
        """What every row of this run carries; travels to the workers."""
        clean, extract = self.fingerprints
        return RunContext(self.run_id, self.started_at, clean.digest, extract.digest)

    @cached_property
    def code(self) -> str:
        """Names the code of both stages: an article that failed is tried again when it changes."""
        return "-".join(fingerprint.digest for fingerprint in self.fingerprints)

    def plan(self) -> Plan:
        """Look at the files, read none."""
        failed = known_failures(self.store.failures(), self.code)
        self._plan = plan_files(self.paths, self.raw_root, self.store.sources(), failed)
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
        done = self.store.publish(
            result.tables,
            failures=result.failures,
            present=self._plan.uris,
            at=self.started_at,
            fingerprint=self.code,
        )
        self.tally.written += done.written
        self.tally.unchanged += done.unchanged
        self.tally.duplicates += len(done.duplicates)
        self.highlights.add(result.tables)
        for name, count in done.rows.items():
            self.rows[name] = self.rows.get(name, 0) + count

    def finish(self) -> RunReport:
        """Prune, record failures and the run, check that nothing is missing, report."""
        pruned = self._prune() if self.prune else 0
        self.store.record_failures(self.tally.failed, at=self.started_at, fingerprint=self.code)
        self.store.remember([(f.uri, f.size, f.mtime) for f in self._plan.to_read])
        report = self._report(pruned)
        report.check_conservation()
        changed = bool(report.written or report.pruned)
        self.store.record_run(self._record(report), changed=changed)
        return report

    def _report(self, pruned: int) -> RunReport:
        return RunReport(
            run_id=self.run_id,
            flow=self.flow,
            started_at=self.started_at,
            ended_at=now(),
            found=self.tally.found,
            written=self.tally.written,
            unchanged=self.tally.unchanged,
            duplicates=self.tally.duplicates,
            pruned=pruned,
            failures=self.tally.failed,
            stale=self._stale(),
            rows=self.rows,
            currencies=self.highlights.currencies(),
            names=self.highlights.names(),
        )

    def _record(self, report: RunReport) -> RunRecord:
        versions = {k: v for f in self.fingerprints for k, v in f.as_versions().items()}
        settings = {
            name: str(value)
            for name, value in asdict(self.settings).items()
            if name not in ("workers", "batch_size")  # they change no row
        }
        return RunRecord(
            report.run_id, report.flow, report.started_at, report.ended_at, report.counts(),
            versions, settings,
        )  # fmt: skip

    def _stale(self) -> int:
        clean, extract = self.fingerprints
        current = (clean.digest, extract.digest)
        return sum(
            (state.clean_fingerprint, state.extract_fingerprint) != current
            for state in self.store.sources().values()
            if not state.duplicate
        )

    def _prune(self) -> int:
        gone = [
            state.doc_id
            for source, state in self.store.sources().items()
            if source not in self.tally.seen and not state.duplicate
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
