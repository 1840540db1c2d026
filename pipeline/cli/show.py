"""`factmill show`: one article in the terminal, with what was dropped and what was found."""

from __future__ import annotations

import os
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from pipeline.errors import UsageError
from pipeline.printable import COMMANDS
from pipeline.tables.readers import read_table
from pipeline.tables.sql import json_text
from pipeline.view.wording import LABELS, date_interval, date_value, money_amount

if TYPE_CHECKING:
    Row = Mapping[str, Any]

STYLES = {"entities": "cyan", "dates": "yellow", "money": "bold green"}
"""One colour a table, the same in the text and over the tables."""
LABEL_STYLES = {"PERSON": "bright_blue", "GPE": "cyan", "LOC": "cyan", "FAC": "cyan"}
OTHER_NAMES = "magenta"
MEASURE = 92
"""Columns that a line of text may have; longer ones are hard to read."""
DROPPED = 160
"""Characters to show of a dropped block; ``--json`` has all of it."""


_CONTROLS = dict.fromkeys(map(ord, COMMANDS - {"\t", "\n"}), "\N{REPLACEMENT CHARACTER}")
"""What would move the cursor, change colours or turn the direction of the text around."""


def _safe(text: str) -> str:
    """``text`` without characters that command a terminal, one for one, so that offsets stay."""
    return text.translate(_CONTROLS)


def run_show(document: str, out: Path, *, as_json: bool = False, only_facts: bool = False) -> int:
    """Print the article that ``document`` names, page by page on a terminal.

    Raises:
        UsageError: no document or several go by that name.
    """
    row = find_document(document, out)
    names = ("blocks", "entities", "dates", "money")
    tables = {name: _rows(out, name, row["doc_id"]) for name in names}
    if as_json:
        print(json_text({"document": row, **tables}))
        return 0
    console = Console(highlight=False)
    if console.width > MEASURE:
        console.width = MEASURE
    with _paging(console):
        console.print(article(row, tables, text=not only_facts))
    return 0


def _paging(console: Console) -> Any:
    """The user's pager where a person reads along, nothing in a pipe."""
    if not (console.is_terminal and sys.stdin.isatty()) or console.is_dumb_terminal:
        return nullcontext()
    os.environ.setdefault("LESS", "-FRX")  # colours; no paging of what fits on the screen
    return console.pager(styles=True)


def find_document(document: str, out: Path) -> Row:
    """The row of ``documents`` with that doc_id, a unique start of it, or that source_uri.

    Raises:
        UsageError: there is none, or more than one.
    """
    names = read_table(
        out, "documents", columns=["doc_id", "source_uri", "source_key"], as_="arrow"
    )
    ids = [r["doc_id"] for r in names.to_pylist() if _goes_by(document, r)]
    if len(ids) != 1:
        what = "no document goes" if not ids else f"{len(ids)} documents go"
        raise UsageError(
            f"{what} by {document!r}",
            where=str(out),
            hint="give more of the doc_id, or source_uri#key; `factmill sql` lists them",
        )
    found: list[Row] = _rows(out, "documents", ids[0])
    return found[0]


def _goes_by(document: str, row: Row) -> bool:
    uri, key = row["source_uri"], row["source_key"]
    begins = bool(document) and row["doc_id"].startswith(document.lower())
    return begins or document in (uri, f"{uri}#{key}")


def _rows(out: Path, name: str, doc_id: str) -> list[Row]:
    table = read_table(out, name, filters=[("doc_id", "==", doc_id)], as_="arrow")
    rows: list[Row] = table.to_pylist()
    return rows


def article(row: Row, tables: Mapping[str, Sequence[Row]], *, text: bool = True) -> Group:
    """An article as rich renders it: head, text with dropped blocks in their places, facts.

    Args:
        row: of ``documents``.
        tables: the document's rows of ``blocks``, ``entities``, ``dates`` and ``money``.
        text: whether the text is wanted, or only the facts.
    """
    parts: list[RenderableType] = [*_head(row), Text()]
    if text:
        parts += _passages(row, tables)
    parts += [part for table in _facts(tables) for part in (table, Text())]
    return Group(*parts)


def _head(row: Row) -> Iterator[Text]:
    yield Text(_safe(row["title"] or "(no title)"), style="bold")
    about = [
        ", ".join(row["authors"] or ()),
        f"{row['published']} (from {row['published_from']})" if row["published"] else "no date",
        row["site"] or row["url"] or "",
        row["language"] or "",
        f"{row['word_count']:,} words",
        f"{row['kept_ratio']:.0%} kept",
    ]
    yield Text(_safe(" · ".join(part for part in about if part)), style="dim")
    key = f"#{row['source_key']}" if row["source_key"] else ""
    yield Text(_safe(f"{row['doc_id']}  {row['source_uri']}{key}"), style="dim")
    if row["duplicate_of"]:
        yield Text(f"duplicate of {row['duplicate_of']}", style="yellow")


def _passages(row: Row, tables: Mapping[str, Sequence[Row]]) -> Iterator[RenderableType]:
    text, blocks = _safe(row["text"]), tables["blocks"]
    marks = _Marks(tables)
    if not blocks:
        yield marks.on(text, 0, len(text))
    for block in blocks:
        if not block["kept"]:
            yield from (_dropped(block), Text())
        elif block["start"] is not None and block["end"] > row["body_start"]:
            passage = marks.on(text, max(block["start"], row["body_start"]), block["end"])
            if block["kind"] == "heading":
                passage.stylize("bold")
            indent = 2 if block["kind"] in ("quote", "list_item") else 0
            yield from (Padding(passage, (0, 0, 0, indent), expand=False), Text())


class _Marks:
    """The mentions of an article by table and place: a long one has thousands, a passage a few."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self._mentions = {n: sorted(tables[n], key=itemgetter("start")) for n in STYLES}
        self._starts = {n: [m["start"] for m in found] for n, found in self._mentions.items()}
        spans = (m["end"] - m["start"] for found in self._mentions.values() for m in found)
        self._longest = max(spans, default=0)

    def on(self, text: str, start: int, end: int) -> Text:
        """``text[start:end]`` with its mentions in colour."""
        passage = Text(text[start:end])
        for name, mentions in self._mentions.items():
            first = bisect_left(self._starts[name], start - self._longest)
            for mention in mentions[first : bisect_left(self._starts[name], end)]:
                if mention["end"] > start:
                    low, high = max(mention["start"], start), mention["end"]
                    passage.stylize(_style(name, mention), low - start, high - start)
        return passage


def _style(name: str, mention: Row) -> str:
    if name != "entities":
        return f"{STYLES[name]} underline"
    return LABEL_STYLES.get(mention["label"], OTHER_NAMES)


def _dropped(block: Row) -> RenderableType:
    score = "" if block["score"] is None else f" {block['score']:.2f}"
    said = " ".join(_safe(block["text"] or "").split())
    said = said if len(said) <= DROPPED else f"{said[: DROPPED - 1]}…"
    line = Text.assemble(
        (f"[{block['kind']}: {block['reason']}{score}] ", "red dim"), (said, "dim")
    )
    return Padding(line, (0, 0, 0, 4), expand=False)


def _facts(tables: Mapping[str, Sequence[Row]]) -> Iterator[Table]:
    figures = {m["mention_index"]: m for m in tables["money"]}
    yield from _table(
        "money",
        ("in the text", ">amount", "currency", "more"),
        ((m["text"], money_amount(m), m["currency"] or "open", _more(m, figures))
         for m in tables["money"]),
    )  # fmt: skip
    yield from _table(
        "dates",
        ("in the text", "value", "days", "resolved"),
        ((d["text"], date_value(d), date_interval(d), _resolved(d)) for d in tables["dates"]),
    )
    yield from _table(
        "entities", ("name", "is", ">mentions", "written"), _by_entity(tables["entities"])
    )


def _more(money: Row, figures: Mapping[int, Row]) -> str:
    other = figures.get(money["equivalent_of"]) if money["equivalent_of"] is not None else None
    parts = [
        "" if money["modifier"] == "exact" else money["modifier"].replace("_", " "),
        f"per {money['per']}" if money["per"] else "",
        f"= {other['text']}" if other else "",
        f"at {money['implied_rate']:,.4g}" if other and money["implied_rate"] is not None else "",
        f"for {money['role_text']}" if money["role_text"] else "",
    ]
    return " ".join(part for part in parts if part)


def _resolved(row: Row) -> str:
    return f"{row['resolution']}, ambiguous" if row["ambiguous"] else str(row["resolution"])


def _by_entity(entities: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for entity in entities:
        groups.setdefault((entity["canonical"], entity["label"]), []).append(entity["text"])
    for (canonical, label), texts in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        written = ", ".join(sorted(set(texts) - {canonical}))
        yield canonical, LABELS.get(label, label), str(len(texts)), written


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Table]:
    """The table, unless it is empty; a ``>`` before a heading sets its column to the right."""
    table = Table(
        *(
            Column(
                head.lstrip(">"),
                justify="right" if head.startswith(">") else "left",
                no_wrap=head.startswith(">"),
                overflow="fold",
            )
            for head in heads
        ),
        title="names" if title == "entities" else title,
        title_justify="left",
        title_style=f"bold {STYLES[title]}",
        header_style="dim",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )
    for row in rows:
        table.add_row(*(Text(_safe(cell)) for cell in row))
    if table.row_count:
        yield table
