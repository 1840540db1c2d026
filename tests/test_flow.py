"""The Prefect flow against a real server: the embedded one that it starts by itself."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import yaml

from tests.articles import rows, write_articles
from tests.test_early import NOTED

ROOT = Path(__file__).resolve().parent.parent


def test_flow_on_its_embedded_server(tmp_path: Path) -> None:
    raw, out, home = write_articles(tmp_path / "raw"), tmp_path / "processed", tmp_path / "prefect"
    (raw / "broken.txt").write_bytes(b"%PDF-1.4")
    done = subprocess.run(
        [sys.executable, "-c", NOTED, "ingest", str(raw), "--out", str(out), "--workers", "1"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PREFECT_HOME": str(home),
             "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "4 articles: 3 written" in done.stdout
    servers = [line for line in done.stdout.splitlines() if line.startswith("server ")]
    assert len(servers) == 2 and len(set(servers)) == 1  # the one started early made the worker
    assert len(rows(out, "documents")) == 3
    (run,) = rows(out, "runs")
    assert run["flow"] == "factmill-ingest" and dict(run["counts"])["failed"] == 1
    with sqlite3.connect(home / "prefect.db") as database:
        artifacts = database.execute("SELECT key, data FROM artifact").fetchall()
        tasks = {name for (name,) in database.execute("SELECT name FROM task_run")}
        flows = [name for (name,) in database.execute("SELECT name FROM flow_run")]
    (summary,) = [json.loads(data) for key, data in artifacts if key == "factmill-ingest"]
    assert "3 written" in summary and "| PLN | 1 |" in summary and "broken.txt" in summary
    assert {"batch-0", "publish-0"} <= tasks
    assert flows and flows[0].startswith("raw 20")


def test_a_worker_loads_the_flows_of_the_deployments() -> None:
    from prefect.flows import load_flow_from_entrypoint

    config = yaml.safe_load((ROOT / "prefect.yaml").read_text())
    names = set()
    for deployment in config["deployments"]:
        flow = load_flow_from_entrypoint(str(ROOT / deployment["entrypoint"]))
        flow.validate_parameters(deployment["parameters"])
        names.add(deployment["name"])
    assert {"ingest", "maintain", "reprocess"} <= names


def test_compose_file_serves_with_a_server() -> None:
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
    assert set(compose["services"]) == {"server", "factmill"}
    command = compose["services"]["factmill"]["command"]
    assert command[0] == "serve" and "--cron" in command
    assert (ROOT / compose["services"]["server"]["build"]["dockerfile"]).is_file()


def test_pruning_alone_reads_nothing_and_removes_what_is_gone(tmp_path: Path) -> None:
    from pipeline.run.ingest import Ingest, ingest
    from pipeline.run.settings import RunSettings

    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    settings = RunSettings(workers=0)
    ingest([raw], out, settings=settings)
    (raw / "grain.txt").unlink()
    (raw / "new.txt").write_text("Not read by pruning.", encoding="utf-8")
    run = Ingest([raw], out, settings=settings, prune=True, flow="factmill-maintain")
    run.plan()
    report = run.prune_files()
    assert (report.pruned, report.written, len(report.failures)) == (1, 0, 0)
    assert sorted(row["source_uri"] for row in rows(out, "documents")) == [
        "budget.html",
        "feed.jsonl",
    ]
    assert rows(out, "runs")[-1]["flow"] == "factmill-maintain"
