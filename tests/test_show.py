"""`factmill show`: pictures of what it prints, at a fixed width."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.cli.main import main
from pipeline.cli.show import article, find_document
from pipeline.errors import UsageError
from pipeline.tables.readers import read_table
from tests import viewstore

DATA = Path(__file__).parent / "data" / "show"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return viewstore.build(tmp_path_factory.mktemp("show") / "processed")


def drawn(out: Path, source: str, *, colour: bool, width: int) -> str:
    row = find_document(source, out)
    tables = {
        name: read_table(
            out, name, filters=[("doc_id", "==", row["doc_id"])], as_="arrow"
        ).to_pylist()
        for name in ("blocks", "entities", "dates", "money")
    }
    console = Console(
        file=StringIO(), width=width, highlight=False, force_terminal=colour, legacy_windows=False,
        color_system="standard" if colour else None, _environ={},
    )  # fmt: skip
    console.print(article(row, tables))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("source", "colour", "width", "picture"),
    [
        ("grain.txt", False, 80, "grain-80.txt"),
        ("grain.txt", False, 48, "grain-48.txt"),
        ("grain.txt", True, 80, "grain-80.ansi"),
        ("attack.txt", False, 80, "attack-80.txt"),
    ],
)
def test_an_article_looks_as_it_did(
    out: Path, source: str, colour: bool, width: int, picture: str
) -> None:
    shown = drawn(out, source, colour=colour, width=width)
    assert shown == (DATA / picture).read_text(encoding="utf-8"), "see tests/data/show/README.md"


def test_no_line_is_wider_than_the_terminal(out: Path) -> None:
    for width in (40, 60, 80, 200):
        for source in ("grain.txt", "attack.txt"):
            lines = drawn(out, source, colour=False, width=width).splitlines()
            assert max(map(len, lines)) <= width


def test_machines_get_all_rows(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "grain.txt", "--json", "--out", str(out)]) == 0
    shown = json.loads(capsys.readouterr().out)
    text = shown["document"]["text"]
    assert [text[m["start"] : m["end"]] for m in shown["money"]] == [
        "92 billion tenge",
        "$195 million",
    ]
    assert shown["money"][0]["amount"] == "92000000000.0000"
    assert {name: len(shown[name]) for name in ("blocks", "entities", "dates")} == {
        "blocks": 5, "entities": 2, "dates": 2,
    }  # fmt: skip


def test_facts_come_alone(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "grain.txt", "--facts", "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "92,000,000,000" in shown and "rule:menu" not in shown


def test_a_pipe_gets_no_pager_and_no_escapes(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGER", "false")
    assert main(["show", "grain.txt", "--out", str(out)]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_text_cannot_command_the_terminal() -> None:
    hostile = "a\x1b[2J\x1b]0;pwned\x07b\u202ec\x9bd\r"
    row = {
        "title": hostile, "authors": [hostile], "published": None, "site": hostile, "url": None,
        "language": None, "word_count": 1, "kept_ratio": 1.0, "doc_id": "0", "source_uri": hostile,
        "source_key": None, "duplicate_of": None, "text": hostile, "body_start": 0,
    }  # fmt: skip
    block = {"kept": False, "kind": "x", "reason": "y", "score": None, "text": hostile}
    console = Console(file=StringIO(), width=80, _environ={})
    console.print(article(row, {"blocks": [block], "entities": [], "dates": [], "money": []}))
    assert isinstance(console.file, StringIO)
    assert not set("\x1b\x07\x9b\r\u202e") & set(console.file.getvalue())


@pytest.mark.parametrize("name", ["", "nothing", "site0"])
def test_what_names_no_article_is_said(out: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no document goes by"):
        find_document(name, out)
