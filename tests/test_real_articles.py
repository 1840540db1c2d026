"""Five real articles, with all their dirt: the first input that Factmill was made for."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import pipeline
from pipeline.run.settings import RunSettings
from tests.articles import rows, snapshot

pytestmark = pytest.mark.shared

BILLION = 10**9
AMOUNTS = sorted(
    [
        (441 * BILLION, "KZT"), (918_000_000, "USD"), (1_700_000_000, "USD"),
        (2_000 * BILLION, "KZT"), (4_347_060_000, "USD"), (40 * BILLION, "USD"),
        (143 * BILLION, "KZT"), (1_100_000_000, "USD"), (54 * BILLION, "KZT"),
        (21_600_000, "USD"),
    ]
)  # fmt: skip
GONE = ("cookie", "privacy", "prywatno", "crowdfunding", "text resize", "change contrast")


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("real") / "processed"
    raw = shared / "raw"
    report = pipeline.ingest(raw, out, raw_root=raw, settings=RunSettings(workers=0))
    assert (report.written, list(report.failures)) == (5, [])
    return out


def test_all_eleven_figures(store: Path) -> None:
    money = rows(store, "money")
    exact = [(m["amount"], m["currency"]) for m in money if m["amount"] is not None]
    assert sorted((Decimal(a), c) for a, c in exact) == [(Decimal(a), c) for a, c in AMOUNTS]
    (vague,) = [m for m in money if m["amount"] is None]
    assert (vague["modifier"], vague["amount_min"]) == ("magnitude", BILLION)


def test_the_three_equivalents_are_linked(store: Path) -> None:
    rates = [round(m["implied_rate"]) for m in rows(store, "money") if m["implied_rate"]]
    assert sorted(rates) == [130, 460, 480]


def test_no_furniture_is_left_and_no_prose_is_gone(store: Path) -> None:
    for row in rows(store, "documents"):
        lowered = row["text"].lower()
        assert not [word for word in GONE if word in lowered], row["source_uri"]
    prose = [b for b in rows(store, "blocks", kept=False) if len(b["text"].split()) >= 15]
    kinds = {block["kind"] for block in prose}
    assert kinds <= {"bio", "caption", "consent", "donation", "legal"}, kinds


def test_metadata_of_the_third(store: Path) -> None:
    (third,) = [r for r in rows(store, "documents") if r["source_uri"].startswith("002")]
    assert third["title"].startswith("The West should treat")
    assert len(third["authors"]) == 2 and all(len(n.split()) == 2 for n in third["authors"])
    assert (third["published"].isoformat(), third["published_from"]) == ("2023-09-04", "byline")


def test_every_mention_is_its_characters(store: Path) -> None:
    texts = {row["doc_id"]: row["text"] for row in rows(store, "documents")}
    mentions = [row for t in ("entities", "dates", "money") for row in rows(store, t)]
    assert len(mentions) > 400
    assert all(texts[m["doc_id"]][m["start"] : m["end"]] == m["text"] for m in mentions)


def test_a_second_run_changes_no_file(store: Path, shared: Path) -> None:
    before = snapshot(store)
    raw = shared / "raw"
    report = pipeline.ingest(raw, store, raw_root=raw, settings=RunSettings(workers=0))
    assert (report.written, report.unchanged) == (0, 5)
    assert snapshot(store) == before
