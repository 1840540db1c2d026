"""What changed in the facts between two stores, or between a store and what a reprocess would give.

Rows are matched within a document: mentions by their span, blocks and sentences by their index.
Of the mentions left over, those that overlap count as one changed mention. Columns that say when
and by which code a row was written are not compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipeline.printable import printable
from pipeline.tables.readers import snapshot
from pipeline.tables.schemas import PART_TABLES, SCHEMAS, TableName

Row = Mapping[str, Any]

_KEYS: dict[TableName, tuple[str, ...]] = {
    "documents": (),
    "blocks": ("block_index",),
    "sentences": ("start", "end"),
    "entities": ("start", "end"),
    "dates": ("start", "end"),
    "money": ("start", "end"),
}
_SPANS: tuple[TableName, ...] = ("sentences", "entities", "dates", "money")
_IGNORED = frozenset({
    "doc_id", "doc_version", "mention_index", "sentence_index", "run_id", "processed_at",
    "clean_fingerprint", "extract_fingerprint", "source_mtime", "source_size", "input_sha256",
    "raw_sha256",
})  # fmt: skip
_BUCKETS = "0123456789abcdef"
"""First digits of doc_ids: a store is compared a sixteenth at a time."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row that differs; ``before`` or ``after`` is null when it was added or removed.

    ``columns`` are those whose values differ.
    """

    doc_id: str
    before: Row | None
    after: Row | None
    columns: tuple[str, ...]


@dataclass(slots=True)
class TableDiff:
    """Counts of one table, and the first examples of each kind."""

    same: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[Example]] = field(default_factory=lambda: defaultdict(list))

    @property
    def differs(self) -> bool:
        """Whether any row differs."""
        return bool(self.added or self.removed or self.changed)


@dataclass(slots=True)
class StoreDiff:
    """Differences by table; ``documents`` counts documents compared row by row."""

    documents: int = 0
    tables: dict[TableName, TableDiff] = field(
        default_factory=lambda: {name: TableDiff() for name in PART_TABLES}
    )

    @property
    def differs(self) -> bool:
        """Whether any table differs."""
        return any(table.differs for table in self.tables.values())


def diff_stores(before: Path, after: Path, *, examples: int = 5) -> StoreDiff:
    """Compare two stores, a sixteenth of the documents in memory at a time.

    Args:
        before: folder of the tables of one.
        after: of the other.
        examples: rows kept of each kind and table.

    Raises:
        StoreNotFound: one of them is not there.
    """
    result = StoreDiff()
    with snapshot(before, PART_TABLES) as old, snapshot(after, PART_TABLES) as new:
        for digit in _BUCKETS:
            compare(_bucket(old, digit), _bucket(new, digit), result, examples)
    return result


def _bucket(store: Mapping[TableName, ds.Dataset], digit: str) -> dict[TableName, pa.Table]:
    low = pc.field("doc_id") >= digit
    here = low if digit == _BUCKETS[-1] else low & (pc.field("doc_id") < _after(digit))
    return {name: dataset.to_table(filter=here) for name, dataset in store.items()}


def _after(digit: str) -> str:
    return _BUCKETS[_BUCKETS.index(digit) + 1]


def compare(
    old: Mapping[TableName, pa.Table],
    new: Mapping[TableName, pa.Table],
    result: StoreDiff,
    examples: int = 5,
) -> None:
    """Add to ``result`` the differences between two sets of tables, by name."""
    for name in PART_TABLES:
        before, after = (_grouped(name, tables[name]) for tables in (old, new))
        if name == "documents":
            result.documents += len(before.keys() | after.keys())
        for doc_id in sorted(before.keys() | after.keys()):
            pairs = _pairs(name, before.get(doc_id, []), after.get(doc_id, []))
            for pair in pairs:
                _count(result.tables[name], doc_id, *pair, examples)


def _grouped(name: TableName, table: pa.Table) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    columns = [column for column in SCHEMAS[name].names if column not in _IGNORED]
    for row in table.select(["doc_id", *columns]).to_pylist():
        rows[row.pop("doc_id")].append(row)
    return rows


def _pairs(
    name: TableName, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[tuple[Row | None, Row | None]]:
    old, new = _keyed(name, before), _keyed(name, after)
    both = [key for key in old if key in new]
    yield from ((old.pop(key), new.pop(key)) for key in both)
    if name in _SPANS:
        yield from _overlapping(old, new)
    yield from ((row, None) for row in old.values())
    yield from ((None, row) for row in new.values())


def _keyed(name: TableName, rows: Sequence[Row]) -> dict[tuple[Any, ...], Row]:
    """Rows by key; the same span may stand in a table twice, so its turn belongs to the key."""
    keyed: dict[tuple[Any, ...], Row] = {}
    turns: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in rows:
        key = tuple(row[column] for column in _KEYS[name])
        keyed[(*key, turns[key])] = row
        turns[key] += 1
    return keyed


def _overlapping(
    old: dict[tuple[Any, ...], Row], new: dict[tuple[Any, ...], Row]
) -> Iterator[tuple[Row, Row]]:
    """Take pairs of overlapping spans out of ``old`` and ``new``."""
    fresh = sorted(new)
    for key in sorted(old):
        for other in fresh:
            if other[0] >= key[1]:
                break
            if other in new and other[1] > key[0]:
                yield old.pop(key), new.pop(other)
                break


def _count(
    table: TableDiff, doc_id: str, before: Row | None, after: Row | None, examples: int
) -> None:
    if before is not None and after is not None:
        columns = tuple(name for name in before if before[name] != after[name])
        kind = "changed" if columns else "same"
    else:
        columns, kind = (), "added" if before is None else "removed"
    setattr(table, kind, getattr(table, kind) + 1)
    for column in columns:
        table.columns[column] = table.columns.get(column, 0) + 1
    if kind != "same" and len(table.examples[kind]) < examples:
        table.examples[kind].append(Example(doc_id, before, after, columns))


def as_text(diff: StoreDiff) -> str:
    """The differences for a terminal: counts by table, then examples."""
    lines = [f"{'table':<12}{'same':>10}{'added':>10}{'removed':>10}{'changed':>10}"]
    for name, table in diff.tables.items():
        counts = (table.same, table.added, table.removed, table.changed)
        lines.append(f"{name:<12}" + "".join(f"{count:>10,}" for count in counts))
    for name, table in diff.tables.items():
        if table.columns:
            ranked = sorted(table.columns.items(), key=lambda item: (-item[1], item[0]))
            lines += ["", f"{name}, changed columns: "
                      + ", ".join(f"{column} {count:,}" for column, count in ranked)]  # fmt: skip
        for kind in ("added", "removed", "changed"):
            lines += [_example(name, kind, example) for example in table.examples[kind]]
    return "\n".join(lines)


_SHOWN = (
    "text", "kind", "label", "value", "amount", "currency", "canonical", "title", "source_uri",
)  # fmt: skip


def _example(name: str, kind: str, example: Example) -> str:
    if example.before is not None and example.after is not None:
        what = "; ".join(
            f"{column}: {_short(example.before[column])} -> {_short(example.after[column])}"
            for column in example.columns
        )
        label = example.after.get("text") if name not in ("documents", "blocks") else None
        what = f"{_short(label)}: {what}" if label else what
    else:
        row = example.after or example.before or {}
        said = (row.get(column) for column in _SHOWN)
        what = ", ".join(_short(value) for value in said if value not in (None, ""))
    return f"  {kind} {name} {example.doc_id[:12]}: {what}"


def _short(value: Any) -> str:
    text = printable(str(value).replace("\n", " "))
    return text if len(text) <= 60 else f"{text[:57]}..."
