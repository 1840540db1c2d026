"""The sample articles in raw/, from bytes to rows, against what a reader of them would say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.run.settings import RunSettings
from tests.articles import rows

ROOT = Path(__file__).resolve().parent.parent
EXPECTED: dict[str, Any] = json.loads(
    (ROOT / "tests" / "data" / "samples" / "expected.json").read_text(encoding="utf-8")
)
DOCUMENTS: dict[str, dict[str, Any]] = EXPECTED["documents"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("samples") / "processed"
    report = pipeline.ingest(ROOT / "raw", out, settings=RunSettings(workers=0))
    assert report.written == len(DOCUMENTS)
    return out


@pytest.fixture(scope="module")
def documents(store: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for row in rows(store, "documents"):
        key = f"#{row['source_key']}" if row["source_key"] else ""
        found[row["source_uri"] + key] = row
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_metadata(documents: dict[str, dict[str, Any]], name: str) -> None:
    expected, row = DOCUMENTS[name], documents[name]
    got = {
        "title": row["title"],
        "authors": row["authors"],
        "published": row["published"].isoformat() if row["published"] else None,
        "language": row["language"],
    }
    assert got == {key: expected[key] for key in got}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_of_the_article_is_lost(documents: dict[str, dict[str, Any]], name: str) -> None:
    text = documents[name]["text"]
    assert [piece for piece in DOCUMENTS[name]["kept"] if piece not in text] == []


def test_what_is_not_the_article_is_gone(documents: dict[str, dict[str, Any]]) -> None:
    """All consent text, and all but a few of the short lines that look like the article's own."""
    pieces = [(name, piece) for name, d in DOCUMENTS.items() for piece in d["gone"]]
    left = [(name, piece) for name, piece in pieces if piece in documents[name]["text"]]
    assert len(pieces) > 60
    assert not [piece for _, piece in left if "ookie" in piece or "rivacy" in piece], left
    assert len(left) <= 0.1 * len(pieces), left


def test_copies(documents: dict[str, dict[str, Any]]) -> None:
    """Two articles were syndicated and edited; the first is the one published first."""
    ids = {row["doc_id"]: name for name, row in documents.items()}
    got = {name: ids[r["duplicate_of"]] for name, r in documents.items() if r["duplicate_of"]}
    assert got == {
        "bulletin/2024-week-12.jsonl#bulletin-2022-1187": (
            "steppe-observer/2022-11-ammunition-plant.txt"
        ),
        "daily-harbour/2024-02-15-border-farmers-grain.txt": (
            "baltic-brief/2024-02-grain-corridor.txt"
        ),
    }


def money_as_expected(row: dict[str, Any], item: dict[str, Any]) -> bool:
    for key in ("amount", "amount_min", "amount_max"):
        if key in item and row[key] != (None if item[key] is None else Decimal(item[key])):
            return False
    return all(
        row[key] == item[key] for key in ("currency", "modifier", "per", "equivalent_of")
        if item.get(key) is not None
    )  # fmt: skip


def misses(store: Path, table: str, key: str) -> Iterator[str]:
    """Expected items of all documents that no row has."""
    for name, expected in DOCUMENTS.items():
        uri, _, record = name.partition("#")
        documents = rows(store, "documents", source_uri=uri)
        (row,) = [r for r in documents if (r["source_key"] or "") == record]
        found = rows(store, table, doc_id=row["doc_id"])
        for item in expected.get(key) or ():
            right = [
                r for r in found
                if r["text"].replace("\u00a0", " ") == item["text"]
                and (money_as_expected(r, item) if key == "money" else r["value"] == item["value"])
            ]  # fmt: skip
            if not right:
                near = [r for r in found if r["text"] in item["text"] or item["text"] in r["text"]]
                yield f"{name}: {item} got {[_short(r) for r in near][:3]}"


def _short(row: dict[str, Any]) -> dict[str, Any]:
    names = (
        "text",
        "amount",
        "amount_min",
        "currency",
        "modifier",
        "per",
        "equivalent_of",
        "value",
    )
    return {name: row[name] for name in names if row.get(name) is not None}


@pytest.mark.parametrize(("table", "allowed"), [("money", 0.03), ("dates", 0.03)])
def test_facts(store: Path, table: str, allowed: float) -> None:
    missed = list(misses(store, table, table))
    total = sum(len(document.get(table) or ()) for document in DOCUMENTS.values())
    assert total > 100
    assert len(missed) <= allowed * total, "\n".join(missed)


def test_figures_per_document_match_in_number(store: Path) -> None:
    """What is no figure must not be read as one: the lists of expected money are complete."""
    expected = sum(len(d.get("money") or ()) for d in DOCUMENTS.values() if d["language"] == "en")
    found = len(rows(store, "money"))
    assert abs(found - expected) <= 0.03 * expected
