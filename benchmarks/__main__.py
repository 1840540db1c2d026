"""Run every benchmark and write its section into docs/benchmarks.md.

Each area is a module `benchmarks.<area>` with ``run(shared: Path) -> str``, a Markdown section.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from pathlib import Path

AREAS = ("clean", "pages", "metadata", "dates", "money", "entities", "aliases", "store", "speed")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("areas", nargs="*", metavar="AREA", help=f"of {', '.join(AREAS)}; all")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments = parser.parse_args()
    wanted = arguments.areas or AREAS
    if unknown := set(wanted) - set(AREAS):
        parser.error(f"unknown area: {', '.join(sorted(unknown))} (known: {', '.join(AREAS)})")
    if not (arguments.shared / "bench").is_dir():
        print(f"NOT MEASURED: the development data is absent ({arguments.shared})", file=sys.stderr)
        return 2
    for area in wanted:
        print(f"== {area}", flush=True)
        section = importlib.import_module(f"benchmarks.{area}").run(arguments.shared)
        print(section, flush=True)
        write_section(area, section)
    return 0


def write_section(area: str, section: str) -> None:
    """Replace the section of ``area`` between its markers, or append it."""
    begin, end = f"<!-- bench:{area} -->", f"<!-- /bench:{area} -->"
    block = f"{begin}\n{section.strip()}\n{end}"
    page = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if pattern.search(page):
        page = pattern.sub(lambda _: block, page)
    else:
        page = page.rstrip() + "\n\n" + block + "\n"
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
