"""The shipped entity model: it loads anywhere, is small, and knows what it must know."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from models.entities.augment import curled, replace_names, rewritten, title_cased
from models.entities.examples import Marked, from_tokens, join, parse_inline, parse_listed, trimmed
from models.entities.reader import example_of
from pipeline.extraction.entities.namelists import NAME_LISTS, build_table, features, key_of
from pipeline.paths import model_dir
from pipeline.records import Label


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(model_dir("entities"))


def test_shipped_pipeline_is_small_and_complete(nlp: Language) -> None:
    folder = model_dir("entities")
    assert sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) < 15_000_000
    assert nlp.pipe_names == ["factmill_sentences", "ner"]
    assert set(nlp.get_pipe("ner").labels) == {label.value for label in Label}
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "Apache-2.0"
    assert "GeoNames" in meta["description"]
    assert "shared" not in (folder / "config.cfg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kazakhstan will host the summit, President Kassym-Jomart Tokayev said in Astana.",
         [("Kazakhstan", "GPE"), ("Kassym-Jomart Tokayev", "PERSON"), ("Astana", "GPE")]),
        ("Turkish Aerospace Industries makes the ANKA drone.",
         [("Turkish Aerospace Industries", "ORG"), ("ANKA", "PRODUCT")]),
        ("Both countries signed the Kyoto Protocol.", [("Kyoto Protocol", "LAW")]),
        ("The river floods every spring, farmers say.", []),
    ],
)  # fmt: skip
def test_plain_cases(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(ent.text, ent.label_) for ent in nlp(text).ents] == expected


def test_names_stay_within_sentences_and_batches_agree(nlp: Language) -> None:
    texts = ["Talks in Minsk\n\nBelarus sent Igor Lukin.", "", "The UN met. NATO did not.", "\n"]
    for doc, alone in zip(nlp.pipe(texts), map(nlp, texts), strict=True):
        ends = {sentence.end for sentence in doc.sents}
        assert all(not any(e.start < end < e.end for end in ends) for e in doc.ents)
        assert [(e.text, e.label_) for e in doc.ents] == [(e.text, e.label_) for e in alone.ents]


def test_embedding_by_type_equals_embedding_by_token(nlp: Language) -> None:
    from thinc.layers.chain import forward

    docs = [
        nlp.make_doc("The Bank of Japan met the Bank of Korea in the Bank of Japan."),
        nlp.make_doc(""),
    ]
    embed = nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0].layers[0]
    fast, slow = embed.predict(docs), forward(embed, docs, False)[0]
    for one, other in zip(fast, slow, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_name_lists_mark_phrases_and_stop_at_documents() -> None:
    table = build_table({"ORG": [[11, 12, 13]], "GPE": [[13]], "COMMON": [[12]]})
    tokens = np.array([11, 12, 13, 0, 11, 12], dtype=np.uint64)
    marks = features(table, tokens, np.array([True, False, True, False, True, False]))
    org, gpe, lists = NAME_LISTS.index("ORG"), NAME_LISTS.index("GPE"), len(NAME_LISTS)
    assert marks[:, lists + org].tolist() == [1, 0, 0, 0, 0, 0]
    assert marks[:, 2 * lists + org].tolist() == [0, 1, 1, 0, 0, 0]
    assert marks[:, gpe].tolist() == [0, 0, 1, 0, 0, 0]
    assert marks[:, -1].tolist() == [0, 1, 0, 0, 0, 1]
    assert key_of([11, 12]) != key_of([12, 11])


def test_parsers_of_marked_text() -> None:
    marked = parse_inline("{ORG:NATO}'s chief met {PERSON:Ann Lee}.")
    assert marked == Marked("NATO's chief met Ann Lee.", ((0, 4, "ORG"), (17, 24, "PERSON")))
    assert parse_listed(marked.text, "ORG=NATO|PERSON=Ann Lee") == marked
    assert join([Marked("A", ((0, 1, "GPE"),)), Marked("B", (), ((0, 1),))]) == Marked(
        "A B", ((0, 1, "GPE"),), ((2, 3),)
    )
    tokens = ["He", "met", "President", "Obama", "'s", "aide", "(", "`", ")", "."]
    assert from_tokens(tokens, [(2, 5, "PERSON")]).spans == ((17, 22, "PERSON"),)


@pytest.mark.parametrize(
    ("text", "label", "kept"),
    [("the United Nations", "ORG", "United Nations"), ("Gen. Ann Lee", "PERSON", "Ann Lee"),
     ("NATO's", "ORG", "NATO"), ("The Raven", "WORK_OF_ART", "The Raven"),
     ("King", "PERSON", "King")],
)  # fmt: skip
def test_span_rules(text: str, label: str, kept: str) -> None:
    start, end = trimmed(text, 0, len(text), label)
    assert text[start:end] == kept


def test_augmentation_keeps_spans_on_their_names() -> None:
    import random

    marked = parse_inline("{PERSON:Ann Lee} left {ORG:Acme}. {PERSON:Lee} wept.")
    pools = {"PERSON": ["Bo Sun"], "ORG": ["Globex Corporation"]}
    for seed in range(40):
        new = replace_names(marked, pools, random.Random(seed))
        names = [new.text[s:e] for s, e, _ in new.spans]
        assert names[0] in {"Ann Lee", "Bo Sun"}
        assert names[2] == names[0].split()[-1]
    moved = rewritten(Marked("A b C", ((0, 1, "GPE"),), ((4, 5),)), [(0, 1, "Astana")])
    assert moved == Marked("Astana b C", ((0, 6, "GPE"),), ((9, 10),))
    assert title_cased("talks on grain in Oslo") == "Talks on Grain in Oslo"
    assert curled("\"It's 'so'\"") == "“It’s ‘so’”"


def test_unknown_stretches_are_missing_not_outside() -> None:
    blank = spacy.blank("en")
    example = example_of(blank, Marked("Ann met RICO today", ((0, 3, "PERSON"),), ((8, 12),)))
    assert example.get_aligned_ner() == ["U-PERSON", "O", None, "O"]
    assert isinstance(example.predicted, Doc)


@pytest.mark.shared
def test_scores_do_not_fall(shared: Path, tmp_path: Path) -> None:
    """Floors a few points below what the model card reports."""
    from models.entities.assemble import DATA, assemble
    from models.entities.evaluate import evaluate, load

    assemble(shared, DATA, tmp_path)
    scores = evaluate(
        load(model_dir("entities")), shared / "bench" / "score_entities.py", tmp_path / "dev"
    )
    floors = {"articles.ten": 76, "own.ten": 78, "sentences.ten": 84, "politics.coarse": 74}
    assert {
        name: scores[name]["ALL"]["f"] >= floor for name, floor in floors.items()
    } == dict.fromkeys(floors, True)
