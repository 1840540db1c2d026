"""The connection to Prefect's server: opened before a run, its faults told as errors of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from flows.own_server import ended_by_hangup, server_apart
from flows.settings import apply_settings

apply_settings()

import httpx  # noqa: E402  (settings come first)
from prefect.context import SyncClientContext  # noqa: E402
from prefect.settings import (  # noqa: E402
    PREFECT_API_URL,
    PREFECT_CLIENT_MAX_RETRIES,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    temporary_settings,
)

from pipeline.errors import ServerError, SettingsError  # noqa: E402

SETTING: Final = "PREFECT_API_URL"
FIRST_RETRIES: Final = 1
"""How often the first request is sent again; a run that goes on has Prefect's patience."""
REFUSALS: Final = {401, 403}
FAULTS: Final = {500, 502, 503, 504}
START: Final = "start one (`prefect server start`), correct the address (`prefect config view`)"
WITHOUT: Final = ", or work without Prefect: --direct"


@contextmanager
def server_of_prefect(*, needed: bool = False) -> Iterator[None]:
    """Connect to the server of PREFECT_API_URL, or to one that is started where none is set.

    The flow runs within share the connection, so that asking first costs no request.

    Args:
        needed: there is no way to work without a server, so none is named.

    Raises:
        ServerError: the server does not answer, is none of Prefect's, refuses, or is lost.
        SettingsError: the address is none, or servers are forbidden and none is set.
    """
    without = "" if needed else WITHOUT
    with ExitStack() as stack:
        try:
            _check_address(without)
            if not PREFECT_API_URL.value():
                stack.enter_context(ended_by_hangup())
            with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: FIRST_RETRIES}), _start_apart():
                stack.enter_context(SyncClientContext.get_or_create())
        # Within this one call: Prefect wraps much in a RuntimeError, and does not foresee an answer
        # that is another thing than a version.
        except (httpx.HTTPError, OSError, RuntimeError, TypeError, ValueError) as error:
            raise _no_connection(error, without) from error
        try:
            yield
        except httpx.HTTPError as error:
            message, hint = _lost(error)
            raise ServerError(message, where=_where(), hint=hint + without) from error


def _start_apart() -> AbstractContextManager[None]:
    return nullcontext() if PREFECT_API_URL.value() else server_apart()


def _check_address(without: str) -> None:
    """What httpx would fail on in ways of its own."""
    url = PREFECT_API_URL.value()
    if not url:
        if PREFECT_SERVER_ALLOW_EPHEMERAL_MODE.value():
            return
        raise SettingsError(
            "no server is set, and PREFECT_SERVER_ALLOW_EPHEMERAL_MODE forbids to start one",
            where=SETTING,
            hint=f"set it to a server's address{without}",
        )
    if not _is_address(url):
        raise SettingsError(
            f"not the address of a server: {_shown(url)!r}",
            where=SETTING,
            hint=f"for example http://127.0.0.1:4200/api{without}",
        )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port over 65535, or brackets that do not close
        return False


def _no_connection(error: Exception, without: str) -> ServerError:
    if not PREFECT_API_URL.value():
        return ServerError(
            f"Prefect's own server did not start: {_reason(error)}",
            hint=f"see that PREFECT_HOME (~/.prefect) can be written{without}",
        )
    message, hint = _refused(_root(error))
    return ServerError(message, where=_where(), hint=hint + without)


def _root(error: Exception) -> BaseException:
    """What Prefect wrapped: httpx's error, or that of reading the answer."""
    cause = error.__cause__
    return cause if isinstance(error, RuntimeError) and cause is not None else error


def _refused(error: BaseException) -> tuple[str, str]:
    """Message and hint: nobody, somebody else, or a server that will not."""
    if isinstance(error, httpx.HTTPStatusError):
        code = error.response.status_code
        if code in REFUSALS or code in FAULTS:
            return _answered(error)
        return f"what answers is no Prefect server: {_status(error)}", START
    if isinstance(error, httpx.HTTPError | OSError):
        return f"no Prefect server answers: {_reason(error)}", START
    if isinstance(error, ValueError | TypeError):
        return "what answers is no Prefect server: it gives no version", START
    return _reason(error), "update the older of the two"  # versions that do not go together


def _lost(error: httpx.HTTPError) -> tuple[str, str]:
    if isinstance(error, httpx.HTTPStatusError):
        return _answered(error)
    return f"the Prefect server was lost: {_reason(error)}", "start it, then run again"


def _answered(error: httpx.HTTPStatusError) -> tuple[str, str]:
    if error.response.status_code in REFUSALS:
        hint = "set PREFECT_API_AUTH_STRING or PREFECT_API_KEY"
        return f"the Prefect server refuses: {_status(error)}", hint
    return f"the Prefect server fails: {_status(error)}", "see its log"


def _status(error: httpx.HTTPStatusError) -> str:
    return f"{error.response.status_code} {error.response.reason_phrase}".strip()


def _where() -> str:
    url = PREFECT_API_URL.value()
    return f"{SETTING} {_shown(url)}" if url else "the server that Prefect started"


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _shown(url: str) -> str:
    """An address without the password that may stand in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
