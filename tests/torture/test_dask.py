"""A run on a Dask cluster of separate processes, one of which is killed in the middle of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from benchmarks.prefect_server import factmill, free_port, prefect_server
from benchmarks.short_articles import write_jsonl
from tests.articles import rows

pytest.importorskip("prefect_dask", reason="NOT CHECKED: the extra dask is not installed")

BATCH = 20


@contextmanager
def process(*command: str, env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, ended with all its children."""
    with log.open("w") as out:
        started = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield started
    finally:
        for sent in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(started.pid, sent)
                started.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


@pytest.mark.torture
@pytest.mark.parametrize(("workers", "articles"), [(3, 400)])
def test_a_killed_dask_worker_loses_nothing(tmp_path: Path, workers: int, articles: int) -> None:
    raw = write_jsonl(tmp_path / "raw", articles)
    with ExitStack() as stack:
        home = tmp_path / "prefect"
        home.mkdir()
        env = stack.enter_context(prefect_server(home))
        env |= {
            "SOURCE_DATE_EPOCH": "1700000000",
            "FACTMILL_BATCH_SIZE": str(BATCH),
            "OMP_NUM_THREADS": "1",
        }
        port = free_port()
        address = f"tcp://127.0.0.1:{port}"
        stack.enter_context(
            process("distributed.cli.dask_scheduler", "--port", str(port), "--no-dashboard",
                    "--host", "127.0.0.1", env=env, log=tmp_path / "scheduler.log")
        )  # fmt: skip
        started = [
            stack.enter_context(
                process("distributed.cli.dask_worker", address, "--nthreads", "1",
                        "--name", f"w{number}", "--no-dashboard",
                        env=env, log=tmp_path / f"worker{number}.log")
            )
            for number in range(workers)
        ]  # fmt: skip
        killer = Killer(tmp_path / "dask", started[0])
        killer.start()
        done = factmill(
            "ingest", str(raw), "--out", str(tmp_path / "dask"), "--dask", address,
            env=env, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-4000:]
        killer.join()
        assert killer.documents is not None and 0 < killer.documents < articles
        assert started[0].poll() is not None, "the worker was to be dead"
        assert f"{articles} written" in done.stdout
        assert len(rows(tmp_path / "dask", "documents")) == articles
        assert not rows(tmp_path / "dask", "failures")
        # the same without Dask, byte for byte
        alone = factmill(
            "ingest", str(raw), "--out", str(tmp_path / "alone"), "--workers", "1",
            env=env, cwd=tmp_path,
        )  # fmt: skip
        assert alone.returncode == 0, alone.stderr[-4000:]
    assert contents(tmp_path / "dask") == contents(tmp_path / "alone")


class Killer(threading.Thread):
    """Kills a Dask worker with its nanny and processes once the first part is published."""

    def __init__(self, out: Path, worker: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self.out = out
        self.worker = worker
        self.documents: int | None = None

    def run(self) -> None:
        for _ in range(6000):
            if (self.out / "documents").is_dir():
                self.documents = len(rows(self.out, "documents"))
                if self.documents:
                    os.killpg(self.worker.pid, signal.SIGKILL)
                    return
            time.sleep(0.05)


def contents(store: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(store)): path.read_bytes() for path in sorted(store.rglob("*.parquet"))
    }
