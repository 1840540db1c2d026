"""Articles in an object store (``s3://``, ``gs://``, ``az://``) or another `fsspec` file system.

The URI of an object, and with it the id of its document, is its path below the raw root, as for a
folder on disk: the same articles have the same ids in either place. Credentials and endpoint come
from the environment (``AWS_ENDPOINT_URL`` and the like), as for a store of tables.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from io import BufferedReader
from pathlib import Path
from typing import Any, Protocol

from pipeline.errors import SourceError, UsageError
from pipeline.sources.files import (
    SIDECAR_SUFFIX,
    Sidecar,
    SourceFile,
    owned_sidecars,
    sidecar_names,
)
from pipeline.sources.locate import Place, url_of

_OBJECT_STORES = ("s3", "s3a", "gs", "az", "azure", "abfs", "abfss")
_NOT_READ = ("http", "https", "ftp")


@dataclass(frozen=True, slots=True)
class Entry:
    """An object: its path within its file system, size in bytes, and when it was written."""

    path: str
    size: int
    mtime: datetime


class FileSystem(Protocol):
    """What is asked of a file system; paths are without the protocol."""

    def entry(self, path: str) -> Entry | None:
        """The object of exactly that path."""

    def below(self, path: str) -> Iterator[Entry]:
        """All objects below a folder."""

    def open(self, path: str) -> Any:
        """A raw binary stream that can be read in any order."""


class _Objects:
    """A bucket, by `obstore`: its listing tells when an object was written, fsspec's does not."""

    def __init__(self, url: str) -> None:
        import obstore
        from obstore.store import from_url

        self._obstore = obstore
        self._store = from_url(url)

    def entry(self, path: str) -> Entry | None:
        if not path:
            return None
        try:
            return self._described(self._obstore.head(self._store, path))
        except FileNotFoundError:
            return None

    def below(self, path: str) -> Iterator[Entry]:
        for chunk in self._obstore.list(self._store, prefix=f"{path}/" if path else None):
            yield from (self._described(meta) for meta in chunk)

    def open(self, path: str) -> Any:
        return _Raw(self._obstore.open_reader(self._store, path))

    @staticmethod
    def _described(meta: Any) -> Entry:
        return Entry(meta["path"], meta["size"], meta["last_modified"])


class _Raw(io.RawIOBase):
    """An object of `obstore` as a raw stream of the standard library."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = memoryview(self._file.read(len(buffer)))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        place: int = self._file.seek(offset, whence)
        return place


class _Fsspec:
    """Any other file system."""

    def __init__(self, protocol: str) -> None:
        import fsspec

        self._system = fsspec.filesystem(protocol)
        self._slash = "/" if self._system.root_marker == "/" else ""

    def entry(self, path: str) -> Entry | None:
        try:
            info = self._system.info(self._slash + path)
        except FileNotFoundError:
            return None
        return self._described(info) if info.get("type") == "file" else None

    def below(self, path: str) -> Iterator[Entry]:
        self._system.invalidate_cache()
        try:
            found = self._system.find(self._slash + path, detail=True)
        except FileNotFoundError:
            return
        yield from (self._described(info) for info in found.values())

    def open(self, path: str) -> Any:
        return self._system.open(self._slash + path, "rb")

    @staticmethod
    def _described(info: Mapping[str, Any]) -> Entry:
        return Entry(info["name"].lstrip("/"), int(info.get("size") or 0), _moment(info))


def _moment(info: Mapping[str, Any]) -> datetime:
    """When the object was written; every file system calls it something else."""
    names = ("LastModified", "last_modified", "mtime", "created", "updated")
    value = next((info[name] for name in names if info.get(name) is not None), None)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, (int, float)):
        return datetime.fromtimestamp(value, tz=UTC)
    if isinstance(value, str):
        return datetime.fromisoformat(value).astimezone(UTC)
    return datetime(1970, 1, 1, tzinfo=UTC)


def remote_exists(place: Place) -> bool:
    """Whether there is an object of that name, or any below it.

    Raises:
        UsageError: the store cannot be reached or refuses, or a package for it is missing.
    """
    system, path = _connect(place)
    with _explained(place):
        return system.entry(path) is not None or next(system.below(path), None) is not None


def remote_is_file(place: Place) -> bool:
    """Whether the URL names one object, not a folder."""
    system, path = _connect(place)
    with _explained(place):
        return system.entry(path) is not None


def remote_files(place: Place, root: Path) -> Iterator[SourceFile]:
    """The objects under a URL; hidden ones and sidecars are no articles of their own."""
    system, path = _connect(place)
    top = _connect(root)[1]
    with _explained(place):
        single = system.entry(path)
        entries = [single, *_beside(system, single)] if single else list(system.below(path))
    listed = {entry.path: entry for entry in entries}
    owned = owned_sidecars(listed)
    for entry in listed.values():
        uri = entry.path.removeprefix(top).lstrip("/")
        hidden = any(part.startswith(".") for part in uri.split("/"))
        marker = entry.size == 0 and entry.path.endswith("/")  # a folder, as consoles make it
        if entry.path not in owned and not hidden and not marker:
            yield _file(system, entry, uri, root, listed)


def _beside(system: FileSystem, single: Entry) -> list[Entry]:
    """The sidecars of an object that was named alone."""
    if single.path.endswith(SIDECAR_SUFFIX):
        return []
    return [entry for name in sidecar_names(single.path) if (entry := system.entry(name))]


def _file(
    system: FileSystem, entry: Entry, uri: str, root: Path, listed: Mapping[str, Entry]
) -> SourceFile:
    names = (name for name in sidecar_names(entry.path) if name in listed and name != entry.path)
    sidecar = next(names, None)
    problem = None
    if entry.path.endswith(SIDECAR_SUFFIX):
        problem = "a sidecar without its article: add the article or remove the sidecar"
    return SourceFile(
        path=root / uri,
        uri=uri,
        size=entry.size,
        mtime=entry.mtime,
        sidecar=Sidecar(sidecar.rpartition("/")[2], partial(_open, system, sidecar))
        if sidecar
        else None,
        problem=problem,
        opener=partial(_open, system, entry.path),
    )


def _open(system: FileSystem, path: str) -> BufferedReader:
    try:
        return BufferedReader(system.open(path))
    except OSError:
        raise
    except Exception as error:  # every file system has errors of its own
        raise SourceError(f"cannot be read: {_first_line(error)}") from error


def _connect(place: Place) -> tuple[FileSystem, str]:
    protocol, _, path = url_of(place).partition("://")
    if protocol in _NOT_READ:
        raise UsageError(
            "web addresses are not read directly", where=url_of(place), hint="use factmill collect"
        )
    if protocol not in _OBJECT_STORES:
        return _system(protocol, ""), path.strip("/")
    bucket, _, path = path.partition("/")
    return _system(protocol, bucket), path.strip("/")


@cache
def _system(protocol: str, bucket: str) -> FileSystem:
    try:
        return _Objects(f"{protocol}://{bucket}") if bucket else _Fsspec(protocol)
    except ImportError as error:
        raise UsageError(
            f"{protocol}:// needs a package that is not installed: {error.name}",
            hint="pip install 'factmill[objectstore]'",
        ) from error
    except Exception as error:  # obstore: an address or setting that it cannot use
        raise UsageError(
            f"{protocol}:// cannot be used: {_first_line(error)}", hint="try s3://bucket/folder"
        ) from error


@contextmanager
def _explained(place: Place) -> Iterator[None]:
    """Errors of listing, whatever file system they are of, as the user's: nothing was read yet."""
    try:
        yield
    except UsageError:
        raise
    except Exception as error:
        raise UsageError(
            f"cannot be listed: {_first_line(error)}",
            where=url_of(place),
            hint="check the address, the endpoint and the credentials",
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
