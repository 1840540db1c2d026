"""Batches that came from another process or machine: a pool kept here while their run lasts."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.fingerprints import Fingerprint, clean_fingerprint, extract_fingerprint
from pipeline.run.batch import Batch, BatchResult
from pipeline.run.settings import RunSettings
from pipeline.run.workers import BatchPool

if TYPE_CHECKING:
    from pipeline.cleaning.templates import SiteTemplates
    from pipeline.tables.convert import RunContext


@dataclass(frozen=True, slots=True)
class Work:
    """What all batches of a run have in common; it travels with each."""

    settings: RunSettings
    context: RunContext
    templates: SiteTemplates


_lock = threading.Lock()
_pools: dict[str, BatchPool] = {}
"""The pool of the run at hand, by run_id; the models stay loaded between its batches."""


def run_remote(work: Work, batch: Batch, processes: int) -> BatchResult:
    """Process one batch in one of ``processes`` processes; threads may call this side by side.

    Raises:
        UsageError: the code, the models or the libraries here are not those of the run.
    """
    return _pool(work, processes).run(batch)


def close_pools() -> None:
    """End the processes of the run that was."""
    with _lock:
        for run_id in list(_pools):
            _pools.pop(run_id).__exit__(None)


def _pool(work: Work, processes: int) -> BatchPool:
    run_id = work.context.run_id
    with _lock:
        if run_id in _pools:
            return _pools[run_id]
        check_same(work)
        pool = BatchPool(processes, work.settings, work.context, work.templates)
        _pools[run_id] = pool.__enter__()
        return pool


def check_same(work: Work) -> None:
    """Rows must not depend on where they were made, nor carry a fingerprint that is not theirs.

    Raises:
        UsageError: a fingerprint is not that of the run.
    """
    clean = clean_fingerprint(work.settings.cleaning)
    extract = extract_fingerprint(work.settings.extraction)
    _check(clean, work.context.clean_fingerprint)
    _check(extract, work.context.extract_fingerprint)


def _check(here: Fingerprint, there: str) -> None:
    if here.digest != there:
        raise UsageError(
            f"this worker would {here.stage} otherwise than the run that sends it work "
            f"(fingerprint {here.digest} here, {there} there)",
            hint="install the same Factmill, libraries, models and plug-ins on every machine",
        )
