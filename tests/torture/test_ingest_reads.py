"""Readers that know nothing of Factmill, while real runs of ``factmill ingest`` write.

That DuckDB and Polars stumble now and then is told in docs/decisions/051-readers-without-locks.md.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from polars.exceptions import PanicException

from pipeline.tables.store.local import LocalBackend
from tests.torture.ground import KEYS, NAIVE, check_table, in_process
from tests.torture.ingests import ARTICLES, ingest, ingest_forever, write_article

WHOLE = {"dates": 2, "money": 3}
"""Rows of one of these articles, whatever its version."""


def read_during_ingest(folder: Path, reads: int) -> tuple[Counter[str], Counter[str], int]:
    """Reads and errors by reader, and the commits meanwhile.

    A reader that stumbles is told apart from one that gives a wrong row, which fails the test.
    """
    raw, out = folder / "raw", folder / "processed"
    raw.mkdir()
    for number in range(ARTICLES):
        write_article(raw, number, 0)
    ingest(raw, out)
    before = LocalBackend(out).head().version
    writer = in_process(ingest_forever, raw, out)
    done: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    try:
        for number in range(reads):
            name = list(KEYS)[number % len(KEYS)]
            reader = list(NAIVE)[number // len(KEYS) % len(NAIVE)]
            done[reader] += 1
            try:
                rows = NAIVE[reader](out / name, [*KEYS[name], "doc_version"])
            except (Exception, PanicException) as error:  # noqa: BLE001  (counted; Polars panics)
                errors[f"{reader}: {type(error).__name__}: {str(error)[:60]}"] += 1
                continue
            check_table(rows, name, WHOLE)
            assert len({row[0] for row in rows}) == ARTICLES, f"{reader}: documents are gone"
        assert writer.is_alive()
    finally:
        writer.kill()
        writer.join(60)
    return done, errors, LocalBackend(out).head().version - before


def test_reads_during_ingest(memory: Path) -> None:
    done, errors, _ = read_during_ingest(memory, 96)
    assert sum(done.values()) == 96
    assert sum(errors.values()) <= 1, errors


@pytest.mark.torture
def test_ten_thousand_reads_during_ingest(memory: Path) -> None:
    done, errors, commits = read_during_ingest(memory, 10_000)
    print(f"reads {dict(done)}, commits {commits}, errors {dict(errors)}")
    assert commits > 20
    assert not [error for error in errors if error.startswith(("pandas", "pyarrow"))]
    assert sum(errors.values()) < 100, errors
