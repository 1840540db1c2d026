"""Names over a whole store: one id in every document, the user's decisions, `factmill entities`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spacy

import pipeline
from pipeline.cli.inspect import run_entities
from pipeline.errors import SettingsError
from pipeline.extraction.extractor import ExtractionSettings
from pipeline.run.report import RunReport
from pipeline.run.settings import RunSettings
from tests.articles import rows, write_articles

NAMES = {
    "PERSON": ["Kassym-Jomart Tokayev", "Tokayev", "Tokaev", "Petra Novak", "Novak"],
    "GPE": ["Kazakhstan", "Czechia", "Czech Republic"],
    "ORG": ["Ministry of Defence", "Baltic Grid Company", "Baltic Grid Co.", "BGC"],
}
DOCUMENTS = {
    "one.txt": "Kassym-Jomart Tokayev opened the dam in Kazakhstan. Tokayev said the Ministry of "
    "Defence and the Baltic Grid Company had paid. The Baltic Grid Company declined.",
    "two.txt": "In Czechia the Ministry of Defence thanked Petra Novak of the Baltic Grid Co. for "
    "her years of work. Novak had spoken with Tokaev.",
    "three.txt": "The Czech Republic buys power from the Baltic Grid Company (BGC), a reader of "
    "the register found. BGC did not comment on that report.",
}


def settings(folder: Path, decisions: str | None = None) -> RunSettings:
    model = folder / "model"
    if not model.exists():
        nlp = spacy.blank("en")
        ruler: Any = nlp.add_pipe("entity_ruler")
        ruler.add_patterns(
            [{"label": k, "pattern": n} for k, names in NAMES.items() for n in names]
        )
        nlp.to_disk(model)
    aliases = folder / "aliases.csv"
    if decisions:
        aliases.write_text(decisions, encoding="utf-8")
    return RunSettings(
        workers=0,
        cleaning="off",
        extraction=ExtractionSettings(
            models={"en": str(model)}, aliases=str(aliases) if decisions else None
        ),
    )


def ingest(folder: Path, decisions: str | None = None) -> RunReport:
    raw = write_articles(folder / "raw", DOCUMENTS)
    return pipeline.ingest(raw, folder / "out", settings=settings(folder, decisions))


def listed(store: Path, capsys: pytest.CaptureFixture[str], label: str | None) -> list[Any]:
    capsys.readouterr()
    assert run_entities(store, label, 50, "json") == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aliases")
    report = ingest(folder)
    assert (report.written, len(report.failures)) == (3, 0)
    return folder


def test_entities_lists_each_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (first, *_) = found = listed(folder / "out", capsys, "ORG")
    assert first == {
        "canonical": "Baltic Grid Company",
        "label": "ORG",
        "entity_id": "ORG:balticgrid",
        "mentions": 6,
        "documents": 3,
        "variants": "BGC | Baltic Grid Co. | Baltic Grid Company",
    }
    # Nobody says whose ministry it is: one row a document, never one for both.
    ministries = [row for row in found if row["canonical"] == "Ministry of Defence"]
    assert [(row["entity_id"], row["documents"]) for row in ministries] == [(None, 1), (None, 1)]
    assert len(found) == 3


def test_countries_are_one_under_every_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {row["entity_id"]: row for row in listed(folder / "out", capsys, "GPE")}
    assert set(found) == {"GPE:KZ", "GPE:CZ"}
    assert found["GPE:CZ"]["variants"] == "Czech Republic | Czechia"
    assert found["GPE:CZ"]["canonical"] == "Czechia"


def test_a_surname_is_its_documents_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = {row["canonical"]: row for row in listed(folder / "out", capsys, "PERSON")}
    assert people["Kassym-Jomart Tokayev"]["variants"] == "Kassym-Jomart Tokayev | Tokayev"
    assert (people["Tokaev"]["entity_id"], people["Tokaev"]["documents"]) == (None, 1)
    assert people["Petra Novak"]["mentions"] == 2


def test_no_label_lists_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = listed(folder / "out", capsys, None)
    assert sum(row["mentions"] for row in found) == len(rows(folder / "out", "entities"))


DECISIONS = (
    "name,canonical,entity_id,label\n"
    "Tokaev,Kassym-Jomart Tokayev,wd:Q1733887,\n"
    "Kassym-Jomart Tokayev,Kassym-Jomart Tokayev,wd:Q1733887,\n"
    "Baltic Grid Company,Baltic Grid,own:17,PRODUCT\n"
)


def test_the_users_decisions_hold_over_the_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest(tmp_path, DECISIONS)
    people = {row["entity_id"]: row for row in listed(tmp_path / "out", capsys, "PERSON")}
    assert people["wd:Q1733887"]["documents"] == 2
    assert people["wd:Q1733887"]["variants"] == "Kassym-Jomart Tokayev | Tokaev | Tokayev"
    (product,) = listed(tmp_path / "out", capsys, "PRODUCT")
    # A decision about a full name holds for its short forms, but not for another spelling of it.
    assert (product["canonical"], product["entity_id"]) == ("Baltic Grid", "own:17")
    assert product["variants"] == "BGC | Baltic Grid Company"


def test_a_changed_decision_makes_documents_stale(tmp_path: Path) -> None:
    ingest(tmp_path, DECISIONS)
    again = ingest(tmp_path, DECISIONS)
    assert (again.unchanged, again.stale) == (3, 0)
    changed = ingest(tmp_path, DECISIONS.replace("own:17", "own:18"))
    assert changed.stale == 3


def test_a_bad_file_of_decisions_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="line 2 is incomplete"):
        ingest(tmp_path, "name,canonical,entity_id\nA,,x\n")
