"""Site templates of a store: learnt from all its documents, kept beside it, used by every run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.cleaning.templates import SiteBlock, SiteDocument, SiteTemplates, learn
from pipeline.errors import StoreError
from pipeline.fingerprints import Fingerprint, site_digest
from pipeline.tables.store import Store

FILE = "templates.json"


def load_templates(store: Store) -> SiteTemplates:
    """The templates of ``store``; none when it has not learnt any.

    Raises:
        CleaningError: the file is of another version, or none of ours.
    """
    path = _path(store)
    if path is None or not path.exists():
        return SiteTemplates()
    return SiteTemplates.from_json(path.read_text(encoding="utf-8"))


def learn_templates(store: Store) -> SiteTemplates:
    """Learn from every document of ``store`` and keep the result.

    Documents of a site whose template changed are stale from then on. The same documents give the
    same templates, in whatever order they came.

    Raises:
        StoreError: the store has no folder beside it.
    """
    path = _path(store)
    if path is None:
        raise StoreError("templates need a store on a file system", where=store.backend.name)
    templates = learn(_site_documents(store))
    fresh = path.with_suffix(".new")
    fresh.write_text(templates.to_json(), encoding="utf-8")
    fresh.replace(path)
    return templates


def site_fingerprints(clean: Fingerprint, templates: SiteTemplates) -> dict[str, str]:
    """Digest of cleaning by site, for the sites that have a template."""
    return {
        site: site_digest(clean, templates.site_fingerprint(site))
        for site in sorted(templates.keys)
    }


def _path(store: Store) -> Path | None:
    ledger = store.backend.ledger_path
    return ledger.with_name(FILE) if ledger else None


def _site_documents(store: Store) -> Iterator[SiteDocument]:
    """Documents part by part, which are few enough to hold."""
    for part in store.backend.listing("documents"):
        documents = store.read_part("documents", part, ["doc_id", "site", "text"])
        known = {row["doc_id"]: row for row in documents.to_pylist() if row["site"]}
        blocks: dict[str, list[SiteBlock]] = {doc_id: [] for doc_id in known}
        columns = ["doc_id", "kind", "kept", "score", "start", "end", "text"]
        for row in store.read_part("blocks", part, columns).to_pylist():
            if row["doc_id"] in known:
                text = known[row["doc_id"]]["text"]
                blocks[row["doc_id"]].append(_block(row, text))
        for doc_id, row in known.items():
            yield SiteDocument(row["site"], tuple(blocks[doc_id]))


def _block(row: Mapping[str, Any], text: str) -> SiteBlock:
    own = row["text"]
    return SiteBlock(
        text=text[row["start"] : row["end"]] if own is None else own,
        kind=row["kind"],
        kept=row["kept"] or row["kind"] == "template",
        score=row["score"],
    )
