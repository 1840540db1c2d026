"""Pipelines of the user's own: other labels, other languages, none at all."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import spacy

import pipeline
from pipeline.cli.main import main
from pipeline.errors import ModelError
from pipeline.extraction.extractor import ExtractionSettings, Extractor
from pipeline.records import ArticleMeta, CleanArticle, Facts, RawArticle
from pipeline.run.settings import RunSettings
from tests.articles import rows

ENGLISH = (
    "Lena Fischer of Nordwind Werke spoke in Austria on 3 May 2021. Fischer said the plant would "
    "cost 40 million euros, and Nordwind Werke would pay."
)
GERMAN = (
    "Lena Fischer von den Nordwind Werken sprach am 3. Mai 2021 in Wien. Fischer sagte, das neue "
    "Werk werde 40 Millionen Euro kosten und bis zum Herbst fertig sein."
)
PATTERNS = [
    {"label": "PER", "pattern": "Lena Fischer"},
    {"label": "PER", "pattern": "Fischer"},
    {"label": "COMPANY", "pattern": "Nordwind Werke"},
    {"label": "COMPANY", "pattern": "Nordwind Werken"},
    {"label": "COUNTRY", "pattern": "Austria"},
    {"label": "CITY", "pattern": "Wien"},
    {"label": "WEEKDAY", "pattern": "May"},
]
LABELS = {"PER": "PERSON", "COMPANY": "ORG", "COUNTRY": "GPE", "CITY": "GPE"}


def save_model(folder: Path, language: str) -> Path:
    """A pipeline with labels of its own, as a folder."""
    nlp = spacy.blank(language)
    nlp.add_pipe("entity_ruler").add_patterns(PATTERNS)  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_model(tmp_path_factory.mktemp("models") / "english", "en"))


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_model(tmp_path_factory.mktemp("models") / "german", "de"))


def article(text: str, language: str | None) -> CleanArticle:
    meta = ArticleMeta(language=language)
    time = datetime(2021, 6, 1, tzinfo=UTC)
    raw = RawArticle("a.txt", None, "text", False, text, "utf-8", meta, "0", "0", 1, time)
    return CleanArticle(raw, text, 0, meta, 1.0, (), 1.0)


def extract(text: str, language: str | None, **settings: object) -> Facts:
    extractor = Extractor(ExtractionSettings(**settings))  # type: ignore[arg-type]
    (facts,) = extractor.extract([article(text, language)])
    assert isinstance(facts, Facts), facts
    return facts


def entities(facts: Facts) -> list[tuple[str, str, str, str | None]]:
    return [(e.text, e.label, e.canonical, e.entity_id) for e in facts.entities]


def test_labels_of_a_model_become_ours(english: str) -> None:
    facts = extract(ENGLISH, "en", models={"en": english}, labels=LABELS)
    assert entities(facts) == [
        ("Lena Fischer", "PERSON", "Lena Fischer", "PERSON:lenafischer"),
        ("Nordwind Werke", "ORG", "Nordwind Werke", "ORG:nordwindwerke"),
        ("Austria", "GPE", "Austria", "GPE:AT"),
        ("Fischer", "PERSON", "Lena Fischer", "PERSON:lenafischer"),
        ("Nordwind Werke", "ORG", "Nordwind Werke", "ORG:nordwindwerke"),
    ]
    assert [e.country for e in facts.entities] == [None, None, "AT", None, None]
    assert [d.value for d in facts.dates] == ["2021-05-03"]
    assert [(m.amount, m.currency) for m in facts.money] == [(Decimal(40_000_000), "EUR")]


def test_labels_that_are_not_ours_are_left_out(english: str) -> None:
    assert entities(extract(ENGLISH, "en", models={"en": english}, labels={"COUNTRY": "GPE"})) == [
        ("Austria", "GPE", "Austria", "GPE:AT")
    ]


def test_a_document_goes_to_the_model_of_its_language(english: str, german: str) -> None:
    models = {"en": english, "de": german}
    facts = extract(GERMAN, "de", models=models, labels=LABELS)
    assert [(e.text, e.label) for e in facts.entities] == [
        ("Lena Fischer", "PERSON"),
        ("Nordwind Werken", "ORG"),
        ("Wien", "GPE"),
        ("Fischer", "PERSON"),
    ]
    assert facts.dates == () and facts.money == ()  # these are read in English alone
    assert len(facts.sentences) == 2


def test_surnames_are_settled_in_every_language(german: str) -> None:
    facts = extract(GERMAN, "de", models={"de": german}, labels=LABELS)
    people = [e for e in facts.entities if e.label == "PERSON"]
    assert {e.entity_id for e in people} == {"PERSON:lenafischer"}


def test_languages_of_one_batch_keep_their_order(english: str, german: str) -> None:
    extractor = Extractor(ExtractionSettings(models={"en": english, "de": german}, labels=LABELS))
    texts = [(GERMAN, "de"), (ENGLISH, "en"), ("Il a dit non. Il est parti.", "fr")]
    found = extractor.extract([article(*text) for text in texts])
    assert [len(facts.entities) for facts in found if isinstance(facts, Facts)] == [4, 5, 0]


@pytest.mark.parametrize("language", ["de", "ru", "zu", "xx"])
def test_no_model_no_names_but_sentences(language: str) -> None:
    facts = extract(GERMAN, language)
    assert (facts.entities, facts.dates, facts.money) == ((), (), ())
    assert len(facts.sentences) >= 2


def test_a_model_without_names_gives_none(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    facts = extract(ENGLISH, "en", models={"en": str(tmp_path / "blank")})
    assert facts.entities == () and len(facts.sentences) == 2 and len(facts.money) == 1


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        extract(ENGLISH, "en", models={"en": "no_such_model"})


PACKAGE = '''
"""An installed spaCy package."""
import spacy

def load(**overrides):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "COMPANY", "pattern": "Nordwind Werke"}])
    return nlp
'''


def test_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    (site / "wire_model").mkdir(parents=True)
    (site / "wire_model" / "__init__.py").write_text(PACKAGE)
    (site / "wire_model-1.0.dist-info").mkdir()
    (site / "wire_model-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: wire_model\nVersion: 1.0\n"
    )
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])
    facts = extract(ENGLISH, "en", models={"en": "wire_model"}, labels={"COMPANY": "ORG"})
    assert [e.text for e in facts.entities] == ["Nordwind Werke", "Nordwind Werke"]


def test_ingest_of_two_languages_tells_why_there_are_no_names(tmp_path: Path, english: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "english.txt").write_text(ENGLISH)
    (raw / "german.txt").write_text(GERMAN)
    settings = RunSettings(
        workers=0,
        cleaning="off",
        extraction=ExtractionSettings(models={"en": english}, labels=LABELS),
    )
    report = pipeline.ingest(raw, tmp_path / "out", settings=settings)
    assert report.written == 2 and not report.failures
    documents = {row["source_uri"]: row for row in rows(tmp_path / "out", "documents")}
    assert {uri: row["language"] for uri, row in documents.items()} == {
        "english.txt": "en",
        "german.txt": "de",
    }
    german_id = documents["german.txt"]["doc_id"]
    for table, expected in {"entities": 0, "dates": 0, "money": 0, "sentences": 2}.items():
        found = [row for row in rows(tmp_path / "out", table) if row["doc_id"] == german_id]
        assert len(found) == expected, table


def status_of(arguments: list[str]) -> object:
    """Exit status of the command line."""
    try:
        return main(arguments)
    except SystemExit as exit:
        return exit.code


def test_model_from_the_command_line(
    tmp_path: Path,
    english: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "english.txt").write_text(ENGLISH)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "factmill.toml").write_text('[labels]\nCOMPANY = "ORG"\nPER = "PERSON"\n')
    arguments = ["ingest", str(raw), "--direct", "--workers", "0", "--cleaning", "off"]
    assert status_of([*arguments, "--model", english, "--out", str(tmp_path / "out")]) == 0
    found = {(row["text"], row["label"]) for row in rows(tmp_path / "out", "entities")}
    assert found == {("Lena Fischer", "PERSON"), ("Fischer", "PERSON"), ("Nordwind Werke", "ORG")}
    assert status_of([*arguments, "--model", "no_such_model", "--out", str(tmp_path / "two")]) == 1
    assert "no_such_model" in capsys.readouterr().err
