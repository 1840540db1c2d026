"""Hostile archives and compressed files, as bytes made here; `cases` says how each ends."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Mapping

import zstandard

Member = tuple[str, bytes, bytes]
"""Name, content, and type (``tarfile.REGTYPE`` and so on)."""


def tar(members: Iterable[Member]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data, kind in members:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(data) if kind == tarfile.REGTYPE else 0
            info.linkname = data.decode() if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def files(contents: Mapping[str, bytes]) -> list[Member]:
    return [(name, data, tarfile.REGTYPE) for name, data in contents.items()]


def zipped(contents: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def zip_link(name: str, target: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, target)
    return buffer.getvalue()


def zip_encrypted(data: bytes) -> bytes:
    """The flag of encryption set, in both headers."""
    plain = bytearray(zipped({"a.txt": data}))
    plain[6] |= 1
    plain[plain.index(b"PK\x01\x02") + 8] |= 1
    return bytes(plain)


def zip_overlapping(copies: int, size: int) -> bytes:
    """Many directory entries that all point at one member (after D. Fifield's zip bomb)."""
    one = zipped({"a.txt": b"x" * size})
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry, tail = one[start:end], bytearray(one[end:])
    names = [f"{n:05d}".encode() for n in range(copies)]
    directory = b"".join(entry[:46] + name for name in names)
    tail[8:12] = copies.to_bytes(2, "little") * 2
    tail[12:16] = len(directory).to_bytes(4, "little")
    return one[:start] + directory + bytes(tail)


def zip_long_directory(claimed: int) -> bytes:
    """An end record that claims a directory of ``claimed`` bytes."""
    one = bytearray(zipped({"a.txt": b"x"}))
    place = one.index(b"PK\x05\x06") + 12
    one[place : place + 4] = claimed.to_bytes(4, "little")
    return bytes(one)


def tar_size_lie(data: bytes, size: int) -> bytes:
    """A header that claims ``size`` bytes, in base 256 where octal does not hold it."""
    whole = tar(files({"a.txt": data}))
    info = tarfile.TarInfo("a.txt")
    info.size = size
    return info.tobuf(tarfile.GNU_FORMAT) + whole[512:]


def tar_long_name(size: int) -> bytes:
    """A GNU long-name header that claims ``size`` bytes."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, size
    return info.tobuf(tarfile.GNU_FORMAT) + b"x" * 2048


def tar_pax(record: bytes) -> bytes:
    """A pax header with just this content, before a member."""
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, len(record)
    padding = b"\0" * (-len(record) % 512)
    return info.tobuf(tarfile.USTAR_FORMAT) + record + padding + tar(files({"a.txt": b"x"}))


def tar_headers(count: int) -> bytes:
    """Pax headers one behind another, each of which describes the next."""
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 10
    return (info.tobuf(tarfile.USTAR_FORMAT) + b"10 a=bcde\n" + b"\0" * 502) * count


def nested(data: bytes, depth: int, pack: Callable[[bytes], bytes] = gzip.compress) -> bytes:
    for _ in range(depth):
        data = pack(data)
    return data


def bomb_zstd(size: int) -> bytes:
    return zstandard.ZstdCompressor(level=1).compress(b"\0" * size)


def wide_zstd(data: bytes) -> bytes:
    """A frame that asks for a window of 1 GiB (RFC 8878, section 3.1.1.1.2)."""
    block = ((len(data) << 3) | 1).to_bytes(3, "little") + data
    return b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([20 << 3]) + block


def bzip2(data: bytes) -> bytes:
    return bz2.compress(data)
