"""Write the report of a store."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from pipeline.errors import StoreUnwritable
from pipeline.report.page import render
from pipeline.report.sections import build
from pipeline.tables.sql import connection
from pipeline.tables.store.places import check_outside

MEMORY = "512MB"


def write_report(store: Path, out: Path) -> int:
    """Write ``out``, whole or not at all; returns its size in bytes.

    Args:
        store: folder of the tables; one version of them is counted, whatever is written meanwhile.
        out: the HTML file.

    Raises:
        StoreNotFound: there is no store.
        StoreUnwritable: the file cannot be written.
        UsageError: it would lie in the store.
    """
    check_outside(out, store)
    with connection(store) as db, tempfile.TemporaryDirectory() as spill:
        db.execute("SET enable_progress_bar = false")  # it would go to standard output
        db.execute(f"SET memory_limit = '{MEMORY}'")
        db.execute("SET temp_directory = ?", (spill,))
        page = render(build(db, store.name)).encode()
    fresh = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        fresh.write_bytes(page)
        fresh.replace(out)
    except OSError as error:
        with suppress(OSError):  # a file system that is read-only refuses this too
            fresh.unlink(missing_ok=True)
        raise StoreUnwritable(
            f"cannot be written: {error.strerror}", where=str(out), hint="choose another --out"
        ) from error
    return len(page)
