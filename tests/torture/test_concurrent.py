"""Several writers with the same documents, and readers that know nothing while they write."""

from __future__ import annotations

from pathlib import Path

import pytest
from polars.exceptions import PanicException

from benchmarks.synthetic import context, make_facts
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.readers import snapshot
from pipeline.tables.store import Store
from pipeline.tables.verify import verify
from tests.torture.ground import (
    KEYS,
    NAIVE,
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


def read_while_writing(memory: Path, reads: int) -> int:
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
    seen, again = set(), 0
    try:
        for number in range(reads):
            name = list(KEYS)[number % len(KEYS)]
            reader = list(NAIVE)[number // len(KEYS) % len(NAIVE)]
            again += read_checked(out, name, reader)
            if number % 10 == 0:
                seen.add(one_version(out))
        assert writer.is_alive()
    finally:
        writer.kill()
        writer.join(60)
    assert len(seen) > 1, "nothing was written meanwhile"
    return again


def read_checked(out: Path, name: str, reader: str) -> int:
    """Read until the reader does not stumble; returns how often it did."""
    for stumbles in range(20):
        try:
            rows = NAIVE[reader](out / name, [*KEYS[name], "doc_version"])
        except (Exception, PanicException):  # Polars panics, which is no Exception
            if reader in ONCE:
                raise
            continue
        check_table(rows, name)
        assert {row[0] for row in rows} >= ALWAYS, f"{reader}: documents of {name} are gone"
        return stumbles
    raise AssertionError(f"{reader} cannot read {name} at all")


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
def test_ten_thousand_reads_while_writing(memory: Path) -> None:
    stumbles = read_while_writing(memory, 10_000)
    print(f"DuckDB and Polars had to read again {stumbles} times in 5,000 reads")
