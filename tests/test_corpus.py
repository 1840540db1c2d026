"""What is only seen over many documents: copies of one article, and what recurs over a site."""

from __future__ import annotations

import itertools
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import pipeline
from pipeline.cleaning.duplicates import BANDS, Signature
from pipeline.errors import StoreUnwritable
from pipeline.run.duplicates import SignatureIndex
from pipeline.run.reprocess import Selection, reprocess, store_staleness
from pipeline.run.settings import RunSettings
from pipeline.run.templates import learn_templates
from pipeline.tables.identity import doc_id
from pipeline.tables.store import Store
from pipeline.tables.verify import verify
from tests.articles import rows, snapshot

SETTINGS = RunSettings(workers=0)
WORDS = [
    "harbour",
    "ministry",
    "tariff",
    "engine",
    "contract",
    "tonnes",
    "refinery",
    "council",
    "deputy",
    "pension",
    "audit",
    "railway",
    "licence",
    "drought",
    "subsidy",
    "convoy",
    "shipyard",
    "lender",
    "treaty",
    "export",
    "quarter",
    "turbine",
    "customs",
    "clinic",
    "minister",
    "bridge",
    "reserve",
    "auction",
    "pipeline",
    "border",
    "budget",
    "forest",
    "harvest",
    "network",
    "school",
    "vessel",
]


def story(seed: int, length: int = 160) -> str:
    """A text of its own words in an order of its own, in sentences."""
    picked = [WORDS[(seed * 7 + i * i * (seed + 3) + i) % len(WORDS)] for i in range(length)]
    sentences = [picked[i : i + 16] for i in range(0, length, 16)]
    return " ".join(f"The {' '.join(words)} number {seed}." for words in sentences)


def write(folder: Path, name: str, text: str, published: str | None = None) -> None:
    folder.mkdir(exist_ok=True)
    record = {"id": name, "text": text, "language": "en", "title": name, "published": published}
    (folder / f"{name}.jsonl").write_text(json.dumps(record), encoding="utf-8")


def copies(store: Path) -> dict[str, str]:
    """Key of each duplicate, and of the document that it is a duplicate of."""
    documents = rows(store, "documents")
    keys = {row["doc_id"]: row["source_key"] for row in documents}
    return {
        row["source_key"]: keys[row["duplicate_of"]] for row in documents if row["duplicate_of"]
    }


def test_copies_name_the_one_published_first(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    original = story(1)
    write(raw, "reprint", original + " This report was edited for length.", "2024-03-05")
    write(raw, "original", original, "2024-03-01")
    write(raw, "other", story(2), "2024-02-01")
    pipeline.ingest(raw, out, settings=SETTINGS)
    assert copies(out) == {"reprint": "original"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_the_order_of_arrival_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    texts = [story(1), story(1) + " Edited.", "Foreword. " + story(1), story(5)]
    raw, out = tmp_path / "raw", tmp_path / "processed"
    for number in order:
        write(raw, f"article-{number}", texts[number], f"2024-01-0{number + 1}")
        pipeline.ingest(raw, out, settings=SETTINGS)
    assert copies(out) == {"article-1": "article-0", "article-2": "article-0"}


def test_a_group_is_mended_when_its_first_goes(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    for number in range(3):
        write(raw, f"copy-{number}", story(3), f"2024-01-0{number + 1}")
    pipeline.ingest(raw, out, settings=SETTINGS)
    assert copies(out) == {"copy-1": "copy-0", "copy-2": "copy-0"}
    (raw / "copy-0.jsonl").unlink()
    pipeline.ingest(raw, out, settings=SETTINGS, prune=True)
    assert copies(out) == {"copy-2": "copy-1"}
    write(raw, "copy-2", story(9), "2024-01-03")
    pipeline.ingest(raw, out, settings=SETTINGS)
    assert copies(out) == {}
    index = sqlite3.connect(tmp_path / ".factmill" / "processed" / "signatures.db")
    with closing(index):
        bands = index.execute("SELECT number, count(*) FROM bands GROUP BY number").fetchall()
        numbers = index.execute("SELECT number FROM signatures ORDER BY number").fetchall()
    assert bands == [(number, BANDS) for (number,) in numbers], "nothing of what is gone stays"
    assert len(numbers) == 2


def test_a_lost_index_is_built_anew_and_changes_nothing(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    for number in range(3):
        write(raw, f"copy-{number}", story(4), f"2024-01-0{number + 1}")
    pipeline.ingest(raw, out, settings=SETTINGS)
    before = snapshot(out)
    for file in (tmp_path / ".factmill" / "processed").glob("signatures.db*"):
        file.unlink()
    with Store.open(out) as store:
        assert SignatureIndex(store).link() == 0
    assert snapshot(out) == before


@pytest.mark.parametrize(("start", "ends"), [(0, False), (100, False), (5000, True)])
def test_a_damaged_index_is_built_anew(tmp_path: Path, start: int, ends: bool) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    for number in range(3):
        write(raw, f"copy-{number}", story(4), f"2024-01-0{number + 1}")
    pipeline.ingest(raw, out, settings=SETTINGS)
    index = tmp_path / ".factmill" / "processed" / "signatures.db"
    data = bytearray(index.read_bytes())
    data[start:] = bytes(range(1, 256)) * (len(data[start:]) // 255 + 1)
    index.write_bytes(data)
    write(raw, "copy-3", story(4), "2024-01-04")
    if ends:  # it opens, and the damage shows in use
        with pytest.raises(StoreUnwritable, match="run again"):
            pipeline.ingest(raw, out, settings=SETTINGS)
    pipeline.ingest(raw, out, settings=SETTINGS)
    assert copies(out) == {f"copy-{number}": "copy-0" for number in (1, 2, 3)}


def test_no_room_for_the_index_is_told_and_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    for number in range(3):
        write(raw, f"copy-{number}", story(4), f"2024-01-0{number + 1}")

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch, pytest.raises(StoreUnwritable, match="disk is full"):
        patch.setattr("pipeline.run.duplicates._insert", full)
        pipeline.ingest(raw, out, settings=SETTINGS)
    assert len(rows(out, "documents")) == 3 and verify(out).ok
    pipeline.ingest(raw, out, settings=SETTINGS)
    assert copies(out) == {"copy-1": "copy-0", "copy-2": "copy-0"}


def test_what_the_workers_prepare_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    for number in range(3):
        write(raw, f"copy-{number}", story(4), f"2024-01-0{number + 1}")
    monkeypatch.setattr(SignatureIndex, "_enter", None)
    pipeline.ingest(raw, out, settings=SETTINGS)
    assert copies(out) == {"copy-1": "copy-0", "copy-2": "copy-0"}
    index = sqlite3.connect(tmp_path / ".factmill" / "processed" / "signatures.db")
    with closing(index):
        assert index.execute("SELECT count(*) FROM prepared").fetchone() == (0,)


def test_what_was_prepared_for_another_version_is_not_used(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    for number in range(2):
        write(raw, f"copy-{number}", story(4), f"2024-01-0{number + 1}")
    with Store.open(out) as store:
        wrong = Signature(doc_id(None, "copy-1.jsonl", "copy-1"), "0" * 16, b"", None)
        SignatureIndex(store).prepare(["of another version"], [wrong])
    pipeline.ingest(raw, out, settings=SETTINGS)
    assert copies(out) == {"copy-1": "copy-0"}


#: A sentence like any other: nothing but its coming back tells that it is no part of an article.
STANDING_LINE = "The Harbour Letter comes weekly from the old customs house."


def site(folder: Path, count: int) -> None:
    """Articles of one site: each with its own text, all with the same line at the end."""
    for number in range(count):
        text = f"{story(number, 80)}\n\n{story(number + 50, 80)}\n\n{STANDING_LINE}"
        record = {"id": f"a{number}", "text": text, "language": "en", "site": "harbour.example",
                  "title": f"Story number {number}"}  # fmt: skip
        folder.mkdir(exist_ok=True)
        (folder / f"a{number}.jsonl").write_text(json.dumps(record), encoding="utf-8")


def test_recurring_lines_are_learnt_and_mended(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    site(raw, 6)
    pipeline.ingest(raw, out, settings=SETTINGS)
    kept = [row for row in rows(out, "documents") if "comes weekly" in row["text"]]
    with Store.open(out) as store:
        templates = learn_templates(store)
        again = learn_templates(store)
    assert templates.fingerprint == again.fingerprint
    assert len(kept) == 6
    assert list(templates.keys) == ["harbour.example"]
    stale = store_staleness(out, SETTINGS)
    assert stale.clean == 6
    assert "clean: data: template of harbour.example" in stale.reasons
    reprocess(out, Selection(stale=True), raw_root=raw, settings=SETTINGS)
    assert store_staleness(out, SETTINGS).count == 0
    assert not any("comes weekly" in row["text"] for row in rows(out, "documents"))
    dropped = rows(out, "blocks", kind="template")
    assert len(dropped) == 6 and all(row["reason"] for row in dropped)
    with Store.open(out) as store:
        assert learn_templates(store).fingerprint == templates.fingerprint
