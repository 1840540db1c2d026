"""Flow runs of the command have no heartbeat; those that a server starts keep it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from flows.settings import OWN_PROCESS, apply_settings

apply_settings()

from prefect.settings import (  # noqa: E402  (settings come first)
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    get_current_settings,
    temporary_settings,
)


@contextmanager
def without_heartbeat() -> Iterator[None]:
    """Turn Prefect's heartbeat off, unless the user set it or Prefect started this process.

    Its thread sleeps a second at a time, and a run waits for it at its end
    (docs/decisions/069-no-heartbeat-from-the-command.md).
    """
    is_set = "heartbeat_frequency" in get_current_settings().flows.model_fields_set
    if is_set or OWN_PROCESS in os.environ:
        yield
        return
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield
