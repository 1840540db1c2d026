"""Captions glued to the first word of a paragraph ("... Iraq VetsPresident Nazarbaev's ...").

Scrapers that drop the tags between a picture's caption and the text after it leave a word with an
inner capital. Names have those too (McDermott, CenterCredit, YouTube), so a seam is only one where
what stands before it reads like a caption and what stands behind it like the start of a sentence,
and where the document itself does not write the whole as one word elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from pipeline.cleaning.lines import Lines
from pipeline.cleaning.view import CharClass, TextView
from pipeline.cleaning.words import words

_SEAM = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])|(?<=\d{4})(?=[A-Z][a-z]{3})")
_OPENERS = words(
    "The This These That Those There They Their It Its In On At As After Before When While Where "
    "Although But And For From With Since Last Early Earlier His Her He She We Our You Your Many "
    "Most Some Several Two Three However Despite According Under During By If To An Once Now"
)
_SHORT_OPENERS = words("It In On At As He We By If To An")  # inside names too: LinkedIn, WeWork
_SMALL = words(
    "a an and at by de del der des di du el en et for from in la le las los of on or per the to "
    "und van von with y"
)
_LONGEST = 160
_PROSE = 150
"""Characters that a paragraph behind a caption has at least."""
_STOP = re.compile(r"[.!?]\s")
_WORD = re.compile(r"[^\W\d_]+")


def split_captions(
    lines: Lines,
) -> tuple[Lines, list[int], list[int]]:
    """Give glued captions and headings lines of their own.

    Returns the lines, which of the lines given each is from, and which are captions for sure.
    """
    view = lines.view
    seams = {}
    for line, places in _seams(view).items():
        if (seam := _first_seam(view.line(line), places, view.text)) and _exact(lines, line):
            seams[line] = seam
    if not seams:
        return lines, list(range(view.lines)), []
    cuts = {line: at for line, (at, _) in seams.items()}
    split = lines.cut(cuts)
    before = np.cumsum([line in cuts for line in range(view.lines)])
    captions = [int(line + before[line] - 1) for line, (_, sure) in seams.items() if sure]
    origin = [line for line in range(view.lines) for _ in range(1 + (line in cuts))]
    return split, origin, captions


def _exact(lines: Lines, line: int) -> bool:
    """Whether repair left the line as long as it was, so that offsets in it hold in the raw."""
    raw = int(lines.raw_end[line] - lines.raw_start[line])
    return raw in (0, len(lines.view.line(line)))


def _seams(view: TextView) -> dict[int, list[int]]:
    """Where in which lines a seam may be: a cheap sieve before `_SEAM`."""
    upper = (view.classes[:-1] == CharClass.UPPER).nonzero()[0]
    before, after = view.classes[upper - 1], view.classes[upper + 1]
    inner = (before == CharClass.LOWER) | (before == CharClass.DIGIT)
    seam = upper[inner & (after == CharClass.LOWER) & (upper > 0)]
    line = view.line_start.searchsorted(seam, "right") - 1
    place = seam - view.line_start[line]
    near = place <= _LONGEST
    found: dict[int, list[int]] = {}
    for number, at in zip(line[near].tolist(), place[near].tolist(), strict=True):
        found.setdefault(number, []).append(at)
    return found


def glued_caption(line: str, document: str) -> tuple[int, bool] | None:
    """Where the caption at the start of ``line`` ends, and whether it is surely one: a heading may
    be glued to its paragraph too. None when there is no seam.

    ``document`` is the text that the line is from.

    >>> glued_caption("Crowds in Almaty after the voteThe president spoke on Sunday.", "")
    (31, False)
    >>> glued_caption("Roger McDermott lets Mr Nazarbaev speak for himself.", "") is None
    True
    """
    return _first_seam(line, range(min(len(line), _LONGEST)), document)


def _first_seam(line: str, places: Iterable[int], document: str) -> tuple[int, bool] | None:
    """`glued_caption`, when all seams are among ``places``."""
    for at in places:
        if not _SEAM.match(line, at, _LONGEST):
            continue
        if (sure := _seam(line, at, document)) is not None:
            return at, sure
        if line[:at].rstrip().endswith((".", "!", "?")):
            return None
    return None


def _seam(line: str, at: int, document: str) -> bool | None:
    """Whether a caption, for sure, ends ``at``; None when the word is whole."""
    caption, rest = line[:at], line[at:]
    before = caption.split()
    if len(before) < 3 or _STOP.search(caption):
        return None  # too short, or a sentence before it
    left, right = before[-1], rest.split(None, 1)[0]
    word = _WORD.match(right)
    opener = word.group() if word else right
    if opener in _OPENERS and len(left) > 1:
        if document.count(left + right) > 1:
            return None  # a word of the document
        return None if opener in _SHORT_OPENERS and not _uses(left, document) else False
    plain = right == opener and len(right) > 3 and len(left) > 3 and _prose(rest)
    if not (plain or left.isdigit()) or ":" in caption or not _titled(caption):
        return None
    if before[0] in _OPENERS or document.count(left + right) > 1:
        return None
    return True if left.isdigit() or _uses(opener, document) else None


def _prose(text: str) -> bool:
    return len(text) > _PROSE and _STOP.search(text) is not None


def _uses(word: str, document: str) -> bool:
    """Whether the document has the word, written like this, outside the seam."""
    start = document.find(word)
    while start >= 0:
        around = document[start - 1 : start] + document[start + len(word) : start + len(word) + 1]
        if not any(char.isalnum() or char == "_" for char in around):
            return True
        start = document.find(word, start + 1)
    return False


def _titled(caption: str) -> bool:
    """Whether most of its words have capitals, as in captions that name people and places."""
    content = [word for word in _WORD.findall(caption) if word.lower() not in _SMALL]
    content = [word for word in content if len(word) > 1]
    return bool(content) and sum(word[0].isupper() for word in content) >= 0.7 * len(content)
