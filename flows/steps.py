"""What the flows share: tasks that process and publish batches, and the order between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Protocol

from flows.settings import apply_settings

apply_settings()

from prefect import get_run_logger, task  # noqa: E402  (settings come first)
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.futures import PrefectFuture  # noqa: E402
from prefect.tasks import exponential_backoff  # noqa: E402
from prefect.utilities.annotations import quote  # noqa: E402

from pipeline.errors import FactmillError  # noqa: E402
from pipeline.run.batch import Batch, BatchResult  # noqa: E402
from pipeline.run.recorder import Recorder  # noqa: E402
from pipeline.run.report import RunReport, as_markdown, source_name  # noqa: E402


class Run(Protocol):
    """An ingest or a reprocess, as planned."""

    recorder: Recorder

    @property
    def workers(self) -> int:
        """Worker processes."""

    def batches(self) -> Iterator[Batch]:
        """What is to be done, batch by batch."""

    def publish(self, result: BatchResult) -> None:
        """Publish one result, in the order of the batches."""


def is_transient(task: Any, run: Any, state: Any) -> bool:
    """Retry what may pass (I/O, a lost worker); an error that we raise on purpose will not."""
    try:
        state.result()
    except FactmillError:
        return False
    except (OSError, EOFError, RuntimeError):
        return True
    return False


@task(
    name="process-batch",
    task_run_name="batch-{index}",
    retries=2,
    retry_delay_seconds=exponential_backoff(backoff_factor=2),
    retry_condition_fn=is_transient,
    cache_policy=NO_CACHE,
    persist_result=False,
)
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


def run_batches(run: Run) -> None:
    """Keep the workers busy, few batches in memory, and publish in source order.

    Batches travel quoted: Prefect would else look into every article for futures.
    """
    log = get_run_logger()
    waiting: deque[tuple[int, PrefectFuture[BatchResult]]] = deque()

    def publish_next() -> None:
        index, future = waiting.popleft()
        documents = publish_task(index, quote(run), quote(future.result()))
        log.info("batch %d: %d documents published", index, documents)

    with run.recorder.pool(run.workers) as pool:
        for batch in run.batches():
            future = process_task.submit(batch.index, quote(batch), quote(pool))
            waiting.append((batch.index, future))
            if len(waiting) > run.workers + 1:
                publish_next()
        while waiting:
            publish_next()


def report_run(report: RunReport) -> None:
    """Log the outcome and keep it as an artifact of the flow run."""
    log = get_run_logger()
    for failure in report.failures:
        log.warning("failed: %s: %s", source_name(failure), failure.message)
    log.info(
        "%d found, %d written, %d unchanged, %d duplicates, %d failed",
        report.found, report.written, report.unchanged, report.duplicates, len(report.failures),
    )  # fmt: skip
    create_markdown_artifact(as_markdown(report), key=report.flow, description="What the run did")
