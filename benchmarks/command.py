"""The command line that the areas share: ``python -m benchmarks.AREA --shared ../shared ...``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path


def parser_of(area: str, description: str | None) -> argparse.ArgumentParser:
    """A parser with ``--shared``, the folder of the development data."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{area}", description=description)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    return parser


def add_errors(parser: argparse.ArgumentParser, of: str) -> None:
    """``--errors N``: print N errors of each set, part or field."""
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help=f"print N errors of each {of}"
    )


def run_by_sets(
    area: str,
    description: str | None,
    sets: Iterable[str],
    run: Callable[[Path], str],
    print_errors: Callable[[Path, list[str], int], None],
) -> int:
    """The whole command of an area whose errors are listed set by set (``--only SET ...``)."""
    names = list(sets)
    parser = parser_of(area, description)
    parser.add_argument("--only", nargs="*", choices=names, default=names)
    add_errors(parser, "set")
    arguments = parser.parse_args()
    if arguments.errors:
        print_errors(arguments.shared, arguments.only, arguments.errors)
    else:
        print(run(arguments.shared))
    return 0
