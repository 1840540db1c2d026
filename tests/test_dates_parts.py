"""The parts that dates are read with: metadata strings, numbers, values, holidays, the engine."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

import pytest

from pipeline.extraction.dates import find_dates, moon, parse_date_string
from pipeline.extraction.dates.engine import compile_pattern, first_letters
from pipeline.extraction.dates.generate import feast_lines
from pipeline.extraction.dates.holidays import easter, holiday_date, nth_weekday, orthodox_easter
from pipeline.extraction.dates.kinds import LETTER, word_kind
from pipeline.extraction.dates.numbers import amount, ordinal, year_in_words
from pipeline.extraction.dates.tokens import tokenize
from pipeline.extraction.dates.values import (
    duration_value,
    granularity_of,
    interval_of,
    part_interval,
    shift_day,
)

DAY = date(2023, 9, 4)


@pytest.mark.parametrize(
    "text",
    ["2023-09-04", "2023-09-04T10:00:00+02:00", "20230904", "20230904T100000Z", "September 4, 2023",
     "4 Sept. 2023", "Sept. 4th, 2023", "Mon, 04 Sep 2023 10:00:00 GMT",
     "Published 4 September 2023",
     "4. September 2023", "le 4 septembre 2023", "4 de septiembre de 2023", "4 settembre 2023",
     "4 września 2023", "4 сентября 2023 г.", "4 вересня 2023", "4. září 2023", "4 Eylül 2023",
     "4 қыркүйек 2023", "2023. szeptember 4.", "2023 m. rugsėjo 4 d.", "4 Σεπτεμβρίου 2023",
     "2023年9月4日", "2023년 9월 4일", "4.9.2023", "04.09.2023", "1693785600", "1693785600000",
     "2023/09/04", "By A. Writer | September 4, 2023 | 5 min read"],
)  # fmt: skip
def test_metadata_string(text: str) -> None:
    assert parse_date_string(text) == DAY


@pytest.mark.parametrize(
    "text",
    ["", "hello", "September 2023", "31 February 2023", "2023-13-45", "4 September",
     "version 1.2.3",
     "12345", "+7 701 201 2345"],
)  # fmt: skip
def test_metadata_string_without_a_date(text: str) -> None:
    assert parse_date_string(text) is None


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, date(2023, 4, 9)),
        ({"country": "US"}, date(2023, 4, 9)),
        ({"country": "GB"}, DAY),
        ({"dayfirst": True}, DAY),
        ({"dayfirst": False, "country": "GB"}, date(2023, 4, 9)),
    ],
)
def test_metadata_order(options: dict[str, object], expected: date) -> None:
    assert parse_date_string("04/09/2023", **options) == expected  # type: ignore[arg-type]


def test_contested_month_name_goes_to_the_country() -> None:
    assert parse_date_string("3 listopad 2021", country="PL") == date(2021, 11, 3)
    assert parse_date_string("3. listopad 2021", country="HR") == date(2021, 10, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1,500", 1500), ("2.5", 2.5), ("2 1/2", 2.5), ("twenty-five", 25), ("a couple of", 2),
     ("one hundred and fifty", 150), ("two thousand", 2000), ("a dozen", 12), ("half", 0.5),
     ("several", None), ("two and a half", 2.5)],
)  # fmt: skip
def test_amount(text: str, expected: float | None) -> None:
    tokens = tokenize(text)
    assert amount(tokens, range(len(tokens.words))) == expected


@pytest.mark.parametrize(("text", "expected"), [("24th", 24), ("third", 3), ("twenty-first", 21)])
def test_ordinal(text: str, expected: int) -> None:
    tokens = tokenize(text)
    assert ordinal(tokens, range(len(tokens.words))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("nineteen ninety-six", 1996), ("two thousand and five", 2005), ("eighteen hundred", 1800),
     ("twenty twenty-one", 2021), ("nineteen hundred and five", 1905), ("two hundred", None)],
)  # fmt: skip
def test_year_in_words(text: str, expected: int | None) -> None:
    tokens = tokenize(text)
    assert year_in_words(tokens, range(len(tokens.words))) == expected


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [("2022", "2022-01-01", "2022-12-31"), ("2022-02", "2022-02-01", "2022-02-28"),
     ("2024-02-29", "2024-02-29", "2024-02-29"), ("2022-Q4", "2022-10-01", "2022-12-31"),
     ("2022-H1", "2022-01-01", "2022-06-30"), ("2022-WI", "2022-12-01", "2023-02-28"),
     ("2022-W34", "2022-08-22", "2022-08-28"), ("2022-W34-WE", "2022-08-27", "2022-08-28"),
     ("199", "1990-01-01", "1999-12-31"), ("17", "1700-01-01", "1799-12-31"),
     ("2022-08-19T10:30", "2022-08-19", "2022-08-19")],
)  # fmt: skip
def test_interval_of_a_value(value: str, first: str, last: str) -> None:
    assert interval_of(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", ["P3Y", "PAST_REF", "XXXX-08-19", "BC0218", "2021-W54", "0000"])
def test_value_without_interval(value: str) -> None:
    assert interval_of(value) is None


def test_parts_follow_the_design() -> None:
    october = (date(2022, 10, 1), date(2022, 10, 31))
    assert part_interval(october, "START", "month") == (date(2022, 10, 1), date(2022, 10, 10))
    assert part_interval(october, "END", "month") == (date(2022, 10, 21), date(2022, 10, 31))
    year = (date(2022, 1, 1), date(2022, 12, 31))
    assert part_interval(year, "MID", "year") == (date(2022, 5, 1), date(2022, 8, 31))
    decade = (date(1990, 1, 1), date(1999, 12, 31))
    assert part_interval(decade, "END", "decade") == (date(1997, 1, 1), date(1999, 12, 31))


def test_durations() -> None:
    assert duration_value(1.5, "DE") == "P15Y"
    assert duration_value(2, "TH", ((30, "TM"),)) == "PT2H30M"
    assert duration_value(None, "Q") == "PXM"


def test_shift_stays_in_the_month_and_in_the_calendar() -> None:
    assert shift_day(date(2023, 1, 31), 1, "M") == date(2023, 2, 28)
    assert shift_day(date(2024, 2, 29), -1, "Y") == date(2023, 2, 28)
    assert shift_day(date(9999, 1, 1), 1, "CE") is None


def test_granularity() -> None:
    assert granularity_of("2022-08-19T10:30") == "minute"
    assert granularity_of("2022-08-19TNI") == "hour"
    assert granularity_of("P3Y") is None


def test_feasts() -> None:
    assert (easter(2000), easter(2024)) == (date(2000, 4, 23), date(2024, 3, 31))
    assert orthodox_easter(2024) == date(2024, 5, 5)
    assert holiday_date("thanksgiving", 2021) == date(2021, 11, 25)
    assert holiday_date("election day", 2020) == date(2020, 11, 3)
    assert holiday_date("eid al fitr", 2022) == date(2022, 5, 2)
    assert nth_weekday(2021, 2, 1, 5) is None


@pytest.mark.parametrize(
    ("name", "day"),
    [("ramadan", date(2022, 4, 2)), ("eid al adha", date(2022, 7, 9)),
     ("diwali", date(2022, 10, 24)), ("diwali", date(2025, 10, 20)),
     ("lunar new year", date(2022, 2, 1)), ("passover", date(2022, 4, 16)),
     ("hanukkah", date(2022, 12, 19)), ("chinese new year", date(1959, 2, 8))],
)  # fmt: skip
def test_feasts_that_follow_the_moon(name: str, day: date) -> None:
    assert holiday_date(name, day.year) == day
    assert holiday_date(name, 1850) is None


def test_ramadan_lasts_until_the_day_before_eid() -> None:
    (found,) = find_dates("They fasted during Ramadan 2019.", date(2022, 8, 26))
    assert (found.start_date, found.end_date) == (date(2019, 5, 6), date(2019, 6, 3))
    assert found.value == "2019-05-06/2019-06-03"


def test_table_of_feasts_is_that_of_the_installed_package() -> None:
    pytest.importorskip("holidays", reason="the table of feasts is made from the holidays package")
    if version("holidays") != moon.HOLIDAYS_VERSION:
        pytest.skip(f"the table is from holidays {moon.HOLIDAYS_VERSION}")
    assert list(feast_lines()) == moon.FEASTS.splitlines()


def test_a_word_has_one_kind_and_a_capital_may_change_it() -> None:
    assert [word_kind(w) for w in ("may", "May", "second", "2012", "12", "tank")] == [
        "weakmonth", "capmonth", "second", "year", "n12", None,
    ]  # fmt: skip


def test_first_letters_of_a_pattern() -> None:
    pattern = compile_pattern(r"(?:<:the> )?(?:<month:month>|<:dir>)[ !]<day>")
    assert first_letters(pattern) == {LETTER["the"], LETTER["month"], LETTER["dir"]}
