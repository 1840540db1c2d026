"""What plain readers count in a folder whose documents were replaced, beside lakehouse formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

import pandas as pd
import pyarrow as pa

from benchmarks.synthetic import context, make_many
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.store import Store


def readers_section(place: Path) -> str:
    """What ``pd.read_parquet(folder)`` counts after every document was replaced twice."""
    first, *changes = (
        facts_to_tables(list(make_many(range(500), version=version)), context())
        for version in range(3)
    )
    lines = [
        "What a plain `pd.read_parquet` of the folder counts after 500 documents were written and "
        "each was replaced twice (500 is right):",
        "",
        "| store | rows of documents |",
        "| --- | ---: |",
    ]
    for name, write in PLAIN.items():
        folder = write(
            place / "plain" / name, first["documents"], [c["documents"] for c in changes]
        )
        count = (
            "not installed"
            if folder is None
            else f"{len(pd.read_parquet(folder, columns=['doc_id'])):,}"
        )
        lines.append(f"| {name} | {count} |")
    return "\n".join(lines)


def ours(folder: Path, first: pa.Table, changes: Sequence[pa.Table]) -> Path | None:
    with Store.open(folder / "processed") as store:
        for documents in (first, *changes):
            store.publish({"documents": documents})
    return folder / "processed" / "documents"


def delta(folder: Path, first: pa.Table, changes: Sequence[pa.Table]) -> Path | None:
    try:
        from deltalake import DeltaTable, write_deltalake
    except ImportError:
        return None
    write_deltalake(str(folder), first)
    for documents in changes:
        merge = DeltaTable(str(folder)).merge(
            documents, "s.doc_id = t.doc_id", source_alias="s", target_alias="t"
        )
        merge.when_matched_update_all().when_not_matched_insert_all().execute()
    return folder


def iceberg(folder: Path, first: pa.Table, changes: Sequence[pa.Table]) -> Path | None:
    try:
        from pyiceberg.catalog.sql import SqlCatalog
    except ImportError:
        return None
    folder.mkdir(parents=True)
    catalog = SqlCatalog("c", uri=f"sqlite:///{folder / 'c.db'}", warehouse=f"file://{folder}")
    catalog.create_namespace("n")
    table = catalog.create_table("n.documents", schema=first.schema)
    table.append(first)
    for documents in changes:
        table.overwrite(documents)
    return folder / "n" / "documents" / "data"


def version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


PLAIN: dict[str, Callable[[Path, pa.Table, Sequence[pa.Table]], Path | None]] = {
    "Factmill": ours,
    f"deltalake {version_of('deltalake')}": delta,
    f"pyiceberg {version_of('pyiceberg')}": iceberg,
}
