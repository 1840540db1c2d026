"""Names that one body, place or work is known by: acronyms, renamed cities, romanisations."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.extraction.aliases.names import is_acronym, name_key
from pipeline.extraction.aliases.tables import rows, values


@cache
def _tables() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Full name by exact acronym and by key, each with its label."""
    exact: dict[tuple[str, str], str] = {}
    keys: dict[tuple[str, str], str] = {}
    organisations = [["ORG", *row] for row in rows("organisations.tsv")]
    for label, full, others in [*organisations, *rows("known.tsv")]:
        keys[label, name_key(full, label)] = full
        for name in values(others):
            if label == "ORG" and " " not in name:
                exact[label, name] = full
            else:
                keys[label, name_key(name, label)] = full
    return exact, keys


@lru_cache(maxsize=20_000)
def known_name(name: str, label: str) -> str | None:
    """The name that Factmill uses for what ``name`` means in the news, whatever the document says.

    Acronyms of organisations count as written: WHO is the agency, Who is not.
    """
    exact, keys = _tables()
    return exact.get((label, name)) or keys.get((label, name_key(name, label)))


def is_unclear_acronym(name: str) -> bool:
    """Two or three capitals that no list explains: too many bodies share them (PPP, NPC)."""
    return is_acronym(name) and len(name.replace(".", "")) <= 3
