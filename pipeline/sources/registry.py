"""Readers by format name; a package adds one through the entry point group `factmill.sources`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, TypeAlias

from pipeline.errors import UnsupportedFormat

if TYPE_CHECKING:
    from pipeline.records import Failure, RawArticle
    from pipeline.sources.files import SourceFile
    from pipeline.sources.limits import SourceLimits

Reader: TypeAlias = "Callable[[SourceFile, SourceLimits], Iterator[RawArticle | Failure]]"

GROUP = "factmill.sources"
_BUILT_IN = {  # formats whose libraries are imported when one is met
    "text": "pipeline.sources.reading",
    "html": "pipeline.sources.reading",
    "jsonl": "pipeline.sources.reading",
    "parquet": "pipeline.sources.parquet",
    "warc": "pipeline.sources.warc",
    "gzip": "pipeline.sources.archives",
    "bzip2": "pipeline.sources.archives",
    "zstd": "pipeline.sources.archives",
    "tar": "pipeline.sources.archives",
    "zip": "pipeline.sources.archives",
}
_readers: dict[str, Reader] = {}


def register(name: str) -> Callable[[Reader], Reader]:
    """Decorator: make a function the reader of the format ``name``."""

    def keep(reader: Reader) -> Reader:
        _readers[name] = reader
        return reader

    return keep


def reader_for(name: str) -> Reader:
    """The reader of a format.

    Raises:
        UnsupportedFormat: no reader of that name is registered.
    """
    if name not in _readers and name in _BUILT_IN:
        import_module(_BUILT_IN[name])
    if name not in _readers:
        for entry in entry_points(group=GROUP, name=name):
            _readers[name] = entry.load()
    if name not in _readers:
        raise UnsupportedFormat(
            f"no reader for the format '{name}'", hint=f"known are {', '.join(formats())}"
        )
    return _readers[name]


def formats() -> list[str]:
    """Names of all formats that can be read, sorted."""
    return sorted({*_BUILT_IN, *_readers, *(entry.name for entry in entry_points(group=GROUP))})
