"""Batches over worker processes that can be killed; what kills its worker is bisected.

A batch goes to the workers in pieces, so that they share even a single one and end together.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future, TimeoutError
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.errors import FactmillError
from pipeline.records import Failure
from pipeline.run import preload
from pipeline.run.batch import Batch, BatchResult, joined, process_batch, raw_of, shared_extractor
from pipeline.run.settings import RunSettings

if TYPE_CHECKING:
    from pebble import ProcessPool

    from pipeline.cleaning.templates import SiteTemplates
    from pipeline.extraction.extractor import ExtractionSettings
    from pipeline.tables.convert import RunContext

    Started: TypeAlias = "list[tuple[Batch, Future[BatchResult]]]"

PIECE = 25
"""Documents that go to a worker together: a second of its work, more or less."""
PIECES_A_WORKER = 4
"""A small batch goes in smaller pieces, as many for each worker."""
SECONDS_A_DOCUMENT = 0.25
"""Share of a piece's time limit that each of its documents brings."""
PATIENCE = 3
"""How many times its limit a document gets that failed alone, before it is given up."""

WORKER_ENVIRONMENT = {
    # Processes are the parallelism, not BLAS threads.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # glibc gives each large array back to the system when it is freed, and gets it again page by
    # page; kept instead, the entity model takes a quarter less time (docs/speed.md). Other
    # C libraries ignore these.
    "MALLOC_MMAP_THRESHOLD_": str(32 * 1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(256 * 1024 * 1024),
}


class BatchPool:
    """A pool of ``workers`` processes, each with the models loaded once; 0 works in this process.

    What is pickled for each worker and not for each piece: the templates of many sites are large.

    Use as a context manager; leaving it ends the workers.
    """

    def __init__(
        self,
        workers: int,
        settings: RunSettings,
        context: RunContext,
        templates: SiteTemplates,
    ) -> None:
        self.workers = workers
        self.settings = settings
        self._work = (settings, context, templates)
        self._pool: ProcessPool | None = None
        self._waited: set[Future[BatchResult]] = set()
        self._stopped = False

    def __enter__(self) -> BatchPool:
        if not self.workers:
            return self
        from pebble import ProcessPool

        _set_environment(self.settings.extraction)
        self._pool = ProcessPool(
            max_workers=self.workers,
            context=_start_method(),
            initializer=_start_worker,
            initargs=list(self._work),
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if self._pool is not None:
            self._stopped = kind is not None
            end = self._pool.stop if self._stopped else self._pool.close
            end()  # type: ignore[no-untyped-call]  # pebble has no types here
            self._pool.join()
            for future in list(self._waited):  # a stopped pool says nothing to those who wait
                future.cancel()

    def map(self, batches: Iterable[Batch]) -> Iterator[BatchResult]:
        """Results in the order of ``batches``, of which few are held at a time."""
        if not self.workers:
            yield from (self.run(batch) for batch in batches)
            return
        waiting: deque[Started] = deque()
        for batch in batches:
            waiting.append(self._start(batch))
            if len(waiting) > self.workers + 1:
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def run(self, batch: Batch) -> BatchResult:
        """Process one batch and wait for it; threads may call this side by side.

        Raises:
            CancelledError: the pool was left on an error meanwhile.
        """
        if not self.workers:
            return process_batch(batch, *self._work)
        return self._result(self._start(batch))

    def _start(self, batch: Batch) -> Started:
        """Give ``batch`` to the workers; it is in their hands piece by piece."""
        share = -(-len(batch.articles) // (self.workers * PIECES_A_WORKER))
        return [(piece, self._submit(piece)) for piece in batch.pieces(min(PIECE, max(share, 1)))]

    def _result(self, started: Started) -> BatchResult:
        """Wait for the pieces of a batch."""
        return joined([self._piece(piece, future) for piece, future in started])

    def _submit(self, piece: Batch, patience: int = 1) -> Future[BatchResult]:
        """Start ``piece``, with ``patience`` times its usual time."""
        assert self._pool is not None, "use BatchPool as a context manager"
        if self._stopped:
            raise CancelledError
        seconds = self.settings.document_seconds + SECONDS_A_DOCUMENT * len(piece.articles)
        future: Future[BatchResult] = self._pool.schedule(
            _process, args=[piece], timeout=seconds * patience
        )
        self._waited.add(future)
        future.add_done_callback(self._waited.discard)
        return future

    def _piece(self, piece: Batch, future: Future[BatchResult]) -> BatchResult:
        """The piece's result; of its halves, down to the culprit, when its worker died or hung."""
        failure = self._failed(future)
        if failure is None:
            return future.result()
        if len(piece.articles) > 1:
            halves = piece.pieces((len(piece.articles) + 1) // 2)
            return joined([self._piece(half, self._submit(half)) for half in halves])
        # Alone, and once more with patience: a busy machine condemns nobody.
        second_try = self._submit(piece, PATIENCE)
        failure = self._failed(second_try)
        if failure is None:
            return second_try.result()
        return BatchResult(piece.index, {}, [_culprit(piece, *failure)])

    def _failed(self, future: Future[BatchResult]) -> tuple[str, str] | None:
        """Wait; the error and its message when the worker was lost, None when it was not."""
        from pebble import ProcessExpired

        try:
            future.result()
        except TimeoutError:
            return "DocumentTimeout", "hung until its worker was killed"
        except ProcessExpired as error:
            return "WorkerDied", f"its worker process died (exit code {error.exitcode})"
        except MemoryError:
            return "MemoryError", f"needs over {self.settings.worker_memory_mib} MiB"
        except BrokenExecutor as error:  # the pool's own words when it is stopped in a bad moment
            if self._stopped:
                raise CancelledError from error
            raise
        return None


def _culprit(batch: Batch, error: str, message: str) -> Failure:
    raw = raw_of(batch.articles[0])
    return Failure(raw.source_uri, raw.source_key, raw.raw_sha256, "extract", error, message)


def start_server(settings: ExtractionSettings) -> None:
    """Start the server that makes workers, where there is one; the pool finds it there. Returns at
    once, while the server loads its models."""
    _set_environment(settings)
    if _start_method().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()


def _set_environment(settings: ExtractionSettings) -> None:
    """What workers read when they start; those that the server makes have it from the server."""
    for variable, value in WORKER_ENVIRONMENT.items():
        os.environ.setdefault(variable, value)
    if preloaded := preload.described(settings):
        os.environ[preload.VARIABLE] = preloaded
    else:
        os.environ.pop(preload.VARIABLE, None)


def _start_method() -> Any:
    """Forkserver where there is one: no inherited threads or locks; models are loaded once."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.run.fork_server", "pipeline.extraction.components"])
    return context


_work: list[Any] = []
"""In a worker: what all pieces have in common (settings, context, templates)."""


def _process(piece: Batch) -> BatchResult:
    """Process ``piece`` in a worker."""
    return process_batch(piece, *_work)


def _start_worker(settings: RunSettings, *rest: object) -> None:
    """Load the model before the first piece, so that a piece's time limit covers its work alone."""
    _work[:] = [settings, *rest]
    _limit_memory(settings.worker_memory_mib)
    with suppress(FactmillError):  # the batch raises it again, to be seen: no model, bad aliases
        shared_extractor(settings.extraction).warm_up()


def _limit_memory(mebibytes: int) -> None:
    if not mebibytes:
        return
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    size = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
