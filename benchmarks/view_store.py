"""A large made-up store for measuring `factmill view` and `factmill report`.

The facts are those of `benchmarks.synthetic`, with a title, a sentence of rarer words so that a
search finds anything from one document to all of them, and people drawn from a longer list.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks.synthetic import context, make_many
from pipeline.records import EntityMention, Facts, Span
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.store import Store

VOCABULARY = 50_000
"""Made-up words; the n-th is drawn about 1/n as often as the first."""
FIRST_NAMES = ("Aigerim", "Boris", "Clara", "Daniyar", "Elena", "Farid", "Greta", "Hanna")
LAST_NAMES = ("Akhmetov", "Brandt", "Castel", "Duarte", "Eklund", "Farkas", "Gomes", "Holm")
SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")


def word(rank: int) -> str:
    """The made-up word of that rank, always the same."""
    letters, rest = [], rank + len(SYLLABLES) ** 2
    while rest:
        rest, index = divmod(rest, len(SYLLABLES))
        letters.append(SYLLABLES[index])
    return "".join(letters)


def enriched(facts: Facts, number: int) -> Facts:
    """``facts`` with a title, a last sentence of rarer words, a person, and spread-out days."""
    rng = random.Random(number)
    rare = [word(int(VOCABULARY ** rng.random())) for _ in range(40)]
    person = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
    text = facts.article.text
    start = len(text) + 1
    longer = f"{text}\n{person} named {' '.join(rare)}."
    mention = EntityMention(
        start, start + len(person), person, "PERSON", person, f"PERSON:{person}"
    )
    meta = replace(
        facts.article.meta,
        title=f"Report {number} on {rare[0]} and {rare[1]}",
        published=date(2019, 1, 1) + timedelta(days=number % 2_500),
    )
    return replace(
        facts,
        article=replace(facts.article, text=longer, meta=meta),
        sentences=[*facts.sentences, Span(start, len(longer))],
        entities=[*facts.entities, mention],
    )


def build(out: Path, size: int) -> Path:
    """A store of ``size`` documents; adds to the one that is there."""
    with Store.open(out) as store:
        for start in range(len(store.sources()), size, 5_000):
            numbers = range(start, min(start + 5_000, size))
            store.publish(facts_to_tables(list(_facts(numbers)), context()))
    return out


def _facts(numbers: range) -> Iterator[Facts]:
    return (enriched(f, n) for n, f in zip(numbers, make_many(numbers), strict=True))


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
