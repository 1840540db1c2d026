"""One writer at a time: a lock that the operating system frees when its holder dies."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import StoreBusy
from pipeline.tables.store.disk import write_errors

LOCK_SECONDS = 300.0
"""How long a writer waits for another; a commit takes seconds."""
_UNTOUCHED = "nothing was changed; free space or check permissions"


@contextmanager
def writer_lock(state: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the store's lock.

    Raises:
        StoreBusy: another process held it all the while.
        StoreUnwritable: the folder may not be written, or is full.
    """
    lock = FileLock(state / "lock", timeout=seconds)
    holder = state / "holder"
    with write_errors(state, _UNTOUCHED):
        _acquire(lock, holder, seconds)
    try:
        with write_errors(state, _UNTOUCHED):
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()}")
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, holder: Path, seconds: float) -> None:
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreBusy(
            f"another process is writing to the store ({_who(holder)})",
            where=str(holder.parent),
            hint=f"waited {seconds:g} s; try again when it is done",
        ) from error


def _who(holder: Path) -> str:
    try:
        return holder.read_text()
    except OSError:
        return "which did not say who it is"
