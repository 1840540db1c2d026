"""CPU seconds of each stage of one process: ``python -m benchmarks.speed_stages CORPUS``.

Prints one JSON object: ``words`` after cleaning, ``seconds`` by stage. A file is one article.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import lean
from pipeline.cleaning import clean_article
from pipeline.extraction.extractor import Extractor, _facts, _groups, _prepare
from pipeline.sources import SourceLimits, find_files, read_file
from pipeline.tables.convert import RunContext, facts_to_tables

seconds: dict[str, float] = {}


@contextmanager
def stage(name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    seconds[name] = seconds.get(name, 0.0) + time.process_time() - start


def main() -> int:
    lean.keep_pandas_out()
    limits = SourceLimits()
    with stage("read"):
        raws: list[Any] = [
            article
            for file in find_files([Path(sys.argv[1])], None)
            for article in read_file(file, limits)
        ]
    extractor = Extractor()
    extractor.warm_up()
    nlp = extractor._pipeline("en")
    warm = clean_article(raws[0])
    _facts(next(nlp.pipe([_prepare(nlp, warm, None)])), warm)  # what is loaded at first use
    with stage("clean"):
        articles = [clean_article(raw) for raw in raws]
    facts = []
    for group in _groups(articles, range(len(articles))):
        with stage("tokenize"):
            docs = [_prepare(nlp, articles[index], None) for index in group]
        for name, component in nlp.pipeline:
            with stage(name.removeprefix("factmill_")):
                docs = (
                    list(component.pipe(docs))
                    if hasattr(component, "pipe")
                    else [component(doc) for doc in docs]
                )
        with stage("facts"):
            facts += [_facts(doc, articles[index]) for doc, index in zip(docs, group, strict=True)]
    with stage("tables"):
        facts_to_tables(facts, RunContext("run", datetime.now(UTC), "c" * 16, "e" * 16))
    words = sum(len(article.text.split()) for article in articles)
    print(json.dumps({"documents": len(articles), "words": words, "seconds": seconds}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
