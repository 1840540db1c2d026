"""The log of runs: an error that we raise on purpose is a message there, without a traceback.

So is what the end of a run cancels.
"""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError

from flows.settings import apply_settings

apply_settings()

from prefect.logging import get_logger  # noqa: E402  (settings come first)

from pipeline.errors import FactmillError  # noqa: E402

LOGGERS = ("prefect.flow_runs", "prefect.task_runs")


def tell_errors_plainly() -> None:
    """From now on, and once for all runs of this process."""
    for name in LOGGERS:
        logger = get_logger(name)
        if _plain not in logger.filters:
            logger.addFilter(_plain)


def _plain(record: logging.LogRecord) -> bool:
    """Put the message of an error of ours in the place of Prefect's words and the traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, FactmillError | CancelledError):
        said = str(error) or "given up, as the run ends"
        record.msg, record.args = "%s", (said,)
        record.exc_info = record.exc_text = None
    return True
