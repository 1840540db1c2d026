"""Reading of the word lists under ``data``: tab-separated columns, ``|`` between values of one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a list, each with its columns."""
    text = (resources.files(__package__) / "data" / name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line)


def values(column: str) -> list[str]:
    """The values of a column."""
    return [value for value in column.split("|") if value]
