"""What a stage's results depend on: its code, model, data, libraries and settings.

Two runs with equal fingerprints give equal rows for equal bytes. Each fingerprint keeps the digests
of its components, so that `why` can say what made a document stale. Comments, docstrings and the
layout of the code do not count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline import code_digests
from pipeline.errors import ModelError
from pipeline.paths import model_dir
from pipeline.plugins import Group, files_of, plugins

_PACKAGE = Path(__file__).resolve().parent

CLEAN_CODE = ("sources", "cleaning")
"""Sources count to cleaning: what they decode is what it sees."""
FETCHING = "sources/collect"
"""Does not count: it puts files into the raw folder, and has no part in reading them."""
EXTRACT_CODE = ("extraction", "tables/convert.py", "tables/identity.py")
CLEAN_LIBRARIES = (
    "charset-normalizer", "courlan", "fastwarc", "ftfy", "htmldate", "lxml", "numpy", "py3langid",
    "trafilatura",
)  # fmt: skip
EXTRACT_LIBRARIES = ("babel", "numpy", "pycountry", "spacy", "thinc")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``digest`` is 16 hex digits over ``components``: name ("code: cleaning/rules.py",
    "model: en", "library: spacy", "setting: country") to digest or value."""

    stage: str
    digest: str
    components: Mapping[str, str]

    def as_versions(self) -> dict[str, str]:
        """Entries for ``runs.versions``: the digest under the stage's name, and each component."""
        named = {f"{self.stage} {name}": value for name, value in self.components.items()}
        return {self.stage: self.digest, **named}


def components_of(stage: str, versions: Mapping[str, str]) -> dict[str, str]:
    """The components of a stage from ``runs.versions``; empty when a run recorded none."""
    start = f"{stage} "
    return {n.removeprefix(start): v for n, v in versions.items() if n.startswith(start)}


def clean_fingerprint(cleaning: str = "auto") -> Fingerprint:
    """Fingerprint of sources and cleaning.

    Args:
        cleaning: the setting of that name.
    """
    components = {
        **_code(CLEAN_CODE),
        **_libraries(CLEAN_LIBRARIES),
        **_shipped("cleaning"),
        **_plugins("factmill.sources", "factmill.cleaning_rules"),
        "setting: cleaning": cleaning,
    }
    return _fingerprint("clean", components)


def extract_fingerprint(settings: Any) -> Fingerprint:
    """Fingerprint of extraction.

    Args:
        settings: a dataclass; a field ``models`` names spaCy pipelines by language, ``aliases`` a
            file whose content counts; all others count by value.
    """
    values = asdict(settings) if is_dataclass(settings) else dict(settings)  # type: ignore[arg-type]
    models = values.pop("models", {})
    aliases = values.pop("aliases", None)
    components = {
        **_code(EXTRACT_CODE),
        **_libraries(EXTRACT_LIBRARIES),
        **_plugins("factmill.components", "factmill.columns"),
        **{f"model: {language}": _model(name) for language, name in sorted(models.items())},
        **{f"setting: {name}": json.dumps(value, sort_keys=True) for name, value in values.items()},
    }
    if aliases:
        components["data: aliases"] = _file_digest(Path(aliases))
    return _fingerprint("extract", components)


def site_digest(clean: Fingerprint, template: str) -> str:
    """16 hex digits for cleaning with the template of a site."""
    return hashlib.sha256(f"{clean.digest}\0{template}".encode()).hexdigest()[:16]


def why(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Names of components that were added, removed or changed, those that tell most first."""
    names = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return sorted(names, key=lambda name: (_WEIGHT.index(name.split(":")[0]), name))


_WEIGHT = ["setting", "model", "data", "plugin", "library", "code"]


def _fingerprint(stage: str, components: Mapping[str, str]) -> Fingerprint:
    ordered = dict(sorted(components.items()))
    digest = hashlib.sha256(json.dumps([stage, ordered]).encode()).hexdigest()[:16]
    return Fingerprint(stage, digest, ordered)


@cache
def _code(places: tuple[str, ...]) -> dict[str, str]:
    with code_digests.remembered():
        return _code_components(places)


def _code_components(places: tuple[str, ...]) -> dict[str, str]:
    return {
        f"code: {file.relative_to(_PACKAGE).as_posix()}"
        if file.suffix == ".py"
        else f"data: {file.relative_to(_PACKAGE).as_posix()}": _file_digest(file)
        for file in _files(_PACKAGE / place for place in places)
        if _PACKAGE / FETCHING not in file.parents
    }


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc":
                yield file


def _file_digest(file: Path) -> str:
    if file.suffix == ".py":
        return code_digests.of(file.read_bytes())
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()[:16]


def _plugins(*groups: Group) -> dict[str, str]:
    """Version and code of each plug-in: users change theirs without a new version."""
    return {
        f"plugin: {group.removeprefix('factmill.')} {entry.name}": _plugin_digest(entry)
        for group in groups
        for entry in plugins(group)
    }


def _plugin_digest(entry: EntryPoint) -> str:
    seen = hashlib.sha256(f"{entry.value}\0{entry.dist.version if entry.dist else ''}".encode())
    for file in files_of(entry):
        seen.update(f"{file.name}\0{_file_digest(file)}\0".encode())
    return seen.hexdigest()[:16]


def _libraries(names: Iterable[str]) -> dict[str, str]:
    return {f"library: {name}": _version(name) for name in names}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _shipped(name: str) -> dict[str, str]:
    """The model of that name that ships, where a stage may do without."""
    try:
        return {f"model: {name}": _folder_digest(model_dir(name))}
    except ModelError:
        return {f"model: {name}": "absent"}


def _model(name: str) -> str:
    """Digest of a spaCy pipeline: "shipped" or a folder by content, a package by version."""
    if name == "shipped":
        return _folder_digest(model_dir("entities"))
    if Path(name).is_dir():
        return _folder_digest(Path(name))
    return f"{name} {_version(name.replace('_', '-'))}"


@cache
def _folder_digest(folder: Path) -> str:
    seen = hashlib.sha256()
    for file in _files([folder]):
        seen.update(f"{file.relative_to(folder).as_posix()}\0{_file_digest(file)}\0".encode())
    return seen.hexdigest()[:16]
