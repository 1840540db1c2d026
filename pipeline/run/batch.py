"""One batch of articles through cleaning and extraction to Arrow tables, in whatever process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.cleaning import clean_article
from pipeline.cleaning.duplicates import Signature, signature
from pipeline.cleaning.templates import SiteTemplates
from pipeline.errors import ExtractionError, FactmillError, ModelError, PluginError
from pipeline.extraction.extractor import ExtractionSettings, Extractor
from pipeline.records import CleanArticle, Facts, Failure, RawArticle, Stage
from pipeline.run.settings import RunSettings
from pipeline.run.textless import with_text
from pipeline.tables.convert import RunContext, facts_to_tables

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles in source order, raw or already clean; ``index`` counts a run's batches from 0."""

    index: int
    articles: tuple[RawArticle | CleanArticle, ...]

    def pieces(self, size: int) -> Iterator[Batch]:
        """Batches of up to ``size`` of the articles, which together are this one."""
        for start in range(0, len(self.articles), size):
            yield Batch(self.index, self.articles[start : start + size])


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Tables by name (empty when every article failed) and what failed.

    ``signatures`` are those of the documents, by which near duplicates are found: the worker makes
    them, as the one process that publishes has the work of all workers to do.
    """

    index: int
    tables: dict[str, pa.Table]
    failures: list[Failure] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many documents went in."""
        return self.tables["documents"].num_rows if self.tables else 0


class DocumentTimeout(FactmillError):
    """A document took longer than its limit."""


class _Alarm(BaseException):
    """No `Exception`: libraries catch these to go on with a fallback."""


def process_batch(
    batch: Batch, settings: RunSettings, context: RunContext, templates: SiteTemplates
) -> BatchResult:
    """Clean, extract and convert; a document that cannot be done becomes a `Failure`."""
    failures: list[Failure] = []
    cleaned = _clean(batch.articles, settings, templates, failures)
    facts = _extract(cleaned, settings, failures)
    tables = _tables(facts, context, failures)
    return BatchResult(batch.index, tables, failures, _signatures(tables))


def joined(results: Sequence[BatchResult]) -> BatchResult:
    """The result of a batch from those of its pieces, in their order."""
    import pyarrow as pa

    first, *rest = results
    if not rest:
        return first
    full = [result.tables for result in results if result.tables]
    names = full[0] if full else ()
    tables = {name: pa.concat_tables([some[name] for some in full]) for name in names}
    failures = [failure for result in results for failure in result.failures]
    signatures = [item for result in results for item in result.signatures]
    return BatchResult(first.index, tables, failures, signatures)


def _signatures(tables: dict[str, pa.Table]) -> list[Signature]:
    rows = tables["documents"].select(SIGNED).to_pylist() if tables else []
    return [signature_of(row) for row in rows]


SIGNED = ("doc_id", "doc_version", "text", "body_start", "published")
"""Columns of ``documents`` that make a signature."""


def signature_of(row: Mapping[str, Any]) -> Signature:
    """Signature of a document, of which ``row`` has the columns `SIGNED`."""
    return signature(row["doc_id"], row["text"][row["body_start"] :], row["published"])


def _tables(
    facts: Sequence[Facts], context: RunContext, failures: list[Failure]
) -> dict[str, pa.Table]:
    """The rows; a document whose values do not fit (a plug-in's, say) becomes a failure."""
    if not facts:
        return {}
    try:
        return facts_to_tables(facts, context)
    except Exception:  # noqa: BLE001  (one document broke the batch: find which, keep the rest)
        good = [fact for fact in facts if _fits(fact, context, failures)]
        return facts_to_tables(good, context) if good else {}


def _fits(facts: Facts, context: RunContext, failures: list[Failure]) -> bool:
    try:
        facts_to_tables([facts], context)
    except Exception as error:  # noqa: BLE001  (any defect becomes a row in `failures`)
        failures.append(failure_of(facts.article, "extract", error))
        return False
    return True


def failure_of(article: RawArticle | CleanArticle, stage: Stage, error: BaseException) -> Failure:
    """The row that stands for ``article`` when ``stage`` could not do it."""
    message = error.message if isinstance(error, FactmillError) else str(error)
    if isinstance(error, PluginError):
        message = str(error)  # which one it is stands in no other column
    raw = raw_of(article)
    return Failure(
        raw.source_uri,
        raw.source_key,
        raw.raw_sha256,
        stage,
        type(error).__name__,
        message or repr(error),
    )


def raw_of(article: RawArticle | CleanArticle) -> RawArticle:
    """The raw article behind either."""
    return article.raw if isinstance(article, CleanArticle) else article


def _clean(
    articles: Sequence[RawArticle | CleanArticle],
    settings: RunSettings,
    templates: SiteTemplates,
    failures: list[Failure],
) -> list[CleanArticle]:
    cleaned = []
    for article in articles:
        if isinstance(article, CleanArticle):
            cleaned.append(article)
            continue
        try:
            with time_limit(settings.document_seconds):
                clean = clean_article(article, mode=settings.cleaning, templates=templates)
                cleaned.append(with_text(clean))
        except ModelError:
            raise  # the installation is at fault, not the article
        except Exception as error:  # noqa: BLE001  (any defect becomes a row in `failures`)
            failures.append(failure_of(article, "clean", error))
    return cleaned


def _extract(
    articles: Sequence[CleanArticle], settings: RunSettings, failures: list[Failure]
) -> list[Facts]:
    results = shared_extractor(settings.extraction).extract(articles)
    facts: list[Facts] = []
    for article, result in zip(articles, results, strict=True):
        if isinstance(result, ExtractionError):
            failures.append(failure_of(article, "extract", result))
        else:
            facts.append(result)
    return facts


_extractors: dict[str, Extractor] = {}


def shared_extractor(settings: ExtractionSettings) -> Extractor:
    """One extractor a process and settings, so that a model is loaded once."""
    return _extractors.setdefault(repr(settings), Extractor(settings))


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `DocumentTimeout` in the main thread of a process after ``seconds``.

    A signal cannot interrupt native code that does not return; the worker pool's own limit, which
    kills the process, is behind this one.
    """
    usable = hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()
    if not usable:
        yield
        return

    def stop(signum: int, frame: object) -> None:
        raise _Alarm

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _Alarm:
        raise DocumentTimeout(f"took longer than {seconds:g} seconds") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
