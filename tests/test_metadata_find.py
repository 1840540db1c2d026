"""`find_metadata` on small pages and texts, one phenomenon each."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning import html, reader
from pipeline.cleaning.metadata import FoundMetadata, find_metadata, language
from pipeline.records import ArticleMeta, RawArticle

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOTHING_GIVEN = ArticleMeta()
BODY = (
    "<p>The ministry said on Monday that it would buy forty vehicles for the northern brigade, "
    "after a tender that had lasted three years and cost two ministers their posts.</p>"
) * 3


def raw(content: str, *, is_html: bool, given_meta: ArticleMeta = NOTHING_GIVEN) -> RawArticle:
    form = "html" if is_html else "text"
    return RawArticle("a", None, form, is_html, content, "utf-8", given_meta, "", "", 0, EPOCH)


def page(
    head: str = "", body: str = "", *, given_meta: ArticleMeta = NOTHING_GIVEN, lang: str = "en"
) -> FoundMetadata:
    content = f"<html lang='{lang}'><head>{head}</head><body>{body}{BODY}</body></html>"
    tree = html.parse(content)
    lines = [line.text for line in reader.visible_lines(tree)]
    return find_metadata(raw(content, is_html=True, given_meta=given_meta), tree, lines)


def text(content: str, given_meta: ArticleMeta = NOTHING_GIVEN) -> FoundMetadata:
    lines = [line for line in content.split("\n") if line.strip()]
    return find_metadata(raw(content, is_html=False, given_meta=given_meta), None, lines)


def test_given_wins() -> None:
    known = ArticleMeta(
        url="https://www.paper.example/x", site="paper.example", title="Given",
        authors=("Ann Lee",),
        published=date(2020, 1, 2), published_from="given", language="fr",
    )  # fmt: skip
    result = page(
        "<meta name=author content='Bob Roe'><meta property=article:published_time "
        "content=2021-01-01><meta property=og:title content=Other>",
        given_meta=known,
    )
    assert result.meta == known
    assert result.language_score is None


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2023-03-21T17:05:00+01:00'>",
        "<meta name='DC.date.issued' content='2023-03-21'>",
        "<meta itemprop='datePublished' content='20230321'>",
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-03-21",'
        '"dateModified":"2023-05-01"}</script>',
        '<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},'
        '{"@type":["Article","Thing"],"datePublished":"2023-03-21T00:00:00+02:00"}]}</script>',
        '<script type=\'application/ld+json\'>\n<!-- {"@type":"Article","datePublished":'
        '"2023-03-21",} --></script>',
    ],
)
def test_date_from_the_head(head: str) -> None:
    meta = page(head).meta
    assert (meta.published, meta.published_from) == (date(2023, 3, 21), "meta")


@pytest.mark.parametrize(
    "body",
    [
        "<h1>The brigade buys</h1><time datetime='2023-03-21T10:00'>21 March</time>",
        "<h1>The brigade buys</h1><span class='post-date'>21.03.2023</span>",
        "<h1>The brigade buys</h1><p>By Ann Lee | March 21, 2023</p>",
        "<h1>The brigade buys</h1><p>Published: 21 March 2023 Updated: 4 May 2023</p>",
        "<h1>The brigade buys</h1><span class='updated date'>4 May 2023</span>"
        "<span class='date'>21 March 2023</span>",
    ],
)
def test_date_from_the_page(body: str) -> None:
    meta = page("", body).meta
    assert (meta.published, meta.published_from) == (date(2023, 3, 21), "byline")


@pytest.mark.parametrize(
    "body",
    [
        "<h1>The brigade buys</h1><p>Last updated: 4 May 2023</p>",
        "<footer>© 2023 Paper. 1 January 2023</footer>",
        "<aside class='related'><time datetime='2023-03-21'>x</time></aside>",
        f"{BODY}<div class='comments'><span class='date'>21 March 2023</span></div>",
        "<h1>The brigade buys</h1><p>04/09/2023</p>",
    ],
)
def test_no_date_rather_than_a_wrong_one(body: str) -> None:
    meta = page("", body).meta
    assert (meta.published, meta.published_from) == (None, "none")


def test_no_date_after_the_fetch() -> None:
    fetched = ArticleMeta(fetched_at=datetime(2023, 3, 20, tzinfo=UTC))
    head = "<meta property='article:published_time' content='2023-03-21'>"
    assert page(head, given_meta=fetched).meta.published is None
    later = replace(fetched, fetched_at=datetime(2023, 3, 22, tzinfo=UTC))
    assert page(head, given_meta=later).meta.published == date(2023, 3, 21)


def test_date_from_the_url() -> None:
    known = ArticleMeta(url="https://paper.example/2023/03/21/brigade")
    meta = text("The brigade buys vehicles\n" + "It said so in a long statement. " * 9, known).meta
    assert (meta.published, meta.published_from) == (date(2023, 3, 21), "url")


def test_late_evening_in_utc_is_the_day_of_the_url() -> None:
    known = ArticleMeta(url="https://paper.example/2023/03/21/brigade")
    head = "<meta property='article:published_time' content='2023-03-22T02:10:00Z'>"
    assert page(head, given_meta=known).meta.published == date(2023, 3, 21)


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ("<meta name=author content='Ann Lee, Bob Roe'>", "", ("Ann Lee", "Bob Roe")),
        ("<meta name=author content='The Paper'><meta property=og:site_name content='The Paper'>",
         "<h1>Brigade buys</h1><p class=byline>By Ann Lee</p>", ("Ann Lee",)),
        ("", "<h1>Brigade buys</h1><a rel=author href=/x>Ann Lee</a>", ("Ann Lee",)),
        ("", "<h1>Brigade buys</h1><div class=Head_authorName__x>Ann Lee</div>", ("Ann Lee",)),
        ("", "<h1>Brigade buys</h1><a href='/authors/ann-lee'>Ann Lee</a>", ("Ann Lee",)),
        ("", "<h1>Brigade buys</h1><p>Written by Ann Lee</p>", ("Ann Lee",)),
        ("", "<div class=related><span class=author>Ann Lee</span></div>", ()),
        ("", "<div class=comments><span class=author>Ann Lee</span></div>", ()),
        ('<script type="application/ld+json">{"@type":"Article","author":['
         '{"@type":"Person","name":"Ann Lee"},{"@type":"Organization","name":"Desk of X"}]}'
         "</script>", "", ("Ann Lee",)),
        ('<script type="application/ld+json">{"@graph":[{"@id":"#a","@type":"Person",'
         '"name":"Ann Lee"},{"@type":"Article","author":{"@id":"#a"}}]}</script>',
         "", ("Ann Lee",)),
    ],
)  # fmt: skip
def test_authors_of_a_page(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert page(head, body).meta.authors == authors


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Brigade buys forty | The Paper</title><meta property=og:site_name "
         "content='The Paper'>", "", "Brigade buys forty"),
        ("<title>Brigade buys forty - Paper</title>", "<h1>The Paper</h1>"
         "<h1>Brigade buys forty</h1>", "Brigade buys forty"),
        ("<meta property=og:title content='Brigade buys forty vehicles: what it means'>",
         "<h1>Brigade buys forty vehicles</h1>", "Brigade buys forty vehicles"),
        ("<title>Brigade buys forty</title>", "<h1>Brigade buys forty Mar 21, 2023</h1>",
         "Brigade buys forty"),
        ("<meta property=og:title content='Brigade buys forty vehicles'>",
         "<h1><span>Defence</span> Brigade buys forty vehicles</h1>",
         "Brigade buys forty vehicles"),
        ("<title>The Paper - English edition</title>", "<div>Why the brigade buys vehicles</div>",
         "Why the brigade buys vehicles"),
    ],
)  # fmt: skip
def test_title_of_a_page(head: str, body: str, title: str) -> None:
    assert page(head, body).meta.title == title


PROSE = "\n".join(
    ["The ministry said on Monday that it would buy forty armoured vehicles for its brigade."] * 5
)


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("Text resize: A A\nChange contrast\nBrigade buys forty vehicles\nBy Ann Lee\n",
         "Brigade buys forty vehicles"),
        ("Home\nNews\nDefence\n3. Brigade buys forty vehicles\nBrigade buys forty vehicles\n",
         "Brigade buys forty vehicles"),
        ("We use cookies to analyse our traffic. You can change your consent at any time.\n"
         "Accept all\nBrigade buys forty vehicles\n", "Brigade buys forty vehicles"),
        ("Brigade buys forty vehicles\nThe tender took three years.\n",
         "Brigade buys forty vehicles"),
        ("Photo: Ann Lee / Agency\n", None),
        ("", None),
    ],
)  # fmt: skip
def test_title_of_a_text(top: str, title: str | None) -> None:
    assert text(top + PROSE).meta.title == title


def test_lines_of_title_and_byline_are_named() -> None:
    result = text("Brigade buys forty vehicles\nBy Ann Lee\n4 September 2023\n" + PROSE)
    assert (result.title_line, result.byline_lines) == (0, (1, 2))


def test_a_title_with_a_kicker_has_its_line_too() -> None:
    head = "<meta property=og:title content='Brigade buys forty vehicles'>"
    result = page(head, "<h1><span>Defence</span> Brigade buys forty vehicles</h1>")
    assert result.title_line == 0


def test_declared_language_settles_a_doubtful_one() -> None:
    assert page(lang="fi").meta.language == "en"  # sure of it
    content = "<html lang='fi'><body><p>Radio Kazakhstan 24</p></body></html>"
    tree = html.parse(content)
    found = find_metadata(raw(content, is_html=True), tree, ["Radio Kazakhstan 24"])
    assert (found.meta.language, found.language_score) == ("fi", None)


def test_dateline_takes_its_year_from_the_fetch_or_the_address() -> None:
    content = "Brigade buys forty\nASTANA, March 3 (Agency) - " + PROSE
    assert text(content).meta.published is None
    fetched = ArticleMeta(fetched_at=datetime(2023, 3, 4, tzinfo=UTC))
    assert text(content, fetched).meta.published == date(2023, 3, 3)
    before = ArticleMeta(fetched_at=datetime(2023, 1, 4, tzinfo=UTC))
    assert text(content, before).meta.published is None  # ten months old: a guess
    address = ArticleMeta(url="https://paper.example/2021/brigade")
    assert text(content, address).meta.published == date(2021, 3, 3)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://edition.cnn.com/x", "cnn.com"),
        ("https://www.bbc.co.uk/x", "bbc.co.uk"),
        ("http://192.0.2.7/x", "192.0.2.7"),
        ("https://news.paper.example/x", "paper.example"),
        ("http://[bad", None),
        (None, None),
    ],
)
def test_site(url: str | None, site: str | None) -> None:
    assert text(PROSE, ArticleMeta(url=url)).meta.site == site


def test_language() -> None:
    result = text("Das Ministerium teilte mit, dass es vierzig Fahrzeuge kaufen will. " * 4)
    assert result.meta.language == "de"
    assert result.language_score is not None and 0.9 < result.language_score <= 1
    assert text("42").meta.language is None


@given(st.text(max_size=600))
def test_any_text(content: str) -> None:
    result = text(content)
    lines = [line for line in content.split("\n") if line.strip()]
    assert all(0 <= number < len(lines) for number in result.byline_lines)
    assert result.title_line is None or 0 <= result.title_line < len(lines)


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[[[[" * 5000,
        '{"@type": 7}',
        '{"@type":"Article","author":7,"headline":[]}',
        "null",
        "[]",
    ],
)
def test_broken_json_ld(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert page(head).meta.authors == ()


def test_plain_text_needs_no_html_library() -> None:
    code = (
        "import sys, pipeline.cleaning.metadata as m; "
        "bad = {'lxml', 'trafilatura', 'babel', 'spacy'} & set(sys.modules); assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "text",
    [
        "The minister said on Monday that the budget would be cut by a tenth.",
        "Министр сказал, что бюджет на следующий год сократят.",
        "NUR GROSSBUCHSTABEN, UND DAS ÜBER MEHRERE ZEILEN HINWEG",
        "日本の首相は月曜日に会見を開いた。",
        "a\x00b \ud83d 1234567890 ----- ....",
        "x",
    ],
)
def test_language_is_counted_as_its_package_counts(text: str) -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    theirs = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    assert language._identifier().rank(text) == theirs.rank(text)


def test_weights_are_the_same_when_the_remembered_ones_are_forgotten() -> None:
    table = np.arange(60, dtype=np.float16).reshape(20, 3)
    weights = language._Weights(table, most=8)
    for rows in ([1, 2, 3], [3, 4, 5, 6], [0, 1, 7, 8, 9], [1, 9], [19, 18, 17, 16, 15, 14, 13, 2]):
        counts, found = weights.of(np.array([*rows, rows[0]]))
        assert counts.tolist() == [2] + [1] * (len(rows) - 1)
        assert found.dtype == np.float32
        assert found.tolist() == table[rows].tolist()


@pytest.mark.parametrize(("stated", "held"), [("EN-us", "en"), ("pt_BR", "pt"), ("Tetum", "Tetum")])
def test_a_language_that_is_given_as_a_tag_is_held_as_its_code(stated: str, held: str) -> None:
    found = text("The harbour froze.", ArticleMeta(language=stated))
    assert found.meta.language == held


def test_found_values_are_one_line_without_control_characters() -> None:
    head = "<title>Grain&#27;[31m deal&#8238;</title><meta name=author content='Ann&#27; Lee'>"
    found = page(head, "<h1>Grain&#27;[31m deal&#8238;</h1>").meta
    assert (found.title, found.authors) == ("Grain[31m deal", ("Ann Lee",))
