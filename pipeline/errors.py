"""Every error that Factmill raises on purpose, in one tree.

::

    FactmillError                 what was wrong, where, and what to do
    +-- UsageError                the call or the command line is wrong (exit status 2)
    |   +-- SettingsError         a setting is unknown or has a bad value
    +-- PluginError               a package's plug-in does not load, or does what it must not
    +-- SourceError               this input cannot be read; goes to `failures`, the run goes on
    |   +-- UnsupportedFormat     binary or unknown content
    |   +-- EmptySource           nothing in it
    |   +-- SourceTooLarge        over the size limit
    |   +-- UndecodableText       no encoding fits
    |   +-- MalformedRecord       a line or sidecar that does not parse
    |   +-- FetchError            an address that must not or cannot be fetched
    +-- CleaningError             an article could not be cleaned; goes to `failures`
    +-- ExtractionError           facts could not be read; goes to `failures`
    |   +-- ModelError            the spaCy pipeline is missing or unfit
    +-- ServerError               Prefect's server does not answer, or is none
    +-- TooManyFailed             more articles of a run failed than may (exit status 4)
    +-- StoreError                the tables cannot be read or written
        +-- StoreNotFound         no store there
        +-- StoreBusy             another process holds the lock
        +-- StoreUnwritable       no permission or no space
        +-- StoreDamaged          a part contradicts its schema or the journal
        +-- SchemaVersionError    written by another schema version

Errors keep their attributes through pickling, so that they can leave a worker process.
"""

from __future__ import annotations

from typing import Any


class FactmillError(Exception):
    """Base of all errors raised on purpose.

    Args:
        message: what was wrong.
        where: the file, record or setting concerned, if any.
        hint: what the user can do about it, if known.
    """

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.message}{advice}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, self.where, self.hint)


def _rebuild(
    kind: type[FactmillError], message: str, where: str | None, hint: str | None
) -> FactmillError:
    return kind(message, where=where, hint=hint)


class UsageError(FactmillError):
    """The call or the command line is wrong."""


class SettingsError(UsageError):
    """A setting is unknown or has a bad value."""


class PluginError(FactmillError):
    """A plug-in does not load, or gives what it must not."""


class SourceError(FactmillError):
    """An input cannot be read."""


class UnsupportedFormat(SourceError):
    """The content is binary or of an unknown format."""


class EmptySource(SourceError):
    """The input holds no text."""


class SourceTooLarge(SourceError):
    """The input is over the size limit."""


class UndecodableText(SourceError):
    """No encoding fits the bytes."""


class MalformedRecord(SourceError):
    """A JSON line or sidecar does not parse or has fields of the wrong type."""


class FetchError(SourceError):
    """An address must not or cannot be fetched.

    ``transient`` says that it may work later; ``pause`` is how many seconds the server asked for.
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        transient: bool = False,
        pause: float | None = None,
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.transient = transient
        self.pause = pause


class CleaningError(FactmillError):
    """An article could not be cleaned."""


class ExtractionError(FactmillError):
    """Facts could not be read from an article."""


class ModelError(ExtractionError):
    """The spaCy pipeline is missing or unfit."""


class ServerError(FactmillError):
    """Prefect's server does not answer, refuses, is lost in a run, or is something else."""


class TooManyFailed(FactmillError):
    """More articles of a run failed than the setting max_failed_share allows.

    What did not fail is published, and the run is recorded; ``report`` is its `RunReport`.
    """

    report: Any = None


class StoreError(FactmillError):
    """The tables cannot be read or written."""


class StoreNotFound(StoreError):
    """There is no store at the given path."""


class StoreBusy(StoreError):
    """Another process holds the store's lock."""


class StoreUnwritable(StoreError):
    """The store's folder cannot be written: permission or space."""


class StoreDamaged(StoreError):
    """A part contradicts its schema, its sister tables or the journal."""


class SchemaVersionError(StoreError):
    """The store was written by another schema version."""
