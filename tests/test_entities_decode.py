"""Decoding all sentences at once finds what spaCy's decoder finds, token after token."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

import pipeline.extraction.components  # noqa: F401  (registers the factories)
from pipeline.extraction.entities import architecture
from pipeline.extraction.entities.decode import SentenceRecognizer
from pipeline.extraction.entities.encode import encoded
from pipeline.paths import model_dir

RAW = Path(__file__).resolve().parent.parent / "raw"
WORDS = """
the of said in and to U.S. $ 5 Angela Merkel Acme Ltd. Tokayev Kazakhstan European Union NATO Bank
river Nile Boeing 737 Olympics Act New York Times ministry . , ( ) ' - 2023 May
"""


def loaded(factory: str) -> Language:
    """The shipped model with one of the two decoders."""
    architecture.register()
    return spacy.load(model_dir("entities"), config={"components": {"ner": {"factory": factory}}})


@pytest.fixture(scope="module")
def pair() -> tuple[Language, Language]:
    """spaCy's decoder, and ours."""
    return loaded("ner"), loaded("factmill_ner")


@pytest.fixture(scope="module")
def eager(pair: tuple[Language, Language]) -> Iterator[tuple[Any, Any]]:
    """Both, over a last layer of noise: every other token begins a name."""
    spacys: Any = pair[0].get_pipe("ner")
    ours: Any = pair[1].get_pipe("ner")
    kept = [(pipe.model.get_ref("upper"), pipe.model.get_ref("upper").get_param("W").copy())
            for pipe in (spacys, ours)]  # fmt: skip
    noise = np.random.default_rng(7).normal(size=kept[0][1].shape).astype("f")
    for upper, _ in kept:
        upper.set_param("W", noise.copy())
    yield spacys, ours
    for upper, weights in kept:
        upper.set_param("W", weights)


def marked(doc: Doc) -> tuple[list[tuple[int, int, str]], list[int]]:
    """Names, and the tags of all tokens."""
    names = [(ent.start, ent.end, ent.label_) for ent in doc.ents]
    return names, [token.ent_iob for token in doc]


def test_the_same_names_in_the_sample_articles(pair: tuple[Language, Language]) -> None:
    files = sorted(RAW.rglob("*.txt"))[:40]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    found = [[marked(doc) for doc in nlp.pipe(texts)] for nlp in pair]
    assert found[0] == found[1]
    assert sum(len(names) for names, _ in found[1]) > 200


def test_ours_decodes(pair: tuple[Language, Language]) -> None:
    ner: Any = pair[1].get_pipe("ner")
    assert isinstance(ner, SentenceRecognizer)
    docs = [pair[1].make_doc("Angela Merkel met NATO."), pair[1].make_doc("")]
    assert ner.predict(docs) == [[(0, 2, "PERSON"), (3, 4, "ORG")], []]
    assert ner.predict([pair[1].make_doc("")]) == [[]]


document = st.lists(
    st.tuples(st.sampled_from([*WORDS.split(), "\n", " "]), st.sampled_from([-1, -1, -1, 0, 1])),
    max_size=30,
)


@given(st.lists(document, min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_the_same_where_names_are_many_and_sentences_odd(
    eager: tuple[Any, Any], made: list[list[tuple[str, int]]]
) -> None:
    found = []
    for pipe in eager:
        docs = [
            Doc(pipe.vocab, [word for word, _ in words], sent_starts=[start for _, start in words])
            for words in made
        ]
        pipe.set_annotations(docs, pipe.predict(docs))
        found.append([marked(doc) for doc in docs])
    assert found[0] == found[1]


def test_names_set_beforehand_stay(pair: tuple[Language, Language]) -> None:
    found = []
    for nlp in pair:
        doc = nlp.make_doc("Angela Merkel met NATO in Berlin.")
        doc.set_ents([Span(doc, 1, 4, "EVENT")], default="unmodified")
        found.append(marked(nlp.get_pipe("ner")(doc)))
    assert found[0] == found[1]
    assert (1, 4, "EVENT") in found[1][0]


def test_encoding_in_blocks_changes_no_bit(pair: tuple[Language, Language]) -> None:
    model: Any = pair[0].get_pipe("ner").model  # type: ignore[attr-defined]
    encoder = next(node for node in model.walk() if node.name.startswith("with_array(residual"))
    width = next(node.get_dim("nO") for node in encoder.walk() if node.has_dim("nO"))
    random = np.random.default_rng(3)
    rows = [random.normal(size=(count, width)).astype("f") for count in (1, 700, 0, 3, 512)]
    for ours, thincs in zip(encoded(encoder, rows), encoder.predict(rows), strict=True):
        assert (ours == thincs).all()


def test_a_model_may_name_the_decoder_in_its_config(tmp_path: Path) -> None:
    folder = shutil.copytree(model_dir("entities"), tmp_path / "model")
    config = spacy.util.load_config(folder / "config.cfg")
    config["components"]["ner"]["factory"] = "factmill_ner"
    config.to_disk(folder / "config.cfg")
    architecture.register()
    nlp = spacy.load(folder)
    assert isinstance(nlp.get_pipe("ner"), SentenceRecognizer)
    assert "Paris" in [ent.text for ent in nlp("Angela Merkel met them in Paris on Monday.").ents]
