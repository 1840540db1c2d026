"""What every kind of run keeps: its context, what it published, its row in `runs`."""

from __future__ import annotations

import os
import uuid
from collections.abc import Container
from dataclasses import asdict
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cleaning.templates import SiteTemplates
from pipeline.fingerprints import Fingerprint, clean_fingerprint, extract_fingerprint
from pipeline.plugins import GROUPS, load
from pipeline.records import Failure
from pipeline.run.batch import BatchResult
from pipeline.run.drift import SiteWatch
from pipeline.run.duplicates import SignatureIndex
from pipeline.run.plan import Tally
from pipeline.run.report import Highlights, RunReport
from pipeline.run.settings import RunSettings
from pipeline.run.templates import load_templates, site_fingerprints
from pipeline.run.workers import BatchPool
from pipeline.tables.convert import RunContext
from pipeline.tables.store import RunRecord, Store
from pipeline.tables.store.clock import now
from pipeline.tables.store.mark import set_duplicates

if TYPE_CHECKING:
    import pyarrow as pa


class Recorder:
    """Publishes results of a run into ``store`` and counts them."""

    def __init__(self, store: Store, settings: RunSettings, flow: str) -> None:
        self.store = store
        self.settings = settings
        self.flow = flow
        self.started_at = now()
        self.run_id = new_run_id(self.started_at)
        self.tally = Tally()
        self.pruned = 0
        self.linked = 0
        self._signatures = SignatureIndex(store)
        self._highlights = Highlights()
        self._rows: dict[str, int] = {}
        self._failed_before = _failure_keys(store.failures())
        self._sites = SiteWatch(store)

    @cached_property
    def fingerprints(self) -> tuple[Fingerprint, Fingerprint]:
        """Of cleaning and of extraction, as they would be done now."""
        settings = self.settings
        return clean_fingerprint(settings.cleaning), extract_fingerprint(settings.extraction)

    @cached_property
    def context(self) -> RunContext:
        """What every row of this run carries; travels to the workers.

        Raises:
            PluginError: a plug-in does not load; better now than once for each article.
        """
        for group in GROUPS:
            load(group)
        clean, extract = self.fingerprints
        sites = site_fingerprints(clean, self.templates)
        return RunContext(self.run_id, self.started_at, clean.digest, extract.digest, sites)

    @cached_property
    def templates(self) -> SiteTemplates:
        """What recurs over the sites of the store, as learnt."""
        return load_templates(self.store)

    @cached_property
    def code(self) -> str:
        """Names the code of both stages: an article that failed is tried again when it changes."""
        return "-".join(fingerprint.digest for fingerprint in self.fingerprints)

    def pool(self, workers: int) -> BatchPool:
        """Worker processes for this run's batches."""
        return BatchPool(workers, self.settings, self.context, self.templates)

    def publish(
        self, result: BatchResult, *, present: Container[str] | None = None, force: bool = False
    ) -> None:
        """Publish one batch; call in the order of the batches. See `Store.publish`."""
        self.tally.failed.extend(result.failures)
        self._sites.add(result.tables)
        done = self.store.publish(
            self._with_known_duplicates(result.tables),
            failures=result.failures,
            present=present,
            at=self.started_at,
            fingerprint=self.code,
            force=force,
        )
        self.tally.written += done.written
        self.tally.unchanged += done.unchanged
        self.tally.duplicates += len(done.duplicates)
        if result.signatures:
            versions = result.tables["documents"].column("doc_version").to_pylist()
            self._signatures.prepare(versions, result.signatures)
        self._highlights.add(result.tables)
        for name, count in done.rows.items():
            self._rows[name] = self._rows.get(name, 0) + count

    def _with_known_duplicates(self, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
        """A document that is rewritten unchanged stays the duplicate that it is."""
        if not tables:
            return tables
        documents = tables["documents"]
        ids, versions = (documents.column(n).to_pylist() for n in ("doc_id", "doc_version"))
        known = self._signatures.known(dict(zip(ids, versions, strict=True)))
        return {**tables, "documents": set_duplicates(documents, known)[0]}

    def finish(self, raw_root: Path | None) -> RunReport:
        """Record failures and the run, check that nothing is missing, report."""
        self.store.record_failures(self.tally.failed, at=self.started_at, fingerprint=self.code)
        self.linked = self._signatures.link()
        report = self._report()
        report.check_conservation()
        self.store.record_run(
            self._record(report, raw_root),
            changed=bool(report.written or report.pruned or self.linked),
        )
        return report

    def _report(self) -> RunReport:
        before = self._failed_before
        sites = self._sites
        return RunReport(
            run_id=self.run_id,
            flow=self.flow,
            started_at=self.started_at,
            ended_at=now(),
            found=self.tally.found,
            written=self.tally.written,
            unchanged=self.tally.unchanged,
            duplicates=self.tally.duplicates,
            pruned=self.pruned,
            failures=self.tally.failed,
            stale=self._stale(),
            rows=self._rows,
            currencies=self._highlights.currencies(),
            names=self._highlights.names(),
            new_failures=sum(_key(failure) not in before for failure in self.tally.failed),
            max_failed_share=self.settings.max_failed_share,
            sites=len(sites.now),
            new_sites=sites.new_sites(),
            drift=sites.drifts(),
        )

    def _record(self, report: RunReport, raw_root: Path | None) -> RunRecord:
        versions = {k: v for f in self.fingerprints for k, v in f.as_versions().items()}
        settings = {
            name: str(value)
            for name, value in asdict(self.settings).items()
            if name not in ("workers", "batch_size", "max_failed_share")  # they change no row
        }
        if raw_root is not None:
            settings["raw_root"] = str(raw_root)
        return RunRecord(
            report.run_id, report.flow, report.started_at, report.ended_at, report.counts(),
            versions, settings,
        )  # fmt: skip

    def _stale(self) -> int:
        """How many documents are stale; see `pipeline.tables.select.staleness` for which."""
        now = self.context
        return sum(
            count
            for site, clean, extract, count in self.store.ledger.fingerprints()
            if (clean, extract) != (now.clean_of(site), now.extract_fingerprint)
        )


def _key(failure: Failure) -> tuple[str, str | None, str | None]:
    return failure.source_uri, failure.source_key, failure.raw_sha256


def _failure_keys(failures: pa.Table) -> set[tuple[str, str | None, str | None]]:
    columns = (failures.column(n).to_pylist() for n in ("source_uri", "source_key", "raw_sha256"))
    return set(zip(*columns, strict=True))


def new_run_id(moment: datetime) -> str:
    """The moment and some random digits; without these when the moment is fixed."""
    stamp = f"{moment:%Y%m%dT%H%M%SZ}"
    return stamp if "SOURCE_DATE_EPOCH" in os.environ else f"{stamp}-{uuid.uuid4().hex[:6]}"
