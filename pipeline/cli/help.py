"""The page that ``factmill --help`` prints, rendered once: making it takes longer than reading it.

``python -m pipeline.cli.help`` writes it anew; a test compares it with the commands.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path

PAGE = Path(__file__).with_name("help.txt")
WIDTH = 80


def render() -> str:
    """The overview of commands as the parser prints it, without colour, `WIDTH` columns wide."""
    from rich.console import Console

    from pipeline.cli.app import app

    console = Console(file=StringIO(), width=WIDTH, color_system=None, legacy_windows=False)
    app.help_print([], console=console)
    text = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
