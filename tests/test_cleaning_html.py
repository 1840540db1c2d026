"""What the reader sees of a page's markup."""

from __future__ import annotations

import re

import numpy as np
import pytest

from pipeline.cleaning import html
from pipeline.cleaning.declared import declared_lines
from pipeline.cleaning.hints import HINTS, NO_HINTS, hints_of
from pipeline.cleaning.html import witnessed_share
from pipeline.cleaning.kinds import Kind
from pipeline.cleaning.lines import lines_of
from pipeline.cleaning.reader import COLUMNS, Page, read_page

PAGE = """<html><body class="page">
<nav class="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/w">Weather</a></li></ul></nav>
<main><article class="story-body"><h1>Ferries to run all night</h1>
<p>The harbour board said on Monday that ferries would run all night from May, four years after
the last night boat was taken off. <a href="/b">The board</a> will pay.</p>
<p>Islanders had asked for it since 2019, when a storm cut them off from the hospital for days.</p>
<table><tr><td>Route</td><td>Hours</td></tr></table></article>
<section id="relatedStories"><h2>More from us</h2>
<p><a href="/c">A tunnel instead?</a></p></section>
<div class="userComments"><p>I will believe it when I see it.</p></div></main>
<footer><p>All about the harbour</p></footer></body></html>"""
LINK, FRAMED, ARTICLE, OTHERS, COMMENTS, PARENT = 8, 9, 10, 13, 14, 17


def read() -> tuple[Page, dict[str, np.ndarray]]:
    page = read_page(html.parse(PAGE))
    rows = page.markup(range(len(page.lines)))
    assert rows.shape == (len(page.lines), COLUMNS)
    return page, {line.text[:12]: row for line, row in zip(page.lines, rows, strict=True)}


def test_lines_stand_in_document_order_with_their_kinds() -> None:
    page, _ = read()
    assert read_page(html.parse("<html><body></body></html>")).markup([]).shape == (0, COLUMNS)
    assert [(line.text[:12], line.kind) for line in page.lines[:3]] == [
        ("Home", Kind.LIST_ITEM),
        ("Weather", Kind.LIST_ITEM),
        ("Ferries to r", Kind.HEADING),
    ]
    assert ("Route | Hours", Kind.TABLE_ROW) in [(line.text, line.kind) for line in page.lines]


def test_frame_article_and_comments_are_told_apart() -> None:
    _, rows = read()
    assert rows["Home"][FRAMED] and rows["All about th"][FRAMED]
    assert not rows["The harbour "][FRAMED]
    assert rows["The harbour "][ARTICLE] and not rows["Home"][ARTICLE]
    assert rows["A tunnel ins"][OTHERS] > 0 == rows["The harbour "][OTHERS]
    assert rows["I will belie"][COMMENTS] > 0 == rows["The harbour "][COMMENTS]


def test_links_count_by_their_characters() -> None:
    _, rows = read()
    assert rows["Home"][LINK] == 1
    assert 0 < rows["The harbour "][LINK] < 0.1
    assert rows["Islanders ha"][LINK] == 0


def test_holder_of_the_prose_is_the_article() -> None:
    _, rows = read()
    assert rows["Ferries to r"][PARENT] == 1
    assert rows["A tunnel ins"][PARENT] == 0


def test_hidden_elements_say_nothing() -> None:
    page = read_page(
        html.parse(
            "<html><body><p>Seen.</p><p hidden>No.</p><p style='DISPLAY : none'>No.</p>"
            "<script>var no</script><div>Seen<br>too.</div></body></html>"
        )
    )
    assert [line.text for line in page.lines] == ["Seen.", "Seen", "too."]


PROSE = "The harbour board said on Monday that ferries would run all night from May. " * 7


def first_lines(body: str) -> list[str]:
    return [line.text[:17] for line in read_page(html.parse(f"<html><body>{body}")).lines]


@pytest.mark.parametrize(
    "body",
    [
        f"<button class='menu'><p>Menu</p><div><p>{PROSE}</p></div>",  # the end tag forgotten
        f"<div id='root'></div><noscript><p>{PROSE}</p></noscript>",
        f"<div hidden id='S:0'><p>{PROSE}</p></div>",  # sent by React, moved by a script
        f"<div style='display:none'><p>{PROSE}</p></div>",  # shown by a script, there is no other
    ],
)
def test_an_article_that_a_script_would_show_is_read(body: str) -> None:
    assert "The harbour board" in first_lines(body)


@pytest.mark.parametrize(
    "body",
    [
        "<button>Share this</button>",
        "<noscript>Please enable JavaScript to read the comments.</noscript>",
        f"<div hidden id='menu'><p>{PROSE}</p></div>",
        f"<div style='display:none'><p>{PROSE}</p></div>",
    ],
)
def test_what_is_hidden_beside_an_article_is_not(body: str) -> None:
    assert first_lines(f"<p>Seen: {PROSE}</p>{body}") == ["Seen: The harbour"]


def test_readings_above_ruby_characters_are_left_out() -> None:
    body = "<p><ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>の天気</p>"
    assert first_lines(body) == ["東京の天気"]


@pytest.mark.parametrize(
    ("declared", "lines"),
    [
        (r'"One.\n\nTwo &amp; three."', ["One.", "Two & three."]),
        (r'"<p>One.<\/p><p>Two <b>bold<\/b>.<\/p>"', ["One.", "Two bold."]),
        (r'"&lt;p&gt;One.&lt;\/p&gt; &amp;amp;"', ["One.", "&"]),
        (r'"Broken \x escape"', [r"Broken \x escape"]),
        ("null", []),
    ],
)
def test_declared_article(declared: str, lines: list[str]) -> None:
    page = (
        '<html><head><script type="application/ld+json">{"articleBody": '
        + declared
        + "}</script><body><p>Seen.</p>"
    )
    assert declared_lines(html.parse(page)) == lines


def test_a_line_that_the_page_declares_is_witnessed() -> None:
    body = "It has no other sentence that an extractor would keep."
    page = html.parse(
        f'<html><head><script type="application/ld+json">{{"articleBody": "{body}"}}</script>'
        f"<body><div><span>{body}</span></div><div>Menu</div></body></html>"
    )
    read = read_page(page)
    view = lines_of([line.text for line in read.lines]).view
    share = witnessed_share(view, read.prose_of(range(len(read.lines))), page, None)
    assert share is not None
    assert share[0] == 1


@pytest.mark.parametrize(
    "named",
    ["navBar", "main-menu story", "siteSignUp", "sign-up", "visuallyhidden", "x-sr-only", "ads-1",
     "loads", "toc2", "stock", "biography bio_1", "PostBody", "éclat-tabs", "", "ADVERT", "b64_Ab"],
)  # fmt: skip
def test_hints_are_those_of_the_whole_patterns(named: str) -> None:
    text = re.sub("(?<=[a-z])(?=[A-Z])", "-", named).lower()
    expected = tuple(int(re.search(pattern, text) is not None) for pattern in HINTS)
    assert (hints_of(named) or NO_HINTS) == expected


def test_space_between_links_counts_for_no_line() -> None:
    page = read_page(html.parse("<body><div><a> <p>One</p> </a><p>Two <b> </b>three</p></div>"))
    assert [line.text for line in page.lines] == ["One", "Two three"]
    assert page.linked == [3, 0]


def test_hashes_are_found_as_numpy_finds_them() -> None:
    known = np.array([7, 3, 3, 2**64 - 1], np.uint64)
    asked = np.array([3, 4, 0, 2**64 - 1, 7], np.uint64)
    assert html._is_in(asked, known).tolist() == [True, False, False, True, True]
    assert html._is_in(asked, known[:0]).tolist() == [False] * 5
