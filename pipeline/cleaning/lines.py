"""Raw text as lines: repaired, hard-wrapped paragraphs rejoined, raw offsets kept.

A *line* here is what the block model judges: a paragraph, heading or menu entry on a line of its
own. Its raw span always covers exactly the characters it was made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.cleaning import repair as mend
from pipeline.cleaning.view import CharClass, Codes, Ints, TextView, code_points, view_of
from pipeline.cleaning.words import words

_WIDEST = 120
"""Text is not wrapped at more columns than this."""
_KEEP_HYPHEN = words(
    "all anti cross double eight ex far first five four full half high ill long low mid nine non "
    "off one open part pro quarter second self seven short six so ten third three twenty two "
    "ultra vice well"
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a document. ``raw_start[i]:raw_end[i]`` is where ``view`` line *i* came from;
    both are -1 where there is no raw text to point at (HTML)."""

    view: TextView
    raw_start: Ints
    raw_end: Ints

    def cut(self, places: Mapping[int, int]) -> Lines:
        """Cut lines in two, each at so many characters from its start."""
        texts, starts, ends, blank = [], [], [], []
        for line, text in enumerate(self.view.texts()):
            start, end = int(self.raw_start[line]), int(self.raw_end[line])
            at = places.get(line)
            middle = start if at is None or start < 0 else start + at
            if at is not None:
                texts.append(text[:at])
                starts.append(start)
                ends.append(middle)
                blank.append(self.view.blank_before[line])
            texts.append(text[at:])
            starts.append(middle)
            ends.append(end)
            blank.append(0 if at is not None else self.view.blank_before[line])
        return _rebuilt(texts, np.array(blank), np.array(starts), np.array(ends))


def read_lines(raw: str) -> Lines:
    """Split ``raw`` into lines, mend each, and rejoin those that were cut at a fixed width."""
    lines = _mended(raw)
    if (width := wrap_width(lines.view)) is not None:
        lines = _unwrapped(lines, width)
    return lines


def mended(texts: Sequence[str]) -> list[str]:
    """The texts, none of which breaks a line, repaired and without white space around them."""
    out = list(texts)
    sizes = np.array([len(text) + 1 for text in texts], np.int64)
    for line in _suspect_lines(code_points("\n".join(texts)), np.cumsum(sizes) - sizes):
        out[line] = mend.repair(texts[line]).strip()
    return out


def lines_of(texts: Sequence[str]) -> Lines:
    """Lines from ready-made texts, each of them one line."""
    nowhere = np.full(len(texts), -1)
    return _rebuilt(texts, np.zeros(len(texts), np.int64), nowhere, nowhere)


def _mended(raw: str) -> Lines:
    codes = code_points(raw)
    damage = _damage(raw, codes)
    if damage == _ODD_SPACES:  # one character for one: the offsets stay
        raw = mend.plain_spaces(raw)
        codes = code_points(raw)
    view = view_of(raw, codes)
    if damage < _BROKEN:
        return Lines(view, view.line_start, view.line_end)
    texts = view.texts()
    for line in _suspect_lines(codes, view.line_start):
        texts[line] = mend.repair(texts[line])
    return _rebuilt(texts, view.blank_before, view.line_start, view.line_end)


_SOUND, _ODD_SPACES, _BROKEN = 0, 1, 2
_LEAD, _TRAIL = 4, 8
_AMPERSAND = ord("&")


@cache
def _suspects() -> npt.NDArray[np.uint8]:
    """For each character, what it may be a sign of, as bits."""
    table = np.zeros(0x10000, np.uint8)
    for chars, sign in (
        (mend.SPACES, _ODD_SPACES),
        (mend.BROKEN_CHARS, _BROKEN),
        (mend.LEADS, _LEAD),
        (mend.TRAILS, _TRAIL),
    ):
        table[[ord(char) for char in chars]] |= sign
    return table


def _damage(raw: str, codes: Codes) -> int:
    """What any line may need; far cheaper than asking each line."""
    if "&" in raw and mend.has_entity(raw):
        return _BROKEN
    place = np.flatnonzero(codes - np.uint32(0x09) >= 0x7F - 0x09)  # below 9 it wraps around
    if len(place) == 0:
        return _SOUND
    signs = _suspects()[np.minimum(codes[place], 0xFFFF)]
    after = _suspects()[np.minimum(codes[np.minimum(place + 1, len(codes) - 1)], 0xFFFF)]
    if (signs & _BROKEN).any() or ((signs & _LEAD > 0) & (after & _TRAIL > 0)).any():
        return _BROKEN
    return _ODD_SPACES if (signs & _ODD_SPACES).any() else _SOUND


def _suspect_lines(codes: Codes, line_start: Ints) -> list[int]:
    """Lines that repair may change."""
    control = (codes < 0x20) & ((codes < 0x09) | (codes > 0x0D))
    place = ((codes >= 0x7F) | control | (codes == _AMPERSAND)).nonzero()[0]
    signs = _suspects()[np.minimum(codes[place], 0xFFFF)]
    after = _suspects()[np.minimum(codes[np.minimum(place + 1, len(codes) - 1)], 0xFFFF)]
    odd = (signs & (_BROKEN | _ODD_SPACES) > 0) | (codes[place] == _AMPERSAND)
    odd |= (signs & _LEAD > 0) & (after & _TRAIL > 0)
    return sorted(set((line_start.searchsorted(place[odd], "right") - 1).tolist()) - {-1})


def _rebuilt(texts: Sequence[str], blank_before: Ints, start: Ints, end: Ints) -> Lines:
    """Lines of new texts. A text that repair left blank is gone, its raw span with it."""
    flat = texts
    if not all(texts) or len("\n".join(texts).splitlines()) > len(texts):
        flat = [" ".join(text.splitlines()) for text in texts]
    flat = [text.strip() for text in flat]
    full = [index for index, text in enumerate(flat) if text]
    gaps = blank_before[full] + 1
    gaps[:1] -= 1
    parts = ["\n" * gap + flat[index] for gap, index in zip(gaps.tolist(), full, strict=True)]
    return Lines(view_of("".join(parts)), start[full], end[full])


def wrap_width(view: TextView) -> int | None:
    """Column at which the text was wrapped, None when its lines are whole paragraphs.

    A line was broken by width, and not by its author, when the next word would not have fitted.
    """
    length = view.line_end - view.line_start
    if view.lines < 8:
        return None
    narrow = length <= _WIDEST
    if length[narrow].sum() < 0.8 * length.sum():
        return None
    width = int(np.percentile(length[narrow], 97))
    joints = _cut(view, width)
    adjacent = view.blank_before[1:] == 0
    starts = view.classes[view.line_start[1:]]
    lower = (starts == CharClass.LOWER) & joints
    if width < 40 or joints.sum() < 0.5 * adjacent.sum() or lower.sum() < 0.3 * joints.sum():
        return None
    return width if joints.sum() >= 4 else None


def _cut(view: TextView, width: int) -> npt.NDArray[np.bool_]:
    """For each pair of neighbouring lines, whether the first was cut at ``width``."""
    length = view.line_end - view.line_start
    first_word = np.array(
        [len(view.line(index).split(None, 1)[0]) for index in range(1, view.lines)], np.int64
    )
    no_room = length[:-1] + 1 + first_word > width
    cut: npt.NDArray[np.bool_] = no_room & (view.blank_before[1:] == 0) & (length[:-1] <= width + 2)
    return cut


def _unwrapped(lines: Lines, width: int) -> Lines:
    view = lines.view
    begins = np.concatenate(([True], ~_cut(view, width)))
    first = np.flatnonzero(begins)
    last = np.concatenate((first[1:] - 1, [view.lines - 1]))
    vocabulary = set(view.text.split())
    texts = [
        _join([view.line(index) for index in range(low, high + 1)], vocabulary)
        for low, high in zip(first.tolist(), last.tolist(), strict=True)
    ]
    return _rebuilt(texts, view.blank_before[first], lines.raw_start[first], lines.raw_end[last])


def _join(parts: Sequence[str], vocabulary: set[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text = join_hyphenated(text, part, vocabulary) or f"{text} {part}"
    return text


def join_hyphenated(left: str, right: str, vocabulary: set[str]) -> str | None:
    """Rejoin a word divided at the end of a line; None when none is.

    The hyphen stays where the document writes the word with it, or where its first part is one
    that English puts before a hyphen ("long-term").

    >>> join_hyphenated("talks on inter-", "national trade", set())
    'talks on international trade'
    >>> join_hyphenated("its first-", "quarter bill", set())
    'its first-quarter bill'
    """
    if len(left) < 3 or left[-1] not in "-‐¬" or not left[-2].isalpha() or not right[0].islower():
        return None
    head, tail = left.split()[-1][:-1], right.split()[0]
    tied = head + "-" + tail
    keep = tied in vocabulary or (head + tail not in vocabulary and _is_compound(head))
    return left + right if keep and left[-1] != "¬" else left[:-1] + right


def _is_compound(head: str) -> bool:
    return head.lower() in _KEEP_HYPHEN or "-" in head or not head.islower()
