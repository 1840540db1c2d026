"""Do the models load, those that ship and those that the settings name?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.cli.doctor.check import Check
from pipeline.errors import FactmillError

if TYPE_CHECKING:
    from pipeline.run.config import Config

_REINSTALL = "reinstall factmill, or use a complete checkout"
_TEXT = "Kazakhstan bought 12 drones from Turkey."


def shipped_checks() -> Iterator[Check]:
    """The models that ship."""
    yield cleaning_model()
    yield spacy_model("en", "shipped")


def configured_checks(config: Config) -> Iterator[Check]:
    """The models that the settings name in place of the shipped one or beside it."""
    for language, name in sorted(config.models.items()):
        if name != "shipped":
            yield spacy_model(language, name)


def cleaning_model() -> Check:
    """Does the block model load and judge?"""
    from pipeline.api import clean

    try:
        article = clean(_TEXT)
    except FactmillError as error:
        return Check("cleaning model", "fault", str(error), _REINSTALL)
    return Check("cleaning model", "ok", f"judges ({len(article.blocks)} block)")


def spacy_model(language: str, name: str) -> Check:
    """Does a spaCy pipeline load, and does it find names?"""
    from pipeline.extraction.extractor import load_model

    title = f"entity model ({language})"
    try:
        nlp = load_model(name)
        nlp(_TEXT)
    except FactmillError as error:
        fix = _REINSTALL if name == "shipped" else error.hint or "change `models` in the settings"
        return Check(title, "fault", error.message, fix)
    labels = {label for pipe in ("ner", "entity_ruler") for label in nlp.pipe_labels.get(pipe, [])}
    if not labels:
        fix = "a pipeline with the component ner or entity_ruler finds entities; this has neither"
        return Check(title, "warning", f"{name}: no component for names", fix)
    return Check(
        title, "ok", f"{name}: {nlp.meta['name']} {nlp.meta['version']}, {len(labels)} labels"
    )
