"""Parameters of our flows become the JSON that Prefect makes of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from prefect import Flow
from prefect.flows import load_flow_arguments_from_entrypoint
from prefect.states import Completed

from flows.ingest import ingest_flow
from flows.maintain import maintain_flow
from flows.quick import QuickFlow
from flows.reprocess import reprocess_flow
from pipeline.run.config import Config

ROOT = Path(__file__).resolve().parent.parent
CONFIG = Config(
    store=Path("of/ours"), raw_root=Path("raw"), workers=3, country="KZ", labels={"GPE": "LOC"},
    aliases=Path("aliases.csv"), dask="tcp://127.0.0.1:8786",
)  # fmt: skip
RUNS: list[tuple[Any, dict[str, Any]]] = [
    (ingest_flow, {"paths": []}),
    (ingest_flow, {"paths": ["raw", "s3://bucket/größe"], "config": CONFIG, "prune": True}),
    (reprocess_flow, {}),
    (reprocess_flow, {"config": CONFIG, "doc_ids": ["abc"], "site": "example.org",
                      "since": date(2024, 2, 29), "begin": "extract", "stale": False}),
    (maintain_flow, {"config": CONFIG, "learn": False, "prune": True}),
]  # fmt: skip


def prefects(flow: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    return Flow.serialize_parameters(flow, parameters)


@pytest.mark.parametrize(("flow", "given"), RUNS)
def test_the_json_is_prefects(flow: Any, given: dict[str, Any]) -> None:
    parameters = flow.validate_parameters({**defaults(flow), **given})
    assert isinstance(flow, QuickFlow)
    assert parameters.keys() == flow.parameters.properties.keys()
    assert flow.serialize_parameters(parameters) == prefects(flow, parameters)


def defaults(flow: Any) -> dict[str, Any]:
    return {
        name: described["default"]
        for name, described in flow.parameters.properties.items()
        if "default" in described
    }


@pytest.mark.parametrize("strange", [object(), Completed(), [object()], {"a": print}])
def test_what_pydantic_cannot_is_left_to_prefect(strange: Any) -> None:
    given = {"paths": ["raw"], "config": strange}
    assert ingest_flow.serialize_parameters(given) == prefects(ingest_flow, given)


def test_prefect_finds_the_flow_in_its_source() -> None:
    found = load_flow_arguments_from_entrypoint(f"{ROOT / 'flows' / 'ingest.py'}:ingest_flow")
    assert found["name"] == "factmill-ingest"
