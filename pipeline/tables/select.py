"""Which documents a reprocess takes, and their articles out of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.fingerprints import Fingerprint, components_of, why
from pipeline.records import ArticleMeta, Block, CleanArticle, RawArticle
from pipeline.tables.schemas import SCHEMAS
from pipeline.tables.store import SourceId, SourceState, Store
from pipeline.tables.store.parts import of_documents

From = Literal["clean", "extract"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Documents to redo: doc_ids by the stage to begin from, each list in source order."""

    clean: list[str] = field(default_factory=list)
    extract: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Staleness:
    """Documents whose code, model, data or settings changed since they were processed.

    ``reasons`` counts documents by what changed ("extract: code: extraction/money/rates.py"); a
    document may count under several.
    """

    clean: list[str]
    extract: list[str]
    reasons: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many documents are stale."""
        return len(self.clean) + len(self.extract)


def staleness(
    store: Store,
    clean: Fingerprint,
    extract: Fingerprint,
    sites: Mapping[str, str] | None = None,
) -> Staleness:
    """Which documents are stale from which stage, and why.

    Args:
        store: the store.
        clean: fingerprint of cleaning as it would be done now.
        extract: of extraction.
        sites: digests of cleaning for the sites that have a template.
    """
    expected = sites or {}
    states = _holders(store.sources())
    stale_clean = [
        s for s in states if s.clean_fingerprint != expected.get(s.site or "", clean.digest)
    ]
    redone = {s.doc_id for s in stale_clean}
    stale_extract = [
        s for s in states if s.doc_id not in redone and s.extract_fingerprint != extract.digest
    ]
    templated = [s for s in stale_clean if s.clean_fingerprint == clean.digest]
    reasons = Counter(f"clean: data: template of {s.site}" for s in templated)
    known = {clean.digest, *expected.values()}
    recorded = _recorded(store)
    for now, digests in (
        (clean, Counter(s.clean_fingerprint for s in stale_clean)),
        (extract, Counter(s.extract_fingerprint for s in stale_extract)),
    ):
        for digest, count in digests.items():
            if digest not in known:
                for reason in _reasons(recorded.get((now.stage, digest)), now):
                    reasons[f"{now.stage}: {reason}"] += count
    return Staleness(
        [s.doc_id for s in stale_clean],
        [s.doc_id for s in stale_extract],
        dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
    )


def _holders(sources: Mapping[SourceId, SourceState]) -> list[SourceState]:
    held = [item for item in sources.items() if not item[1].duplicate]
    return [state for _, state in sorted(held, key=lambda item: (item[0][0], item[0][1] or ""))]


def _recorded(store: Store) -> dict[tuple[str, str], dict[str, str]]:
    """Components by stage and digest, from all runs that recorded them."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for versions in store.runs().column("versions").to_pylist():
        named = dict(versions)
        for stage in ("clean", "extract"):
            if stage in named:
                found[stage, named[stage]] = components_of(stage, named)
    return found


def _reasons(before: Mapping[str, str] | None, now: Fingerprint) -> list[str]:
    if before is None:
        return ["by a run that left no record"]
    return why(before, now.components) or ["unknown"]


def choose(
    store: Store,
    *,
    stale: Staleness | None = None,
    doc_ids: Collection[str] = (),
    site: str | None = None,
    since: date | None = None,
    everything: bool = False,
    begin: From = "clean",
) -> Chosen:
    """Documents that any of the criteria names.

    Args:
        stale: those of a `staleness`, each from the stage that changed.
        doc_ids: ids, or unambiguous beginnings of them.
        site: documents of that site.
        since: documents published on that day or later.
        everything: all documents.
        begin: the stage from which all but the stale ones are redone.

    Raises:
        UsageError: an id names no document, or several.
    """
    wanted = {_resolve(store, doc_id) for doc_id in doc_ids}
    wanted |= _matching(store, site, since, everything)
    clean = set(stale.clean) if stale else set()
    extract = set(stale.extract) if stale else set()
    (clean if begin == "clean" else extract).update(wanted)
    order = [state.doc_id for state in _holders(store.sources())]
    return Chosen(
        [doc_id for doc_id in order if doc_id in clean],
        [doc_id for doc_id in order if doc_id in extract - clean],
    )


def _resolve(store: Store, beginning: str) -> str:
    ids = {s.doc_id for s in store.sources().values() if s.doc_id.startswith(beginning.lower())}
    if len(ids) != 1:
        what = f"{len(ids)} documents go" if ids else "no document goes"
        raise UsageError(f"{what} by {beginning!r}", hint="give more of the doc_id")
    return ids.pop()


def _matching(store: Store, site: str | None, since: date | None, everything: bool) -> set[str]:
    if site is None and since is None and not everything:
        return set()
    found: set[str] = set()
    for part in store.backend.listing("documents"):
        rows = store.read_part("documents", part, ["doc_id", "site", "published"])
        if site is not None:
            rows = rows.filter(pc.equal(rows.column("site"), site))
        if since is not None:
            rows = rows.filter(pc.greater_equal(rows.column("published"), pa.scalar(since)))
        found.update(rows.column("doc_id").to_pylist())
    return found


def load_articles(store: Store, doc_ids: Sequence[str]) -> Iterator[CleanArticle]:
    """The cleaned articles as they went into extraction, in the order of ``doc_ids``.

    ``article.raw.content`` is empty: the store holds no raw text.
    """
    holders = store.ledger.holders(doc_ids)
    articles: dict[str, CleanArticle] = {}
    for part in sorted({holder.part for holder in holders.values()}):
        wanted = [doc_id for doc_id, holder in holders.items() if holder.part == part]
        documents = of_documents(store.read_part("documents", part), wanted)
        blocks = of_documents(store.read_part("blocks", part), wanted)
        by_document: dict[str, list[Mapping[str, Any]]] = {}
        for block in blocks.to_pylist():
            by_document.setdefault(block["doc_id"], []).append(block)
        for row in documents.to_pylist():
            articles[row["doc_id"]] = _article(row, by_document.get(row["doc_id"], []))
    return (articles[doc_id] for doc_id in doc_ids)


_BLOCK_FIELDS = [name for name in SCHEMAS["blocks"].names if name not in ("doc_id", "doc_version")]


def _article(row: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]]) -> CleanArticle:
    meta = ArticleMeta(
        url=row["url"],
        site=row["site"],
        title=row["title"],
        authors=tuple(row["authors"]),
        published=row["published"],
        published_from=row["published_from"],
        fetched_at=row["fetched_at"],
        language=row["language"],
    )
    raw = RawArticle(
        source_uri=row["source_uri"],
        source_key=row["source_key"],
        format=row["source_format"],
        is_html=row["source_format"] == "html",
        content="",
        encoding="utf-8",
        given=meta,
        raw_sha256=row["raw_sha256"],
        input_sha256=row["input_sha256"],
        source_size=row["source_size"],
        source_mtime=row["source_mtime"],
    )
    return CleanArticle(
        raw=raw,
        text=row["text"],
        body_start=row["body_start"],
        meta=meta,
        language_score=row["language_score"],
        blocks=tuple(Block(*(block[name] for name in _BLOCK_FIELDS)) for block in blocks),
        kept_ratio=row["kept_ratio"],
    )
