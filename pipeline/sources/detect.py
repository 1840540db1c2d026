"""Tell a file's format by its content; the suffix only settles what content leaves open."""

from __future__ import annotations

import json
import re
import zlib

from pipeline.errors import EmptySource, UnsupportedFormat

HEAD_BYTES = 8192
"""How much of a file is looked at."""

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_START = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|main|section|header|div|p|h[1-6]|table"
    rb"|ul|span|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(rb"<(?:html|head|body|p|div|br|article|h[1-6]|span|a)\b[^>]*>", re.IGNORECASE)
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_JSONL_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")
_TABLE_SUFFIXES = (".csv", ".tsv")
_JSON_START = re.compile(rb'\s*+(?:\[\s*+\{\s*+|\{\s*+)"(?:[^"\\\n]|\\.){1,200}+"\s*+:')
"""A record, or a list of them, over several lines or as one."""
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # an empty one
}
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_TAR = slice(257, 262), b"ustar"
_MAGIC = {
    b"%PDF": "a PDF",
    b"\xfd7zXZ\0": "an xz file",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "an SQLite database",
    b"{\\rtf": "an RTF document",
}


def detect_format(head: bytes, name: str = "") -> str:
    """Name of the format ("text", "html", "jsonl", "parquet", "warc", or how it is packed: "gzip",
    "bzip2", "zstd", "tar", "zip") of content that starts so.

    Args:
        head: the first `HEAD_BYTES` bytes.
        name: the file's name.

    Raises:
        EmptySource: no bytes but white space.
        UnsupportedFormat: binary content.
    """
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise EmptySource("the file is empty", where=name or None)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/") or _inflated(head).startswith(b"WARC/"):
        return "warc"
    if packed := _packing(head):
        return packed
    _refuse_binary(head, name)
    lowered = name.lower()
    if lowered.endswith(_JSONL_SUFFIXES) or _first_line_is_json(head):
        return "jsonl"
    plain = head.removeprefix(_BOMS[0])
    if _HTML_START.match(plain) or (lowered.endswith(_HTML_SUFFIXES) and _ANY_TAG.search(plain)):
        return "html"
    _refuse_data(plain, name)
    return "text"


def _packing(head: bytes) -> str | None:
    """Name of the compression or archive format, if it is one."""
    place, magic = _TAR
    if head[place] == magic:
        return "tar"
    if _BZIP2.match(head):
        return "bzip2"
    return next((name for start, name in _PACKED.items() if head.startswith(start)), None)


def _inflated(head: bytes) -> bytes:
    """What a gzip stream begins with; nothing when it is none."""
    if not head.startswith(b"\x1f\x8b"):
        return b""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""


def _refuse_binary(head: bytes, name: str) -> None:
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise UnsupportedFormat(
                f"this is {what}, not text, HTML or JSON lines",
                where=name or None,
                hint="convert it to text first",
            )
    controls = sum(head.count(byte) for byte in range(9)) + head.count(0x7F)
    if not head.startswith(_BOMS[1:]) and (b"\0" in head or controls > len(head) // 50):
        raise UnsupportedFormat(
            "the content is binary, not text",
            where=name or None,
            hint="Factmill reads text, HTML, JSON lines, Parquet, WARC, and archives of them",
        )


def _refuse_data(plain: bytes, name: str) -> None:
    """Tables and JSON that is not a record a line: as text they would be articles of brackets."""
    if name.lower().endswith(_TABLE_SUFFIXES):
        raise UnsupportedFormat(
            "this is a table as CSV",
            where=name,
            hint="convert it to JSON lines or Parquet with a column 'text' or 'html'",
        )
    if _JSON_START.match(plain):
        raise UnsupportedFormat(
            "this is JSON, but not one record a line",
            where=name or None,
            hint="`jq -c .` makes a line of a record, `jq -c '.[]'` lines of a list",
        )


def _first_line_is_json(head: bytes) -> bool:
    first, newline, _ = head.removeprefix(_BOMS[0]).lstrip().partition(b"\n")
    if not first.startswith(b"{"):
        return False
    if not newline and len(head) >= HEAD_BYTES:  # a long record: its start must do
        return re.match(rb'\{\s*"(?:[^"\\]|\\.)+"\s*:', first) is not None
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:  # not JSON (or not UTF-8): text that begins with a brace
        return False
