"""Readers by format name; a package adds one through the entry point group `factmill.sources`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias

from pipeline import plugins
from pipeline.errors import PluginError, SourceError, UnsupportedFormat

if TYPE_CHECKING:
    from pipeline.records import Failure, RawArticle
    from pipeline.sources.files import SourceFile
    from pipeline.sources.limits import SourceLimits

Reader: TypeAlias = "Callable[[SourceFile, SourceLimits], Iterator[RawArticle | Failure]]"

GROUP: Final = "factmill.sources"
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
    if name not in _readers and (added := plugins.load(GROUP).get(name)):
        _readers[name] = _guarded(name, added)
    if name not in _readers:
        raise UnsupportedFormat(
            f"no reader for the format '{name}'", hint=f"known are {', '.join(formats())}"
        )
    return _readers[name]


def formats() -> list[str]:
    """Names of all formats that can be read, sorted."""
    return sorted({*_BUILT_IN, *_readers, *(entry.name for entry in plugins.plugins(GROUP))})


def claimed(head: bytes, name: str) -> str | None:
    """The format of a plug-in that claims a file which begins with ``head``; None when none does.

    Raises:
        PluginError: a reader of a plug-in cannot say what it reads.
        SourceError: it breaks off over this file.
    """
    for plugin, reader in plugins.load(GROUP).items():
        claims = getattr(reader, "claims", None)
        if claims is None:
            raise PluginError(
                "the reader has no attribute 'claims'", where=f"{GROUP}: {plugin}",
                hint="a function of the first bytes and the name; see docs/plugins.md",
            )  # fmt: skip
        if _claims(claims, plugin, head, name):
            return plugin
    return None


def _claims(claims: Callable[[bytes, str], bool], plugin: str, head: bytes, name: str) -> bool:
    try:
        return claims(head, name)
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise SourceError(f"the plug-in '{plugin}' cannot say if it is its own: {why}") from error


def _guarded(name: str, reader: Reader) -> Reader:
    """A reader of a plug-in: a defect of it fails the file, not the run."""

    from pipeline.records import Failure, RawArticle

    def read(file: SourceFile, limits: SourceLimits) -> Iterator[RawArticle | Failure]:
        try:
            for item in reader(file, limits):
                if not isinstance(item, (RawArticle, Failure)):
                    raise TypeError(f"gave {item!r:.60}, which is no RawArticle or Failure")
                yield item
        except (SourceError, OSError):
            raise
        except Exception as error:
            raise SourceError(
                f"the plug-in '{name}' cannot read it: {type(error).__name__}: {error}"
            ) from error

    return read
