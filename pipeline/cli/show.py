"""`factmill show`: one article in the terminal, with what was dropped and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.errors import UsageError
from pipeline.tables.readers import read_table

if TYPE_CHECKING:
    Row = Mapping[str, Any]

STYLES = {"entities": "bold cyan", "dates": "bold magenta", "money": "bold green"}
FACTS = ("entities", "dates", "money")


def run_show(document: str, out: Path) -> int:
    """Print the article that ``document`` names.

    Raises:
        UsageError: no document or several go by that name.
    """
    row = find_document(document, out)
    facts = {name: _rows(out, name, row["doc_id"]) for name in FACTS}
    console = Console(highlight=False)
    _print_head(console, row)
    _print_text(console, row, _rows(out, "blocks", row["doc_id"]), facts)
    _print_values(console, facts)
    return 0


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


def _print_head(console: Console, row: Row) -> None:
    console.print(Text(row["title"] or "(no title)", style="bold underline"))
    parts = [
        ", ".join(row["authors"] or ()),
        f"{row['published']} (from {row['published_from']})" if row["published"] else "no date",
        row["site"] or row["url"] or "",
        row["language"] or "",
        f"{row['kept_ratio']:.0%} kept",
    ]
    console.print(Text(" · ".join(part for part in parts if part), style="dim"))
    console.print(Text(f"{row['doc_id']}  {row['source_uri']}", style="dim"))
    if row["duplicate_of"]:
        console.print(Text(f"duplicate of {row['duplicate_of']}", style="yellow"))
    console.print()


def _print_text(
    console: Console, row: Row, blocks: Sequence[Row], facts: Mapping[str, Sequence[Row]]
) -> None:
    whole = Text(row["text"])
    for name, mentions in facts.items():
        for mention in mentions:
            whole.stylize(STYLES[name], mention["start"], mention["end"])
    for block in blocks:
        label = f"[{block['kind']}: {block['reason']}]"
        if block["kept"]:
            if block["start"] is not None and block["end"] > row["body_start"]:
                console.print(whole[block["start"] : block["end"]])
                console.print()
        else:
            console.print(Text(f"- {block['text']} ", style="dim strike"), Text(label, "red dim"))
    if not blocks:
        console.print(whole)
    console.print()


def _print_values(console: Console, facts: Mapping[str, Sequence[Row]]) -> None:
    _print_table(
        console, "money",
        ("text", "amount", "currency", "modifier", "per", "equivalent of", "role"),
        (
            (m["text"], _amount(m), m["currency"], m["modifier"], m["per"], m["equivalent_of"],
             m["role_text"])
            for m in facts["money"]
        ),
    )  # fmt: skip
    _print_table(
        console, "dates", ("text", "type", "value", "from", "to", "resolution"),
        ((d["text"], d["type"], d["value"], d["start_date"], d["end_date"], d["resolution"])
         for d in facts["dates"]),
    )  # fmt: skip
    _print_table(
        console, "entities", ("canonical", "label", "mentions", "as"), _by_entity(facts["entities"])
    )


def _amount(money: Row) -> str:
    if money["amount"] is not None:
        return _plain(money["amount"])
    low, high = money["amount_min"], money["amount_max"]
    return f"{_plain(low) if low is not None else ''}..{_plain(high) if high is not None else ''}"


def _plain(amount: Any) -> str:
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _by_entity(entities: Sequence[Row]) -> Iterable[tuple[Any, ...]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for entity in entities:
        groups.setdefault((entity["canonical"], entity["label"]), []).append(entity["text"])
    for (canonical, label), texts in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        yield canonical, label, len(texts), ", ".join(sorted(set(texts)))


def _print_table(
    console: Console, title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    table = Table(title=title, title_justify="left", title_style=STYLES[title])
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else Text(str(cell)) for cell in row))
    if table.row_count:
        console.print(table)
