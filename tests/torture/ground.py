"""What attacks share: a run that can be killed, readers that know nothing of Factmill, states."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import signal
from collections.abc import Callable, Collection, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.synthetic import MTIME, context, make_facts
from pipeline.records import Failure
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.store import RunRecord, Store, admission, disk, local
from pipeline.tables.store import parts as parts_module

BASE = dict.fromkeys(range(12), 0)
"""Documents of the store before the attack, with their versions."""
GOAL = {number: 1 if number % 4 == 0 else 0 for number in range(2, 17)}
"""And after the run: some changed, some new, 0 and 1 gone."""
PART = 6
BATCH = 4
FAILURE = Failure("bad.txt", None, "f" * 64, "source", "EmptySource", "nothing in it")
RUN = RunRecord("run-1", "direct", MTIME, MTIME, {"found": 1})

PROCESSES = get_context("forkserver" if os.name == "posix" else "spawn")
PROCESSES.set_forkserver_preload(
    ["tests.torture.ground", "tests.torture.kills", "pandas", "pyarrow.pandas_compat"]
)
"""pyarrow imports pandas with the first array, which costs three times what a run does."""


def small_parts() -> None:
    """Parts of a few documents, so that a run touches several."""
    for module in (parts_module, admission):
        module.PART_DOCUMENTS = PART  # type: ignore[attr-defined]


def run(out: Path, goal: Mapping[int, int], store: Store | None = None) -> None:
    """Bring the store to ``goal`` as an ingest does: plan, publish batches, prune, report."""
    small_parts()
    store = store or Store.open(out)
    known = store.sources()
    facts = [make_facts(number, version=version, sentences=3) for number, version in goal.items()]
    facts.sort(key=lambda one: one.article.raw.source_uri)
    raws = [one.article.raw for one in facts]
    todo = [
        one
        for one, raw in zip(facts, raws, strict=True)
        if (state := known.get((raw.source_uri, None))) is None
        or state.input_sha256 != raw.input_sha256
    ]
    for start in range(0, len(todo), BATCH):
        store.publish(facts_to_tables(todo[start : start + BATCH], context()))
    uris = {raw.source_uri for raw in raws}
    gone = [state.doc_id for (uri, _), state in store.sources().items() if uri not in uris]
    store.publish({}, remove=gone, failures=[FAILURE], at=MTIME)
    store.record_run(RUN, changed=True)
    store.close()


def killed_at(out: Path, number: int) -> None:
    """In a process of its own: run, and die at the ``number``-th step of its commits."""
    left = number

    def count(name: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    local.step = disk.step = count  # type: ignore[assignment]
    run(out, GOAL)


def write_range(out: Path, numbers: range, batch: int, locked: bool) -> None:
    """In a process of its own: publish documents in small batches."""
    if not locked:

        @contextmanager
        def no_lock(*arguments: Any) -> Any:
            yield

        local.writer_lock = no_lock  # type: ignore[assignment]
    with Store.open(out) as store:
        for start in range(numbers.start, numbers.stop, batch):
            stop = min(start + batch, numbers.stop)
            facts = [make_facts(n, sentences=3) for n in range(start, stop)]
            store.publish(facts_to_tables(facts, context()))


VERSIONS = 20
"""Versions of a document that `change_forever` goes through, again and again."""


def change_forever(out: Path) -> None:
    """In a process of its own: publish other versions of the same documents without a pause."""
    small_parts()
    with Store.open(out) as store:
        for turn in itertools.count():
            numbers = range(turn % 3, 12 + turn % 3)
            version = 1 + turn % (VERSIONS - 1)
            facts = [make_facts(n, version=version, sentences=3) for n in numbers]
            store.publish(facts_to_tables(facts, context()))


def in_process(target: Callable[..., None], *arguments: Any) -> Any:
    """Start a process that has the store imported already."""
    process = PROCESSES.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def copy_store(source: Path, target: Path) -> Path:
    """A store with its state, elsewhere under the same name."""
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(source.parent, target)
    return target / source.name


def hashes(out: Path) -> dict[str, str]:
    """Every published file by its content."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*.parquet"))
    }


KEYS = {
    "documents": ["doc_id"],
    "blocks": ["doc_id", "block_index"],
    "sentences": ["doc_id", "sentence_index"],
    "entities": ["doc_id", "mention_index"],
    "dates": ["doc_id", "mention_index"],
    "money": ["doc_id", "mention_index"],
}
COUNTS = {"blocks": 2, "sentences": 3, "entities": 3, "dates": 2, "money": 1}
"""Rows of a whole document in each table; half a document has fewer."""


def naive_pandas(folder: Path, columns: Collection[str]) -> list[tuple[Any, ...]]:
    import pandas as pd

    frame = pd.read_parquet(folder, columns=list(columns))
    return list(frame.itertuples(index=False, name=None))


def naive_arrow(folder: Path, columns: Collection[str]) -> list[tuple[Any, ...]]:
    import pyarrow.parquet as pq

    table = pq.read_table(folder, columns=list(columns))
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def naive_duckdb(folder: Path, columns: Collection[str]) -> list[tuple[Any, ...]]:
    """With the connection of the module, as in a notebook: it caches files between reads."""
    import duckdb

    names = ", ".join(f'"{column}"' for column in columns)
    query = f"SELECT {names} FROM read_parquet('{folder}/*.parquet')"
    rows: list[tuple[Any, ...]] = duckdb.sql(query).fetchall()
    return rows


def naive_polars(folder: Path, columns: Collection[str]) -> list[tuple[Any, ...]]:
    import polars as pl

    return pl.scan_parquet(folder / "*.parquet").select(list(columns)).collect().rows()


NAIVE = {
    "pandas": naive_pandas,
    "pyarrow": naive_arrow,
    "duckdb": naive_duckdb,
    "polars": naive_polars,
}


def check_table(rows: list[tuple[Any, ...]], name: str, whole: Mapping[str, int] = COUNTS) -> None:
    """No key twice, every document whole and of one version; rows are key columns and version.

    ``whole`` gives the rows of a whole document, by table.
    """
    keys = [row[:-1] for row in rows]
    assert len(set(keys)) == len(keys), f"{name}: a key stands there twice"
    versions: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for row in rows:
        versions.setdefault(row[0], set()).add(row[-1])
        counts[row[0]] = counts.get(row[0], 0) + 1
    assert all(len(seen) == 1 for seen in versions.values()), f"{name}: a document of two versions"
    if name in whole:
        assert set(counts.values()) <= {whole[name]}, f"{name}: half a document"


def check_naive(
    out: Path, readers: Collection[str] = tuple(NAIVE), counts: Mapping[str, int] = COUNTS
) -> dict[str, dict[str, str]]:
    """Read every table in every way; returns versions by document of each table."""
    found: dict[str, dict[str, str]] = {}
    for name, keys in KEYS.items():
        for reader in readers:
            rows = NAIVE[reader](out / name, [*keys, "doc_version"])
            check_table(rows, name, counts)
            versions = {row[0]: row[-1] for row in rows}
            assert found.setdefault(name, versions) == versions, f"{reader} reads another {name}"
    return found
