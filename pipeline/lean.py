"""Libraries without the parts that no run needs and that take longer to import than the rest.

A run over one short article spends most of its time on imports. Both functions do nothing once the
part in question is there, and leave it importable for whoever asks for it later.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import Any

_LOCK = Lock()


def import_spacy() -> None:
    """Import spaCy without its command line (typer, jinja2, httpx...), of which it takes one name,
    `spacy.info`."""
    with _LOCK:
        if "spacy" in sys.modules:
            return
        package, module = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
        package.__path__ = []
        module.info = _spacy_info  # type: ignore[attr-defined]
        stand_ins = {package.__name__: package, module.__name__: module}
        sys.modules.update(stand_ins)
        try:
            import spacy  # noqa: F401
        except ImportError:  # a version that takes more of it
            pass
        finally:
            for name in stand_ins:
                sys.modules.pop(name, None)


def _spacy_info(*arguments: Any, **options: Any) -> Any:
    from spacy.cli.info import info

    return info(*arguments, **options)


@contextmanager
def collector_off() -> Iterator[None]:
    """Import large packages without the garbage collector, which looks in vain through all that
    they make: a tenth of the seconds that Prefect takes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_pandas_out() -> None:
    """Let pyarrow make arrays of lists without importing pandas, which it does to see whether they
    are Series.

    For our own processes alone: `Table.to_pandas` imports pandas all the same, but ``pa.array`` no
    longer knows a Series for one.
    """
    import pyarrow as pa

    if "pandas" in sys.modules:
        return
    sys.meta_path.insert(0, _NoPandas)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(_NoPandas)


class _NoPandas:
    """A finder, for `sys.meta_path`."""

    @staticmethod
    def find_spec(name: str, *rest: Any) -> None:
        if name == "pandas":
            raise ImportError("not needed here", name=name)
