"""One writer at a time: a lock that the operating system frees when its holder dies."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import StoreBusy

LOCK_SECONDS = 300.0
"""How long a writer waits for another; a commit takes seconds."""


@contextmanager
def writer_lock(state: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the store's lock.

    Raises:
        StoreBusy: another process held it all the while.
    """
    lock = FileLock(state / "lock", timeout=seconds)
    holder = state / "holder"
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreBusy(
            f"another process is writing to the store ({_who(holder)})",
            where=str(state),
            hint=f"waited {seconds:g} s; try again when it is done",
        ) from error
    try:
        holder.write_text(f"process {os.getpid()} on {socket.gethostname()}")
        yield
    finally:
        lock.release()


def _who(holder: Path) -> str:
    try:
        return holder.read_text()
    except OSError:
        return "which did not say who it is"
