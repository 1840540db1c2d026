"""`factmill doctor`: each fault is found, named, and comes with what to do."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipeline.api import ingest
from pipeline.cli.doctor import environment, models, orchestration, store
from pipeline.cli.doctor.check import Check
from pipeline.cli.main import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return tmp_path


def by_name(printed: str) -> dict[str, Check]:
    return {item["name"]: Check(**item) for item in json.loads(printed)}


def test_a_healthy_place(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "raw").mkdir()
    (home / "raw" / "a.txt").write_text("Fiji spent 2 million dollars on roads last year.")
    ingest("raw", "processed")
    main(["doctor", "--raw", "raw", "--json"])
    checks = by_name(capsys.readouterr().out)
    healthy = (
        "python",
        "cleaning model",
        "entity model (en)",
        "settings",
        "store folder",
        "tables",
    )
    assert {name: checks[name].status for name in healthy} == dict.fromkeys(healthy, "ok")
    assert checks["tables"].found == "processed: 1 documents, 0 failures"
    assert checks["articles"].found == "raw: 1 files"
    assert not (home / ".factmill-").exists()
    assert sorted(path.name for path in home.iterdir()) == [".factmill", "processed", "raw"]


@pytest.mark.parametrize(
    ("file", "content", "name", "says"),
    [
        ("factmill.toml", "countri = 'KZ'", "settings", "countri"),
        ("factmill.toml", "[models]\nen = 'no_such_model'", "entity model (en)", "no_such_model"),
        ("factmill.toml", "[models]\nde = 'nowhere'", "entity model (de)", "nowhere"),
        ("processed", "a file", "tables", ""),
    ],
)
def test_faults_are_named(
    home: Path, capsys: pytest.CaptureFixture[str], file: str, content: str, name: str, says: str
) -> None:
    (home / file).write_text(content)
    status = main(["doctor", "--json"])
    check = by_name(capsys.readouterr().out)[name]
    assert (status, check.status) == (1, "fault")
    assert says in check.found
    assert check.fix


def test_printed_for_people(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "factmill.toml").write_text("workers = -1")
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("FAULT settings") for line in lines)
    assert lines[-1].startswith("1 fault") or "fault" in lines[-1]


def test_no_store_yet_is_no_fault(home: Path) -> None:
    assert store.tables(home / "processed").status == "note"


@pytest.mark.parametrize(
    ("check", "status"),
    [
        (environment.python((3, 10, 2)), "fault"),
        (environment.python((3, 11, 0)), "ok"),
        (environment.workers(8, 2048), "warning"),
        (environment.workers(2, 8192), "ok"),
        (environment.workers(2, None), "ok"),
        (environment.encoding("ascii"), "warning"),
        (environment.encoding("UTF-8"), "ok"),
        (environment.encoding(None), "warning"),
        (store.filesystem(Path("/data/x"), "a / ext4 rw\nserver:/d /data nfs4 rw"), "warning"),
        (store.filesystem(Path("/home/x"), "a / ext4 rw\nserver:/d /data nfs4 rw"), "ok"),
        (store.filesystem(Path("/home/x"), ""), "ok"),
        (store.readable(Path("/no/such/folder")), "fault"),
        (orchestration.startup(None, 20), "warning"),
        (orchestration.startup(None, 120), "ok"),
        (orchestration.server(None), "note"),
        (orchestration.server("http://127.0.0.1:9/api"), "fault"),
        (orchestration.telemetry(True), "warning"),
        (orchestration.telemetry(False), "ok"),
    ],
)
def test_verdicts(check: Check, status: str) -> None:
    assert check.status == status
    assert bool(check.fix) == (status != "ok")


@pytest.mark.parametrize(
    ("requirement", "problem"),
    [
        ("pyarrow>=1", None),
        ("pyarrow<1", "is not <1"),
        ("no-such-package>=1", "not installed"),
    ],
)
def test_requirements(monkeypatch: pytest.MonkeyPatch, requirement: str, problem: str) -> None:
    monkeypatch.setattr(environment, "_requirements", lambda: [requirement])
    check = environment.packages()
    assert check.status == ("fault" if problem else "ok")
    assert (problem or "1 required") in check.found


def test_extras_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["pyarrow; extra == 'here'", "no-such-package; extra == 'gone'", "x; extra == 'dev'"]
    monkeypatch.setattr(environment, "_requirements", lambda: wanted)
    check = environment.extras()
    assert (check.status, check.found) == ("note", "here; not installed: gone")
    assert "factmill[gone]" in check.fix


def test_a_pipeline_without_names(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    assert models.spacy_model("en", str(tmp_path / "blank")).status == "warning"


@pytest.fixture
def server() -> Iterator[str]:
    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404 if self.path.startswith("/elsewhere") else 200)
            self.end_headers()
            self.wfile.write(b"true" if self.path == "/api/health" else b"<html>")

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Healthy) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_a_server_that_answers(server: str) -> None:
    assert orchestration.server(f"{server}/api").status == "ok"
    assert orchestration.server(f"{server}/elsewhere").status == "fault"
    page = orchestration.server(f"{server}/a/page/api")
    assert (page.status, "is no Prefect server" in page.found) == ("fault", True)


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(store.tempfile, "NamedTemporaryFile", refuse)
    check = store.writable(tmp_path)
    assert check.status == "fault"
    assert "Permission denied" in check.found


def test_tables_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "processed/documents")

    monkeypatch.setattr("pipeline.tables.store.Store.open", refuse)
    found = store.tables(tmp_path)
    assert (found.status, found.found) == ("fault", "processed/documents: Permission denied")
