"""What the fork server loads before there are workers, and when it must not."""

from __future__ import annotations

import gc
import json
import signal

import pytest

from pipeline.extraction.extractor import ExtractionSettings
from pipeline.run import batch, preload


def test_the_shipped_models_are_loaded_with_the_settings_of_the_run() -> None:
    settings = ExtractionSettings(country="KZ", labels={"GPE": "LOC"}, crypto=True)
    described = preload.described(settings)
    assert described is not None
    assert ExtractionSettings(**json.loads(described)) == settings


def test_pipelines_and_plugins_of_users_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert preload.described(ExtractionSettings(models={"en": "en_core_web_trf"})) is None
    monkeypatch.setattr(preload, "plugins", lambda group: [group])
    assert preload.described(ExtractionSettings()) is None


@pytest.mark.parametrize("aliases", [None, "/nowhere/aliases.csv"])
def test_an_article_is_run_through(monkeypatch: pytest.MonkeyPatch, aliases: str | None) -> None:
    """Settings that a run refuses are no matter here: the run says so itself."""
    monkeypatch.setattr(batch, "_extractors", {})
    before = signal.getsignal(signal.SIGINT)
    try:
        preload.start(ExtractionSettings(aliases=aliases))
    finally:
        gc.unfreeze()
    assert signal.getsignal(signal.SIGINT) is before
    loaded = [list(extractor._pipelines) for extractor in batch._extractors.values()]
    assert loaded == ([] if aliases else [["en"]])


def test_without_settings_an_article_is_cleaned_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import cleaning

    cleaned = []
    monkeypatch.setattr(batch, "_extractors", {})
    monkeypatch.setattr(cleaning, "clean_article", cleaned.append)
    try:
        preload.start(None)
        monkeypatch.setattr(preload, "plugins", lambda group: [group])
        preload.start(None)
    finally:
        gc.unfreeze()
    assert len(cleaned) == 1
    assert not batch._extractors
