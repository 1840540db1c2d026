"""`factmill ingest`: progress while it runs, a summary at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.options import settings_of_prefect
from pipeline.errors import TooManyFailed
from pipeline.lean import collector_off, keep_pandas_out
from pipeline.printable import printable
from pipeline.run.report import LISTED, RunReport, source_name
from pipeline.sources.locate import is_url, url_of

if TYPE_CHECKING:
    from pipeline.run.config import Config
    from pipeline.run.ingest import Progress


NEW_SITES = 10
"""How many new sites the summary names."""


def run_ingest(
    paths: Sequence[Path], config: Config, *, direct: bool = False, prune: bool = False
) -> int:
    """Run the ingest, through Prefect unless ``direct``; 3 when some documents failed."""
    keep_pandas_out()
    if direct:
        from pipeline.run.ingest import ingest

        with progress_display() as progress:
            report = ingest(
                paths,
                config.store,
                raw_root=config.raw_root,
                settings=config.run_settings(),
                prune=prune,
                progress=progress,
            )
    else:
        from flows.settings import apply_settings
        from pipeline.run.early import start_early

        apply_settings()
        start_early(paths, config)  # before the import of Prefect, which takes as long
        with settings_of_prefect(), collector_off():
            from flows.ingest import run_flow

        with summary_of_failed(config.store):
            report = run_flow(paths, config, prune=prune)
    return conclude(report, config.store)


@contextmanager
def summary_of_failed(out: Path) -> Iterator[None]:
    """A flow run that fails because too much failed has a summary all the same."""
    try:
        yield
    except TooManyFailed as error:
        print_summary(error.report, out)
        raise


def conclude(report: RunReport, out: Path) -> int:
    """Print the summary; 3 when some articles failed.

    Raises:
        TooManyFailed: more of them than may.
    """
    print_summary(report, out)
    report.check_failed_share()
    return 3 if report.failures else 0


@contextmanager
def progress_display() -> Iterator[Progress]:
    """A bar on a terminal, a line every so often elsewhere."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _plain_line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("articles", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _plain_line(done: int, total: int | None) -> None:
    print(f"{done} of {total or '?'} articles", file=sys.stderr, flush=True)


def print_summary(report: RunReport, out: Path) -> None:
    """What happened, in a few lines; failures by name, on standard error."""
    print(_headline(report))
    if report.pruned:
        print(f"{report.pruned} documents removed, whose articles are gone")
    if report.rows:
        rows = ", ".join(f"{count:,} {name}" for name, count in report.rows.items())
        print(f"rows written to {url_of(out) if is_url(out) else printable(str(out))}: {rows}")
    if report.currencies:
        print("money: " + ", ".join(f"{r.name} {r.count}" for r in report.currencies))
    if report.names:
        most = ", ".join(f"{printable(r.name)} ({r.count})" for r in report.names[:6])
        print(f"most named: {most}")
    if report.stale:
        print(f"{report.stale} documents are stale: factmill reprocess --stale")
    _print_sites(report)
    _print_failures(report)


def _headline(report: RunReport) -> str:
    counts = [f"{report.written} written", f"{report.unchanged} unchanged"]
    if report.duplicates:
        counts.append(f"{report.duplicates} the same as another")
    counts.append(f"{len(report.failures)} failed")
    rate = f", {report.rate:,.1f} articles/s" if report.rate else ""
    return f"{report.found} articles: {', '.join(counts)} ({report.seconds:.1f} s{rate})"


def _print_sites(report: RunReport) -> None:
    if report.new_sites:
        shown = ", ".join(map(printable, report.new_sites[:NEW_SITES]))
        more = len(report.new_sites) - NEW_SITES
        print(f"new sites: {shown}" + (f" and {more} more" if more > 0 else ""))
    for drift in report.drift[:LISTED]:
        print(f"changed site: {printable(str(drift))}", file=sys.stderr)


def _print_failures(report: RunReport) -> None:
    for failure in report.failures[:LISTED]:
        what = f"{source_name(failure)}: {failure.stage}: {failure.message}"
        print(f"failed: {printable(what)}", file=sys.stderr)
    if len(report.failures) > LISTED:
        for stage, error, count in report.reasons():
            print(f"failed, in all: {count} in {stage} with {error}", file=sys.stderr)
