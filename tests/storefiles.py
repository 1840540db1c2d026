"""Rows to publish, and what a store's folder then holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from benchmarks.synthetic import MTIME, context
from pipeline.records import Facts, Failure
from pipeline.tables.convert import RunContext, facts_to_tables
from pipeline.tables.readers import read_table
from pipeline.tables.store import RunRecord, parts

FAILURE = Failure("bad.txt", None, "f" * 64, "source", "EmptySource", "nothing in it")
RUN = RunRecord("run-1", "direct", MTIME, MTIME, {"found": 1}, {"factmill": "0"}, {"workers": "1"})


def tables_of(facts: Iterable[Facts], run: RunContext | None = None) -> dict[str, pa.Table]:
    return facts_to_tables(list(facts), run or context())


def files(out: Path) -> dict[str, str]:
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*.parquet"))
    }


def part_files(out: Path, table: str) -> list[Path]:
    """Files with rows."""
    return sorted(path for path in (out / table).iterdir() if path.stem != parts.ANCHOR)


def ids(out: Path) -> list[str]:
    return sorted(read_table(out, "documents", columns=["doc_id"])["doc_id"])
