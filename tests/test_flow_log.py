"""What the log of a run says of an error: a message where we raised it, a traceback of a defect."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError

import pytest

from flows.log import LOGGERS, tell_errors_plainly
from pipeline.errors import StoreBusy

from prefect.logging import get_logger  # isort: skip


def logged(name: str, error: Exception) -> logging.LogRecord:
    """The record of an error as Prefect makes it, past the filters of its logger."""
    logger = get_logger(name)
    message, told = "Encountered exception during execution: %r", (type(error), error, None)
    record = logger.makeRecord(name, logging.ERROR, "engine.py", 1, message, (error,), told)
    assert logger.filter(record)
    return record


@pytest.mark.parametrize("name", LOGGERS)
def test_errors_of_ours_are_told_plainly(name: str) -> None:
    tell_errors_plainly()
    before = list(get_logger(name).filters)
    tell_errors_plainly()
    assert get_logger(name).filters == before
    ours = logged(name, StoreBusy("another run", where="processed"))
    assert (ours.getMessage(), ours.exc_info) == ("processed: another run", None)
    cancelled = logged(name, CancelledError())
    assert (cancelled.getMessage(), cancelled.exc_info) == ("given up, as the run ends", None)
    defect = logged(name, KeyError("a defect"))
    assert defect.getMessage().startswith("Encountered") and defect.exc_info is not None
