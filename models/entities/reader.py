"""spaCy training corpora over the assembled files; `config.cfg` names them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
from spacy.attrs import ENT_IOB, IS_SPACE
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Alignment, Example
from spacy.util import filter_spans

from models.entities.assemble import read_rows, unpacked
from models.entities.augment import augment, rare_words
from models.entities.examples import Marked, join
from pipeline.extraction.entities.architecture import register
from pipeline.extraction.entities.tokens import split_names_off
from pipeline.extraction.sentences import sentence_starts, split_last_stops

register()


class SameTokens(Example):  # type: ignore[misc]
    """An example whose two documents have the same tokens: nothing to align."""

    @property
    def alignment(self) -> Alignment:
        indices = [[index] for index in range(len(self.predicted))]
        return Alignment.from_indices(indices, indices)

    def get_aligned_ents_and_ner(self) -> tuple[list[Span], list[str | None]]:
        """Names, and BILUO tags with None where unknown."""
        tags: list[str | None] = [
            "O" if code or space else None
            for code, space in self.reference.to_array([ENT_IOB, IS_SPACE]).tolist()
        ]
        for ent in self.reference.ents:
            last = len(ent) - 1
            tags[ent.start : ent.end] = [
                f"{'U' if not last else 'B' if not i else 'L' if i == last else 'I'}-{ent.label_}"
                for i in range(last + 1)
            ]
        ents = [Span(self.predicted, e.start, e.end, e.label) for e in self.reference.ents]
        return ents, tags


@spacy.registry.readers("factmill.entities_train.v1")
def training_reader(
    path: Path, names: Path, seed: int, weights: dict[str, float]
) -> Callable[[Language], Iterator[Example]]:
    """Endless augmented examples; ``weights`` overrides the rows' own by source name."""

    def read(nlp: Language) -> Iterator[Example]:
        split_names_off(nlp)
        rng = random.Random(seed)
        rows = read_rows(path)
        pools = json.loads(Path(names).read_text(encoding="utf-8"))
        coins = rare_words(pools)
        documents = [
            (weights.get(row["source"], row["weight"]), row, unpacked(row["parts"])) for row in rows
        ]
        while True:
            for marked in one_pass(documents, rng):
                yield example_of(nlp, augment(marked, pools, coins, rng))

    return read


def one_pass(documents: list[tuple[float, dict, list[Marked]]], rng: random.Random) -> list[Marked]:
    """The texts of one pass, shuffled: each document as often as its weight says."""
    texts: list[Marked] = []
    singles: dict[str, list[Marked]] = {}
    for weight, row, parts in documents:
        for _ in range(int(weight) + (rng.random() < weight - int(weight))):
            if len(parts) == 1 and row["joined"] > 1:
                singles.setdefault(row["source"], []).append(parts[0])
            else:
                texts += chunks(parts, row["joined"], row["separator"], rng)
    for sentences in singles.values():
        rng.shuffle(sentences)
        texts += chunks(sentences, 4, " ", rng)
    rng.shuffle(texts)
    return texts


def chunks(parts: list[Marked], size: int, separator: str, rng: random.Random) -> Iterator[Marked]:
    """Neighbouring parts joined, one to ``size`` at a time, mostly ``size``."""
    position = 0
    while position < len(parts):
        step = size if rng.random() < 0.7 else rng.randint(1, size)
        yield join(parts[position : position + step], separator)
        position += step


@spacy.registry.readers("factmill.entities_dev.v1")
def dev_reader(work: Path, limit: int) -> Callable[[Language], Iterator[Example]]:
    """The ten-label development sets, for choosing between checkpoints."""

    def read(nlp: Language) -> Iterator[Example]:
        split_names_off(nlp)
        for name in ("more_sentences", "own", "articles"):
            for row in read_rows(Path(work) / f"{name}.ten.jsonl")[:limit]:
                yield example_of(nlp, Marked(row["text"], tuple(map(tuple, row["gold"]))))

    return read


def example_of(nlp: Language, marked: Marked) -> Example:
    """Spans snapped to tokens; tokens of ``unknown`` stretches are missing, not outside."""
    predicted = nlp.make_doc(marked.text)
    split_last_stops(predicted, marked.text, sentence_starts(marked.text))
    reference = Doc(
        nlp.vocab,
        words=[t.text for t in predicted],
        spaces=[bool(t.whitespace_) for t in predicted],
    )
    ents = [
        reference.char_span(s, e, label, alignment_mode="contract") for s, e, label in marked.spans
    ]
    ents = filter_spans([ent for ent in ents if ent is not None and len(ent)])
    broken = [ent for ent in ents if any(token.is_space for token in ent)]
    ents = [ent for ent in ents if ent not in broken]
    covered = {token.i for ent in ents for token in ent}
    # A name with a space for a token is one that the component cannot learn.
    missing = [ent[i : i + 1] for ent in broken for i in range(len(ent))]
    covered |= {token.i for ent in broken for token in ent}
    for start, end in marked.unknown:
        stretch = reference.char_span(start, end, alignment_mode="expand")
        if stretch is not None:
            missing += [reference[t.i : t.i + 1] for t in stretch if t.i not in covered]
            covered |= {t.i for t in stretch}
    reference.set_ents(ents, missing=missing, default="outside")
    return SameTokens(predicted, reference)
