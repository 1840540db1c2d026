"""What comes from outside is printed so that it commands no terminal and breaks no line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli.main import main
from pipeline.printable import printable, printable_lines
from pipeline.tables.sql import format_rows, query
from tests.articles import write_articles

HOSTILE = "a\x1b[2J\x1b]0;pwned\x07b\u202ec\x9bd\re"
COMMANDS = set("\x1b\x07\x9b\r\u202e\x00")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("grain.txt", "grain.txt"),
        ('a b\'s "c" \\d', 'a b\'s "c" \\d'),
        ("Nguyễn 中文 😀 שלום", "Nguyễn 中文 😀 שלום"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("\u202egnp.txt", "\\u202egnp.txt"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("no utf-8: \udcff", "no utf-8: \\udcff"),
        ("", ""),
    ],
)
def test_what_commands_a_terminal_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_stay_where_they_are_wanted() -> None:
    assert printable_lines("a\r\n\x07b\n") == "a\\r\n\\x07b\n"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A store with names of files and sites that nobody means well with."""
    raw = write_articles(tmp_path / "raw")
    (raw / "em\npty\x1b[31m.txt").touch()
    record = {
        "id": HOSTILE,
        "site": "s\u2069ite",
        "text": "Peru earned $5 million from copper in Lima in May 2023, the ministry said.",
    }
    (raw / "r\x1b\ne.jsonl").write_text(json.dumps(record) + '\n{"id": "\\u001b", "text": ""}\n')
    assert main(["ingest", str(raw), "--direct", "--out", str(tmp_path / "processed")]) == 3
    return tmp_path / "processed"


def test_no_command_prints_a_command(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(out.parent / "raw"), "--direct", "--out", str(out)]) == 3
    said = capsys.readouterr()
    assert "failed: em\\npty\\x1b[31m.txt: source: the file is empty\n" in said.err
    assert "failed: r\\x1b\\ne.jsonl#\\x1b: source: line 2: the article is empty\n" in said.err
    found = query(
        out, "SELECT doc_id FROM documents WHERE site IS NOT NULL AND source_key LIKE 'a%'"
    )
    (doc_id,) = found.column("doc_id").to_pylist()
    at = ["--out", str(out)]
    for arguments in (
        ["sql", "SELECT * FROM documents", *at],
        ["sql", "SELECT chr(27) AS a", *at],
        ["sql", f"SELECT {HOSTILE}", *at],
        ["trace", f"{doc_id}:money:0", *at, "--raw-root", str(out.parent / "raw")],
        ["show", doc_id, *at],
        ["show", HOSTILE, *at],
        ["entities", *at],
        ["diff", str(out), str(out.parent / "none\x1b")],
        ["tables", "--out", str(out) + "\x1b"],
    ):
        main(arguments)
        said = capsys.readouterr()
        assert not COMMANDS & set(said.out + said.err), arguments


def test_a_row_is_a_line_and_columns_stand_below_each_other(out: Path) -> None:
    rows = query(
        out, "SELECT * FROM (VALUES ('ab', 1), ('😀', 2), ('中文\n', 3), ('\x1b', 4)) t(x, n)"
    )
    assert format_rows(rows, "table").decode() == (
        "x      n\n"
        "-----  -\n"
        "ab     1\n"
        "😀     2\n"
        "中文   3\n"
        "\\x1b   4\n"
    )  # fmt: skip
