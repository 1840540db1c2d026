"""What is set before other libraries load: in a process of its own, as they are loaded here."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

COMMAND = "from pipeline.cli import main; assert main(['settings']) == 0"
FLOW = "from flows.settings import apply_settings; apply_settings()"


def allocator(begin: str, **environment: str) -> str:
    """The allocator that Arrow has after ``begin``."""
    code = f"{begin}; import pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    clean = {name: v for name, v in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout.split()[-1]


@pytest.mark.parametrize("begin", [COMMAND, FLOW], ids=["command", "flow"])
def test_arrow_gives_freed_memory_back(begin: str) -> None:
    assert allocator(begin) == "system"


def test_what_the_user_has_set_stays() -> None:
    assert allocator(COMMAND, ARROW_DEFAULT_MEMORY_POOL="mimalloc") == "mimalloc"
