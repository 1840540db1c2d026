"""SECURITY.md and docs/sources.md name the limits that the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.run.config import Config
from pipeline.sources import SourceLimits
from pipeline.sources.collect import CollectSettings

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| `(\w+)` \| (\d+) \|", re.MULTILINE)


def defaults() -> dict[str, int]:
    config = {name: field.default for name, field in Config.model_fields.items()}
    limits, collecting = SourceLimits(), CollectSettings()
    own = {name: getattr(limits, name) for name in SourceLimits.__slots__}
    fetched = {name: getattr(collecting, name) for name in CollectSettings.__slots__}
    return {**fetched, **own, **config}


@pytest.mark.parametrize("page", ["SECURITY.md", "docs/sources.md"])
def test_limits_are_as_written(page: str) -> None:
    written = {name: int(value) for name, value in ROW.findall((ROOT / page).read_text())}
    actual = defaults()
    assert set(SourceLimits.__slots__) <= set(written)
    assert written == {name: actual.get(name) for name in written}


def test_settings_and_library_agree() -> None:
    assert Config().run_settings().limits == SourceLimits()
