"""The store as it is now, held open for as long as it stays so."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipeline.tables.readers import snapshot
from pipeline.tables.schemas import PART_TABLES, SCHEMAS, TABLES, TableName
from pipeline.tables.store.backend import Backend
from pipeline.tables.store.parts import PART_KEY, of_documents
from pipeline.tables.store.places import connect

MEMORY = "512MB"
"""What DuckDB may hold; beyond it writes to a temporary folder."""


class Edition:
    """One version of all tables.

    A search runs in DuckDB over views of whole tables. What belongs to a few documents is read from
    their parts alone, where the order by ``doc_id`` leads to a single row group. ``memo`` is for
    what is worth counting once a version.
    """

    def __init__(self, datasets: Mapping[TableName, ds.Dataset], version: int) -> None:
        self.version = version
        self.datasets = datasets
        self.memo: dict[str, Any] = {}
        self._root = duckdb.connect(
            config={"memory_limit": MEMORY, "autoinstall_known_extensions": "false"}
        )
        self._parts = {name: _by_digest(datasets[name]) for name in PART_TABLES}

    def close(self) -> None:
        """Close DuckDB; the files are closed by who opened them."""
        self._root.close()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own thread, with a view for every table."""
        with self._root.cursor() as cursor:
            cursor.execute("SET enable_progress_bar = false")  # it would go to standard output
            for name in TABLES:
                cursor.register(name, self.datasets[name])
            yield cursor

    @property
    def digests(self) -> Sequence[str]:
        """Names of the parts by their content: ids and versions of the documents."""
        return list(self._parts["documents"])

    def part(self, name: TableName, digest: str) -> ds.Dataset:
        """The rows of a table in one part."""
        return ds.FileSystemDataset(
            [self._parts[name][digest]], SCHEMAS[name], self.datasets[name].format
        )

    def locate(self, doc_ids: Collection[str]) -> dict[str, str]:
        """The digest of the part that holds each document; unknown ids are left out."""
        wanted = pc.field("doc_id").isin(sorted(doc_ids))
        found: dict[str, str] = {}
        for digest in self.digests:
            if len(found) == len(doc_ids):
                break
            rows = self.part("documents", digest).to_table(["doc_id"], filter=wanted)
            found |= dict.fromkeys(rows.column("doc_id").to_pylist(), digest)
        return found

    def rows(
        self,
        name: TableName,
        places: Mapping[str, str],
        columns: Sequence[str] | None = None,
    ) -> pa.Table:
        """Rows of the documents that `locate` found, in the table's order within each part."""
        wanted = pc.field("doc_id").isin(sorted(places))
        names = list(columns) if columns is not None else None
        tables = [
            self.part(name, digest).to_table(names, filter=wanted)
            for digest in dict.fromkeys(places.values())
        ]
        whole = [self.datasets[name].schema.empty_table().select(names or SCHEMAS[name].names)]
        return of_documents(pa.concat_tables(whole + tables), list(places))


def _by_digest(dataset: ds.Dataset) -> dict[str, ds.Fragment]:
    found = {}
    for fragment in dataset.get_fragments():
        kept = json.loads(fragment.metadata.metadata[PART_KEY])
        if fragment.metadata.num_rows or kept["documents"]:
            found[kept["digest"]] = fragment
    return found


class Shelf:
    """Editions of a store, one at a time; an old one is closed when its last reader leaves."""

    def __init__(self, store: Path | str) -> None:
        self.backend: Backend = connect(store)
        self._lock = threading.Lock()
        self._current: Edition | None = None
        self._readers: dict[int, int] = {}
        self._files: dict[int, ExitStack] = {}

    @contextmanager
    def now(self) -> Iterator[Edition]:
        """The newest version, for as long as the block lasts.

        Raises:
            StoreNotFound: there is no store, or no longer.
            StoreBusy: commits follow each other too fast.
        """
        edition = self._take()
        try:
            yield edition
        finally:
            self._leave(edition)

    def _take(self) -> Edition:
        with self._lock:
            if self._current is None or self.backend.head().version != self._current.version:
                self._turn()
            edition = self._current
            assert edition is not None
            self._readers[id(edition)] = self._readers.get(id(edition), 0) + 1
            return edition

    def _turn(self) -> None:
        """Open what is there now. The version is read first: at worst it is opened once more."""
        version = self.backend.head().version
        with ExitStack() as stack:
            datasets = stack.enter_context(snapshot(self.backend))
            edition = Edition(datasets, version)
            stack.callback(edition.close)
            old, self._current = self._current, edition
            self._files[id(edition)] = stack.pop_all()
        if old is not None and not self._readers.get(id(old)):
            self._files.pop(id(old)).close()

    def _leave(self, edition: Edition) -> None:
        with self._lock:
            self._readers[id(edition)] -= 1
            if not self._readers[id(edition)] and edition is not self._current:
                del self._readers[id(edition)]
                self._files.pop(id(edition)).close()

    def close(self) -> None:
        """Close everything; nobody may be reading."""
        with self._lock:
            for files in self._files.values():
                files.close()
            self._files.clear()
            self._current = None
