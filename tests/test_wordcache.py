"""The tokenizer remembers words, and splits texts as it did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokenizer import Tokenizer

from pipeline.extraction import wordcache

RAW = Path(__file__).resolve().parent.parent / "raw"
ODD = (
    "Mr. Smith's \u00a0don't…  (U.S.-led)\n\n\tcan't—or 5km, e.g. http://a.b/c?d=e :-) " + "x" * 90
)


def tokens(doc: Any) -> list[tuple[str, str, str]]:
    return [(token.text, token.whitespace_, token.norm_) for token in doc]


def test_the_tokens_stay_the_same() -> None:
    files = sorted(RAW.rglob("*.txt"))[:30]
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in files] + [ODD, ""]
    plain, filled = spacy.blank("en"), spacy.blank("en")
    for text in texts:
        wordcache.fill(filled, text)
        assert tokens(filled.make_doc(text)) == tokens(plain.make_doc(text))


def test_words_after_a_special_case_are_remembered() -> None:
    nlp = spacy.blank("en")
    plain: Any = nlp.tokenizer
    searched: list[str] = []

    def prefix_search(word: str) -> Any:
        searched.append(word)
        return plain.prefix_search(word)

    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules=plain.rules,
        prefix_search=prefix_search,
        suffix_search=plain.suffix_search,
        infix_finditer=plain.infix_finditer,
    )
    text = "we don't (dawdle) here"
    wordcache.fill(nlp, text)
    assert {"(dawdle)", "here"} <= set(searched)
    searched.clear()
    assert len(nlp.make_doc(text)) == 7
    assert not {"(dawdle)", "here"} & set(searched)


def test_no_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordcache, "MOST", 3)
    nlp = spacy.blank("en")
    wordcache.fill(nlp, "one two three four")
    wordcache.fill(nlp, "five six")
    assert wordcache._seen[nlp] == {"one", "two", "three", "four"}


def test_tokenizers_of_another_make_are_left_alone() -> None:
    nlp: Any = spacy.blank("en")
    nlp.tokenizer = lambda text: spacy.tokens.Doc(nlp.vocab, text.split())
    wordcache.fill(nlp, "one two")
    assert nlp not in wordcache._seen
