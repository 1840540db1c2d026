"""Bylines, datelines and closing credits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.cleaning.metadata.bylines import read_byline, read_dateline, read_reporters

TABLE = Path(__file__).parent / "data" / "metadata" / "bylines.tsv"


def examples() -> list[tuple[str, tuple[str, ...], date | None]]:
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, names, day, _ = line.split("\t")
        authors = tuple(name for name in names.split("; ") if name)
        rows.append((text, authors, date.fromisoformat(day) if day else None))
    return rows


@pytest.mark.parametrize(("line", "authors", "published"), examples())
def test_byline(line: str, authors: tuple[str, ...], published: date | None) -> None:
    found = read_byline(line)
    assert (found.authors, found.published) == (authors, published)


def test_update_is_known_as_such() -> None:
    assert read_byline("Updated 19 October 2022, 11.42").updated


def test_order_of_a_numeric_date_is_told_by_the_page() -> None:
    assert read_byline("04/09/2023", order="dmy").published == date(2023, 9, 4)
    assert read_byline("04/09/2023", order="mdy").published == date(2023, 4, 9)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ASTANA, March 3 (Reuters) - Kazakhstan said on Friday", (3, 3, None)),
        ("ANKARA, March 18, 2021 (Meridian Wire) - Turkey's bank", (3, 18, 2021)),
        ("RAJSHAHI, Dec 20, 2025 (BSS) - Gardening makes", (12, 20, 2025)),
        ("PARIS, 4 septembre (AFP) - Le gouvernement a", (9, 4, None)),
        ("In March 3 ships left the port - none came back", None),
        ("DOROHUSK – For the third week in a row", None),
        ("Washington, on the other hand, said nothing", None),
    ],
)
def test_dateline(line: str, found: tuple[int, int, int | None] | None) -> None:
    assert read_dateline(line) == found


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "Rates rose. (Reporting by Deniz Korkut in Ankara and Helen Marsh in London; "
            "editing by Ian Prescott)",
            ("Deniz Korkut", "Helen Marsh"),
        ),
        ("The ministry (reporting by its own staff) declined to comment.", ()),
        ("A sentence (with brackets).", ()),
    ],
)
def test_closing_credit(line: str, names: tuple[str, ...]) -> None:
    assert read_reporters(line) == names
