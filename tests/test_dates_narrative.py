"""Told history: open dates follow the story. The paragraphs of narratives.txt are our own."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pipeline.extraction.dates import find_dates

_MARKED = re.compile(r"\{([^|{}]*)\|([^}]*)\}")
_FILE = Path(__file__).parent / "data" / "dates" / "narratives.txt"


def _texts() -> list[tuple[date | None, str]]:
    """(day of writing, marked text) of each text."""
    found: list[tuple[date | None, list[str]]] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            found.append((None if line[2:] == "none" else date.fromisoformat(line[2:]), []))
        elif line and not line.startswith("#"):
            found[-1][1].append(line)
    return [(anchor, "\n\n".join(paragraphs)) for anchor, paragraphs in found]


def _marks(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text, and the (start, end, value) of its marked mentions."""
    text, position = "", 0
    gold = []
    for mark in _MARKED.finditer(marked):
        text += marked[position : mark.start()]
        gold.append((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        position = mark.end()
    return text + marked[position:], gold


@pytest.mark.parametrize(("anchor", "marked"), _texts())
def test_history_is_told_in_order(anchor: date | None, marked: str) -> None:
    text, gold = _marks(marked)
    assert [(m.start, m.end, m.value) for m in find_dates(text, anchor)] == gold


def test_news_with_one_date_of_the_past_does_not_follow_it() -> None:
    text = (
        "The two, invited in July 1997, will join on March 12. They signed on February 10. He "
        "spoke in Madrid."
    )
    assert [m.value for m in find_dates(text, date(1999, 2, 27))] == [
        "1997-07",
        "1999-03-12",
        "1999-02-10",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 218 BC he crossed. In the spring he won; that winter he rested.",
         ["BC0218", "BC0218-SP", "BC0218-WI"]),
        ("In 218 BC he crossed. The following year he won. Two years later, in August, he lost.",
         ["BC0218", "BC0217", "BC0215", "BC0215-08"]),
        ("In the summer of 207 BC his brother came. That same year he fell.",
         ["BC0207-SU", "BC0207"]),
        ("It was won in 2 BC. Two years later it was lost.", ["BC0002", "0001"]),
        ("It fell in 31 BC. In 14 AD he died. The next year it rained.",
         ["BC0031", "0014", "0015"]),
    ],
)  # fmt: skip
def test_years_before_christ_are_counted(text: str, expected: list[str]) -> None:
    assert [m.value for m in find_dates(text, date(2010, 1, 1))] == expected


def test_what_had_been_does_not_move_the_story() -> None:
    text = (
        "The war began on 3 May 1904. The fleet, which had sailed in October 1903, arrived in June."
    )
    values = [m.value for m in find_dates(text, date(2010, 1, 1))]
    assert values == ["1904-05-03", "1903-10", "1904-06"]


def test_a_report_on_a_find_is_news_however_old_it_is() -> None:
    text = (
        "Rope of the third century BC was made in two places, a team said this week. The ship was "
        "found in the autumn of 2009; samples are of 270 BC, one of AD 60. Thirty years ago nobody "
        "kept rope. The sorting began in October, she said on Monday."
    )
    values = [m.value for m in find_dates(text, date(2026, 6, 30))]
    assert values[-3:] == ["1996", "2025-10", "2026-06-29"]


def test_weekdays_after_a_feast_of_the_past_are_of_its_week() -> None:
    text = (
        "On Easter Monday 1916 they met. The next day they marched; by Friday they had lost. In "
        "May 1917 the prisoners came home, and in June 1922 the war began. On 8 December he was "
        "shot. A plaque was put up in 2016. They meet on Sunday."
    )
    values = [m.value for m in find_dates(text, date(2026, 4, 24))]
    assert values[:3] == ["1916-04-24", "1916-04-25", "1916-04-28"]
    assert "1922-12-08" in values


def test_ago_counts_from_the_day_of_writing_in_told_history() -> None:
    text = "In May 1904 it began. In June 1905 it was lost. In July 1906 he left, 100 years ago."
    assert find_dates(text, date(2010, 1, 1))[-1].value == "1910"
