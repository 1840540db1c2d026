"""Bodies that news names by their acronym without saying what it stands for."""

from __future__ import annotations

from functools import cache

from pipeline.extraction.aliases.countries import read_tsv
from pipeline.extraction.aliases.names import name_key


@cache
def _by_key() -> dict[str, str]:
    return {name_key(full, "ORG"): full for full, _ in read_tsv("organisations.tsv")}


@cache
def _by_acronym() -> dict[str, str]:
    return {name: full for full, names in read_tsv("organisations.tsv") for name in names}


def known_organisation(name: str) -> str | None:
    """Full name of a well-known body by its acronym (case matters: WHO) or another spelling."""
    return _by_acronym().get(name) or _by_key().get(name_key(name, "ORG"))
