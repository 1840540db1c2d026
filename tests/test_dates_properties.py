"""Date expressions: whatever the text, no exception, exact offsets, ordered days, linear work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.dates import find_dates, find_reference_date, parse_date_string
from pipeline.extraction.dates.kinds import CLASSES
from pipeline.extraction.dates.lexicon import FUNCTION_WORDS, MONTHS, UNITS, WEEKDAYS

_WORDS = (
    *MONTHS, *WEEKDAYS, *UNITS, *(word for words in FUNCTION_WORDS.values() for word in words),
    "last", "next", "early", "mid", "May", "March", "Sunday", "first", "second", "two", "hundred",
    "half", "few", "tomorrow", "now", "then", "annually", "Christmas", "Easter", "summer", "fall",
    "1", "12", "31", "32", "99", "0", "00", "1999", "2021", "9999", "1000", "20210230", "24:00",
    "BC", "AD", "a.m.", "p.m.", "GMT", "'90s", "1990s", "17th", "3rd", "Q3", "H1", "FY23", "$", "%",
    "é", "٣", "½", "０", "中", "–", "-", "/", ".", ",", ":", "(", ")", "'", "\n", "\n\n", "\u00a0",
)  # fmt: skip
_pieces = st.lists(
    st.tuples(st.sampled_from(_WORDS), st.sampled_from(["", " ", " ", " ", "-", ", ", "/", ". "])),
    max_size=40,
)
texts = st.one_of(st.text(max_size=200), _pieces.map(lambda p: "".join(a + b for a, b in p)))
anchors = st.one_of(st.none(), st.dates(), st.just(date.min), st.just(date.max))


@settings(max_examples=400, deadline=None)
@given(texts, anchors, st.sampled_from([None, "US", "KZ"]))
def test_any_text(text: str, anchor: date | None, country: str | None) -> None:
    end = 0
    for mention in find_dates(text, anchor, country=country):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        if mention.start_date and mention.end_date:
            assert mention.start_date <= mention.end_date
        end = mention.end


@settings(max_examples=100, deadline=None)
@given(texts)
def test_any_metadata_string(text: str) -> None:
    found = parse_date_string(text, country="DE")
    assert found is None or isinstance(found, date)
    find_reference_date(text)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_same_text_same_mentions(text: str) -> None:
    anchor = date(2022, 8, 26)
    assert find_dates(text, anchor) == find_dates(text, anchor)


def _work(text: str) -> int:
    """How many Python function calls it takes to find the dates of a text."""
    calls = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal calls
        calls += 1

    run: Callable[[], object] = lambda: find_dates(text, date(2022, 8, 26))  # noqa: E731
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "unit",
    ["1-", "12/", "2012-", "May ", "May-", "12 ", "'90s ", "from 3 to 4 May to ", "Monday ",
     "the last ", "two hundred and ", "10 p.m. Friday ", "3.5.", "1,000,", "the 5th of ",
     "two days from Monday from ", "12:30:", "nineteen ", "2012 to ", "of the ", "a a.m. "],
)  # fmt: skip
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    small, large = (unit * (size // len(unit)) for size in (2_500, 10_000))
    assert _work(large) <= 5 * _work(small) + 1_000


def test_hundred_kilobytes_of_figures_and_dashes() -> None:
    assert find_dates("1-May-" * 17_000, date(2022, 8, 26)) is not None


def test_every_class_names_known_kinds() -> None:
    from pipeline.extraction.dates.kinds import LETTER

    assert {kind for kinds in CLASSES.values() for kind in kinds} <= set(LETTER)
