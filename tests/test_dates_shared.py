"""Floors below which the date extractor may not fall on the development sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.dates import OURS, score

#: set -> (value F1, interval F1), a little below what was last measured (docs/benchmarks.md).
FLOORS = {"news": (81.0, 85.0), "hard": (95.0, 95.0), "recognizers": (57.0, 55.0)}


@pytest.mark.shared
@pytest.mark.parametrize("name", FLOORS)
def test_development_set(shared: Path, name: str) -> None:
    result = score(shared, name, OURS)
    value, interval = FLOORS[name]
    assert result["value"]["F"] >= value
    assert result["interval"]["F"] >= interval
