"""Text from outside as it may be printed: nothing in it commands a terminal or turns a line around.

Names of files, sites and articles are anybody's: an escape sequence in one would move the cursor, a
line break would make one failure look like two.
"""

from __future__ import annotations

import re
from typing import Final

COMMANDS: Final = frozenset(
    map(chr, [*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)
"""Control characters, and those that turn the direction of what follows."""
_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_GONE: Final = dict.fromkeys(map(ord, COMMANDS))
_ESCAPES: Final = {ord(character): ascii(character)[1:-1] for character in COMMANDS}


def printable(text: str) -> str:
    r"""``text`` on one line, with escapes for what would command a terminal.

    >>> printable("a\x1b[31mb\nc")
    'a\\x1b[31mb\\nc'
    """
    escaped = text.translate(_ESCAPES)
    return escaped.encode("utf-8", "backslashreplace").decode()  # names that are not UTF-8


def printable_lines(text: str) -> str:
    """``text`` with its line breaks, and escapes as of `printable`."""
    return "\n".join(map(printable, text.split("\n")))


def one_line(text: str) -> str:
    r"""``text`` as it may be stored: one line without control characters, which some databases
    refuse and a title must not bring into the text. Lone surrogates become U+FFFD.

    >>> one_line("a\x1b[31mb\nc")
    'a[31mb c'
    """
    line = _BREAKS.sub(" ", text).translate(_GONE)
    return line.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
