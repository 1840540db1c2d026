"""What a reader is given: a file, an object of a store, or a member of an archive."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pipeline.sources.streams import Unpacking

SIDECAR_SUFFIX = ".meta.json"
Opener: TypeAlias = Callable[[], BufferedReader]


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The metadata file beside an article."""

    name: str
    open: Opener


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An input below the raw root. ``uri`` is its path relative to the root, with ``/``.

    Readers take the bytes from `open`, never from ``path``: the file may lie in an object store, or
    be a member of the archive at ``path``. ``size`` and ``mtime`` are those of the file or object
    that holds it. With ``once``, the bytes can be read a single time, and every call of `open`
    gives the same stream.
    """

    path: Path
    uri: str
    size: int
    mtime: datetime
    sidecar: Sidecar | None = None
    problem: str | None = None
    opener: Opener | None = None
    member: str | None = None
    once: bool = False
    unpacking: Unpacking | None = None

    @property
    def stamp(self) -> tuple[int, datetime]:
        """Size and modification time: when both are as before, the file need not be hashed."""
        return self.size, self.mtime

    @property
    def name(self) -> str:
        """The last part of the name, whose suffix helps to tell the format."""
        return (self.member or self.path.name).rpartition("/")[2]

    def open(self) -> BufferedReader:
        """A stream of the content, from its start.

        Raises:
            OSError: it cannot be opened.
            SourceError: what it is packed in is damaged.
        """
        return self.opener() if self.opener else self.path.open("rb")

    def head(self, count: int) -> bytes:
        """The first ``count`` bytes, which remain to be read."""
        if self.once:
            return self.open().peek(count)[:count]
        with self.open() as stream:
            # what is packed may be damaged further on: see no further than need be
            return stream.peek(count)[:count] if self.unpacking else stream.read(count)


def sidecar_names(name: str) -> tuple[str, str]:
    """What the sidecar of a file may be called: ``a.html.meta.json`` or ``a.meta.json``."""
    folder, slash, last = name.rpartition("/")
    stem = last.rpartition(".")[0] or last
    return name + SIDECAR_SUFFIX, folder + slash + stem + SIDECAR_SUFFIX


def owned_sidecars(names: Collection[str]) -> set[str]:
    """Those of ``names`` that are the sidecar of another; one of nothing is read, and fails."""
    articles = (name for name in names if not name.endswith(SIDECAR_SUFFIX))
    return {found for name in articles for found in sidecar_names(name)}.intersection(names)
