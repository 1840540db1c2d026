"""Repair, lines, captions, views: what happens to text before anything is judged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning.captions import glued_caption
from pipeline.cleaning.lines import join_hyphenated, lines_of, read_lines, wrap_width
from pipeline.cleaning.repair import needs_repair, repair
from pipeline.cleaning.view import view_of

REPAIRED = [
    ("the prime ministerâ€™s office", "the prime minister’s office"),
    ("Ã‰mile Carrat â€œsaidâ€\x9d", "Émile Carrat “said”"),
    ("Â£1.2 billion", "£1.2 billion"),
    ("РџСЂРёРІРµС‚ РјРёСЂ, СЌС‚Рѕ С‚РµСЃС‚", "Привет мир, это тест"),
    ("5\u00a0000 tenge", "5 000 tenge"),
    ("narrow\u202fspace", "narrow space"),
    ("zero\u200bwidth", "zerowidth"),
    ("\ufeffText", "Text"),
    ("soft\u00adhyphen", "softhyphen"),
    ("ﬁnance oﬃce", "finance office"),
    ("cafe\u0301", "café"),
    ("AT&amp;T &#8212; &quot;no&quot;", 'AT&T — "no"'),
    ("left\u200dright", "leftright"),
    ("bell\x07", "bell"),
]

LEFT_ALONE = [
    'Kassym-Jomart Tokayev said “yes”, ‘‘‘maybe‘ and "no”.',
    "Hôtel à Évian «Été» — naïve façade",
    "Mäjilis Qoşanov, Łódź, Đắk Lắk, São Paulo",
    "Србија и Рђава вода",
    "two  spaces after a stop.  Then more.",
    "R&D; at AT&T & Co.",
    "نمی\u200cخواهم",
    "👩\u200d🔬 at work",
    "price: £5, 5 €, ₸ 480",
]


@pytest.mark.parametrize(("broken", "mended"), REPAIRED)
def test_repair_mends(broken: str, mended: str) -> None:
    assert needs_repair(broken)
    assert repair(broken) == mended


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_repair_leaves_sound_text(text: str) -> None:
    assert repair(text) == text


@settings(deadline=None)
@given(st.text())
def test_repair_keeps_lines_whole(text: str) -> None:
    assert "\n" not in repair(" ".join(text.split()))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_raw_spans_hold_what_the_lines_were_made_of(raw: str) -> None:
    lines = read_lines(raw)
    before = 0
    for index in range(lines.view.lines):
        start, end = int(lines.raw_start[index]), int(lines.raw_end[index])
        assert before <= start < end <= len(raw)
        before = end
        if not needs_repair(raw):
            assert raw[start:end] == lines.view.line(index)


WRAPPED = """\
ANKARA, March 18 - The central bank raised its policy rate by 200 basis
points to 19 percent on Thursday, twice as much as most analysts had
expected, and said that it would stay tight until inflation showed a last-
ing fall.
The lira, which had lost nearly 9 percent since mid-February, firmed to
7.30 against the dollar. The main share index rose 1.9 percent and first-
quarter figures were better than most of the traders in the city had been
told to expect by their own economists.
It was the third increase since the governor took office. In a statement
of four paragraphs the bank spoke of strong additional tightening.
"""


def test_hard_wrapped_paragraphs_are_rejoined() -> None:
    lines = read_lines(WRAPPED)
    assert lines.view.lines == 3
    assert "showed a lasting fall." in lines.view.line(0)
    assert "first-quarter figures" in lines.view.line(1)
    start, end = int(lines.raw_start[1]), int(lines.raw_end[1])
    assert WRAPPED[start:end].startswith("The lira") and WRAPPED[start:end].endswith("economists.")


def test_short_lines_of_a_menu_are_not_joined() -> None:
    menu = "\n".join(
        ["Home", "News", "Sport", "Opinion", "About us", "Contact", "Jobs", "Help"] * 3
    )
    assert wrap_width(view_of(menu)) is None


def test_verse_and_lists_are_not_joined() -> None:
    items = "\n".join(f"- item number {n} of the list, which is longer" for n in range(20))
    assert wrap_width(view_of(items)) is None


@pytest.mark.parametrize(
    ("left", "right", "vocabulary", "joined"),
    [
        ("talks on inter-", "national trade", set(), "talks on international trade"),
        ("its first-", "quarter bill", set(), "its first-quarter bill"),
        ("the co-", "operation", {"cooperation"}, "the cooperation"),
        ("an arms-", "control treaty", {"arms-control"}, "an arms-control treaty"),
        ("from Almaty-", "based firms", set(), "from Almaty-based firms"),
        ("between 10-", "and 20", set(), None),
        ("he said -", "and left", set(), None),
    ],
)
def test_words_divided_at_the_end_of_a_line(
    left: str, right: str, vocabulary: set[str], joined: str | None
) -> None:
    assert join_hyphenated(left, right, vocabulary) == joined


DOCUMENT = "Kazakhstan has an embassy in Rome. The President spoke to its Domestic staff.\n"

GLUED = [
    (
        "Rumsfeld and Kazakhstan's Iraq VetsPresident Nazarbaev remains critical of the plans that "
        "the ministry set out. Nobody expects the parliament to change them before the autumn, and "
        "few think that it will then.",
        "Rumsfeld and Kazakhstan's Iraq Vets",
        True,
    ),
    (
        "Akhmetov with Japan's Koizumi, 2005Domestic issues",
        "Akhmetov with Japan's Koizumi, 2005",
        True,
    ),
    (
        "Soldiers on the road to the borderThe ministry said so.",
        "Soldiers on the road to the border",
        False,
    ),
]

WHOLE = [
    "Roger McDermott lets Mr Nazarbaev speak for himself on the matter. He does so at length.",
    "Kazakh bank CenterCredit was allowed to buy the local subsidiary of a Russian lender. It did.",
    "The clip on YouTube was seen by a million people. Nobody took it down for a week.",
    "Analysts at JPMorgan and UniCredit in Milan expect a rise of 3 percent. Others do not.",
    "Founders of LinkedIn met in June. They agreed on little.",
    "The iPhone and the MacBook were made in the same plant. It has closed.",
    "Sergei MacDonald O'Brien DeVito spoke. Then he left the hall.",
]


@pytest.mark.parametrize(("line", "caption", "sure"), GLUED)
def test_glued_captions_are_split_at_the_seam(line: str, caption: str, sure: bool) -> None:
    assert glued_caption(line, DOCUMENT + line) == (len(caption), sure)


@pytest.mark.parametrize("line", WHOLE)
def test_names_with_inner_capitals_are_never_split(line: str) -> None:
    assert glued_caption(line, DOCUMENT + line) is None


def test_view_finds_lines_and_words() -> None:
    view = view_of("  First line \n\n\tSecond, 2nd line\r\n")
    assert [view.line(index) for index in range(view.lines)] == ["First line", "Second, 2nd line"]
    assert view.blank_before.tolist() == [0, 1]
    assert [view.text[a:b] for a, b in zip(view.word_start, view.word_end, strict=True)] == [
        "First", "line", "Second", "2nd", "line",
    ]  # fmt: skip
    assert view.word_hash[1] == view.word_hash[4]


def test_word_hashes_fold_case_and_digits() -> None:
    view = view_of("Мир мир 2023 1999 ÉTÉ été")
    one, two, year, other, upper, lower = view.word_hash.tolist()
    assert one == two and year == other and upper == lower and one != year
    exact = view.written_hash()
    assert exact[2] != exact[3] and exact[0] != exact[1]


@pytest.mark.parametrize("text", ["", "\n \n\t\n", "\u200b\n\ufeff"])
def test_nothing_is_no_line(text: str) -> None:
    assert read_lines(text).view.lines == 0
    assert lines_of([]).view.lines == 0


def test_lines_of_ready_texts_have_no_place_in_a_raw_text() -> None:
    lines = lines_of(["One", "two"])
    assert lines.view.lines == 2
    assert np.all(lines.raw_start == -1)
