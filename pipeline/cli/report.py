"""`factmill report`: one HTML file about a store."""

from __future__ import annotations

from pathlib import Path

from pipeline.cli.view import need
from pipeline.printable import printable


def run_report(store: Path, out: Path) -> int:
    """Write the report and say where it is.

    Raises:
        StoreNotFound: there is no store.
        UsageError: the extra is not installed.
        StoreUnwritable: the file cannot be written.
    """
    need("report", "duckdb", "jinja2", "vl_convert")
    from pipeline.report.write import write_report

    size = write_report(store, out)
    print(f"wrote {printable(str(out))} ({size / 1e6:.1f} MB)")
    return 0
