"""Title, authors and date of pages, against the fields of the cleaning benchmark.

Scored on the rows that have the field. A *title* is right when letters and digits agree, whatever
the case. *Authors* are scored name by name (micro average); the gold strings are split at commas,
semicolons and "and", academic letters dropped. A *date* is right on the day. The gold dates are the
first ISO date of a page, and noisy; gold authors hold some desks and firms. Plain text has no
rival that reads metadata; a title counts there where the text prints it on a line of its own.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib import metadata as packages
from pathlib import Path
from typing import Any

from benchmarks.command import add_errors, parser_of

FILES = {"articles": "html_wcxb.jsonl.gz", "segments": "html_segments.jsonl.gz"}
RENDERINGS = ("trim", "block", "glue", "nodes")
FIELDS = ("title", "author", "date")


@dataclass(frozen=True, slots=True)
class Guess:
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None


@dataclass(slots=True)
class Score:
    right: int = 0
    given: int = 0
    gold: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.given + self.gold
        return 2 * self.right / total if total else 0.0


Row = dict[str, Any]
System = Callable[[Row], tuple[Guess, float]]


def rows(shared: Path, name: str) -> Iterator[Row]:
    with gzip.open(shared / "bench" / "clean" / FILES[name], "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def text_rows(shared: Path, rendering: str) -> Iterator[Row]:
    """Plain text of the articles; authors and date are those of the page that it was made of. The
    title counts where it stands on a line of its own."""
    pages = {row["id"]: row for row in rows(shared, "articles")}
    path = shared / "bench" / "clean" / "text_articles.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["renderer"] != rendering:
                continue
            page = pages.get(row["base_id"], {})
            printed = {key(line) for line in row["raw_text"].split("\n")}
            title = row["title"] if key(row["title"]) in printed else None
            yield row | {"title": title, "author": page.get("author"), "date": page.get("date")}


def ours_on_text(row: Row) -> tuple[Guess, float]:
    from pipeline.cleaning.lines import read_lines
    from pipeline.cleaning.metadata import find_metadata
    from pipeline.records import ArticleMeta, RawArticle

    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    raw = RawArticle(
        "x.txt", None, "text", False, row["raw_text"], "utf-8", ArticleMeta(), "", "", 0, epoch
    )  # fmt: skip
    view = read_lines(row["raw_text"]).view
    lines = [view.line(number) for number in range(view.lines)]
    start = time.process_time()
    meta = find_metadata(raw, None, lines).meta
    return Guess(meta.title, meta.authors, meta.published), time.process_time() - start


def ours(row: Row) -> tuple[Guess, float]:
    from pipeline.cleaning import html
    from pipeline.cleaning.metadata import find_metadata
    from pipeline.cleaning.reader import visible_lines
    from pipeline.records import ArticleMeta, RawArticle

    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    given = ArticleMeta(url=row["url"])
    raw = RawArticle(
        "x.html", None, "html", True, row["html"], "utf-8", given, "", "", 0, epoch
    )  # fmt: skip
    tree = html.parse(row["html"])
    lines = [line.text for line in visible_lines(tree)]
    start = time.process_time()
    meta = find_metadata(raw, tree, lines).meta
    return Guess(meta.title, meta.authors, meta.published), time.process_time() - start


def trafilatura(row: Row) -> tuple[Guess, float]:
    from trafilatura import extract_metadata, load_html

    tree = load_html(row["html"])
    start = time.process_time()
    found = extract_metadata(tree, default_url=row["url"])
    seconds = time.process_time() - start
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Guess(found.title, authors, _date(found.date)), seconds


def htmldate(row: Row) -> tuple[Guess, float]:
    from htmldate import find_date
    from trafilatura import load_html

    tree = load_html(row["html"])
    start = time.process_time()
    found = find_date(tree, original_date=True, url=row["url"])
    return Guess(published=_date(found)), time.process_time() - start


SYSTEMS: dict[str, tuple[System, str | None]] = {
    "Factmill": (ours, None),
    "trafilatura": (trafilatura, "trafilatura"),
    "htmldate": (htmldate, "htmldate"),
}


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def key(text: str | None) -> str:
    return "".join(char for char in (text or "").casefold() if char.isalnum())


_LETTERS = re.compile(r"(?:[A-Z]{2,5}|Ph\.?D\.?|M\.?D\.?|E-RYT \d+|M\.?[AS]\.?|Jr\.?)")


def gold_names(text: str | list[str]) -> list[str]:
    text = text if isinstance(text, str) else "; ".join(text)
    parts = re.split(r"\s*(?:,|;|\||/|&|\band\b|\bund\b)\s*", text)
    return [part for part in parts if key(part) and not _LETTERS.fullmatch(part.strip())]


def score_row(row: Row, guess: Guess, scores: dict[str, Score]) -> None:
    where = f"{row['id']} {row['url']}"
    if row.get("title"):
        _one(scores["title"], key(row["title"]), key(guess.title), where, row["title"], guess.title)
    if row.get("date"):
        _one(scores["date"], row["date"], str(guess.published or ""), where, row["date"],
             guess.published)  # fmt: skip
    if row.get("author"):
        _names(scores["author"], row, guess, where)


def _one(score: Score, gold: str, found: str, where: str, shown: object, guess: object) -> None:
    score.gold += 1
    score.given += bool(found)
    score.right += gold == found
    if gold != found:
        score.errors.append(f"{where}\n    gold {shown!r}\n    ours {guess!r}")


def _names(score: Score, row: Row, guess: Guess, where: str) -> None:
    gold = {key(name) for name in gold_names(row["author"])}
    found = {key(name) for name in guess.authors}
    score.gold += len(gold)
    score.given += len(found)
    score.right += len(gold & found)
    if gold != found:
        score.errors.append(f"{where}\n    gold {row['author']!r}\n    ours {guess.authors!r}")


def measure(system: System, cases: Iterable[Row]) -> tuple[dict[str, Score], float]:
    """Scores by field and the median CPU time a page, in ms."""
    scores = {field_name: Score() for field_name in FIELDS}
    seconds = []
    for row in cases:
        guess, took = system(row)
        seconds.append(took)
        score_row(row, guess, scores)
    return scores, 1000 * statistics.median(seconds)


def run(shared: Path) -> str:
    lines = [
        "## Metadata",
        "",
        "F1 (precision / recall) on pages of the cleaning benchmark that have the field;"
        " `python -m benchmarks.metadata --shared ../shared`, "
        f"{datetime.now(UTC):%Y-%m-%d}. Every system is given the page and its address.",
        "",
        "| pages | system | title | authors | date | CPU ms a page, median |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name in FILES:
        for label, (system, package) in SYSTEMS.items():
            lines.append(_line(name, label, system, package, shared))
    for rendering in RENDERINGS:
        scores, milliseconds = measure(ours_on_text, text_rows(shared, rendering))
        lines.append(_row(f"text, `{rendering}`", "Factmill", scores, milliseconds))
    return "\n".join(lines) + "\n\n" + _notes()


def _line(name: str, label: str, system: System, package: str | None, shared: Path) -> str:
    try:
        version = f" {packages.version(package)}" if package else ""
    except packages.PackageNotFoundError:
        return f"| {name} | {label} | not installed | | | |"
    scores, milliseconds = measure(system, rows(shared, name))
    return _row(name, label + version, scores, milliseconds)


def _row(name: str, label: str, scores: dict[str, Score], milliseconds: float) -> str:
    cells = [_cell(scores[field_name]) for field_name in FIELDS]
    return f"| {name} | {label} | {' | '.join(cells)} | {milliseconds:.1f} |"


def _cell(score: Score) -> str:
    if not score.given:
        return ""
    return f"{score.f1:.3f} ({score.precision:.3f} / {score.recall:.3f})"


def _notes() -> str:
    return " ".join((__doc__ or "").split("\n\n", 1)[1].split())


def main() -> None:
    parser = parser_of("metadata", __doc__)
    add_errors(parser, "field")
    parser.add_argument("--field", choices=FIELDS, help="only errors of this field")
    parser.add_argument("--pages", choices=(*FILES, *RENDERINGS), help="only errors of these")
    arguments = parser.parse_args()
    if not arguments.errors:
        print(run(arguments.shared))
        return
    cases = {name: (ours, rows(arguments.shared, name)) for name in FILES} | {
        name: (ours_on_text, text_rows(arguments.shared, name)) for name in RENDERINGS
    }
    for name in [arguments.pages] if arguments.pages else cases:
        scores, milliseconds = measure(*cases[name])
        for field_name in [arguments.field] if arguments.field else FIELDS:
            score = scores[field_name]
            print(f"== {name} {field_name} {_cell(score)} {milliseconds:.1f} ms")
            print("\n".join(score.errors[: arguments.errors]))


if __name__ == "__main__":
    main()
