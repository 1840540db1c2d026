"""The command line: its help page is what the parser would print, and docs name every command."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from benchmarks.synthetic import make_many
from pipeline.cli.app import app
from pipeline.cli.help import PAGE, render
from pipeline.cli.ingest import print_summary
from pipeline.cli.main import main
from pipeline.run.ingest import ingest
from pipeline.run.report import RunReport
from pipeline.run.settings import RunSettings
from tests.articles import rows, write_articles
from tests.tablestore import publish

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-c", "from pipeline.cli import main; raise SystemExit(main())")


def test_help_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run python -m pipeline.cli.help"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_needs_no_parser(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert "ingest" in capsys.readouterr().out


def commands() -> list[str]:
    return [name for name in app if not name.startswith("-")]


def test_every_command_stands_in_the_reference() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert len(commands()) >= 15
    from pipeline.cli.reference import render as render_reference

    assert page == render_reference(), "run python -m pipeline.cli.reference"


@pytest.mark.parametrize("arguments", [["--help"], ["settings"]])
def test_a_reader_that_goes_away_is_no_defect(arguments: list[str]) -> None:
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        complaints = process.stderr.read()
    assert (process.returncode, complaints) == (0, "")


def test_clean_names_what_it_cannot_read_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "b.txt").write_text("Fiji spent 2 million dollars on roads last year.")
    (tmp_path / "c.html").write_text("<html><body><img src='a.png'></body></html>")
    assert main(["clean", str(tmp_path), "--json"]) == 3
    done = capsys.readouterr()
    assert json.loads(done.out)["text"] == "Fiji spent 2 million dollars on roads last year."
    assert done.err == (
        "failed: a.txt: the file is empty\n"
        "failed: c.html: no text found in the page; "
        "if a script writes it, save the page after the script has run\n"
    )


def test_clean_refuses_empty_input_as_it_does_a_file() -> None:
    done = subprocess.run(
        [*COMMAND, "clean"], input="", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (3, "failed: standard input: the file is empty\n")


@pytest.mark.parametrize("wrapped", [False, True])
def test_an_interruption_says_what_stays(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, wrapped: bool
) -> None:
    def interrupted() -> int:
        if wrapped:  # as pydantic does
            raise ValueError("while serialising") from KeyboardInterrupt()
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.inspect.run_settings", interrupted)
    assert main(["settings"]) == 130
    assert "what was published stays" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "processed/money"),
            "processed/money: ",
        ),
        (OSError(errno.ENOSPC, "No space left on device", "a", None, "b"), "b: No space left"),
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
    ],
)
def test_what_the_system_refuses_is_told_without_a_traceback(
    error: OSError, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> None:
        raise error

    monkeypatch.setattr("pipeline.cli.inspect.run_settings", refused)
    assert main(["settings"]) == 1
    assert capsys.readouterr().err.startswith(f"factmill: {said}")


def test_a_defect_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def defect() -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "x")

    monkeypatch.setattr("pipeline.cli.inspect.run_settings", defect)
    with pytest.raises(FileNotFoundError):
        main(["settings"])


def test_a_missing_file_of_aliases_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTMILL_ALIASES", str(tmp_path / "none.csv"))
    (tmp_path / "raw").mkdir()
    out = str(tmp_path / "processed")
    assert main(["ingest", str(tmp_path / "raw"), "--out", out, "--direct"]) == 2
    assert "none.csv: aliases: no such file" in capsys.readouterr().err
    assert not (tmp_path / "processed").exists()


def test_a_summary_accounts_for_every_article(capsys: pytest.CaptureFixture[str]) -> None:
    moment = datetime(2024, 5, 2, tzinfo=UTC)
    report = RunReport(
        run_id="r", flow="direct", started_at=moment, ended_at=moment, found=6, written=3,
        unchanged=2, duplicates=1, pruned=4, failures=(), stale=0, rows={}, currencies=(), names=(),
    )  # fmt: skip
    print_summary(report, Path("processed"))
    first, second = capsys.readouterr().out.splitlines()
    assert first == ("6 articles: 3 written, 2 unchanged, 1 the same as another, 0 failed (0.0 s)")
    assert second == "4 documents removed, whose articles are gone"


def test_clean_reads_standard_input_beside_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.txt").write_text("Peru spent 3 million soles on roads last year.")
    for arguments in (["-"], [], ["-", "b.txt"]):
        stream = TextIOWrapper(BytesIO(b"Fiji spent 2 million dollars on roads last year."))
        monkeypatch.setattr("sys.stdin", stream)
        monkeypatch.chdir(tmp_path)
        assert main(["clean", *arguments]) == 0
        said = capsys.readouterr().out
        assert said.startswith("Fiji") and ("Peru" in said) is ("b.txt" in arguments)


@pytest.mark.parametrize("statement", ["-- which is it?\nSELECT 7 AS it", "--it\nSELECT 7 AS it"])
def test_sql_may_begin_with_a_comment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    out = publish(tmp_path / "processed", list(make_many(range(1))))
    assert main(["sql", statement, f"--out={out}", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ['"it"', "7"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["diff", "x", "y", "--examples", "-1"], "--examples must be 0 or more"),
        (["entities", "--limit", "-1"], "--limit must be 0 or more"),
        (["clean", "--explian"], "Did you mean --explain?"),
        (["ingest", ".", "--dask", "host:8786"], "must be an address such as tcp://"),
        (["ingest", ".", "--workers", "-1"], "'workers': Input should be greater than"),
        (["ingest", "--dask", "nowhere", "--out", "x"], "nowhere: no such file or directory"),
    ],
)
def test_wrong_use_is_told_as_such(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_trace_says_whether_the_source_is_gone_or_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, out = write_articles(tmp_path / "raw"), tmp_path / "processed"
    ingest([raw], out, settings=RunSettings(workers=0))
    document = next(d for d in rows(out, "documents") if d["source_uri"] == "grain.txt")
    command = ["trace", f"{document['doc_id']}:sentences:0", "--out", str(out), "--raw-root"]
    assert main([*command, str(tmp_path)]) == 0
    assert f"{tmp_path / 'grain.txt'} is not there: see --raw-root" in capsys.readouterr().out
    (raw / "grain.txt").write_text("Something else.")
    assert main([*command, str(raw)]) == 0
    assert f"{raw / 'grain.txt'} has changed since" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["ingest", "."], 2),
        (["reprocess", "--all"], 2),
        (["serve", ".", "--cron", "0 * * * *"], 2),
        (["doctor"], 1),
    ],
)
def test_a_bad_setting_of_prefect_is_told(
    tmp_path: Path, arguments: list[str], status: int
) -> None:
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT),
             "PREFECT_SERVER_ANALYTICS_ENABLED": "maybe"},
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == status and "Traceback" not in said, said
    assert "ServerSettings analytics_enabled: Input should be a valid boolean" in said
