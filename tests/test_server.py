"""A Prefect server that does not answer, or is none: what is said of it, and the exit status."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.own_server import ended_by_hangup, server_apart
from flows.server import server_of_prefect
from pipeline.cli.main import main
from pipeline.errors import FactmillError, ServerError, SettingsError

import httpx  # isort: skip
import prefect  # isort: skip
from prefect.context import SyncClientContext  # isort: skip
from prefect.server.api.server import SubprocessASGIServer  # isort: skip
from prefect.settings import (  # isort: skip
    PREFECT_API_URL,
    PREFECT_CLIENT_RETRY_JITTER_FACTOR,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    temporary_settings,
)

ANYWHERE = "0 * * * *"


@contextmanager
def answering(status: int, body: str) -> Iterator[str]:
    """A server that says the same to everything; yields the address of its API."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET  # noqa: N815  (the name that http.server looks for)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Answer) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/api"
        http.shutdown()
        thread.join()


def closed() -> str:
    """The address of a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}/api"


def fault(url: str) -> FactmillError:
    settings = {PREFECT_API_URL: url, PREFECT_CLIENT_RETRY_JITTER_FACTOR: 0.0}
    with (
        temporary_settings(settings),
        pytest.raises(FactmillError) as raised,
        server_of_prefect(),
    ):
        raise AssertionError("connected")
    return raised.value


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, "<html>", "what answers is no Prefect server: it gives no version"),
        (200, '"hello"', "what answers is no Prefect server: it gives no version"),
        (200, '{"detail": "hello"}', "what answers is no Prefect server: it gives no version"),
        (404, "", "what answers is no Prefect server: 404 Not Found"),
        (501, "", "what answers is no Prefect server: 501 Not Implemented"),
        (401, "", "the Prefect server refuses: 401 Unauthorized (set PREFECT_API_AUTH_STRING"),
        (503, "", "the Prefect server fails: 503 Service Unavailable (see its log"),
        (200, '"2.20.1"', "Found incompatible versions"),
    ],
)
def test_somebody_else_answers(status: int, body: str, said: str) -> None:
    with answering(status, body) as url:
        error = fault(url)
    assert isinstance(error, ServerError)
    assert f"PREFECT_API_URL {url}: {said}" in str(error) and "--direct" in str(error)


def test_nobody_answers() -> None:
    url = closed()
    error = fault(url)
    assert isinstance(error, ServerError)
    assert error.where == f"PREFECT_API_URL {url}"
    assert error.message.startswith("no Prefect server answers: ")
    assert "Connection refused" in error.message and "prefect server start" in str(error)


def test_a_host_that_is_not_there_and_a_password_that_is_not_shown() -> None:
    error = fault("http://someone:secret@nowhere.invalid:4200/api")
    assert error.where == "PREFECT_API_URL http://nowhere.invalid:4200/api"
    assert "no Prefect server answers" in error.message and "secret" not in str(error)


@pytest.mark.parametrize(
    "url", ["127.0.0.1:4200", "ftp://127.0.0.1/api", "http:///api", "http://127.0.0.1:99999/api"]
)
def test_what_is_no_address(url: str) -> None:
    error = fault(url)
    assert isinstance(error, SettingsError)
    assert f"not the address of a server: {url!r}" in str(error)


def test_no_server_where_none_may_be_started() -> None:
    none = {PREFECT_API_URL: None, PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: False}
    with (
        temporary_settings(none),
        pytest.raises(SettingsError, match="forbids to start one"),
        server_of_prefect(),
    ):
        raise AssertionError("connected")


def test_a_server_of_its_own_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(self: object, timeout: int | None = None) -> None:
        raise RuntimeError("Timed out while attempting to connect.\n exited with code 1")

    monkeypatch.setattr(SubprocessASGIServer, "start", start)
    with (
        temporary_settings({PREFECT_API_URL: None}),
        pytest.raises(ServerError, match=r"own server did not start: Timed .* PREFECT_HOME"),
        server_of_prefect(),
    ):
        raise AssertionError("connected")


def test_a_run_shares_the_connection_and_its_loss_is_told() -> None:
    with (
        answering(200, f'"{prefect.__version__}"') as url,
        temporary_settings({PREFECT_API_URL: url}),
    ):
        with server_of_prefect():
            assert SyncClientContext.get() is not None
        assert SyncClientContext.get() is None
        with pytest.raises(ServerError, match="the Prefect server was lost: gone"):  # noqa: SIM117
            with server_of_prefect():
                raise httpx.ReadError("gone")
        with pytest.raises(ValueError, match="ours"), server_of_prefect():
            raise ValueError("ours")


@pytest.mark.parametrize("command", ["ingest", "reprocess", "serve"])
@pytest.mark.parametrize("other", [True, False])
def test_commands_end_with_a_message_and_status_1(
    command: str, other: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").mkdir()
    out = ["--out", str(tmp_path / "processed")]
    given = {
        "ingest": [str(tmp_path / "raw"), "--workers", "0"],
        "reprocess": ["--all"],
        "serve": [str(tmp_path / "raw"), "--cron", ANYWHERE],
    }[command]
    with answering(404, "") as elsewhere:
        url = elsewhere if other else closed()
        with temporary_settings({PREFECT_API_URL: url}):
            assert main([command, *given, *out]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"factmill: PREFECT_API_URL {url}: ") and "Traceback" not in said
    assert ("what answers is no Prefect server" if other else "Connection refused") in said
    assert ("--direct" in said) is (command != "serve")  # which cannot work without


@pytest.mark.skipif(os.name != "posix", reason="groups of processes are POSIX's")
def test_what_prefect_starts_is_out_of_reach_of_ctrl_c(tmp_path: Path) -> None:
    from prefect.server.api import server as theirs

    started = SubprocessASGIServer(port=1)
    with server_apart():
        process = started._run_uvicorn_command()
    try:
        assert os.getpgid(process.pid) == process.pid != os.getpgid(0)
    finally:
        process.kill()
        process.wait()
    assert vars(theirs)["subprocess"] is subprocess


def test_a_terminal_that_closes_interrupts() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # ignored where the tests run in nohup
    try:
        with pytest.raises(KeyboardInterrupt), ended_by_hangup():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_DFL
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # nohup
        with ended_by_hangup():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
