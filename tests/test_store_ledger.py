"""The ledger is a cache: lost, damaged, moved or out of reach, it is built again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from benchmarks.synthetic import make_many
from pipeline.errors import StoreUnwritable
from pipeline.tables.readers import read_table
from pipeline.tables.store import Store
from pipeline.tables.store.ledger import Ledger
from tests.storefiles import tables_of


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def test_a_lost_ledger_is_built_again(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(9))))
        known = store.sources()
    (out.parent / ".factmill" / "processed" / "ledger.db").unlink()
    with Store.open(out) as store:
        assert store.sources() == known


def test_a_damaged_ledger_is_built_again(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(9))))
        known = store.sources()
    (out.parent / ".factmill" / "processed" / "ledger.db").write_bytes(b"no database" * 999)
    with Store.open(out) as store:
        assert store.sources() == known


def test_no_room_for_a_ledger_is_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Ledger) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch, pytest.raises(StoreUnwritable, match="disk is full"):
        patch.setattr(Ledger, "_connect", full)
        Store.open(out)
    with Store.open(out) as store:
        assert store.count() == 0


def test_a_store_that_was_moved_is_still_one(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(9))))
    target = out.rename(out.with_name("elsewhere"))
    with Store.open(target) as store:
        assert len(store.sources()) == 9
        assert store.publish(tables_of(make_many(range(9)))).unchanged == 9


def test_removed_tables_are_not_taken_for_there(out: Path) -> None:
    import shutil

    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(9))))
    shutil.rmtree(out)
    with Store.open(out) as store:
        assert store.sources() == {}
        assert store.publish(tables_of(make_many(range(9)))).written == 9


def test_who_may_only_read_keeps_the_ledger_in_memory(out: Path) -> None:
    with Store.open(out) as store:
        store.publish(tables_of(make_many(range(3))))
    state = out.parent / ".factmill"
    state.rename(out.parent / "elsewhere")
    state.write_text("in the way of a folder")
    with Store.open(out, create=False) as store:
        assert len(store.sources()) == 3
    assert len(read_table(out, "documents")) == 3
