"""The commands that use tables or look after them; each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from pipeline.cli.options import Flag, Out, config_of
from pipeline.records import Label


def show(document: str, /, *, out: Out = None, json: Flag = False, facts: Flag = False) -> int:
    """Print one article: kept and dropped blocks, mentions in colour, their values.

    Args:
        document: A doc_id or the start of one, or a source_uri.
        out: Folder of the tables. Default: processed
        json: One JSON object with the document, its blocks and all its mentions.
        facts: Only the tables of money, dates and names, without the text.
    """
    from pipeline.cli.show import run_show

    return run_show(document, config_of(store=out).store, as_json=json, only_facts=facts)


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

    where = config_of(store=store).store
    return run_view(where, host, port, allow_host or [], open_browser=open_browser)


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

    return run_report(config_of(store=store).store, out)


def tables(*, out: Out = None) -> int:
    """List the tables: rows, parts, bytes.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_tables

    return run_tables(config_of(store=out).store)


def verify(*, out: Out = None) -> int:
    """Check every file and row of a store; exit status 1 when something is wrong.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_verify

    return run_verify(config_of(store=out).store)


def repair(*, out: Out = None) -> int:
    """Rebuild the ledger from the tables, and set damaged parts aside.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_repair

    return run_repair(config_of(store=out).store)


def compact(*, out: Out = None) -> int:
    """Join small parts, such as pruning leaves.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_compact

    return run_compact(config_of(store=out).store)


def migrate(*, out: Out = None) -> int:
    """Rewrite a store of an older schema version.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.inspect import run_migrate

    return run_migrate(config_of(store=out).store)


def diff(before: Path, after: Path, /, *, examples: int = 5) -> int:
    """Compare the facts of two stores; exit status 3 when they differ.

    Args:
        before: Folder of the tables of one.
        after: Folder of the tables of the other.
        examples: Rows to show of each kind and table.
    """
    from pipeline.cli.inspect import run_diff

    return run_diff(before, after, examples)


def trace(row: str, /, *, out: Out = None, raw_root: Path | None = None) -> int:
    """Walk one row back to its sentence, block, raw characters and source file.

    Args:
        row: DOC:TABLE:INDEX, for example 3f2a:money:3.
        out: Folder of the tables. Default: processed
        raw_root: Folder that source_uri counts from, to show the raw characters.
    """
    from pipeline.cli.inspect import run_trace

    config = config_of(store=out, raw_root=raw_root)
    return run_trace(row, config.store, config.raw_root)


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

    return run_sql(statement, config_of(store=out).store, form)


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

    return run_entities(config_of(store=out).store, label, limit, form)


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

    return run_export(config_of(store=out).store, to, destination)
