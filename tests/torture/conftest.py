from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long attacks run only when asked for: ``-m torture``."""
    if "torture" in str(config.getoption("-m")):
        return
    skip = pytest.mark.skip(reason="long; run by `make torture`")
    for item in items:
        if item.get_closest_marker("torture"):
            item.add_marker(skip)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: thousands of commits there wear no disk out."""
    shm = Path("/dev/shm")
    if not shm.is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="factmill-", dir=shm))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
