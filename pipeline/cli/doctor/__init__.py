"""`factmill doctor`: what a run needs, checked one by one, with what to do about each fault."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.cli.doctor.check import Check
from pipeline.errors import FactmillError

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.run.config import Config

_MARKS = {"ok": "ok", "note": "-", "warning": "!", "fault": "FAULT"}


def run_doctor(load: Callable[[], Config], raw: Path | None, as_json: bool) -> int:
    """Check everything and print the findings; 1 when there is a fault.

    Args:
        load: reads the settings; its complaint is a finding, not the end of the examination.
        raw: a folder of articles to look at as well.
    """
    checks = examine(load, raw)
    if as_json:
        json.dump([asdict(check) for check in checks], sys.stdout, indent=2)
        print()
    else:
        print_checks(checks)
    return 1 if any(check.status == "fault" for check in checks) else 0


def examine(load: Callable[[], Config], raw: Path | None = None) -> list[Check]:
    """All findings, in the order in which a run would meet the faults."""
    from pipeline.cli.doctor import environment, models, orchestration, store

    checks = [*environment.checks(), *models.shipped_checks()]
    try:
        config = load()
    except FactmillError as error:
        checks.append(Check("settings", "fault", error.message, _where(error)))
        return [*checks, *orchestration.checks()]
    checks.append(Check("settings", "ok", "every name and value is known"))
    checks += models.configured_checks(config)
    checks += store.checks(config.store)
    if raw is not None:
        checks.append(store.readable(raw))
    return [*checks, *orchestration.checks()]


def print_checks(checks: Sequence[Check]) -> None:
    """A line for each finding, and below it what to do."""
    width = max(len(check.name) for check in checks)
    for check in checks:
        print(f"{_MARKS[check.status]:<6}{check.name:<{width + 2}}{check.found}")
        if check.fix:
            print(f"{'':<6}{'':<{width + 2}}-> {check.fix}")
    print(_verdict(checks))


def _verdict(checks: Iterable[Check]) -> str:
    statuses = [check.status for check in checks]
    faults, warnings = statuses.count("fault"), statuses.count("warning")
    if not faults and not warnings:
        return "all is well"
    parts = [_count(faults, "fault"), _count(warnings, "warning")]
    return ", ".join(part for part in parts if part)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _where(error: FactmillError) -> str:
    return " ".join(part for part in (error.where, error.hint) if part)
