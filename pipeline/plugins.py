"""What users' packages add, through entry points (docs/plugins.md).

- ``factmill.sources``: a reader, ``(SourceFile, SourceLimits) -> Iterator[RawArticle | Failure]``,
  with an attribute ``claims``, ``(head: bytes, name: str) -> bool``.
- ``factmill.cleaning_rules``: a rule, ``(lines: Sequence[str], site: str | None) ->
  Mapping[int, str]``: the kinds of the lines that it drops.
- ``factmill.components``: a `Component`, which names a spaCy factory to add to the pipeline.
- ``factmill.columns``: a `ColumnSet`, columns of one table.

A plug-in's version and code are part of the fingerprints: when it changes, the documents that it
concerns are stale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from pipeline.errors import PluginError

if TYPE_CHECKING:
    import pyarrow as pa

Group = Literal[
    "factmill.sources", "factmill.cleaning_rules", "factmill.components", "factmill.columns"
]
GROUPS: tuple[Group, ...] = get_args(Group)

CleaningRule: TypeAlias = "Callable[[Sequence[str], str | None], Mapping[int, str]]"
ColumnTable = Literal["documents", "entities", "dates", "money"]


@dataclass(frozen=True, slots=True)
class Component:
    """A spaCy component of a plug-in.

    Args:
        factory: name of its factory, registered through spaCy's entry point ``spacy_factories``.
        config: settings of the factory.
        languages: ISO 639-1 codes of the pipelines that get it; all when empty.
        before: name of the component to stand before; last when None. Names of people and places
            that it adds to ``doc.ents`` are settled when it stands before ``factmill_aliases``.

    What it leaves in ``doc.user_data["factmill"]``, a dict, is in `Facts.extra`.
    """

    factory: str
    config: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    before: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnSet:
    """Columns that a plug-in adds to one table.

    Args:
        table: "documents", "entities", "dates" or "money".
        fields: names, which begin with the plug-in's name and ``_``, and types; all may be null.
        values: from the `Facts` of a document the values of each row of the table, in the order of
            ``facts.entities`` and so on; one row for "documents".
    """

    table: ColumnTable
    fields: Sequence[pa.Field]
    values: Callable[[Any], Sequence[Sequence[Any]]]


@cache
def _entry_points() -> Any:
    """Of all packages; reading them takes as long for one group as for all."""
    return entry_points()


@cache
def plugins(group: Group) -> tuple[EntryPoint, ...]:
    """Entry points of a group, by name.

    Raises:
        PluginError: two packages use one name.
    """
    found = sorted(_entry_points().select(group=group), key=lambda entry: entry.name)
    for one, other in pairwise(found):
        if one.name == other.name and one.value != other.value:
            raise PluginError(
                f"two packages have a plug-in of that name: {one.value} and {other.value}",
                where=f"{group}: {one.name}",
                hint="uninstall one of them",
            )
    return tuple({entry.name: entry for entry in found}.values())


@cache
def load(group: Group) -> dict[str, Any]:
    """What the plug-ins of a group name, by the plug-in's name.

    Raises:
        PluginError: one does not import, or breaks off in it.
    """
    return {entry.name: _loaded(group, entry) for entry in plugins(group)}


def _loaded(group: Group, entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except Exception as error:  # the package's own code runs here
        raise PluginError(
            f"does not import: {type(error).__name__}: {error}",
            where=f"{group}: {entry.name} = {entry.value}",
            hint="mend or uninstall the package",
        ) from error


@cache
def column_sets(table: str) -> tuple[ColumnSet, ...]:
    """The column sets of one table.

    Raises:
        PluginError: a column set is none, or its names are not its own.
    """
    sets: dict[str, Any] = load("factmill.columns")
    for name, one in sets.items():
        _check_columns(name, one)
    return tuple(one for one in sets.values() if one.table == table)


def _check_columns(name: str, columns: Any) -> None:
    where = f"factmill.columns: {name}"
    if not isinstance(columns, ColumnSet) or columns.table not in get_args(ColumnTable):
        raise PluginError(f"is no ColumnSet of {', '.join(get_args(ColumnTable))}", where=where)
    for column in columns.fields:
        if not column.name.startswith(f"{name}_") or not column.nullable:
            raise PluginError(
                f"the column '{column.name}' must begin with '{name}_' and be nullable",
                where=where,
            )


def files_of(entry: EntryPoint) -> list[Path]:
    """The code that a plug-in consists of: its module, or all of its package."""
    top = entry.module.partition(".")[0]
    spec = find_spec(top)
    if spec is None:
        return []
    if spec.submodule_search_locations:
        folders = [Path(place) for place in spec.submodule_search_locations]
        return sorted(file for folder in folders for file in folder.rglob("*.py"))
    return [Path(spec.origin)] if spec.origin else []
