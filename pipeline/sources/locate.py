"""What a user names as input: a file, a folder, a pattern such as ``raw/**/*.html``, a URL.

A URL (``s3://bucket/raw``) may come as a `pathlib.Path`, which takes one slash out of it; both
spellings mean the same here. Nothing in this module reads content.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from pipeline.errors import UsageError

Place: TypeAlias = Path | str

_URL = re.compile(r"([a-z][a-z0-9+.\-]+):/+(.*)", re.DOTALL)  # "c:/" is a drive
_MAGIC = re.compile(r"[*?\[]")


def is_url(place: Place) -> bool:
    """Whether this names something in an object store or another file system of `fsspec`."""
    return _URL.match(str(place)) is not None


def url_of(place: Place) -> str:
    """The URL with both slashes.

    >>> url_of(Path("s3://bucket/raw"))
    's3://bucket/raw'
    """
    match = _URL.match(str(place))
    if match is None:
        raise UsageError("not a URL", where=str(place))
    return f"{match[1]}://{match[2]}"


def is_pattern(place: Place) -> bool:
    """Whether this has wildcards and is not itself the name of a file."""
    if not _MAGIC.search(str(place)):
        return False
    return is_url(place) or not Path(place).exists()


def fixed_part(place: Place) -> Path:
    """The folder that a pattern starts from.

    >>> str(fixed_part("raw/2024-*/**/*.html"))
    'raw'
    """
    parts = Path(place).parts
    magic = next((i for i, part in enumerate(parts) if _MAGIC.search(part)), len(parts))
    return Path(*parts[:magic])


def resolved(place: Place) -> Path:
    """The place by its absolute name, without links but for its last part; a URL as it is."""
    if is_url(place):
        return Path(place)
    path = Path(place)
    if is_pattern(path):
        start = fixed_part(path)
        return start.resolve() / path.relative_to(start)
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def exists(place: Place) -> bool:
    """Whether there is such a file, folder or object; for a pattern, the folder it starts from."""
    start = fixed_part(place) if is_pattern(place) else Path(place)
    if is_url(start):
        from pipeline.sources.remote import remote_exists

        return remote_exists(start)
    return start.exists()


def check_exist(places: Sequence[Place]) -> None:
    """Refuse inputs that are not there, before any work.

    Raises:
        UsageError: one does not exist, or none was given.
    """
    if not places:
        raise UsageError("no input path given", hint="name a file or folder of articles")
    for place in places:
        if not exists(place):
            raise UsageError(
                "no such file or directory", where=str(place), hint="check the path's spelling"
            )


def default_root(places: Sequence[Place]) -> Path:
    """The raw root when none is given: the folder itself, or the parent that all paths share.

    Raises:
        UsageError: some lie in a file system and some in another.
    """
    folders = [_folder(place) for place in places]
    if len({is_url(folder) for folder in folders}) > 1:
        raise UsageError("folders and URLs cannot be read in one run", hint="run it for each")
    return Path(os.path.commonpath(folders))


def _folder(place: Place) -> Path:
    if is_pattern(place):
        return resolved(fixed_part(place))
    path = resolved(place)
    if is_url(path):
        from pipeline.sources.remote import remote_is_file

        return path.parent if remote_is_file(path) else path
    return path if path.is_dir() else path.parent


def check_inside(place: Place, root: Path) -> None:
    """Refuse an input outside of the raw root.

    Raises:
        UsageError: it lies outside.
    """
    if not resolved(place).is_relative_to(root):
        raise UsageError(
            f"the path lies outside the raw root {root}",
            where=str(place),
            hint="give --raw-root a folder that contains every input",
        )


def coverage(places: Sequence[Place], root: Path) -> Callable[[str], bool]:
    """A test whether the file of a URI lies under ``places``, whether or not it still exists."""
    tests = [_covers(resolved(place).relative_to(root).as_posix()) for place in places]
    patterns = [is_pattern(place) for place in places]
    return lambda uri: any(
        _matches(test, uri, pattern) for test, pattern in zip(tests, patterns, strict=True)
    )


def _covers(top: str) -> str:
    return "" if top == "." else top


def _matches(top: str, uri: str, pattern: bool) -> bool:
    if pattern:
        return pattern_regex(top).match(uri) is not None
    return not top or uri == top or uri.startswith(f"{top}/")


def pattern_regex(pattern: str) -> re.Pattern[str]:
    """A regular expression for a shell pattern over whole paths, as git and zsh read it.

    ``*`` and ``?`` stay within one part, ``**`` as a part of its own stands for any folders, also
    none; a folder that matches stands for all that is in it.

    Raises:
        UsageError: a range of characters that runs backwards.

    >>> bool(pattern_regex("raw/**/*.html").match("raw/a/b/c.html"))
    True
    >>> bool(pattern_regex("raw/*.html").match("raw/a/c.html"))
    False
    """
    parts = re.split(r"/+", pattern)
    expression = ""
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            expression += ".*" if last else "(?:[^/]+/)*"
        else:
            expression += _part_regex(part) + ("" if last else "/")
    try:
        return re.compile(expression + r"(?:/.*)?\Z", re.DOTALL)
    except re.error as error:  # "[z-a]"
        raise UsageError(f"not a pattern: {error.msg}", where=pattern) from error


def _part_regex(part: str) -> str:
    """A run of stars is one: several would take quadratic time and more."""
    pieces = re.findall(r"\*+|\?|\[!?\]?[^\]]{0,200}\]|.", part, re.DOTALL)
    return "".join(_piece_regex(piece) for piece in pieces)


def _piece_regex(piece: str) -> str:
    if piece.startswith("*"):
        return "[^/]*"
    if piece == "?":
        return "[^/]"
    if piece.startswith("[") and len(piece) > 1:
        inner = piece[1:-1].replace("\\", "\\\\").replace("[", r"\[").replace("^", r"\^")
        return f"[^/{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
    return re.escape(piece)
