"""The command line: the parser and its commands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cyclopts import App, CycloptsError

from pipeline import __version__
from pipeline.cli import making, using

app = App(
    name="factmill",
    version=f"factmill {__version__}",
    help="Scraped articles in, traceable Parquet tables out.",
    help_format="plaintext",
    suppress_keyboard_interrupt=False,  # else it exits without the message of `main`
)

for command in (
    making.ingest,
    making.collect,
    making.serve,
    making.clean,
    using.show,
    using.view,
    using.report,
    using.tables,
    making.settings,
    making.doctor,
    making.status,
    making.reprocess,
    making.learn,
    using.verify,
    using.repair,
    using.compact,
    using.migrate,
    using.diff,
    using.trace,
    using.sql,
    using.entities,
    using.export,
):
    app.command(command)


_COMMENT: Final = re.compile(r"--(?![\w-]+=)\S*\s")
"""Options have no white space, but in a value behind ``=``."""


_ADDRESS: Final = re.compile(r"://|^local$|^[\w.-]+:\d+$")
"""The last is a scheduler without ``tcp://``: the settings say so."""


def run_app(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit status."""
    try:
        status = app(
            _with_address(_without_hyphens(arguments)),
            exit_on_error=False,
            print_error=True,
            result_action="return_value",
        )
    except CycloptsError:
        return 2
    return status if isinstance(status, int) else 0


def _without_hyphens(arguments: Sequence[str]) -> list[str]:
    """What begins like an option and is none: ``-``, and SQL that begins with a comment."""
    given = ["./-" if argument == "-" else argument for argument in arguments]
    return [f"\n{one}" if _COMMENT.match(one) else one for one in given]


def _with_address(arguments: Sequence[str]) -> list[str]:
    """``--dask`` alone means a cluster on this machine; what is no address is refused as one."""
    given = []
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        given.append(argument)
        if argument == "--dask" and not _ADDRESS.search(following):
            given.append("local")
    return given
