"""`factmill tables` and `factmill settings`: what is there."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from pipeline.errors import StoreNotFound
from pipeline.tables.schemas import SCHEMAS


def run_tables(out: Path) -> int:
    """Print rows, parts and bytes of each table.

    Raises:
        StoreNotFound: there is no store at ``out``.
    """
    found = {name: sorted((out / name).glob("*.parquet")) for name in SCHEMAS}
    if not any(found.values()):
        raise StoreNotFound("no tables here", where=str(out), hint="run `factmill ingest` first")
    print(f"{'table':<12}{'rows':>12}{'parts':>8}{'bytes':>14}")
    for name, parts in found.items():
        rows = sum(pq.read_metadata(part).num_rows for part in parts)
        size = sum(part.stat().st_size for part in parts)
        print(f"{name:<12}{rows:>12,}{len(parts):>8,}{size:>14,}")
    return 0


def run_settings() -> int:
    """Print the effective settings and their origins."""
    from pipeline.run.config import Config, origins

    for setting in origins():
        meaning = Config.model_fields[setting.name].description
        print(f"{setting.name} = {setting.value!s}\n    {meaning} (from: {setting.origin})")
    return 0
