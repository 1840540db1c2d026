"""A writer that runs ``factmill ingest`` again and again over articles that change."""

from __future__ import annotations

import io
import itertools
import os
from contextlib import redirect_stdout
from pathlib import Path

from pipeline.cli import main

ARTICLES = 60
CHANGED = 20
"""Articles that change between two runs, which follow one another without a pause."""


def write_article(raw: Path, number: int, version: int) -> None:
    """An article whose figures tell its version."""
    (raw / f"{number:03}.txt").write_text(
        f"Harbour {number} grows\n\n"
        f"OSLO - The works at quay {number} cost {version + 2} million euros, the mayor said.\n\n"
        f"A first sum of {version + 3} million euros was paid on 3 March 2024, and the remaining "
        f"{version + 4} million euros are due on 5 May 2026, according to the port authority.\n",
        encoding="utf-8",
    )


def ingest_forever(raw: Path, out: Path) -> None:
    """In a process of its own: change articles, run, change others, run again."""
    os.environ["FACTMILL_BATCH_SIZE"] = "10"
    for turn in itertools.count(1):
        for number in range(CHANGED):
            write_article(raw, (turn * CHANGED + number) % ARTICLES, turn)
        ingest(raw, out)


def ingest(raw: Path, out: Path) -> None:
    with redirect_stdout(io.StringIO()):
        code = main(["ingest", str(raw), "--out", str(out), "--direct", "--workers", "0"])
    assert code == 0
