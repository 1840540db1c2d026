"""`Store`: open, look up, publish."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from pipeline.errors import StoreBusy
from pipeline.records import Failure
from pipeline.tables.schemas import (
    FACT_TABLES,
    PART_TABLES,
    TABLES,
    TableName,
    empty_table,
)
from pipeline.tables.store.admission import Admission, Admitter
from pipeline.tables.store.backend import Backend, CommitConflict
from pipeline.tables.store.clock import now
from pipeline.tables.store.journal import Change
from pipeline.tables.store.ledger import NARROW, Ledger
from pipeline.tables.store.listing import whole_listing
from pipeline.tables.store.lock import LOCK_SECONDS
from pipeline.tables.store.logs import (
    FAILURES_PART,
    RunRecord,
    drop_failures,
    open_runs_part,
    put_failures,
    with_run,
)
from pipeline.tables.store.parts import (
    ANCHOR,
    PartInfo,
    documents_digest,
    merge,
    of_documents,
    parquet_bytes,
    part_info,
    read_footer,
    read_rows,
)
from pipeline.tables.store.places import connect
from pipeline.tables.store.published import PublishReport, report_of
from pipeline.tables.store.rows import admitted, all_sources, file_stamps, ledger_row
from pipeline.tables.store.states import (
    FileRead,
    Holder,
    SourceId,
    SourceInput,
    SourceState,
    StoredDocument,
)

_Result = TypeVar("_Result")

CONFLICTS = 20
"""How often a publication starts over when others commit first (object stores only)."""


class Store:
    """The tables of one folder, with the ledger beside it. Make one with `Store.open`.

    Threads may share a store; processes each open their own.
    """

    def __init__(self, backend: Backend, ledger: Ledger) -> None:
        self.backend = backend
        self.ledger = ledger
        self._thread_lock = threading.RLock()

    @classmethod
    def open(
        cls, root: Path | str, create: bool = True, *, lock_seconds: float = LOCK_SECONDS
    ) -> Store:
        """Open the store at ``root``; complete what a killed writer left.

        Args:
            root: folder of the tables, ``.factmill/`` lies beside it; or the URL of one in an
                object store, such as ``s3://bucket/processed``.
            create: make the folders when they are not there.
            lock_seconds: how long a publication waits for another writer.

        Raises:
            StoreNotFound: there is no store and ``create`` is false.
            StoreUnwritable: the folders cannot be made.
            StoreDamaged: the files contradict each other.
            SchemaVersionError: another version of Factmill wrote them.
        """
        return cls.on(connect(root, lock_seconds), create)

    @classmethod
    def on(cls, backend: Backend, create: bool = True) -> Store:
        """Open the store that ``backend`` leads to."""
        backend.prepare(create)
        store = cls(backend, Ledger(backend.ledger_path))
        if backend.head().pending:
            with backend.exclusive():
                pass  # completes it
        store.sync()
        return store

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # look up

    def sources(self) -> dict[SourceId, SourceState]:
        """Every source that gave a document, or lost it to another source."""
        with self._thread_lock:
            self.sync()
            return self.ledger.sources()

    def inputs(self) -> Iterator[SourceInput]:
        """What was read of every source of `sources`, one by one; the store is held meanwhile."""
        with self._thread_lock:
            self.sync()
            yield from self.ledger.inputs()

    def holders_by_source(self, uris: Collection[str]) -> dict[SourceId, Holder]:
        """The documents that come from those files."""
        with self._thread_lock:
            self.sync()
            return self.ledger.holders_by_source(uris)

    def failures(self) -> pa.Table:
        """Sources that gave no row, as the table ``failures``."""
        return self._log("failures", FAILURES_PART)

    def runs(self) -> pa.Table:
        """Runs that changed something, as the table ``runs``."""
        parts = self.backend.listing("runs")
        return pa.concat_tables([empty_table("runs"), *(self._log("runs", p) for p in parts)])

    def _log(self, table: TableName, part: str) -> pa.Table:
        if part not in self.backend.listing(table):
            return empty_table(table)
        return self.read_part(table, part)

    def read_part(
        self, table: TableName, part: str, columns: Sequence[str] | None = None
    ) -> pa.Table:
        """One file of a table.

        Raises:
            StoreDamaged: it is not whole.
        """
        where = f"{self.backend.name}/{table}/{part}.parquet"
        return read_rows(self.backend.open(table, part), where, columns)

    def documents(self) -> Iterator[StoredDocument]:
        """Every document in source order, one by one; the store is held meanwhile."""
        with self._thread_lock:
            self.sync()
            yield from self.ledger.documents()

    def count(self) -> int:
        """How many documents there are."""
        with self._thread_lock:
            self.sync()
            return self.ledger.count()

    def fingerprints(self) -> list[tuple[str | None, str, str, int]]:
        """``(site, clean_fingerprint, extract_fingerprint, documents)``, each combination once."""
        with self._thread_lock:
            self.sync()
            return self.ledger.fingerprints()

    # ledger

    def sync(self) -> None:
        """Read the parts that are not as the ledger has them.

        Raises:
            StoreDamaged: a part lacks a table.
            SchemaVersionError: another version of Factmill wrote a part.
        """
        listing, head = whole_listing(self.backend)
        known = self.ledger.stamps()
        if listing == known and head.version == self.ledger.version():
            return
        with self.ledger.transaction():
            for part in known.keys() - listing.keys():
                self.ledger.forget_part(part)
            for part, stamp in listing.items():
                if known.get(part) != stamp:
                    info, documents = self._narrow(part)
                    self.ledger.set_part(part, stamp, info, documents)
            self.ledger.follow(head)

    def _narrow(self, part: str) -> tuple[PartInfo, pa.Table]:
        where = f"{self.backend.name}/documents/{part}.parquet"
        info = part_info(read_footer(self.backend.open("documents", part), where), where)
        return info, self.read_part("documents", part, NARROW)

    # publish

    def publish(
        self,
        tables: Mapping[str, pa.Table],
        *,
        remove: Collection[str] = (),
        failures: Sequence[Failure] = (),
        present: Container[str] | None = None,
        at: datetime | None = None,
        fingerprint: str | None = None,
        force: bool = False,
    ) -> PublishReport:
        """Put documents into the store in one commit, in place of those with the same doc_id.

        The rows of ``tables["documents"]`` stand in source order (as `find_files` and `read_file`
        give them), and publications of a run follow each other in that order: it decides which part
        a new document is given, so that the same input gives the same files, however it is
        batched and however many workers there are.

        Args:
            tables: what `facts_to_tables` returned; may be empty.
            remove: doc_ids whose rows go out.
            failures: sources that gave no row. A source that is published is taken out of them.
            present: URIs of all source files that are there, so that a renamed file takes its
                document over; None when not known.
            at: the time that ``failures`` carry; default now.
            fingerprint: of the code that gave the ``failures``.
            force: also rewrite documents that the store has in this very version.

        Raises:
            StoreBusy: another process kept the store locked.
            StoreUnwritable: no space or no permission.
            StoreDamaged: a part at hand is damaged.
        """
        documents = tables.get("documents")

        def attempt() -> PublishReport:
            admission = Admitter(self.ledger, present, force).admit(documents, remove)
            entering = {name: admitted(name, tables.get(name), admission) for name in PART_TABLES}
            changes = [
                c for part in admission.touched for c in self._part(part, entering, admission)
            ]
            changes += self._failures(documents, failures, at or now(), fingerprint)
            version = self.commit(changes) if changes else self.backend.head().version
            self._note(admission, documents)
            return report_of(admission, entering, version)

        return self.alone(attempt)

    def alone(self, attempt: Callable[[], _Result]) -> _Result:
        """Do ``attempt`` with no other writer about; again when one was after all.

        ``attempt`` reads what it needs of the store, and ends with `commit`.

        Raises:
            StoreBusy: another process kept the store locked.
        """
        for _ in range(CONFLICTS):
            with self.exclusive():
                try:
                    return attempt()
                except CommitConflict:
                    continue
        raise StoreBusy("other writers commit without end", where=self.backend.name)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the writers' lock, with the ledger up to date."""
        with self._thread_lock, self.backend.exclusive():
            self.sync()
            yield

    def _failures(
        self,
        documents: pa.Table | None,
        failures: Sequence[Failure],
        at: datetime,
        fingerprint: str | None,
    ) -> list[Change]:
        old = self.failures()
        cured = drop_failures(old, all_sources(documents))
        fresh = put_failures(cured, failures, at, fingerprint)
        there = FAILURES_PART in self.backend.listing("failures")
        if there and fresh.equals(old):
            return []
        data = parquet_bytes("failures", fresh)
        return [self.backend.stage("failures", FAILURES_PART, data)]

    def _part(
        self, part: str, entering: Mapping[TableName, pa.Table], admission: Admission
    ) -> Iterator[Change]:
        """Rewrite one part of each table."""
        new = {doc_id for doc_id, its in admission.parts.items() if its == part}
        drop = new | {doc_id for doc_id, its in admission.removed.items() if its == part}
        documents = self._merged("documents", part, entering, new, drop)
        info = PartInfo(*admission.filled[part], documents_digest(documents))
        for table in FACT_TABLES:
            merged = self._merged(table, part, entering, new, drop)
            yield self.backend.stage(table, part, parquet_bytes(table, merged, info))
        yield self.backend.stage("documents", part, parquet_bytes("documents", documents, info))

    def _merged(
        self,
        table: TableName,
        part: str,
        entering: Mapping[TableName, pa.Table],
        new: Collection[str],
        drop: Collection[str],
    ) -> pa.Table:
        there = part in self.backend.listing(table)
        old = self.read_part(table, part) if there else empty_table(table)
        return merge(table, old, drop, of_documents(entering[table], new))

    def commit(self, changes: list[Change]) -> int:
        """Publish staged files, inside `exclusive`; returns the store's new version."""
        commit = self.backend.publish([*self._anchors(), *changes])
        self.sync()
        return commit.version

    def _anchors(self) -> Iterator[Change]:
        """The first file of each table, where it is not there yet."""
        for table in TABLES:
            if ANCHOR not in self.backend.listing(table):
                empty = empty_table(table)
                info = PartInfo(0, 0, documents_digest(empty_table("documents")))
                data = parquet_bytes(table, empty, info if table in PART_TABLES else None)
                yield self.backend.stage(table, ANCHOR, data)

    def _note(self, admission: Admission, documents: pa.Table | None) -> None:
        """Enter into the ledger what only it knows."""
        winners = list(admission.sources.values())
        losers = [(row["source_uri"], row["source_key"]) for row in admission.duplicates]
        with self.ledger.transaction():
            self.ledger.forget_duplicates(admission.removed, [*winners, *losers])
            self.ledger.forget_other_files(file_stamps(documents))
            self.ledger.set_duplicates(ledger_row(row) for row in admission.duplicates)

    def remember(self, files: Mapping[str, FileRead]) -> None:
        """Note files, by URI, that were read to their end and of which all is published.

        `sources` gives their size and time from then on; the tables keep those of the bytes that
        were read first.
        """
        with self._thread_lock, self.ledger.transaction():
            self.ledger.set_files(files)

    def file_read(self, uri: str) -> FileRead | None:
        """What `remember` noted of a file, unless another version or a loss was seen since.

        Only of these is it known that the store has every article: a run that was killed may have
        published some articles of a file and not the others.
        """
        with self._thread_lock:
            return self.ledger.file(uri)

    # logs

    def record_failures(
        self,
        failures: Sequence[Failure],
        *,
        at: datetime | None = None,
        fingerprint: str | None = None,
    ) -> PublishReport:
        """Enter sources that gave no row. One that fails again in the same way changes nothing."""
        return self.publish({}, failures=failures, at=at, fingerprint=fingerprint)

    def record_run(self, run: RunRecord, *, changed: bool) -> None:
        """Enter a run: in ``runs`` when it ``changed`` a table, else in the ledger alone."""
        if not changed:
            with self._thread_lock, self.ledger.transaction():
                self.ledger.add_idle_run(run.run_id, run.as_json())
            return

        def attempt() -> None:
            part = open_runs_part(self.backend.listing("runs"), self.runs, run.run_id)
            table = with_run(self._log("runs", part), run)
            self.commit([self.backend.stage("runs", part, parquet_bytes("runs", table))])

        self.alone(attempt)
