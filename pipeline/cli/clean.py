"""`factmill clean`: the cleaned text of files or of standard input, usable in a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.cleaning import clean_article
from pipeline.errors import CleaningError, SourceError
from pipeline.printable import printable
from pipeline.records import Block, CleanArticle, Failure, RawArticle
from pipeline.run.report import source_name
from pipeline.run.textless import with_text
from pipeline.sources import SourceLimits, find_files, read_bytes, read_file

STDIN = Path("-")


def run_clean(paths: Sequence[Path], *, explain: bool, as_json: bool, limit: int) -> int:
    """Print the article of each file; 3 when one could not be read."""
    failed = 0
    for number, item in enumerate(_articles(paths, SourceLimits(max_document_bytes=limit))):
        if isinstance(item, Failure):
            failed += _failed(source_name(item), item.message)
            continue
        try:
            article = with_text(clean_article(item))
        except CleaningError as error:
            failed += _failed(item.source_uri, error.message)
            continue
        if as_json:
            print(json.dumps(_as_dict(article), ensure_ascii=False))
        else:
            print("\n\f" * bool(number) + (_explained(article) if explain else article.text))
    return 3 if failed else 0


def _articles(paths: Sequence[Path], limits: SourceLimits) -> Iterator[RawArticle | Failure]:
    if not paths or STDIN in paths:
        yield _standard_input()
    if named := [path for path in paths if path != STDIN]:
        for file in find_files(named):
            yield from read_file(file, limits)


def _standard_input() -> RawArticle | Failure:
    name = "standard input"
    try:
        return read_bytes(sys.stdin.buffer.read(), name=name)
    except SourceError as error:
        return Failure(name, None, None, "source", type(error).__name__, error.message)


def _failed(source: str, message: str) -> int:
    print(f"failed: {printable(f'{source}: {message}')}", file=sys.stderr)
    return 1


def _explained(article: CleanArticle) -> str:
    return "\n".join(_line(article, block) for block in article.blocks)


def _line(article: CleanArticle, block: Block) -> str:
    """One block: verdict, kind, score, reason, and its text on one line."""
    text = article.text[block.start : block.end] if block.kept else block.text or ""
    score = "    " if block.score is None else f"{block.score:.2f}"
    verdict = "keep" if block.kept else "DROP"
    return f"{verdict} {block.kind:<12} {score} {block.reason:<24} {' '.join(text.split())}"


def _as_dict(article: CleanArticle) -> dict[str, object]:
    meta = article.meta
    return {
        "source_uri": article.raw.source_uri,
        "title": meta.title,
        "authors": list(meta.authors),
        "published": meta.published.isoformat() if meta.published else None,
        "published_from": meta.published_from,
        "language": meta.language,
        "text": article.text,
        "kept_ratio": article.kept_ratio,
        "dropped": [
            {"kind": block.kind, "reason": block.reason, "text": block.text}
            for block in article.blocks
            if not block.kept
        ],
    }
