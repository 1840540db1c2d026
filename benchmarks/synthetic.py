"""Made-up articles with facts, for tests and measurements of the store.

The rows are made up, the code that stores them is the real one. The same arguments give the same
facts.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from pipeline.records import (
    ArticleMeta,
    Block,
    CleanArticle,
    DateMention,
    EntityMention,
    Facts,
    MoneyMention,
    RawArticle,
    Span,
)
from pipeline.tables.convert import RunContext

MTIME = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
WORDS = (  # noqa: SIM905  (a list of 45 lines reads worse)
    "the ministry said on Monday that work at the plant would go on until autumn while talks "
    "about tariffs of the northern grid and its pipelines continue between both capitals and "
    "the regulator expects an answer from investors within weeks of its latest public report"
).split()
NAMES = (("Astana", "GPE", "KZ"), ("Marat Bekov", "PERSON", None), ("Northgrid", "ORG", None))
CURRENCIES = ("USD", "EUR", "KZT", "GBP", "RUB", "CNY")


def context(clean: str = "c" * 16, extract: str = "e" * 16, run: str = "run-1") -> RunContext:
    """What rows of a made-up run carry."""
    return RunContext(run, MTIME, clean, extract)


def make_facts(number: int, *, version: int = 0, sentences: int = 12, url: bool = True) -> Facts:
    """The facts of article ``number``; another ``version`` has other text and rows."""
    rng = random.Random(f"{number}/{version}")
    builder = _Builder()
    for index in range(sentences):
        builder.sentence(rng, index)
    text = "".join(builder.pieces).rstrip("\n")
    article = _article(number, version, text, url)
    return Facts(article, builder.spans, builder.entities, builder.dates, builder.money)


def make_many(numbers: range, *, version: int = 0, sentences: int = 12) -> Iterator[Facts]:
    """Facts of several articles in source order."""
    return (make_facts(n, version=version, sentences=sentences) for n in numbers)


class _Builder:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.spans: list[Span] = []
        self.entities: list[EntityMention] = []
        self.dates: list[DateMention] = []
        self.money: list[MoneyMention] = []

    def sentence(self, rng: random.Random, index: int) -> None:
        start = self.length
        self._add(" ".join(rng.choices(WORDS, k=rng.randint(8, 24))) + " ")
        self._entity(rng)
        self._add(" ")
        if index % 3 == 0:
            self._money(rng)
            self._add(" ")
        if index % 2 == 0:
            self._date(rng)
        self._add(".")
        self.spans.append(Span(start, self.length))
        self._add("\n")

    def _add(self, text: str) -> tuple[int, int, str]:
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        return start, self.length, text

    def _entity(self, rng: random.Random) -> None:
        name, label, country = rng.choice(NAMES)
        span = self._add(name)
        self.entities.append(EntityMention(*span, label, name, f"{label}:{name}", country))

    def _money(self, rng: random.Random) -> None:
        amount, currency = Decimal(rng.randint(1, 10**6)) * 1000, rng.choice(CURRENCIES)
        span = self._add(f"{currency} {amount:,}")
        self.money.append(MoneyMention(*span, amount, currency, currency, "code"))

    def _date(self, rng: random.Random) -> None:
        day = date(2020 + rng.randint(0, 5), rng.randint(1, 12), rng.randint(1, 28))
        span = self._add(day.isoformat())
        self.dates.append(
            DateMention(*span, "DATE", day.isoformat(), None, day, day, "day", "explicit")
        )


def _article(number: int, version: int, text: str, url: bool) -> CleanArticle:
    sha = hashlib.sha256(f"{number}/{version}".encode()).hexdigest()
    uri = f"site{number % 7}/{number:08d}.txt"
    meta = ArticleMeta(
        url=f"https://site{number % 7}.example/{number}" if url else None,
        site=f"site{number % 7}.example",
        title=None,
        authors=("Aliya Omarova",),
        published=date(2026, 1, 1 + number % 28),
        published_from="given",
        language="en",
    )
    raw = RawArticle(
        uri, None, "text", False, text, "utf-8", meta, sha, sha, len(text.encode()), MTIME
    )
    blocks = (
        Block(0, "paragraph", True, "model", 0.9, 0, len(text), 0, len(text)),
        Block(1, "consent", False, "consent-words", None, len(text), len(text) + 9,
              text="Accept all cookies"),
    )  # fmt: skip
    return CleanArticle(raw, text, 0, meta, None, blocks, 0.9)
