"""Settings of Prefect and Arrow that a run needs, set before they are imported."""

from __future__ import annotations

import os

from pipeline.environment import apply_environment
from pipeline.lean import keep_pandas_out

_DEFAULTS = {
    # The embedded server takes 15-25 s on a small machine; Prefect gives up after 20.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # No telemetry (DESIGN promise 6).
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # The flow's own lines are for people; Prefect's state changes are in its UI.
    "PREFECT_LOGGING_LEVEL": "INFO",
}
OWN_PROCESS = "PREFECT__FLOW_RUN_ID"
"""Set by Prefect in a process that it started for one flow run, and that nobody else is in."""


def apply_settings() -> None:
    """Set what the user has not set; call before the first import of Prefect and pyarrow."""
    apply_environment()
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    if OWN_PROCESS in os.environ:
        keep_pandas_out()
