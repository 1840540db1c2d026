"""A cleaning rule: tide tables are not part of a notice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_TIDE = re.compile(r"^(high|low) water\b.*\d\d:\d\d", re.IGNORECASE)


def drop_tide_tables(lines: Sequence[str], site: str | None) -> Mapping[int, str]:
    """The tide lines of harbour.example; "High water delayed the ferry" is a sentence and stays."""
    if site != "harbour.example":
        return {}
    return {number: "boilerplate" for number, line in enumerate(lines) if _TIDE.match(line)}
