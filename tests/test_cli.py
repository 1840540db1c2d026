"""The command line: its help page is what the parser would print, and docs name every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.app import app
from pipeline.cli.help import PAGE, render
from pipeline.cli.main import main

ROOT = Path(__file__).resolve().parent.parent


def test_help_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run python -m pipeline.cli.help"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_needs_no_parser(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert "ingest" in capsys.readouterr().out


def commands() -> list[str]:
    return [name for name in app if not name.startswith("-")]


def test_every_command_stands_in_the_reference() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert len(commands()) >= 15
    from pipeline.cli.reference import render as render_reference

    assert page == render_reference(), "run python -m pipeline.cli.reference"
