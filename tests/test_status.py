"""`factmill status`: what an ingest and a reprocess would find to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.articles import ARTICLES, write_articles


def status(capsys: pytest.CaptureFixture[str], out: Path, *raw: Path) -> list[str]:
    capsys.readouterr()
    assert main(["status", *map(str, raw), "--out", str(out)]) == 0
    return capsys.readouterr().out.splitlines()


def test_new_changed_and_gone_articles_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    (raw / "copy.txt").write_text(ARTICLES["grain.txt"])
    (raw / "empty.txt").touch()
    twice = json.dumps({"text": "Chile sold copper for $4 billion.", "url": "https://a.example/1"})
    (raw / "twice.jsonl").write_text(f"{twice}\n{twice}\n")
    assert main(["ingest", str(raw), "--out", str(out), "--direct", "--workers", "0"]) == 3
    before = status(capsys, out, raw)
    (raw / "new.txt").write_text("Peru sold copper for $3 billion in 2023.")
    (raw / "budget.html").write_text(ARTICLES["budget.html"].replace("184", "185"))
    (raw / "twice.jsonl").unlink()
    assert status(capsys, out, raw) == [
        "5 documents, 1 failed articles",
        "1 new, 1 changed, 3 unchanged, 1 no longer there",
        "0 stale: 0 from cleaning, 0 from extraction",
    ]
    assert before[1] == "0 new, 0 changed, 6 unchanged, 0 no longer there"


def test_reasons_are_given_for_what_is_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    assert main(["ingest", str(raw), "--out", str(out), "--direct", "--workers", "0"]) == 0
    monkeypatch.setenv("FACTMILL_COUNTRY", "CA")
    held, stale, reason = status(capsys, out)
    assert held == "3 documents, 0 failed articles"
    assert stale == "3 stale: 0 from cleaning, 3 from extraction"
    assert "setting: country" in reason and reason.endswith("(3)")
