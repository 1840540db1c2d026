"""What a run found by site, beside what the store held before: new sites, sites that changed.

A publisher who changes the layout of a page is seen here first: cleaning suddenly keeps half as
much, or no article has an amount any more, though each looks well by itself.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.tables.store import Store

Facts = Literal["money", "dates", "entities"]
FACTS: tuple[Facts, ...] = get_args(Facts)

RECENT_PARTS = 20
"""How many of the newest parts, of about 5,000 documents each, a run is compared with."""
FEWEST = 5
"""Documents of a site, before and now, below which nothing is said about it."""
CHANCE = 0.001
"""Facts have vanished when so few documents would lack them by chance less often than this."""


@dataclass(slots=True)
class SiteCounts:
    """One site: ``documents``, the sum of their kept_ratio, and how many have any of each fact."""

    documents: int = 0
    kept: float = 0.0
    having: dict[Facts, int] = field(default_factory=lambda: dict.fromkeys(FACTS, 0))

    @property
    def kept_ratio(self) -> float:
        """Mean kept_ratio."""
        return self.kept / self.documents

    def share(self, fact: Facts) -> float:
        """Share of the documents that have any such fact."""
        return self.having[fact] / self.documents


@dataclass(frozen=True, slots=True)
class Drift:
    """``measure`` ("kept_ratio", "money", ...) of ``site`` fell from ``before`` to ``now`` (both 0
    to 1: the mean kept_ratio, or the share of documents with any such fact)."""

    site: str
    measure: str
    before: float
    now: float

    def __str__(self) -> str:
        what = "kept_ratio" if self.measure == "kept_ratio" else f"documents with {self.measure}"
        return f"{self.site}: {what} {self.before:.0%} before, {self.now:.0%} now"


class SiteWatch:
    """Counts the documents of a run by site; documents without a site are not counted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looked = False
        self.now: dict[str, SiteCounts] = {}
        self.before: dict[str, SiteCounts] = {}
        self.known: Container[str] = ()

    def _look_back(self) -> None:
        """Count what the store held before the run published anything."""
        self._looked = True
        store = self._store
        with store.exclusive():  # no part goes away meanwhile
            self.known = store.ledger.sites()
            for part in list(store.backend.listing("documents"))[-RECENT_PARTS:]:
                columns = ["doc_id", "site", "kept_ratio"]
                tables = {"documents": store.read_part("documents", part, columns)}
                tables |= {name: store.read_part(name, part, ["doc_id"]) for name in FACTS}
                count(self.before, tables)

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Count the documents of one batch, before it is published."""
        if not tables:
            return
        if not self._looked:
            self._look_back()
        count(self.now, tables)

    def new_sites(self) -> list[str]:
        """Sites of which the store held no document."""
        return sorted(site for site in self.now if site not in self.known)

    def drifts(self) -> list[Drift]:
        """Sites that fell behind what they were, by name."""
        return [
            drift
            for site, now in sorted(self.now.items())
            if (before := self.before.get(site)) and min(before.documents, now.documents) >= FEWEST
            for drift in compare(site, before, now)
        ]


def count(counts: dict[str, SiteCounts], tables: Mapping[str, pa.Table]) -> None:
    """Add the documents of ``tables`` to ``counts``, by site."""
    having = {name: set(tables[name].column("doc_id").to_pylist()) for name in FACTS}
    rows = tables["documents"].select(["doc_id", "site", "kept_ratio"]).to_pylist()
    for row in rows:
        if not row["site"]:
            continue
        its = counts.setdefault(row["site"], SiteCounts())
        its.documents += 1
        its.kept += row["kept_ratio"]
        for name in FACTS:
            its.having[name] += row["doc_id"] in having[name]


def compare(site: str, before: SiteCounts, now: SiteCounts) -> list[Drift]:
    """Whether kept_ratio has halved, or facts vanished that were usual."""
    found = []
    if now.kept_ratio <= before.kept_ratio / 2:
        found.append(Drift(site, "kept_ratio", before.kept_ratio, now.kept_ratio))
    for fact in FACTS:
        share = before.share(fact)
        if not now.having[fact] and (1 - share) ** now.documents < CHANCE:
            found.append(Drift(site, fact, share, 0.0))
    return found
