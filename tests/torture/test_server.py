"""Runs on a Prefect server that stays up: their states, schedules, deployments and retries."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.prefect_server import ROOT, factmill, prefect_server
from tests.articles import rows, write_articles

pytestmark = pytest.mark.torture
PATIENCE = 900
BUSY = 10
"""How often a server is asked that says that it is busy."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    home = tmp_path_factory.mktemp("server") / "prefect"
    home.mkdir()
    with prefect_server(home) as environment:
        yield environment | {"PREFECT_RUNNER_POLL_FREQUENCY": "1", "OMP_NUM_THREADS": "1"}


def ask(env: dict[str, str], path: str, body: Any = None) -> Any:
    """POST to the server's API."""
    request = urllib.request.Request(
        env["PREFECT_API_URL"] + path,
        data=json.dumps(body or {}).encode(),
        headers={"Content-Type": "application/json"},
    )
    for attempt in range(1, BUSY + 1):
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 503 or attempt == BUSY:  # its database is busy: as clients do, again
                raise
            time.sleep(attempt)
    raise AssertionError("unreachable")


def wait_for(what: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.5)
    raise AssertionError(f"nothing within {PATIENCE} s")


def deployment(env: dict[str, str], name: str) -> dict[str, Any] | None:
    found = ask(env, "/deployments/filter", {"deployments": {"name": {"any_": [name]}}})
    return found[0] if found else None


def run_of(env: dict[str, str], made: dict[str, Any], **parameters: Any) -> str:
    body = {"state": {"type": "SCHEDULED"}, "parameters": made["parameters"] | parameters}
    return str(ask(env, f"/deployments/{made['id']}/create_flow_run", body)["id"])


def states(env: dict[str, str], ids: list[str]) -> list[str]:
    """The final states; empty while one is not final."""
    found = ask(env, "/flow_runs/filter", {"flow_runs": {"id": {"any_": ids}}})
    kinds = sorted(run["state"]["type"] for run in found)
    final = {"COMPLETED", "FAILED", "CANCELLED", "CRASHED"}
    return kinds if len(kinds) == len(ids) and set(kinds) <= final else []


def test_a_run_that_mostly_fails_is_a_failed_run(tmp_path: Path, server: dict[str, str]) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    for number in range(9):
        (raw / f"bad{number}.txt").write_bytes(b"%PDF-1.4 " + str(number).encode())
    done = factmill(
        "ingest", str(raw), "--out", str(out), "--workers", "0", env=server, cwd=tmp_path
    )
    assert done.returncode == 4, done.stderr[-4000:]
    assert "9 of 12 new or changed articles failed, over the 50% that may" in done.stderr
    assert "12 articles: 3 written" in done.stdout
    assert len(rows(out, "documents")) == 3 and len(rows(out, "failures")) == 9
    (run,) = rows(out, "runs")
    assert dict(run["counts"])["failed: source UnsupportedFormat"] == 9
    latest = ask(server, "/flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})[0]
    assert latest["state"]["type"] == "FAILED"
    artifacts = {
        made["key"]: made for made in ask(server, "/artifacts/filter")
        if made["flow_run_id"] == latest["id"]
    }  # fmt: skip
    assert "| source | UnsupportedFormat | 9 |" in artifacts["factmill-ingest"]["data"]
    assert float(artifacts["factmill-ingest-progress"]["data"]) == 100.0


def test_scheduled_runs_never_overlap(tmp_path: Path, server: dict[str, str]) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    code = "from pipeline.cli import main; raise SystemExit(main())"
    command = ["serve", str(raw), "--out", str(out), "--cron", "0 0 1 1 *"]
    serving = subprocess.Popen(
        [sys.executable, "-c", code, *command], env=server, cwd=tmp_path,
        stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        made = wait_for(lambda: deployment(server, "factmill-scheduled"))
        with pytest.raises(urllib.error.HTTPError) as refused:
            run_of(server, made, paths=5)
        assert refused.value.code in (409, 422)
        ids = [run_of(server, made), run_of(server, made)]
        assert wait_for(lambda: states(server, ids)) == ["CANCELLED", "COMPLETED"]
    finally:
        serving.send_signal(signal.SIGINT)
        try:
            serving.wait(120)
        except subprocess.TimeoutExpired:
            serving.kill()
    assert len(rows(out, "documents")) == 3
    assert len(rows(out, "runs")) == 1


def prefect(*arguments: str, env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        env=env, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_deployments_run_on_a_worker(tmp_path: Path, server: dict[str, str]) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "store" / "processed"
    prefect("work-pool", "create", "factmill", "--type", "process", env=server)
    prefect("deploy", "--all", env=server)
    config = {"store": str(out), "workers": 0}
    made = {name: deployment(server, name) for name in ("ingest", "reprocess", "maintain")}
    assert all(made.values())
    assert made["ingest"] and made["ingest"]["schedules"][0]["schedule"]["cron"] == "0 * * * *"

    def done(name: str, **parameters: Any) -> list[str]:
        one = made[name]
        assert one is not None
        run = run_of(server, one, **parameters)
        prefect("worker", "start", "--pool", "factmill", "--run-once", env=server)
        found: list[str] = wait_for(lambda: states(server, [run]))
        return found

    assert done("ingest", paths=[str(raw)], config=config) == ["COMPLETED"]
    assert len(rows(out, "documents")) == 3
    again = {**config, "raw_root": str(raw)}
    assert done("reprocess", config=again, everything=True) == ["COMPLETED"]
    assert done("maintain", config=config) == ["COMPLETED"]
    assert [run["flow"] for run in rows(out, "runs")] == ["factmill-ingest", "factmill-reprocess"]


FLAKY = """
import sys
from pipeline.errors import ModelError
from pipeline.run.workers import BatchPool
fault = {"transient": ConnectionResetError("gone"), "lasting": ModelError("no model")}[sys.argv[1]]
real, calls = BatchPool.run, []
def flaky(self, batch):
    calls.append(batch.index)
    if len(calls) == 1:
        raise fault
    return real(self, batch)
BatchPool.run = flaky
from pipeline.cli import main
status = main(["ingest", sys.argv[2], "--out", sys.argv[3], "--workers", "0"])
print("calls", calls, "status", status)
"""


@pytest.mark.parametrize(
    ("fault", "said"),
    [("transient", "calls [0, 0] status 0"), ("lasting", "calls [0] status 1")],
)
def test_only_what_may_pass_is_tried_again(
    tmp_path: Path, server: dict[str, str], fault: str, said: str
) -> None:
    raw = write_articles(tmp_path / "raw")
    done = subprocess.run(
        [sys.executable, "-c", FLAKY, fault, str(raw), str(tmp_path / "processed")],
        env=server, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said in done.stdout, done.stdout + done.stderr[-4000:]
