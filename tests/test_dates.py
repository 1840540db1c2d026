"""Date expressions: tables of examples, ranges, order of figures, story, reference date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.extraction.dates import find_dates, find_reference_date, join_ranges
from pipeline.records import DateMention

ANCHOR = date(2022, 8, 26)  # a Friday
DATA = Path(__file__).parent / "data" / "dates"


def _examples() -> list[tuple[str, list[tuple[str, ...]]]]:
    """Sentences of examples.tsv with the mentions expected in each."""
    sentences: dict[str, list[tuple[str, ...]]] = {}
    for line in (DATA / "examples.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _, sentence, *mention = line.split("\t")
            sentences.setdefault(sentence, []).append(tuple(mention))
    return list(sentences.items())


def _row(mention: DateMention) -> tuple[str, ...]:
    days = (str(mention.start_date or ""), str(mention.end_date or ""))
    return (mention.text, mention.type, mention.value or "", mention.mod or "", *days)


def values(text: str, anchor: date | None = ANCHOR, **options: object) -> list[str | None]:
    return [m.value for m in find_dates(text, anchor, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("sentence", "expected"), _examples())
def test_example(sentence: str, expected: list[tuple[str, ...]]) -> None:
    assert [_row(m) for m in find_dates(sentence, ANCHOR)] == expected


@pytest.mark.parametrize("line", (DATA / "traps.txt").read_text(encoding="utf-8").splitlines())
def test_trap_is_no_date(line: str) -> None:
    assert find_dates(line, ANCHOR) == []


def test_ends_of_a_range_share_an_id() -> None:
    found = find_dates("from May to July 2019, and between 2012 and 2014", ANCHOR)
    assert [(m.text, m.range_id, m.range_role) for m in found] == [
        ("May", 0, "start"),
        ("July 2019", 0, "end"),
        ("2012", 1, "start"),
        ("2014", 1, "end"),
    ]


def test_ranges_can_be_had_whole() -> None:
    text = "It was shut from May to July 2019, in 2020, and between 3 May and 8 June 2021."
    found = join_ranges(text, find_dates(text, ANCHOR))
    assert [(m.text, m.value) for m in found] == [
        ("May to July 2019", "2019-05/2019-07"),
        ("2020", "2020"),
        ("3 May and 8 June 2021", "2021-05-03/2021-06-08"),
    ]
    assert [m.range_role for m in found] == [None, None, None]
    assert (found[2].start_date, found[2].end_date) == (date(2021, 5, 3), date(2021, 6, 8))


def test_and_makes_a_list_and_no_range() -> None:
    found = find_dates("in 2012 and 2014", ANCHOR)
    assert [m.range_id for m in found] == [None, None]


def test_end_of_a_range_does_not_come_before_its_start() -> None:
    found = find_dates("The road will be shut from 3 November to 5 February.", ANCHOR)
    assert [m.value for m in found] == ["2022-11-03", "2023-02-05"]


def test_range_up_to_now() -> None:
    first, last = find_dates("between 3 May and now", ANCHOR)
    assert (first.start_date, last.end_date) == (date(2022, 5, 3), ANCHOR)


@pytest.mark.parametrize(
    ("text", "country", "expected", "ambiguous"),
    [
        ("on 05/06/2021", None, "2021-05-06", True),
        ("on 05/06/2021", "US", "2021-05-06", True),
        ("on 05/06/2021", "GB", "2021-06-05", True),
        ("on 05/06/2021, and on 24/06/2021", None, "2021-06-05", False),
        ("on 05/06/2021, and on 06/24/2021", "GB", "2021-05-06", False),
        ("on 05.06.2021", "US", "2021-06-05", False),
        ("on 05/05/2021", None, "2021-05-05", False),
    ],
)
def test_order_of_day_and_month(
    text: str, country: str | None, expected: str, ambiguous: bool
) -> None:
    first = find_dates(text, ANCHOR, country=country)[0]
    assert (first.value, first.ambiguous) == (expected, ambiguous)


def test_verbs_decide_the_direction() -> None:
    assert values("He will leave in March.") == ["2023-03"]
    assert values("He left in March.") == ["2022-03"]
    assert values("He left in October.") == ["2021-10"]
    assert values("The case is heard in October.") == ["2022-10"]
    assert values("They would have met on Monday.") == ["2022-08-22"]


def test_a_time_on_a_line_of_its_own_is_of_the_day_of_writing() -> None:
    text = "Tickets are valid until Sunday 28 August.\n\n16:55\nThe minister spoke at 15:10."
    assert values(text) == ["2022-08-28", "2022-08-26T16:55", "2022-08-26T15:10"]
    assert values("He left on the 24th. At 16:55 he came.") == ["2022-08-24", "2022-08-24T16:55"]


def test_goods_are_traded_before_the_month_of_their_delivery() -> None:
    assert values("Contracts for December fell in May.", date(2026, 5, 4))[0] == "2026-12"
    assert values("The March contract expired.", date(2026, 4, 2)) == ["2026-03"]


def test_sentence_bounds_given_are_kept() -> None:
    text = "He will go. in March it rained"
    assert values(text, sentences=[(0, 11), (12, len(text))]) == ["2022-03"]


def test_quarter_that_is_reported_on() -> None:
    text = "Third-quarter profit rose to $5 million, from $4 million a year earlier."
    assert values(text, date(2019, 11, 4)) == ["2019-Q3", "2018-Q3"]


HISTORY = (
    "On 1 September 1939 Germany invaded Poland. Two days later Britain declared war. "
    "In December talks began. In January they failed. In May 1940 the front broke; the following "
    "month an armistice was signed. The previous year nobody had thought so. By the summer of 1941 "
    "it was over. On the 15th, they met. That winter was cold."
)


def test_history_follows_the_time_told() -> None:
    assert values(HISTORY, date(2010, 1, 1)) == [
        "1939-09-01",
        "1939-09-03",
        "1939-12",
        "1940-01",
        "1940-05",
        "1940-06",
        "1939",
        "1941-SU",
        "1941-06-15",
        "1941-WI",
    ]


def test_history_needs_no_anchor() -> None:
    found = find_dates(HISTORY)
    assert found[2].value == "1939-12"
    assert found[2].resolution == "inferred"


def test_news_does_not_follow_a_year_in_passing() -> None:
    text = "The firm, founded in 1911, was sold on Monday. It was valued in June."
    assert values(text) == ["1911", "2022-08-22", "2022-06"]


def test_full_date_lends_its_year_to_the_next_sentence() -> None:
    text = (
        "On 3 May 2011 they raided the shop. On 4 June they came back. He spoke on Monday in May."
    )
    assert values(text) == ["2011-05-03", "2011-06-04", "2022-08-22", "2022-05"]


def test_without_anchor_the_year_stays_open() -> None:
    (found,) = find_dates("They met on August 19.")
    assert (found.value, found.start_date, found.resolution) == ("XXXX-08-19", None, "unresolved")


def test_anchor_from_a_byline_is_inferred() -> None:
    text = "Some Title\n\nSeptember 4, 2023 - A. Writer\n\nThey met last week and on Friday."
    found = find_dates(text)
    assert [m.value for m in found] == ["2023-09-04", "2023-W35", "2023-09-01"]
    assert [m.resolution for m in found] == ["explicit", "inferred", "inferred"]


def test_given_guess_is_marked_inferred() -> None:
    (found,) = find_dates("last year", ANCHOR, anchor_is_inferred=True)
    assert (found.value, found.resolution) == ("2021", "inferred")


@pytest.mark.parametrize(
    ("text", "day", "source"),
    [
        ("Title\nPublished: 3 May 2021\n\nBody text goes here.", date(2021, 5, 3), "byline"),
        (
            "In 2019 it fell. Last year it rose. In March 2020 it stood still.",
            date(2020, 3, 31),
            "latest",
        ),
    ],
)
def test_reference_date(text: str, day: date, source: str) -> None:
    found = find_reference_date(text)
    assert found is not None
    assert (found.day, found.source) == (day, source)


@pytest.mark.parametrize(
    ("text", "day", "grain"),
    [
        # the year named, the last month told as past; what is to come does not count
        (
            "The 2022 forum is over. They met on August 19. In October he will host it. It was "
            "hot this summer.",
            date(2022, 8, 19),
            "day",
        ),
        # "December 2021" is written when it is 2022
        (
            "It began in January. In February war came. The deal of December 2021 is dead. He "
            "spoke earlier this month.",
            date(2022, 2, 28),
            "month",
        ),
        # a year alone does not move past a day of it
        (
            "On April 18, 2007 it passed. The 2007 budget grew. On April 5 he left this year.",
            date(2007, 4, 18),
            "day",
        ),
        ("In 2019 it fell. This year it will rise in May.", date(2019, 4, 30), "month"),
    ],
)
def test_reference_date_moves_on_with_months_told(text: str, day: date, grain: str) -> None:
    found = find_reference_date(text)
    assert found is not None
    assert (found.day, found.grain) == (day, grain)


def test_a_length_hangs_on_a_day_and_not_on_a_year() -> None:
    whole = find_dates(
        "In 2018 and 2019 it fell. It rose over the past year, and today. Last year ..."
    )
    assert [(m.text, m.value, m.start_date is None) for m in whole[2:]] == [
        ("the past year", "P1Y", True),
        ("today", "XXXX-XX-XX", True),
        ("Last year", "2018", False),
    ]
    (_, _, length, _) = find_dates(
        "In 2018 and on May 3, 2019 it fell. It rose over the past year. Last year ..."
    )
    assert (length.start_date, length.end_date) == (date(2018, 5, 3), date(2019, 5, 3))


def test_infobox_is_no_byline() -> None:
    text = (
        "The War\n1 May 1901 - 3 June 1904\n\nIt began in 1901. In 1902, 1903 and 1904 it went on."
    )
    assert find_reference_date(text) is None


def test_direction_does_not_reach_over_a_paragraph() -> None:
    assert [m.text for m in find_dates("The next\n\nChristmas came.", ANCHOR)] == ["Christmas"]


def test_one_old_year_tells_no_day_of_writing() -> None:
    assert find_reference_date("In 2006 I said so. It is true today.") is None


def test_no_reference_date_in_history() -> None:
    assert find_reference_date("The war of 1812 ended in 1815.") is None


def test_impossible_date_has_no_value_and_no_days() -> None:
    (found,) = find_dates("on 31 April 2021", ANCHOR)
    assert (found.value, found.start_date, found.resolution) == (None, None, "unresolved")


def test_mentions_of_a_document() -> None:
    text = "The deal, signed in 2014, ends on 5 May.\n\nIt was renewed last year."
    for mention in find_dates(text, ANCHOR):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She moved in June '21 and left on 3 May ’23.", ["2021-06", "2023-05-03"]),
        ("The budget for 2023 sets aside more for roads.", ["2023"]),
        ("They baked bread for 2012 soldiers.", []),
        ("2018: 12\n2019: 14\n2020: 163", ["2018", "2019", "2020"]),
        (
            "The board meets again on 18 September 2022. In the previous week three members had "
            "asked for a pause.",
            ["2022-09-18", "2022-W33"],
        ),
        ("Farmers, left out since 2014, paid again from April 1.", ["2014", "2022-04-01"]),
    ],
)
def test_years_and_steps(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_news_of_an_old_thing_is_no_history() -> None:
    text = (
        "The drawing sold on Thursday 18 August. It was made in May 1881, vanished in the spring "
        "of 1945 and was shown in June 1952. The gallery reopens next month."
    )
    found = values(text, date(2022, 8, 26))
    assert [found[0], found[-1]] == ["2022-08-18", "2022-09"]


@pytest.mark.parametrize("anchor", [date.min, date.max])
def test_weekday_at_the_ends_of_the_calendar(anchor: date) -> None:
    assert values("It opens on Monday 31 December.", anchor)
