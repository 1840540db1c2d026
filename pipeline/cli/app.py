"""The commands, as cyclopts reads them; each imports what it needs when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, CycloptsError, Parameter

from pipeline import __version__

if TYPE_CHECKING:
    from pipeline.run.config import Config

Out = Annotated[Path | None, Parameter(name=("--out", "-o"))]
Flag = Annotated[bool, Parameter(negative=())]

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
    paths: list[Path],
    /,
    *,
    out: Out = None,
    raw_root: Path | None = None,
    cleaning: Literal["auto", "off"] | None = None,
    direct: Flag = False,
    workers: int | None = None,
    country: str | None = None,
    model: str | None = None,
    prune: Flag = False,
) -> int:
    """Read articles and publish their facts; what is unchanged is left alone.

    Args:
        paths: Files or folders of articles: text, HTML, JSON lines, Parquet, WARC.
        out: Folder of the tables. Default: processed
        raw_root: Folder that document ids count from. Default: what the paths have in common
        cleaning: "off" takes the text exactly as given.
        direct: Work without Prefect: the same steps, no server, nothing in its UI.
        workers: Worker processes; 0 works in this process. Default: one a core
        country: ISO 3166 code of where the articles come from: settles "dollar" and dd/mm.
        model: spaCy pipeline for English in place of the shipped one: a package or a folder.
        prune: Remove the rows of articles that are no longer there.
    """
    from pipeline.cli.ingest import run_ingest

    config = _config(
        store=out,
        raw_root=raw_root,
        cleaning=cleaning,
        workers=workers,
        country=country.upper() if country else None,
        models={"en": model} if model else None,
    )
    return run_ingest(paths, config, direct=direct, prune=prune)


@app.command
def serve(
    paths: list[Path],
    /,
    *,
    cron: str,
    out: Out = None,
    raw_root: Path | None = None,
    prune: Flag = False,
) -> int:
    """Run the ingest on a schedule until interrupted; runs never overlap.

    Args:
        paths: Files or folders of articles.
        cron: When to run, for example "0 * * * *" for every hour.
        out: Folder of the tables. Default: processed
        raw_root: Folder that document ids count from. Default: what the paths have in common
        prune: Remove the rows of articles that are no longer there.
    """
    from flows.serve import serve_ingest

    serve_ingest(paths, _config(store=out, raw_root=raw_root), cron, prune=prune)
    return 0


@app.command
def clean(paths: list[Path] | None = None, /, *, explain: Flag = False, json: Flag = False) -> int:
    """Print the cleaned text of articles; reads standard input when no file is named.

    Args:
        paths: Files or folders of articles.
        explain: Print every block with its verdict, kind, score and reason.
        json: One JSON object a line: text, metadata, dropped blocks.
    """
    from pipeline.cli.clean import run_clean

    limit = _config().max_document_bytes
    return run_clean(paths or [], explain=explain, as_json=json, limit=limit)


@app.command
def show(document: str, /, *, out: Out = None) -> int:
    """Print one article: kept and dropped blocks, mentions in colour, their values.

    Args:
        document: A doc_id or the start of one, or a source_uri.
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.show import run_show

    return run_show(document, _config(store=out).store)


@app.command
def tables(*, out: Out = None) -> int:
    """List the tables: rows, parts, bytes.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_tables

    return run_tables(_config(store=out).store)


@app.command
def settings() -> int:
    """Print every setting: its effective value, where that came from, and its meaning."""
    from pipeline.cli.inspect import run_settings

    return run_settings()


def _config(**flags: Any) -> Config:
    from pipeline.run.config import load_config

    return load_config(flags)
