"""What the block model sees of a line beside its words and shape."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.cleaning.features import DENSE, EDGES, MARKUP, features
from pipeline.cleaning.model import shipped
from pipeline.cleaning.view import view_of

ARTICLE = """The harbour and its ferries
The old harbour has been dredged for the ferries that cross the strait every morning.
Ferries of the larger kind could not land at the old harbour until the strait was dredged.
Ten recipes with courgettes
$ 12.99
Shop now
Another pier of the harbour is for fishing boats, which leave the strait before the ferries do.
Shop now
Shop now"""
COHESION, NEAR, ALIKE, MONEY = range(DENSE - MARKUP - 4, DENSE - MARKUP)


@pytest.fixture(scope="module")
def dense() -> np.ndarray:
    return features(view_of(ARTICLE)).dense


@pytest.mark.parametrize("column", [COHESION, NEAR])
def test_a_heading_shares_words_with_the_prose_and_a_teaser_does_not(
    dense: np.ndarray, column: int
) -> None:
    assert dense[0, column] == 1
    assert dense[3, column] == 0


def test_a_word_that_is_said_once_does_not_come_back() -> None:
    alone = (
        "Nobody else in this text speaks about the dredging of harbours, or of other matters here."
    )
    found = features(view_of(alone)).dense
    assert found[0, COHESION] == 0
    assert found[0, NEAR] == 0


def test_prose_far_away_is_not_near() -> None:
    prose = (
        "The ferries cross the strait to the harbour every morning, and come back every evening."
    )
    lines = [prose, *["A short line"] * 40, "Ferries of the harbour"]
    found = features(view_of("\n".join(lines))).dense
    assert found[-1, COHESION] == 1
    assert found[-1, NEAR] == 0


def test_lines_built_alike_are_counted(dense: np.ndarray) -> None:
    assert dense[5, ALIKE] == dense[7, ALIKE] == pytest.approx(np.log1p(2) / 5)
    assert dense[4, ALIKE] == 0


@pytest.mark.parametrize(
    ("line", "signs"),
    [("€ 5", 1), ("£5 or $6", 2), ("$$$$", 3), ("500 ₸", 1), ("five pounds", 0), ("🥇 first", 0)],
)
def test_signs_of_money(line: str, signs: int) -> None:
    assert features(view_of(f"Prices\n{line}")).dense[1, MONEY] == pytest.approx(signs / 3)


def test_first_words_of_long_and_short_lines_differ() -> None:
    text = "Reviews\nReviews of the play were kind to its author and to nobody else in the theatre"
    edges = features(view_of(text)).edges
    assert edges.shape == (2, EDGES)
    assert edges[0, 0] == edges[1, 0]
    assert edges[0, 3] != edges[1, 3]


def test_the_lexicon_says_how_much_of_a_line_it_knows() -> None:
    view = view_of("the minister said in the house\nqwzk vxqj zzkw\nthe qwzk\n—")
    assert shipped().scores(view).known.tolist() == [1.0, 0.0, 0.5, 0.0]
