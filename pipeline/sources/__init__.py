"""Bytes to `RawArticle`: find the files, tell their format by content, decode, read records.

    >>> from pathlib import Path
    >>> from pipeline.sources import find_files, read_file
    >>> files = find_files([Path("raw")], raw_root=Path("raw"))
    >>> articles = [item for file in files for item in read_file(file)]

A file that cannot be read yields a `pipeline.records.Failure` in place of articles; nothing is
skipped in silence.
"""

from pipeline.sources.files import SourceFile
from pipeline.sources.limits import SourceLimits
from pipeline.sources.locate import (
    Place,
    check_exist,
    coverage,
    default_root,
    exists,
    is_pattern,
    is_url,
    resolved,
)
from pipeline.sources.reading import read_bytes, read_file
from pipeline.sources.registry import Reader, formats, register
from pipeline.sources.walk import file_of, find_files

__all__ = [
    "Place",
    "Reader",
    "SourceFile",
    "SourceLimits",
    "check_exist",
    "coverage",
    "default_root",
    "exists",
    "file_of",
    "find_files",
    "formats",
    "is_pattern",
    "is_url",
    "read_bytes",
    "read_file",
    "register",
    "resolved",
]
