"""The functions behind ``import pipeline``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.cleaning import clean_article
from pipeline.records import ArticleMeta, CleanArticle, Facts
from pipeline.run.textless import with_text
from pipeline.sources import read_bytes

if TYPE_CHECKING:
    from pipeline.run.report import RunReport
    from pipeline.run.settings import RunSettings

ReadAs = Literal["pandas", "arrow", "polars", "duckdb"]


def clean(
    content: str | bytes,
    *,
    html: bool | None = None,
    given: ArticleMeta | None = None,
    cleaning: Literal["auto", "off"] = "auto",
) -> CleanArticle:
    """Clean one article of plain text or HTML.

    Args:
        content: the article; bytes are decoded as a file would be.
        html: whether it is HTML; told by the content when None.
        given: what is known of it; wins over what is found in it.
        cleaning: "off" takes the text exactly as given.

    Raises:
        SourceError: empty, binary or undecodable content.
        CleaningError: a page nested too deeply, or in which no text is found.

    >>> article = clean("Spending rose to $3.2 billion in May, the ministry said on Monday.\\n"
    ...                 "We use cookies to improve your experience. Accept all cookies")
    >>> article.text
    'Spending rose to $3.2 billion in May, the ministry said on Monday.'
    >>> [(block.kept, block.kind) for block in article.blocks]
    [(True, 'paragraph'), (False, 'consent')]
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    return with_text(clean_article(read_bytes(data, given=given, is_html=html), mode=cleaning))


def extract(
    article: CleanArticle | str,
    *,
    published: date | None = None,
    country: str | None = None,
    model: str = "shipped",
) -> Facts:
    """Read the facts of one article: sentences, entities, dates, money.

    Args:
        article: what `clean` returned, or text that needs no cleaning.
        published: with text: the day that relative dates count from.
        country: ISO 3166-1 alpha-2 that settles "dollar" and dd/mm.
        model: the spaCy pipeline for English.

    Raises:
        ExtractionError: the facts cannot be read.

    >>> facts = extract("Spending rose by 4.5 billion tenge ($10 million) last year.",
    ...                 published=date(2024, 5, 2))
    >>> [(str(m.amount), m.currency) for m in facts.money]
    [('4500000000', 'KZT'), ('10000000', 'USD')]
    >>> [(d.text, d.value) for d in facts.dates]
    [('last year', '2023')]
    """
    from pipeline.extraction.extractor import ExtractionSettings
    from pipeline.run.batch import shared_extractor

    if isinstance(article, str):
        given = ArticleMeta(published=published, published_from="given", language="en")
        article = clean(article, html=False, given=given, cleaning="off")
    extractor = shared_extractor(ExtractionSettings({"en": model}, country))
    (result,) = extractor.extract([article])
    if isinstance(result, Exception):
        raise result
    return result


def ingest(
    paths: Sequence[str | Path] | str | Path,
    out: str | Path = "processed",
    *,
    raw_root: str | Path | None = None,
    settings: RunSettings | None = None,
    prune: bool = False,
) -> RunReport:
    """Read articles and publish their facts as Parquet tables, without Prefect.

    Args:
        paths: files or folders of articles.
        out: folder of the tables; its ledger lies beside it in ``.factmill/``.
        raw_root: folder that document ids count from; default: what the paths have in common.
        settings: see `RunSettings`.
        prune: remove the rows of articles that are no longer there.

    Raises:
        UsageError: a path does not exist or lies outside the raw root.
        StoreError: the tables cannot be written.

    >>> import tempfile
    >>> out = Path(tempfile.mkdtemp()) / "processed"
    >>> report = ingest("raw/steppe-observer", out)
    >>> report.written == report.found
    True
    >>> ingest("raw/steppe-observer", out).unchanged == report.found
    True
    """
    from pipeline.run.ingest import ingest as run

    listed = [paths] if isinstance(paths, (str, Path)) else paths
    return run(
        [Path(path) for path in listed],
        Path(out),
        raw_root=Path(raw_root) if raw_root else None,
        settings=settings,
        prune=prune,
    )


def read_table(
    name: str,
    store: str | Path = "processed",
    *,
    columns: Sequence[str] | None = None,
    filters: Any = None,
    as_: ReadAs = "pandas",
) -> Any:
    """Read one table of a store, one consistent version of it.

    Args:
        name: "documents", "blocks", "sentences", "entities", "dates", "money", "failures", "runs".
        store: folder of the tables.
        columns: names of the columns to read; all when None.
        filters: rows to read, as `pyarrow.parquet.read_table` takes them, for example
            ``[("currency", "==", "USD"), ("amount", ">", 1_000_000)]``.
        as_: "pandas" DataFrame, "arrow" Table, "polars" DataFrame or "duckdb" relation.

    Raises:
        StoreNotFound: there is no store.
        UsageError: no such table or column.

    >>> import tempfile
    >>> out = Path(tempfile.mkdtemp()) / "processed"
    >>> report = ingest("raw/steppe-observer", out)
    >>> money = read_table("money", out, columns=["text", "amount", "currency"])
    >>> list(money.columns)
    ['text', 'amount', 'currency']
    """
    from pipeline.tables.readers import read_table as read

    return read(Path(store), name, columns=columns, filters=filters, as_=as_)
