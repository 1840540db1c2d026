"""What is computed for many lines at once is what each would give alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.cleaning import clean_article, html
from pipeline.cleaning.lines import mended
from pipeline.cleaning.metadata import language
from pipeline.cleaning.metadata.lead import _WORD, _Body
from pipeline.cleaning.repair import repair
from pipeline.cleaning.rule import alternatives
from pipeline.cleaning.rules import RULES
from pipeline.cleaning.view import view_of
from pipeline.records import RawArticle
from pipeline.sources import read_bytes

RAW = Path(__file__).parent.parent / "raw"
ODD = st.text(
    st.sampled_from("aB1 .,-\t\u00a0\u200b\u00adﬁéÃ©â€™&;#x\x0e\u0301\u3000"), max_size=24
)


@settings(deadline=None)  # the first damaged line loads ftfy
@given(st.lists(ODD, max_size=6))
def test_lines_are_mended_together_as_alone(texts: list[str]) -> None:
    lines = [text for text in (" ".join(text.split()) for text in texts) if text]
    assert mended(lines) == [repair(line).strip() for line in lines]


@given(st.text(st.sampled_from("a \t\n\r\u00a0\u2028"), max_size=60))
def test_lines_of_a_view_are_the_stripped_ones(text: str) -> None:
    lines = [line.strip() for line in text.replace("\r", "\n").replace("\u2028", "\n").split("\n")]
    view = view_of(text)
    assert view.texts() == [line for line in lines if line]
    assert [view.line(int(n)) for n in view.word_line] == [
        line for line in lines for _ in line.split()
    ]


@given(st.text(st.sampled_from("abc²Ⅷ4_ é.-\n"), max_size=80))
def test_words_of_the_body_are_found_as_they_are_cut(text: str) -> None:
    words = set(_WORD.findall(text.lower()))
    body = _Body([text], 0)
    parts = {word[a:] for word in words for a in range(3) if len(word) > a + 3}
    assert {word for word in words | parts if word in body} == words


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_the_sum_of_its_alternatives(rule: object) -> None:
    assert "|".join(alternatives(rule.pattern.pattern)) == rule.pattern.pattern  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><head><title>T</title></head><body><p>One<p>Two</body></html>",
        "<html><body><form><select><option>a</select><label>b</label><!-- c --></form>",
        '<?xml version="1.0" encoding="utf-8"?><html><body><p>declared</p></body></html>',
        '<!doctype html "-//odd//">\n<html/>\n<body><p>self-closed',
        "<p>fragment</p>",
        "<p>two</p><p>fragments</p>",
        "no markup at all",
        "<html>\ud800<p>\x00half a pair",
        "",
    ],
)
def test_a_page_gives_the_tree_that_trafilatura_makes(page: str) -> None:
    from trafilatura import load_html

    own, theirs = html._document(page), load_html(page)
    assert (own is None) == (theirs is None)
    if own is not None and theirs is not None:
        assert etree.tostring(own) == etree.tostring(theirs)
        assert all(type(element) is type(own) for element in own.iter(etree.Element))


def articles() -> list[RawArticle]:
    """64 texts of 1 to 60 lines, cut from the repository's own articles."""
    lines = [
        line
        for path in sorted(RAW.glob("[a-t]*/20*.txt"))
        for line in read_bytes(path.read_bytes()).content.splitlines()
        if line.strip()
    ]
    cuts = [(number * 37 % len(lines), 1 + number * 11 % 60) for number in range(64)]
    return [read_bytes("\n\n".join(lines[a : a + n]).encode()) for a, n in cuts]


def test_an_article_is_cleaned_alike_alone_and_among_others() -> None:
    batch = articles()
    together = [clean_article(raw) for raw in batch]
    weights = language._identifier().weights
    weights.forget()
    backwards = [clean_article(raw) for raw in reversed(batch)][::-1]
    assert backwards == together
    for raw, cleaned in list(zip(batch, together, strict=True))[::16]:
        weights.forget()
        assert clean_article(raw) == cleaned
