"""A small store to look at: made-up articles, one written out, one that attacks its reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.synthetic import MTIME, context, make_many
from benchmarks.view_store import enriched
from pipeline.records import (
    Block,
    DateMention,
    EntityMention,
    Facts,
    Failure,
    MoneyMention,
    Span,
)
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.store import Store

SITE_ARTICLES = 30

GRAIN_TITLE = "Border farmers win a delay"
GRAIN = (
    f"{GRAIN_TITLE}\n\n"
    "The ministry in Warsaw will pay 92 billion tenge ($195 million) by early 2022.\n"
    "The Budget 2022 Act names Île-de-France and the tariff."
)

ATTACK_TITLE = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">'
ATTACK = (
    f"{ATTACK_TITLE}\n\n"
    '"><svg onload="window.pwned=1"> </p></div></main><script>window.pwned=1</script> '
    "{{ 7*7 }} ${7*7} <a href='javascript:window.pwned=1'>click</a> <b>Evil Corp</b> paid $5."
)
"""Every way in that a page of ours might leave open."""


def build(out: Path) -> Path:
    """The store at ``out``."""
    facts = [enriched(f, n) for n, f in enumerate(make_many(range(SITE_ARTICLES), sentences=4))]
    with Store.open(out) as store:
        store.publish(facts_to_tables([*facts, grain(), attack()], context()))
        store.record_failures(
            [Failure("bad/<b>.pdf", None, None, "source", "UnsupportedFormat", "a <PDF>")],
            at=MTIME,
        )
    return out


def grain() -> Facts:
    """An article with marks of every kind, nested, crossing and equivalent."""
    text = GRAIN
    warsaw = _at(text, "Warsaw")
    act, year = _at(text, "Budget 2022 Act"), _at(text, "2022 Act names")
    tenge, dollars, early = (
        _at(text, part) for part in ("92 billion tenge", "$195 million", "early 2022")
    )
    return _facts(
        "grain",
        text,
        title=GRAIN_TITLE,
        body_start=len(GRAIN_TITLE) + 2,
        entities=[
            EntityMention(*warsaw, "Warsaw", "GPE", "Warsaw", "GPE:warsaw", "PL"),
            EntityMention(*act, "Budget 2022 Act", "LAW", "Budget 2022 Act", None),
        ],
        dates=[
            DateMention(*early, "early 2022", "DATE", "2022", "START", date(2022, 1, 1),
                        date(2022, 4, 30), "year", "explicit"),
            DateMention(*year, "2022 Act names", "DATE", "2022", None, date(2022, 1, 1),
                        date(2022, 12, 31), "year", "explicit"),
        ],
        money=[
            MoneyMention(*tenge, "92 billion tenge", Decimal(92 * 10**9), "KZT", "tenge", "word"),
            MoneyMention(*dollars, "$195 million", Decimal(195 * 10**6), "USD", "$", "default",
                         equivalent_of=0, implied_rate=Decimal("471.79"), role_text="transfer"),
        ],
    )  # fmt: skip


def attack() -> Facts:
    """An article whose every field is an attack."""
    text = ATTACK
    corp, paid = _at(text, "Evil Corp"), _at(text, "$5")
    facts = _facts(
        "attack",
        text,
        title=ATTACK_TITLE,
        body_start=len(ATTACK_TITLE) + 2,
        entities=[EntityMention(*corp, "Evil Corp", "ORG", '"><script>x</script>', None)],
        dates=[],
        money=[MoneyMention(*paid, "$5", Decimal(5), "USD", "$", "symbol",
                            role_text="=HYPERLINK(\"http://evil.example\")")],
    )  # fmt: skip
    meta = replace(
        facts.article.meta,
        url="javascript:window.pwned=1",
        site='"><script>window.pwned=1</script>',
        authors=("=cmd|' /C calc'!A0", "<img src=x onerror=window.pwned=1>"),
    )
    return replace(facts, article=replace(facts.article, meta=meta))


def _at(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def _facts(
    name: str,
    text: str,
    *,
    title: str,
    body_start: int,
    entities: Sequence[EntityMention],
    dates: Sequence[DateMention],
    money: Sequence[MoneyMention],
) -> Facts:
    model = next(iter(make_many(range(900, 901))))
    article = model.article
    end = text.rindex("\n") if "\n" in text[body_start:] else len(text)
    blocks = [
        Block(
            0, "navigation", False, "rule:menu", None, text="Home <script>window.pwned=1</script>"
        ),
        Block(1, "title", True, "metadata:title", None, start=0, end=len(title)),
        Block(2, "paragraph", True, "model", 0.98, start=body_start, end=end),
        Block(3, "donation", False, "model", 0.12, text="Support <img src=x onerror=alert(1)>"),
    ]
    if end < len(text):
        blocks.append(Block(4, "paragraph", True, "model", 0.97, start=end + 1, end=len(text)))
    meta = replace(article.meta, title=title, url=f"https://wire.example/{name}",
                   site="wire.example", published=date(2021, 11, 21))  # fmt: skip
    raw = replace(article.raw, source_uri=f"{name}.txt", given=meta)
    return Facts(
        replace(article, raw=raw, text=text, body_start=body_start, meta=meta,
                blocks=tuple(blocks)),
        [Span(body_start, len(text))], entities, dates, money,
    )  # fmt: skip
