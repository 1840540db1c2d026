"""Verdicts on lines to blocks and text, offsets exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from pipeline.cleaning.kinds import Kind
from pipeline.records import Block


@dataclass(frozen=True, slots=True)
class Segments:
    """Stretches of neighbouring text with one verdict each, on their way to being blocks: a column
    for each field of `Block`, since a page has hundreds.

    ``raw_start``/``raw_end`` are null for HTML.
    """

    texts: list[str]
    kinds: list[Kind]
    kept: Sequence[bool]
    reasons: Sequence[str]
    scores: Sequence[float | None]
    raw_start: Sequence[int | None]
    raw_end: Sequence[int | None]

    @property
    def kept_ratio(self) -> float:
        """Kept characters over characters seen; 1.0 of nothing."""
        seen = sum(map(len, self.texts))
        return sum(map(len, compress(self.texts, self.kept))) / seen if seen else 1.0


_TIGHT = frozenset({Kind.LIST_ITEM, Kind.TABLE_ROW})
_NAMES = {kind: kind.value for kind in Kind}


def assemble(segments: Segments, title: str | None) -> tuple[str, int, tuple[Block, ...]]:
    """The article's text, where its body starts, and the blocks.

    The text is the title line when known, a blank line, and the kept segments with a blank line
    between them (items of one list and rows of one table follow each other line by line). A kept
    segment of kind title stands for the title line.
    """
    parts: list[str] = [title] if title else []
    length = len(title) if title else 0
    body_start: int | None = None
    before: Kind | None = None
    stands: list[int | None] = [None] * len(segments.texts)
    kept = compress(enumerate(zip(segments.texts, segments.kinds, strict=True)), segments.kept)
    for index, (text, kind) in kept:
        if kind is Kind.TITLE:
            stands[index] = 0
            continue
        if length:
            gap = "\n" if kind is before and kind in _TIGHT else "\n\n"
            parts.append(gap)
            length += len(gap)
        parts.append(text)
        stands[index] = length
        body_start = length if body_start is None else body_start
        length += len(text)
        before = kind
    text = "".join(parts)
    return text, len(text) if body_start is None else body_start, _blocks(segments, stands)


def _blocks(segments: Segments, stands: Sequence[int | None]) -> tuple[Block, ...]:
    """The blocks; ``stands`` is where the text of each kept one starts."""
    placed = list(zip(stands, segments.texts, strict=True))
    return tuple(
        map(
            Block,
            range(len(placed)),
            map(_NAMES.__getitem__, segments.kinds),
            segments.kept,
            segments.reasons,
            segments.scores,
            segments.raw_start,
            segments.raw_end,
            stands,
            [None if start is None else start + len(text) for start, text in placed],
            [text if start is None else None for start, text in placed],
        )
    )
