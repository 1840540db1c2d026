"""The collect flow: what is new of feeds, sitemaps and lists, as WARC files into the raw folder."""

# No `from __future__ import annotations`: Prefect loads this file under no module name, where
# pydantic cannot look up the types of the parameters.

from datetime import UTC, datetime
from pathlib import Path

from flows.settings import apply_settings

apply_settings()

from prefect import flow, get_run_logger  # noqa: E402  (settings come first)
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from pydantic import BaseModel, ConfigDict, Field  # noqa: E402

from pipeline.cli.collect import SHOWN, summary  # noqa: E402
from pipeline.printable import printable  # noqa: E402
from pipeline.sources.collect import CollectReport, CollectSettings, collect  # noqa: E402

NAME = "factmill-collect"


class CollectOptions(BaseModel):
    """The settings that a deployment may give; the others are `CollectSettings`' own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agent: str = Field(CollectSettings().agent, description="how the run names itself")
    delay: float = Field(1.0, ge=0, description="seconds between two requests to one host")
    limit: int | None = Field(None, ge=1, description="pages in one run; the others wait")
    refresh_days: float | None = Field(
        None, ge=0, description="ask for a page again after so many days"
    )
    allow_private: bool = Field(False, description="also ask hosts on private addresses")

    def settings(self) -> CollectSettings:
        """As the library takes them."""
        return CollectSettings(**self.model_dump())


DEFAULTS = CollectOptions()


def _run_name() -> str:
    return f"collect {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


@flow(name=NAME, flow_run_name=_run_name, persist_result=False, retries=1, retry_delay_seconds=60)
def collect_flow(
    sources: list[str], raw: str = "raw", options: CollectOptions = DEFAULTS
) -> CollectReport:
    """Fetch what is new; a run that was killed is gone on with by the next.

    Args:
        sources: Addresses of feeds, sitemaps or pages, or files of such.
        raw: The raw folder.
        options: Pace, limits and the name that the run goes by.
    """
    report = collect(sources, Path(raw), options.settings())
    log = get_run_logger()
    for address, reason in report.failed[:SHOWN]:
        log.warning("failed: %s", printable(f"{address}: {reason}"))
    for line in summary(report):
        log.info("%s", line)
    create_markdown_artifact(as_markdown(report), key=NAME, description="What was collected")
    return report


def as_markdown(report: CollectReport) -> str:
    """The report for Prefect's UI."""
    lines = [f"- {line}" for line in summary(report)]
    for what, found in (("refused", report.refused), ("failed", report.failed)):
        lines += [f"- {what}: `{_code(url)}`: {_code(reason)}" for url, reason in found[:SHOWN]]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    """Text of strangers inside Markdown code."""
    return "".join(c if c.isprintable() and c != "`" else "?" for c in text)
