"""What the flows share: tasks that process and publish batches, and the order between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, Protocol, TypeAlias
from uuid import UUID

from flows.settings import apply_settings

apply_settings()

from prefect import get_run_logger, task  # noqa: E402  (settings come first)
from prefect.artifacts import (  # noqa: E402
    create_markdown_artifact,
    create_progress_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.futures import PrefectFuture  # noqa: E402
from prefect.tasks import exponential_backoff  # noqa: E402
from prefect.utilities.annotations import quote  # noqa: E402

from pipeline.errors import FactmillError  # noqa: E402
from pipeline.printable import printable  # noqa: E402
from pipeline.run.batch import Batch, BatchResult  # noqa: E402
from pipeline.run.recorder import Recorder  # noqa: E402
from pipeline.run.report import LISTED, RunReport, as_markdown, source_name  # noqa: E402

RETRIES = 2
"""How often a batch is tried again after a fault that may pass, at 2, 4, ... seconds."""
BACK_OFF = 2.0


class Run(Protocol):
    """An ingest or a reprocess, as planned."""

    recorder: Recorder

    @property
    def workers(self) -> int:
        """Worker processes."""

    def batches(self) -> Iterator[Batch]:
        """What is to be done, batch by batch."""

    def progress(self, batch: Batch) -> float:
        """How far the run is when ``batch`` is done, 0 to 1; asked in the order of the batches."""

    def publish(self, result: BatchResult) -> None:
        """Publish one result, in the order of the batches."""


class Workers(Protocol):
    """Where batches are processed; ``width`` of them may be under way at a time."""

    width: int

    def submit(self, batch: Batch) -> PrefectFuture[BatchResult]:
        """Start one batch."""

    def result(self, batch: Batch, future: PrefectFuture[BatchResult]) -> BatchResult:
        """Wait for a batch that was started."""


OpenWorkers: TypeAlias = "AbstractContextManager[Workers]"


def is_transient(task: Any, run: Any, state: Any) -> bool:
    """Retry what may pass (I/O, a lost worker); an error that we raise on purpose will not."""
    try:
        state.result()
    except FactmillError:
        return False
    except (OSError, EOFError, RuntimeError):
        return True
    return False


batch_task: Final = task(
    name="process-batch",
    task_run_name="batch-{index}",
    retries=RETRIES,
    retry_delay_seconds=exponential_backoff(backoff_factor=BACK_OFF),
    retry_condition_fn=is_transient,
    cache_policy=NO_CACHE,
    persist_result=False,
)
"""Decorator of what processes a batch, wherever it does so."""


@batch_task
def process_task(index: int, batch: Any, pool: Any) -> BatchResult:
    """Clean and extract one `Batch` in the worker processes of a `BatchPool`."""
    result: BatchResult = pool.run(batch)
    return result


@task(name="publish", task_run_name="publish-{index}", cache_policy=NO_CACHE, persist_result=False)
def publish_task(index: int, run: Any, result: Any) -> int:
    """Publish the `BatchResult` of one batch; returns how many documents were in it."""
    run.publish(result)
    documents: int = result.documents
    return documents


class LocalWorkers:
    """Worker processes on this machine. Batches travel quoted: Prefect would else look into every
    article for futures."""

    def __init__(self, pool: Any) -> None:
        self.width = pool.workers + 1
        self._pool = pool

    def submit(self, batch: Batch) -> PrefectFuture[BatchResult]:
        """Start one batch in a thread that waits for a worker."""
        future: PrefectFuture[BatchResult] = process_task.submit(
            batch.index, quote(batch), quote(self._pool)
        )
        return future

    def result(self, batch: Batch, future: PrefectFuture[BatchResult]) -> BatchResult:
        """Wait for it."""
        return future.result()


@contextmanager
def local_workers(run: Run) -> Iterator[Workers]:
    """As many worker processes as the run says, on this machine."""
    with run.recorder.pool(run.workers) as pool:
        yield LocalWorkers(pool)


def open_workers(run: Run, dask: str | None) -> OpenWorkers:
    """Workers on this machine, or on the Dask cluster that the setting ``dask`` names."""
    if dask is None:
        return local_workers(run)
    from flows.dask import dask_workers

    return dask_workers(run, dask)


def run_batches(run: Run, dask: str | None = None) -> None:
    """Keep the workers busy, few batches in memory, and publish in source order."""
    log = get_run_logger()
    waiting: deque[tuple[Batch, PrefectFuture[BatchResult]]] = deque()
    progress = Progress(run.recorder.flow)

    with open_workers(run, dask) as workers:

        def publish_next() -> None:
            batch, future = waiting.popleft()
            result = workers.result(batch, future)
            documents = publish_task(batch.index, quote(run), quote(result))
            log.info("batch %d: %d documents published", batch.index, documents)
            progress.show(run.progress(batch))

        for batch in run.batches():
            waiting.append((batch, workers.submit(batch)))
            if len(waiting) > workers.width:
                publish_next()
        while waiting:
            publish_next()
    progress.show(1.0)


class Progress:
    """The progress artifact of a flow run; a call to the server for each full per cent at most."""

    def __init__(self, flow: str) -> None:
        key = f"{flow}-progress"
        made = create_progress_artifact(0.0, key=key, description="How much of the input is done")
        self._artifact = UUID(str(made))
        self._shown = 0

    def show(self, share: float) -> None:
        """Say how much is done, 0 to 1."""
        percent = int(100 * share)
        if percent > self._shown:
            self._shown = percent
            update_progress_artifact(self._artifact, float(percent))


def report_run(report: RunReport) -> None:
    """Log the outcome and keep it as an artifact of the flow run.

    Raises:
        TooManyFailed: more articles failed than may; the flow run is to end as failed.
    """
    log = get_run_logger()
    for drift in report.drift[:LISTED]:
        log.warning("changed site: %s", printable(str(drift)))
    for failure in report.failures[:LISTED]:
        log.warning("failed: %s", printable(f"{source_name(failure)}: {failure.message}"))
    log.info(
        "%d found, %d written, %d unchanged, %d duplicates, %d failed",
        report.found, report.written, report.unchanged, report.duplicates, len(report.failures),
    )  # fmt: skip
    create_markdown_artifact(as_markdown(report), key=report.flow, description="What the run did")
    report.check_failed_share()
