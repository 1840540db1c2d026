"""The collect flow against a real Prefect server: the embedded one that it starts by itself."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.website import Page, website

ROOT = Path(__file__).resolve().parent.parent
CODE = """
import sys
from flows.collect import CollectOptions, collect_flow
options = CollectOptions(delay=0, allow_private=True)
report = collect_flow([sys.argv[1]], sys.argv[2], options)
print("pages:", report.pages)
"""


def test_the_flow(tmp_path: Path) -> None:
    home, raw = tmp_path / "prefect", tmp_path / "raw"
    with website() as site:
        site.pages["/a.html"] = Page(b"<html><p>Chile spent $5 million in May 2024.</p></html>")
        site.pages["/feed"] = Page(
            b"<rss><channel><item><link>/a.html</link></item>"
            b"<item><link>/`gone`</link></item></channel></rss>",
            kind="application/rss+xml",
        )
        done = subprocess.run(
            [sys.executable, "-c", CODE, f"{site.address}/feed", str(raw)],
            capture_output=True, text=True, check=False, cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PREFECT_HOME": str(home),
                 "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "pages: 1" in done.stdout and len(list(raw.glob("*.warc.gz"))) == 1
    with sqlite3.connect(home / "prefect.db") as database:
        artifacts = dict(database.execute("SELECT key, data FROM artifact"))
        flows = [name for (name,) in database.execute("SELECT name FROM flow_run")]
    assert "1 pages" in json.loads(artifacts["factmill-collect"])
    assert flows[0].startswith("collect 20")


def test_parameters_validate() -> None:
    from flows.collect import CollectOptions, collect_flow

    with pytest.raises(ValidationError):
        CollectOptions(delay=-1)
    with pytest.raises(ValidationError):
        CollectOptions(pause=1)  # type: ignore[call-arg]
    chosen = collect_flow.validate_parameters({"sources": ["x"], "options": {"limit": 3}})
    assert chosen["options"].settings().limit == 3
