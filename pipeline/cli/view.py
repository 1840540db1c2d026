"""`factmill view`: serve the viewer."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import UsageError


def run_view(
    store: Path, host: str, port: int, names: Sequence[str], *, open_browser: bool = False
) -> int:
    """Serve until interrupted.

    Raises:
        StoreNotFound: there is no store.
        UsageError: the extra is not installed, or the address cannot be listened on.
    """
    need("view", "starlette", "jinja2", "uvicorn", "duckdb")
    from pipeline.view.app import serve

    serve(store, host, port, names, open_browser=open_browser)
    return 0


def need(extra: str, *modules: str) -> None:
    """See that the modules of an optional extra are there.

    Raises:
        UsageError: one is missing.
    """
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"{', '.join(missing)} not installed", hint=f"pip install 'factmill[{extra}]'"
        )
