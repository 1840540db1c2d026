"""What travels between the stages: RawArticle -> CleanArticle -> Facts.

All offsets count Unicode code points and are half-open. Offsets named ``start``/``end`` count in
``CleanArticle.text``; ``raw_start``/``raw_end`` count in the decoded source text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

SourceFormat = Literal["text", "html", "jsonl", "parquet", "warc"]
PublishedFrom = Literal["given", "meta", "url", "byline", "none"]
Stage = Literal["source", "clean", "extract", "store"]
EntitySource = Literal["model", "pattern", "alias"]


class Label(StrEnum):
    """Entity types, with spaCy's OntoNotes names."""

    PERSON = "PERSON"
    NORP = "NORP"
    FAC = "FAC"
    ORG = "ORG"
    GPE = "GPE"
    LOC = "LOC"
    PRODUCT = "PRODUCT"
    EVENT = "EVENT"
    WORK_OF_ART = "WORK_OF_ART"
    LAW = "LAW"


@dataclass(frozen=True, slots=True)
class ArticleMeta:
    """What is known about an article besides its text. ``None`` or ``()`` means not known."""

    url: str | None = None
    site: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    published_from: PublishedFrom = "none"
    fetched_at: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it came, decoded but otherwise untouched.

    ``source_uri`` is the path relative to the raw root, with ``/`` between parts. ``source_key`` is
    the record's id within a file of several articles, else ``None``. ``content`` is plain text or
    HTML as ``format`` and ``is_html`` say. ``raw_sha256`` covers the bytes of the article's own
    record (the file, or the line) and ``input_sha256`` those and the sidecar's.
    """

    source_uri: str
    source_key: str | None
    format: SourceFormat
    is_html: bool
    content: str
    encoding: str
    given: ArticleMeta
    raw_sha256: str
    input_sha256: str
    source_size: int
    source_mtime: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no row: what stage refused it, and why.

    ``source_key`` as in `RawArticle`; ``raw_sha256`` is null when the bytes were not read;
    ``error`` is the name of the error's class.
    """

    source_uri: str
    source_key: str | None
    raw_sha256: str | None
    stage: Stage
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the article with the verdict of cleaning.

    ``kind`` is one of `pipeline.cleaning.kinds`; ``reason`` names the rule or model that decided;
    ``score`` is the model's probability that the block belongs to the article, where a model was
    asked. ``start``/``end`` are null when dropped, ``raw_start``/``raw_end`` null for HTML;
    ``text`` is kept for dropped blocks only.
    """

    index: int
    kind: str
    kept: bool
    reason: str
    score: float | None = None
    raw_start: int | None = None
    raw_end: int | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """An article's text and metadata after cleaning.

    ``text`` is the title line when known, a blank line, and the body, which begins at
    ``body_start``. ``kept_ratio`` is kept characters over characters seen.
    """

    raw: RawArticle
    text: str
    body_start: int
    meta: ArticleMeta
    language_score: float | None
    blocks: tuple[Block, ...]
    kept_ratio: float


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of ``CleanArticle.text``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A named entity. ``canonical`` is the fullest name it goes by in the document, the common
    English name for a country.

    ``entity_id`` is the same for the same entity in every document; null when the document does not
    tell (a surname alone). ``country`` is ISO 3166-1 alpha-2 for GPE and NORP where one country is
    meant.
    """

    start: int
    end: int
    text: str
    label: str
    canonical: str
    entity_id: str | None
    country: str | None = None
    source: EntitySource = "model"


DateType = Literal["DATE", "TIME", "DURATION", "SET"]
Resolution = Literal["explicit", "anchored", "inferred", "unresolved"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A TIMEX3 expression (TimeML 1.2.1) with the closed interval of days that it covers.

    ``value`` is null when the expression has none (30 February). ``mod`` is a TIMEX3 modifier:
    START, MID, END, APPROX, MORE_THAN, LESS_THAN, EQUAL_OR_MORE, EQUAL_OR_LESS, BEFORE, AFTER.
    ``granularity`` is the unit of the value: century, decade, year, half, quarter, season, month,
    week, weekend, day, hour, minute, second. ``range_id`` numbers the ranges of a document from 0;
    ``range_role`` is "start" or "end".
    """

    start: int
    end: int
    text: str
    type: DateType
    value: str | None
    mod: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    granularity: str | None = None
    resolution: Resolution = "explicit"
    anchor_date: date | None = None
    range_id: int | None = None
    range_role: Literal["start", "end"] | None = None
    ambiguous: bool = False


CurrencyEvidence = Literal["code", "symbol", "word", "context", "default"]
MoneyModifier = Literal[
    "exact", "about", "more_than", "at_least", "less_than", "at_most", "range", "magnitude"
]


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """A monetary figure. Amounts are whole currency units, never scaled ("$918 million" is
    918000000; "50 cents" is 0.5).

    ``amount`` is the figure as printed, null for a range or a bare magnitude; ``amount_min`` and
    ``amount_max`` are the bounds that the text states. ``currency`` is ISO 4217, null when the text
    leaves it open. ``equivalent_of`` is the index, in the document's list of mentions, of the
    figure that this one restates; ``implied_rate`` is units of that figure's currency per unit of
    this one's; ``rate_outlier`` marks a rate more than 20 % off the document's others for the pair.
    """

    start: int
    end: int
    text: str
    amount: Decimal | None
    currency: str | None
    currency_text: str
    currency_evidence: CurrencyEvidence
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    modifier: MoneyModifier = "exact"
    per: str | None = None
    equivalent_of: int | None = None
    implied_rate: Decimal | None = None
    rate_outlier: bool | None = None
    role_text: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read from one article; mentions are sorted by ``(start, end)``.

    ``extra`` is what components of plug-ins left in ``doc.user_data["factmill"]``.
    """

    article: CleanArticle
    sentences: Sequence[Span] = field(default_factory=tuple)
    entities: Sequence[EntityMention] = field(default_factory=tuple)
    dates: Sequence[DateMention] = field(default_factory=tuple)
    money: Sequence[MoneyMention] = field(default_factory=tuple)
    extra: Mapping[str, Any] = field(default_factory=dict)
