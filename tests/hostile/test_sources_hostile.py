"""Each hostile input comes to its expected end already at the source, before any processing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.records import Failure
from pipeline.sources import SourceLimits, find_files, read_file
from tests.hostile.cases import LIMIT, MEMBERS, ROW, Case, cases

CASES = list(cases())


def test_there_are_enough() -> None:
    assert len(CASES) >= 100
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_source(case: Case, tmp_path: Path) -> None:
    (tmp_path / case.name).write_bytes(case.data)
    items = [
        item
        for file in find_files([tmp_path])
        for item in read_file(
            file, SourceLimits(max_document_bytes=LIMIT, max_archive_members=MEMBERS)
        )
    ]
    ends = tuple(item.error if isinstance(item, Failure) else ROW for item in items)
    read = tuple(ROW if end == "CleaningError" else end for end in case.expected)
    assert ends == read


def test_a_defect_of_a_reader_fails_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no case foresees, as when a library raises an error of its own."""

    def broken(name: str) -> None:
        raise ZeroDivisionError

    (tmp_path / "a.html").write_text("<html><p>The ministry published its budget.</p></html>")
    (file,) = find_files([tmp_path])
    monkeypatch.setattr("pipeline.sources.reading.reader_for", broken)
    (item,) = read_file(file)
    assert isinstance(item, Failure) and item.error == "ZeroDivisionError"
    assert item.message == "defect while reading: no message"
