"""Settings from one place: flags, then environment, then a TOML file, then defaults.

A file ``factmill.toml`` in the current folder, or the table ``[tool.factmill]`` of its
``pyproject.toml``::

    store = "processed"
    workers = 2
    country = "KZ"

    [models]
    en = "en_core_web_trf"
    de = "de_core_news_sm"

In the environment the same names stand in capitals behind ``FACTMILL_``; tables are JSON.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import SettingsError
from pipeline.extraction.extractor import SHIPPED, ExtractionSettings
from pipeline.run.settings import RunSettings
from pipeline.sources import SourceLimits

PREFIX = "FACTMILL_"
FILE = "factmill.toml"


class Config(BaseModel):
    """Every setting, with its meaning and its default."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    store: Path = Field(Path("processed"), description="folder of the tables")
    raw_root: Path | None = Field(None, description="folder that document ids count from")
    cleaning: Literal["auto", "off"] = Field("auto", description="off takes text as given")
    workers: Annotated[int, Field(ge=0)] | None = Field(
        None, description="worker processes; 0 works in the calling one; default: one a core"
    )
    dask: str | None = Field(
        None,
        pattern=r"^(local|[a-z+]+://\S+)$",
        description="Dask cluster that works: its scheduler's address, or 'local' to start one",
    )
    batch_size: int = Field(500, ge=1, description="articles a batch")
    document_seconds: float = Field(60, gt=0, description="time limit of one document")
    worker_memory_mib: int = Field(4096, ge=0, description="memory of one worker; 0: no limit")
    max_failed_share: float = Field(
        0.5, ge=0, le=1, description="share of new articles that may fail before the run counts so"
    )
    max_document_bytes: int = Field(10 * 1024 * 1024, ge=1, description="size of one document")
    max_archive_bytes: int = Field(
        64 * 1024**3, ge=1, description="bytes that may come out of one archive"
    )
    max_archive_ratio: int = Field(
        200, ge=1, description="times its own size that may come out of an archive"
    )
    max_archive_members: int = Field(100_000, ge=1, description="files in one archive")
    max_archive_depth: int = Field(3, ge=1, description="archives in archives")
    country: str | None = Field(
        None, pattern="^[A-Z]{2}$", description="ISO 3166 code of where the articles come from"
    )
    models: dict[str, str] = Field(
        {"en": SHIPPED}, description="spaCy pipeline by language: 'shipped', a package or a folder"
    )
    labels: dict[str, str] = Field({}, description="our label for a label of such a model")
    crypto: bool = Field(False, description="take crypto-currencies for money")
    aliases: Path | None = Field(None, description="your decisions about names, a CSV file")

    def run_settings(self) -> RunSettings:
        """The part that a run is told."""
        return RunSettings(
            cleaning=self.cleaning,
            extraction=ExtractionSettings(
                models=self.models,
                country=self.country,
                labels=self.labels,
                crypto=self.crypto,
                aliases=str(self.aliases) if self.aliases else None,
            ),
            limits=SourceLimits(
                max_document_bytes=self.max_document_bytes,
                max_archive_bytes=self.max_archive_bytes,
                max_archive_ratio=self.max_archive_ratio,
                max_archive_members=self.max_archive_members,
                max_archive_depth=self.max_archive_depth,
            ),
            workers=self.workers,
            batch_size=self.batch_size,
            document_seconds=self.document_seconds,
            worker_memory_mib=self.worker_memory_mib,
            max_failed_share=self.max_failed_share,
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """A setting's effective value and where it came from."""

    name: str
    value: Any
    origin: str


def load_config(flags: Mapping[str, Any] | None = None, folder: Path | None = None) -> Config:
    """The effective settings; a flag that is None was not given.

    Raises:
        SettingsError: an unknown name or a bad value, with the place it stands in.
    """
    layers = _layers(flags or {}, folder or Path.cwd())
    merged: dict[str, Any] = {}
    for _, values in reversed(layers):
        merged.update(values)
    try:
        return Config(**merged)
    except ValidationError as error:
        raise _explained(error, layers) from error


def origins(flags: Mapping[str, Any] | None = None, folder: Path | None = None) -> list[Origin]:
    """Every setting with its value and origin, for `factmill settings`."""
    config = load_config(flags, folder)
    layers = _layers(flags or {}, folder or Path.cwd())
    return [
        Origin(name, getattr(config, name), _origin(name, layers)) for name in Config.model_fields
    ]


def _origin(name: str, layers: list[tuple[str, dict[str, Any]]]) -> str:
    return next((place for place, values in layers if name in values), "default")


def _layers(flags: Mapping[str, Any], folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Where values stand, the strongest first."""
    given = {name: value for name, value in flags.items() if value is not None}
    return [("command line", given), ("environment", _environment()), *_files(folder)]


def _environment() -> dict[str, Any]:
    known = {PREFIX + name.upper() for name in Config.model_fields}
    unknown = sorted(n for n in os.environ if n.startswith(PREFIX) and n not in known | _OTHERS)
    if unknown:
        raise SettingsError(
            f"unknown variables: {', '.join(unknown)}",
            where="environment",
            hint="`factmill settings` lists the names",
        )

    found: dict[str, Any] = {}
    for name, value in Config.model_fields.items():
        if (text := os.environ.get(PREFIX + name.upper())) is not None:
            if not text:
                raise SettingsError(
                    f"{PREFIX}{name.upper()} is empty",
                    where="environment",
                    hint="unset it, or give it a value",
                )
            found[name] = _table(name, text) if value.annotation == dict[str, str] else text
    return found


def _table(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise SettingsError(
            f"{PREFIX}{name.upper()} is not a JSON object: {text!r}", where="environment"
        ) from error


_OTHERS = {"FACTMILL_SHARED"}
"""Variables of the tests, not of a run."""


def _files(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    found = []
    own, project = folder / FILE, folder / "pyproject.toml"
    if own.is_file():
        found.append((FILE, _toml(own)))
    if project.is_file() and (table := _table_of_ours(project)):
        found.append(("pyproject.toml", table))
    return found


def _table_of_ours(project: Path) -> dict[str, Any] | None:
    tools = _toml(project).get("tool")
    table = tools.get("factmill") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError("tool.factmill is not a table", where=str(project))
    return table


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"not TOML: {error}", where=str(path)) from error


_TERSE = {"string_pattern_mismatch", "path_type"}
_MEANT = {
    "country": "must be two capital letters, such as KZ",
    "dask": "must be an address such as tcp://10.0.0.5:8786, or local",
    "store": "must be a path",
    "raw_root": "must be a path",
    "aliases": "must be a path",
}
"""Where pydantic would name a regular expression or a class of Python."""


def _explained(error: ValidationError, layers: list[tuple[str, dict[str, Any]]]) -> SettingsError:
    first = error.errors()[0]
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        message = f"unknown setting '{name}'"
    else:
        wanted = _MEANT.get(name, first["msg"]) if first["type"] in _TERSE else first["msg"]
        message = f"'{name}': {wanted} (is {first['input']!r})"
    return SettingsError(
        message, where=_origin(name, layers), hint="`factmill settings` lists the names"
    )
