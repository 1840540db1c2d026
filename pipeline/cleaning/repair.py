"""Mends what encoding and copying broke, and leaves wording alone.

Repaired: UTF-8 read as another encoding (by ftfy, which explains its rules at
https://ftfy.readthedocs.io), HTML entities left in plain text, no-break and other odd spaces,
zero-width characters and soft hyphens, ligatures of PDF files, letters apart from their accents.
Left as found: quotation marks, dashes, doubled spaces, spelling.
"""

from __future__ import annotations

import html
import re
import unicodedata

SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Spaces other than the plain one."""
_SPACES = dict.fromkeys(map(ord, SPACES), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\ufffc"))
_INVISIBLE |= dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_CONTROL = dict.fromkeys(code for code in range(0x20) if chr(code) not in "\t\n\r\x0b\x0c")
_CONTROL[0x7F] = None
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st",
}  # fmt: skip
_TABLE: dict[int, str | None] = {**_SPACES, **_INVISIBLE, **_CONTROL, **_LIGATURES}
_CHARS = "".join(map(chr, _TABLE))

# What UTF-8 looks like in a single-byte encoding: a lead byte, then a continuation byte. A first,
# cheap sieve; ftfy then weighs the line. Lead bytes as Latin-1, Windows-1251 and Windows-1252 show
# them, continuation bytes likewise.
LEADS = "".join(map(chr, range(0xC2, 0xF5))) + "РСВГ"
TRAILS = (
    "".join(map(chr, (*range(0x80, 0xC0), *range(0x2013, 0x203B), *range(0x401, 0x410))))
    + "".join(map(chr, range(0x451, 0x460)))
    + "ŒœŠšŸŽžƒˆ˜ҐґЂ№™€"
)
_MOJIBAKE = re.compile(f"[{LEADS}][{re.escape(TRAILS)}]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")
_JOINER = re.compile(r"(?<=[A-Za-zÀ-ɏЀ-ӿ])[\u200c\u200d](?=[A-Za-zÀ-ɏЀ-ӿ])")
_MARK = re.compile("[\u0300-\u036f]")
_C1 = re.compile("[\u0080-\u009f]")
_SUSPECT = re.compile(
    f"{_MOJIBAKE.pattern}|{_ENTITY.pattern}|{_C1.pattern}|[{re.escape(_CHARS)}\u200c\u200d"
    "\u0300-\u036f]"
)
BROKEN_CHARS = "".join(char for char in _CHARS if char not in SPACES) + "\u200c\u200d"
BROKEN_CHARS += "".join(map(chr, (*range(0x80, 0xA0), *range(0x300, 0x370))))
"""One of these, ``&`` or one of `LEADS` before one of `TRAILS` stands in every text that needs more
than its spaces made plain."""


def plain_spaces(text: str) -> str:
    """Odd spaces made plain, one for one."""
    for char in SPACES:
        if char in text:
            text = text.replace(char, " ")
    return text


def has_entity(text: str) -> bool:
    """Whether something in it looks like an HTML entity."""
    return _ENTITY.search(text) is not None


def needs_repair(text: str) -> bool:
    """Whether `repair` could change ``text``: a sieve that costs far less than the repair."""
    return _SUSPECT.search(text) is not None


def repair(text: str) -> str:
    """Mend one line of text.

    >>> repair("the prime ministerâ€™s\\u00a0office")
    'the prime minister’s office'
    >>> repair("AT&amp;T said \\u200b“no\\u201c")
    'AT&T said “no“'
    """
    if not needs_repair(text):
        return text
    if _MOJIBAKE.search(text) or _C1.search(text):
        text = _decode_again(text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    text = _JOINER.sub("", text).translate(_TABLE)
    return unicodedata.normalize("NFC", text) if _MARK.search(text) else text


def _decode_again(text: str) -> str:
    from ftfy import fix_encoding  # imported late: most articles are sound
    from ftfy.fixes import fix_c1_controls

    # ftfy reads a no-break space inside a damaged sequence only where it still is one, so this
    # comes before the spaces are mended.
    return str(fix_c1_controls(fix_encoding(text)))


def _entity(match: re.Match[str]) -> str:
    """The character of a known entity that does not break a line; others stay."""
    char = html.unescape(match.group())
    return match.group() if char != char.strip("\r\n\x0b\x0c") else char
