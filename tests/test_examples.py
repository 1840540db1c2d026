"""The examples in docstrings and in the README do what they say."""

from __future__ import annotations

import doctest
import importlib
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def modules_with_examples() -> list[str]:
    names = []
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        if ">>> " in path.read_text(encoding="utf-8"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            names.append(name.removesuffix(".__init__"))
    return names


@pytest.mark.parametrize("name", modules_with_examples())
def test_docstrings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.attempted > 0
    assert result.failed == 0


def readme_blocks() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    by_hand = re.sub(r"<!-- readme:(\w+) -->.*?<!-- /readme:\1 -->", "", text, flags=re.DOTALL)
    return re.findall(r"```python\n(.*?)```", by_hand, flags=re.DOTALL)


def test_readme_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of Python run in order, in a folder with articles."""
    shutil.copytree(ROOT / "raw" / "nordic-review", tmp_path / "raw")
    shutil.copy(next((tmp_path / "raw").glob("*.html")), tmp_path / "article.html")
    monkeypatch.chdir(tmp_path)
    blocks = readme_blocks()
    assert len(blocks) >= 2
    names: dict[str, object] = {"spacy": importlib.import_module("spacy")}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
    assert (tmp_path / "processed" / "money").is_dir()
