"""The whole way: every hostile input ends as a row or as the failure that its case names."""

from __future__ import annotations

import socket
from collections import Counter
from pathlib import Path

import pytest

import pipeline
from pipeline.run.settings import RunSettings
from pipeline.sources import SourceLimits
from pipeline.tables.verify import verify
from tests.articles import rows
from tests.hostile.cases import LIMIT, MEMBERS, ROW, cases


def test_every_case_comes_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, out = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    for case in cases():
        (raw / case.name).write_bytes(case.data)
    monkeypatch.setattr(socket.socket, "connect", _refuse)  # nothing that a page names is fetched
    settings = RunSettings(
        workers=0,
        document_seconds=300,
        limits=SourceLimits(max_document_bytes=LIMIT, max_archive_members=MEMBERS),
    )
    report = pipeline.ingest(raw, out, settings=settings)
    ends: dict[str, Counter[str]] = {}
    for row in rows(out, "documents"):
        ends.setdefault(row["source_uri"], Counter())[ROW] += 1
    for failure in report.failures:
        ends.setdefault(failure.source_uri, Counter())[failure.error] += 1
    wrong = {
        case.name: (sorted(case.expected), sorted(ends.get(case.name, Counter()).elements()))
        for case in cases()
        if Counter(case.expected) != ends.get(case.name, Counter())
    }
    assert wrong == {}
    assert verify(out).findings == []


def _refuse(*arguments: object) -> None:
    raise AssertionError("a connection was attempted")
