"""What a run did, for people, for the `runs` table and for the exit status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.errors import StoreError
from pipeline.records import Failure

if TYPE_CHECKING:
    import pyarrow as pa

TOP = 10
"""How many currencies and names a summary lists."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name with its count, and for money the sum of its exact amounts as text."""

    name: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class RunReport:
    """Counts of one run: ``found = written + unchanged + duplicates + failed`` always holds."""

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

    @property
    def seconds(self) -> float:
        """Wall time of the run."""
        return (self.ended_at - self.started_at).total_seconds()

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

    def currencies(self) -> list[Ranked]:
        """Currencies by number of figures."""
        ranked = sorted(self._money.items(), key=lambda item: (-item[1], item[0]))
        return [Ranked(name, count) for name, count in ranked[:TOP]]

    def names(self) -> list[Ranked]:
        """Names by number of mentions."""
        ranked = sorted(self._names.items(), key=lambda item: (-item[1], item[0]))
        return [Ranked(name, count, label) for (name, label), count in ranked[:TOP]]


def as_markdown(report: RunReport) -> str:
    """The summary as Markdown, for the artifact of a flow run."""
    lines = [
        f"# Run {report.run_id}",
        "",
        f"{report.found} articles found: **{report.written} written**, "
        f"{report.unchanged} unchanged, {report.duplicates} duplicates, "
        f"{len(report.failures)} failed, in {report.seconds:.1f} s.",
    ]
    if report.pruned:
        lines += ["", f"{report.pruned} documents removed, whose articles are gone."]
    if report.stale:
        lines += ["", f"{report.stale} documents are stale: `factmill reprocess --stale`."]
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
    lines += _table(
        "Failures",
        ("source", "stage", "error", "message"),
        [(source_name(f), f.stage, f.error, f.message) for f in report.failures],
    )
    return "\n".join(lines) + "\n"


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
