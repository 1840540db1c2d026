"""Which of the documents at hand go into the store, which part each is given, who holds what.

One document has one source. When two sources give the same document (one URL, two files), the
later ``fetched_at`` holds it; of two fetched at the same time, or at an unknown one, the first in
order of ``(source_uri, source_key)``. So the outcome does not depend on the order in which they
come.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa

from pipeline.tables.store.ledger import NARROW, Ledger
from pipeline.tables.store.parts import (
    ANCHOR,
    PART_CHARACTERS,
    PART_DOCUMENTS,
    PartInfo,
    part_name,
    part_sequence,
)
from pipeline.tables.store.states import Holder, SourceId, to_micros

Row = Mapping[str, Any]


@dataclass(slots=True)
class Admission:
    """What a publication does.

    ``parts`` maps a doc_id that goes in to its part, and ``versions`` to its version; ``removed``
    maps a doc_id that goes out to the part that it was in. ``duplicates`` are rows of documents
    that lost to another source. ``filled`` is what each part was ever given, as documents and
    characters.
    """

    parts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    sources: dict[str, SourceId] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    duplicates: list[Row] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    replaced: int = 0
    filled: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def touched(self) -> list[str]:
        """Parts that are rewritten."""
        return sorted({*self.parts.values(), *self.removed.values()})


class Admitter:
    """Decides document by document, in the order given.

    Args:
        ledger: the store as it is.
        present: URIs of the files that are there; None when not known, so that all count as there.
        force: also admit documents that the store has in this very version.
    """

    def __init__(
        self, ledger: Ledger, present: Container[str] | None = None, force: bool = False
    ) -> None:
        self._ledger = ledger
        self._present = present
        self._force = force
        self._fills = _Fills(ledger.part_infos())

    def admit(self, documents: pa.Table | None, remove: Collection[str]) -> Admission:
        """Sort ``documents`` into what goes in and what does not; ``remove`` are doc_ids."""
        done = Admission()
        rows = documents.select(_COLUMNS).to_pylist() if documents is not None else []
        held = self._ledger.holders({row["doc_id"] for row in rows} | set(remove))
        origins = self._ledger.holders_by_source({row["source_uri"] for row in rows})
        for doc_id in sorted(set(remove) & held.keys()):
            done.removed[doc_id] = held[doc_id].part
        for row in rows:
            origin = origins.get(_source(row))
            if origin is not None and origin.doc_id != row["doc_id"]:  # it gives another one now
                done.removed[origin.doc_id] = origin.part
        for row in _winners(rows, done):
            self._consider(row, held.get(row["doc_id"]), done)
        done.filled = self._fills.totals
        return done

    def _consider(self, row: Row, holder: Holder | None, done: Admission) -> None:
        doc_id = row["doc_id"]
        if holder is None:
            self._enter(row, self._fills.place(row), done)
        elif doc_id in done.removed:
            self._enter(row, done.removed.pop(doc_id), done)
        elif self._is_unchanged(row, holder):
            done.unchanged.append(doc_id)
        elif holder.source == _source(row) or self._takes_over(row, holder):
            done.replaced += 1
            self._enter(row, holder.part, done)
        else:
            done.duplicates.append(row)

    def _is_unchanged(self, row: Row, holder: Holder) -> bool:
        same = holder.source == _source(row) and holder.doc_version == row["doc_version"]
        return same and not self._force

    def _enter(self, row: Row, part: str, done: Admission) -> None:
        done.parts[row["doc_id"]] = part
        done.versions[row["doc_id"]] = row["doc_version"]
        done.sources[row["doc_id"]] = _source(row)

    def _takes_over(self, row: Row, holder: Holder) -> bool:
        if self._present is not None and holder.source[0] not in self._present:
            return True  # the file was renamed, or its successor has another name
        return _rank(row) < _holder_rank(holder)


_COLUMNS = [*NARROW, "char_count"]


def _winners(rows: list[Row], done: Admission) -> list[Row]:
    """One row a document, in the order in which documents first appear."""
    best: dict[str, Row] = {}
    for row in rows:
        rival = best.get(row["doc_id"])
        if rival is None:
            best[row["doc_id"]] = {**row, "first_char_count": row["char_count"]}
            continue
        winner, loser = sorted((rival, row), key=_rank)
        best[row["doc_id"]] = {**winner, "first_char_count": rival["first_char_count"]}
        done.duplicates.append(loser)
    return list(best.values())


def _source(row: Row) -> SourceId:
    return row["source_uri"], row["source_key"]


def _rank(row: Row) -> tuple[int, str, str]:
    """The lowest holds the document."""
    fetched = to_micros(row["fetched_at"])
    return -(fetched or 0), row["source_uri"], row["source_key"] or ""


def _holder_rank(holder: Holder) -> tuple[int, str, str]:
    return -(holder.fetched_at or 0), holder.source[0], holder.source[1] or ""


class _Fills:
    """Gives new documents their part: the open one until it is full, then the next.

    What a part was given is counted at the first sight of each document, so that the same documents
    in the same order lie in the same parts, however they were batched.
    """

    def __init__(self, infos: Mapping[str, PartInfo]) -> None:
        self.totals = {part: (info.documents, info.characters) for part, info in infos.items()}
        self._open = max((p for p in infos if p != ANCHOR), key=part_sequence, default=None)

    def place(self, row: Row) -> str:
        """The part that a new document goes to."""
        part = self._open
        if part is None or self._full(part):
            part = self._open = self._next(part, row["processed_at"])
        documents, characters = self.totals.get(part, (0, 0))
        self.totals[part] = documents + 1, characters + int(row["first_char_count"])
        return part

    def _full(self, part: str) -> bool:
        documents, characters = self.totals[part]
        return documents >= PART_DOCUMENTS or characters >= PART_CHARACTERS

    def _next(self, last: str | None, day: datetime) -> str:
        return part_name(part_sequence(last) + 1 if last else 1, day)
