"""The maintenance flow: prune, learn site templates, join small parts, check the promises."""

# No `from __future__ import annotations`: Prefect loads this file under no module name, where
# pydantic cannot look up the types of the parameters.

from datetime import UTC, datetime

import flows.steps  # noqa: F401  (sets Prefect's settings)
from flows.ingest import DEFAULTS
from flows.quick import flow

from prefect import get_run_logger, task  # isort: skip
from prefect.artifacts import create_markdown_artifact  # isort: skip

from pipeline.errors import StoreDamaged, UsageError
from pipeline.run.config import Config
from pipeline.run.ingest import Ingest
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


@task(name="prune", persist_result=False)
def prune_task(config: Config) -> int:
    """Remove the documents whose file below the raw root is gone; returns how many."""
    if config.raw_root is None:
        raise UsageError(
            "pruning needs the folder that the articles lie in", hint="set config.raw_root"
        )
    run = Ingest(
        [config.raw_root],
        config.store,
        raw_root=config.raw_root,
        settings=config.run_settings(),
        prune=True,
        flow=NAME,
    )
    run.plan()
    return run.prune_files().pruned


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
def maintain_flow(config: Config = DEFAULTS, learn: bool = True, prune: bool = False) -> None:
    """Keep a store in order; fails loudly when it is damaged.

    Args:
        config: Store and the other settings.
        learn: Learn site templates anew; documents of a site whose template changed become stale.
        prune: Remove the documents whose file below ``config.raw_root`` is gone. Leave it off where
            articles are moved away once they are read.
    """
    log = get_run_logger()
    if prune:
        log.info("%d documents removed, whose files are gone", prune_task(config))
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
