"""The batches of a run on a Dask cluster, through prefect-dask (the extra ``dask``).

The flow reads the articles and publishes the results as ever; a Dask worker gets the bytes of a
batch and gives back Arrow tables, so it needs neither the articles nor the store. In a Dask worker
a batch still runs in a process that can be killed: a document that brings its process down fails
alone, and the Dask worker lives on.
"""

from __future__ import annotations

import logging
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import current_process
from typing import TYPE_CHECKING, Any

from flows.steps import BACK_OFF, RETRIES, Run, Workers, batch_task

from prefect import get_run_logger  # isort: skip
from prefect.client.orchestration import get_client  # isort: skip
from prefect.settings import PREFECT_API_URL, temporary_settings  # isort: skip
from prefect.futures import PrefectFuture  # isort: skip

from pipeline.errors import UsageError
from pipeline.run.batch import Batch, BatchResult
from pipeline.run.remote import Work, close_pools, run_remote
from pipeline.run.settings import available_cores

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner

LOCAL = "local"
"""Value of the setting ``dask`` that starts a cluster on this machine."""
START_SECONDS = 60
"""How long a cluster may take to have its first worker."""


@batch_task
def remote_task(index: int, work: bytes, batch: bytes) -> BatchResult:
    """Clean and extract one batch in a process of its own below a Dask worker.

    ``work`` and ``batch`` are a pickled `Work` and `Batch`: bytes are opaque to Prefect and Dask,
    which would else walk through every article.
    """
    from distributed import get_worker

    # Dask's nanny marks its workers as daemons, which may have no children. The flag only stops
    # Python from starting them; ours end by themselves when the worker does.
    current_process().daemon = False
    return run_remote(pickle.loads(work), pickle.loads(batch), get_worker().state.nthreads)


class DaskWorkers:
    """A Dask cluster; ``runner`` is connected to it."""

    def __init__(self, runner: DaskTaskRunner, work: Work) -> None:
        self._runner = runner
        self._work = pickle.dumps(work)
        threads = sum(runner.client.nthreads().values())  # type: ignore[no-untyped-call]
        self.width = 2 * threads  # one at work and one on its way for each

    def submit(self, batch: Batch) -> PrefectFuture[BatchResult]:
        """Send one batch to the cluster."""
        parameters = {"index": batch.index, "work": self._work, "batch": pickle.dumps(batch)}
        future: PrefectFuture[BatchResult] = self._runner.submit(remote_task, parameters)
        return future

    def result(self, batch: Batch, future: PrefectFuture[BatchResult]) -> BatchResult:
        """Wait for a batch; Dask itself sends it elsewhere when its worker is lost.

        When that happened so often that Dask gives the batch up, the cluster is in trouble, as a
        document cannot bring a Dask worker down: it is sent again, twice, with a pause.
        """
        from distributed import KilledWorker

        for attempt in range(RETRIES):
            try:
                return future.result()
            except KilledWorker:
                pause = BACK_OFF * 2**attempt
                get_run_logger().warning(
                    "batch %d lost its Dask workers; sent again in %g s", batch.index, pause
                )
                time.sleep(pause)
                future = self.submit(batch)
        return future.result()


@contextmanager
def dask_workers(run: Run, address: str) -> Iterator[Workers]:
    """The workers of the cluster at ``address``, or of one that is started here ("local").

    Raises:
        UsageError: the extra is not installed, or no worker answers there.
    """
    recorder = run.recorder
    work = Work(recorder.settings, recorder.context, recorder.templates)
    with _runner(run, address) as runner, _known_server():
        _wait_for_workers(runner, address)
        try:
            yield DaskWorkers(runner, work)
        finally:
            runner.client.run(close_pools)


@contextmanager
def _known_server() -> Iterator[None]:
    """Tell Dask workers which Prefect server this run has; each would else start one of its own."""
    with get_client(sync_client=True) as client:
        url = str(client.api_url)
    with temporary_settings({PREFECT_API_URL: url}):
        yield


def _runner(run: Run, address: str) -> DaskTaskRunner:
    # What a worker says is in its own log.
    logging.getLogger("distributed").setLevel(logging.WARNING)
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise UsageError(
            "Dask is not installed", hint="pip install 'factmill[dask]', also on its workers"
        ) from error
    if address != LOCAL:
        return DaskTaskRunner(address=address)
    return DaskTaskRunner(
        cluster_kwargs={
            "n_workers": run.recorder.settings.workers or available_cores(),
            "threads_per_worker": 1,
            # Dask counts its own process alone; the setting worker_memory_mib limits the one that
            # works.
            "memory_limit": 0,
            "dashboard_address": None,
        }
    )


def _wait_for_workers(runner: Any, address: str) -> None:
    try:
        runner.client.wait_for_workers(1, timeout=START_SECONDS)
    except (OSError, TimeoutError) as error:
        raise UsageError(
            f"no Dask worker answers: {error}",
            where=address,
            hint="start `dask scheduler`, and `dask worker ADDRESS` on each machine",
        ) from error
