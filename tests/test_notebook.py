"""examples/analysis.ipynb runs over the sample articles and shows what it says it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("nbclient", reason="the extra dev is not installed")

import nbformat

from tools.docs_blocks import make_tables
from tools.notebook import NOTEBOOK, executed, outputs


def test_the_notebook_runs_and_shows_what_is_kept(tmp_path: Path) -> None:
    kept = outputs(nbformat.read(NOTEBOOK, as_version=4))
    shown = outputs(executed(NOTEBOOK, make_tables(tmp_path)))
    assert any("471.79" in text for text in shown), "92 billion tenge ($195 million) implies 471.79"
    assert [shape(text) for text in shown] == [shape(text) for text in kept], "run `make docs`"


def shape(text: str) -> str:
    """The text without numbers and spaces: another processor may round another way."""
    return re.sub(r"[\s\d.,%-]+", " ", text)
