"""Several writers with the same documents, and readers that know nothing while they write."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from polars.exceptions import PanicException

from benchmarks.synthetic import context, make_facts
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.readers import snapshot
from pipeline.tables.schemas import TableName
from pipeline.tables.store import Store
from pipeline.tables.verify import verify
from tests.torture.ground import (
    KEYS,
    NAIVE,
    VERSIONS,
    change_forever,
    check_naive,
    check_table,
    in_process,
    small_parts,
    write_range,
)


def write_together(
    out: Path, writers: int, each: int, batch: int, locked: bool = True
) -> list[int]:
    """Writers whose ranges overlap by half; returns their exit codes."""
    Store.open(out).close()
    step = each // 2
    processes = [
        in_process(write_range, out, range(n * step, n * step + each), batch, locked)
        for n in range(writers)
    ]
    try:
        for process in processes:
            process.join(600)
        return [process.exitcode for process in processes]
    finally:
        for process in processes:
            process.kill()


def check_exact(out: Path, documents: int) -> None:
    versions = check_naive(out, ["pyarrow"])
    assert len(versions["documents"]) == documents
    assert all(table == versions["documents"] for table in versions.values())
    report = verify(out)
    assert report.findings == [] and report.documents == documents


def test_two_writers(memory: Path) -> None:
    out = memory / "processed"
    assert write_together(out, writers=2, each=60, batch=12) == [0, 0]
    check_exact(out, 90)


@pytest.mark.torture
@pytest.mark.parametrize("writers", [2, 8])
def test_many_writers(memory: Path, writers: int) -> None:
    out = memory / "processed"
    assert write_together(out, writers, each=1_000, batch=25) == [0] * writers
    check_exact(out, 500 * (writers + 1))


def test_without_the_lock_it_goes_wrong(memory: Path) -> None:
    """The tests above must be able to fail."""
    for attempt in range(5):
        out = memory / str(attempt) / "processed"
        codes = write_together(out, writers=4, each=60, batch=6, locked=False)
        try:
            assert codes == [0] * 4
            check_exact(out, 150)
        except Exception:  # noqa: BLE001  (lost documents, damaged files, a dead writer: any will do)
            return
    raise AssertionError("four writers without a lock gave an exact store five times")


FIRST = facts_to_tables([make_facts(n, sentences=3) for n in range(12)], context())
ALWAYS = set(FIRST["documents"].column("doc_id").to_pylist())
"""Documents that are there all the while."""
ONCE = ("pandas", "pyarrow")
"""Readers that open a file of a folder once, apart from the first, which never changes."""
VALUES: dict[TableName, list[str]] = {
    "documents": ["char_count", "text"],
    "blocks": ["kind", "reason"],
    "sentences": ["start", "end"],
    "entities": ["start", "end", "text", "entity_id"],
    "dates": ["start", "end", "text", "value"],
    "money": ["start", "end", "text", "currency"],
}
"""What is compared with what was written, besides keys and version."""
Rows = list[tuple[Any, ...]]


def columns_of(name: TableName) -> list[str]:
    return [*KEYS[name], *VALUES[name], "doc_version"]


@cache
def written() -> dict[TableName, dict[tuple[str, str], Rows]]:
    """Every row that `change_forever` ever writes, by table, document and version."""
    facts = [
        make_facts(n, version=version, sentences=3)
        for n in range(14)
        for version in range(VERSIONS)
    ]
    tables = facts_to_tables(facts, context())
    found: dict[TableName, dict[tuple[str, str], Rows]] = {}
    for name in VALUES:
        columns = [tables[name].column(column).to_pylist() for column in columns_of(name)]
        found[name] = by_document(list(zip(*columns, strict=True)))
    return found


def by_document(rows: Rows) -> dict[tuple[str, str], Rows]:
    """Rows by document and version, in order."""
    found: dict[tuple[str, str], Rows] = {}
    for row in sorted(rows, key=lambda row: row[:2]):
        found.setdefault((row[0], row[-1]), []).append(row)
    return found


@dataclass
class Tally:
    """Reads by reader, and errors that made a reader read again."""

    reads: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)


def read_while_writing(memory: Path, reads: int) -> Tally:
    """Naive reads of single tables, and snapshots over all of them.

    No read may give a wrong row. pandas and pyarrow may not fail either. DuckDB and Polars open
    each file twice, for the footer and the rows; when a commit replaces it in between they raise an
    error, and the same read a moment later must succeed. Returns how often that was.
    """
    out = memory / "processed"
    small_parts()
    with Store.open(out) as store:
        store.publish(FIRST)
    writer = in_process(change_forever, out)
    seen, tally = set(), Tally()
    try:
        for number in range(reads):
            name = list(VALUES)[number % len(VALUES)]
            reader = list(NAIVE)[number // len(VALUES) % len(NAIVE)]
            read_checked(out, name, reader, tally)
            if number % 10 == 0:
                seen.add(one_version(out))
        assert writer.is_alive()
    finally:
        writer.kill()
        writer.join(60)
    assert len(seen) > 1, "nothing was written meanwhile"
    return tally


def read_checked(out: Path, name: TableName, reader: str, tally: Tally) -> None:
    """Read until the reader does not stumble."""
    for _ in range(20):
        tally.reads[reader] += 1
        try:
            rows = NAIVE[reader](out / name, columns_of(name))
        except (Exception, PanicException) as error:  # Polars panics, which is no Exception
            if reader in ONCE:
                raise
            tally.errors[reader] += 1
            tally.messages[f"{reader}: {type(error).__name__}: {str(error)[:60]}"] += 1
            continue
        check_table([(*row[: len(KEYS[name])], row[-1]) for row in rows], name)
        found = by_document(rows)
        wrong = [key for key, of_one in found.items() if written()[name].get(key) != of_one]
        assert not wrong, f"{reader}: rows of {name} that nobody wrote: {found[wrong[0]]}"
        assert {doc_id for doc_id, _ in found} >= ALWAYS, f"{reader}: documents of {name} are gone"
        return
    raise AssertionError(f"{reader} cannot read {name} at all: {tally.messages}")


def one_version(out: Path) -> frozenset[tuple[str, str]]:
    """All tables of one snapshot have the same documents in the same versions."""
    with snapshot(out) as datasets:
        found = [
            frozenset(
                zip(
                    *(datasets[name].to_table().column(c).to_pylist() for c in _VERSIONED),
                    strict=True,
                )
            )
            for name in ("money", "blocks", "documents")
        ]
    assert found[0] == found[1] == found[2]
    return found[0]


_VERSIONED = ("doc_id", "doc_version")


def test_reads_while_writing(memory: Path) -> None:
    read_while_writing(memory, 200)


@pytest.mark.torture
@pytest.mark.parametrize("share", range(4))
def test_ten_thousand_reads_while_writing(memory: Path, share: int) -> None:
    tally = read_while_writing(memory, 2_500)
    print(f"share {share}: reads {dict(tally.reads)}, errors {dict(tally.errors)}")
    for message, count in tally.messages.most_common(10):
        print(f"{count:6} {message}")
