"""No regular expression of the package takes more than linear time on a hostile text."""

from __future__ import annotations

import re
import time

import pytest

from pipeline.cleaning.metadata.headline import House, without_site
from pipeline.cleaning.metadata.people import clean_authors
from pipeline.extraction.aliases.names import honorific_length, without_legal_form
from pipeline.extraction.dates import find_dates
from pipeline.extraction.money import find_money
from pipeline.extraction.sentences import sentence_starts
from tests.regexes import Use, grows, in_functions, pumps, uses

HOUSE = House.of(["Brief"], "brief.example")
MOST = 8.0
"""Growth of the time when the text is four times as long: 4 is linear, 16 quadratic."""


def worst(use: Use) -> tuple[float, str] | None:
    """The largest growth above `MOST`, and the piece that causes it."""
    for piece in pumps(use.pattern)[:12]:
        if piece and (found := grows(use, piece)) and found > MOST:
            again = grows(use, piece)  # once may be chance
            if again and again > MOST:
                return again, piece
    return None


def every_use() -> list[Use]:
    found: dict[tuple[object, int, bool], Use] = {}
    for use in (*uses(), *in_functions()):
        found.setdefault((use.pattern.pattern, use.pattern.flags, use.searched), use)
    return list(found.values())


def test_every_expression_is_linear() -> None:
    found = every_use()
    assert len(found) > 400, "the expressions are no longer found"
    slow = {use.name: (why, use.pattern.pattern) for use in found if (why := worst(use))}
    assert slow == {}


REPEATED = {
    "titles": lambda n: clean_authors(["Dr. " * n + "Jane Doe"]),
    "credentials": lambda n: clean_authors(["Jane Doe" + " PhD" * n]),
    "blanks of a byline": lambda n: clean_authors(["Jane" + " " * 4 * n]),
    "brackets of a byline": lambda n: clean_authors(["Jane" + "<" * 4 * n]),
    "names of the publication": lambda n: without_site("Grain" + " | Brief" * n, HOUSE),
    "bars of a title": lambda n: without_site("Grain" + " |" * n + " x", HOUSE),
    "legal forms": lambda n: without_legal_form("Sun" + " Inc" * n),
    "honorifics": lambda n: honorific_length("Mr. " * n + "Ban"),
    "full stops": lambda n: sentence_starts("." * 4 * n + "x"),
    "days": lambda n: find_dates("3 May " * n),
    "amounts": lambda n: find_money("$ 5 million " * n),
}


@pytest.mark.parametrize("what", REPEATED)
def test_what_is_taken_off_again_and_again_takes_linear_time(what: str) -> None:
    """Loops around an expression that is linear by itself."""

    def spent(count: int) -> float:
        begun = time.thread_time()
        REPEATED[what](count)
        return time.thread_time() - begun

    whole = min(spent(2000) for _ in range(2))
    assert whole < 0.05 or whole < MOST * min(spent(500) for _ in range(3))


@pytest.mark.parametrize(
    ("pattern", "searched", "linear"),
    [
        (r"(a+)+$", False, False),
        (r"(?:\d+,?)+x", True, False),
        (r"\s+x", True, False),
        (r"<meta[^>]*charset", True, False),
        (r"<meta[^>]{0,200}charset", True, True),
        (r"[a-z]+", True, True),
        (r"a+b", False, True),
        (r"a+b", True, False),
    ],
)
def test_the_attack_finds_what_it_should(pattern: str, searched: bool, linear: bool) -> None:
    assert (worst(Use("x", re.compile(pattern), searched)) is None) == linear
