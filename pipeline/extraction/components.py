"""The spaCy components. They work in any pipeline::

    nlp = spacy.blank("en")
    nlp.add_pipe("factmill_money")
    doc = nlp("It cost $3.2 million.")
    doc.spans["money"][0]._.money.amount      # Decimal('3200000')

``doc.spans["dates"]`` and ``doc.spans["money"]`` hold the tokens that a mention covers, and
``span._.date`` / ``span._.money`` the `DateMention` or `MoneyMention` with exact character offsets
(a mention may end inside a token). `factmill_aliases` reads ``doc.ents`` and sets ``ent._.entity``.
What is known of the article goes in beforehand as ``doc._.factmill = DocContext(anchor=...)``.

spaCy imports this module whenever any pipeline is made, so each factory imports its extractor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import LENGTH, SENT_START, SPACY
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extraction.context import DocContext, known_text
from pipeline.records import DateMention, EntityMention, EntitySource, Label, MoneyMention

DATES, MONEY = "dates", "money"

Component = Callable[[Doc], Doc]


def _register_extensions() -> None:
    if not Doc.has_extension("factmill"):
        Doc.set_extension("factmill", default=None)
    for name in ("date", "money", "entity"):
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)


_register_extensions()


@Language.factory(
    "factmill_dates",
    default_config={"anchor": None, "country": None},
    assigns=["doc.spans", "span._.date"],
)
def dates_component(nlp: Language, name: str, anchor: str | None, country: str | None) -> Component:
    """Find TIMEX3 expressions.

    Args:
        anchor: ISO date that relative expressions count from, for documents without a context.
        country: ISO 3166-1 alpha-2, decides dd/mm against mm/dd where the text does not.
    """
    from pipeline.extraction.dates import find_dates

    default = DocContext(anchor=date.fromisoformat(anchor) if anchor else None, country=country)

    def component(doc: Doc) -> Doc:
        context = _context(doc, default)
        mentions = find_dates(
            known_text(doc),
            context.anchor,
            anchor_is_inferred=context.anchor_is_inferred,
            country=context.country,
            sentences=_sentences(doc),
            body_start=context.body_start,
        )
        _set_spans(doc, DATES, "date", mentions)
        return doc

    return component


@Language.factory(
    "factmill_money",
    default_config={"country": None, "default_currency": None, "crypto": False},
    assigns=["doc.spans", "span._.money"],
)
def money_component(
    nlp: Language,
    name: str,
    country: str | None,
    default_currency: dict[str, str] | None,
    crypto: bool,
) -> Component:
    """Find monetary figures.

    Args:
        country: ISO 3166-1 alpha-2 whose currency a bare "dollar" or "pound" means.
        default_currency: ISO 4217 code by ambiguous word or symbol, e.g. ``{"$": "CAD"}``.
        crypto: also take crypto-currencies for money.
    """
    from pipeline.extraction.money import find_money

    default = DocContext(country=country)

    def component(doc: Doc) -> Doc:
        mentions = find_money(
            known_text(doc),
            country=_context(doc, default).country,
            default_currency=default_currency,
            crypto=crypto,
            sentences=_sentences(doc),
        )
        _set_spans(doc, MONEY, "money", mentions)
        return doc

    return component


@Language.factory(
    "factmill_aliases",
    default_config={"overrides": None, "labels": {}},
    requires=["doc.ents"],
    assigns=["doc.ents", "span._.entity"],
)
def aliases_component(
    nlp: Language, name: str, overrides: str | None, labels: dict[str, str]
) -> Component:
    """Settle who is who within the document; see `pipeline.extraction.aliases`.

    Names with labels of `pipeline.records.Label` are settled; others stay as they are.

    Args:
        overrides: path of the user's ``aliases.csv``.
        labels: our label for a label of the model before, where they differ.
    """
    from pipeline.extraction.aliases import NameMention, load_overrides, resolve_aliases

    decided = load_overrides(Path(overrides)) if overrides else {}

    def component(doc: Doc) -> Doc:
        found, others = [], []
        for ent in doc.ents:
            label = labels.get(ent.label_, ent.label_)
            if label not in Label.__members__:
                others.append(ent)
                continue
            # spaCy's rulers set an id, models do not
            source: EntitySource = "pattern" if ent.ent_id_ else "model"
            found.append(NameMention(ent.start_char, ent.end_char, label, source))
        resolved = resolve_aliases(known_text(doc), found, decided)
        ents = [_spanned(doc, mention, mention.label, "entity") for mention in resolved]
        doc.ents = _without_overlap([*ents, *others])
        return doc

    return component


def _context(doc: Doc, default: DocContext) -> DocContext:
    context = doc._.factmill
    return context if isinstance(context, DocContext) else default


def _sentences(doc: Doc) -> list[tuple[int, int]] | None:
    return sentence_spans(doc) if doc.has_annotation("SENT_START") else None


def sentence_spans(doc: Doc) -> list[tuple[int, int]]:
    """Start and end of each sentence in characters, as ``doc.sents`` has them, in one pass."""
    if not len(doc):
        return []
    flags, lengths, spaces = doc.to_array([SENT_START, LENGTH, SPACY]).astype("int64").T
    ends = np.cumsum(lengths + spaces) - spaces
    first = np.flatnonzero(flags == 1)
    first = first if len(first) and first[0] == 0 else np.concatenate(([0], first))
    last = np.concatenate((first[1:] - 1, [len(doc) - 1]))
    return list(zip((ends - lengths)[first].tolist(), ends[last].tolist(), strict=True))


def _set_spans(
    doc: Doc, group: str, attribute: str, mentions: Sequence[DateMention | MoneyMention]
) -> None:
    doc.spans[group] = [_spanned(doc, mention, group.upper(), attribute) for mention in mentions]


def _spanned(
    doc: Doc, mention: DateMention | MoneyMention | EntityMention, label: str, attribute: str
) -> Span:
    """The tokens that ``mention`` touches, with the mention itself as an attribute."""
    span = doc.char_span(mention.start, mention.end, label=label, alignment_mode="expand")
    assert span is not None, f"{mention} lies outside the text"
    setattr(span._, attribute, mention)
    return span


def _without_overlap(spans: Sequence[Span]) -> list[Span]:
    """Two mentions may share a token ("U.S.-Kazakh"); ``doc.ents`` keeps the first of them."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def span_values(doc: Doc, group: str, attribute: str) -> list[Any]:
    """The mentions of one span group, in order of their characters."""
    values = [getattr(span._, attribute) for span in doc.spans.get(group, ())]
    return sorted(values, key=lambda mention: (mention.start, mention.end))
