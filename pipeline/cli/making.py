"""The commands that make tables, or say what would: each imports what it needs when it runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from pipeline.cli.options import Flag, Out, config_of, settings_of_prefect
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.run.config import Config


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

    config = config_of(
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
        sources: Addresses of RSS or Atom feeds, sitemaps or pages, or files with an address a line.
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
    with settings_of_prefect():
        from flows.serve import serve_ingest

    serve_ingest(paths, config_of(store=out, raw_root=raw_root), cron, prune=prune)
    return 0


def clean(paths: list[Path] | None = None, /, *, explain: Flag = False, json: Flag = False) -> int:
    """Print the cleaned text of articles; reads standard input when no file is named.

    Args:
        paths: Files or folders of articles; "-" is standard input.
        explain: Print every block with its verdict, kind, score and reason.
        json: One JSON object a line: text, metadata, dropped blocks.
    """
    from pipeline.cli.clean import run_clean

    limit = config_of().max_document_bytes
    return run_clean(paths or [], explain=explain, as_json=json, limit=limit)


def settings() -> int:
    """Print every setting: its effective value, where that came from, and its meaning."""
    from pipeline.cli.inspect import run_settings

    return run_settings()


def doctor(*, out: Out = None, raw: Path | None = None, json: Flag = False) -> int:
    """Check everything a run needs and say what to fix.

    Args:
        out: Folder of the tables. Default: processed
        raw: A folder of articles to look at as well.
        json: Print the findings as JSON.
    """
    from pipeline.cli.doctor import run_doctor

    return run_doctor(lambda: config_of(store=out), raw, json)


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

    return run_status(config_of(store=out, raw_root=raw_root), raw or [])


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

    config = config_of(store=out, raw_root=raw_root, workers=workers, dask=dask)
    _check_dask(config, direct)
    chosen = Selection(stale, failed, everything, tuple(doc or ()), site, since, begin)
    return run_reprocess(chosen, config, direct=direct, dry=dry_run)


def learn(*, out: Out = None) -> int:
    """Learn the lines that recur over the documents of each site; they are dropped from then on.

    Documents cleaned before are stale afterwards: `factmill reprocess --stale` mends them.

    Args:
        out: Folder of the tables. Default: processed
    """
    from pipeline.cli.reprocess import run_learn

    return run_learn(config_of(store=out))


def _check_dask(config: Config, direct: bool) -> None:
    if direct and config.dask is not None:
        raise UsageError("Dask works through Prefect", hint="leave --direct or --dask out")
