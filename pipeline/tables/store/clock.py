"""The time that rows carry."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from pipeline.errors import SettingsError


def now() -> datetime:
    """This moment in UTC, or the one that SOURCE_DATE_EPOCH names (reproducible-builds.org).

    Raises:
        SettingsError: it is not a number of seconds.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed is None:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(
            f"SOURCE_DATE_EPOCH is not a number of seconds: {fixed!r}", where="environment"
        ) from error
