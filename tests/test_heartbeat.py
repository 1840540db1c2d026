"""Runs of the command have no heartbeat, unless the user set one; those of a server keep theirs."""

from __future__ import annotations

import pytest

from flows.heartbeat import without_heartbeat
from flows.settings import OWN_PROCESS

from prefect.flow_engine import FlowRunEngine  # isort: skip
from prefect.settings import (  # isort: skip
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    get_current_settings,
    temporary_settings,
)
from flows.ingest import ingest_flow  # isort: skip


def seen_by_prefect() -> int | None:
    return FlowRunEngine(flow=ingest_flow).heartbeat_seconds


def test_off_in_a_run_of_the_command_and_back_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(OWN_PROCESS, raising=False)
    before = seen_by_prefect()
    url = get_current_settings().api.url
    with without_heartbeat():
        assert seen_by_prefect() is None
        assert get_current_settings().api.url == url
    assert seen_by_prefect() == before == 180


def test_what_the_user_set_stays() -> None:
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 45}), without_heartbeat():
        assert seen_by_prefect() == 45


def test_kept_where_prefect_started_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OWN_PROCESS, "00000000-0000-0000-0000-000000000000")
    with without_heartbeat():
        assert seen_by_prefect() == 180
