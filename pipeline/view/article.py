"""One article to read: its text with marked mentions, what was dropped beside it, its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.view.marks import Mark, Piece, nest
from pipeline.view.shelf import Edition
from pipeline.view.wording import (
    LABELS,
    Row,
    date_details,
    date_interval,
    date_value,
    entity_details,
    money_amount,
    money_details,
    money_value,
)

MENTIONS = ("entities", "dates", "money")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention as the page shows it: ``value`` in words and ``details`` on hover and focus."""

    table: str
    row: Row
    value: str
    details: Sequence[tuple[str, str]]

    @property
    def anchor(self) -> str:
        """Where it stands in the page."""
        return f"{self.table}-{self.row['mention_index']}"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Blocks that were dropped at one place of the article, in their order."""

    blocks: Sequence[Row]

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Kinds with their counts, the most frequent first."""
        counts = Counter(block["kind"] for block in self.blocks)
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


@dataclass(frozen=True, slots=True)
class Passage:
    """A kept block; ``pieces`` are its marks, with offsets into the document's text.

    ``dropped`` are the blocks that stood before it; the last passage of an article may have no text
    of its own and only say what was dropped at the end.
    """

    kind: str
    start: int
    end: int
    pieces: tuple[Piece[Mention], ...] = ()
    dropped: Dropped | None = None


@dataclass(frozen=True, slots=True)
class NameGroup:
    """The mentions of one entity in an article."""

    canonical: str
    label: str
    entity_id: str | None
    mentions: list[Mention] = field(default_factory=list)

    @property
    def meaning(self) -> str:
        """What the label stands for."""
        return LABELS.get(self.label, self.label)


@dataclass(frozen=True, slots=True)
class Article:
    """All that the page of an article shows."""

    document: Row
    passages: Sequence[Passage]
    names: Sequence[NameGroup]
    dates: Sequence[Mention]
    money: Sequence[Mention]
    dropped: int
    kept: int
    original: str | None


def load_article(edition: Edition, doc_id: str) -> Article | None:
    """The article; None when the store has no document of that id."""
    places = edition.locate([doc_id])
    if not places:
        return None
    document = edition.rows("documents", places).to_pylist()[0]
    blocks = edition.rows("blocks", places).to_pylist()
    mentions = _mentions({name: edition.rows(name, places).to_pylist() for name in MENTIONS})  # type: ignore[arg-type]
    return Article(
        document=document,
        passages=list(passages(document, blocks, mentions)),
        names=_names(mentions),
        dates=[m for m in mentions if m.table == "dates"],
        money=[m for m in mentions if m.table == "money"],
        dropped=sum(not block["kept"] for block in blocks),
        kept=sum(block["kept"] for block in blocks),
        original=_original(edition, document),
    )


def _original(edition: Edition, document: Row) -> str | None:
    """Title of the document that this one repeats."""
    if not document["duplicate_of"]:
        return None
    places = edition.locate([document["duplicate_of"]])
    titles = edition.rows("documents", places, ["doc_id", "title"]).column("title").to_pylist()
    return titles[0] or "untitled" if titles else None


def _mentions(rows: Mapping[str, Sequence[Row]]) -> list[Mention]:
    """All mentions; of two on the same span the first holds the other, so names are innermost."""
    figures = {row["mention_index"]: row for row in rows["money"]}
    return [
        *(Mention("money", r, money_value(r), money_details(r, figures)) for r in rows["money"]),
        *(Mention("dates", r, date_value(r), date_details(r)) for r in rows["dates"]),
        *(Mention("entities", r, r["canonical"], entity_details(r)) for r in rows["entities"]),
    ]


def _names(mentions: Sequence[Mention]) -> list[NameGroup]:
    groups: dict[tuple[str, str, str | None], NameGroup] = {}
    for mention in mentions:
        if mention.table == "entities":
            row = mention.row
            key = (row["canonical"], row["label"], row["entity_id"])
            groups.setdefault(key, NameGroup(*key)).mentions.append(mention)
    return sorted(groups.values(), key=lambda g: (-len(g.mentions), g.canonical, g.label))


def passages(
    document: Row, blocks: Sequence[Row], mentions: Sequence[Mention]
) -> Iterator[Passage]:
    """The body block by block; text that no block covers is a passage too, so nothing is hidden."""
    marks = [Mark(m.row["start"], m.row["end"], m) for m in mentions]
    text, at = document["text"], document["body_start"]
    waiting: list[Row] = []
    for block in blocks:
        if not block["kept"]:
            waiting.append(block)
        elif block["start"] is not None and block["end"] > at:
            start = max(block["start"], at)
            yield from _uncovered(text, at, start, marks)
            yield _passage(block["kind"], start, block["end"], marks, waiting)
            waiting, at = [], block["end"]
    yield from _uncovered(text, at, len(text), marks)
    if waiting:
        yield Passage("end", len(text), len(text), dropped=Dropped(waiting))


def _uncovered(
    text: str, start: int, end: int, marks: Sequence[Mark[Mention]]
) -> Iterator[Passage]:
    if text[start:end].strip():
        yield _passage("paragraph", start, end, marks, [])


def _passage(
    kind: str, start: int, end: int, marks: Sequence[Mark[Mention]], dropped: list[Row]
) -> Passage:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    beside = Dropped(dropped) if dropped else None
    return Passage(kind, start, end, nest(inside, start, end), beside)


def fact_columns(mention: Mention) -> dict[str, Any]:
    """What the tables under an article show of a date or a figure."""
    row = mention.row
    if mention.table == "money":
        return {"amount": money_amount(row), "currency": row["currency"] or "open"}
    return {"value": date_value(row), "days": date_interval(row)}
