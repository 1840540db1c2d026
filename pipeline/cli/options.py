"""Options that several commands have, and the settings that come of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from pipeline.errors import SettingsError

if TYPE_CHECKING:
    from pipeline.run.config import Config

Out = Annotated[Path | None, Parameter(name=("--out", "-o"))]
Flag = Annotated[bool, Parameter(negative=())]


@contextmanager
def settings_of_prefect() -> Iterator[None]:
    """Around the first import of Prefect, which reads its settings then.

    Raises:
        SettingsError: one of them has a bad value.
    """
    from pydantic import ValidationError

    try:
        yield
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise SettingsError(
            f"{error.title}{f' {name}' if name else ''}: {first['msg']}",
            where="Prefect's settings",
            hint="they come from PREFECT_... in the environment, and `prefect config`",
        ) from error


def config_of(**flags: Any) -> Config:
    """The effective settings; a flag that is None was not given."""
    from pipeline.run.config import load_config

    return load_config(flags)
