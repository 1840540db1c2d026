"""What a run did, for people, for the `runs` table and for the exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.errors import StoreError, TooManyFailed
from pipeline.records import Failure
from pipeline.run.drift import Drift

if TYPE_CHECKING:
    import pyarrow as pa

TOP = 10
"""How many currencies and names a summary lists."""
LISTED = 100
"""How many failures, new sites and drifts a summary lists; the tables hold all."""
NAMES_HELD = 20_000
"""How many names are counted at a time; the rarest make room, so that no run outgrows memory."""
FEW = 10
"""New articles below which the share of those that failed says little, unless none may fail."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name with its count, and for money the sum of its exact amounts as text."""

    name: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class RunReport:
    """Counts of one run: ``found = written + unchanged + duplicates + failed`` always holds.

    ``new_failures`` are those that no run before met with the same bytes; of the articles that the
    run tried at most ``max_failed_share`` may be. ``new_sites`` gave their first document,
    ``drift`` tells what sites fell behind what they were.
    """

    run_id: str
    flow: str
    started_at: datetime
    ended_at: datetime
    found: int
    written: int
    unchanged: int
    duplicates: int
    pruned: int
    failures: Sequence[Failure]
    stale: int
    rows: dict[str, int]
    currencies: Sequence[Ranked]
    names: Sequence[Ranked]
    new_failures: int = 0
    max_failed_share: float = 1.0
    sites: int = 0
    new_sites: Sequence[str] = field(default_factory=tuple)
    drift: Sequence[Drift] = field(default_factory=tuple)

    @property
    def seconds(self) -> float:
        """Wall time of the run."""
        return (self.ended_at - self.started_at).total_seconds()

    @property
    def tried(self) -> int:
        """Articles that went through the stages, or failed as no run before saw them fail."""
        return self.written + self.duplicates + self.new_failures

    @property
    def rate(self) -> float | None:
        """Articles tried a second; None when none was, or no time passed."""
        return self.tried / self.seconds if self.tried and self.seconds else None

    def reasons(self) -> list[tuple[str, str, int]]:
        """``(stage, error, count)`` of the failures, the commonest first."""
        counted = Counter((failure.stage, failure.error) for failure in self.failures)
        ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        return [(stage, error, count) for (stage, error), count in ranked]

    def check_failed_share(self) -> None:
        """A run that could do nothing with much of its input must not pass for a good one.

        Raises:
            TooManyFailed: over ``max_failed_share`` of the articles tried failed.
        """
        if self.tried < FEW and self.max_failed_share > 0:
            return
        if self.new_failures > self.max_failed_share * self.tried:
            error = TooManyFailed(
                f"{self.new_failures} of {self.tried} new or changed articles failed, over the "
                f"{self.max_failed_share:.0%} that may",
                hint="the table failures says why; the setting is max_failed_share",
            )
            error.report = self
            raise error

    def counts(self) -> dict[str, int]:
        """For the column ``runs.counts``."""
        return {
            "found": self.found,
            "written": self.written,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "failed": len(self.failures),
            "pruned": self.pruned,
            "stale": self.stale,
            "sites": self.sites,
            "new sites": len(self.new_sites),
            "new failures": self.new_failures,
            **{f"failed: {stage} {error}": count for stage, error, count in self.reasons()},
            **{f"drift: {d.site} {d.measure}, %": round(100 * d.now) for d in self.drift[:LISTED]},
            **{f"rows: {name}": count for name, count in self.rows.items()},
        }

    def check_conservation(self) -> None:
        """Every article found is accounted for.

        Raises:
            StoreError: one is missing or counted twice, a defect of Factmill.
        """
        accounted = self.written + self.unchanged + self.duplicates + len(self.failures)
        if accounted != self.found:
            raise StoreError(
                f"{self.found} articles found but {accounted} accounted for",
                hint="this is a defect of Factmill; run `factmill verify` and report it",
            )


class Highlights:
    """Collects what a summary shows from the tables of each batch as they pass."""

    def __init__(self) -> None:
        self._money: dict[str, int] = {}
        self._names: dict[tuple[str, str], int] = {}

    def add(self, tables: dict[str, pa.Table]) -> None:
        """Count the currencies and names of one batch."""
        if "money" in tables:
            for currency in tables["money"].column("currency").to_pylist():
                key = currency or "not known"
                self._money[key] = self._money.get(key, 0) + 1
        if "entities" in tables:
            entities = tables["entities"].select(["canonical", "label"]).to_pydict()
            for name in zip(entities["canonical"], entities["label"], strict=True):
                self._names[name] = self._names.get(name, 0) + 1
            if len(self._names) > NAMES_HELD:
                self._names = dict(self._ranked_names()[: NAMES_HELD // 2])

    def currencies(self) -> list[Ranked]:
        """Currencies by number of figures."""
        ranked = sorted(self._money.items(), key=lambda item: (-item[1], item[0]))
        return [Ranked(name, count) for name, count in ranked[:TOP]]

    def names(self) -> list[Ranked]:
        """Names by number of mentions, of those that were held."""
        return [Ranked(name, count, label) for (name, label), count in self._ranked_names()[:TOP]]

    def _ranked_names(self) -> list[tuple[tuple[str, str], int]]:
        return sorted(self._names.items(), key=lambda item: (-item[1], item[0]))


def as_markdown(report: RunReport) -> str:
    """The summary as Markdown, for the artifact of a flow run."""
    lines = [f"# Run {report.run_id}", "", _headline(report)]
    if report.pruned:
        lines += ["", f"{report.pruned} documents removed, whose articles are gone."]
    if report.stale:
        lines += ["", f"{report.stale} documents are stale: `factmill reprocess --stale`."]
    lines += _table(
        "Sites that changed",
        ("site", "measure", "before", "now"),
        [(d.site, d.measure, f"{d.before:.0%}", f"{d.now:.0%}") for d in report.drift[:LISTED]],
    )
    lines += _table("New sites", ("site",), [(site,) for site in report.new_sites[:LISTED]])
    lines += _table(
        "Rows written", ("table", "rows"), [(n, f"{c:,}") for n, c in report.rows.items()]
    )
    lines += _table(
        "Money by currency",
        ("currency", "figures"),
        [(r.name, str(r.count)) for r in report.currencies],
    )
    lines += _table(
        "Most named",
        ("name", "label", "mentions"),
        [(r.name, r.note, str(r.count)) for r in report.names],
    )
    return "\n".join([*lines, *_failures(report)]) + "\n"


def _headline(report: RunReport) -> str:
    rate = f", {report.rate:,.1f} articles a second" if report.rate else ""
    return (
        f"{report.found} articles found: **{report.written} written**, "
        f"{report.unchanged} unchanged, {report.duplicates} duplicates, "
        f"{len(report.failures)} failed ({report.new_failures} of them new), "
        f"in {report.seconds:.1f} s{rate}."
    )


def _failures(report: RunReport) -> list[str]:
    lines = _table(
        "Failures by reason",
        ("stage", "error", "articles"),
        [(stage, error, str(count)) for stage, error, count in report.reasons()],
    )
    lines += _table(
        "Failures",
        ("source", "stage", "error", "message"),
        [(source_name(f), f.stage, f.error, f.message) for f in report.failures[:LISTED]],
    )
    if (more := len(report.failures) - LISTED) > 0:
        lines += ["", f"and {more} more in the table `failures`."]
    return lines


def source_name(failure: Failure) -> str:
    """The URI, with the record's key behind ``#``."""
    return failure.source_uri + (f"#{failure.source_key}" if failure.source_key else "")


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    lines = ["", f"## {title}", "", _row(head), _row(["---"] * len(head))]
    return lines + [_row(row) for row in rows]


def _row(cells: Sequence[str]) -> str:
    escaped = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"
