"""What a run has to do: which files are new or changed, and the batches of their articles."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.records import Failure, RawArticle
from pipeline.run.batch import Batch
from pipeline.run.known import Known, KnownFile
from pipeline.run.settings import RunSettings
from pipeline.sources import (
    SourceFile,
    coverage,
    default_root,
    find_files,
    read_file,
    resolved,
)
from pipeline.tables.store import FileRead, SourceId


@dataclass(slots=True)
class Tally:
    """What became of each article found; `pipeline.run.report` checks that nothing is missing."""

    found: int = 0
    written: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failed: list[Failure] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Articles whose end is known."""
        return self.written + self.unchanged + self.duplicates + len(self.failed)


@dataclass(frozen=True, slots=True)
class Present:
    """The URIs of the files that are there."""

    known: Known

    def __contains__(self, uri: object) -> bool:
        return self.known.is_there(uri)


@dataclass(frozen=True, slots=True)
class Plan:
    """Files to open, and how many are as they were (``unchanged``, by size and time), with how many
    articles.

    ``known`` is what the store holds and which files are there, ``failed`` the articles that this
    very code has failed on before, with the hash of their bytes; ``repeated`` are failures in
    unchanged files.
    """

    to_read: list[SourceFile]
    unchanged: int
    articles: int
    known: Known
    failed: Mapping[SourceId, Failure]
    repeated: Sequence[Failure] = ()

    @property
    def present(self) -> Present:
        """All files that are there."""
        return Present(self.known)

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(file.size for file in self.to_read)


def no_file(uri: str) -> FileRead | None:
    """Of no file it is known that it was read to its end."""
    return None


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier runs left: the store's sources and failures, and the files read to their end.

    ``code`` names the code and limits of this run, ``fingerprint`` the code alone.
    """

    known: Known
    read: Callable[[str], FileRead | None] = no_file
    failures: pa.Table | None = None
    fingerprint: str = ""
    code: str = ""

    def failed(self) -> dict[SourceId, Failure]:
        """Failures of cleaning and extraction that would only repeat themselves."""
        return {
            (failure.source_uri, failure.source_key): failure
            for failure in self._same_code()
            if failure.stage in ("clean", "extract")
        }

    def failing(self) -> dict[str, list[Failure] | None]:
        """By URI of a file that failed, or in which an article did: its failures if nothing but the
        same could come of reading it again, else None.

        So it is when the file was read to its end by this code with these limits, and they failed
        for what stands in it: an error of opening it has neither key nor hash.
        """
        of_file: dict[str, list[Failure]] = {}
        for failure in self._same_code():
            of_file.setdefault(failure.source_uri, []).append(failure)
        uris = [] if self.failures is None else self.failures.column("source_uri").to_pylist()
        return {uri: self._repeated(uri, of_file.get(uri, [])) for uri in uris}

    def _repeated(self, uri: str, failures: list[Failure]) -> list[Failure] | None:
        read = self.read(uri)
        keys = {failure.source_key for failure in failures}
        lasting = all(failure.source_key or failure.raw_sha256 for failure in failures)
        same = read is not None and read.code == self.code and read.failed == keys and lasting
        return failures if same else None

    def _same_code(self) -> Iterator[Failure]:
        if self.failures is None:
            return
        rows = self.failures.filter(pc.equal(self.failures.column("fingerprint"), self.fingerprint))
        for row in rows.to_pylist():
            yield Failure(
                row["source_uri"], row["source_key"], row["raw_sha256"], row["stage"],
                row["error"], row["message"],
            )  # fmt: skip


def plan_files(paths: Sequence[Path], raw_root: Path | None, past: Past) -> Plan:
    """Sort the files under ``paths`` into those to read and those unchanged.

    Size and modification time are the fast path; a file that differs in either is read and each of
    its articles compared by hash. So is a file that has, or had, a sidecar; one of several articles
    that no run has read to its end; and one in which an article failed, unless it is known to fail
    again.

    Raises:
        UsageError: a path does not exist or lies outside the raw root.
    """
    failing = past.failing()
    to_read: list[SourceFile] = []
    repeated: list[Failure] = []
    count = articles = 0

    def sorted_out() -> Iterator[tuple[str, bool]]:
        nonlocal count, articles, repeated
        for file in find_files(paths, raw_root):
            held = past.known.file(file.uri)
            same = _is_unchanged(file, held, past, failing)
            yield file.uri, same
            if same:
                count, articles = count + 1, articles + (held.articles if held else 0)
                repeated += failing.get(file.uri) or []
            else:
                to_read.append(file)

    past.known.add_files(sorted_out())
    return Plan(to_read, count, articles, past.known, past.failed(), repeated)


def _is_unchanged(
    file: SourceFile,
    held: KnownFile | None,
    past: Past,
    failing: Mapping[str, list[Failure] | None],
) -> bool:
    """Whether nothing new could come of reading ``file``."""
    stamp = held.stamp if held else None
    if file.uri in failing:
        read = past.read(file.uri)
        stamp = read.stamp if read and failing[file.uri] is not None else None
    if stamp != file.stamp or file.sidecar is not None:
        return False
    # The bytes of a sidecar are part of the input, not of the raw article.
    return held is None or not (held.sidecar or (held.records and past.read(file.uri) is None))


def vanished(
    paths: Sequence[Path], raw_root: Path | None, plan: Plan, tally: Tally
) -> list[SourceId]:
    """What the store holds from under ``paths`` and the run did not come across.

    A file that could not be read as a whole is there: nothing is known of its articles.
    """
    covers = coverage(paths, resolved(raw_root or default_root(paths)))
    failed = {(failure.source_uri, failure.source_key) for failure in tally.failed}
    return [
        source
        for source in plan.known.unseen()
        if not _in_unread(source, failed) and covers(source[0])
    ]


def _in_unread(source: SourceId, failed: Container[SourceId]) -> bool:
    """Whether the file failed as a whole, or the member of an archive that holds the record."""
    uri, key = source
    parts = (key or "").split("#")
    holders = ("#".join(parts[:count]) for count in range(1, len(parts)))
    return (uri, None) in failed or any((uri, holder) in failed for holder in holders)


def refuse_to_remove_all(paths: Sequence[Path], raw_root: Path | None, plan: Plan) -> None:
    """A folder that is not mounted, or another raw root, must not empty a store.

    Raises:
        UsageError: of all that the store holds from under ``paths``, no file is there.
    """
    root = resolved(raw_root or default_root(paths))
    covers = coverage(paths, root)
    held = 0
    for uri in plan.known.uris():
        held += covers(uri)
        if plan.known.is_there(uri):
            return
    if held:
        raise UsageError(
            f"pruning would remove all {held} sources that the tables hold from here: "
            "none of their files is there",
            where=str(root),
            hint="is --raw-root as before, and the folder mounted? if this is meant, ingest "
            "without --prune first",
        )


def count_unchanged(plan: Plan, tally: Tally) -> None:
    """Enter the articles of unchanged files into ``tally``, and their failures anew."""
    tally.failed += plan.repeated
    tally.found += len(plan.repeated) + plan.articles
    tally.unchanged += plan.articles


def make_batches(plan: Plan, settings: RunSettings, tally: Tally) -> Iterator[Batch]:
    """Read the files and yield what is new or changed, in source order, in constant memory."""
    pending: list[RawArticle] = []
    index = 0
    for article in _changed(plan, settings, tally):
        pending.append(article)
        if len(pending) == settings.batch_size:
            yield Batch(index, tuple(pending))
            index, pending = index + 1, []
    if pending:
        yield Batch(index, tuple(pending))


def _changed(plan: Plan, settings: RunSettings, tally: Tally) -> Iterator[RawArticle]:
    for file in plan.to_read:
        for item in read_file(file, settings.limits):
            source = (item.source_uri, item.source_key)
            tally.found += 1
            held = plan.known.see(source)
            if isinstance(item, Failure):
                tally.failed.append(item)
            elif held == item.input_sha256:
                tally.unchanged += 1
            elif (failure := plan.failed.get(source)) and failure.raw_sha256 == item.raw_sha256:
                tally.failed.append(failure)
            else:
                yield item
