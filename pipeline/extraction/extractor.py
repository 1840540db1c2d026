"""CleanArticle -> Facts, with the spaCy pipeline that ships or one of the user's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import lean, plugins
from pipeline.errors import ExtractionError, ModelError, PluginError, SettingsError
from pipeline.extraction import wordcache
from pipeline.extraction.context import DocContext
from pipeline.paths import model_dir
from pipeline.records import CleanArticle, EntityMention, Facts, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHIPPED = "shipped"
GROUP_CHARACTERS = 30_000
"""Text that goes through the spaCy pipeline together. The model's matrices of a group then stay
under 32 MiB, which the allocator reuses; larger ones are mapped anew, page by page, each time."""


@dataclass(frozen=True, slots=True)
class ExtractionSettings:
    """How facts are read.

    ``models`` maps a language (ISO 639-1) to a spaCy pipeline: "shipped", the name of an installed
    package, or a folder. ``country`` (ISO 3166-1 alpha-2) is where the articles come from, when all
    come from one. ``labels`` renames a model's labels; a label that ends up outside DESIGN's ten is
    left out. ``aliases`` is the path of the user's `aliases.csv`.
    """

    models: dict[str, str] = field(default_factory=lambda: {"en": SHIPPED})
    country: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    crypto: bool = False
    aliases: str | None = None

    def __post_init__(self) -> None:
        if self.country is not None:
            check_country(self.country)


def check_country(code: str) -> None:
    """Refuse what is no ISO 3166-1 alpha-2 code.

    Raises:
        SettingsError: no country has it.
    """
    import pycountry

    if pycountry.countries.get(alpha_2=code) is None:
        hint = "GB is the United Kingdom" if code == "UK" else "for example KZ, DE, US"
        raise SettingsError(f"'{code}' is no ISO 3166-1 alpha-2 code", where="country", hint=hint)


class Extractor:
    """Reads facts; loads each spaCy pipeline once, when an article first needs it."""

    def __init__(self, settings: ExtractionSettings | None = None) -> None:
        self.settings = settings or ExtractionSettings()
        self._pipelines: dict[str, Language] = {}

    def warm_up(self) -> None:
        """Load the pipeline for English now.

        Raises:
            ModelError: it cannot be loaded.
        """
        self._pipeline("en")

    def extract(self, articles: Sequence[CleanArticle]) -> list[Facts | ExtractionError]:
        """Facts of each article in order; an error in place of the facts that cannot be read."""
        results: dict[int, Facts | ExtractionError] = {}
        for language, indices in _by_language(articles).items():
            nlp = self._pipeline(language)
            for group in _groups(articles, indices):
                done = self._run(nlp, [articles[index] for index in group])
                results.update(zip(group, done, strict=True))
        return [results[index] for index in range(len(articles))]

    def _run(
        self, nlp: Language, articles: Sequence[CleanArticle]
    ) -> list[Facts | ExtractionError]:
        docs = [_prepare(nlp, article, self.settings.country) for article in articles]
        try:
            done: list[Doc | ExtractionError] = list(nlp.pipe(docs))
        except Exception:  # noqa: BLE001  (one document broke the batch: find which, keep the rest)
            done = [_run_alone(nlp, article, self.settings.country) for article in articles]
        return [
            doc if isinstance(doc, ExtractionError) else _facts(doc, article)
            for doc, article in zip(done, articles, strict=True)
        ]

    def _pipeline(self, language: str) -> Language:
        if language not in self._pipelines:
            name = self.settings.models.get(language)
            nlp = load_model(name) if name else blank_model(language)
            _add_components(nlp, self.settings, english=language == "en", names=name is not None)
            _add_plugins(nlp, language)
            self._pipelines[language] = nlp
        return self._pipelines[language]


def load_model(name: str) -> Language:
    """Load a spaCy pipeline: "shipped", an installed package, or a folder.

    Raises:
        ModelError: there is none of that name, or it does not load.
    """
    lean.import_spacy()
    import spacy

    target: str | Path = model_dir("entities") if name == SHIPPED else name
    try:
        nlp = spacy.load(target, config=_own_decoder() if name == SHIPPED else {})
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(
            f"the spaCy pipeline cannot be loaded: {error}",
            where=str(target),
            hint="give an installed spaCy package or the folder of a pipeline",
        ) from error
    _ensure_sentences(nlp)
    nlp.max_length = 20_000_000  # the parser's limit; ours is SourceLimits.max_document_bytes
    return nlp


def _own_decoder() -> dict[str, Any]:
    """The same model and names, decoded faster."""
    import pipeline.extraction.entities.decode  # noqa: F401  (registers the factory)

    return {"components": {"ner": {"factory": "factmill_ner"}}}


def blank_model(language: str) -> Language:
    """Tokenizer and sentences alone, for a language without a configured model."""
    lean.import_spacy()
    import spacy

    try:
        nlp = spacy.blank(language)
    except ImportError:  # a language that spaCy has no data for
        nlp = spacy.blank("xx")
    _ensure_sentences(nlp)
    nlp.max_length = 20_000_000
    return nlp


def _ensure_sentences(nlp: Language) -> None:
    if not {"parser", "senter", "sentencizer", "factmill_sentences"} & set(nlp.pipe_names):
        nlp.add_pipe("sentencizer", first=True)


def _add_components(
    nlp: Language, settings: ExtractionSettings, *, english: bool, names: bool
) -> None:
    """Money and dates are read in English; names are settled wherever a model finds them."""
    import pipeline.extraction.components  # noqa: F401  (registers the factories)

    configs: dict[str, dict[str, Any]] = {}
    if english:
        configs["factmill_money"] = {"country": settings.country, "crypto": settings.crypto}
        configs["factmill_dates"] = {"country": settings.country}
    if names:
        configs["factmill_aliases"] = {"overrides": settings.aliases, "labels": settings.labels}
    for name, config in configs.items():
        if name not in nlp.pipe_names:
            nlp.add_pipe(name, config=config)


def _add_plugins(nlp: Language, language: str) -> None:
    """Components of users' packages.

    Raises:
        PluginError: what an entry point names is no `Component`, or spaCy does not take it.
    """
    for name, component in plugins.load("factmill.components").items():
        where = f"factmill.components: {name}"
        if not isinstance(component, plugins.Component):
            raise PluginError("is no Component", where=where, hint="see docs/plugins.md")
        if component.languages and language not in component.languages:
            continue
        before = component.before if component.before in nlp.pipe_names else None
        try:
            nlp.add_pipe(component.factory, name, before=before, config=dict(component.config))
        except ValueError as error:  # spaCy's own: no such factory, a bad config
            raise PluginError(f"spaCy refuses it: {error}", where=where) from error


def _by_language(articles: Sequence[CleanArticle]) -> dict[str, list[int]]:
    """Indices by language; an article of unknown language is taken for English."""
    groups: dict[str, list[int]] = {}
    for index, article in enumerate(articles):
        groups.setdefault((article.meta.language or "en").split("-")[0].lower(), []).append(index)
    return groups


def _groups(articles: Sequence[CleanArticle], indices: Sequence[int]) -> Iterator[list[int]]:
    """Neighbours of up to `GROUP_CHARACTERS` together; a longer article stands alone."""
    group: list[int] = []
    length = 0
    for index in indices:
        size = len(articles[index].text)
        if group and length + size > GROUP_CHARACTERS:
            yield group
            group, length = [], 0
        group.append(index)
        length += size
    if group:
        yield group


def _prepare(nlp: Language, article: CleanArticle, country: str | None) -> Doc:
    wordcache.fill(nlp, article.text)
    doc = nlp.make_doc(article.text)
    if doc.has_extension("factmill"):
        doc._.factmill = context_of(article, country)
    return doc


def context_of(article: CleanArticle, country: str | None = None) -> DocContext:
    """The anchor is the publication date, else the day of fetching (DESIGN, Dates)."""
    meta = article.meta
    fetched = meta.fetched_at.date() if meta.fetched_at else None
    return DocContext(
        anchor=meta.published or fetched,
        country=country,
        body_start=article.body_start,
        text=article.text,
    )


def _run_alone(nlp: Language, article: CleanArticle, country: str | None) -> Doc | ExtractionError:
    try:
        return nlp(_prepare(nlp, article, country))
    except Exception as error:  # noqa: BLE001  (any defect becomes a row in `failures`)
        return ExtractionError(
            f"{type(error).__name__}: {error}",
            where=article.raw.source_uri,
            hint="this is a defect of Factmill; please report it with the article",
        )


def _facts(doc: Doc, article: CleanArticle) -> Facts:
    from pipeline.extraction.components import DATES, MONEY, sentence_spans, span_values

    dates = span_values(doc, DATES, "date")
    money = span_values(doc, MONEY, "money")
    taken = [(m.start, m.end) for m in (*dates, *money)]
    return Facts(
        article=article,
        sentences=tuple(_trimmed(sentence_spans(doc), article.text)),
        entities=tuple(_outside(_entities(doc), taken)),
        dates=tuple(dates),
        money=tuple(money),
        extra=doc.user_data.get("factmill", {}),
    )


def _trimmed(spans: Iterable[tuple[int, int]], text: str) -> Iterator[Span]:
    for start, end in spans:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield Span(start, end)


def _entities(doc: Doc) -> Iterator[EntityMention]:
    """The mentions that `factmill_aliases` settled; other labels of a model are not ours."""
    return (ent._.entity for ent in doc.ents if isinstance(ent._.entity, EntityMention))


def _outside(
    entities: Iterable[EntityMention], taken: Sequence[tuple[int, int]]
) -> Iterator[EntityMention]:
    """A name that lies wholly within a date or an amount ("May", "Kazakh tenge") is none."""
    ordered = sorted(taken)
    starts = [start for start, _ in ordered]
    reach = list(accumulate((end for _, end in ordered), max))
    for entity in sorted(entities, key=lambda e: (e.start, e.end)):
        before = bisect_right(starts, entity.start)  # what starts no later than the name
        if not before or reach[before - 1] < entity.end:
            yield entity
