"""Redo documents of a store: those that are stale, that failed, or that the user names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Literal

import pyarrow as pa

from pipeline.errors import UsageError
from pipeline.records import CleanArticle, Failure, RawArticle
from pipeline.run.batch import Batch, BatchResult
from pipeline.run.recorder import Recorder
from pipeline.run.report import RunReport
from pipeline.run.settings import RunSettings, available_cores
from pipeline.run.templates import site_fingerprints
from pipeline.sources import file_of, read_file
from pipeline.tables.chosen import Chosen
from pipeline.tables.diff import StoreDiff, compare
from pipeline.tables.schemas import PART_TABLES, TableName
from pipeline.tables.select import Expected, Staleness, choose, load_articles, staleness
from pipeline.tables.store import SourceId, Store

Stage = Literal["clean", "extract"]
IN_PROCESS_DOCUMENTS = 16


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents to redo; several criteria add up.

    ``begin`` is the stage to redo them from; stale documents begin at the stage that changed.
    """

    stale: bool = False
    failed: bool = False
    everything: bool = False
    doc_ids: Sequence[str] = field(default_factory=tuple)
    site: str | None = None
    since: date | None = None
    begin: Stage = "clean"

    def __post_init__(self) -> None:
        if not (self.stale or self.failed or self.everything or self.doc_ids or self.site
                or self.since):  # fmt: skip
            raise UsageError(
                "nothing was chosen",
                hint="give --stale, --failed, --all, --doc, --site or --since",
            )


class Reprocess:
    """One reprocess run: `plan`, then `batches`, `publish` for each result, then `finish`.

    Args:
        out: folder of the tables.
        selection: which documents.
        raw_root: folder that ``source_uri`` counts from; needed when cleaning is redone.
        settings: see `RunSettings`.
    """

    def __init__(
        self,
        out: Path,
        selection: Selection,
        *,
        raw_root: Path | None = None,
        settings: RunSettings | None = None,
        flow: str = "direct-reprocess",
    ) -> None:
        self.settings = settings or RunSettings()
        self.selection = selection
        self.raw_root = raw_root
        self.store = Store.open(Path(out), create=False)
        self.recorder = Recorder(self.store, self.settings, flow)
        self._reached = 0

    def plan(self) -> Chosen:
        """Choose the documents.

        Raises:
            UsageError: an id names no document, or cleaning is to be redone without a raw root.
        """
        self._chosen = choose(
            self.store,
            stale=expected(self.recorder) if self.selection.stale else None,
            doc_ids=self.selection.doc_ids,
            site=self.selection.site,
            since=self.selection.since,
            everything=self.selection.everything,
            begin=self.selection.begin,
        )
        if self.selection.failed:
            failures = self.store.failures()
            keys = (failures.column(name).to_pylist() for name in ("source_uri", "source_key"))
            self._chosen.add_failed(zip(*keys, strict=True))
        to_read = self._chosen.clean + self._chosen.failed
        if to_read and self.raw_root is None:
            raise UsageError(
                f"{to_read} documents are to be cleaned again, which takes their source files",
                hint="give --raw-root, the folder that source_uri counts from",
            )
        self.recorder.tally.found = self.documents
        return self._chosen

    @property
    def documents(self) -> int:
        """How many documents are to be redone."""
        return self._chosen.clean + self._chosen.extract + self._chosen.failed

    @property
    def workers(self) -> int:
        """Worker processes for what is planned."""
        if self.settings.workers is not None:
            return self.settings.workers
        return 0 if self.documents <= IN_PROCESS_DOCUMENTS else available_cores()

    def batches(self) -> Iterator[Batch]:
        """Articles to redo: from the source files, then from ``documents.text``."""
        articles: Iterator[RawArticle | CleanArticle] = self._articles()
        for index in range(self.documents):
            group = tuple(islice(articles, self.settings.batch_size))
            if not group:
                return
            yield Batch(index, group)

    def progress(self, batch: Batch) -> float:
        """Share of the documents up to the end of ``batch``; batches in order."""
        self._reached += len(batch.articles)
        return min(1.0, self._reached / self.documents)

    def publish(self, result: BatchResult) -> None:
        """Publish one batch, also what did not change: the fingerprints did."""
        self.recorder.publish(result, force=True)

    def finish(self) -> RunReport:
        """Record the run and report."""
        return self.recorder.finish(Path(self.raw_root) if self.raw_root else None)

    def _articles(self) -> Iterator[RawArticle | CleanArticle]:
        if self.raw_root is not None:
            yield from self._raw_articles(self.raw_root)
        ids = self._chosen.ids("extract")
        while some := tuple(islice(ids, self.settings.batch_size)):
            yield from load_articles(self.store, some)

    def _raw_articles(self, root: Path) -> Iterator[RawArticle]:
        for uri in self._chosen.uris():
            file = file_of(uri, root)
            if file is not None:
                yield from self._wanted(read_file(file, self.settings.limits))
            what = "the record is no longer in its file" if file else "the source file is gone"
            for source in self._chosen.untaken(uri):
                self._lost(source, f"{what}; its rows stay as they are")

    def _wanted(self, items: Iterable[RawArticle | Failure]) -> Iterator[RawArticle]:
        for item in items:
            if not self._chosen.take((item.source_uri, item.source_key)):
                continue
            if isinstance(item, Failure):
                self.recorder.tally.failed.append(item)
            else:
                yield item

    def _lost(self, source: SourceId, message: str) -> None:
        failure = Failure(source[0], source[1], None, "source", "SourceError", message)
        self.recorder.tally.failed.append(failure)


def reprocess(
    out: Path,
    selection: Selection,
    *,
    raw_root: Path | None = None,
    settings: RunSettings | None = None,
) -> RunReport:
    """Run a reprocess from start to end without Prefect. See `Reprocess`."""
    run = Reprocess(out, selection, raw_root=raw_root, settings=settings)
    run.plan()
    if run.documents:
        with run.recorder.pool(run.workers) as pool:
            for result in pool.map(run.batches()):
                run.publish(result)
    return run.finish()


def dry_run(run: Reprocess, examples: int = 5) -> StoreDiff:
    """What ``run`` would change, without changing it; call `Reprocess.plan` before.

    Memory holds one batch and the documents that it replaces. `duplicate_of` is not compared: it
    is decided over the whole store, once all documents are in.
    """
    difference = StoreDiff()
    with run.recorder.pool(run.workers) as pool:
        for result in pool.map(run.batches()):
            run.recorder.tally.failed.extend(result.failures)
            if result.tables:
                before = _rows_of(run.store, result.tables["documents"])
                after = _named(result.tables)
                compare(_unlinked(before), _unlinked(after), difference, examples)
    return difference


def _named(tables: dict[str, pa.Table]) -> dict[TableName, pa.Table]:
    return {name: tables[name] for name in PART_TABLES}


def _unlinked(tables: dict[TableName, pa.Table]) -> dict[TableName, pa.Table]:
    documents = tables["documents"]
    place = documents.schema.get_field_index("duplicate_of")
    links = pa.nulls(documents.num_rows, documents.schema.field(place).type)
    return {
        **tables,
        "documents": documents.set_column(place, documents.schema.field(place), links),
    }


def _rows_of(store: Store, documents: pa.Table) -> dict[TableName, pa.Table]:
    """The store's rows of the same documents."""
    from pipeline.tables.store.parts import of_documents

    ids = documents.column("doc_id").to_pylist()
    parts = sorted({holder.part for holder in store.ledger.holders(ids).values()})
    return {
        name: pa.concat_tables(
            [of_documents(store.read_part(name, part), ids) for part in parts]
            or [documents.schema.empty_table()]
        )
        for name in PART_TABLES
    }


def expected(recorder: Recorder) -> Expected:
    """The fingerprints that a document would get now."""
    clean, extract = recorder.fingerprints
    return Expected(clean, extract, site_fingerprints(clean, recorder.templates))


def store_staleness(out: Path, settings: RunSettings) -> Staleness:
    """How many documents of a store are stale, and why."""
    with Store.open(out, create=False) as store:
        return staleness(store, expected(Recorder(store, settings, "status")))
