"""The fuzz targets on mutations of the hostile corpus; FUZZ_EXAMPLES sets how many, each."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.seeds import seeds
from fuzz.targets import TARGETS

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
SHORT = {"any": 60, "clean": 15, "facts": 25, "parquet": 30}
"""Examples in `make test`, where the target is slow; else `USUAL`."""
USUAL = 60


@st.composite
def mutated(draw: st.DrawFn, target: str) -> bytes:
    """A seed with some edits: bytes overwritten, inserted, doubled or cut away."""
    data = bytearray(draw(st.sampled_from(seeds(target))))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 64))
        kind = draw(st.sampled_from(["write", "insert", "double", "cut", "end"]))
        if kind == "write":
            new = draw(st.binary(max_size=8))
            data[place : place + len(new)] = new
        elif kind == "insert":
            data[place:place] = draw(st.binary(max_size=32))
        elif kind == "double":
            data[place:place] = data[place : place + length]
        elif kind == "cut":
            del data[place : place + length]
        else:
            del data[place:]
    return bytes(data)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_target(name: str) -> None:
    examples = EXAMPLES or SHORT.get(name, USUAL)
    inputs = st.one_of(mutated(name), mutated(name), st.binary(max_size=200))
    tried = []
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

    @settings(max_examples=examples, deadline=None, suppress_health_check=checks, database=None)
    @given(inputs)
    def run(data: bytes) -> None:
        TARGETS[name](data)  # raises what is not meant to be raised
        tried.append(len(data))

    run()
    assert len(tried) >= examples // 2 and max(tried) > 0
