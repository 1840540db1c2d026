"""Prefect's `flow`, whose runs start without importing a web framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flows.log import tell_errors_plainly
from flows.settings import apply_settings

apply_settings()
tell_errors_plainly()

from prefect import Flow  # noqa: E402  (settings come first)
from prefect.client.schemas.objects import State  # noqa: E402
from pydantic_core import PydanticSerializationError, to_jsonable_python  # noqa: E402

P = ParamSpec("P")
R = TypeVar("R")


class QuickFlow(Flow[P, R]):
    """A flow whose parameters pydantic makes JSON of; Prefect would import FastAPI for that, which
    takes 0.15 s and comes to the same."""

    def serialize_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """The parameters as Prefect's API takes them; Prefect's own way where pydantic has none."""
        if any(isinstance(value, State) for value in parameters.values()):
            return super().serialize_parameters(parameters)
        try:
            return {name: to_jsonable_python(value) for name, value in parameters.items()}
        except PydanticSerializationError:
            return super().serialize_parameters(parameters)


def flow(**options: Any) -> Callable[[Callable[P, R]], QuickFlow[P, R]]:
    """As `prefect.flow`, and under its name, which Prefect looks for in the source of a flow that
    it cannot import."""

    def decorate(function: Callable[P, R]) -> QuickFlow[P, R]:
        return QuickFlow(function, **options)

    return decorate
