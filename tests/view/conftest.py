"""A store that the viewer shows, and a client of it, once for each module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import viewstore
from tests.viewclient import TestClient, viewer


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of Parquet files."""
    return viewstore.build(tmp_path_factory.mktemp("view") / "processed")


@pytest.fixture(scope="module")
def client(out: Path) -> Iterator[TestClient]:
    """A client of the viewer over `out`."""
    with viewer(out) as client:
        yield client
