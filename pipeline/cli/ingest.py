"""`factmill ingest`: progress while it runs, a summary at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.run.report import RunReport, source_name
from pipeline.run.settings import CleaningMode, RunSettings

if TYPE_CHECKING:
    from pipeline.run.ingest import Progress


def run_ingest(
    paths: Sequence[Path],
    *,
    out: Path,
    raw_root: Path | None,
    cleaning: CleaningMode,
    direct: bool,
    workers: int | None,
    country: str | None,
    model: str | None,
    prune: bool,
) -> int:
    """Run the ingest, through Prefect unless ``direct``; 3 when some documents failed."""
    settings = RunSettings(
        cleaning=cleaning, workers=workers, extraction=_extraction(country, model)
    )
    if direct:
        from pipeline.run.ingest import ingest

        with progress_display() as progress:
            report = ingest(paths, out, raw_root=raw_root, settings=settings, prune=prune,
                            progress=progress)  # fmt: skip
    else:
        from flows.ingest import run_flow

        report = run_flow(paths, out, raw_root=raw_root, settings=settings, prune=prune)
    print_summary(report, out)
    return 3 if report.failures else 0


def _extraction(country: str | None, model: str | None):  # type: ignore[no-untyped-def]
    from pipeline.extraction.extractor import ExtractionSettings

    chosen = ExtractionSettings(country=country.upper() if country else None)
    return chosen if model is None else ExtractionSettings({"en": model}, chosen.country)


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
    print(
        f"{report.found} articles: {report.written} written, {report.unchanged} unchanged, "
        f"{len(report.failures)} failed ({report.seconds:.1f} s)"
    )
    if report.rows:
        counts = ", ".join(f"{count:,} {name}" for name, count in report.rows.items())
        print(f"rows written to {out}: {counts}")
    if report.currencies:
        print("money: " + ", ".join(f"{r.name} {r.count}" for r in report.currencies))
    if report.names:
        print("most named: " + ", ".join(f"{r.name} ({r.count})" for r in report.names[:6]))
    if report.stale:
        print(f"{report.stale} documents are stale: factmill reprocess --stale")
    for failure in report.failures:
        print(
            f"failed: {source_name(failure)}: {failure.stage}: {failure.message}", file=sys.stderr
        )
