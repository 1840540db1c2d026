"""Site templates: lines that recur over the documents of a site and stand at their edges.

What recurs is not always furniture. A line is only taken for a template when

* at least `FEWEST` documents of the site have it, and they are at least `SHARE` of them;
* in nearly all of these it stands at the edge of the article: nothing but other recurring or
  dropped lines lies between it and the start or the end of the text, or it touches dropped lines;
* it is not the document's title, and not prose that the block model is sure of.

So a series title (on its own series only), a standing headline (the title of its documents) and a
disclaimer inside the article are safe. Counts are sums over documents: the result depends neither
on their order nor on how they are shared out among workers, and learning again from documents that
were cleaned with a template gives the same template.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.cleaning.kinds import Kind
from pipeline.errors import CleaningError
from pipeline.records import CleanArticle

VERSION = 1
FEWEST = 4
SHARE = 0.4
_EDGE = 0.8
_EDGE_LINES = 3
_SURE = 0.85
_PROSE_WORDS = 12
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SiteBlock:
    """A block as far as learning needs it; ``kept`` also of blocks dropped as a template."""

    text: str
    kind: str
    kept: bool
    score: float | None


@dataclass(frozen=True, slots=True)
class SiteDocument:
    """The blocks of one document of ``site``."""

    site: str
    blocks: tuple[SiteBlock, ...]


def site_document(article: CleanArticle) -> SiteDocument | None:
    """What learning needs of a cleaned article; None when its site is not known."""
    if article.meta.site is None:
        return None
    blocks = tuple(
        SiteBlock(
            text=article.text[block.start : block.end] if block.text is None else block.text,
            kind=block.kind,
            kept=block.kept or block.kind == Kind.TEMPLATE,
            score=block.score,
        )
        for block in article.blocks
    )
    return SiteDocument(article.meta.site, blocks)


@dataclass(frozen=True)
class SiteTemplates:
    """Keys of template lines by site. Immutable; equal templates have equal ``fingerprint``."""

    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits over all templates."""
        return hashlib.blake2b(self.to_json().encode(), digest_size=8).hexdigest()

    def site_fingerprint(self, site: str | None) -> str:
        """16 hex digits over the template of one site: what makes its documents stale."""
        keys = sorted(self.keys.get(site or "", ()))
        return hashlib.blake2b(" ".join([str(VERSION), *keys]).encode(), digest_size=8).hexdigest()

    def of(self, site: str | None) -> frozenset[str]:
        """Keys of the lines to drop on ``site``."""
        return self.keys.get(site or "", frozenset())

    def to_json(self) -> str:
        """JSON with sorted keys: the same templates give the same text."""
        sites = {site: sorted(keys) for site, keys in sorted(self.keys.items())}
        return json.dumps({"version": VERSION, "sites": sites}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> SiteTemplates:
        """Read what `to_json` wrote.

        Raises:
            CleaningError: other JSON, or another version.
        """
        try:
            stored = json.loads(text)
            if stored["version"] != VERSION:
                raise CleaningError(
                    f"site templates of version {stored['version']}, this is version {VERSION}",
                    hint="learn them anew",
                )
            sites = stored["sites"].items()
            return cls({site: frozenset(keys) for site, keys in sites})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CleaningError("these are no site templates", hint="learn them anew") from error


def line_key(text: str) -> str:
    """Key of a line: its words without case, numbers as one. Empty for lines without words."""
    words = " ".join(_WORD.findall(_DIGITS.sub("0", text.casefold())))
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest() if words else ""


def learn(documents: Iterable[SiteDocument]) -> SiteTemplates:
    """Templates of all sites of ``documents``, each document of a site passed once."""
    totals: Counter[str] = Counter()
    lines: dict[str, dict[str, _LineCount]] = {}
    for document in documents:
        totals[document.site] += 1
        known = lines.setdefault(document.site, {})
        for key, edge, sure in _document_lines(document.blocks):
            known.setdefault(key, _LineCount()).add(edge, sure)
    keys = {
        site: frozenset(key for key, count in known.items() if count.recurs(totals[site]))
        for site, known in lines.items()
    }
    return SiteTemplates({site: found for site, found in keys.items() if found})


@dataclass(slots=True)
class _LineCount:
    documents: int = 0
    edge: int = 0
    sure: int = 0

    def add(self, edge: bool, sure: bool) -> None:
        self.documents += 1
        self.edge += edge
        self.sure += sure

    def recurs(self, documents: int) -> bool:
        common = self.documents >= max(FEWEST, SHARE * documents)
        return common and self.edge >= _EDGE * self.documents and self.sure * 2 < self.documents


def _document_lines(blocks: Sequence[SiteBlock]) -> Iterator[tuple[str, bool, bool]]:
    """Key of each distinct kept line, whether it stands at an edge, whether it is sure prose."""
    kept = [index for index, block in enumerate(blocks) if block.kept and block.kind != Kind.TITLE]
    seen: set[str] = set()
    for place, index in enumerate(kept):
        block = blocks[index]
        beside = [blocks[i] for i in (index - 1, index + 1) if 0 <= i < len(blocks)]
        outer = min(place, len(kept) - 1 - place) < _EDGE_LINES
        edge = outer or any(not other.kept for other in beside)
        key = line_key(block.text)
        if key and key not in seen:
            seen.add(key)
            yield key, edge, _is_sure(block)


def _is_sure(block: SiteBlock) -> bool:
    prose = len(_WORD.findall(block.text)) >= _PROSE_WORDS
    return prose and block.score is not None and block.score >= _SURE
