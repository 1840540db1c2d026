"""Settings from files and the environment: what is wrong, where, and what is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import SettingsError
from pipeline.run.config import load_config


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("workers = ", "not TOML"),
        ("\xff", "not TOML"),
        ("wrokers = 3", "factmill.toml: unknown setting 'wrokers'"),
        ('workers = "two"', "'workers': Input should be a valid integer"),
        ("workers = -1", "'workers': Input should be greater than or equal to 0"),
        ("store = 5", "'store': must be a path .is 5"),
        ('country = "kz"', "'country': must be two capital letters, such as KZ .is 'kz'"),
        ('dask = "host:8786"', "'dask': must be an address such as tcp://"),
        ("[models]\nen = 5", "'models': Input should be a valid string"),
        ("document_seconds = nan", "'document_seconds': Input should be greater than 0"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wanted(content: str, said: str) -> None:
    Path("factmill.toml").write_text(content, encoding="latin-1")
    with pytest.raises(SettingsError, match=said):
        load_config()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x = ", "not TOML"),
        ("[tool]\nfactmill = 5", "tool.factmill is not a table"),
        ("[tool.factmill]\nwrokers = 5", "pyproject.toml: unknown setting 'wrokers'"),
    ],
)
def test_a_bad_table_of_a_project(content: str, said: str) -> None:
    Path("pyproject.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        load_config()


@pytest.mark.parametrize("content", ["", "tool = 5", "[tool.other]\nworkers = -1"])
def test_a_project_that_does_not_speak_of_us(content: str) -> None:
    Path("pyproject.toml").write_text(content, encoding="utf-8")
    assert load_config().workers is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FACTMILL_WROKERS", "3", "unknown variables: FACTMILL_WROKERS"),
        ("FACTMILL_STORE", "", "FACTMILL_STORE is empty"),  # else the current folder
        ("FACTMILL_WORKERS", "", "FACTMILL_WORKERS is empty"),
        ("FACTMILL_MODELS", "x", "FACTMILL_MODELS is not a JSON object"),
        ("FACTMILL_MODELS", "[1]", "'models': Input should be a valid dictionary"),
    ],
)
def test_a_bad_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        load_config()


@pytest.mark.parametrize("flags", [{}, {"workers": 3}])
def test_flags_come_before_the_environment_before_files(
    monkeypatch: pytest.MonkeyPatch, flags: dict[str, Any]
) -> None:
    Path("factmill.toml").write_text("workers = 1\ncrypto = true\n", encoding="utf-8")
    monkeypatch.setenv("FACTMILL_WORKERS", "2")
    config = load_config(flags)
    assert (config.workers, config.crypto) == (flags.get("workers", 2), True)
