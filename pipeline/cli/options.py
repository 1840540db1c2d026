"""Options that several commands have, and the settings that come of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

if TYPE_CHECKING:
    from pipeline.run.config import Config

Out = Annotated[Path | None, Parameter(name=("--out", "-o"))]
Flag = Annotated[bool, Parameter(negative=())]


def config_of(**flags: Any) -> Config:
    """The effective settings; a flag that is None was not given."""
    from pipeline.run.config import load_config

    return load_config(flags)
