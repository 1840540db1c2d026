"""Nested marks out of spans that may overlap in any way."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Tag = TypeVar("Tag")


@dataclass(frozen=True, slots=True)
class Mark(Generic[Tag]):
    """A span of text and what it stands for. Offsets are code points, half-open."""

    start: int
    end: int
    tag: Tag


@dataclass(frozen=True, slots=True)
class Piece(Generic[Tag]):
    """A stretch of text under one mark, with the pieces inside it, in order.

    ``first`` is true where the mark begins. HTML nests, spans need not: a mark that crosses the end
    of another is cut there, and only its first piece should be announced and be reached by Tab.
    """

    start: int
    end: int
    tag: Tag
    first: bool
    inside: tuple[Piece[Tag], ...]


def nest(marks: Iterable[Mark[Tag]], start: int, end: int) -> tuple[Piece[Tag], ...]:
    """The pieces that cover the marked text of ``[start, end)``, in order.

    Longer marks hold shorter ones; of two with the same span, the one that comes first holds the
    other. Every marked character is under every mark that covers it, whatever their overlap.
    """
    waiting: list[tuple[int, int, int, bool, Tag]] = []
    for order, mark in enumerate(marks):
        low, high = max(mark.start, start), min(mark.end, end)
        if low < high:
            waiting.append((low, -high, order, mark.start >= start, mark.tag))
    heapq.heapify(waiting)
    return _fill(waiting, end)


def _fill(waiting: list[tuple[int, int, int, bool, Tag]], end: int) -> tuple[Piece[Tag], ...]:
    pieces = []
    while waiting and waiting[0][0] < end:
        low, minus_high, order, first, tag = heapq.heappop(waiting)
        high = min(-minus_high, end)
        if high < -minus_high:  # crosses the end of the mark that holds it: the rest goes on behind
            heapq.heappush(waiting, (end, minus_high, order, False, tag))
        pieces.append(Piece(low, high, tag, first, _fill(waiting, high)))
    return tuple(pieces)
