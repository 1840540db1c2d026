"""The shipped entity model: it loads anywhere, is small, and knows what it must know."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from models.entities.augment import (
    Coins,
    curled,
    headlined,
    rare_words,
    replace_names,
    rewritten,
    title_cased,
)
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
    assert nlp.pipe_names == ["factmill_sentences", "ner", "factmill_settle"]
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


def test_a_word_has_one_vector_whatever_stands_in_the_batch(nlp: Language) -> None:
    embed = nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0]
    texts = ["The Bank of Japan met the Bank of Korea in the Bank of Japan.", "", "Ålesund, Oslo"]
    docs = [nlp.make_doc(text) for text in texts]
    for together, doc in zip(embed.layers[0].predict(docs), docs, strict=True):
        np.testing.assert_allclose(together, embed.layers[0].predict([doc])[0], atol=1e-6)
    assert [len(rows) for rows in embed.predict(docs)] == [len(doc) for doc in docs]


def test_gradient_of_embedding_and_document_layer() -> None:
    """Against finite differences, with words that occur several times."""
    from thinc.api import Linear, fix_random_seed, with_array

    from pipeline.extraction.entities.architecture import name_list_embed
    from pipeline.extraction.entities.document import document_tok2vec

    fix_random_seed(1)  # finite differences fail on the kinks that some weights are near
    model = document_tok2vec(name_list_embed(8), with_array(Linear(8, 8)))
    blank = spacy.blank("en")
    docs = [blank.make_doc("Oslo and Oslo beat Lund and Bergen."), blank.make_doc("Oslo, Oslo")]
    model.initialize(X=docs)
    words, others = model.layers[0].layers[1].layers[1], model.layers[2]
    generator = np.random.default_rng(1)
    others.set_param("W", generator.normal(size=(8, 8)).astype("f"))
    weights = [generator.normal(size=(len(doc), 8)).astype("f") for doc in docs]

    def loss() -> float:
        rows = zip(weights, model.predict(docs), strict=True)
        return float(sum((w.astype("d") * r).sum() for w, r in rows))

    model(docs, True)[1]([w.copy() for w in weights])
    for layer, name in ((words, "E"), (others, "W")):
        values, gradient = layer.get_param(name), layer.get_grad(name)
        place = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
        values[place] += 0.01
        above = loss()
        values[place] -= 0.02
        below = loss()
        values[place] += 0.01
        assert (above - below) / 0.02 == pytest.approx(float(gradient[place]), rel=0.1)


def test_other_occurrences_of_a_capitalised_word() -> None:
    from pipeline.extraction.entities.document import repeated

    blank = spacy.blank("en")
    texts = ["Havbris grew. Havbris, a farmer, sold Oslo a farmer. Havbris!", "Oslo", ""]
    groups = repeated([blank.make_doc(text) for text in texts])
    assert groups.sizes.tolist() == [3]  # Oslo stands once in each document, "farmer" is no name
    assert groups.at.tolist() == [0, 3, 13]
    rows = np.array([[1.0], [2.0], [6.0]], dtype="f")
    assert groups.mean_of_others(rows).tolist() == [[4.0], [3.5], [1.5]]
    assert not len(repeated([blank.make_doc(""), blank.make_doc("none here")]).at)


@pytest.mark.parametrize(
    ("words", "start", "end", "label", "expected"),
    [
        ("flew to Costa Rica today", 2, 4, "PERSON", ("Costa Rica", "GPE")),
        ("in Nur-Sultan now", 1, 4, "PERSON", ("Nur-Sultan", "GPE")),
        ("says Jordan now", 1, 2, "PERSON", ("Jordan", "PERSON")),
        ("beat Belgium in", 1, 2, "ORG", ("Belgium", "ORG")),
        ("firms Brandt & and others", 1, 4, "ORG", ("Brandt", "ORG")),
        ("a & b", 1, 2, "ORG", None),
        ("needs a GPU now", 2, 3, "ORG", None),
        ("speaks Hindi", 1, 2, "PERSON", None),
        ("Generic Payment Union (GPU)", 4, 5, "ORG", ("GPU", "ORG")),
        ("the S&P 500 fell", 1, 3, "ORG", None),
    ],
)
def test_what_is_certain_wins(
    words: str, start: int, end: int, label: str, expected: tuple[str, str] | None
) -> None:
    from pipeline.extraction.entities.settle import settle

    doc = spacy.blank("en")(words)
    doc.ents = [Span(doc, start, end, label)]
    assert [(e.text, e.label_) for e in settle(doc).ents] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[GPE Leeds] will [PERSON grant] it.", ["Leeds"]),
        ("[GPE Leeds] and [PERSON bell hooks]", ["Leeds", "bell hooks"]),
        ("[GPE Leeds] by [PRODUCT youtube]", ["Leeds", "youtube"]),
        ("[gpe leeds] will thank [PERSON grant]", ["leeds", "grant"]),
    ],
)
def test_a_word_without_a_capital_is_nobody_where_names_have_some(
    marked: str, expected: list[str]
) -> None:
    assert [e.text for e in _settled(marked)] == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[PERSON Almaz], directed by [PERSON Rae Tan], won.", "Almaz"),
        ("[FAC Danube Inn], a loud farm film of 1951, is out.", "Danube Inn"),
        ("She read [ORG Ebb], the slim, dark novel that won.", "Ebb"),
        ("a list of [PERSON Tycho] by [PERSON Ann Lee]", ""),
        ("a list, [PERSON Tycho] by [PERSON Ann Lee]", "Tycho"),
        ("[PRODUCT Juno], starring [PERSON Elliot Page], opened.", "Juno"),
        ("[ORG Slag] was written and directed by [PERSON Ana Ruiz].", ""),
        ("[ORG Slag], written and produced by [PERSON Ana Ruiz].", "Slag"),
        ("The [PERSON Odyssey], by [PERSON Homer].", "Odyssey"),
        # a body has a director, a product and a bridge that a firm built have makers
        ("[ORG Mossad], directed by [PERSON Dan Levi], denied it.", ""),
        ("[PRODUCT TagJoin], by [PERSON Max Ruiz], joins them.", ""),
        ("[FAC Tamsui Bridge], by [ORG Zaha Hadid Architects].", ""),
        ("killing of [PERSON Ana Ruiz] by [PERSON Joe Doe]", ""),
        ("[ORG Cinecorp], the film agency which he led.", ""),
        ("In [GPE Kenya], a film about elephants was shown.", ""),
        ("[PERSON Ann Lee], a drama teacher from [GPE Leeds].", ""),
        ("[PERSON Ann Lee], a historian whose book is out.", ""),
        ("[GPE Rome] fell.", ""),
        ("No names", ""),
    ],
)
def test_titles_of_works_told_by_their_neighbours(marked: str, expected: str) -> None:
    assert _works(marked) == ([expected] if expected else [])


def test_words_behind_a_name_tell_titles_in_the_written_corpora() -> None:
    """Titles marked as such are taken for people, as a model would, and the rule judges all."""
    from models.entities.assemble import DATA, bare
    from models.entities.corpora import read_articles
    from pipeline.extraction.entities.works import as_works

    nlp, found = spacy.blank("en"), Counter[str]()
    for path in sorted(DATA.glob("articles*.txt")):
        for marked in (bare(part) for article in read_articles(path) for part in article):
            doc, spans = nlp.make_doc(marked.text), sorted(marked.spans)
            taken = [(s, e, "PERSON" if label == "WORK_OF_ART" else label) for s, e, label in spans]
            names = [doc.char_span(s, e, label) for s, e, label in taken]
            kept = [(n, span[2]) for n, span in zip(names, spans, strict=True) if n is not None]
            told = as_works([name for name, _ in kept])
            pairs = zip(told, kept, strict=True)
            found.update(label for name, (_, label) in pairs if name.label_ == "WORK_OF_ART")
    assert found["WORK_OF_ART"] >= 80
    assert found["WORK_OF_ART"] / found.total() > 0.95, found


def test_a_title_is_one_wherever_it_stands_unless_somebody_bears_it() -> None:
    title = "[PERSON Almaz] won. [PERSON Almaz], a film by [PERSON Rae Tan], is out."
    assert _works(title) == ["Almaz", "Almaz"]
    assert _works(f"{title} [PERSON Joe Almaz] saw it.") == ["Almaz"]
    place = "[GPE Belfast], a film by [PERSON Rae Tan]. He left [GPE Belfast]."
    assert _works(place) == ["Belfast"]


def _works(marked: str) -> list[str]:
    return [e.text for e in _settled(marked) if e.label_ == "WORK_OF_ART"]


def _settled(marked: str) -> Sequence[Span]:
    """The names of a text in which they stand in brackets, label first, as they are settled."""

    from pipeline.extraction.entities.settle import settle

    parts = re.split(r"\[(\w+) ([^\]]+)\]", marked)
    doc = spacy.blank("en")("".join(text for i, text in enumerate(parts) if i % 3 != 1))
    names, at = [], 0
    for i in range(0, len(parts) - 1, 3):
        at += len(parts[i])
        name = doc.char_span(at, at + len(parts[i + 2]), parts[i + 1].upper())
        assert isinstance(name, Span)
        names.append(name)
        at += len(parts[i + 2])
    doc.ents = names
    return settle(doc).ents


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


def test_without_capitals_any_word_may_begin_a_name(nlp: Language) -> None:
    def names(text: str) -> list[str]:
        return [ent.text for ent in nlp(text).ents]

    assert "kazakhstan" in names(
        "talks with kazakhstan and russia will resume in moscow, they said"
    )
    assert names("He wrote: talks with us will resume in spring, they said") == []


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
    coins = Coins({}, {label: frozenset() for label in pools})
    for seed in range(40):
        new = replace_names(marked, pools, coins, random.Random(seed))
        names = [new.text[s:e] for s, e, _ in new.spans]
        assert names[0] in {"Ann Lee", "Bo Sun"}
        assert names[2] == names[0].split()[-1]
    moved = rewritten(Marked("A b C", ((0, 1, "GPE"),), ((4, 5),)), [(0, 1, "Astana")])
    assert moved == Marked("Astana b C", ((0, 6, "GPE"),), ((9, 10),))
    assert title_cased("talks on grain in Oslo") == "Talks on Grain in Oslo"
    assert curled("\"It's 'so'\"") == "“It’s ‘so’”"


def test_coined_names_keep_the_common_words() -> None:
    import random

    coins = rare_words({"ORG": ["Tchibo Bank", "Agrofert Bank", "Union Bank", "ING"]})
    assert coins.words["ORG"] == ["Agrofert", "Tchibo", "Union"]
    coined = {coins.coin("Tchibo Bank", "ORG", random.Random(seed)) for seed in range(20)}
    assert all(name.endswith(" Bank") and name[:2] == "Tc" for name in coined)
    assert len(coined) > 5
    assert coins.coin("ING", "ORG", random.Random(1)) == "ING"


def test_headlines_are_recased_alone() -> None:
    marked = parse_inline("{GPE:Oslo} buys ships\n\n{GPE:Oslo} said so.")
    assert headlined(marked, str.upper).text == "OSLO BUYS SHIPS\n\nOslo said so."
    assert headlined(Marked("Oslo said so."), str.upper).text == "Oslo said so."


@pytest.mark.parametrize(
    "marked",
    [
        Marked("Ann Mary Lee met RICO in Oslo.", ((0, 12, "PERSON"), (25, 29, "GPE")), ((17, 21),)),
        Marked("Bob \xa0 Carr of  RICO\n\nleft", ((0, 10, "PERSON"),), ((15, 25),)),
    ],
)
def test_examples_of_one_tokenization_need_no_alignment(marked: Marked) -> None:
    from spacy.training import Example

    example = example_of(spacy.blank("en"), marked)
    slow = Example(example.predicted, example.reference)
    assert example.get_aligned_ner() == slow.get_aligned_ner()
    names = [(e.text, e.label_) for e in example.get_aligned_ents_and_ner()[0]]
    assert names == [(e.text, e.label_) for e in slow.get_aligned_ents_and_ner()[0]]


def test_labels_are_checked() -> None:
    with pytest.raises(ValueError, match="the labels are PERSON"):
        parse_inline("signed for {AU:dozens}")


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
    floors = {"articles.ten": 80, "own.ten": 82, "sentences.ten": 93, "politics.coarse": 83}
    assert {
        name: scores[name]["ALL"]["f"] >= floor for name, floor in floors.items()
    } == dict.fromkeys(floors, True)
