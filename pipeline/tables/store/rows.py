"""The rows of a publication that an `Admission` lets in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables.schemas import SORT_KEYS, TableName, empty_table
from pipeline.tables.store.admission import Admission
from pipeline.tables.store.parts import of_documents
from pipeline.tables.store.states import SourceId, to_micros


def all_sources(documents: pa.Table | None) -> set[SourceId]:
    """The sources of rows of ``documents``."""
    if documents is None:
        return set()
    columns = (documents.column(name).to_pylist() for name in ("source_uri", "source_key"))
    return set(zip(*columns, strict=True))


def file_stamps(documents: pa.Table | None) -> set[tuple[str, int, int | None]]:
    """``(uri, size, mtime in microseconds)`` of the files that rows of ``documents`` come from."""
    if documents is None:
        return set()
    uris, sizes, times = (
        documents.column(name).to_pylist() for name in ("source_uri", "source_size", "source_mtime")
    )
    return set(zip(uris, sizes, map(to_micros, times), strict=True))


def admitted(name: TableName, table: pa.Table | None, admission: Admission) -> pa.Table:
    """The rows of documents that go in: of the version, and for documents the source, that won."""
    if table is None:
        return empty_table(name)
    rows = of_documents(table, admission.parts)
    if not admission.duplicates:
        return rows
    wanted = [admission.versions[doc_id] for doc_id in rows.column("doc_id").to_pylist()]
    rows = rows.filter(pc.equal(rows.column("doc_version"), pa.array(wanted, pa.string())))
    if name == "documents":
        return rows.filter(pa.array(_from_winner(rows, admission), pa.bool_()))
    return _once(name, rows)


def _from_winner(rows: pa.Table, admission: Admission) -> list[bool]:
    columns = (rows.column(n).to_pylist() for n in ("doc_id", "source_uri", "source_key"))
    seen: set[str] = set()
    verdicts = []
    for doc_id, *source in zip(*columns, strict=True):
        wins = admission.sources[doc_id] == tuple(source) and doc_id not in seen
        verdicts.append(wins)
        if wins:
            seen.add(doc_id)
    return verdicts


def _once(name: TableName, rows: pa.Table) -> pa.Table:
    """Two sources with the same bytes give the same rows: keep them once."""
    keys = list(SORT_KEYS[name])
    counted = rows.group_by(keys).aggregate([([], "count_all")])
    if counted.num_rows == rows.num_rows:
        return rows
    seen: set[tuple[Any, ...]] = set()
    keep = []
    for key in zip(*(rows.column(k).to_pylist() for k in keys), strict=True):
        keep.append(key not in seen)
        seen.add(key)
    return rows.filter(pa.array(keep, pa.bool_()))


def ledger_row(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """A document that lost to another source, as the ledger's ``duplicates`` has it."""
    return (
        row["source_uri"], row["source_key"], row["doc_id"], row["doc_version"],
        row["input_sha256"], row["raw_sha256"], row["source_size"],
        to_micros(row["source_mtime"]), row["clean_fingerprint"], row["extract_fingerprint"],
    )  # fmt: skip
