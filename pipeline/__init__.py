"""Factmill: scraped articles in, traceable Parquet tables out.

What users may rely on is listed in ``__all__``; all else may change::

    import pipeline

    article = pipeline.clean("Spending rose to $3.2 billion in May.\\nAccept all cookies")
    facts = pipeline.extract(article)
    report = pipeline.ingest(["raw"], "processed")
    money = pipeline.read_table("money", "processed", columns=["text", "amount", "currency"])

Importing this package imports nothing heavy; each name is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pipeline.api import clean, extract, ingest, read_table
    from pipeline.errors import FactmillError
    from pipeline.extraction.dates import find_dates
    from pipeline.extraction.money import find_money
    from pipeline.records import (
        ArticleMeta,
        Block,
        CleanArticle,
        DateMention,
        EntityMention,
        Facts,
        Failure,
        MoneyMention,
        RawArticle,
        Span,
    )
    from pipeline.run.report import RunReport
    from pipeline.run.settings import RunSettings

_HOMES = {
    "pipeline.api": ("clean", "extract", "ingest", "read_table"),
    "pipeline.errors": ("FactmillError",),
    "pipeline.extraction.dates": ("find_dates",),
    "pipeline.extraction.money": ("find_money",),
    "pipeline.records": (
        "ArticleMeta", "Block", "CleanArticle", "DateMention", "EntityMention", "Facts", "Failure",
        "MoneyMention", "RawArticle", "Span",
    ),
    "pipeline.run.report": ("RunReport",),
    "pipeline.run.settings": ("RunSettings",),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ArticleMeta",
    "Block",
    "CleanArticle",
    "DateMention",
    "EntityMention",
    "FactmillError",
    "Facts",
    "Failure",
    "MoneyMention",
    "RawArticle",
    "RunReport",
    "RunSettings",
    "Span",
    "__version__",
    "clean",
    "extract",
    "find_dates",
    "find_money",
    "ingest",
    "read_table",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
