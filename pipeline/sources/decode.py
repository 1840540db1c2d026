"""Bytes to text: byte order mark, UTF-8, declared encoding, statistics; damage is reported."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import UndecodableText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.I)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.\-]+)""", re.I)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE_BYTES = 64 * 1024

# The WHATWG Encoding Standard reads these labels as the Windows code page of the same script.
_WHATWG = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252",
           "us-ascii": "cp1252", "iso-8859-9": "cp1254", "tis-620": "cp874", "gb2312": "gb18030",
           "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "x-sjis": "cp932",
           "shift_jis": "cp932"}  # fmt: skip
_NOT_OF_DOCUMENTS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape"}


def decode(
    data: bytes,
    *,
    is_html: bool = False,
    declared: str | None = None,
    where: str | None = None,
) -> tuple[str, str]:
    """Decode ``data``; returns the text and the name of the encoding used.

    Order: byte order mark; UTF-8 when the bytes are valid UTF-8 (a wrong declaration is common,
    text that is UTF-8 by chance is not); the encoding ``declared`` outside the content (an HTTP
    header) or by an HTML page; statistics.

    Raises:
        UndecodableText: UTF-8 with damaged bytes, or no encoding fits.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, where), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        problem = error
    labels = [declared, _declared_label(data) if is_html else None]
    for name in [_codec(label) for label in labels if label]:
        if name and name != "utf-8":
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                continue  # the page does not keep to what it declares
    _refuse_damaged_utf8(data, problem, where)
    return _by_statistics(data, where)


def _strict(data: bytes, encoding: str, where: str | None) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(f"invalid {encoding} at byte {error.start}", where) from error


def _undecodable(message: str, where: str | None) -> UndecodableText:
    return UndecodableText(message, where=where, hint="save the file as UTF-8")


def _declared_label(data: bytes) -> str | None:
    head = data[:4096]
    match = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    return match.group(1).decode("ascii") if match else None


def _codec(label: str) -> str | None:
    """Python's name of the encoding that browsers take ``label`` for; none for a codec that makes
    no text out of bytes (``zlib``, ``rot13``) or is no encoding of documents (``idna``)."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(_WHATWG.get(label, label)).name
        "".encode(name)  # refused by codecs of bytes
    except (LookupError, ValueError):  # ValueError: a NUL in the label, or `undefined`
        return None
    return None if name in _NOT_OF_DOCUMENTS else name


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError, where: str | None) -> None:
    """Mostly valid UTF-8 sequences mean UTF-8 with damage, which no other encoding would mend."""
    valid = sum(len(match) for match in _MULTIBYTE.findall(data))
    high = len(_HIGH.findall(data))
    if valid * 2 > high:
        raise _undecodable(
            f"invalid UTF-8 at byte {error.start} (0x{data[error.start]:02x}); "
            f"{high - valid} of {high} non-ASCII bytes are damaged",
            where,
        )


def _by_statistics(data: bytes, where: str | None) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    if best is None:
        raise _undecodable("no known text encoding fits the bytes", where)
    try:
        return data.decode(best.encoding), best.encoding
    except UnicodeDecodeError as error:
        raise _undecodable(
            f"looks like {best.encoding} but is not, at byte {error.start}", where
        ) from error
