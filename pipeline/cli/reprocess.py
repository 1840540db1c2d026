"""`factmill reprocess` and `factmill status`: what is out of date, and redoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.cli.options import settings_of_prefect
from pipeline.lean import collector_off, keep_pandas_out
from pipeline.printable import printable
from pipeline.run.batch import raw_of
from pipeline.run.reprocess import Reprocess, Selection, dry_run, reprocess, store_staleness
from pipeline.tables.diff import as_text
from pipeline.tables.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.run.config import Config

REASONS = 12
"""How many reasons for staleness are listed."""


def run_reprocess(selection: Selection, config: Config, *, direct: bool, dry: bool) -> int:
    """Redo the documents of ``selection``, or say what that would change; 3 when some failed."""
    from pipeline.cli.ingest import conclude, summary_of_failed

    keep_pandas_out()
    settings = config.run_settings()
    if dry:
        run = Reprocess(config.store, selection, raw_root=config.raw_root, settings=settings)
        run.plan()
        print(f"{run.documents} documents would be redone")
        print(as_text(dry_run(run)))
        return 3 if run.recorder.tally.failed else 0
    if direct:
        report = reprocess(config.store, selection, raw_root=config.raw_root, settings=settings)
    else:
        with settings_of_prefect(), collector_off():
            from flows.reprocess import run_flow

        with summary_of_failed(config.store):
            report = run_flow(selection, config)
    return conclude(report, config.store)


def run_status(config: Config, raw: list[Path]) -> int:
    """Print how many documents are new, changed, stale and failed, and why stale."""
    stale = store_staleness(config.store, config.run_settings())
    with Store.open(config.store, create=False) as store:
        held = store.count()
        failed = store.failures().num_rows
        print(f"{held} documents, {failed} failed articles")
        if raw:
            _print_pending(config, raw, store)
    print(f"{stale.count} stale: {stale.clean} from cleaning, {stale.extract} from extraction")
    for reason, count in list(stale.reasons.items())[:REASONS]:
        print(f"    {reason} ({count})")
    if len(stale.reasons) > REASONS:
        print(f"    and {len(stale.reasons) - REASONS} more reasons")
    return 0


def run_learn(config: Config) -> int:
    """Learn the site templates of a store and say what they hold."""
    from pipeline.run.templates import learn_templates

    with Store.open(config.store, create=False) as store:
        templates = learn_templates(store)
    for site, keys in sorted(templates.keys.items()):
        print(f"{printable(site)}: {len(keys)} recurring lines")
    stale = store_staleness(config.store, config.run_settings())
    print(f"{len(templates.keys)} sites with a template; {stale.count} documents are stale")
    return 0


def _print_pending(config: Config, paths: list[Path], store: Store) -> None:
    """What an ingest would do."""
    from pipeline.run.known import Known
    from pipeline.run.plan import Past, Tally, count_unchanged, make_batches, plan_files, vanished

    tally = Tally()
    known = Known(store.inputs())
    plan = plan_files(paths, config.raw_root, Past(known, store.file_read))
    count_unchanged(plan, tally)
    new = changed = 0
    for batch in make_batches(plan, config.run_settings(), tally):
        for raw in map(raw_of, batch.articles):
            if known.holds((raw.source_uri, raw.source_key)):
                changed += 1
            else:
                new += 1
    unseen = vanished(paths, config.raw_root, plan, tally)
    holders = store.holders_by_source({uri for uri, _ in unseen})
    gone = sum(source in holders for source in unseen)
    print(f"{new} new, {changed} changed, {tally.unchanged} unchanged, {gone} no longer there")
