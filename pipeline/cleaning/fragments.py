"""Sentences that a scraper cut at every link and bold word, a line for each text node."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.view import CharClass, TextView

Flags = npt.NDArray[np.bool_]

_FEWEST, _SHARE = 5, 0.15
"""Lines that must go on in the middle of a sentence before a document counts as cut up: in other
documents a line is a paragraph, whatever it starts with."""
_LINK = 80
"""A link or bold phrase inside a sentence has at most so many characters."""


@dataclass(frozen=True, slots=True)
class Joints:
    """For each line: whether it follows the line before without a blank one, whether that ends in
    the middle of a sentence, whether this starts in the middle of one."""

    beside: Flags
    open_end: Flags
    inner: Flags

    @property
    def soft(self) -> Flags:
        """Whether the line surely goes on with the line before."""
        return self.beside & self.open_end & self.inner


def _joints(view: TextView) -> Joints:
    last = np.roll(view.classes[view.line_end - 1], 1)
    beside = view.blank_before == 0
    beside[0] = False
    closed = (last == CharClass.STOP) | (last == CharClass.COLON)
    return Joints(beside, ~closed, _inner(view))


def _inner(view: TextView) -> Flags:
    """Whether each line starts in the middle of a sentence."""
    first = view.classes[view.line_start]
    inner: Flags = (first == CharClass.LOWER) | (first == CharClass.COMMA)
    inner |= first == CharClass.STOP
    return inner


def _is_cut_up(soft: Flags, beside: Flags) -> bool:
    return bool(soft.sum() >= max(_FEWEST, _SHARE * beside.sum()))


def inside_sentences(view: TextView, keep: Flags) -> Flags:
    """Lines that are not kept, but stand in the middle of a sentence that is."""
    if _inner(view).sum() < _FEWEST:
        return np.zeros(view.lines, np.bool_)
    joints = _joints(view)
    short = view.line_end - view.line_start <= _LINK
    kept_around = np.roll(keep, 1) & np.roll(keep, -1)
    kept_around[[0, -1]] = False
    held = ~keep & short & kept_around & joints.beside & joints.open_end & np.roll(joints.soft, -1)
    either = keep | held
    if not _is_cut_up(joints.soft & either, joints.beside & either):
        return np.zeros(view.lines, np.bool_)
    return held


def continuations(view: TextView, keep: Flags) -> Flags:
    """For each line, whether it goes on with the sentence of the line before; all false in a
    document that is not cut up."""
    if _inner(view).sum() < _FEWEST:
        return np.zeros(view.lines, np.bool_)
    joints = _joints(view)
    beside = joints.beside & keep & np.roll(keep, 1)
    soft = joints.soft & beside
    if not _is_cut_up(soft, beside):
        return np.zeros(view.lines, np.bool_)
    # "At / Scratch Village / , we keep": the name in the middle belongs to both of its neighbours.
    length = view.line_end - view.line_start
    into = (np.roll(length, 1) > 40) | np.roll(soft, 1)
    linked = beside & joints.open_end & np.append(soft[1:], False) & (length <= _LINK) & into
    both: Flags = soft | linked
    return both


def joined(parts: list[str]) -> str:
    """The parts with a space between them, but for none before a comma or a stop."""
    text = parts[0]
    for part in parts[1:]:
        text += part if part[0] in ",.;:!?)”’" else f" {part}"
    return text
