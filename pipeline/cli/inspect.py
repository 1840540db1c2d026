"""Commands that look at a store: tables, verify, diff, trace, sql, entities, settings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.errors import StoreNotFound, StoreUnwritable, UsageError
from pipeline.printable import printable, printable_lines
from pipeline.sources.locate import exists, is_url, url_of
from pipeline.tables.schemas import TABLES
from pipeline.tables.sql import SqlFormat, format_rows, query
from pipeline.tables.store.places import check_name


def run_tables(out: Path) -> int:
    """Print rows, parts and bytes of each table.

    Raises:
        StoreNotFound: there is no store at ``out``.
        StoreUnwritable: ``out`` is a file.
    """
    _need_folder(out)
    if out.is_file():
        raise StoreUnwritable("is a file, not a folder", where=str(out))
    found = {name: sorted((out / name).glob("*.parquet")) for name in TABLES}
    if not any(found.values()):
        raise StoreNotFound("no tables here", where=str(out), hint="run `factmill ingest` first")
    print(f"{'table':<12}{'rows':>12}{'parts':>8}{'bytes':>14}")
    for name, parts in found.items():
        rows = sum(pq.read_metadata(part).num_rows for part in parts)
        size = sum(part.stat().st_size for part in parts)
        print(f"{name:<12}{rows:>12,}{len(parts):>8,}{size:>14,}")
    return 0


def _need_folder(out: Path) -> None:
    if is_url(out):
        raise UsageError(
            "this is not offered for object stores",
            where=url_of(out),
            hint="`factmill sql`, `export` and `verify` are",
        )
    check_name(out)


def run_verify(out: Path) -> int:
    """Check every promise of the store; 1 when one is broken."""
    from pipeline.tables.verify import verify

    report = verify(out)
    for finding in report.findings:
        place = "/".join(part for part in (finding.table, finding.part) if part)
        print(f"{place}: {finding.problem}", file=sys.stderr)
    verdict = "all is well" if report.ok else f"{len(report.findings)} findings"
    print(f"{report.files} files, {report.documents} documents: {verdict}")
    return 0 if report.ok else 1


def run_repair(out: Path) -> int:
    """Mend what can be mended and rebuild the ledger."""
    from pipeline.tables.repair import repair

    _need_folder(out)
    report = repair(out)
    for action in report.actions:
        print(action)
    if report.extract_again:
        print(f"{report.extract_again} documents lost facts: factmill reprocess --stale")
    if report.ingest_again:
        print(f"{report.ingest_again} documents are lost: ingest their files again")
    return 0


def run_compact(out: Path) -> int:
    """Join small parts."""
    from pipeline.tables.compact import compact

    _need_folder(out)
    report = compact(out)
    print(f"{report.before} parts before, {report.after} after")
    return 0


def run_migrate(out: Path) -> int:
    """Bring a store to this schema version."""
    from pipeline.tables.migrate import migrate

    _need_folder(out)
    print(f"{migrate(out).files} files rewritten")
    return 0


def run_diff(before: Path, after: Path, examples: int) -> int:
    """Compare two stores; 0 when they hold the same facts, 3 when not."""
    from pipeline.tables.diff import as_text, diff_stores

    if examples < 0:
        raise UsageError(f"--examples must be 0 or more, not {examples}")
    difference = diff_stores(before, after, examples=examples)
    print(as_text(difference))
    return 3 if difference.differs else 0


def run_trace(reference: str, out: Path, raw_root: Path | None) -> int:
    """Walk one row back to the characters of its source."""
    from pipeline.tables.trace import trace

    found = trace(out, reference, raw_root=raw_root)
    print(f"{found.table} row of {found.document['doc_id']}")
    for name, value in found.row.items():
        if value is not None and name not in ("doc_id", "doc_version", "sentence"):
            print(f"    {name}: {printable_lines(str(value))}")
    _print_part("sentence", found.sentence)
    if found.block is not None:
        block = found.block
        print(f"block {block['block_index']}: {block['kind']}, {block['reason']}")
    document = found.document
    key = f"#{document['source_key']}" if document["source_key"] else ""
    print(f"source: {printable(document['source_uri'] + key)}, sha256 {document['raw_sha256']}")
    if found.source is not None:
        _print_source(found.source)
    return 0


def _print_part(name: str, text: str | None) -> None:
    if text is not None:
        print(f"{name}: {printable_lines(text)}")


def _print_source(source: Any) -> None:
    if not source.same_bytes:
        there = exists(source.path) if is_url(source.path) else source.path.exists()
        what = "has changed since" if there else "is not there: see --raw-root"
        print(f"    {printable(str(source.path))} {what}; its characters are not shown")
        return
    exact = "the mention itself" if source.exact else "the block that holds it"
    if source.raw_start is not None:
        print(f"    characters {source.raw_start} to {source.raw_end}: {exact}")
    _print_part("    raw", source.text)


def run_sql(statement: str, out: Path, form: SqlFormat) -> int:
    """Run one SQL statement over the tables and print its rows."""
    sys.stdout.flush()
    sys.stdout.buffer.write(format_rows(query(out, statement), form))
    sys.stdout.buffer.flush()
    return 0


def run_export(out: Path, target: str, destination: Path) -> int:
    """Copy the tables into another format."""
    from pipeline.tables.export import export

    rows = export(out, target, destination)  # type: ignore[arg-type]  # export checks the name
    counts = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    print(f"wrote {printable(str(destination))}: {counts}")
    return 0


ENTITIES = """
SELECT arg_max(canonical, (times, canonical)) AS canonical, label, entity_id,
       sum(times)::BIGINT AS mentions, len(list_distinct(flatten(list(docs)))) AS documents,
       array_to_string(list_sort(list_distinct(flatten(list(texts)))), ' | ') AS variants
FROM (SELECT canonical, label, entity_id, who, count(*) AS times, list(doc_id) AS docs,
             list(text) AS texts
      FROM (SELECT *, coalesce(entity_id, label || '?' || canonical || '@' || doc_id) AS who
            FROM entities)
      {where}
      GROUP BY canonical, label, entity_id, who)
GROUP BY who, label, entity_id
ORDER BY mentions DESC, canonical
LIMIT {limit}
"""


def run_entities(out: Path, label: str | None, limit: int, form: SqlFormat) -> int:
    """List the entities of a store with counts and the spellings they go by.

    One row an entity, under the canonical name that most of its mentions have; a name without an id
    is an entity of its document alone.
    """
    if limit < 0:
        raise UsageError(f"--limit must be 0 or more, not {limit}")
    where = f"WHERE label = '{label}'" if label else ""
    return run_sql(ENTITIES.format(where=where, limit=limit), out, form)


def run_settings() -> int:
    """Print the effective settings and their origins."""
    from pipeline.run.config import Config, origins

    for setting in origins():
        meaning = Config.model_fields[setting.name].description
        print(f"{setting.name} = {setting.value!s}\n    {meaning} (from: {setting.origin})")
    return 0
