"""Marks of mentions that nest and cross."""

from __future__ import annotations

import pytest

from pipeline.view.marks import Mark, Piece, nest


def shape(pieces: tuple[Piece[str], ...]) -> list[object]:
    return [(p.tag, p.start, p.end, p.first, *shape(p.inside)) for p in pieces]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([(0, 4, "a"), (6, 9, "b")], [("a", 0, 4, True), ("b", 6, 9, True)]),
        ([(0, 9, "a"), (2, 4, "b")], [("a", 0, 9, True, ("b", 2, 4, True))]),
        ([(2, 4, "b"), (0, 9, "a")], [("a", 0, 9, True, ("b", 2, 4, True))]),
        ([(0, 5, "a"), (3, 8, "b")],
         [("a", 0, 5, True, ("b", 3, 5, True)), ("b", 5, 8, False)]),
        ([(1, 3, "a"), (1, 3, "b")], [("a", 1, 3, True, ("b", 1, 3, True))]),
        ([(4, 4, "a")], []),
        ([(5, 30, "a")], [("a", 5, 10, True)]),
    ],
)  # fmt: skip
def test_marks_nest_whatever_their_overlap(
    marks: list[tuple[int, int, str]], expected: list[object]
) -> None:
    assert shape(nest([Mark(*mark) for mark in marks], 0, 10)) == expected


def test_a_mark_that_began_before_the_block_is_not_announced_again() -> None:
    assert shape(nest([Mark(0, 8, "a")], 5, 10)) == [("a", 5, 8, False)]
