"""What must hold of the rows of one part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pyarrow as pa

from pipeline.tables.identity import doc_id, doc_version
from pipeline.tables.schemas import FACT_TABLES, SORT_KEYS, TableName

Row = Mapping[str, Any]
Tables = Mapping[TableName, pa.Table]

MENTIONS: tuple[TableName, ...] = ("entities", "dates", "money")
INDEX: dict[TableName, str] = {
    "blocks": "block_index",
    "sentences": "sentence_index",
    "entities": "mention_index",
    "dates": "mention_index",
    "money": "mention_index",
}
EXAMPLES = 20
"""Findings a table and part, after which the rest is summed up."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: in which table, in which part ("" for all), what."""

    table: str
    part: str
    problem: str


def check_part(part: str, tables: Tables) -> list[Finding]:
    """All that is wrong with the rows of one part."""
    findings = []
    documents = {row["doc_id"]: row for row in tables["documents"].to_pylist()}
    for name in tables:
        findings += check_sorted(name, part, tables[name])
    findings += _limited("documents", part, _check_documents(documents))
    sentences = _by_document(tables["sentences"])
    for name in FACT_TABLES:
        rows = _by_document(tables[name])
        findings += _limited(name, part, _check_rows(name, rows, documents, sentences))
    return findings


def check_sorted(name: TableName, part: str, table: pa.Table) -> list[Finding]:
    """The rows stand in the order of the table's key, and no key twice."""
    keys = [
        tuple((value is None, value) for value in row)
        for row in zip(*(table.column(key).to_pylist() for key in SORT_KEYS[name]), strict=True)
    ]
    for before, after in pairwise(keys):
        if before >= after:
            what = "stands there twice" if before == after else "is out of order"
            shown = "/".join(str(value) for _, value in after)
            return [Finding(name, part, f"row {shown} {what}")]
    return []


def _limited(name: str, part: str, problems: Iterator[str]) -> list[Finding]:
    found = [Finding(name, part, problem) for problem in problems]
    rest = len(found) - EXAMPLES
    return [*found[:EXAMPLES], Finding(name, part, f"and {rest} more")] if rest > 0 else found


def _by_document(table: pa.Table) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        rows[row["doc_id"]].append(row)
    return rows


def _check_documents(documents: Mapping[str, Row]) -> Iterator[str]:
    for key, row in documents.items():
        text = row["text"]
        version = doc_version(
            row["input_sha256"], row["clean_fingerprint"], row["extract_fingerprint"]
        )
        if row["doc_version"] != version:
            yield f"{key}: doc_version does not follow from hash and fingerprints"
        if key != doc_id(row["url"], row["source_uri"], row["source_key"]):
            yield f"{key}: doc_id does not follow from url or path"
        if row["char_count"] != len(text) or row["word_count"] != len(text.split()):
            yield f"{key}: char_count or word_count is not that of text"
        if not 0 <= row["body_start"] <= len(text):
            yield f"{key}: body_start lies outside of text"


def _check_rows(
    name: TableName,
    rows: Mapping[str, list[Row]],
    documents: Mapping[str, Row],
    sentences: Mapping[str, list[Row]],
) -> Iterator[str]:
    if name == "sentences":
        for key, document in documents.items():
            if document["sentence_count"] != len(rows.get(key, ())):
                yield f"{key}: sentence_count is not the number of sentences"
    for key, mine in rows.items():
        parent = documents.get(key)
        if parent is None:
            yield f"{key}: {len(mine)} rows without a document"
            continue
        if any(row["doc_version"] != parent["doc_version"] for row in mine):
            yield f"{key}: rows of another doc_version than the document"
        if [row[INDEX[name]] for row in mine] != list(range(len(mine))):
            yield f"{key}: {INDEX[name]} does not count from 0"
        for row in mine:
            yield from _check_row(name, row, parent["text"], sentences.get(key, []), len(mine))


def _check_row(
    name: TableName, row: Row, text: str, sentences: list[Row], count: int
) -> Iterator[str]:
    start, end = row["start"], row["end"]
    place = f"{row['doc_id']}:{name}:{row[INDEX[name]]}"
    if name == "blocks":
        if (start is not None) != row["kept"] or (row["text"] is None) != row["kept"]:
            yield f"{place}: a kept block has offsets and no text, a dropped one the reverse"
        if start is None:
            return
    if not 0 <= start <= end <= len(text):
        yield f"{place}: offsets {start}..{end} lie outside of a text of {len(text)}"
    if name not in MENTIONS:
        return
    if text[start:end] != row["text"]:
        yield f"{place}: text is {row['text']!r}, documents.text[{start}:{end}] another"
    yield from _check_sentence(place, row, text, sentences)
    other = row.get("equivalent_of")
    if other is not None and not (0 <= other < count and other != row["mention_index"]):
        yield f"{place}: equivalent_of names no other row"


def _check_sentence(place: str, row: Row, text: str, sentences: list[Row]) -> Iterator[str]:
    index = row["sentence_index"]
    if index is None:
        return
    if not 0 <= index < len(sentences):
        yield f"{place}: sentence_index names no sentence"
        return
    sentence = sentences[index]
    if not sentence["start"] <= row["start"] < sentence["end"]:
        yield f"{place}: does not start in its sentence"
    elif "sentence" in row and row["sentence"] != text[sentence["start"] : sentence["end"]]:
        yield f"{place}: sentence is not the text of its sentence"
