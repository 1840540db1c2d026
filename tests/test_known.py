"""What a run knows of the store, on disk, against the same in sets and dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreUnwritable
from pipeline.run.known import Known, KnownFile
from pipeline.tables.store import SourceInput

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
URIS = ["a.txt", "b/ü.jsonl", "b/ü.jsonl.gz", "0"]
SOURCES = st.lists(
    st.tuples(
        st.sampled_from(URIS), st.sampled_from([None, "", "0", "1", "é"]), st.integers(1, 2),
        st.integers(-1, 1), st.sampled_from(["f" * 64, "0" * 64]), st.booleans(),
    ),
    unique_by=lambda one: one[:2],
)  # fmt: skip


@given(SOURCES)
def test_it_knows_each_file_by_its_sources(inputs: list[SourceInput]) -> None:
    known = Known(inputs)
    for uri in URIS:
        its = [one for one in inputs if one[0] == uri]
        assert (uri in known) == bool(its)
        if not its:
            assert known.file(uri) is None
            continue
        stamps = {(size, EPOCH + timedelta(microseconds=time)) for _, _, size, time, *_ in its}
        stamp = stamps.pop() if len(stamps) == 1 else None
        records, sidecar = any(one[1] is not None for one in its), any(one[5] for one in its)
        assert known.file(uri) == KnownFile(len(its), stamp, records, sidecar)
    assert sorted(known.uris()) == sorted({one[0] for one in inputs})


@given(SOURCES, st.sets(st.sampled_from(URIS)), st.sets(st.sampled_from(URIS)), st.data())
def test_what_is_gone_is_what_was_not_seen(
    inputs: list[SourceInput], there: set[str], unchanged: set[str], data: st.DataObject
) -> None:
    known = Known(inputs)
    sources = {(uri, key): sha for uri, key, _, _, sha, _ in inputs}
    seen = data.draw(st.sets(st.sampled_from([*sources, ("a.txt", "new"), ("new.txt", None)])))
    known.add_files((uri, uri in unchanged) for uri in sorted(there))
    assert {one: known.see(one) for one in seen} == {one: sources.get(one) for one in seen}
    left = {s for s in sources if s not in seen and s[0] not in there & unchanged}
    assert list(known.unseen()) == sorted(left, key=lambda s: (s[0], s[1] is not None, s[1] or ""))
    assert sorted(known.new_files()) == sorted(there - {uri for uri, _ in sources})
    assert [known.is_there(uri) for uri in URIS] == [uri in there for uri in URIS]
    known.see_files()
    assert set(known.unseen()) == {s for s in left if s[0] not in there}


def test_no_room_is_said() -> None:
    known = Known()
    known._db.one("PRAGMA max_page_count = 10")

    def many() -> Iterator[tuple[str, bool]]:
        for number in range(100_000):
            yield f"{number:090d}.txt", False

    with pytest.raises(StoreUnwritable, match="list of documents cannot be written"):
        known.add_files(many())
