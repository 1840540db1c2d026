"""Which documents a reprocess takes, and their articles out of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.fingerprints import Fingerprint, components_of, why
from pipeline.records import ArticleMeta, Block, CleanArticle, RawArticle
from pipeline.tables.chosen import Chosen, From
from pipeline.tables.schemas import SCHEMAS
from pipeline.tables.store import Store, StoredDocument
from pipeline.tables.store.parts import of_documents


@dataclass(frozen=True, slots=True)
class Expected:
    """Fingerprints of both stages as they would be done now; ``sites`` has the digests of cleaning
    for the sites that have a template."""

    clean: Fingerprint
    extract: Fingerprint
    sites: Mapping[str, str] = field(default_factory=dict)

    def stage(self, site: str | None, clean: str, extract: str) -> From | None:
        """From where a document with these digests is stale; None when it is not."""
        if clean != self.sites.get(site or "", self.clean.digest):
            return "clean"
        return "extract" if extract != self.extract.digest else None


@dataclass(frozen=True, slots=True)
class Staleness:
    """How many documents' code, model, data or settings changed since they were processed, by the
    stage to redo them from.

    ``reasons`` counts documents by what changed ("extract: code: extraction/money/rates.py"); a
    document may count under several.
    """

    clean: int
    extract: int
    reasons: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many documents are stale."""
        return self.clean + self.extract


def staleness(store: Store, expected: Expected) -> Staleness:
    """How many documents are stale from which stage, and why; takes the memory of no document."""
    stale: Counter[From] = Counter()
    reasons: Counter[str] = Counter()
    digests: Counter[tuple[From, str]] = Counter()
    known = {expected.clean.digest, *expected.sites.values()}
    for site, clean, extract, count in store.fingerprints():
        stage = expected.stage(site, clean, extract)
        if stage is None:
            continue
        stale[stage] += count
        digest = clean if stage == "clean" else extract
        if stage == "clean" and digest == expected.clean.digest:
            reasons[f"clean: data: template of {site}"] += count
        elif digest not in known:
            digests[stage, digest] += count
    recorded = _recorded(store) if digests else {}
    for (stage, digest), count in digests.items():
        now = expected.clean if stage == "clean" else expected.extract
        for reason in _reasons(recorded.get((stage, digest)), now):
            reasons[f"{stage}: {reason}"] += count
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return Staleness(stale["clean"], stale["extract"], dict(ordered))


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
    stale: Expected | None = None,
    doc_ids: Collection[str] = (),
    site: str | None = None,
    since: date | None = None,
    everything: bool = False,
    begin: From = "clean",
) -> Chosen:
    """Documents that any of the criteria names.

    Args:
        stale: documents that do not have these fingerprints, each from the stage that changed.
        doc_ids: ids, or unambiguous beginnings of them.
        site: documents of that site.
        since: documents published on that day or later.
        everything: all documents.
        begin: the stage from which all but the stale ones are redone.

    Raises:
        UsageError: an id names no document, or several; or no document is of that site.
    """
    if site is not None:
        _check_site(store, site)
    chosen = Chosen()
    chosen.name(_resolve(store, doc_id) for doc_id in doc_ids)
    chosen.name(_matching(store, site, since))

    def stage(document: StoredDocument) -> From | None:
        clean, extract = document.clean_fingerprint, document.extract_fingerprint
        first = stale.stage(document.site, clean, extract) if stale else None
        wanted = everything or chosen.is_named(document.doc_id)
        return begin if wanted and first != "clean" else first

    stages = ((document, stage(document)) for document in store.documents())
    chosen.add((document, first) for document, first in stages if first)
    return chosen


def _resolve(store: Store, beginning: str) -> str:
    count, doc_id = store.ledger.beginning_with(beginning.lower())
    if count != 1 or doc_id is None:
        what = f"{count} documents go" if count else "no document goes"
        raise UsageError(f"{what} by {beginning!r}", hint="give more of the doc_id")
    return doc_id


SITES_NAMED = 10
"""How many sites a message lists."""


def _check_site(store: Store, site: str) -> None:
    counts: Counter[str] = Counter()
    for name, _, _, documents in store.fingerprints():
        counts[name or ""] += documents
    if site in counts:
        return
    del counts[""]  # documents of no site
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{name} ({documents})" for name, documents in ranked[:SITES_NAMED])
    more = f" and {len(ranked) - SITES_NAMED} more" if len(ranked) > SITES_NAMED else ""
    raise UsageError(
        f"no document is of the site {site!r}",
        hint=f"there are {named}{more}" if ranked else "no document of this store has a site",
    )


def _matching(store: Store, site: str | None, since: date | None) -> Iterator[str]:
    if site is None and since is None:
        return
    for part in store.backend.listing("documents"):
        rows = store.read_part("documents", part, ["doc_id", "site", "published"])
        if site is not None:
            rows = rows.filter(pc.equal(rows.column("site"), site))
        if since is not None:
            rows = rows.filter(pc.greater_equal(rows.column("published"), pa.scalar(since)))
        yield from rows.column("doc_id").to_pylist()


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
