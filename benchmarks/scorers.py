"""The scorers of the development data, run as they are."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any


def scorer_of(area: str, shared: Path) -> Any:
    """The module ``bench/score_AREA.py``, loaded from where it lies.

    Raises:
        FileNotFoundError: there is none.
    """
    path = shared / "bench" / f"score_{area}.py"
    spec = importlib.util.spec_from_file_location(f"score_{area}", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
