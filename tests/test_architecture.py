"""The layout keeps what it promises: one direction of imports, light imports, no foreign paths."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = [
    "records",
    "sources",
    "cleaning",
    "extraction",
    "tables",
    "run",
    "api",
    "view",
    "report",
    "cli",
]
"""From the bottom up; a layer may import those before it."""
BASE = {
    "environment", "errors", "paths", "printable", "fingerprints", "code_digests", "lean",
    "plugins",
}  # fmt: skip
"""Helpers that every layer may import."""


def imported_layers(path: Path) -> set[str]:
    layers = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        layers |= {name.split(".")[1] for name in names if name.startswith("pipeline.")}
    return layers


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_run_one_way(layer: str) -> None:
    place = ROOT / "pipeline" / layer
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    allowed = {*LAYERS[: LAYERS.index(layer) + 1], *BASE}
    wrong = {
        f"{file.relative_to(ROOT)} imports pipeline.{name}"
        for file in files
        for name in imported_layers(file) - allowed
    }
    assert not wrong


def test_the_library_knows_nothing_of_prefect() -> None:
    outside_cli = [f for f in (ROOT / "pipeline").rglob("*.py") if "cli" not in f.parts]
    users = [
        str(file.relative_to(ROOT))
        for file in outside_cli
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and any(
            name.split(".")[0] in ("prefect", "flows")
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
            )
        )
    ]  # fmt: skip
    assert not users


@pytest.mark.parametrize("statement", ["import pipeline", "from pipeline.cli import main"])
def test_imports_are_light(statement: str) -> None:
    heavy = ("prefect", "spacy", "trafilatura", "pandas", "pyarrow", "numpy", "lxml", "cyclopts")
    code = f"{statement}; import sys; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_public_names_exist_and_are_documented() -> None:
    import pipeline

    for name in pipeline.__all__:
        value = getattr(pipeline, name)
        assert name == "__version__" or value.__doc__, name
