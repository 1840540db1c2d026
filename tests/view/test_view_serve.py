"""Where the viewer cannot listen: the reason, not a traceback."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from benchmarks.synthetic import make_many
from pipeline.cli.main import main
from pipeline.errors import UsageError
from pipeline.view.app import serve
from tests.tablestore import publish


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("store") / "processed", list(make_many(range(1))))


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", 99_999, "port must be 0 to 65535, not 99999"),
        ("127.0.0.1", -1, "port must be 0 to 65535, not -1"),
        ("192.0.2.1", 0, r"192.0.2.1:0: cannot be listened on: .* .see --host and --port"),
        ("nowhere.invalid", 0, r"nowhere.invalid:0: cannot be listened on: "),
        ("a..b", 0, "cannot be listened on: "),
    ],
)
def test_an_address_that_cannot_be_listened_on(
    out: Path, host: str, port: int, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match=said):
        serve(out, host, port)
    assert capfd.readouterr() == ("", "")


def test_a_port_that_is_taken(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["view", str(out), "--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert f"127.0.0.1:{port}: cannot be listened on: " in said and "another --port" in said
