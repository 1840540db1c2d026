"""WARC files (ISO 28500:2017), one gzip member a record, finished in ``raw/`` by one rename."""

from __future__ import annotations

import gzip
import hashlib
import os
import uuid
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from pipeline.sources.collect.fetch import Answer
from pipeline.sources.collect.state import State
from pipeline.sources.limits import GIBIBYTE

FILE_BYTES = GIBIBYTE
"""A file is finished at this size, and the next one begun; what ISO 28500, annex C, recommends."""


class WarcFile:
    """The open file of a run, in the state folder; what a killed run left there is gone on with.

    The length on record is that after the last page that the state knows; anything behind it was
    not committed and is cut off.
    """

    def __init__(self, folder: Path, raw: Path, state: State, agent: str) -> None:
        self._folder, self._raw, self._state, self._agent = folder, raw, state, agent
        self._stream: BinaryIO | None = None
        self.finished: list[Path] = []
        left = state.open_file()
        self._name = left[0] if left else ""
        for orphan in folder.glob("collect-*.warc.gz"):  # begun, and nothing in it committed
            if orphan.name != self._name:
                orphan.unlink()
        if left and (folder / left[0]).exists():
            self._stream = (folder / left[0]).open("r+b")
            self._stream.truncate(left[1])
            self._stream.seek(0, os.SEEK_END)
        elif left:  # renamed already, and killed before the state heard of it
            state.file_closed()

    def write(self, answer: Answer) -> tuple[str, int]:
        """Append a response; returns the file's name and length, for the state to commit."""
        if self._stream is None:
            self._begin(answer.at)
        assert self._stream is not None
        self._stream.write(_packed(_response(answer)))
        self._stream.flush()
        os.fsync(self._stream.fileno())
        return self._name, self._stream.tell()

    def rotate(self) -> None:
        """Finish the file when it is large enough."""
        if self._stream is not None and self._stream.tell() >= FILE_BYTES:
            self.finish()

    def finish(self) -> None:
        """Move the file into the raw folder, where readers see it whole."""
        if self._stream is None:
            return
        self._stream.close()
        self._stream = None
        target = self._raw / self._name
        (self._folder / self._name).rename(target)
        _sync(self._raw)
        self._state.file_closed()
        self.finished.append(target)

    def abandon(self) -> None:
        """Close the file where it is: the next run goes on with it."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _begin(self, at: datetime) -> None:
        self._name = f"collect-{at:%Y%m%dT%H%M%S.%f}-{uuid.uuid4().hex[:6]}.warc.gz"
        self._stream = (self._folder / self._name).open("xb")
        self._stream.write(_packed(_info(self._name, self._agent, at)))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _packed(record: bytes) -> bytes:
    return gzip.compress(record, compresslevel=6, mtime=0)


def _response(answer: Answer) -> bytes:
    """The response as HTTP/1.1 would carry it; a header cannot break out of its line."""
    head = [f"HTTP/1.1 {answer.status} {_line(answer.reason)}"]
    head += [f"{_line(name)}: {_line(value)}" for name, value in answer.headers]
    block = "\r\n".join([*head, "", ""]).encode("latin-1", errors="replace") + answer.body
    digest = hashlib.sha256(answer.body).hexdigest()
    return _record(
        block,
        ("WARC-Type", "response"),
        ("WARC-Target-URI", answer.url),
        ("WARC-Date", _date(answer.at)),
        ("WARC-IP-Address", answer.address),
        ("WARC-Payload-Digest", f"sha256:{digest}"),
        ("Content-Type", "application/http; msgtype=response"),
    )


def _info(name: str, agent: str, at: datetime) -> bytes:
    about = (
        f"software: {agent}\r\nformat: WARC File Format 1.1\r\n"
        "robots: classic\r\nconformsTo: https://iipc.github.io/warc-specifications/\r\n"
    )
    return _record(
        about.encode(),
        ("WARC-Type", "warcinfo"),
        ("WARC-Date", _date(at)),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    )


def _record(block: bytes, *fields: tuple[str, str]) -> bytes:
    record = BytesIO()
    record.write(b"WARC/1.1\r\n")
    identity = ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>")
    for name, value in (*fields, identity, ("Content-Length", str(len(block)))):
        record.write(f"{name}: {value}\r\n".encode())
    record.write(b"\r\n" + block + b"\r\n\r\n")
    return record.getvalue()


def _line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def _date(at: datetime) -> str:
    """With fractions, as WARC/1.1 allows: of two fetches in one second the later counts."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
