"""What makes a document stale, and what does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline import code_digests, fingerprints
from pipeline.code_digests import code_digest
from pipeline.fingerprints import (
    clean_fingerprint,
    components_of,
    extract_fingerprint,
    why,
)

CODE = '''
"""Doc."""
import re

class A:
    """Doc."""
    x: int = 1

def rate(a: int, *, b: float = 0.5) -> float:
    """Doc."""
    return a * b  # per unit
'''

SAME = [
    CODE.replace("Doc.", "Another text."),
    CODE.replace("  # per unit", ""),
    CODE.replace("\n\n", "\n\n\n"),
    CODE.replace("a * b", "(a * b)"),
    CODE.replace('    """Doc."""\n    return', "    return"),
]
OTHER = [
    CODE.replace("a * b", "b * a"),
    CODE.replace("0.5", "0.6"),
    CODE.replace("x: int = 1", "x: int = 1\n    y: int = 1"),
    CODE.replace("import re", ""),
    CODE.replace("def rate", "def rates"),
    CODE.replace("return a * b", "return a"),
    CODE + "\nrate(1)\n",
]


@pytest.mark.parametrize("source", SAME)
def test_words_and_layout_do_not_count(source: str) -> None:
    assert code_digest(source) == code_digest(CODE)


@pytest.mark.parametrize("source", OTHER)
def test_what_the_code_does_counts(source: str) -> None:
    assert code_digest(source) != code_digest(CODE)


def test_a_string_that_is_no_docstring_counts() -> None:
    assert code_digest("def f():\n    x = 1\n    'a'\n") != code_digest("def f():\n    x = 1\n")


@dataclass
class Settings:
    models: dict[str, str] = field(default_factory=dict)
    country: str | None = None
    aliases: str | None = None


def test_settings_count_by_value() -> None:
    assert extract_fingerprint(Settings()) == extract_fingerprint(Settings())
    other = extract_fingerprint(Settings(country="KZ"))
    assert why(extract_fingerprint(Settings()).components, other.components) == ["setting: country"]
    assert clean_fingerprint("auto").digest != clean_fingerprint("off").digest


def test_files_count_by_content(tmp_path: Path) -> None:
    aliases, model = tmp_path / "aliases.csv", tmp_path / "model"
    aliases.write_text("a,b\n")
    model.mkdir()
    (model / "meta.json").write_text("{}")
    settings = Settings({"en": str(model)}, aliases=str(aliases))
    before = extract_fingerprint(settings)
    aliases.write_text("a,c\n")
    after = extract_fingerprint(settings)
    assert why(before.components, after.components) == ["data: aliases"]
    fingerprints._folder_digest.cache_clear()
    (model / "meta.json").write_text("{ }")
    assert why(after.components, extract_fingerprint(settings).components) == ["model: en"]


def test_a_change_to_money_leaves_cleaning_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "pipeline"
    for place in ("sources", "cleaning", "extraction", "tables"):
        (package / place).mkdir(parents=True)
    for name in ("cleaning/rules.py", "extraction/money.py", "tables/convert.py",
                 "tables/identity.py"):  # fmt: skip
        (package / name).write_text("x = 1\n")
    monkeypatch.setattr(fingerprints, "_PACKAGE", package)
    fingerprints._code.cache_clear()
    clean, extract = clean_fingerprint(), extract_fingerprint(Settings())
    (package / "extraction" / "money.py").write_text("x = 2\n")
    fingerprints._code.cache_clear()
    assert clean_fingerprint() == clean
    now = extract_fingerprint(Settings())
    assert why(extract.components, now.components) == ["code: extraction/money.py"]
    monkeypatch.undo()
    fingerprints._code.cache_clear()


def test_what_fetches_pages_leaves_documents_alone() -> None:
    names = clean_fingerprint().components
    assert "code: sources/decode.py" in names and "code: sources/warc.py" in names
    assert not [name for name in names if "sources/collect" in name]


def test_components_survive_the_table_of_runs() -> None:
    clean = clean_fingerprint()
    versions = {"factmill": "0.1", **clean.as_versions()}
    assert versions["clean"] == clean.digest
    assert components_of("clean", versions) == clean.components
    assert components_of("extract", versions) == {}


def test_why_tells_settings_first() -> None:
    before = {"code: a.py": "1", "setting: x": "1", "library: y": "1", "model: m": "1"}
    after = {"code: b.py": "1", "setting: x": "2", "library: y": "2", "model: m": "2"}
    assert why(before, after) == [
        "setting: x", "model: m", "library: y", "code: a.py", "code: b.py",
    ]  # fmt: skip


def test_digests_are_remembered_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "__pycache__" / "code-digests.json"
    monkeypatch.setattr(code_digests, "_CACHE", kept)
    monkeypatch.setattr(code_digests, "_known", {})
    with code_digests.remembered():
        first = code_digests.of(CODE.encode())
    assert kept.is_file()
    monkeypatch.setattr(code_digests, "_known", {})
    monkeypatch.setattr(code_digests, "code_digest", lambda source: "walked again")
    with code_digests.remembered():
        assert code_digests.of(CODE.encode()) == first
        assert code_digests.of(CODE.encode() + b"\nnew = 1\n") == "walked again"


@pytest.mark.parametrize("content", ["", "[1]", "{broken"])
def test_a_damaged_memory_costs_the_walk_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    kept = tmp_path / "code-digests.json"
    kept.write_text(content)
    monkeypatch.setattr(code_digests, "_CACHE", kept)
    monkeypatch.setattr(code_digests, "_known", {})
    with code_digests.remembered():
        assert code_digests.of(CODE.encode()) == code_digest(CODE)
