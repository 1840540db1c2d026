"""What a run says of its sites, and when too much of it failed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

import pipeline
from pipeline.cli import main
from pipeline.errors import TooManyFailed
from pipeline.run.drift import SiteCounts, compare
from pipeline.run.report import Highlights, RunReport, as_markdown
from pipeline.run.settings import RunSettings
from tests.articles import rows

CLEAN = (
    "The ministry of transport of {place} said on Monday that it had spent 5 million euros on the "
    "road to the northern border.\n\nWork on the second half of the road, of {number} kilometres, "
    "goes on until the autumn of 2025, the minister told reporters in the capital."
)
BANNER = "\n\nWe use cookies to improve your experience. Accept all cookies"


def site_counts(documents: int, kept: float, **having: int) -> SiteCounts:
    counts = SiteCounts(documents, kept * documents)
    counts.having.update(having)  # type: ignore[arg-type]
    return counts


@pytest.mark.parametrize(
    ("before", "now", "measures"),
    [
        (site_counts(10, 0.8), site_counts(10, 0.4), ["kept_ratio"]),
        (site_counts(10, 0.8), site_counts(10, 0.5), []),
        (site_counts(100, 0.8, money=90), site_counts(10, 0.8, money=0), ["money"]),
        # one article in ten had money: ten without it are nothing
        (site_counts(100, 0.8, money=10), site_counts(10, 0.8, money=0), []),
        (site_counts(100, 0.8, money=90), site_counts(10, 0.8, money=1), []),
        (site_counts(9, 0.8, dates=9, entities=9), site_counts(9, 0.8), ["dates", "entities"]),
    ],
)
def test_a_site_that_falls_behind(before: SiteCounts, now: SiteCounts, measures: list[str]) -> None:
    assert [drift.measure for drift in compare("example.org", before, now)] == measures


def write_feed(raw: Path, name: str, site: str, numbers: range, text: str) -> None:
    raw.mkdir(exist_ok=True)
    lines = [
        {"id": f"{site}-{n}", "site": site, "text": text.format(place=f"Region {n}", number=n)}
        for n in numbers
    ]
    (raw / name).write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")


def test_new_sites_and_drift_against_the_runs_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    write_feed(raw, "1.jsonl", "road.example", range(6), CLEAN)
    first = pipeline.ingest(raw, out)
    assert (first.new_sites, list(first.drift)) == (["road.example"], [])
    # the same site sends little but a banner: no amounts, and less than half is kept
    poor = "The minister said so." + BANNER * 3
    write_feed(raw, "2.jsonl", "road.example", range(10, 20), poor + " {number}")
    write_feed(raw, "3.jsonl", "rail.example", range(3), CLEAN)
    status = main(["ingest", str(raw), "--out", str(out), "--direct"])
    printed = capsys.readouterr()
    assert status == 0
    assert "new sites: rail.example" in printed.out
    assert "changed site: road.example: documents with money 100% before, 0% now" in printed.err
    counts = dict(rows(out, "runs")[-1]["counts"])
    assert counts["new sites"] == 1 and counts["sites"] == 2
    assert counts["drift: road.example money, %"] == 0


def write_broken(raw: Path, good: int, bad: int) -> None:
    raw.mkdir()
    for number in range(good):
        text = CLEAN.format(place=f"Region {number}", number=number * 7)
        (raw / f"good{number}.txt").write_text(text)
    for number in range(bad):
        (raw / f"bad{number}.txt").write_bytes(b"%PDF-1.4 " + str(number).encode())


@pytest.mark.parametrize(("good", "bad", "status"), [(4, 6, 4), (6, 4, 3), (1, 3, 3)])
def test_a_run_that_mostly_fails_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], good: int, bad: int, status: int
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    write_broken(raw, good, bad)
    command = ["ingest", str(raw), "--out", str(out), "--direct"]
    assert main(command) == status
    said = capsys.readouterr()
    assert f"{bad} failed" in said.out
    assert ("6 of 10 new or changed articles failed, over the 50%" in said.err) == (status == 4)
    assert len(rows(out, "documents")) == good
    # what is known to fail is named again, and alarms no more
    assert main(command) == 3


def test_no_failure_may_pass_when_none_may(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_broken(raw, 1, 1)
    report = pipeline.ingest(raw, tmp_path / "out", settings=RunSettings(max_failed_share=0.0))
    with pytest.raises(TooManyFailed) as caught:
        report.check_failed_share()
    assert caught.value.report is report


def test_the_summary_lists_reasons_and_stays_short(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_broken(raw, 1, 120)
    report: RunReport = pipeline.ingest(raw, tmp_path / "out")
    page = as_markdown(report)
    assert "| source | UnsupportedFormat | 120 |" in page
    assert page.count("| bad") == 100 and "and 20 more in the table `failures`" in page
    quick = dataclasses.replace(report, started_at=report.ended_at)
    assert quick.rate is None


def test_names_held_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa

    monkeypatch.setattr("pipeline.run.report.NAMES_HELD", 100)
    highlights = Highlights()
    for number in range(50):
        names = ["Astana", "Astana"] + [f"Name {number} {n}" for n in range(20)]
        table = pa.table({"canonical": names, "label": ["GPE"] * len(names)})
        highlights.add({"entities": table})
    assert highlights.names()[0].name == "Astana" and highlights.names()[0].count == 100
    assert len(highlights._names) <= 100
