"""The user's own decisions about names: ``aliases.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.extraction.aliases.identities import Identity
from pipeline.records import Label

COLUMNS = ("name", "canonical", "entity_id", "label")


@dataclass(frozen=True, slots=True)
class Override:
    """What a name is to be: canonical form, id, and label where it is to change."""

    canonical: str
    entity_id: str
    label: str | None = None

    def identity(self, label: str) -> Identity:
        """Who a name of that label is by the user's decision."""
        return Identity(self.label or label, self.canonical, self.entity_id)


def load_overrides(path: Path) -> dict[str, Override]:
    """Read ``aliases.csv`` with the columns name, canonical, entity_id and, optionally, label.

    Raises:
        SettingsError: the file is missing, lacks a column, or a row is incomplete.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = set(COLUMNS[:3]) - set(reader.fieldnames or ())
            if missing:
                raise SettingsError(
                    f"aliases: no column {', '.join(sorted(missing))}",
                    where=str(path),
                    hint=f"the first line is {','.join(COLUMNS)}",
                )
            return {
                (row["name"] or "").strip(): _override(row, reader.line_num, path) for row in reader
            }
    except OSError as error:
        raise SettingsError(
            f"aliases: cannot be read: {error.strerror}", where=str(path)
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(
            f"aliases: no CSV in UTF-8: {error}", where=str(path), hint="save it as such"
        ) from error


def _override(row: dict[str, str | None], number: int, path: Path) -> Override:
    canonical, entity_id = ((row.get(key) or "").strip() for key in COLUMNS[1:3])
    label = (row.get("label") or "").strip() or None
    if not (row.get("name") or "").strip() or not canonical or not entity_id:
        raise SettingsError(f"aliases: line {number} is incomplete", where=str(path))
    if label is not None and label not in Label.__members__:
        raise SettingsError(f"aliases: line {number}: unknown label {label!r}", where=str(path))
    return Override(canonical, entity_id, label)
