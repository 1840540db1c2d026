"""Compressed files (gzip, bzip2, Zstandard) and archives (tar, ZIP), streamed within limits.

A compressed file is what is in it: ``a.jsonl.gz`` has the keys of ``a.jsonl``. A member of an
archive is known by its name, and a record in it by ``name#key``; both are names only, nothing is
ever written to disk under them.
"""

from __future__ import annotations

import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Set
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from io import BufferedReader, BytesIO
from typing import Any

from pipeline.errors import (
    EmptySource,
    MalformedRecord,
    SourceError,
    SourceTooLarge,
    UnsupportedFormat,
)
from pipeline.records import Failure, RawArticle
from pipeline.sources.files import (
    SIDECAR_SUFFIX,
    Opener,
    Sidecar,
    SourceFile,
    owned_sidecars,
    sidecar_names,
)
from pipeline.sources.limits import MEBIBYTE, SIDECAR_BYTES, SIDECARS_BYTES, SourceLimits
from pipeline.sources.reading import failure_of, read_file
from pipeline.sources.registry import register
from pipeline.sources.streams import (
    Capped,
    Forward,
    Unpacking,
    ZstdReader,
    enter,
    reopenable,
    seekable,
    unpacked,
)

Items = Iterator[RawArticle | Failure]
FOLDER = "a folder"


@register("gzip")
def read_gzip(file: SourceFile, limits: SourceLimits) -> Items:
    """The file inside; several gzip members follow one another (RFC 1952)."""
    import gzip

    return _decompressed(file, limits, lambda stream: gzip.GzipFile(fileobj=stream, mode="rb"))


@register("bzip2")
def read_bzip2(file: SourceFile, limits: SourceLimits) -> Items:
    """The file inside."""
    import bz2

    return _decompressed(file, limits, lambda stream: bz2.BZ2File(stream))


@register("zstd")
def read_zstd(file: SourceFile, limits: SourceLimits) -> Items:
    """The file inside; several frames follow one another (RFC 8878)."""
    return _decompressed(file, limits, ZstdReader)


def _decompressed(
    file: SourceFile, limits: SourceLimits, reader: Callable[[BufferedReader], Any]
) -> Items:
    inside = enter(file, limits)

    def opener() -> BufferedReader:
        stream = file.open()
        return unpacked(reader(stream), inside.meter, stream)

    if file.once:
        inner = replace(file, opener=partial(_same, opener()))
    else:
        inner = replace(file, opener=opener)
    inner = replace(inner, member=_inner_name(file.name), unpacking=inside)
    return read_file(inner, limits)


def _inner_name(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    if suffix.lower() in ("tgz", "tbz2", "tzst"):
        return f"{stem}.tar"
    return stem if stem and suffix.lower() in ("gz", "gzip", "bz2", "zst", "zstd") else name


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of an archive, as its directory or header describes it."""

    name: str
    open: Opener
    once: bool = False
    problem: str | None = None


@dataclass(slots=True)
class Listing:
    """The names in an archive, and the sidecars among its members."""

    names: set[str] = field(default_factory=set)
    sidecars: dict[str, bytes] = field(default_factory=dict)
    _bytes: int = 0

    def add(self, entry: Entry, limits: SourceLimits) -> None:
        """Note a member.

        Raises:
            SourceTooLarge: too many members, or too many bytes in sidecars.
        """
        self.names.add(_tidy(entry.name))
        if len(self.names) > limits.max_archive_members:
            raise SourceTooLarge(
                f"the archive has over {limits.max_archive_members:,} members",
                hint="split it, or raise max_archive_members",
            )
        if entry.name.endswith(SIDECAR_SUFFIX) and entry.problem is None:
            self._keep(_tidy(entry.name), entry)

    def _keep(self, name: str, entry: Entry) -> None:
        with closing(entry.open()) as stream:
            data = stream.read(SIDECAR_BYTES + 1)
        self._bytes += len(data)
        if self._bytes > SIDECARS_BYTES:
            raise SourceTooLarge(f"the archive has over {SIDECARS_BYTES:,} bytes of sidecars")
        self.sidecars[name] = data


@register("tar")
def read_tar(file: SourceFile, limits: SourceLimits) -> Items:
    """Every regular member, in the archive's order.

    The headers are read once before, since the sidecar of an article mostly comes after it.
    """
    inside = enter(file, limits)
    with reopenable(file) as opener:
        listing = Listing()
        counted = inside.meter.total
        with suppress(MalformedRecord):  # met again below, after the members that come before it
            for entry in _tar_entries(opener):
                listing.add(entry, limits)
        inside.meter.total = counted
        yield from _read_entries(file, _tar_entries(opener), listing, inside, limits)


def _tar_entries(opener: Opener) -> Iterator[Entry]:
    with opener() as stream:
        place = Forward(stream)
        try:
            archive = tarfile.TarFile(fileobj=place, errorlevel=2)  # type: ignore[arg-type]
            while (member := archive.next()) is not None:
                archive.members.clear()  # type: ignore[attr-defined]  # else they pile up
                content = place.part(member.size)
                yield Entry(member.name, partial(_same, content), True, _not_a_file(member))
        except RecursionError as error:  # header upon header
            raise MalformedRecord("the archive's headers are nested too deeply") from error
        except (tarfile.TarError, ValueError, OverflowError, EOFError) as error:
            raise MalformedRecord(f"not a readable tar archive: {error}") from error
        if place.last.strip(b"\0"):  # tarfile ends in silence at a damaged header
            raise MalformedRecord(f"the archive is damaged at byte {place.tell():,}")


def _same(stream: BufferedReader) -> BufferedReader:
    return stream


def _not_a_file(member: tarfile.TarInfo) -> str | None:
    """Why a member is not read; folders are passed over before this matters."""
    if member.issym() or member.islnk():
        return "a link inside an archive is not followed"
    if member.issparse():
        return "a sparse file inside an archive is not read"
    if member.isdir():
        return FOLDER
    if not member.isreg():
        return "not a regular file (a pipe or device)"
    return None


@register("zip")
def read_zip(file: SourceFile, limits: SourceLimits) -> Items:
    """Every member, in the order of the archive's directory."""
    inside = enter(file, limits)
    with seekable(file) as stream:
        try:
            capped = Capped(stream, max(limits.max_archive_members * 320, MEBIBYTE))
            archive = zipfile.ZipFile(capped)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise MalformedRecord(f"not a readable ZIP archive: {error}") from error
        with archive:
            yield from _read_zip(archive, file, inside, limits)


def _read_zip(
    archive: zipfile.ZipFile, file: SourceFile, inside: Unpacking, limits: SourceLimits
) -> Items:
    listing = Listing()
    entries = [_zip_entry(archive, info, inside) for info in archive.infolist()]
    for entry in entries:
        listing.add(entry, limits)
    if not listing.names:
        raise EmptySource("the archive is empty")
    if "[Content_Types].xml" in listing.names or entries[0].name == "mimetype":
        raise UnsupportedFormat(
            "this is an office document or an e-book, not text, HTML or JSON lines",
            hint="convert it to text first",
        )
    yield from _read_entries(file, iter(entries), listing, inside, limits)


def _zip_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inside: Unpacking) -> Entry:
    problem = None
    if info.flag_bits & 1:
        problem = "the member is encrypted"
    elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # zipfile sets no bound to what LZMA and bzip2 give for a piece of input
        problem = "the member is compressed in a way that is not read (only deflate is)"
    elif info.create_system == 3 and stat.S_ISLNK(info.external_attr >> 16):
        problem = "a link inside an archive is not followed"

    def opener() -> BufferedReader:
        try:
            content = archive.open(info)
        except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, EOFError) as error:
            raise MalformedRecord(f"the packed data is damaged: {error}") from error
        return unpacked(content, inside.meter)

    return Entry(info.filename, opener, problem=problem)


def _read_entries(
    file: SourceFile,
    entries: Iterator[Entry],
    listing: Listing,
    inside: Unpacking,
    limits: SourceLimits,
) -> Items:
    seen: set[str] = set()
    owned = owned_sidecars(listing.names)
    for entry in entries:
        name = _tidy(entry.name)
        key = name.replace("#", "%23")
        try:
            _check_name(entry.name)
            if _passed_over(entry, name, owned):
                continue
            _check(entry, key, seen)
            seen.add(key)
            inner = _inner_file(file, entry, name, listing, inside)
            for item in read_file(inner, limits):
                if inside.meter.spent:
                    break
                yield replace(item, source_key=_joined(key, item.source_key))
        except SourceError as error:
            yield failure_of(file, error, key=key)
        inside.meter.count(0)  # raises when a member went over the limit


def _joined(key: str, inner: str | None) -> str:
    if inner is None:
        return key
    return f"{key}#{inner}"


def _tidy(name: str) -> str:
    """As it is printed and stored: ``./a.html`` is ``a.html``; bytes that are no UTF-8 escaped."""
    tidied = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return tidied.removeprefix("./")


def _passed_over(entry: Entry, name: str, owned: Set[str]) -> bool:
    """Folders, hidden files and sidecars that have their article, as in a folder on disk."""
    if entry.name.endswith("/") or entry.problem == FOLDER:
        return True
    parts = name.split("/")
    if any(part.startswith(".") and part.strip(".") for part in parts) or parts[0] == "__MACOSX":
        return True
    return name in owned


def _check_name(name: str) -> None:
    """Refuse what a careful person would not unpack; it would be a key only, yet means harm.

    Raises:
        MalformedRecord: the name leads elsewhere.
    """
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or name[1:2] == ":":
        raise MalformedRecord("the member's name leads out of the archive")


def _check(entry: Entry, key: str, seen: Set[str]) -> None:
    """Refuse what is not a file of its own.

    Raises:
        SourceError: says why.
    """
    if entry.problem:
        raise UnsupportedFormat(entry.problem)
    if key in seen:
        raise MalformedRecord("the name stands earlier in the archive")
    if entry.name.endswith(SIDECAR_SUFFIX):
        raise MalformedRecord("a sidecar without its article")


def _inner_file(
    file: SourceFile, entry: Entry, name: str, listing: Listing, inside: Unpacking
) -> SourceFile:
    found = next((n for n in sidecar_names(name) if n in listing.sidecars and n != name), None)
    sidecar = None
    if found:
        data = listing.sidecars[found]
        sidecar = Sidecar(found, lambda: BufferedReader(BytesIO(data)))
    return replace(
        file, opener=entry.open, member=name, once=entry.once, unpacking=inside, sidecar=sidecar
    )
