"""Find the files to read, in an order that does not depend on the file system."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from io import BufferedReader
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.sources.files import (
    SIDECAR_SUFFIX,
    Sidecar,
    SourceFile,
    owned_sidecars,
    sidecar_names,
)
from pipeline.sources.locate import (
    Place,
    check_exist,
    check_inside,
    default_root,
    exists,
    fixed_part,
    is_pattern,
    is_url,
    pattern_regex,
    resolved,
)


def find_files(paths: Sequence[Place], raw_root: Place | None = None) -> list[SourceFile]:
    """List the article files under ``paths``, sorted by URI, each once.

    A path is a file, a folder, a pattern (``raw/**/*.html``) or a URL (``s3://bucket/raw``). Hidden
    files and folders and sidecars (``NAME.meta.json``) are no articles of their own.

    Raises:
        UsageError: a path does not exist, lies outside ``raw_root``, or is a pattern that nothing
            matches.
    """
    check_exist([*paths, *([raw_root] if raw_root else [])])
    root = resolved(raw_root or default_root(paths))
    found: dict[str, SourceFile] = {}
    for path in paths:
        check_inside(path, root)
        found.update((file.uri, file) for file in _files(path, root))
    return [found[uri] for uri in sorted(found)]


def file_of(uri: str, raw_root: Place) -> SourceFile | None:
    """The file that a ``source_uri`` names; None when it is gone. No part of it is a pattern.

    Raises:
        UsageError: it lies outside ``raw_root``.
    """
    root = resolved(raw_root)
    if is_url(root):
        return next(iter(find_files([root / uri], root)), None) if exists(root / uri) else None
    for name in (uri, _not_utf8(uri)):
        check_inside(root / name, root)
        if os.path.lexists(root / name):
            return _describe(root / name, root)
    return None


def _not_utf8(uri: str) -> str:
    r"""The name that `_describe` wrote as ``caf\xe9.txt``."""

    def byte(found: re.Match[str]) -> str:
        return os.fsdecode(bytes([int(found[1], 16)]))

    return re.sub(r"\\x([89a-f][0-9a-f])", byte, uri)


def _files(place: Place, root: Path) -> Iterator[SourceFile]:
    if not is_pattern(place):
        yield from _under(place, root)
        return
    pattern = pattern_regex(resolved(place).relative_to(root).as_posix())
    matching = [f for f in _under(fixed_part(place), root) if pattern.match(f.uri)]
    if not matching:
        raise UsageError(
            "no file matches the pattern", where=str(place), hint="** stands for any folders"
        )
    yield from matching


def _under(place: Place, root: Path) -> Iterator[SourceFile]:
    if is_url(place):
        from pipeline.sources.remote import remote_files

        yield from remote_files(place, root)
    else:
        yield from (_describe(file, root) for file in local_files(Path(place)))


def local_files(path: Path) -> Iterator[Path]:
    """The file ``path`` itself, or what lies in the folder, in no order: without hidden files and
    sidecars that belong to an article, with links to folders as they are.

    Raises:
        UsageError: a folder cannot be listed.
    """
    if not path.is_dir():
        yield path
        return
    for folder, subfolders, names in os.walk(path, onerror=_raise, followlinks=False):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        owned = owned_sidecars(names)
        yield from (Path(folder, name) for name in subfolders if Path(folder, name).is_symlink())
        for name in names:
            if not name.startswith(".") and name not in owned:
                yield Path(folder, name)


def _raise(error: OSError) -> None:
    raise UsageError(
        f"the folder cannot be listed: {error.strerror}",
        where=str(error.filename),
        hint="check its permissions",
    ) from error


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


def _sidecar(path: Path) -> Sidecar | None:
    for name in sidecar_names(path.name):
        candidate = path.with_name(name)
        if candidate != path and candidate.is_file():
            return Sidecar(name, partial(_open, candidate))
    return None


def _open(path: Path) -> BufferedReader:
    return path.open("rb")
