"""The report without a browser: what it counts, and that nothing in it can run or load."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks.synthetic import context
from pipeline.cli.main import main
from pipeline.errors import StoreNotFound, StoreUnwritable
from pipeline.report.aggregates import Axis, axis_of
from pipeline.report.model import Quote, Report, Section
from pipeline.report.page import json_in_html, render
from pipeline.report.sections import build
from pipeline.report.write import write_report
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.readers import read_table
from pipeline.tables.sql import connection
from pipeline.tables.store import Store
from tests import viewstore


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return viewstore.build(tmp_path_factory.mktemp("report") / "processed")


@pytest.fixture(scope="module")
def report(out: Path) -> Report:
    with connection(out) as db:
        return build(db, "processed")


@pytest.fixture(scope="module")
def page(out: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "report.html"
    assert write_report(out, file) == file.stat().st_size
    return file.read_text(encoding="utf-8")


def section(report: Report, name: str) -> Section:
    return next(s for s in report.sections if s.id == name)


def test_every_chapter_is_there(report: Report) -> None:
    assert [s.id for s in report.sections] == [
        "arrivals", "blocks", "names", "money", "timeline", "failures", "flags",
    ]  # fmt: skip
    assert all(chart.alt for s in report.sections for chart in s.charts)


def test_counts_are_those_of_the_tables(report: Report, out: Path) -> None:
    documents = viewstore.SITE_ARTICLES + 2
    assert ("32", "articles") in report.tiles
    sites = section(report, "arrivals").tables[0]
    assert sum(row[1] for row in sites.rows) == documents  # type: ignore[misc]
    drawn = section(report, "arrivals").charts[0].spec["data"]["values"]
    assert sum(value["n"] for value in drawn) == documents
    blocks = section(report, "blocks").tables[0]
    assert sum(row[2] for row in blocks.rows) == len(read_table(out, "blocks"))  # type: ignore[misc]
    text = read_table(out, "blocks")
    kept = text[text.kept]
    assert (
        sum(row[3] for row in blocks.rows if row[1] == "kept")
        == (  # type: ignore[misc]
            kept.end - kept.start
        ).sum()
    )
    money = section(report, "money").tables[0]
    assert sum(row[1] for row in money.rows) == len(read_table(out, "money"))  # type: ignore[misc]


def test_the_largest_figures_have_their_sentences(report: Report) -> None:
    rows = {row[0]: row for row in section(report, "money").tables[1].rows}
    quotes = [row[2] for row in section(report, "money").tables[1].rows]
    assert all(isinstance(quote, Quote) and quote.mention for quote in quotes)
    tenge = next(
        r for r in section(report, "money").tables[1].rows if r[3] == viewstore.GRAIN_TITLE
    )
    assert isinstance(tenge[2], Quote) and tenge[2].before.endswith("will pay ")
    assert {"USD", "KZT"} <= set(rows)


def test_flags_have_examples(report: Report) -> None:
    rows = {row[0]: row for row in section(report, "flags").tables[0].rows}
    assert rows["Currency by default"][5] == "$195 million"
    assert rows["Name without an id"][2] == 2
    assert "Date not resolved" not in rows


def test_failures_are_named(report: Report) -> None:
    assert section(report, "failures").tables[0].rows[0][:4] == (
        "bad/<b>.pdf", "source", "UnsupportedFormat", "a <PDF>",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "axis"),
    [
        (date(2021, 11, 3), date(2022, 1, 9), Axis("month", ["2021-11", "2021-12", "2022-01"])),
        (date(2017, 5, 1), date(2020, 12, 1), "quarter"),
        (date(1990, 1, 1), date(2020, 1, 1), "year"),
        (date(870, 1, 1), date(2020, 1, 1), "year"),
        (None, None, Axis("month", ())),
    ],
)
def test_time_axes_have_no_gaps(first: date | None, last: date | None, axis: Axis | str) -> None:
    found = axis_of(first, last)
    assert found == axis or found.period == axis
    if first is not None and last is not None and found.period == "year":
        assert len(found.names) == last.year - first.year + 1


def test_all_drawn_periods_are_on_the_axis(report: Report) -> None:
    for s in report.sections:
        for chart in s.charts:
            for channel in ("x", "y"):
                encoding = chart.spec["encoding"][channel]
                domain = encoding.get("scale", {}).get("domain")
                values = {value.get(encoding["field"]) for value in chart.spec["data"]["values"]}
                assert domain is None or values <= set(domain), chart.id


def test_the_same_store_gives_the_same_file(out: Path, page: str) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.report.page import render;"
        "from pipeline.report.sections import build; from pipeline.tables.sql import connection;"
        "import hashlib\n"
        "with connection(Path(sys.argv[1])) as db: page = render(build(db, 'processed'))\n"
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(out)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()


def test_nothing_of_an_article_is_markup(page: str) -> None:
    own = page.replace(_library(page), "")
    assert "<script>window" not in own and "<img" not in own and "<svg" not in own
    assert not re.search(r"<[^>]*\son\w+=", own)
    assert not re.search(r"\s(src|href)=\"(?!#)", own), "links lead within the file"


def _library(page: str) -> str:
    return max(re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL), key=len)


def test_the_policy_names_exactly_what_runs(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    assert "unsafe" not in allowed and "http" not in allowed
    scripts = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(scripts) == 2 and len(styles) == 1
    for content in (*scripts, *styles):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed


def test_data_cannot_end_its_element() -> None:
    value = {"a": "</script><!-- \u2028 &amp;"}
    written = json_in_html(value)
    assert not set("<>&\u2028") & set(written) and json.loads(written) == value


def test_charts_are_what_vega_lite_takes(report: Report) -> None:
    vl_convert = pytest.importorskip("vl_convert")
    for s in report.sections:
        for chart in s.charts:
            fixed = {**chart.spec, "width": 400}
            assert vl_convert.vegalite_to_vega(json.dumps(fixed))["marks"], chart.id


def test_a_store_without_articles_has_a_report(tmp_path: Path) -> None:
    with Store.open(tmp_path / "processed") as store:
        store.publish(facts_to_tables([], context()))
    with connection(tmp_path / "processed") as db:
        page = render(build(db, "processed"))
    assert "The store has no articles." in page and "NaN" not in page


def test_what_cannot_be_written_or_found_is_said(out: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="cannot be written"):
        write_report(out, tmp_path / "nowhere" / "report.html")
    with pytest.raises(StoreNotFound):
        write_report(tmp_path / "processed", tmp_path / "report.html")
    assert not list(tmp_path.iterdir())


def test_the_command_says_where_it_is(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(out), "--out", str(tmp_path / "r.html")]) == 0
    assert capsys.readouterr().out.startswith(f"wrote {tmp_path / 'r.html'} (")
