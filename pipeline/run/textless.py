"""Pages of which nothing is left before anything was dropped."""

from __future__ import annotations

from pipeline.errors import CleaningError
from pipeline.records import CleanArticle


def with_text(article: CleanArticle) -> CleanArticle:
    """The article, if it has a title or any block, be it a dropped one.

    Raises:
        CleaningError: a page of pictures, frames or scripts alone, or one too broken to read.
    """
    if article.text or article.blocks:
        return article
    raise CleaningError(
        "no text found in the page; if a script writes it, save the page after the script has run"
    )
