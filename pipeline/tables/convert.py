"""`Facts` to Arrow tables, in whatever process; and stored documents back to `CleanArticle`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

import pyarrow as pa

from pipeline.errors import PluginError
from pipeline.plugins import column_sets
from pipeline.records import Facts
from pipeline.tables.identity import doc_id, doc_version
from pipeline.tables.schemas import PART_TABLES, SCHEMAS, TableName

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RunContext:
    """What every row of a run carries.

    Args:
        run_id: names the run in ``runs``.
        processed_at: start of the run, in UTC.
        clean_fingerprint: of cleaning, see `pipeline.fingerprints`; 16 hex digits.
        extract_fingerprint: of extraction.
        site_fingerprints: of cleaning, for the sites that have a template.
    """

    run_id: str
    processed_at: datetime
    clean_fingerprint: str
    extract_fingerprint: str
    site_fingerprints: Mapping[str, str] = field(default_factory=dict)

    def clean_of(self, site: str | None) -> str:
        """Fingerprint of cleaning for a document of ``site``."""
        return self.site_fingerprints.get(site or "", self.clean_fingerprint)


def facts_to_tables(facts: Sequence[Facts], context: RunContext) -> dict[str, pa.Table]:
    """One table by name for each of `PART_TABLES`, rows in the order of ``facts``.

    A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD; offsets stay as they are.
    """
    rows: dict[TableName, list[Row]] = {name: [] for name in PART_TABLES}
    for fact in facts:
        _add_rows(rows, fact, context)
    return {name: to_table(name, rows[name]) for name in PART_TABLES}


def to_table(name: TableName, rows: Sequence[Row]) -> pa.Table:
    """Rows of values in the order of the schema's columns, as a table."""
    schema = SCHEMAS[name]
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    arrays = [_array(list(c), field.type) for c, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_scrubbed(value) for value in values], kind)


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    return [_scrubbed(item) for item in value] if isinstance(value, (list, tuple)) else value


def _add_rows(rows: dict[TableName, list[Row]], facts: Facts, context: RunContext) -> None:
    raw, meta = facts.article.raw, facts.article.meta
    keys = (
        doc_id(meta.url, raw.source_uri, raw.source_key),
        doc_version(raw.input_sha256, context.clean_of(meta.site), context.extract_fingerprint),
    )
    sentences = _Sentences(facts)
    own: dict[TableName, Iterable[Row]] = {
        "documents": [_document(facts, context)],
        "blocks": _blocks(facts),
        "sentences": ((i, s.start, s.end) for i, s in enumerate(facts.sentences)),
        "entities": _entities(facts, sentences),
        "dates": _dates(facts, sentences),
        "money": _money(facts, sentences),
    }
    for name, values in own.items():
        rows[name].extend(keys + row for row in _with_plugins(name, list(values), facts))


def _with_plugins(name: TableName, rows: list[Row], facts: Facts) -> list[Row]:
    """The rows with the values of plug-ins' columns.

    Raises:
        PluginError: a plug-in breaks off, or gives another number of rows or values.
    """
    for columns in column_sets(name):
        where = f"columns {', '.join(column.name for column in columns.fields)}"
        try:
            added = [tuple(row) for row in columns.values(facts)]
        except Exception as error:
            raise PluginError(f"{type(error).__name__}: {error}", where=where) from error
        if len(added) != len(rows) or any(len(row) != len(columns.fields) for row in added):
            raise PluginError(
                f"needs {len(rows)} rows of {len(columns.fields)} values, gave {len(added)} rows",
                where=where,
            )
        rows = [row + more for row, more in zip(rows, added, strict=True)]
    return rows


def _document(facts: Facts, context: RunContext) -> Row:
    article, raw, meta = facts.article, facts.article.raw, facts.article.meta
    return (
        raw.source_uri, raw.source_key, raw.format,
        meta.url, meta.site, meta.title, list(meta.authors),
        meta.published, meta.published_from, meta.language, article.language_score,
        article.text, article.body_start, len(article.text), len(article.text.split()),
        len(facts.sentences), article.kept_ratio,
        None,  # duplicate_of
        raw.raw_sha256, raw.input_sha256, raw.source_size, raw.source_mtime, meta.fetched_at,
        context.clean_of(meta.site), context.extract_fingerprint,
        context.processed_at, context.run_id,
    )  # fmt: skip


def _blocks(facts: Facts) -> Iterator[Row]:
    for b in facts.article.blocks:
        text = None if b.kept else b.text
        yield (
            b.index, b.kind, b.kept, b.reason, b.score, b.raw_start, b.raw_end, b.start, b.end, text
        )  # fmt: skip


class _Sentences:
    """Finds the sentence that an offset lies in."""

    def __init__(self, facts: Facts) -> None:
        self._text = facts.article.text
        self._spans = facts.sentences
        self._starts = [span.start for span in facts.sentences]

    def index(self, offset: int) -> int | None:
        """Number of the sentence, or None between sentences."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self._spans[index].end else None

    def with_text(self, offset: int) -> tuple[int | None, str | None]:
        """Number and text of the sentence."""
        index = self.index(offset)
        if index is None:
            return None, None
        return index, self._text[self._spans[index].start : self._spans[index].end]


def _entities(facts: Facts, sentences: _Sentences) -> Iterable[Row]:
    for index, e in enumerate(facts.entities):
        yield (
            index, e.start, e.end, e.text, str(e.label), sentences.index(e.start),
            e.canonical, e.entity_id, e.country, e.source,
        )  # fmt: skip


def _dates(facts: Facts, sentences: _Sentences) -> Iterable[Row]:
    for index, d in enumerate(facts.dates):
        yield (
            index, d.start, d.end, d.text, d.type, d.value, d.mod, d.start_date, d.end_date,
            d.granularity, d.resolution, d.anchor_date, d.range_id, d.range_role, d.ambiguous,
            *sentences.with_text(d.start),
        )  # fmt: skip


def _money(facts: Facts, sentences: _Sentences) -> Iterable[Row]:
    for index, m in enumerate(facts.money):
        rate = None if m.implied_rate is None else float(m.implied_rate)
        yield (
            index, m.start, m.end, m.text,
            _amount(m.amount), _amount(m.amount_min), _amount(m.amount_max),
            m.currency, m.currency_text, m.currency_evidence, m.modifier, m.per,
            m.equivalent_of, rate, m.rate_outlier, m.role_text, *sentences.with_text(m.start),
        )  # fmt: skip


_FOUR_PLACES = Decimal("0.0001")
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_DIGITS = 34
"""Digits before the decimal point that decimal128(38, 4) has room for."""


def _amount(value: Decimal | None) -> Decimal | None:
    """``value`` to four decimals; None when it does not fit decimal128(38, 4)."""
    if value is None or not value.is_finite() or value.adjusted() > _DIGITS:
        return None
    rounded = value.quantize(_FOUR_PLACES, context=_EXACT)
    return rounded if rounded.adjusted() < _DIGITS else None
