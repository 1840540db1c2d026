"""Cleaning: `RawArticle` to `CleanArticle`."""

from __future__ import annotations

from pipeline.cleaning.clean import clean_article
from pipeline.cleaning.kinds import MEANINGS, Kind

__all__ = ["MEANINGS", "Kind", "clean_article"]
