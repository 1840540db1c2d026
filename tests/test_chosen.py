"""What a reprocess takes: in order, and in the memory of no document."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreUnwritable
from pipeline.fingerprints import Fingerprint
from pipeline.tables.chosen import Chosen, From
from pipeline.tables.schemas import SCHEMAS
from pipeline.tables.select import Expected, choose, staleness
from pipeline.tables.store import SourceId, Store, StoredDocument
from pipeline.tables.store.backend import Stamp
from pipeline.tables.store.ledger import NARROW
from pipeline.tables.store.parts import PartInfo

SOURCE = st.tuples(st.sampled_from(["a.txt", "b/ü.jsonl", "0"]), st.sampled_from([None, "", "0"]))
STAGE = st.sampled_from(["clean", "extract"])
DOCUMENTS = st.lists(st.tuples(SOURCE, STAGE), unique_by=lambda one: one[0])
NOW = Expected(Fingerprint("clean", "c1", {}), Fingerprint("extract", "e1", {}))


def held(number: int, source: SourceId) -> StoredDocument:
    return StoredDocument(f"d{number}", source, None, "c0", "e0")


@given(DOCUMENTS, st.lists(SOURCE, unique=True), st.lists(SOURCE))
def test_it_keeps_what_it_is_given(
    documents: list[tuple[SourceId, From]], failed: list[SourceId], read: list[SourceId]
) -> None:
    chosen = Chosen()
    chosen.add((held(n, source), stage) for n, (source, stage) in enumerate(documents))
    chosen.add_failed(failed)
    for stage in ("clean", "extract"):
        ids = [f"d{n}" for n, (_, its) in enumerate(documents) if its == stage]
        assert list(chosen.ids(stage)) == ids and getattr(chosen, stage) == len(ids)
    cleaned = {source for source, stage in documents if stage == "clean"}
    assert chosen.failed == len(set(failed) - cleaned)
    wanted = cleaned | set(failed)
    assert [chosen.take(source) for source in read] == [source in wanted for source in read]
    left: list[SourceId] = []
    for uri in chosen.uris():
        left += chosen.untaken(uri)
    order = sorted(wanted - set(read), key=lambda s: (s[0], s[1] is not None, s[1] or ""))
    assert left == order


def test_no_room_is_said() -> None:
    chosen = Chosen()
    chosen._db.one("PRAGMA max_page_count = 12")
    many = ((held(n, (f"{n:090d}.txt", None)), "clean") for n in range(100_000))
    with pytest.raises(StoreUnwritable, match="list of documents cannot be written"):
        chosen.add(many)  # type: ignore[arg-type]


def fill(store: Store, count: int) -> None:
    """Enter documents into the ledger alone, every second of them as one that is not stale."""
    numbers = range(count)
    values = {
        "doc_id": [f"{n:032x}" for n in numbers],
        "source_uri": [f"{n // 1000:06d}.jsonl" for n in numbers],
        "source_key": [str(n) for n in numbers],
        "site": [f"site{n % 9}.example" for n in numbers],
        "clean_fingerprint": [f"c{n % 2}" for n in numbers],
        "extract_fingerprint": ["e1"] * count,
    }
    schema = SCHEMAS["documents"]
    empty = {name: pa.nulls(count, schema.field(name).type) for name in NARROW}
    table = pa.table({**empty, **{name: pa.array(column) for name, column in values.items()}})
    info = PartInfo(count, count, "digest")
    with store.ledger.transaction():
        store.ledger.set_part("part", Stamp(1, "tag"), info, table.select(list(NARROW)))


@pytest.fixture
def unsynced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose ledger is taken as it is."""
    with Store.open(tmp_path / "processed") as store:
        monkeypatch.setattr(Store, "sync", lambda self: None)
        yield store


def test_documents_take_no_memory(unsynced: Store) -> None:
    fill(unsynced, 20_000)
    tracemalloc.start()
    try:
        found = staleness(unsynced, NOW)
        chosen = choose(unsynced, stale=NOW, everything=True, begin="extract")
        assert (found.clean, found.extract) == (10_000, 0)
        assert (chosen.clean, chosen.extract, unsynced.count()) == (10_000, 10_000, 20_000)
        assert sum(1 for _ in chosen.ids("clean")) == 10_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000, f"{peak / 20_000:.0f} bytes a document"
