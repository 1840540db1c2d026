"""Metadata of an article: title, authors, publication date, site, language.

`find_metadata` is the way in. Plain text needs neither lxml nor trafilatura.
"""

from __future__ import annotations

from pipeline.cleaning.metadata.find import FoundMetadata, find_metadata

__all__ = ["FoundMetadata", "find_metadata"]
