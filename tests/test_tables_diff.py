"""What differs between two stores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.synthetic import context, make_facts, make_many
from pipeline.errors import StoreNotFound
from pipeline.records import Facts
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.diff import StoreDiff, as_text, compare, diff_stores
from pipeline.tables.schemas import PART_TABLES
from tests.tablestore import publish


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("store") / "processed", list(make_many(range(6))))


def changed_money(facts: Facts) -> Facts:
    """One figure with another currency, one gone, one new, one with a longer span."""
    first, _, third, fourth = facts.money
    longer = replace(third, end=third.end + 1, text=f"{third.text} ")
    new = replace(first, start=0, end=3, text=facts.article.text[:3])
    return replace(facts, money=[new, replace(first, currency="CAD"), longer, fourth])


def test_a_diff_counts_rows_added_removed_and_changed(tmp_path: Path) -> None:
    facts = list(make_many(range(4)))
    before = publish(tmp_path / "a", facts)
    other = context(extract="f" * 16, run="run-2")
    after = publish(tmp_path / "b", [changed_money(facts[0]), *facts[1:]], other)
    diff = diff_stores(before, after)
    money = diff.tables["money"]
    assert (money.same, money.added, money.removed, money.changed) == (13, 1, 1, 2)
    assert money.columns == {"currency": 1, "end": 1, "text": 1}
    assert diff.documents == 4
    assert not any(diff.tables[name].differs for name in PART_TABLES if name != "money")
    text = as_text(diff)
    assert "currency: " in text and "-> CAD" in text


def test_equal_stores_do_not_differ(out: Path) -> None:
    diff = diff_stores(out, out)
    assert not diff.differs and diff.tables["money"].same == 24


def test_documents_of_one_store_only_are_added_or_removed(tmp_path: Path) -> None:
    before = publish(tmp_path / "a", list(make_many(range(0, 3))))
    after = publish(tmp_path / "b", list(make_many(range(1, 5))))
    documents = diff_stores(before, after, examples=1).tables["documents"]
    assert (documents.same, documents.added, documents.removed) == (2, 2, 1)
    assert len(documents.examples["added"]) == 1


def test_tables_are_compared_without_a_store() -> None:
    old, new = (facts_to_tables([make_facts(1, version=version)], context()) for version in (0, 1))
    result = StoreDiff()
    compare(old, new, result)
    assert result.tables["documents"].changed == 1


def test_a_diff_needs_two_stores(out: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreNotFound):
        diff_stores(out, tmp_path / "none")
