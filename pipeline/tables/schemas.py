"""Arrow schemas of every table, with the meaning, unit and nullability of every column.

docs/tables.md is generated from here by ``python -m pipeline.tables.docs``.
"""

from __future__ import annotations

from typing import Literal, get_args

import pyarrow as pa

from pipeline.plugins import column_sets

SCHEMA_VERSION = 1
"""Raised when a column is added, removed or changes its meaning; `factmill migrate` follows."""

VERSION_KEY = b"factmill.schema_version"
TABLE_KEY = b"factmill.table"

TableName = Literal[
    "documents", "blocks", "sentences", "entities", "dates", "money", "failures", "runs"
]
TABLES: tuple[TableName, ...] = get_args(TableName)
FACT_TABLES: tuple[TableName, ...] = ("blocks", "sentences", "entities", "dates", "money")
"""Tables with many rows a document, in the order in which they are published."""
PART_TABLES: tuple[TableName, ...] = (*FACT_TABLES, "documents")
"""Tables that come in parts; ``documents`` is published last."""

TIMESTAMP = pa.timestamp("us", tz="UTC")
AMOUNT = pa.decimal128(38, 4)


def _column(
    name: str, kind: pa.DataType, description: str, *, unit: str = "", null: bool = False
) -> pa.Field:
    metadata = {"description": description} | ({"unit": unit} if unit else {})
    return pa.field(name, kind, nullable=null, metadata=metadata)


def _text(name: str, description: str, *, null: bool = False) -> pa.Field:
    return _column(name, pa.string(), description, null=null)


def _offset(name: str, description: str, *, null: bool = False) -> pa.Field:
    return _column(name, pa.int32(), description, unit="code points", null=null)


def _index(name: str, description: str, *, null: bool = False) -> pa.Field:
    return _column(name, pa.int32(), description, null=null)


def _moment(name: str, description: str, *, null: bool = False) -> pa.Field:
    return _column(name, TIMESTAMP, description, unit="UTC", null=null)


def _schema(table: TableName, *columns: pa.Field) -> pa.Schema:
    metadata = {TABLE_KEY: table, VERSION_KEY: str(SCHEMA_VERSION)}
    return pa.schema(columns, metadata=metadata)


_KEYS = (
    _text("doc_id", "the document: 32 hex digits from its canonical URL, else from its path"),
    _text("doc_version", "16 hex digits over the raw bytes and both fingerprints"),
)

_SPAN = (
    _offset("start", "first code point of the mention in documents.text"),
    _offset("end", "code point after the mention's last; half-open"),
    _text("text", "documents.text[start:end]"),
)

_MENTION = (*_KEYS, _index("mention_index", "place among the document's rows, from 0"), *_SPAN)

_SENTENCE_INDEX = _index(
    "sentence_index", "the sentence that the mention starts in; null outside of any", null=True
)
_SENTENCE = _text("sentence", "text of that sentence", null=True)

_DOCUMENTS = _schema(
    "documents",
    *_KEYS,
    _text("source_uri", "path of the source file, relative to the raw root"),
    _text("source_key", "the record's id within a file of several articles", null=True),
    _text("source_format", "text, html, jsonl, parquet or warc"),
    _text("url", "where the article was published", null=True),
    _text("site", "host name or name of the publisher", null=True),
    _text("title", "headline", null=True),
    _column("authors", pa.list_(pa.string()), "names as given in the byline; empty when unknown"),
    _column("published", pa.date32(), "day of publication", null=True),
    _text("published_from", "where that day was found: given, meta, url, byline or none"),
    _text("language", "ISO 639-1", null=True),
    _column(
        "language_score",
        pa.float64(),
        "confidence of the language; null when it was given",
        unit="0 to 1",
        null=True,
    ),
    _text("text", "title line when known, blank line, body; all offsets count in here"),
    _offset("body_start", "where the body begins in text"),
    _column("char_count", pa.int32(), "length of text", unit="code points"),
    _column("word_count", pa.int32(), "runs of characters between white space", unit="words"),
    _column("sentence_count", pa.int32(), "rows in sentences", unit="sentences"),
    _column("kept_ratio", pa.float64(), "kept characters over characters seen", unit="0 to 1"),
    _text(
        "duplicate_of", "doc_id of an earlier document with the same body, null if none", null=True
    ),
    _text("raw_sha256", "SHA-256 of the article's own bytes: the file, or the record"),
    _text("input_sha256", "SHA-256 of those and of the sidecar with its metadata"),
    _column("source_size", pa.int64(), "size of the source file", unit="bytes"),
    _moment("source_mtime", "modification time of the source file"),
    _moment("fetched_at", "when the article was fetched, as given", null=True),
    _text("clean_fingerprint", "16 hex digits over the code, model and settings of cleaning"),
    _text("extract_fingerprint", "16 hex digits over the code, model and settings of extraction"),
    _moment("processed_at", "start of the run that wrote the row"),
    _text("run_id", "the run that wrote the row, see runs"),
)

_BLOCKS = _schema(
    "blocks",
    *_KEYS,
    _index("block_index", "place in the source, from 0"),
    _text("kind", "paragraph, heading, consent, navigation, ...; see docs/cleaning.md"),
    _column("kept", pa.bool_(), "whether the block is in documents.text"),
    _text("reason", "the rule or model that decided"),
    _column(
        "score",
        pa.float64(),
        "the model's probability that the block is article; null where none was asked",
        unit="0 to 1",
        null=True,
    ),
    _offset("raw_start", "first code point in the decoded source; null for HTML", null=True),
    _offset("raw_end", "code point after the last in the decoded source", null=True),
    _offset("start", "first code point in documents.text; null when dropped", null=True),
    _offset("end", "code point after the last in documents.text", null=True),
    _text("text", "what was dropped; null for kept blocks", null=True),
)

_SENTENCES = _schema(
    "sentences",
    *_KEYS,
    _index("sentence_index", "place in the document, from 0"),
    _offset("start", "first code point in documents.text"),
    _offset("end", "code point after the last; half-open"),
)

_ENTITIES = _schema(
    "entities",
    *_MENTION,
    _text("label", "PERSON, NORP, FAC, ORG, GPE, LOC, PRODUCT, EVENT, WORK_OF_ART or LAW"),
    _SENTENCE_INDEX,
    _text("canonical", "fullest name that the entity goes by in the document"),
    _text(
        "entity_id",
        "same for the same entity in every document; null when the document does not tell",
        null=True,
    ),
    _text("country", "ISO 3166-1 alpha-2, for GPE and NORP that mean one country", null=True),
    _text("source", "how it was found: model, pattern or alias"),
)

_DATES = _schema(
    "dates",
    *_MENTION,
    _text("type", "DATE, TIME, DURATION or SET (TimeML)"),
    _text("value", "TIMEX3 value; null when the expression has none (30 February)", null=True),
    _text("mod", "TIMEX3 modifier: APPROX, MORE_THAN, START, ...", null=True),
    _column("start_date", pa.date32(), "first day covered; null when open", null=True),
    _column("end_date", pa.date32(), "last day covered, inclusive; null when open", null=True),
    _text("granularity", "unit of the value: year, quarter, month, day, hour, ...", null=True),
    _text("resolution", "explicit, anchored, inferred or unresolved"),
    _column("anchor_date", pa.date32(), "the day that it was resolved against", null=True),
    _index("range_id", "number of the range within the document that it bounds", null=True),
    _text("range_role", "start or end of that range", null=True),
    _column("ambiguous", pa.bool_(), "the text allows another reading (03/04/2022)"),
    _SENTENCE_INDEX,
    _SENTENCE,
)

_CURRENCY_UNITS = "currency units"

_MONEY = _schema(
    "money",
    *_MENTION,
    _column(
        "amount",
        AMOUNT,
        "the figure, magnitude word included; null for a range, a bare magnitude and figures of "
        "over 34 digits",
        unit=_CURRENCY_UNITS,
        null=True,
    ),
    _column("amount_min", AMOUNT, "lower bound stated", unit=_CURRENCY_UNITS, null=True),
    _column("amount_max", AMOUNT, "upper bound stated", unit=_CURRENCY_UNITS, null=True),
    _text("currency", "ISO 4217; null when the text leaves it open", null=True),
    _text("currency_text", "the sign or word in the text"),
    _text("currency_evidence", "what settled it: code, symbol, word, context or default"),
    _text(
        "modifier",
        "exact, about, more_than, at_least, less_than, at_most, range or magnitude",
    ),
    _text("per", "what the figure is a rate of: year, barrel, ...", null=True),
    _index(
        "equivalent_of",
        "mention_index of the figure in another currency that this one restates",
        null=True,
    ),
    _column(
        "implied_rate",
        pa.float64(),
        "units of that figure's currency per unit of this one's",
        null=True,
    ),
    _column(
        "rate_outlier",
        pa.bool_(),
        "the rate is more than 20 % off the document's others for the pair; null without a rate",
        null=True,
    ),
    _text("role_text", "words that say what the money is for", null=True),
    _SENTENCE_INDEX,
    _SENTENCE,
)

_FAILURES = _schema(
    "failures",
    _text("source_uri", "path of the source file, relative to the raw root"),
    _text("source_key", "the record's id within a file of several articles", null=True),
    _text("raw_sha256", "SHA-256 of the bytes; null when they were not read", null=True),
    _text("stage", "source, clean, extract or store"),
    _text("error", "class of the error"),
    _text("message", "what was wrong"),
    _column("attempts", pa.int32(), "how often it was tried with other bytes, code or by request"),
    _moment("first_seen", "start of the first run that met it"),
    _moment("last_seen", "start of the last run that met it anew"),
    _text("fingerprint", "of the code that failed; a change makes the run try again", null=True),
)

_STRINGS = pa.map_(pa.string(), pa.string())

_RUNS = _schema(
    "runs",
    _text("run_id", "start of the run and six random digits"),
    _text("flow", "name of the Prefect flow, or direct"),
    _moment("started_at", "start"),
    _moment("ended_at", "end; null when the run has not come to it", null=True),
    _column("counts", pa.map_(pa.string(), pa.int64()), "found, written, unchanged, ..."),
    _column("versions", _STRINGS, "software and fingerprint components, by name"),
    _column("settings", _STRINGS, "settings of the run, as JSON values"),
)

PLUGIN_KEY = b"factmill.plugin"
"""In the metadata of a column: it is not ours, a package adds it (docs/plugins.md)."""


def _with_plugins(table: TableName, schema: pa.Schema) -> pa.Schema:
    for columns in column_sets(table):
        for column in columns.fields:
            metadata = {**(column.metadata or {}), PLUGIN_KEY: b"1"}
            schema = schema.append(column.with_metadata(metadata))
    return schema


_OWN: dict[TableName, pa.Schema] = {
    "documents": _DOCUMENTS,
    "blocks": _BLOCKS,
    "sentences": _SENTENCES,
    "entities": _ENTITIES,
    "dates": _DATES,
    "money": _MONEY,
    "failures": _FAILURES,
    "runs": _RUNS,
}

SCHEMAS: dict[TableName, pa.Schema] = {n: _with_plugins(n, schema) for n, schema in _OWN.items()}

SORT_KEYS: dict[TableName, tuple[str, ...]] = {
    "documents": ("doc_id",),
    "blocks": ("doc_id", "block_index"),
    "sentences": ("doc_id", "sentence_index"),
    "entities": ("doc_id", "mention_index"),
    "dates": ("doc_id", "mention_index"),
    "money": ("doc_id", "mention_index"),
    "failures": ("source_uri", "source_key"),
    "runs": ("started_at", "run_id"),
}
"""The order of rows in each file; for parts also what is unique in a table."""


def conformed(table: pa.Table) -> pa.Table:
    """A table as it was stored, with the columns of the plug-ins that are installed now.

    One that it lacks is null, one that nobody knows any more is left out.
    """
    name = (table.schema.metadata or {}).get(TABLE_KEY, b"").decode()
    if name not in SCHEMAS or not (is_plugged(table.schema) or is_plugged(SCHEMAS[name])):
        return table
    for index in reversed(range(len(table.schema))):
        if _is_plugin(table.schema.field(index)) and table.schema.names[index] not in (
            SCHEMAS[name].names
        ):
            table = table.remove_column(index)
    for column in SCHEMAS[name]:
        if _is_plugin(column) and column.name not in table.schema.names:
            table = table.append_column(column, pa.nulls(table.num_rows, column.type))
    return table


def is_plugged(schema: pa.Schema) -> bool:
    """Whether any column is a plug-in's."""
    return any(_is_plugin(column) for column in schema)


def own_columns(schema: pa.Schema) -> pa.Schema:
    """The columns that are not a plug-in's."""
    return pa.schema([column for column in schema if not _is_plugin(column)])


def _is_plugin(column: pa.Field) -> bool:
    return PLUGIN_KEY in (column.metadata or {})


def empty_table(name: TableName) -> pa.Table:
    """A table of that schema without rows."""
    return SCHEMAS[name].empty_table()
