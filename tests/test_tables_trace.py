"""From a row to the characters of its source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.synthetic import make_facts, make_many
from pipeline.errors import UsageError
from pipeline.records import Block, RawArticle
from pipeline.sources import find_files, read_file
from pipeline.tables.identity import doc_id
from pipeline.tables.readers import read_table
from pipeline.tables.trace import trace
from tests.tablestore import publish


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("store") / "processed", list(make_many(range(6))))


@pytest.fixture
def traced(tmp_path: Path) -> tuple[Path, Path]:
    """A store over one real file, whose second block was repaired."""
    raw_root = tmp_path / "raw"
    raw_root.mkdir()
    facts = make_facts(3, url=False)
    text = facts.article.text
    (raw_root / "a.txt").write_text(f"Menu\n{text}\n")
    (item,) = read_file(find_files([raw_root])[0])
    assert isinstance(item, RawArticle)
    blocks = (
        Block(0, "navigation", False, "short", None, 0, 4, text="Menu"),
        Block(1, "paragraph", True, "model", 0.9, 5, 5 + len(text), 0, len(text)),
    )
    article = replace(facts.article, raw=item, blocks=blocks)
    return publish(tmp_path / "processed", [replace(facts, article=article)]), raw_root


def test_a_row_is_traced_to_its_characters(traced: tuple[Path, Path]) -> None:
    out, raw_root = traced
    key = doc_id(None, "a.txt", None)
    found = trace(out, f"{key[:8]}:money:3", raw_root=raw_root)
    assert found.source is not None and found.source.exact
    assert found.source.text == found.row["text"]
    whole = (raw_root / "a.txt").read_text()
    assert whole[found.source.raw_start : found.source.raw_end] == found.row["text"]
    assert found.sentence == found.row["sentence"]
    assert found.block is not None and found.block["kind"] == "paragraph"
    entity = trace(out, f"{key}:entities:0")
    assert entity.source is None and entity.sentence is not None
    assert entity.row["text"] in entity.sentence


def test_a_dropped_block_is_traced_too(traced: tuple[Path, Path]) -> None:
    out, raw_root = traced
    found = trace(out, f"{doc_id(None, 'a.txt', None)}:blocks:0", raw_root=raw_root)
    assert found.source is not None and found.source.text == "Menu"


def test_a_source_that_changed_is_not_shown(traced: tuple[Path, Path]) -> None:
    out, raw_root = traced
    reference = f"{doc_id(None, 'a.txt', None)}:money:0"
    (raw_root / "a.txt").write_text("Another article by now.")
    changed = trace(out, reference, raw_root=raw_root).source
    (raw_root / "a.txt").unlink()
    gone = trace(out, reference, raw_root=raw_root).source
    for source in (changed, gone):
        assert source is not None and not source.same_bytes and source.text is None


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("zz:money:0", "no document"),
        (":money:0", "6 documents"),
        ("{id}:money:99", "has no row 99"),
        ("{id}:money:²", "names no row"),
        ("{id}:moneys:0", "DOC:TABLE:INDEX"),
        ("{id}", "DOC:TABLE:INDEX"),
    ],
)
def test_a_wrong_reference_is_explained(out: Path, reference: str, answer: str) -> None:
    key = read_table(out, "documents")["doc_id"][0]
    with pytest.raises(UsageError) as error:
        trace(out, reference.format(id=key))
    assert answer in str(error.value)
