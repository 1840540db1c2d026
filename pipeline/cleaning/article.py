"""Verdicts on lines to blocks and text, offsets exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.cleaning.kinds import Kind
from pipeline.records import Block


class Segment(NamedTuple):  # a tuple: there are hundreds in a page, and it is made in half the time
    """Neighbouring text with one verdict, on its way to being a `Block`.

    ``raw_start``/``raw_end`` are null for HTML.
    """

    text: str
    kind: Kind
    kept: bool
    reason: str
    score: float | None
    raw_start: int | None
    raw_end: int | None


_TIGHT = frozenset({Kind.LIST_ITEM, Kind.TABLE_ROW})


def assemble(segments: Sequence[Segment], title: str | None) -> tuple[str, int, tuple[Block, ...]]:
    """The article's text, where its body starts, and the blocks.

    The text is the title line when known, a blank line, and the kept segments with a blank line
    between them (items of one list and rows of one table follow each other line by line). A kept
    segment of kind title stands for the title line.
    """
    parts: list[str] = [title] if title else []
    length = len(title) if title else 0
    body_start: int | None = None
    blocks: list[Block] = []
    before: Segment | None = None
    for index, segment in enumerate(segments):
        start: int | None = None
        if segment.kept and segment.kind is Kind.TITLE:
            start = 0
        elif segment.kept:
            gap = _gap(before, segment) if length else ""
            parts += (gap, segment.text)
            start = length + len(gap)
            length = start + len(segment.text)
            body_start = start if body_start is None else body_start
            before = segment
        blocks.append(_block(index, segment, start))
    text = "".join(parts)
    return text, len(text) if body_start is None else body_start, tuple(blocks)


def _gap(before: Segment | None, segment: Segment) -> str:
    tight = before is not None and before.kind is segment.kind and segment.kind in _TIGHT
    return "\n" if tight else "\n\n"


def _block(index: int, segment: Segment, start: int | None) -> Block:
    return Block(
        index=index,
        kind=segment.kind.value,
        kept=segment.kept,
        reason=segment.reason,
        score=segment.score,
        raw_start=segment.raw_start,
        raw_end=segment.raw_end,
        start=start,
        end=None if start is None else start + len(segment.text),
        text=None if segment.kept else segment.text,
    )


def kept_ratio(segments: Sequence[Segment]) -> float:
    """Kept characters over characters seen; 1.0 of nothing."""
    seen = sum(len(segment.text) for segment in segments)
    return sum(_kept_lengths(segments)) / seen if seen else 1.0


def _kept_lengths(segments: Sequence[Segment]) -> Iterator[int]:
    return (len(segment.text) for segment in segments if segment.kept)
