"""What lies in deploy/: units and containers whose commands exist and that are documented."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import prefect.settings
import pytest
import yaml

from pipeline.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
OF_SYSTEMD = {"network.target", "network-online.target", "multi-user.target"}
SERVICE_KEYS = {
    "Type", "User", "WorkingDirectory", "Environment", "ExecStart", "Restart", "RestartSec",
    "KillMode", "NoNewPrivileges", "ProtectSystem", "ReadWritePaths",
}  # fmt: skip
"""Of systemd.service(5), systemd.exec(5) and systemd.kill(5), what our units use."""


class Repeated(dict[str, Any]):
    """Keys of a unit may stand several times, and then add up; configparser hands over the lines of
    a value as a list."""

    def __setitem__(self, key: str, value: Any) -> None:
        if isinstance(value, list) and isinstance(self.get(key), list):
            self[key].extend(value)
        else:
            super().__setitem__(key, value)


def unit(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(
        dict_type=Repeated, strict=False, delimiters=("=",), comment_prefixes=("#", ";")
    )
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def values(path: Path, section: str, key: str) -> list[str]:
    return unit(path).get(section, key, fallback="").split("\n")


def words(path: Path, section: str, *keys: str) -> Iterator[str]:
    for key in keys:
        for value in values(path, section, key):
            yield from shlex.split(value)


def environment(path: Path) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words(path, "Service", "Environment"))


def check_of_factmill(arguments: list[str]) -> None:
    """The parser takes them: it refuses a command, an option and a value that it does not know."""
    command, bound, _ = app.parse_args(arguments, exit_on_error=False, print_error=False)
    assert command.__name__ == arguments[0]
    assert bound.arguments


def check_of_prefect(arguments: list[str]) -> None:
    words_before = [word for word in arguments if not word.startswith("-")]
    command = words_before[: 2 if words_before[0] == "server" else 1]
    assert arguments[: len(command)] == command
    done = subprocess.run(
        [sys.executable, "-m", "prefect", *command, "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for option in (word for word in arguments if word.startswith("-")):
        assert re.search(rf"(?<!\S){re.escape(option)}(?!\S)", done.stdout), option


CHECKS = {"factmill": check_of_factmill, "prefect": check_of_prefect}


def check(command: list[str]) -> None:
    program, *arguments = command
    CHECKS[PurePosixPath(program).name](arguments)


def test_there_are_units() -> None:
    assert {path.name for path in UNITS} == {"factmill.service", "prefect-server.service"}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_the_command_of_a_unit_exists_with_its_options(path: Path) -> None:
    (line,) = values(path, "Service", "ExecStart")
    assert "%" not in line  # systemd's own substitution
    command = shlex.split(line)
    assert command[0].startswith("/")  # systemd looks through no PATH of ours
    check(command)


@pytest.mark.parametrize(
    "command",
    [
        ["factmill", "serves", "raw", "--cron", "0 * * * *"],
        ["factmill", "serve", "raw", "--kron", "0 * * * *"],
        ["factmill", "serve", "raw"],
        ["prefect", "server", "start", "--hostt", "127.0.0.1"],
    ],
)
def test_what_does_not_exist_is_found(command: list[str]) -> None:
    with pytest.raises(Exception):  # noqa: B017  (of the parser, or an assertion)
        check(command)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_whole(path: Path) -> None:
    parsed = unit(path)
    assert parsed.sections() == ["Unit", "Service", "Install"]
    assert set(parsed["Service"]) <= SERVICE_KEYS
    others = set(words(path, "Unit", "After", "Wants")) | set(words(path, "Install", "WantedBy"))
    assert others <= OF_SYSTEMD | {unit.name for unit in UNITS}
    home = PurePosixPath(*words(path, "Service", "WorkingDirectory"))
    (program, *_) = words(path, "Service", "ExecStart")
    named = [program, environment(path)["PREFECT_HOME"], *words(path, "Service", "ReadWritePaths")]
    assert all(PurePosixPath(name).is_relative_to(home) for name in named)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_what_a_unit_names_is_documented(path: Path) -> None:
    assert path.name in GUIDE
    names = [
        *words(path, "Service", "User", "WorkingDirectory", "ReadWritePaths"),
        *environment(path),
    ]
    assert [name for name in names if name not in GUIDE] == []


def settings_of_deploy() -> set[str]:
    """Names of Prefect's settings in all files of deploy/."""
    texts = [path.read_text(encoding="utf-8") for path in DEPLOY.iterdir()]
    return {name for text in texts for name in re.findall(r"\bPREFECT_\w+", text)}


@pytest.mark.parametrize("name", sorted(settings_of_deploy()))
def test_settings_are_prefects(name: str) -> None:
    assert hasattr(prefect.settings, name)


def test_the_two_units_and_the_server_agree() -> None:
    server = DEPLOY / "prefect-server.service"
    command = list(words(server, "Service", "ExecStart"))
    served = environment(DEPLOY / "factmill.service")
    host, port = (command[command.index(option) + 1] for option in ("--host", "--port"))
    assert served["PREFECT_API_URL"] == f"http://{host}:{port}/api"
    assert served["PREFECT_HOME"] == environment(server)["PREFECT_HOME"]


def test_containers_run_commands_that_exist() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert 'ENTRYPOINT ["factmill"]' in dockerfile
    for service in compose["services"].values():
        check([*service.get("entrypoint", ["factmill"]), *service.get("command", [])])
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert (ROOT / "constraints.txt").is_file() and "-c constraints.txt" in dockerfile
