"""What a run has to do: which files are new or changed, and the batches of their articles."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.records import Failure, RawArticle
from pipeline.run.batch import Batch
from pipeline.run.settings import RunSettings
from pipeline.sources import (
    SourceFile,
    coverage,
    default_root,
    find_files,
    read_file,
    resolved,
)
from pipeline.tables.store import FileRead, SourceId, SourceState


@dataclass(slots=True)
class Tally:
    """What became of each article found; `pipeline.run.report` checks that nothing is missing.

    ``seen`` are the sources that the store held before and that are still there.
    """

    found: int = 0
    written: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failed: list[Failure] = field(default_factory=list)
    seen: set[SourceId] = field(default_factory=set)

    @property
    def done(self) -> int:
        """Articles whose end is known."""
        return self.written + self.unchanged + self.duplicates + len(self.failed)


@dataclass(frozen=True, slots=True)
class Plan:
    """Files to open, and those that are as they were (``unchanged``, by size and time).

    ``known`` is what the store holds, ``failed`` the articles that this very code has failed on
    before, with the hash of their bytes; ``repeated`` are failures in ``unchanged`` files.
    """

    to_read: list[SourceFile]
    unchanged: list[SourceFile]
    known: Mapping[SourceId, SourceState]
    failed: Mapping[SourceId, Failure]
    repeated: Sequence[Failure] = ()

    @property
    def uris(self) -> set[str]:
        """All files that are there."""
        return {file.uri for file in (*self.to_read, *self.unchanged)}


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier runs left: the store's sources and failures, and the files read to their end.

    ``code`` names the code and limits of this run, ``fingerprint`` the code alone.
    """

    known: Mapping[SourceId, SourceState]
    read: Mapping[str, FileRead] = field(default_factory=dict)
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
        read = self.read.get(uri)
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
    stamps: dict[str, set[tuple[int, datetime]]] = {}
    for (uri, _), state in past.known.items():
        stamps.setdefault(uri, set()).add((state.source_size, state.source_mtime))
    # The bytes of a sidecar are part of the input, not of the raw article.
    again = {uri for (uri, _), s in past.known.items() if s.input_sha256 != s.raw_sha256}
    again |= {uri for uri, key in past.known if key is not None and uri not in past.read}
    failing = past.failing()
    to_read: list[SourceFile] = []
    unchanged: list[SourceFile] = []
    repeated: list[Failure] = []
    for file in find_files(paths, raw_root):
        known = stamps.get(file.uri, set())
        if file.uri in failing:
            read = past.read.get(file.uri)
            known = {read.stamp} if read and failing[file.uri] is not None else set()
        if known != {file.stamp} or file.sidecar is not None or file.uri in again:
            to_read.append(file)
            continue
        unchanged.append(file)
        repeated += failing.get(file.uri) or []
    return Plan(to_read, unchanged, past.known, past.failed(), repeated)


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
        for source in plan.known
        if source not in tally.seen and not _in_unread(source, failed) and covers(source[0])
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
    held = {uri for uri, _ in plan.known if covers(uri)}
    if held and not held & plan.uris:
        raise UsageError(
            f"pruning would remove all {len(held)} sources that the tables hold from here: "
            "none of their files is there",
            where=str(root),
            hint="is --raw-root as before, and the folder mounted? if this is meant, ingest "
            "without --prune first",
        )


def count_unchanged(plan: Plan, tally: Tally) -> None:
    """Enter the articles of unchanged files into ``tally``, and their failures anew."""
    tally.failed += plan.repeated
    tally.found += len(plan.repeated)
    uris = {file.uri for file in plan.unchanged}
    same = {source for source in plan.known if source[0] in uris}
    tally.seen |= same
    tally.found += len(same)
    tally.unchanged += len(same)


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
            if source in plan.known:  # the others cannot vanish, and may be very many
                tally.seen.add(source)
            if isinstance(item, Failure):
                tally.failed.append(item)
            elif _same(plan.known.get(source), item):
                tally.unchanged += 1
            elif (failure := plan.failed.get(source)) and failure.raw_sha256 == item.raw_sha256:
                tally.failed.append(failure)
            else:
                yield item


def _same(known: SourceState | None, article: RawArticle) -> bool:
    return known is not None and known.input_sha256 == article.input_sha256
