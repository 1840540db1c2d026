"""What people do with the viewer and the report, done in a real browser."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from pipeline.report.write import write_report
from tests import viewstore
from tests.browser.conftest import Visit, Visiting

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
EVERYTHING = os.environ.get("FACTMILL_BROWSER") == "all"
LOOKS = [(1400, "light"), (400, "dark"), (400, "light"), (1400, "dark")]
PAGES, REPORTS = (LOOKS, LOOKS) if EVERYTHING else (LOOKS[:1], LOOKS[1:2])


def check(visit: Visit, name: str, width: int, scheme: str) -> None:
    visit.shot(f"{name}-{width}-{scheme}")
    assert visit.page.evaluate(CHECKS) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "scheme"), PAGES)
def test_pages_look_right(visiting: Visiting, site: str, width: int, scheme: str) -> None:
    with visiting(width, scheme) as visit:
        page = visit.page
        page.goto(f"{site}/?q=warsaw&currency=KZT")
        check(visit, "search", width, scheme)
        page.locator(".hits h3 a").first.click()
        page.locator("details.dropped summary").first.click()
        check(visit, "article", width, scheme)
        page.goto(f"{site}/name?id=GPE:Astana")
        check(visit, "name", width, scheme)
        if EVERYTHING:
            page.goto(f"{site}/names")
            check(visit, "names", width, scheme)
            page.goto(f"{site}/?least=many")
            visit.errors = [e for e in visit.errors if "400" not in e]  # the status that is meant
            check(visit, "problem", width, scheme)


def test_a_visit_by_keyboard_and_mouse(visiting: Visiting, site: str) -> None:
    with visiting() as visit:
        page = visit.page
        page.goto(site)
        page.keyboard.press("/")
        page.keyboard.type("tenge")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=tenge*")
        assert "1 article" in page.locator("h2.count").inner_text()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/article/*")

        figure = page.locator("#money-1")
        tip = figure.locator("> .tip")
        assert not tip.is_visible()
        figure.locator("> .t").hover()
        assert "USD 195,000,000" in tip.inner_text() and "92 billion tenge" in tip.inner_text()
        visit.shot("article-hover")
        page.mouse.move(0, 0)
        assert not tip.is_visible()

        page.locator("#money-0 > .t").focus()
        page.keyboard.press("Tab")
        assert tip.is_visible(), "the next mark is reached by Tab and says its value"
        page.keyboard.press("Escape")
        assert not tip.is_visible()

        dropped = page.locator("details.dropped").first
        assert not dropped.locator("ul").is_visible()
        dropped.locator("summary").click()
        assert "rule:menu" in dropped.inner_text()

        page.locator("#show-money").uncheck()
        background = "e => getComputedStyle(e).backgroundColor"
        assert page.locator("#money-0 > .t").evaluate(background) == "rgba(0, 0, 0, 0)"

        page.locator("#entities-0 > a").click()
        page.wait_for_url("**/name?*")
        assert page.locator("h1").inner_text() == "Warsaw"
        page.locator(".hits .meta a").first.click()
        page.wait_for_url("**/article/*#entities-0")


def test_overlapping_marks_say_the_inner_value(visiting: Visiting, site: str) -> None:
    with visiting() as visit:
        page = visit.page
        page.goto(f"{site}/?q=tenge")
        page.locator(".hits h3 a").first.click()
        law, year = page.locator("#entities-1"), page.locator("#dates-1")
        year.locator("> .t").hover()
        assert year.locator("> .tip").is_visible()
        assert not law.locator("> .tip").is_visible()
        page.mouse.move(0, 0)
        assert page.locator(".passage p").last.inner_text().count("2022") == 1, "no text twice"


def test_downloads_arrive(visiting: Visiting, site: str, tmp_path: Path) -> None:
    with visiting() as visit:
        page = visit.page
        page.goto(f"{site}/?q=tenge")
        page.locator("details.download summary").click()
        visit.shot("download")
        with page.expect_download() as coming:
            page.get_by_label("Money as CSV").click()
        coming.value.save_as(tmp_path / "money.csv")
        with (tmp_path / "money.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["currency"] for row in rows] == ["KZT", "USD"]
        page.keyboard.press("Escape")
        assert not page.get_by_label("Money as CSV").is_visible()


def test_a_hostile_article_is_only_text(visiting: Visiting, site: str) -> None:
    with visiting() as visit:
        page = visit.page
        page.goto(f"{site}/?q=Evil")
        assert page.locator(".hits h3 a").first.inner_text() == viewstore.ATTACK_TITLE
        page.locator(".hits h3 a").first.click()
        page.wait_for_url("**/article/*")
        for note in page.locator("details.dropped summary").all():
            note.click()
        page.wait_for_timeout(200)
        assert page.locator("h1").inner_text() == viewstore.ATTACK_TITLE
        assert page.locator(".text script, .text svg, .text img, .text b[onclick]").count() == 0
        assert "javascript:" in page.locator(".provenance").evaluate("e => e.textContent")
        assert page.locator("a[href^='javascript']").count() == 0
        visit.shot("hostile")


@pytest.fixture(scope="module")
def report(store: Path, browser: object, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("report") / "report.html"
    write_report(store, file)
    return file.as_uri()


@pytest.mark.parametrize(("width", "scheme"), REPORTS)
def test_the_report_looks_right(visiting: Visiting, report: str, width: int, scheme: str) -> None:
    with visiting(width, scheme) as visit:
        page = visit.page
        page.goto(report)
        page.locator("#chart-timeline svg").wait_for()
        assert page.locator(".chart svg").count() == page.locator(".chart").count() >= 6
        check(visit, "report", width, scheme)
        page.locator("#money").scroll_into_view_if_needed()
        page.evaluate("document.getElementById('names').scrollIntoView({behavior: 'instant'})")
        visit.shot(f"report-names-{width}-{scheme}")
        if (width, scheme) == REPORTS[0]:
            sort_by_keyboard(visit)


def sort_by_keyboard(visit: Visit) -> None:
    page = visit.page
    head = page.locator("#arrivals th", has_text="articles").first
    cells = "#arrivals table >> nth=0 >> css=tbody tr td:nth-child(2)"
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    counts = [int(re.sub(",", "", text)) for text in page.locator(cells).all_inner_texts()]
    assert counts == sorted(counts) and len(set(counts)) > 1
    assert "ascending" in page.locator("#status").inner_text()
