"""The commands, as cyclopts reads them; each imports what it needs when it runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, CycloptsError, Parameter

from pipeline import __version__
from pipeline.errors import UsageError
from pipeline.records import Label

if TYPE_CHECKING:
    from pipeline.run.config import Config

Out = Annotated[Path | None, Parameter(name=("--out", "-o"))]
Flag = Annotated[bool, Parameter(negative=())]

app = App(
    name="factmill",
    version=f"factmill {__version__}",
    help="Scraped articles in, traceable Parquet tables out.",
    help_format="plaintext",
    suppress_keyboard_interrupt=False,  # else it exits without the message of `main`
)


def run_app(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit status."""
    try:
        status = app(
            _with_address(arguments),
            exit_on_error=False,
            print_error=True,
            result_action="return_value",
        )
    except CycloptsError:
        return 2
    return status if isinstance(status, int) else 0


def _with_address(arguments: Sequence[str]) -> list[str]:
    """``--dask`` alone means a cluster on this machine."""
    given = []
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        given.append(argument)
        if argument == "--dask" and "://" not in following and following != "local":
            given.append("local")
    return given


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
    dask: str | None = None,
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
        dask: Work on a Dask cluster: the address of its scheduler, or nothing to start one here.
        country: ISO 3166 code of where the articles come from: settles "dollar" and dd/mm.
        model: spaCy pipeline for English in place of the shipped one: a package or a folder.
        prune: Remove the rows of articles under the paths that are no longer there.
    """
    from pipeline.cli.ingest import run_ingest

    config = _config(
        store=out,
        raw_root=raw_root,
        cleaning=cleaning,
        workers=workers,
        dask=dask,
        country=country.upper() if country else None,
        models={"en": model} if model else None,
    )
    _check_dask(config, direct)
    return run_ingest(paths, config, direct=direct, prune=prune)


@app.command
def collect(
    sources: list[str],
    /,
    *,
    raw: Path = Path("raw"),
    limit: int | None = None,
    delay: float = 1.0,
    refresh: float | None = None,
    agent: str | None = None,
    allow_private: Flag = False,
) -> int:
    """Fetch the pages that feeds, sitemaps and lists name into RAW, as WARC files.

    A page that was fetched is not asked for again, and a run that was killed is gone on with.
    robots.txt is obeyed.

    Args:
        sources: Addresses of RSS or Atom feeds, sitemaps or pages, or files with one address a line.
        raw: The raw folder.
        limit: Pages to fetch; the others wait for the next run. Default: all
        delay: Seconds between two requests to one host.
        refresh: Ask again, after so many days, whether a page has changed. Default: only when
            a listing gives a later date for it
        agent: How requests name themselves. Default: Factmill and its version
        allow_private: Also ask hosts on private and local addresses.
    """
    from pipeline.cli.collect import run_collect
    from pipeline.sources.collect.settings import AGENT, CollectSettings

    chosen = CollectSettings(
        agent=agent or AGENT,
        delay=delay,
        limit=limit,
        refresh_days=refresh,
        allow_private=allow_private,
    )
    return run_collect(sources, raw, chosen)


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
        prune: Remove the rows of articles under the paths that are no longer there.
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
def show(document: str, /, *, out: Out = None, json: Flag = False, facts: Flag = False) -> int:
    """Print one article: kept and dropped blocks, mentions in colour, their values.

    Args:
        document: A doc_id or the start of one, or a source_uri.
        out: Folder of the tables. Default: processed
        json: One JSON object with the document, its blocks and all its mentions.
        facts: Only the tables of money, dates and names, without the text.
    """
    from pipeline.cli.show import run_show

    return run_show(document, _config(store=out).store, as_json=json, only_facts=facts)


@app.command
def view(
    store: Path | None = None,
    /,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    allow_host: Annotated[list[str] | None, Parameter(negative=())] = None,
    open_browser: Annotated[bool, Parameter(name="--open", negative=())] = False,
) -> int:
    """Search and read the articles of a store in the browser.

    Args:
        store: Folder of the tables. Default: processed
        host: Address to listen on. Only this machine reaches the default.
        port: Port to listen on; 0 takes a free one.
        allow_host: A further name that browsers call this server by; may be repeated.
        open_browser: Open the browser at it.
    """
    from pipeline.cli.view import run_view

    where = _config(store=store).store
    return run_view(where, host, port, allow_host or [], open_browser=open_browser)


@app.command
def report(
    store: Path | None = None,
    /,
    *,
    out: Annotated[Path, Parameter(name=("--out", "-o"))] = Path("report.html"),
) -> int:
    """Write one HTML file about a store that opens anywhere, without network.

    Args:
        store: Folder of the tables. Default: processed
        out: The file to write.
    """
    from pipeline.cli.report import run_report

    return run_report(_config(store=store).store, out)


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


@app.command
def doctor(*, out: Out = None, raw: Path | None = None, json: Flag = False) -> int:
    """Check everything a run needs and say what to fix.

    Args:
        out: Folder of the tables. Default: processed
        raw: A folder of articles to look at as well.
        json: Print the findings as JSON.
    """
    from pipeline.cli.doctor import run_doctor

    return run_doctor(lambda: _config(store=out), raw, json)


@app.command
def status(
    raw: list[Path] | None = None, /, *, out: Out = None, raw_root: Path | None = None
) -> int:
    """Say how many documents are stale and why, and what an ingest of RAW would do.

    Args:
        raw: Files or folders of articles.
        out: Folder of the tables. Default: processed
        raw_root: Folder that document ids count from. Default: what the paths have in common
    """
    from pipeline.cli.reprocess import run_status

    return run_status(_config(store=out, raw_root=raw_root), raw or [])


@app.command
def reprocess(
    *,
    stale: Flag = False,
    failed: Flag = False,
    everything: Annotated[bool, Parameter(name="--all", negative=())] = False,
    doc: Annotated[list[str] | None, Parameter(negative=())] = None,
    site: str | None = None,
    since: date | None = None,
    begin: Annotated[Literal["clean", "extract"], Parameter(name="--from")] = "clean",
    dry_run: Flag = False,
    out: Out = None,
    raw_root: Path | None = None,
    direct: Flag = False,
    workers: int | None = None,
    dask: str | None = None,
) -> int:
    """Redo documents; several criteria add up.

    Args:
        stale: Documents whose code, model or settings changed, from the stage that changed.
        failed: Articles that failed.
        everything: All documents.
        doc: A document by its id or the start of it; may be repeated.
        site: Documents of one site.
        since: Documents published on that day or later.
        begin: The stage to begin from.
        dry_run: Change nothing; print which rows would be added, removed and changed.
        out: Folder of the tables. Default: processed
        raw_root: Folder that source_uri counts from; needed when cleaning is redone.
        direct: Work without Prefect.
        workers: Worker processes. Default: one a core
        dask: Work on a Dask cluster: the address of its scheduler, or nothing to start one here.
    """
    from pipeline.cli.reprocess import run_reprocess
    from pipeline.run.reprocess import Selection

    config = _config(store=out, raw_root=raw_root, workers=workers, dask=dask)
    _check_dask(config, direct)
    chosen = Selection(stale, failed, everything, tuple(doc or ()), site, since, begin)
    return run_reprocess(chosen, config, direct=direct, dry=dry_run)


@app.command
def learn(*, out: Out = None) -> int:
    """Learn the lines that recur over the documents of each site; they are dropped from then on.

    Documents cleaned before are stale afterwards: `factmill reprocess --stale` mends them.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.reprocess import run_learn

    return run_learn(_config(store=out))


@app.command
def verify(*, out: Out = None) -> int:
    """Check every file and row of a store; exit status 1 when something is wrong.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_verify

    return run_verify(_config(store=out).store)


@app.command
def repair(*, out: Out = None) -> int:
    """Rebuild the ledger from the tables, and set damaged parts aside.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_repair

    return run_repair(_config(store=out).store)


@app.command
def compact(*, out: Out = None) -> int:
    """Join small parts, such as pruning leaves.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_compact

    return run_compact(_config(store=out).store)


@app.command
def migrate(*, out: Out = None) -> int:
    """Rewrite a store of an older schema version.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_migrate

    return run_migrate(_config(store=out).store)


@app.command
def diff(before: Path, after: Path, /, *, examples: int = 5) -> int:
    """Compare the facts of two stores; exit status 3 when they differ.

    Args:
        before: Folder of the tables of one.
        after: Folder of the tables of the other.
        examples: Rows to show of each kind and table.
    """
    from pipeline.cli.inspect import run_diff

    return run_diff(before, after, examples)


@app.command
def trace(row: str, /, *, out: Out = None, raw_root: Path | None = None) -> int:
    """Walk one row back to its sentence, block, raw characters and source file.

    Args:
        row: DOC:TABLE:INDEX, for example 3f2a:money:3.
        out: Folder of the tables. Default: processed
        raw_root: Folder that source_uri counts from, to show the raw characters.
    """
    from pipeline.cli.inspect import run_trace

    config = _config(store=out, raw_root=raw_root)
    return run_trace(row, config.store, config.raw_root)


@app.command
def sql(
    statement: str,
    /,
    *,
    out: Out = None,
    form: Annotated[Literal["table", "csv", "json", "parquet"], Parameter(name="--format")] = (
        "table"
    ),
) -> int:
    """Run a SQL statement (DuckDB) over the tables.

    Args:
        statement: For example "SELECT currency, count(*) FROM money GROUP BY 1".
        out: Folder of the tables. Default: processed
        form: How to print the rows.
    """
    from pipeline.cli.inspect import run_sql

    return run_sql(statement, _config(store=out).store, form)


@app.command
def entities(
    *,
    label: Label | None = None,
    limit: int = 50,
    out: Out = None,
    form: Annotated[Literal["table", "csv", "json", "parquet"], Parameter(name="--format")] = (
        "table"
    ),
) -> int:
    """List the entities of a store with counts and the spellings they go by.

    Args:
        label: Only of this type.
        limit: How many.
        out: Folder of the tables. Default: processed
        form: How to print the rows.
    """
    from pipeline.cli.inspect import run_entities

    return run_entities(_config(store=out).store, label, limit, form)


@app.command
def export(
    destination: Path,
    /,
    *,
    to: Literal["duckdb", "csv", "jsonl", "delta", "iceberg"],
    out: Out = None,
) -> int:
    """Copy the tables into another format.

    Args:
        destination: The file (duckdb) or folder (all others) to write.
        to: The format.
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_export

    return run_export(_config(store=out).store, to, destination)


def _check_dask(config: Config, direct: bool) -> None:
    if direct and config.dask is not None:
        raise UsageError("Dask works through Prefect", hint="leave --direct or --dask out")


def _config(**flags: Any) -> Config:
    from pipeline.run.config import load_config

    return load_config(flags)
