"""What Prefect is asked to do for each batch stays little: counted, as seconds are not exact."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import pytest

from benchmarks.prefect_server import prefect_server

FIRST, FEW, MANY, LONG = "1x1", "2x20", "8x20", "2x60"
"""Batches and articles in each. The first run also asks for the server's version and the like; the
others have articles of the same number of sites, which the report tells Prefect of."""
A_BATCH = {
    "request PATCH /api/artifacts/ID": 1,
    "event prefect.artifact.updated": 1,
    "event prefect.task-run.Pending": 2,
    "event prefect.task-run.Running": 2,
    "event prefect.task-run.Completed": 2,
    "lines of the log": 3,
}
"""Two task runs, whose states travel as events; a step of the progress artifact; a line of our own
and one of Prefect's for each task run."""
WALKED = 30
"""Values of a batch that Prefect may walk through: the parameters of two task runs and what they
give back, but no article and no row."""


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counter[str]]:
    folder = tmp_path_factory.mktemp("calls")
    (folder / "prefect").mkdir()
    with prefect_server(folder / "prefect") as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.prefect_calls", str(folder), FIRST, FEW, MANY, LONG],
            capture_output=True, text=True, check=False, cwd=folder, env=environment,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    return {shape: Counter(one) for shape, one in zip((FIRST, FEW, MANY, LONG), found, strict=True)}


def test_a_batch_costs_one_request_and_the_states_of_two_task_runs(
    counts: dict[str, Counter[str]],
) -> None:
    more = counts[MANY] - counts[FEW]
    walked = more.pop("values walked through")
    assert {name: count / 6 for name, count in more.items()} == A_BATCH
    assert 0 < walked <= 6 * WALKED


def test_the_size_of_a_batch_costs_nothing(counts: dict[str, Counter[str]]) -> None:
    assert counts[LONG] == counts[FEW]


def test_a_run_makes_few_requests_besides(counts: dict[str, Counter[str]]) -> None:
    requests = sum(count for name, count in counts[FEW].items() if name.startswith("request"))
    assert 5 < requests <= 16
    assert 0 < counts[FEW]["clients made"] <= 2
