"""The commands, as cyclopts reads them; each imports what it needs when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from pipeline import __version__

Store = Annotated[Path, Parameter(name=("--out", "--store"))]
"""Folder of the tables."""

DEFAULT_STORE = Path("processed")

app = App(
    name="factmill",
    version=f"factmill {__version__}",
    help="Scraped articles in, traceable Parquet tables out.",
    help_format="plaintext",
)


def run_app(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit status."""
    try:
        status = app(arguments, exit_on_error=False, print_error=True)
    except CycloptsError:
        return 2
    return status if isinstance(status, int) else 0


@app.command
def ingest(
    paths: Annotated[list[Path], Parameter(negative=())],
    /,
    *,
    out: Path = DEFAULT_STORE,
    raw_root: Path | None = None,
    cleaning: Literal["auto", "off"] = "auto",
    direct: Annotated[bool, Parameter(negative=())] = False,
    workers: int | None = None,
    country: str | None = None,
    model: str | None = None,
    prune: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Read articles and publish their facts; what is unchanged is left alone.

    Args:
        paths: Files or folders of articles: text, HTML, JSON lines.
        out: Folder of the tables.
        raw_root: Folder that document ids count from; default: what the paths have in common.
        cleaning: "off" takes the text exactly as given.
        direct: Work without Prefect: the same steps, no server, nothing in its UI.
        workers: Worker processes; 0 works in this process. Default: one a core.
        country: ISO 3166 code of where the articles come from: settles "dollar" and dd/mm.
        model: spaCy pipeline for English in place of the shipped one: a package or a folder.
        prune: Remove the rows of articles that are no longer there.
    """
    from pipeline.cli.ingest import run_ingest

    return run_ingest(
        paths, out=out, raw_root=raw_root, cleaning=cleaning, direct=direct, workers=workers,
        country=country, model=model, prune=prune,
    )  # fmt: skip


@app.command
def show(document: str, /, *, out: Path = DEFAULT_STORE) -> int:
    """Print one article: kept and dropped blocks, mentions in colour, their values.

    Args:
        document: A doc_id or the start of one, or a source_uri.
        out: Folder of the tables.
    """
    from pipeline.cli.show import run_show

    return run_show(document, out)


@app.command
def tables(*, out: Path = DEFAULT_STORE) -> int:
    """List the tables: rows, parts, size.

    Args:
        out: Folder of the tables.
    """
    from pipeline.cli.inspect import run_tables

    return run_tables(out)
