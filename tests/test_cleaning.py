"""The cleaning stage as a whole: what users complain of in article cleaning, case by case."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning import clean_article
from pipeline.cleaning.kinds import ARTICLE_KINDS, Kind
from pipeline.records import ArticleMeta, CleanArticle
from pipeline.sources import read_bytes

PARAGRAPHS = (
    "The energy ministry said on Tuesday that three coal plants in the north would be closed by "
    "2027, two years earlier than planned, and that 4,200 workers would be offered other posts.",
    "Opposition deputies called the plan a gamble. Without the plants, they argued, the region "
    "will have to buy power from abroad in winter, at prices that nobody can foresee.",
    "The minister, who took office in March, replied that imports had already fallen by a fifth "
    "since the new wind farms on the coast were connected to the grid last autumn.",
    "A vote is expected before the end of June. The union of miners has announced a strike for "
    "the day of the first reading, and the railways expect delays on all lines.",
)
ARTICLE = "\n\n".join(PARAGRAPHS)


def _banners() -> dict[str, str]:
    path = Path(__file__).parent / "data" / "cleaning" / "banners.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {row[0]: row[1].replace("\\n", "\n") for row in rows if len(row) == 2}


BANNERS = _banners()


def clean(text: str, *, html: bool = False, **given: object) -> CleanArticle:
    meta = ArticleMeta(**given)  # type: ignore[arg-type]
    return clean_article(read_bytes(text.encode(), given=meta, is_html=html))


def dropped(article: CleanArticle) -> dict[str, str]:
    return {block.text or "": block.kind for block in article.blocks if not block.kept}


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("language", sorted(BANNERS))
def test_consent_banner_goes_and_the_article_stays(language: str, place: str) -> None:
    banner = BANNERS[language]
    text = f"{banner}\n\n{ARTICLE}" if place == "before" else f"{ARTICLE}\n\n{banner}"
    article = clean(text)
    assert article.text == ARTICLE
    assert Kind.CONSENT in dropped(article).values()


def test_short_article_under_a_long_banner() -> None:
    article = clean("\n".join(BANNERS.values()) + "\n\n" + PARAGRAPHS[0])
    assert article.text == PARAGRAPHS[0]


ABOUT = (
    "The regulator fined the airline two million euros on Monday for storing cookies on the phones "
    "of passengers before they had agreed to anything.",
    "Campaigners for privacy said that consent obtained by nagging was no consent, and that the "
    "banners of the company had broken the law for three years.",
    "The airline's newsletter told its subscribers nothing of the ruling, according to the paper.",
)


def test_article_about_consent_keeps_every_sentence() -> None:
    article = clean("\n\n".join(ABOUT) + "\n\n" + BANNERS["en"])
    assert all(sentence in article.text for sentence in ABOUT)
    assert "Accept all" not in article.text


def test_sound_article_is_left_as_it_is() -> None:
    article = clean(ARTICLE)
    assert article.text == ARTICLE
    assert article.kept_ratio == 1.0
    assert [block.kind for block in article.blocks] == ["paragraph"] * 4


FURNITURE = [
    "Text resize: A A",
    "Share this article: Facebook, Twitter, LinkedIn",
    "Please support our crowdfunding campaign. Donate by clicking on the button below.",
    "Sign up for our newsletter and get the best of the week in your inbox.",
    "Copyright 2024 Northern Press Ltd. All rights reserved.",
    "Photo: Maria Holm / Agency Pictures",
    ", , , ,",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_under_the_article_goes(line: str) -> None:
    article = clean(f"{ARTICLE}\n\n{line}\n\n{BANNERS['en']}")
    assert line not in article.text
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)


def test_biography_at_the_end_goes_and_stays_within_the_text() -> None:
    bio = "Jana Holubova is a Prague-based journalist who writes about energy."
    assert bio not in clean(f"{ARTICLE}\n\n{bio}").text
    assert bio in clean(f"{PARAGRAPHS[0]}\n\n{bio}\n\n{PARAGRAPHS[1]}\n\n{PARAGRAPHS[2]}").text


def test_repeated_paragraph_and_pull_quote_stand_once() -> None:
    quote = (
        "Without the plants, they argued, the region will have to buy power from abroad in winter"
    )
    article = clean(f"{PARAGRAPHS[0]}\n\n{quote}\n\n{ARTICLE}\n\n{PARAGRAPHS[2]}")
    assert article.text.count(PARAGRAPHS[2]) == 1
    assert article.text.count(quote) == 1


def test_title_stands_once_and_is_the_first_line() -> None:
    title = "Three coal plants to close two years early"
    article = clean(f"{title}\n\n{title}\n\n{ARTICLE}", title=title)
    assert article.text == f"{title}\n\n{ARTICLE}"
    assert article.body_start == len(title) + 2
    block = next(block for block in article.blocks if block.kept and block.kind == Kind.TITLE)
    assert (block.start, block.end) == (0, len(title))


def test_glued_caption_is_cut_off_at_the_seam() -> None:
    glued = f"Turov with Norway's Hansen, 2019Deputies {PARAGRAPHS[1][20:]}"
    article = clean(f"{PARAGRAPHS[0]}\n\n{glued}\n\n{PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}")
    assert "\n\nDeputies called the plan" in article.text
    assert dropped(article)["Turov with Norway's Hansen, 2019"] == Kind.CAPTION


CUT_UP = """\
The ministry said on Tuesday that
three coal plants
in the north would be closed by 2027, two years
earlier
than planned, and that workers would be offered
other posts
, most of them at the railways.
Opposition deputies called the plan a
gamble
. Without the plants, they argued, the region will buy
power from abroad
in winter, at prices that nobody can foresee.
"""


def test_sentences_cut_at_every_link_are_rejoined() -> None:
    article = clean(CUT_UP)
    assert "be offered other posts, most of them at the railways." in article.text
    assert "the plan a gamble. Without the plants" in article.text
    check_offsets(article)


def test_raw_offsets_are_exact_through_repair() -> None:
    raw = ARTICLE.replace("March", "Marchâ€™s").replace("A vote", "A\u00a0vote\u200b")
    article = clean(raw)
    assert "in March’s, replied" in article.text and "\n\nA vote is" in article.text
    for block, paragraph in zip(article.blocks, raw.split("\n\n"), strict=True):
        assert raw[block.raw_start : block.raw_end] == paragraph


def check_offsets(article: CleanArticle) -> None:
    raw = article.raw.content
    end = 0
    for index, block in enumerate(article.blocks):
        assert block.index == index
        assert block.reason
        if block.raw_start is not None and block.raw_end is not None:
            assert 0 <= block.raw_start < block.raw_end <= len(raw)
        if not block.kept:
            assert block.start is None and block.end is None and block.text
            assert block.kind not in ARTICLE_KINDS or block.kind == Kind.TITLE
            continue
        assert block.start is not None and block.end is not None and block.text is None
        if block.kind != Kind.TITLE:
            assert article.body_start <= block.start and end <= block.start < block.end
            end = block.end
    assert end in (0, len(article.text))


LINES = st.lists(
    st.one_of(
        st.sampled_from([*PARAGRAPHS, *FURNITURE, *BANNERS.values(), "", "Home", "By Ann Lee"]),
        st.text(alphabet=st.characters(codec="utf-8"), max_size=60),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(LINES, st.booleans())
def test_offsets_hold_for_whatever_comes(lines: list[str], known: bool) -> None:
    text = "\n".join(lines)
    if not text.strip(" \n\t\ufeff\u200b\u200c\u200d\u2060") or not text.isprintable():
        text = "x " + "".join(char for char in text if char.isprintable() or char == "\n")
    check_offsets(clean(text, title="A title" if known else None))


def test_off_takes_the_text_as_given() -> None:
    raw = read_bytes(f"{BANNERS['en']}\n\nAn\u00a0article".encode(), is_html=False)
    article = clean_article(raw, mode="off")
    assert article.text == raw.content
    assert article.body_start == 0
    assert [block.kept for block in article.blocks] == [True]


PAGE = """<html><head><title>Plants to close - Paper</title><meta charset="utf-8"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>Three coal plants to close two years early</h1>
<p>{0}</p><p>{1}</p>
<h2>What the plan says</h2>
<ul><li>The plant at Orlov closes in 2025, with 1,400 jobs.</li>
<li>The plant at Brod closes in 2026, with 1,900 jobs.</li></ul>
<table><tr><th>Plant</th><th>Jobs</th></tr><tr><td>Orlov</td><td>1,400</td></tr></table>
<p>{2}</p><p>{3}</p></article>
<div id="cookie-banner"><p>{4}</p></div>
<footer><p>Copyright 2024 Northern Press Ltd. All rights reserved.</p></footer></body></html>"""


def test_page_keeps_paragraphs_lists_and_tables() -> None:
    article = clean(PAGE.format(*PARAGRAPHS, BANNERS["en"].split("\n")[0]), html=True)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert "Orlov closes in 2025, with 1,400 jobs.\nThe plant at Brod" in article.text
    assert "Orlov | 1,400" in article.text
    assert "cookies" not in article.text and "All rights" not in article.text
    assert all(block.raw_start is None for block in article.blocks)
    check_offsets(article)


def test_page_that_the_extractor_loses_is_read_all_the_same() -> None:
    soup = "".join(f"<div><span>{paragraph}</span></div>" for paragraph in PARAGRAPHS)
    article = clean(f"<html><body><div>{soup}</div></body></html>", html=True)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)


def test_words_in_inline_tags_stay_in_their_sentence() -> None:
    body = PARAGRAPHS[0].replace("three coal plants", "<b>three</b> <a href='/x'>coal plants</a>")
    page = f"<html><body><article><p>{body}</p><p>{PARAGRAPHS[1]}</p></article></body></html>"
    assert PARAGRAPHS[0] in clean(page, html=True).text


def test_deep_page_takes_bounded_time() -> None:
    begun = time.monotonic()
    clean("<html><body>" + "<div>" * 3000 + PARAGRAPHS[0] + "</div>" * 3000, html=True)
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("text", ["a\n" * 60_000, "x" * 2_000_000, "a b " * 400_000])
def test_long_text_takes_bounded_time(text: str) -> None:
    begun = time.monotonic()
    clean(text)
    assert time.monotonic() - begun < 60


def test_same_text_gives_the_same_blocks_whatever_came_before() -> None:
    texts = [f"{BANNERS['de']}\n\n{ARTICLE}", ARTICLE, "\n".join(FURNITURE) + "\n\n" + ARTICLE]
    forward = [clean(text).blocks for text in texts]
    backward = [clean(text).blocks for text in reversed(texts)]
    assert forward == backward[::-1]


def test_text_needs_no_html_library(root: Path) -> None:
    code = (
        "import sys; from pipeline.cleaning import clean_article; "
        "from pipeline.sources import read_bytes; "
        "clean_article(read_bytes(b'A text.', is_html=False)); "
        "print([m for m in ('trafilatura', 'lxml', 'rensa', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


BANNED = ("cookie", "privacy", "polityka prywatności", "crowdfunding", "text resize", "contrast")


@pytest.mark.shared
def test_real_articles_lose_their_dirt_and_nothing_else(shared: Path) -> None:
    for path in sorted((shared / "raw").glob("*.txt")):
        article = clean_article(read_bytes(path.read_bytes(), name=path.name, is_html=False))
        assert not [word for word in BANNED if word in article.text.lower()], path.name
        check_offsets(article)
        for block in article.blocks:
            short = block.kept or len(block.text or "") < 170
            named = block.kind in (Kind.CONSENT, Kind.BIO, Kind.LEGAL, Kind.CAPTION)
            assert short or named, (path.name, block)


@pytest.mark.parametrize(
    "fragment",
    [
        "<p>Spending rose by four percent last year, the ministry said on Tuesday.</p>",
        "<div><p>Spending rose by four percent last year, the ministry said on Tuesday.</p></div>",
        "<!-- feed --><p>Spending rose by four percent last year,<br>the ministry said.",
    ],
)
def test_a_fragment_of_html_is_an_article(fragment: str) -> None:
    """Feeds give the article's body without a page around it."""
    article = clean_article(read_bytes(fragment.encode(), is_html=True))
    assert article.text.startswith("Spending rose by four percent last year")
    assert all(block.kept for block in article.blocks)


def test_a_byline_is_no_consent_speech() -> None:
    """However short the text: "By Sela Tamani" says nothing that a banner says."""
    text = (
        "The ferry that nobody ordered\n\nBy Sela Tamani\nMay 14, 2024\n\n"
        "Tonga paid 11.5 million pa'anga for a ferry that has not left its berth since April."
    )
    article = clean(text)
    assert article.meta.authors == ("Sela Tamani",)
    assert "Sela" not in article.text
