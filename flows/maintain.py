"""The maintenance flow: learn site templates, join small parts, check the store's promises."""

from __future__ import annotations

from datetime import UTC, datetime

import flows.steps  # noqa: F401  (sets Prefect's settings)
from flows.ingest import DEFAULTS

from prefect import flow, get_run_logger, task  # isort: skip
from prefect.artifacts import create_markdown_artifact  # isort: skip

from pipeline.errors import StoreDamaged
from pipeline.run.config import Config
from pipeline.run.templates import learn_templates
from pipeline.tables.compact import compact
from pipeline.tables.store import Store
from pipeline.tables.verify import verify

NAME = "factmill-maintain"


def _run_name() -> str:
    return f"maintain {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


@task(name="learn-templates", persist_result=False)
def learn_task(config: Config) -> int:
    """Learn what recurs over each site; returns the number of sites with a template."""
    with Store.open(config.store, create=False) as store:
        return len(learn_templates(store).keys)


@task(name="compact", persist_result=False)
def compact_task(config: Config) -> str:
    """Join small parts."""
    report = compact(config.store)
    return f"{report.before} parts before, {report.after} after"


@task(name="verify", persist_result=False)
def verify_task(config: Config) -> list[str]:
    """Check every file and row; returns what is wrong."""
    findings = verify(config.store).findings
    return [f"{finding.table}/{finding.part}: {finding.problem}" for finding in findings]


@flow(name=NAME, flow_run_name=_run_name, persist_result=False)
def maintain_flow(config: Config = DEFAULTS, learn: bool = True) -> None:
    """Keep a store in order; fails loudly when it is damaged.

    Args:
        config: Store and the other settings.
        learn: Learn site templates anew; documents of a site whose template changed become stale.
    """
    log = get_run_logger()
    if learn:
        log.info("%d sites have a template", learn_task(config))
    log.info("compact: %s", compact_task(config))
    findings = verify_task(config)
    lines = [f"- {finding}" for finding in findings] or ["All is well."]
    create_markdown_artifact("\n".join(["# Verify", "", *lines]), key=NAME)
    if findings:
        raise StoreDamaged(
            f"{len(findings)} findings", where=str(config.store), hint="run `factmill repair`"
        )
