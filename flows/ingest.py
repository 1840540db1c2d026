"""The ingest flow: plan, process batches, publish each as it finishes, report."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.settings import apply_settings

apply_settings()

from prefect import flow, get_run_logger, runtime, task  # noqa: E402  (settings come first)
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.futures import PrefectFuture  # noqa: E402
from prefect.tasks import exponential_backoff  # noqa: E402
from prefect.utilities.annotations import quote  # noqa: E402

from pipeline.errors import FactmillError  # noqa: E402
from pipeline.run.batch import Batch, BatchResult  # noqa: E402
from pipeline.run.config import Config  # noqa: E402
from pipeline.run.ingest import Ingest  # noqa: E402
from pipeline.run.report import RunReport, as_markdown, source_name  # noqa: E402
from pipeline.run.workers import BatchPool  # noqa: E402

DEFAULTS = Config()


def _is_transient(task: Any, run: Any, state: Any) -> bool:
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
    retry_condition_fn=_is_transient,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def process_task(index: int, batch: Batch, pool: BatchPool) -> BatchResult:
    """Clean and extract one batch in the worker processes of ``pool``."""
    return pool.run(batch)


@task(name="publish", task_run_name="publish-{index}", cache_policy=NO_CACHE, persist_result=False)
def publish_task(index: int, run: Ingest, result: BatchResult) -> int:
    """Publish one batch; returns how many documents went in."""
    run.publish(result)
    return result.documents


def _run_name() -> str:
    parameters = runtime.flow_run.parameters
    folder = Path(parameters["paths"][0]).name or "raw"
    return f"{folder} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


@flow(name="factmill-ingest", flow_run_name=_run_name, persist_result=False)
def ingest_flow(paths: list[str], config: Config = DEFAULTS, prune: bool = False) -> RunReport:
    """Read articles and publish their facts; what is unchanged is left alone.

    Args:
        paths: Files or folders of articles.
        config: Store, workers, models and the other settings.
        prune: Remove the rows of articles that are no longer there.
    """
    log = get_run_logger()
    run = Ingest(
        [Path(path) for path in paths],
        config.store,
        raw_root=config.raw_root,
        settings=config.run_settings(),
        prune=prune,
        flow="factmill-ingest",
    )
    plan = run.plan()
    log.info("%d files to read, %d unchanged", len(plan.to_read), len(plan.unchanged))
    if plan.to_read:
        _process(run, log)
    report = run.finish()
    for failure in report.failures:
        log.warning("failed: %s: %s", source_name(failure), failure.message)
    log.info(
        "%d found, %d written, %d unchanged, %d failed",
        report.found, report.written, report.unchanged, len(report.failures),
    )  # fmt: skip
    create_markdown_artifact(as_markdown(report), key="factmill-ingest", description="Ingest run")
    return report


def _process(run: Ingest, log: Any) -> None:
    """Keep the workers busy, few batches in memory, and publish in source order."""
    waiting: deque[tuple[int, PrefectFuture[BatchResult]]] = deque()

    def publish_next() -> None:
        index, future = waiting.popleft()
        documents = publish_task(index, quote(run), quote(future.result()))
        log.info("batch %d: %d documents published", index, documents)

    with BatchPool(run.workers, run.settings, run.context) as pool:
        for batch in run.batches():
            future = process_task.submit(batch.index, quote(batch), quote(pool))
            waiting.append((batch.index, future))
            if len(waiting) > run.workers + 1:
                publish_next()
        while waiting:
            publish_next()


def run_flow(paths: Sequence[Path], config: Config, *, prune: bool = False) -> RunReport:
    """Run the flow from Python; it starts Prefect's embedded server when no server is set."""
    return ingest_flow([str(path.resolve()) for path in paths], absolute(config), prune)


def absolute(config: Config) -> Config:
    """A flow may run in another folder than the one it was asked for in."""
    names = ("store", "raw_root", "aliases")
    paths = {name: getattr(config, name) for name in names}
    return config.model_copy(update={n: p.resolve() for n, p in paths.items() if p is not None})
