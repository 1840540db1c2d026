"""A finding of `factmill doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "note", "warning", "fault"]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding.

    Args:
        name: what was looked at.
        status: "fault" stops runs, "warning" may, "note" is for information.
        found: what is there.
        fix: what to do about it; empty when there is nothing to do.
    """

    name: str
    status: Status
    found: str
    fix: str = ""
