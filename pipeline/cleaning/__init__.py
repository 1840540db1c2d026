"""Cleaning: `RawArticle` to `CleanArticle`, site templates, duplicate documents."""

from __future__ import annotations

from pipeline.cleaning.clean import clean_article
from pipeline.cleaning.duplicates import Signature, find_duplicates, signature
from pipeline.cleaning.kinds import MEANINGS, Kind
from pipeline.cleaning.templates import SiteTemplates, learn, site_document

__all__ = [
    "MEANINGS",
    "Kind",
    "Signature",
    "SiteTemplates",
    "clean_article",
    "find_duplicates",
    "learn",
    "signature",
    "site_document",
]
