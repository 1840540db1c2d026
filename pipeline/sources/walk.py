"""Find the files to read, in an order that does not depend on the file system."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import UsageError

SIDECAR_SUFFIX = ".meta.json"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file below the raw root. ``uri`` is its path relative to the root, with ``/``."""

    path: Path
    uri: str
    size: int
    mtime: datetime
    sidecar: Path | None = None
    problem: str | None = None

    @property
    def stamp(self) -> tuple[int, datetime]:
        """Size and modification time: when both are as before, the file need not be hashed."""
        return self.size, self.mtime


def default_root(paths: Sequence[Path]) -> Path:
    """The raw root when none is given: the folder itself, or the parent that all paths share."""
    folders = [path if path.is_dir() else path.parent for path in paths]
    return Path(os.path.commonpath([folder.resolve() for folder in folders]))


def find_files(paths: Sequence[Path], raw_root: Path | None = None) -> list[SourceFile]:
    """List the article files under ``paths``, sorted by URI, each once.

    Hidden files and folders and sidecars (``NAME.meta.json``) are no articles of their own.

    Raises:
        UsageError: a path does not exist, or lies outside ``raw_root``.
    """
    check_exist([*paths, *([raw_root] if raw_root else [])])
    root = (raw_root or default_root(paths)).resolve()
    found: dict[str, SourceFile] = {}
    for path in paths:
        _check_inside(path, root)
        for file in _walk(path):
            described = _describe(file, root)
            found[described.uri] = described
    return [found[uri] for uri in sorted(found)]


def check_exist(paths: Sequence[Path]) -> None:
    """Refuse paths that are not there, before any work.

    Raises:
        UsageError: one does not exist, or none was given.
    """
    if not paths:
        raise UsageError("no input path given", hint="name a file or folder of articles")
    for path in paths:
        if not path.exists():
            raise UsageError(
                "no such file or directory", where=str(path), hint="check the path's spelling"
            )


def _check_inside(path: Path, root: Path) -> None:
    if not path.resolve().is_relative_to(root):
        raise UsageError(
            f"the path lies outside the raw root {root}",
            where=str(path),
            hint="give --raw-root a folder that contains every input",
        )


def _walk(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, subfolders, names in os.walk(path, onerror=_raise, followlinks=False):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        present = set(names)
        yield from (Path(folder, name) for name in subfolders if Path(folder, name).is_symlink())
        for name in names:
            if not name.startswith(".") and not _is_sidecar(name, present):
                yield Path(folder, name)


def _raise(error: OSError) -> None:
    raise UsageError(
        f"the folder cannot be listed: {error.strerror}",
        where=str(error.filename),
        hint="check its permissions",
    ) from error


def _is_sidecar(name: str, present: set[str]) -> bool:
    """A sidecar belongs to a file beside it; one that belongs to nothing is read, and fails."""
    if not name.endswith(SIDECAR_SUFFIX):
        return False
    owner = name.removesuffix(SIDECAR_SUFFIX)
    return any(
        other != name and (other == owner or other.rpartition(".")[0] == owner)
        for other in present
        if not other.endswith(SIDECAR_SUFFIX)
    )


def _describe(path: Path, root: Path) -> SourceFile:
    uri = (path.parent.resolve() / path.name).relative_to(root).as_posix()
    problem = None
    if not _is_utf8(uri):
        uri = os.fsencode(uri).decode("utf-8", "backslashreplace")
        problem = "the name is not UTF-8: rename the file or its folder"
    elif path.name.endswith(SIDECAR_SUFFIX):
        problem = "a sidecar without its article: add the article or remove the sidecar"
    elif path.is_symlink() and path.is_dir():
        problem = "a link to a folder is not followed: name the folder itself as an input"
    elif path.is_symlink() and not path.resolve().is_relative_to(root):
        problem = "a link that leads out of the raw root is not followed"
    elif not path.is_file():
        problem = "not a regular file (a broken link, pipe or device)"
    stat = path.lstat() if problem else path.stat()
    return SourceFile(
        path=path,
        uri=uri,
        size=stat.st_size,
        mtime=datetime.fromtimestamp(stat.st_mtime_ns // 1000 / 1_000_000, tz=UTC),
        sidecar=_sidecar(path),
        problem=problem,
    )


def _is_utf8(name: str) -> bool:
    """Bytes of a file name that are no UTF-8 reach Python as lone surrogates (PEP 383)."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _sidecar(path: Path) -> Path | None:
    for name in (path.name + SIDECAR_SUFFIX, path.stem + SIDECAR_SUFFIX):
        candidate = path.with_name(name)
        if candidate != path and candidate.is_file():
            return candidate
    return None
