"""`factmill collect`: fetch, and say what came of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.sources.collect import CollectReport, CollectSettings

SHOWN = 20
"""Addresses named of each kind; a sitemap may hold thousands."""


def run_collect(sources: Sequence[str], raw: Path, settings: CollectSettings) -> int:
    """Collect into ``raw``; 3 when some addresses failed."""
    from pipeline.sources.collect import collect

    report = collect(sources, raw, settings)
    print_report(report)
    return 3 if report.failed else 0


def print_report(report: CollectReport) -> None:
    """What happened, in a few lines; what was refused or failed by name, on standard error."""
    for line in summary(report):
        print(line)
    _name(report.refused, "refused")
    _name(report.failed, "failed")


def summary(report: CollectReport) -> list[str]:
    """The counts, and the files that were written."""
    counts = [
        f"{report.pages} pages", f"{report.unchanged} unchanged", f"{report.known} known",
        f"{report.redirects} redirects", f"{report.skipped} skipped",
        f"{len(report.refused)} refused", f"{len(report.failed)} failed",
        f"{report.waiting} waiting",
    ]  # fmt: skip
    lines = [f"{report.listings} listings: {', '.join(counts)} ({report.seconds:.1f} s)"]
    return lines + [f"written: {path}" for path in report.files]


def _name(found: Sequence[tuple[str, str]], what: str) -> None:
    for address, reason in found[:SHOWN]:
        print(f"{what}: {_printable(address)}: {_printable(reason)}", file=sys.stderr)
    if len(found) > SHOWN:
        print(f"{what}: and {len(found) - SHOWN} more", file=sys.stderr)


def _printable(text: str) -> str:
    """Without control characters: what a feed says must not steer a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)
