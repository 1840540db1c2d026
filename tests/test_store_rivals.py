"""One document from several sources: which of them holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.synthetic import make_facts
from pipeline.records import Facts
from pipeline.tables.readers import read_table
from pipeline.tables.store import Store
from pipeline.tables.verify import verify
from tests.storefiles import ids, tables_of


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def moved(facts: Facts, uri: str, fetched: datetime | None = None) -> Facts:
    """The same article from another file."""
    article = facts.article
    raw = replace(article.raw, source_uri=uri, input_sha256=f"{uri:x<64}")
    return replace(
        facts, article=replace(article, raw=raw, meta=replace(article.meta, fetched_at=fetched))
    )


EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
RIVALS = [
    ((None, None), 0),
    ((EARLY, LATE), 1),
    ((LATE, EARLY), 0),
    ((LATE, LATE), 0),
    ((None, EARLY), 1),
]


@pytest.mark.parametrize(("fetched", "winner"), RIVALS)
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("swapped", [True, False])
def test_one_source_holds_the_document_in_any_order(
    out: Path,
    fetched: tuple[datetime | None, datetime | None],
    winner: int,
    together: bool,
    swapped: bool,
) -> None:
    facts = make_facts(1)
    rivals = [moved(facts, uri, at) for uri, at in zip(("a.txt", "b.txt"), fetched, strict=True)]
    order = rivals[::-1] if swapped else rivals
    with Store.open(out) as store:
        groups = [order] if together else [[one] for one in order]
        reports = [store.publish(tables_of(group)) for group in groups]
        states = store.sources()
    names = ["a.txt", "b.txt"]
    assert list(read_table(out, "documents")["source_uri"]) == [names[winner]]
    assert {uri: state.duplicate for (uri, _), state in states.items() if uri == names[winner]} == {
        names[winner]: False
    }
    written = sum(report.written for report in reports)
    assert written + sum(len(report.duplicates) for report in reports) == 2
    assert verify(out).ok


def test_two_files_with_the_same_bytes_give_one_document(out: Path) -> None:
    facts = make_facts(1)
    twin = replace(
        facts,
        article=replace(facts.article, raw=replace(facts.article.raw, source_uri="z.txt")),
    )
    with Store.open(out) as store:
        report = store.publish(tables_of([facts, twin]))
    assert (report.written, list(report.duplicates)) == (1, [("z.txt", None)])
    assert verify(out).ok


def test_a_loser_is_known_so_that_it_is_not_read_again(out: Path) -> None:
    facts = make_facts(1)
    with Store.open(out) as store:
        store.publish(tables_of([moved(facts, "a.txt"), moved(facts, "b.txt")]))
        assert store.sources()["b.txt", None].duplicate
        store.publish({}, remove=ids(out))
        assert store.sources() == {}, "the next run must take the loser for new"


def test_a_renamed_file_keeps_its_document(out: Path) -> None:
    facts = make_facts(1)
    with Store.open(out) as store:
        store.publish(tables_of([moved(facts, "a.txt")]))
        before = ids(out)
        report = store.publish(tables_of([moved(facts, "b.txt")]), present={"b.txt"})
        assert report.written == 1 and not report.duplicates
    assert ids(out) == before
    assert list(read_table(out, "documents")["source_uri"]) == ["b.txt"]


def test_a_source_that_gives_another_document_leaves_no_old_one(out: Path) -> None:
    first, second = make_facts(1), make_facts(2)
    with Store.open(out) as store:
        store.publish(tables_of([moved(first, "a.txt")]))
        report = store.publish(tables_of([moved(second, "a.txt")]))
        assert (report.written, report.removed) == (1, 1)
    assert len(ids(out)) == 1
    assert verify(out).ok


def test_a_rival_takes_a_document_that_its_source_gives_up(out: Path) -> None:
    first, second = make_facts(1), make_facts(2)
    with Store.open(out) as store:
        store.publish(tables_of([moved(first, "m.txt")]))
        report = store.publish(tables_of([moved(first, "z.txt"), moved(second, "m.txt")]))
    assert (report.written, list(report.duplicates)) == (2, [])
    assert sorted(read_table(out, "documents")["source_uri"]) == ["m.txt", "z.txt"]
