"""Ingest: new and changed articles of a folder into the store. What flows and the CLI both call."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa

from pipeline.errors import ModelError, UsageError
from pipeline.extraction.extractor import SHIPPED
from pipeline.run.batch import Batch, BatchResult, raw_of
from pipeline.run.known import Known
from pipeline.run.plan import (
    Past,
    Plan,
    count_unchanged,
    make_batches,
    plan_files,
    refuse_to_remove_all,
    vanished,
)
from pipeline.run.recorder import Recorder
from pipeline.run.report import RunReport
from pipeline.run.settings import RunSettings, available_cores
from pipeline.sources import check_exist, default_root, is_pattern
from pipeline.tables.store import FileRead, Store

LOG = logging.getLogger(__name__)
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
        prune: remove the rows of articles under ``paths`` that are no longer there.
        flow: name of what runs it, for the `runs` table.

    Raises:
        UsageError: a path does not exist, or ``out`` lies within an input folder.
        ModelError: a spaCy pipeline of the settings is not there.
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
        check_exist(self.paths)  # before a store is made for nothing
        _refuse_nesting(self.paths, Path(out))
        _check_models(self.settings.extraction.models.values())
        self.store = Store.open(Path(out))
        self.recorder = Recorder(self.store, self.settings, flow)
        self._reached = self._bytes = 0

    def plan(self) -> Plan:
        """Look at the files, read none.

        Raises:
            UsageError: a path does not exist or lies outside the raw root, or pruning would remove
                all there is.
        """
        past = Past(
            Known(self.store.inputs()),
            self.store.file_read,
            self.store.failures(),
            self.recorder.code,
            self._code_and_limits,
        )
        self._plan = plan_files(self.paths, self.raw_root, past)
        self._total = self._plan.size
        if self.prune:
            refuse_to_remove_all(self.paths, self.raw_root, self._plan)
        count_unchanged(self._plan, self.recorder.tally)
        self._warn_of_other_roots()
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
        return make_batches(self._plan, self.settings, self.recorder.tally)

    def progress(self, batch: Batch) -> float:
        """Share of the bytes to read up to the file that ``batch`` ends in; batches in order."""
        uri = raw_of(batch.articles[-1]).source_uri
        files = self._plan.to_read
        while self._reached < len(files) and files[self._reached].uri <= uri:
            self._bytes += files[self._reached].size
            self._reached += 1
        return self._bytes / self._total if self._total else 1.0

    def publish(self, result: BatchResult) -> None:
        """Publish one batch; call in the order of the batches."""
        self.recorder.publish(result, present=self._plan.present)

    def _warn_of_other_roots(self) -> None:
        """The id of an article without a URL comes from its path: another root, another id."""
        known = self._plan.known
        if next(known.new_files(), None) is None:
            return
        for other in sorted(_roots(self.store.runs()) - {_root(self._root)}):
            paths = (f"{_root(self._root)}/{uri}" for uri in known.new_files())
            twice = sum(path.removeprefix(f"{other}/") in known for path in paths)
            if twice:
                LOG.warning(
                    "%d of these files are in the tables already, named from %s: articles without "
                    "a URL get a second doc_id (if not meant: --raw-root %s, and --prune later)",
                    twice, other, other,
                )  # fmt: skip

    def finish(self) -> RunReport:
        """Prune, note what was read, record the run, report."""
        if self.prune:
            self.recorder.pruned = self._prune()
        report = self.recorder.finish(self._root)
        self.store.remember(self._files_read())  # last: only now is all of them in the tables
        return report

    @property
    def _root(self) -> Path:
        return self.raw_root or default_root(self.paths)

    @cached_property
    def _code_and_limits(self) -> str:
        """The code, and the settings that decide whether an article fails."""
        settings = self.settings
        limits = (settings.limits, settings.document_seconds, settings.worker_memory_mib)
        digest = hashlib.sha256(repr(limits).encode()).hexdigest()
        return f"{self.recorder.code}-{digest[:16]}"

    def _files_read(self) -> dict[str, FileRead]:
        failed: dict[str, set[str | None]] = {}
        for failure in self.recorder.tally.failed:
            failed.setdefault(failure.source_uri, set()).add(failure.source_key)
        code = self._code_and_limits
        return {
            f.uri: FileRead(f.size, f.mtime, code, frozenset(failed.get(f.uri, ())))
            for f in self._plan.to_read
        }

    def prune_files(self) -> RunReport:
        """Remove the documents whose file is gone, and read nothing; call `plan` before."""
        self._plan.known.see_files()
        self.recorder.pruned = self._prune()
        return self.recorder.finish(self.raw_root or default_root(self.paths))

    def _prune(self) -> int:
        unseen = vanished(self.paths, self.raw_root, self._plan, self.recorder.tally)
        held = self.store.holders_by_source({uri for uri, _ in unseen})
        gone = [held[source].doc_id for source in unseen if source in held]
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
        with run.recorder.pool(run.workers) as pool:
            for result in pool.map(run.batches()):
                run.publish(result)
                if progress:
                    progress(run.recorder.tally.done, None)
    return run.finish()


def _roots(runs: pa.Table) -> set[str]:
    """The raw roots of earlier runs."""
    settings = (dict(one) for one in runs.column("settings").to_pylist())
    return {_root(one["raw_root"]) for one in settings if "raw_root" in one}


def _root(root: Path | str) -> str:
    return str(root) if "://" in str(root) else str(Path(root).resolve())


def _check_models(names: Iterable[str]) -> None:
    """Before a store is made; whether they load is seen when the first article needs one."""
    for name in names:
        if name != SHIPPED and not Path(name).exists() and not _is_package(name):
            raise ModelError(
                "no such spaCy pipeline",
                where=name,
                hint="give an installed spaCy package or the folder of a pipeline",
            )


def _is_package(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _refuse_nesting(paths: Sequence[Path], out: Path) -> None:
    for path in paths:
        folder, target = default_root([path]), out.resolve()
        if (path.is_dir() or is_pattern(path)) and target.is_relative_to(folder):
            raise UsageError(
                "the tables would lie among the articles",
                where=str(out),
                hint=f"give --out a folder outside {path}",
            )
