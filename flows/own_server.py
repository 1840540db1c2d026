"""The server that Prefect starts for a run: Ctrl-C ends the run, which then ends the server."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Apart:
    """The module `subprocess`, whose processes are in a group of their own.

    A terminal sends Ctrl-C to all of its foreground group. A server that went with it could not be
    told how the run ended, and Prefect asked it again for two minutes.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, *arguments: Any, **options: Any) -> subprocess.Popen[Any]:  # noqa: N802
        return subprocess.Popen(*arguments, process_group=0, **options)


@contextmanager
def server_apart() -> Iterator[None]:
    """What Prefect starts in this block is out of the reach of Ctrl-C."""
    if os.name != "posix":
        yield
        return
    from prefect.server.api import server

    names = vars(server)
    names["subprocess"] = _Apart()
    try:
        yield
    finally:
        names["subprocess"] = subprocess


@contextmanager
def ended_by_hangup() -> Iterator[None]:
    """A terminal that closes interrupts the run as Ctrl-C does: the server is not in its group."""
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "SIGHUP") or signal.getsignal(signal.SIGHUP):
        yield  # SIG_DFL is 0; nohup, or somebody's own handler, is left alone
        return
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
