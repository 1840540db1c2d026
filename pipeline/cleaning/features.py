"""What the block model sees of each line. Language-independent but for the hashed words.

The training script uses this module too, so that model and runtime cannot drift apart. A change
here needs a new model: `VERSION` stands in the shipped file and is checked on loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.speech import speech_counts
from pipeline.cleaning.view import CHAR_CLASSES, CharClass, Hashes, Ints, TextView

VERSION = 5
HEAD_WORDS, TAIL_WORDS = 14, 6
"""Words at the start and the end of a line that are hashed; what lies between is prose anyway."""
PREFIX = 5
"""Letters of a word that stand for its stem."""
SHORT_LINE = 40
"""Lines of at most so many characters are also hashed whole."""

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint32]

_EDGES = np.array(
    [
        CharClass.UPPER, CharClass.LOWER, CharClass.LETTER, CharClass.DIGIT, CharClass.STOP,
        CharClass.COMMA, CharClass.COLON, CharClass.QUOTE, CharClass.BRACKET, CharClass.DASH,
        CharClass.BULLET,
    ],
    np.uint8,
)  # fmt: skip
EDGES = 5
_LENGTHS = (2, 4, 7, 13)
"""Words of a line from which on it counts as longer."""
_SLOT_BITS = 14
_LAST_SLOT = (1 << _SLOT_BITS) - 1
"""Words are counted by some bits of their hash, which is exact enough for a feature."""
_STRETCH = 6_151  # odd, and no small part of the slots
_USED = [c for c in range(CHAR_CLASSES) if c != CharClass.NEWLINE]
MARKUP = 22
"""Numbers that a page's markup gives of a line, all zero for plain text."""
DENSE = 70 + MARKUP
"""Numbers that a line has beside its words."""


@dataclass(frozen=True, slots=True)
class Features:
    """``dense``: lines x numbers. ``words``: hashed words x 3 keys (word, pair, stem), ordered by
    line; ``word_count``: how many rows of it each line has. ``edges``: lines x 5 keys (first word,
    last word, whole short line, first and last word of a line of this length). Keys are 32-bit
    hashes; 0 stands for nothing."""

    dense: Floats
    words: Keys
    word_count: Ints
    edges: Keys


def features(view: TextView, markup: Floats | None = None) -> Features:
    """Features of all lines of a text. ``markup``: lines x `MARKUP` for a page, see
    `pipeline.cleaning.html.markup`; None for plain text."""
    counts = np.bincount(view.word_line, minlength=view.lines)
    first = np.cumsum(counts) - counts
    words, kept = _word_keys(view, counts, first)
    return Features(_dense(view, counts, markup), words, kept, _edge_keys(view, counts, first))


def _key(hashes: Hashes, salt: int) -> Keys:
    """32 bits of salted hashes, never 0."""
    mixed = (hashes + np.uint64(salt)) * np.uint64(0x94D049BB133111EB)
    return (mixed >> np.uint64(32)).astype(np.uint32) | np.uint32(1)


def _word_keys(view: TextView, counts: Ints, first: Ints) -> tuple[Keys, Ints]:
    here = _hashed(counts, first)
    out = np.zeros((len(here), 3), np.uint32)
    hashes, lines = view.word_hash, view.word_line
    own, line = hashes[here], lines[here]
    out[:, 0] = _key(own, 1)
    paired = (lines[1:] == lines[:-1])[here[:-1]].nonzero()[0]
    out[paired, 1] = _key(own[paired] * np.uint64(3) + hashes[here[paired] + 1], 2)
    long = ((view.word_end - view.word_start)[here] > PREFIX).nonzero()[0]
    out[long, 2] = _key(view.stem_hash(here[long], PREFIX), 3)
    return out, np.bincount(line, minlength=view.lines)


def _hashed(counts: Ints, first: Ints) -> Ints:
    """The words that are hashed: the first and the last of each line."""
    long = (counts > HEAD_WORDS + TAIL_WORDS).nonzero()[0]
    skip = np.zeros(int(counts.sum()) + 1, np.int8)
    skip[first[long] + HEAD_WORDS] = 1
    skip[first[long] + counts[long] - TAIL_WORDS] = -1
    hashed: Ints = (np.cumsum(skip[:-1], dtype=np.int8) == 0).nonzero()[0]
    return hashed


def _edge_keys(view: TextView, counts: Ints, first: Ints) -> Keys:
    out = np.zeros((view.lines, EDGES), np.uint32)
    some = np.flatnonzero(counts)
    head, tail = view.word_hash[first[some]], view.word_hash[first[some] + counts[some] - 1]
    long = np.digitize(counts[some], _LENGTHS).astype(np.uint64)
    out[some, 0] = _key(head, 4)
    out[some, 1] = _key(tail, 5)
    out[some, 3] = _key(head + long, 7)
    out[some, 4] = _key(tail + long, 8)
    length = view.line_end - view.line_start
    out[:, 2] = np.where(length <= SHORT_LINE, _key(view.line_hash, 6), 0)
    return out


def _dense(view: TextView, counts: Ints, markup: Floats | None) -> Floats:
    length = (view.line_end - view.line_start).astype(np.float32)
    shares, stops = _class_shares(view, length)
    out = np.empty((view.lines, DENSE), np.float32)
    out[:, 0] = np.log1p(length) / 6
    out[:, 1] = np.log1p(counts) / 5
    out[:, 2] = length / (counts + 1) / 12
    out[:, 3] = np.minimum(view.blank_before, 3) / 3
    out[:-1, 4], out[-1:, 4] = out[1:, 3], 1
    out[:, 5] = np.minimum(view.indent, 12) / 12
    out[:, 6] = np.log1p(stops) / 3
    out[:, 7:22] = shares
    out[:, 22:33] = view.classes[view.line_start][:, None] == _EDGES
    out[:, 33:44] = view.classes[view.line_end - 1][:, None] == _EDGES
    columns = [
        *_case(view, counts),
        *_place(view, length, stops),
        *_repeats(view, counts),
        *_speech(view, counts),
        *_cohesion(view, length, stops),
        *_likes(view, counts),
    ]
    for number, column in enumerate(columns, start=44):
        out[:, number] = column
    out[:, -MARKUP:] = 0 if markup is None else markup
    return out


def _class_shares(view: TextView, length: Floats) -> tuple[Floats, Ints]:
    """Share of each character class in each line, and the number of sentence stops."""
    end = np.append(view.line_start[1:], len(view.classes))
    line = np.repeat(np.arange(view.lines) * CHAR_CLASSES, end - view.line_start)
    inside = view.classes[view.line_start[0] :] if view.lines else view.classes[:0]
    flat = np.bincount(line + inside, minlength=view.lines * CHAR_CLASSES)
    table = flat.reshape(view.lines, CHAR_CLASSES)
    return (table[:, _USED] / length[:, None]).astype(np.float32), table[:, CharClass.STOP]


def _case(view: TextView, counts: Ints) -> list[npt.NDArray[np.float64]]:
    """Share of capitalised words, of words all in capitals, and of short words."""
    size = view.word_end - view.word_start
    upper = (view.classes[view.word_start] == CharClass.UPPER).nonzero()[0]
    longer = upper[size[upper] > 1]
    shout = longer[view.classes[view.word_end[longer] - 1] == CharClass.UPPER]
    total = np.maximum(counts, 1)
    return [
        np.bincount(view.word_line[chosen], minlength=view.lines) / total
        for chosen in (upper, shout, size <= 3)
    ]


def _place(view: TextView, length: Floats, stops: Ints) -> list[npt.NDArray[np.float64] | float]:
    """Where the line stands: in the document, and in its prose."""
    lines = view.lines
    index = np.arange(lines)
    prose = np.where((length > 80) & (stops > 0), length, 0)
    before = np.cumsum(prose) - prose
    total = max(1.0, float(prose.sum()))
    return [
        index / max(1, lines),
        np.minimum(index, 30) / 30,
        np.minimum(lines - 1 - index, 30) / 30,
        before / total,
        (total - before - prose) / total,
        np.minimum(before, 400) / 400,
        np.minimum(np.maximum(total - before - prose, 0), 400) / 400,
        float(np.log1p(lines)) / 7,
        float(np.log1p(total)) / 10,
        total / max(1.0, float(length.sum())),
    ]


def _repeats(view: TextView, counts: Ints) -> list[npt.NDArray[np.float64]]:
    """How often the line stands in the document, and how its words recur there."""
    again = _frequency(view.line_hash)
    content = (view.word_end - view.word_start >= 4).nonzero()[0]
    often = _frequency(view.word_hash)[content]
    line = view.word_line[content]
    total = np.maximum(np.bincount(line, minlength=view.lines), 1)
    weight = np.minimum(often - 1, 6)
    shared = np.bincount(line, weights=weight, minlength=view.lines) / total / 6
    single = np.bincount(line[often == 1], minlength=view.lines) / total
    return [np.log1p(again - 1) / 3, shared, single]


def _cohesion(view: TextView, length: Floats, stops: Ints) -> list[npt.NDArray[np.float64]]:
    """Share of the line's longer words that stand in other prose of the document, and in prose
    near it: what an article speaks of comes back, what a teaser speaks of does not."""
    content = (view.word_end - view.word_start >= 4).nonzero()[0]
    line = view.word_line[content]
    word = (view.word_hash[content] >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
    prose = ((length > 80) & (stops > 0))[line]
    total = np.maximum(np.bincount(line, minlength=view.lines), 1)
    often = np.bincount(word[prose], minlength=1 << _SLOT_BITS)
    # A word in another stretch of eight lines is another word: it has a slot of its own there.
    near = word + (line >> 3) * _STRETCH
    nearby = np.bincount(near[prose] & _LAST_SLOT, minlength=1 << _SLOT_BITS)
    beside = nearby[near & _LAST_SLOT]
    beside += nearby[near - _STRETCH & _LAST_SLOT]
    beside += nearby[near + _STRETCH & _LAST_SLOT]
    return [
        np.bincount(line[found > prose], minlength=view.lines) / total
        for found in (often[word], beside)
    ]


def _likes(view: TextView, counts: Ints) -> list[npt.NDArray[np.float64]]:
    """How many lines of the document are built alike, and signs of money in the line."""
    ends = view.classes[view.line_start].astype(np.int64) * CHAR_CLASSES
    ends += view.classes[view.line_end - 1]
    shape = ends * 8 + np.minimum(counts, 7)
    alike = np.bincount(shape)[shape]
    money = _money()[np.minimum(view.codes, len(_money()) - 1)].nonzero()[0]
    line = np.searchsorted(view.line_start, money, "right") - 1
    priced = np.bincount(line, minlength=view.lines)
    return [np.log1p(alike - 1) / 5, np.minimum(priced, 3) / 3]


@cache
def _money() -> npt.NDArray[np.bool_]:
    """Which code points are signs of money; the last stands for all that are higher."""
    signs = np.zeros(0x2100, np.bool_)
    signs[[ord(sign) for sign in "$€£¥₹₽₸₴₺₩"]] = True
    return signs


def _speech(view: TextView, counts: Ints) -> list[npt.NDArray[np.float64]]:
    """Words of consent, of address and of report: whether there are any, and their share."""
    found = speech_counts(view)
    total = np.maximum(counts, 1)
    return [np.log1p(number) / 2 for number in found] + [number / total for number in found]


def _frequency(hashes: Hashes) -> Ints:
    """How often each hash occurs; counted in 2**14 slots, which is exact enough for a feature."""
    slot = (hashes >> np.uint64(50)).astype(np.int64)
    counted: Ints = np.bincount(slot, minlength=1 << 14)[slot]
    return counted
