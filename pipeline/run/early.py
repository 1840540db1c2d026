"""Starts the workers' server before Prefect is imported, where there is clearly work for it.

The server loads the models, which takes two seconds; meanwhile this process imports Prefect, which
takes as long. A run that finds nothing new, or works in its own process, does not start it. The
look at the files is a guess that decides nothing but when the server starts: the plan of the run
decides what is read. The server ends with this process, however that ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from stat import S_ISREG

from pipeline.errors import UsageError
from pipeline.run.config import Config
from pipeline.run.ingest import IN_PROCESS_BYTES, IN_PROCESS_FILES
from pipeline.run.workers import start_server
from pipeline.sources.locate import is_url
from pipeline.sources.walk import local_files
from pipeline.tables.store.local import LocalBackend

LOOKED_AT = 20_000
"""Files that are looked at, in a tenth of a second; in a larger folder of which so many have been
read already, the server starts when the run is planned."""


def start_early(paths: Sequence[Path], config: Config) -> bool:
    """Start the server of the worker processes if ``paths`` hold work for them; whether it was
    started. Patterns, URLs and stores that are not on a disk count as nothing new."""
    if not _is_clear(paths, config):
        return False
    start_server(config.run_settings().extraction)
    return True


def _is_clear(paths: Sequence[Path], config: Config) -> bool:
    if config.dask is not None or config.workers == 0 or is_url(config.store):
        return False
    few = 0 if config.workers else IN_PROCESS_FILES
    new = list(islice(_new_files(paths, config.store), few + 1))
    return len(new) > few or sum(new) > IN_PROCESS_BYTES


def _new_files(paths: Sequence[Path], store: Path) -> Iterator[int]:
    """Bytes of each file that changed since the last run over ``store``."""
    last = max(map(_written, LocalBackend(store).state.glob("ledger.db*")), default=0)
    files = islice(chain.from_iterable(map(local_files, paths)), LOOKED_AT)
    with suppress(UsageError):  # a folder that cannot be listed: the run says so
        for file in files:
            with suppress(OSError):  # gone meanwhile, or never to be read: so here
                status = file.stat()
                changed = max(status.st_mtime_ns, status.st_ctime_ns)
                if changed > last and S_ISREG(status.st_mode):
                    yield status.st_size


def _written(file: Path) -> int:
    """When a file of the ledger was written; SQLite's log beside it may be the newer one."""
    with suppress(OSError):
        return file.stat().st_mtime_ns
    return 0
