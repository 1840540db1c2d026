"""docs/cleaning.md cannot drift from the code."""

from __future__ import annotations

from pathlib import Path

from pipeline.cleaning.kinds import kinds_table


def test_kinds_in_the_docs_are_those_of_the_code(root: Path) -> None:
    page = (root / "docs" / "cleaning.md").read_text(encoding="utf-8")
    between = page.split("<!-- kinds -->")[1].split("<!-- /kinds -->")[0].strip()
    assert between == kinds_table(), f"put this into docs/cleaning.md:\n\n{kinds_table()}"
