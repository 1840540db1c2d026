"""Streams that count and bound what comes out of compressed files and archives."""

from __future__ import annotations

import io
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.errors import MalformedRecord, SourceError, SourceTooLarge
from pipeline.sources.limits import MEBIBYTE, NESTED_BYTES, RATIO_FREE_BYTES, SourceLimits

if TYPE_CHECKING:
    from pipeline.sources.files import Opener, SourceFile

HEADER_BYTES = MEBIBYTE
"""What a header of a tar archive may have: names of some kB, extended attributes."""

_DIGITS = re.compile(rb"[0-9]{256}")

CHUNK = 64 * 1024
"""Bytes asked of a decompressor at a time; also how far `BufferedReader.peek` sees."""


ZSTD_STEP = 1024
"""Bytes of a Zstandard file that are unpacked at a time."""

ZSTD_WINDOW = 128 * MEBIBYTE
"""Memory that a Zstandard frame may ask for; what `zstd --long=27`, its default limit, needs."""


class Readable(Protocol):
    """The part of a binary stream that is needed here."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""

    def close(self) -> None:
        """Let go of it."""


class Meter:
    """Counts the bytes that come out of one file of ``packed`` bytes, and stops a bomb."""

    def __init__(self, packed: int, limits: SourceLimits) -> None:
        self._ratio = limits.max_archive_ratio
        self._most = min(
            limits.max_archive_bytes, max(packed * limits.max_archive_ratio, RATIO_FREE_BYTES)
        )
        self._by_ratio = self._most < limits.max_archive_bytes
        self.total = 0

    @property
    def spent(self) -> bool:
        """Whether the limit is passed: nothing more can be read."""
        return self.total > self._most

    def count(self, size: int) -> None:
        """Add ``size`` bytes.

        Raises:
            SourceTooLarge: the limit is passed.
        """
        self.total += size
        if self.spent:
            why = (
                f"over {self._ratio} times the packed size" if self._by_ratio else "over the limit"
            )
            raise SourceTooLarge(
                f"unpacking was stopped at {self._most:,} bytes, {why}",
                hint="unpack it yourself if you trust it",
            )


@dataclass(frozen=True, slots=True)
class Unpacking:
    """What all layers of one archive share, and how deep this one is."""

    meter: Meter
    depth: int = 1


def enter(file: SourceFile, limits: SourceLimits) -> Unpacking:
    """Account for one more layer of packing around what is in ``file``.

    Raises:
        SourceTooLarge: too many layers.
    """
    if file.unpacking is None:
        return Unpacking(Meter(file.size, limits))
    depth = file.unpacking.depth + 1
    if depth > limits.max_archive_depth:
        raise SourceTooLarge(f"archives nested more than {limits.max_archive_depth} deep")
    return Unpacking(file.unpacking.meter, depth)


class _Unpacked(io.RawIOBase):
    """What a decompressor gives, counted; its errors become a `MalformedRecord`."""

    def __init__(self, inner: Readable, meter: Meter | None, source: Readable | None) -> None:
        self._inner, self._meter, self._source = inner, meter, source
        # `read` of gzip and others loops, and loses what it had when it comes to damage
        self._read_some = getattr(inner, "read1", inner.read)
        self._error: SourceError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer: a short read would hide the format from whoever peeks.

        What comes before damage is given first; the damage is reported by the next call.
        """
        if self._error:
            raise self._error
        view = memoryview(buffer)
        filled = 0
        try:
            while filled < len(view) and (data := self._read(len(view) - filled)):
                view[filled : filled + len(data)] = data
                filled += len(data)
        except SourceError as error:
            self._error = error
            if not filled:
                raise
        return filled

    def _read(self, size: int) -> bytes:
        try:
            data: bytes = self._read_some(min(size, CHUNK))
        except _damage() as error:
            raise MalformedRecord(f"the packed data is damaged: {error}") from error
        if self._meter:
            self._meter.count(len(data))
        return data

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            if self._source:
                self._source.close()
        super().close()


def _damage() -> tuple[type[Exception], ...]:
    import gzip

    import zstandard

    return (
        zstandard.ZstdError, gzip.BadGzipFile, zipfile.BadZipFile, tarfile.TarError, zlib.error,
        EOFError, NotImplementedError, ValueError,
    )  # fmt: skip


def unpacked(
    inner: Readable, meter: Meter | None = None, source: Readable | None = None
) -> BufferedReader:
    """A buffered stream of what the decompressor ``inner`` gives; closing it closes ``source``."""
    return BufferedReader(_Unpacked(inner, meter, source), CHUNK)


class ZstdReader:
    """A reader of Zstandard frames that notices an unfinished one.

    The library's own ``stream_reader`` takes a file cut short for a file that ends. Input goes in
    by `ZSTD_STEP` bytes, since what comes out of a step cannot be bounded: a block of 128 KiB takes
    four bytes.
    """

    def __init__(self, source: Readable) -> None:
        import zstandard

        self._engine = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
        self._source = source
        self._frame: Any = None
        self._input = self._output = b""

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; `EOFError` when the file ends within a frame."""
        while not self._output:
            self._input = self._input or self._source.read(ZSTD_STEP)
            if not self._input:
                if self._frame:
                    raise EOFError("the file ends within a Zstandard frame")
                return b""
            self._step()
        data, self._output = self._output[:size], self._output[size:]
        return data

    def _step(self) -> None:
        self._frame = self._frame or self._engine.decompressobj()
        self._output = self._frame.decompress(self._input)
        self._input = b""
        if self._frame.eof:
            self._input, self._frame = self._frame.unused_data, None

    def close(self) -> None:
        """Nothing is held."""


class Forward:
    """A file object for `tarfile` over a stream that only goes forward.

    A single read is bounded, since `tarfile` believes what a header says of its size, and long runs
    of digits are refused, on which its regular expressions take quadratic time (CVE-2024-6232).
    ``last`` is what was read last: `tarfile` ends in silence at a damaged header.
    """

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._place = 0
        self.last = b""

    def tell(self) -> int:
        """Bytes from the start."""
        return self._place

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes.

        Raises:
            SourceTooLarge: `HEADER_BYTES` or more were asked for.
            MalformedRecord: a number of hundreds of digits.
        """
        if not 0 <= size <= HEADER_BYTES:
            raise SourceTooLarge(f"a header of the archive claims {size:,} bytes")
        self.last = self._content(size)
        if size > tarfile.BLOCKSIZE and _DIGITS.search(self.last):
            raise MalformedRecord("a header of the archive has a number of hundreds of digits")
        return self.last

    def part(self, size: int) -> BufferedReader:
        """The next ``size`` bytes as a stream of their own, for as long as nothing else is read."""
        if size < 0:
            raise MalformedRecord("a member of the archive claims less than no bytes")
        return BufferedReader(_Unpacked(_Part(self, size), None, None), CHUNK)

    def _content(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._place += len(data)
        return data

    def seek(self, place: int) -> int:
        """Go forward to ``place``, or to the end.

        Raises:
            MalformedRecord: ``place`` lies behind.
        """
        if place < self._place:
            raise MalformedRecord("the archive's headers lead backwards")
        while self._place < place:
            skipped = len(self._stream.read(min(place - self._place, CHUNK)))
            if not skipped:
                break
            self._place += skipped
        return self._place


class _Part:
    """The content of a member; `Forward` stands at its start."""

    def __init__(self, place: Forward, size: int) -> None:
        self._place, self._left = place, size

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; `EOFError` when the archive ends before the member."""
        data = self._place._content(min(size, self._left))
        if not data and self._left:
            raise EOFError("the archive ends within the member")
        self._left -= len(data)
        return data

    def close(self) -> None:
        """The archive stays open."""


class Capped:
    """A seekable file object for `zipfile`, which reads a directory whole, of whatever size."""

    def __init__(self, stream: BufferedReader, cap: int) -> None:
        self._stream, self._cap = stream, cap
        self.seek, self.tell, self.close = stream.seek, stream.tell, stream.close

    def seekable(self) -> bool:
        """`zipfile` asks."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes.

        Raises:
            SourceTooLarge: more than the cap was asked for.
        """
        if size > self._cap:
            raise SourceTooLarge(f"the directory of the archive has {size:,} bytes")
        return self._stream.read(size if size >= 0 else self._cap)


@contextmanager
def reopenable(file: SourceFile) -> Iterator[Opener]:
    """A way to read ``file`` from its start as often as needed, by a temporary file if need be.

    Raises:
        SourceTooLarge: over `NESTED_BYTES`.
    """
    if not file.once:
        yield file.open
        return
    with tempfile.TemporaryFile() as copy:
        _copy(file.open(), copy)
        yield lambda: BufferedReader(_View(copy))


@contextmanager
def seekable(file: SourceFile) -> Iterator[BufferedReader]:
    """The content as a stream that can be read in any order, as Parquet and ZIP need it.

    Raises:
        SourceTooLarge: over `NESTED_BYTES`.
    """
    with file.open() as stream:
        if stream.seekable():
            yield stream
            return
        with tempfile.TemporaryFile() as copy:
            _copy(stream, copy)
            copy.seek(0)
            yield copy  # type: ignore[misc]  # a BufferedRandom, which reads the same way


class _View(io.RawIOBase):
    """Another reading of an open file, from its start, that leaves the file open."""

    def __init__(self, file: Any) -> None:
        self._file, self._place = file, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._place)
        count: int = self._file.readinto(buffer)
        self._place += count
        return count


def _copy(stream: Readable, copy: Any) -> None:
    total = 0
    while data := stream.read(CHUNK):
        total += len(data)
        if total > NESTED_BYTES:
            raise SourceTooLarge(f"inside an archive, over the limit of {NESTED_BYTES:,} bytes")
        copy.write(data)
