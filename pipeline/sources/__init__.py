"""Bytes to `RawArticle`: find the files, tell their format by content, decode, read records.

    >>> from pathlib import Path
    >>> from pipeline.sources import find_files, read_file
    >>> files = find_files([Path("raw")], raw_root=Path("raw"))
    >>> articles = [item for file in files for item in read_file(file)]

A file that cannot be read yields a `pipeline.records.Failure` in place of articles; nothing is
skipped in silence.
"""

from pipeline.sources.limits import SourceLimits
from pipeline.sources.reading import read_bytes, read_file
from pipeline.sources.registry import Reader, formats, register
from pipeline.sources.walk import SourceFile, check_exist, default_root, find_files

__all__ = [
    "Reader",
    "SourceFile",
    "SourceLimits",
    "check_exist",
    "default_root",
    "find_files",
    "formats",
    "read_bytes",
    "read_file",
    "register",
]
