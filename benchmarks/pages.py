"""What cleaning a page costs beside trafilatura, on which it builds.

``python -m benchmarks.pages --shared ../shared``. Every page goes through all contenders by turns,
several times over, and the least CPU time of each counts: what else the machine does falls on all.
Each gets the bytes of a page and gives text; Factmill gives title, authors, date, site and language
with it, as trafilatura does when it is asked for metadata.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.clean import DATE, PARTS, factmill, rows, source_of, version
from benchmarks.command import parser_of

PAGES, ROUNDS = 150, 3
Contender = Callable[[str], object]


def _factmill(page: str) -> object:
    return factmill(page, True)


def _text(page: str) -> object:
    import trafilatura as peer

    return peer.extract(page, include_comments=False)


def _with_metadata(page: str) -> object:
    import trafilatura as peer

    return peer.bare_extraction(page, include_comments=False, with_metadata=True)


def _fast(page: str) -> object:
    import trafilatura as peer

    return peer.extract(page, include_comments=False, fast=True)


CONTENDERS: dict[str, Contender] = {
    "Factmill: text, blocks, metadata": _factmill,
    "trafilatura: text": _text,
    "trafilatura: text and metadata": _with_metadata,
    "trafilatura: text, without its fallbacks": _fast,
}


def least(pages: list[str]) -> dict[str, float]:
    """Seconds of CPU of each contender over all pages, of each page the least of `ROUNDS`."""
    best = {name: [float("inf")] * len(pages) for name in CONTENDERS}
    for _, (number, page) in itertools.product(range(ROUNDS), enumerate(pages)):
        for name, contender in CONTENDERS.items():
            begun = time.process_time()
            contender(page)
            taken = time.process_time() - begun
            best[name][number] = min(best[name][number], taken)
    return {name: sum(seconds) for name, seconds in best.items()}


def run(shared: Path) -> str:
    """The Markdown section."""
    part = next(part for part in PARTS if part.file == "html_wcxb")
    pages = [source_of(row) for row in itertools.islice(rows(shared, part), PAGES)]
    for contender in CONTENDERS.values():
        contender(pages[0])  # what loads at the first call
    seconds = least(pages)
    ours = seconds[next(iter(CONTENDERS))]
    return "\n".join(
        [
            "## Time for a page", "",
            f"`make bench-pages`, {DATE().isoformat()}, the first {len(pages)} pages of "
            f"`html_wcxb`, trafilatura {version('trafilatura')}, one process; contenders by turns, "
            f"of each page the least CPU time of {ROUNDS} rounds.", "",
            "| contender | ms a page | Factmill takes |",
            "| --- | ---: | ---: |",
            *(
                f"| {name} | {1000 * taken / len(pages):.1f} | {ours / taken:.2f} times |"
                for name, taken in seconds.items()
            ),
        ]
    )  # fmt: skip


def main() -> None:
    print(run(parser_of("pages", __doc__).parse_args().shared))


if __name__ == "__main__":
    main()
