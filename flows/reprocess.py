"""The reprocess flow: redo the documents that are stale, failed, or named."""

# No `from __future__ import annotations`: Prefect loads this file under no module name, where
# pydantic cannot look up the types of the parameters.

from datetime import UTC, date, datetime
from typing import Literal

from flows.heartbeat import without_heartbeat  # first: it sets Prefect's settings
from flows.ingest import DEFAULTS, absolute
from flows.quick import flow
from flows.server import server_of_prefect
from flows.steps import report_run, run_batches

from prefect import get_run_logger  # isort: skip

from pipeline.run.config import Config
from pipeline.run.report import RunReport
from pipeline.run.reprocess import Reprocess, Selection

NAME = "factmill-reprocess"


def _run_name() -> str:
    return f"reprocess {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


@flow(name=NAME, flow_run_name=_run_name, persist_result=False)
def reprocess_flow(
    config: Config = DEFAULTS,
    stale: bool = True,
    failed: bool = False,
    everything: bool = False,
    doc_ids: list[str] | None = None,
    site: str | None = None,
    since: date | None = None,
    begin: Literal["clean", "extract"] = "clean",
) -> RunReport:
    """Redo documents; several criteria add up.

    Args:
        config: Store, raw root, workers, models and the other settings.
        stale: Documents whose code, model or settings changed, each from the stage that changed.
        failed: Articles that failed.
        everything: All documents.
        doc_ids: Documents by id, or the start of it.
        site: Documents of one site.
        since: Documents published on that day or later.
        begin: The stage from which documents are redone that are not chosen for being stale.
    """
    selection = Selection(stale, failed, everything, tuple(doc_ids or ()), site, since, begin)
    run = Reprocess(
        config.store,
        selection,
        raw_root=config.raw_root,
        settings=config.run_settings(),
        flow=NAME,
    )
    chosen = run.plan()
    get_run_logger().info(
        "%d documents from cleaning, %d from extraction", chosen.clean, chosen.extract
    )
    if run.documents:
        run_batches(run, config.dask)
    report = run.finish()
    report_run(report)
    return report


def run_flow(selection: Selection, config: Config) -> RunReport:
    """Run the flow from Python; it starts Prefect's embedded server when no server is set.

    Raises:
        ServerError: the server does not answer, or is lost in the run.
    """
    with without_heartbeat(), server_of_prefect():
        return reprocess_flow(
            absolute(config),
            stale=selection.stale,
            failed=selection.failed,
            everything=selection.everything,
            doc_ids=list(selection.doc_ids),
            site=selection.site,
            since=selection.since,
            begin=selection.begin,
        )
