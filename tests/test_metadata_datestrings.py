"""Dates as pages and bylines print them."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.metadata.datestrings import (
    DayOrder,
    day_order,
    find_dates,
    month_number,
    parse_date,
)

MONTHS = resources.files("pipeline.cleaning.metadata").joinpath("months.tsv")
LANGUAGES = [line.split("\t")[0] for line in MONTHS.read_text(encoding="utf-8").splitlines()[2:]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2023-09-04", "2023-09-04"),
        ("2023-09-04T23:30:00-05:00", "2023-09-04"),
        ("20230904", "2023-09-04"),
        ("20230904T103000Z", "2023-09-04"),
        ("2023/9/4", "2023-09-04"),
        ("Wed, 14 Feb 2024 07:45:00 +0000", "2024-02-14"),
        ("Wed Apr 22 12:00:00 CET 2020", "2020-04-22"),
        ("September 4th, 2023", "2023-09-04"),
        ("Sept. 4, 2023", "2023-09-04"),
        ("4 September 2023", "2023-09-04"),
        ("4. September 2023", "2023-09-04"),
        ("1er juin 2021", "2021-06-01"),
        ("21 de septiembre de 2023", "2023-09-21"),
        ("5 grudnia 2019", "2019-12-05"),
        ("17 июня 2021 года", "2021-06-17"),
        ("4 вересня 2023", "2023-09-04"),
        ("2023 жылғы 4 қыркүйек", "2023-09-04"),
        ("4 Eylül 2023", "2023-09-04"),
        ("2024. március 14.", "2024-03-14"),
        ("2023年9月4日", "2023-09-04"),
        ("04.09.2023", "2023-09-04"),
        ("04.09.23", "2023-09-04"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
        ("05/05/2020", "2020-05-05"),
        ("04/09/2023", None),
        ("30 February 2021", None),
        ("2021-02-30", None),
        ("September 2023", None),
        ("2023", None),
        ("© 2023", None),
        ("version 1.2.2023.4", None),
        ("", None),
    ],
)
def test_parse_date(text: str, found: str | None) -> None:
    assert parse_date(text) == (date.fromisoformat(found) if found else None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_month_names_are_those_of_cldr(language: str) -> None:
    months = Locale.parse(language).months
    for context in ("format", "stand-alone"):
        for number, name in months[context]["wide"].items():
            if name.isalpha() and len(name) > 2:
                assert month_number(name, language) == number, name


def test_a_name_that_two_languages_share_is_settled_by_the_language() -> None:
    assert month_number("listopada", "pl") == 11
    assert month_number("listopada", "hr") == 10


@pytest.mark.parametrize(
    ("tag", "site", "order"),
    [
        ("en-US", None, "mdy"),
        ("en-GB", None, "dmy"),
        ("en", "paper.co.uk", "dmy"),
        ("en", "paper.com", None),
        ("de", None, "dmy"),
        ("ja", None, None),
        (None, "agency.gov", "mdy"),
    ],
)
def test_day_order(tag: str | None, site: str | None, order: DayOrder | None) -> None:
    assert day_order(tag, site) == order


def test_dates_do_not_overlap_and_have_exact_offsets() -> None:
    text = "Published 4 Sep 2023, updated 2023-09-05"
    found = find_dates(text)
    assert [text[item.start : item.end] for item in found] == ["4 Sep 2023", "2023-09-05"]


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    for item in find_dates(text):
        assert 0 <= item.start < item.end <= len(text)
        assert parse_date(text[item.start : item.end]) == item.value


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_round_trip(day: date) -> None:
    for pattern in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%d.%m.%Y", "%Y/%m/%d"):
        assert parse_date(day.strftime(pattern)) == day
