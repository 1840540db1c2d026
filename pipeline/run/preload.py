"""What the fork server holds before it makes workers: `start` loads the shipped models there once.

Workers share these pages of memory, and none of them spends two seconds on what another has loaded.
"""

from __future__ import annotations

import gc
import hashlib
import json
import signal
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime

from pipeline.errors import FactmillError
from pipeline.extraction.extractor import SHIPPED, ExtractionSettings
from pipeline.plugins import GROUPS, plugins
from pipeline.records import ArticleMeta, RawArticle

VARIABLE = "_FACTMILL_PRELOAD"
"""Holds the extraction settings, as JSON, for a fork server that is to preload. Not the name of a
setting (FACTMILL_...), which commands that this process starts would refuse."""
_SAMPLE = (
    "Ministers agree on a port\n\n"
    "ASTANA, Sept. 4, 2023 - Kazakhstan's Ministry of Finance said on Monday that John Smith, the "
    "head of Acme Ltd. (AL), would lend it $3.2 million, or about 1.5 billion tenge, until next "
    "May. The euro rose 3 % in 2022 and Easter was early.\n\nAccept all cookies\n"
)


def described(settings: ExtractionSettings) -> str | None:
    """Value of `VARIABLE`, None where nothing may be loaded before the fork.

    That is so for pipelines and plug-ins of the user's: what they load may hold threads or a GPU,
    which do not survive a fork.
    """
    ours = set(settings.models.values()) <= {SHIPPED}
    return json.dumps(asdict(settings)) if ours and not any(map(plugins, GROUPS)) else None


def start(settings: ExtractionSettings | None) -> None:
    """Load the shipped models, and what the first article of a process loads besides.

    One article is run through for that: tables of countries, the grammar of dates, the model that
    tells languages apart. What it yields is thrown away. Without ``settings`` it is cleaned alone.
    """
    interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as the fork server has it later
    try:
        with suppress(FactmillError):  # the first batch raises it again, to be seen
            _run_sample(settings)
    finally:
        signal.signal(signal.SIGINT, interrupted)
    gc.collect()
    gc.freeze()  # the collector would touch, and so copy, each page


def _run_sample(settings: ExtractionSettings | None) -> None:
    from pipeline.cleaning import clean_article
    from pipeline.cleaning.templates import SiteTemplates
    from pipeline.run.batch import Batch, process_batch
    from pipeline.run.settings import RunSettings
    from pipeline.tables.convert import RunContext

    article = _sample()
    if settings is not None:
        run = RunSettings(extraction=settings)
        context = RunContext("preload", article.source_mtime, "", "")
        process_batch(Batch(0, (article,)), run, context, SiteTemplates())
    elif not plugins("factmill.cleaning_rules"):
        clean_article(article)


def _sample() -> RawArticle:
    digest = hashlib.sha256(_SAMPLE.encode()).hexdigest()
    return RawArticle(
        "sample.txt", None, "text", False, _SAMPLE, "utf-8", ArticleMeta(), digest, digest,
        len(_SAMPLE), datetime(2023, 9, 4, tzinfo=UTC),
    )  # fmt: skip
