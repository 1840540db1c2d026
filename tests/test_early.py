"""The workers' server starts before Prefect is imported, where there is work for it; it ends with
the command."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.run import early, preload, workers
from pipeline.run.config import Config
from pipeline.run.ingest import IN_PROCESS_BYTES, IN_PROCESS_FILES, ingest
from pipeline.run.settings import RunSettings
from tests.articles import write_articles

FEW = {f"{number}.txt": 10 for number in range(IN_PROCESS_FILES)}
MANY = FEW | {"one-more.txt": 10}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    calls: list[Any] = []
    monkeypatch.setattr(early, "start_server", calls.append)
    return calls


def write(folder: Path, sizes: dict[str, int]) -> Path:
    for name, size in sizes.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x" * size)
    return folder


@pytest.mark.parametrize(
    ("sizes", "settings", "expected"),
    [
        (MANY, {}, True),
        (FEW, {}, False),  # done in the process of the run
        (FEW, {"workers": 1}, True),
        ({"large.txt": IN_PROCESS_BYTES + 1}, {}, True),
        ({"small.txt": IN_PROCESS_BYTES}, {}, False),
        ({"deep/er/a.txt": 1}, {"workers": 2}, True),
        ({".git/a.txt": 1, ".hidden": 1}, {"workers": 2}, False),
        (MANY, {"workers": 0}, False),
        (MANY, {"dask": "local"}, False),
        (MANY, {"workers": 2, "dask": "tcp://127.0.0.1:8786"}, False),
        (MANY, {"workers": 2, "store": Path("s3://bucket/processed")}, False),
    ],
)
def test_it_starts_where_workers_have_work(
    tmp_path: Path, started: list[Any], sizes: dict[str, int], settings: Any, expected: bool
) -> None:
    config = Config(**{"store": tmp_path / "processed"} | settings)
    assert early.start_early([write(tmp_path / "raw", sizes)], config) is expected
    assert started == ([config.run_settings().extraction] if expected else [])


@pytest.mark.parametrize("name", ["raw/*.txt", "raw/**/*.html", "s3://bucket/raw", "nowhere"])
def test_patterns_urls_and_what_is_not_there_wait_for_the_plan(
    tmp_path: Path, started: list[Any], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "raw", MANY)
    assert not early.start_early([Path(name)], Config(store=tmp_path / "processed", workers=1))
    assert not started


def test_nothing_new_starts_nothing(tmp_path: Path, started: list[Any]) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    config = Config(store=out, workers=1)
    ingest([raw], out, settings=RunSettings(workers=0))
    assert not early.start_early([raw], config)
    time.sleep(0.05)  # the clock of the file system may be coarse
    (raw / "new.txt").write_text("One more article.", encoding="utf-8")
    assert early.start_early([raw], config)
    time.sleep(0.05)
    ingest([raw], out, settings=RunSettings(workers=0))
    assert not early.start_early([raw], config)
    time.sleep(0.05)
    os.utime(raw / "new.txt", (0, 0))  # an old file that came now, as from an archive
    assert early.start_early([raw / "new.txt"], config)


def test_a_large_folder_is_not_looked_through(
    tmp_path: Path, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(early, "LOOKED_AT", IN_PROCESS_FILES)
    config = Config(store=tmp_path / "processed")
    assert not early.start_early([write(tmp_path / "raw", MANY)], config)


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_the_server_has_the_environment_of_the_pool(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    import multiprocessing
    from multiprocessing import forkserver

    seen: list[dict[str, str]] = []
    monkeypatch.setattr(forkserver, "ensure_running", lambda: seen.append(dict(os.environ)))
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: [method])
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.setenv(preload.VARIABLE, "left from before")
    for variable in workers.WORKER_ENVIRONMENT.keys() - {"OMP_NUM_THREADS"}:
        monkeypatch.delenv(variable, raising=False)
    settings = Config(country="KZ").run_settings().extraction
    workers.start_server(settings)
    assert len(seen) == (method == "forkserver")
    for environment in seen:
        expected = workers.WORKER_ENVIRONMENT | {"OMP_NUM_THREADS": "3"}
        assert expected.items() <= environment.items()
        assert environment[preload.VARIABLE] == preload.described(settings)


# Tells the server's process when it starts and at the end.
NOTED = """
import atexit, sys
from multiprocessing import forkserver
from pipeline.run import early
start = early.start_server
def noted(settings):
    assert "prefect" not in sys.modules
    start(settings)
    tell()
    atexit.register(tell)
def tell():
    print("server", forkserver._forkserver._forkserver_pid, flush=True)
early.start_server = noted
from pipeline.cli import main
raise SystemExit(main())
"""


def _in_session(session: int) -> list[int]:
    """Processes of a session, zombies left out."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, owner = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it ended meanwhile
            continue
        if int(owner) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


def _wait(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc, as Linux has it")
def test_an_error_leaves_no_server_behind(tmp_path: Path) -> None:
    """There is no Prefect at the address that is set."""
    raw = write_articles(tmp_path / "raw")
    line = [sys.executable, "-c", NOTED, "ingest", str(raw), "--out", str(tmp_path / "processed")]
    command = subprocess.Popen(
        [*line, "--workers", "1"], cwd=tmp_path, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PREFECT_HOME": str(tmp_path / "home"),
             "PREFECT_API_URL": "http://127.0.0.1:9/api",
             "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )  # fmt: skip
    said, errors = command.communicate(timeout=120)
    assert command.returncode == 1, errors
    assert said.startswith("server ")
    assert _wait(lambda: not _in_session(command.pid), 20)
