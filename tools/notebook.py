"""Run examples/analysis.ipynb over the samples, keep its output: ``python -m tools.notebook``."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from tools.docs_blocks import ROOT, make_tables

NOTEBOOK = ROOT / "examples" / "analysis.ipynb"
SECONDS = 180


def executed(path: Path, folder: Path) -> Any:
    """The notebook as it stands after running in ``folder``, which holds ``processed``.

    Raises:
        CellExecutionError: a cell failed.
    """
    book = nbformat.read(path, as_version=4)
    os.environ["PYTHONPATH"] = str(ROOT)  # the kernel is a process of its own
    client = NotebookClient(book, timeout=SECONDS, resources={"metadata": {"path": str(folder)}})
    client.execute()
    return book


def outputs(book: Any) -> list[str]:
    """What each cell of code shows, as text."""
    return [
        "\n".join(text for output in cell.outputs for text in _texts(output))
        for cell in book.cells
        if cell.cell_type == "code"
    ]


def _texts(output: Any) -> list[str]:
    if output.output_type == "stream":
        return [output.text]
    return [output.data["text/plain"]] if "text/plain" in output.get("data", {}) else []


def _without_traces(book: Any) -> None:
    """Times of execution differ at every run; they say nothing to a reader."""
    book.metadata.pop("widgets", None)
    if "language_info" in book.metadata:
        book.metadata.language_info = {"name": "python"}
    for number, cell in enumerate(book.cells):
        cell.metadata.pop("execution", None)
        cell["id"] = re.sub(r"\W", "-", f"cell-{number:02d}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        place = make_tables(Path(name))
        notebook = executed(NOTEBOOK, place)
    _without_traces(notebook)
    nbformat.write(notebook, NOTEBOOK)
