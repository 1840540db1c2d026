"""What a publication did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipeline.tables.schemas import TableName
from pipeline.tables.store.admission import Admission
from pipeline.tables.store.states import SourceId


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a publication did.

    ``written`` documents went in, ``replaced`` of them in place of an older version;
    ``unchanged`` were there in this very version. ``duplicates`` are sources whose document another
    source holds. ``removed`` counts documents that went out. ``rows`` are rows written by table,
    ``parts`` the parts rewritten, ``version`` the store's version afterwards.
    """

    written: int
    replaced: int
    unchanged: int
    removed: int
    duplicates: Sequence[SourceId]
    rows: Mapping[str, int]
    parts: Sequence[str]
    version: int


def report_of(
    admission: Admission, entering: Mapping[TableName, pa.Table], version: int
) -> PublishReport:
    """What publishing ``entering`` did, as admitted."""
    return PublishReport(
        written=len(admission.parts),
        replaced=admission.replaced,
        unchanged=len(admission.unchanged),
        removed=len(admission.removed),
        duplicates=[(row["source_uri"], row["source_key"]) for row in admission.duplicates],
        rows={name: table.num_rows for name, table in entering.items()},
        parts=admission.touched,
        version=version,
    )
