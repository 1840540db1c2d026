"""The ingest flow: plan, process batches, publish each as it finishes, report."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from flows.settings import apply_settings

apply_settings()

from prefect import flow, get_run_logger, runtime, task  # noqa: E402  (settings come first)
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.futures import PrefectFuture  # noqa: E402
from prefect.tasks import exponential_backoff  # noqa: E402
from prefect.utilities.annotations import quote  # noqa: E402

from pipeline.errors import FactmillError  # noqa: E402
from pipeline.extraction.extractor import ExtractionSettings  # noqa: E402
from pipeline.run.batch import Batch, BatchResult  # noqa: E402
from pipeline.run.ingest import Ingest  # noqa: E402
from pipeline.run.report import RunReport, as_markdown  # noqa: E402
from pipeline.run.settings import RunSettings  # noqa: E402
from pipeline.run.workers import BatchPool  # noqa: E402


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


@flow(
    name="factmill-ingest", flow_run_name=_run_name, persist_result=False, validate_parameters=False
)
def ingest_flow(
    paths: list[str],
    out: str = "processed",
    raw_root: str | None = None,
    cleaning: Literal["auto", "off"] = "auto",
    workers: int | None = None,
    country: str | None = None,
    models: dict[str, str] | None = None,
    prune: bool = False,
) -> RunReport:
    """Read articles and publish their facts; what is unchanged is left alone.

    Args:
        paths: Files or folders of articles.
        out: Folder of the tables.
        raw_root: Folder that document ids count from.
        cleaning: "off" takes the text exactly as given.
        workers: Worker processes; one a core by default.
        country: ISO 3166 code of where the articles come from.
        models: spaCy pipeline by language.
        prune: Remove the rows of articles that are no longer there.
    """
    extraction = ExtractionSettings(country=country)
    if models:
        extraction = ExtractionSettings(models, country)
    settings = RunSettings(cleaning=cleaning, workers=workers, extraction=extraction)
    log = get_run_logger()
    run = Ingest(
        [Path(path) for path in paths],
        Path(out),
        raw_root=Path(raw_root) if raw_root else None,
        settings=settings,
        prune=prune,
        flow="factmill-ingest",
    )
    plan = run.plan()
    log.info("%d files to read, %d unchanged", len(plan.to_read), len(plan.unchanged))
    if plan.to_read:
        _process(run, log)
    report = run.finish()
    for failure in report.failures:
        log.warning("failed: %s: %s", failure.source_uri, failure.message)
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


def run_flow(
    paths: Sequence[Path],
    out: Path,
    *,
    raw_root: Path | None,
    settings: RunSettings,
    prune: bool,
) -> RunReport:
    """Run the flow from Python; it starts Prefect's embedded server when no server is set."""
    return ingest_flow(
        [str(path.resolve()) for path in paths],
        str(out.resolve()),
        raw_root=str(raw_root.resolve()) if raw_root else None,
        cleaning=settings.cleaning,
        workers=settings.workers,
        country=settings.extraction.country,
        models=dict(settings.extraction.models),
        prune=prune,
    )
