"""How fast the pages of `factmill view` and a report come from a large store.

``python -m benchmarks.view --documents 100000`` makes the store (benchmarks/view_store.py) in a
temporary folder; ``--store FOLDER`` keeps and reuses it. Each address is asked for once to open the
store's files, then three times; the least counts, as other work on the machine only adds. Time on
the processor is given beside it, which other work hardly changes.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.view_store import build, word

RUNS = 3
PAGES = (
    ("all articles, first page", "/"),
    ("all articles, page 2,500", "/?page=2500"),
    ("a word of every article", "/?q=ministry"),
    ("the same, best match first", "/?q=ministry&sort=best"),
    ("a phrase in a third of them", "/?q=%22the+plant%22"),
    ("a rare word", f"/?q={word(30_000)}"),
    ("a part of a name", "/?name=akhmetov"),
    ("money in one currency over an amount", "/?currency=KZT&least=900m"),
    ("word, name, site, days and money", "/?q=ministry&name=Holm&site=site3.example"
     "&since=2020-01-01&until=2022-12-31&currency=USD&least=1m"),
    ("dates spoken of in one week", "/?dated=mentioned&since=2023-03-01&until=2023-03-07"),
    ("names, first page", "/names"),
    ("all mentions of a person", "/name?id=PERSON%3AClara+Holm"),
    ("all mentions of a place in every article", "/name?id=GPE%3AAstana"),
    ("one article", "/article/{doc_id}"),
)  # fmt: skip


def measure(out: Path) -> str:
    """The table in Markdown for the store at ``out``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

    from pipeline.view.app import make_app
    from pipeline.view.searchindex import SearchIndex

    app = make_app(out)
    state = app.app.state  # type: ignore[attr-defined]
    with state.shelf.now() as edition, tempfile.TemporaryDirectory() as folder:
        state.indexer.index.update(edition)
        wall, cpu = time.perf_counter(), time.process_time()
        SearchIndex(Path(folder) / "search.db").update(edition)
        indexed = f"{time.perf_counter() - wall:.1f} s ({time.process_time() - cpu:.1f} s CPU)"
        documents = edition.datasets["documents"].count_rows()
        doc_id = (
            edition.datasets["documents"].head(documents // 2, ["doc_id"])["doc_id"][-1].as_py()
        )
    size = state.indexer.index.path.stat().st_size / 1e6
    rows = []
    with TestClient(app, base_url="http://localhost") as client:
        for what, address in PAGES:
            rows.append((what, *least(client, address.format(doc_id=doc_id))))
            print(*rows[-1], file=sys.stderr, flush=True)
    lines = [
        f"{documents:,} documents; index of the text: {indexed} from nothing, {size:.0f} MB.",
        "",
        "| page | seconds | seconds of CPU |",
        "| --- | ---: | ---: |",
        *(f"| {what} | {seconds:.2f} | {cpu:.2f} |" for what, seconds, cpu in rows),
        "",
        f"Peak memory of the server: {peak():.0f} MiB. {report(out)}",
    ]
    return "\n".join(lines)


def least(client: Any, address: str) -> tuple[float, float]:
    """Seconds and CPU seconds of the fastest of `RUNS` answers."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text)
    return min(_timed(client, address) for _ in range(RUNS))


def _timed(client: Any, address: str) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    client.get(address)
    return time.perf_counter() - wall, time.process_time() - cpu


def peak(who: int = resource.RUSAGE_SELF) -> float:
    """Peak resident memory in MiB."""
    return resource.getrusage(who).ru_maxrss / 1024


def report(out: Path) -> str:
    """Time and memory of `factmill report` in a process of its own.

    Linux counts the memory of the process that it was forked from, too: the figure is a bound.
    """
    code = (
        "import resource, sys, time; from pathlib import Path;"
        "from pipeline.report.write import write_report; t = time.perf_counter();"
        "write_report(Path(sys.argv[1]), Path(sys.argv[2]));"
        "u = resource.getrusage(resource.RUSAGE_SELF);"
        "print(f'{time.perf_counter() - t:.1f} {u.ru_utime:.1f} {u.ru_maxrss / 1024:.0f}')"
    )
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", code, str(out), f"{folder}/report.html"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    wall, cpu, memory = done.stdout.split()
    return f"`factmill report`: {wall} s ({cpu} s CPU), at most {memory} MiB."


def _stores(arguments: argparse.Namespace) -> Iterator[Path]:
    if arguments.store:
        yield build(arguments.store, arguments.documents)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield build(Path(folder) / "processed", arguments.documents)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    for out in _stores(parser.parse_args()):
        print(measure(out))


if __name__ == "__main__":
    main()
