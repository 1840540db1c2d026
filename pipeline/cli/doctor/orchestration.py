"""Prefect: which version, which server, and will it start in time?"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

from pipeline.cli.doctor.check import Check
from pipeline.cli.options import settings_of_prefect
from pipeline.errors import SettingsError

SECONDS = 3.0
"""How long the server may take to answer."""


def checks() -> Iterator[Check]:
    """The findings about Prefect."""
    from flows.settings import apply_settings

    apply_settings()
    try:
        with settings_of_prefect():
            import prefect
            from prefect.settings import get_current_settings

            settings = get_current_settings()
    except SettingsError as error:
        yield Check("prefect", "fault", error.message, "`prefect config view`")
        return
    except ImportError as error:
        fix = "reinstall factmill; until then, `factmill ingest --direct` works without Prefect"
        yield Check("prefect", "fault", str(error), fix)
        return
    yield Check("prefect", "ok", prefect.__version__)
    yield server(settings.api.url)
    yield startup(settings.api.url, settings.server.ephemeral.startup_timeout_seconds)
    yield telemetry(settings.server.analytics_enabled)


def server(url: str | None) -> Check:
    """Does the server that Prefect is told of answer?"""
    if not url:
        found = "none set: each run starts one of its own, which takes some 20 s"
        fix = "for scheduled runs: `prefect server start`, then set PREFECT_API_URL"
        return Check("prefect server", "note", found, fix)
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=SECONDS) as answer:
            healthy = answer.status == 200 and answer.read(5) == b"true"
    except (urllib.error.URLError, OSError, ValueError) as error:
        fix = "start it (`prefect server start`), or unset PREFECT_API_URL"
        return Check("prefect server", "fault", f"{url} does not answer: {error}", fix)
    if healthy:
        return Check("prefect server", "ok", url)
    fix = "correct PREFECT_API_URL (`prefect config view`)"
    return Check("prefect server", "fault", f"what answers at {url} is no Prefect server", fix)


def startup(url: str | None, seconds: float) -> Check:
    """Is the time that an embedded server gets to start enough for a slow machine?"""
    found = f"{seconds:.0f} s for an embedded server"
    if url or seconds >= 60:
        return Check("prefect start-up", "ok", found)
    fix = "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS=120"
    return Check("prefect start-up", "warning", found, fix)


def telemetry(enabled: bool) -> Check:
    """Factmill sends nothing; Prefect should not either."""
    if not enabled:
        return Check("telemetry", "ok", "off")
    fix = "PREFECT_SERVER_ANALYTICS_ENABLED=false"
    return Check("telemetry", "warning", "Prefect's is on: your environment says so", fix)
