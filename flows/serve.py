"""Scheduled runs without a work pool: one process serves the ingest flow on a cron schedule."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.ingest import absolute, ingest_flow  # sets Prefect's settings before it is imported
from flows.server import server_of_prefect
from pipeline.errors import UsageError
from pipeline.run.config import Config
from pipeline.sources import check_exist, resolved

DEPLOYMENT = "factmill-scheduled"


def serve_ingest(paths: Sequence[Path], config: Config, cron: str, *, prune: bool = False) -> None:
    """Serve the flow until interrupted; a run that would overlap the one before is cancelled.

    Needs a Prefect server that outlives the runs (``prefect server start``) in PREFECT_API_URL.

    Raises:
        UsageError: a path does not exist, the schedule is not a cron expression, or no server is
            set.
        ServerError: the server does not answer, or is none of Prefect's.
    """
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.types.entrypoint import EntrypointType

    check_exist(paths)
    _check_cron(cron)
    _check_server()
    with server_of_prefect(needed=True):
        ingest_flow.serve(
            name=DEPLOYMENT,
            entrypoint_type=EntrypointType.MODULE_PATH,  # the package may lie anywhere
            cron=cron,
            parameters={
                "paths": [str(resolved(path)) for path in paths],
                "config": absolute(config).model_dump(mode="json"),
                "prune": prune,
            },
            global_limit=ConcurrencyLimitConfig(
                limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
            ),
            # No limit of the serving process itself: it would hold a second run back, to start it
            # late.
        )


def _check_cron(cron: str) -> None:
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        raise UsageError(
            f"not a cron expression: {cron!r}", hint='for example "0 * * * *", every hour'
        ) from error


def _check_server() -> None:
    from prefect.settings import PREFECT_API_URL

    if not PREFECT_API_URL.value():
        raise UsageError(
            "a schedule needs a Prefect server that stays up",
            where="PREFECT_API_URL",
            hint="run `prefect server start`, then "
            "`prefect config set PREFECT_API_URL=http://127.0.0.1:4200/api`",
        )
