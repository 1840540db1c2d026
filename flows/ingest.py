"""The ingest flow: plan, process batches, publish each as it finishes, report."""

# No `from __future__ import annotations`: Prefect loads this file under no module name, where
# pydantic cannot look up the types of the parameters.

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from flows.heartbeat import without_heartbeat  # first: it sets Prefect's settings
from flows.quick import flow
from flows.server import server_of_prefect
from flows.steps import report_run, run_batches

from prefect import get_run_logger, runtime  # isort: skip

from pipeline.run.config import Config
from pipeline.run.ingest import Ingest
from pipeline.run.report import RunReport
from pipeline.sources import check_exist, resolved

NAME = "factmill-ingest"
DEFAULTS = Config()


def _run_name() -> str:
    paths = runtime.flow_run.parameters["paths"]
    return f"{Path(paths[0]).name or 'raw'} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


@flow(name=NAME, flow_run_name=_run_name, persist_result=False)
def ingest_flow(paths: list[str], config: Config = DEFAULTS, prune: bool = False) -> RunReport:
    """Read articles and publish their facts; what is unchanged is left alone.

    Args:
        paths: Files or folders of articles.
        config: Store, workers, models and the other settings.
        prune: Remove the rows of articles that are no longer there.
    """
    run = Ingest(
        [Path(path) for path in paths],
        config.store,
        raw_root=config.raw_root,
        settings=config.run_settings(),
        prune=prune,
        flow=NAME,
    )
    plan = run.plan()
    get_run_logger().info("%d files to read, %d unchanged", len(plan.to_read), plan.unchanged)
    if plan.to_read:
        run_batches(run, config.dask)
    report = run.finish()
    report_run(report)
    return report


def run_flow(paths: Sequence[Path], config: Config, *, prune: bool = False) -> RunReport:
    """Run the flow from Python; it starts Prefect's embedded server when no server is set.

    Raises:
        UsageError: a path does not exist.
        ServerError: the server does not answer, or is lost in the run.
    """
    check_exist(paths)  # a server takes ten seconds to start
    with without_heartbeat(), server_of_prefect():
        return ingest_flow([str(resolved(path)) for path in paths], absolute(config), prune)


def absolute(config: Config) -> Config:
    """A flow may run in another folder than the one it was asked for in."""
    names = ("store", "raw_root", "aliases")
    paths = {name: getattr(config, name) for name in names}
    return config.model_copy(update={n: resolved(p) for n, p in paths.items() if p is not None})
