"""Cleaning, against the development data of ../shared/bench/clean with its own scorer.

``python -m benchmarks.clean --shared ../shared [--only NAME ...] [--errors N]``. Factmill's shipped
model was trained on these pages, so its row here only says that it was shipped whole; the row to
compare with others is "cross-validated", measured by models/cleaning/evaluate.py with models that
saw none of the sites.
"""

from __future__ import annotations

import datetime
import gzip
import html as escapes
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.command import add_errors, parser_of
from benchmarks.scorers import scorer_of
from pipeline.records import CleanArticle

Row = dict[str, Any]
Cleaner = Callable[[str, bool], str]
"""Text or HTML, and whether it is HTML, to cleaned text."""

METRICS = Path(__file__).resolve().parent.parent / "models" / "cleaning" / "metrics.json"
DATE = datetime.date.today


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the data, and the scores of it that the table shows."""

    name: str
    file: str
    html: bool
    shown: tuple[str, ...]
    renderer: str | None = None


PARTS = (
    Part(
        "text, `trim`", "text_articles", False, ("sh_f1", "leak", "loss", "cookie_recall"), "trim"
    ),
    Part("text, `block`", "text_articles", False, ("sh_f1", "leak", "loss"), "block"),
    Part("text, `glue`", "text_articles", False, ("sh_f1", "leak", "loss"), "glue"),
    Part("text, `nodes`", "text_articles", False, ("sh_f1", "leak", "loss"), "nodes"),
    Part("consent passages", "consent_passages", False, ("consent_removed", "content_kept")),
    Part("articles about cookies", "consent_articles", False, ("sh_f1", "loss")),
    Part("multilingual text", "text_segments", False, ("seg_f1", "seg_leak")),
    Part("HTML, articles", "html_wcxb", True, ("sh_f1",)),
    Part("HTML, segments", "html_segments", True, ("seg_f1", "seg_leak")),
)


def rows(shared: Path, part: Part) -> Iterator[Row]:
    path = shared / "bench" / "clean" / f"{part.file}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            if part.renderer is None or row.get("renderer") == part.renderer:
                yield row


def source_of(row: Row) -> str:
    return str(row.get("html") or row.get("raw_text") or row.get("text"))


def scorer(shared: Path) -> Any:
    return scorer_of("clean", shared)


def measure(score: Any, gold: list[Row], cleaner: Cleaner, html: bool) -> tuple[Row, list[Row]]:
    """Scores of one cleaner on one part, and its predictions."""
    predictions = {}
    begun = time.process_time()
    for row in gold:
        predictions[row["id"]] = {"id": row["id"], "text": cleaner(source_of(row), html)}
    seconds = time.process_time() - begun
    summary = score.summary(score.score(gold, predictions, False))
    summary["docs_per_s"] = len(gold) / seconds if seconds else 0.0
    return summary, list(predictions.values())


def factmill(text: str, html: bool) -> str:
    from pipeline.cleaning import clean_article
    from pipeline.sources import read_bytes

    return below_title(clean_article(read_bytes(text.encode("utf-8", "replace"), is_html=html)))


def below_title(article: CleanArticle) -> str:
    """What is left without the title, which no gold text has; of a text that is nothing but a
    title, that."""
    return article.text[article.body_start :] or article.text


def untouched(text: str, html: bool) -> str:
    if not html:
        return text
    from pipeline.cleaning import html as pages
    from pipeline.cleaning.reader import visible_lines

    return "\n".join(line.text for line in visible_lines(pages.parse(text)))


def as_page(text: str) -> str:
    """Plain text as the simplest HTML: what a tool for HTML can be given of it."""
    lines = "".join(f"<p>{escapes.escape(x)}</p>\n" for x in text.split("\n") if x.strip())
    return f"<html><body>{lines}</body></html>"


def trafilatura(text: str, html: bool) -> str:
    import trafilatura as peer

    return peer.extract(text if html else as_page(text), include_comments=False) or ""


def justext(text: str, html: bool) -> str:
    import justext as peer

    stop = peer.get_stoplist("English")
    found = peer.justext((text if html else as_page(text)).encode(), stop)
    return "\n".join(p.text for p in found if not p.is_boilerplate)


def boilerpy3(text: str, html: bool) -> str:
    from boilerpy3 import extractors

    peer = extractors.ArticleExtractor(raise_on_failure=False)
    return str(peer.get_content(text if html else as_page(text)))


def resiliparse(text: str, html: bool) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    page = text if html else as_page(text)
    return str(extract_plain_text(page, main_content=True))


def readability(text: str, html: bool) -> str:
    from lxml import html as lxml_html
    from readability import Document

    try:
        summary = Document(text if html else as_page(text)).summary()
        return "\n".join(lxml_html.fromstring(summary).itertext())
    except (ValueError, lxml_html.etree.LxmlError):
        return ""  # readability raises these on pages it finds nothing in


PEERS: dict[str, tuple[Cleaner, str | None]] = {
    "as it came": (untouched, None),
    "trafilatura": (trafilatura, "trafilatura"),
    "jusText": (justext, "jusText"),
    "boilerpy3": (boilerpy3, "boilerpy3"),
    "resiliparse": (resiliparse, "resiliparse"),
    "readability-lxml": (readability, "readability-lxml"),
}


def version(package: str | None) -> str | None:
    """Version of a peer, "" for what is ours, None when it is not installed."""
    try:
        return metadata.version(package) if package else ""
    except metadata.PackageNotFoundError:
        return None


def run(shared: Path, only: tuple[str, ...] = ()) -> str:
    """The Markdown section: one table of all systems over all parts."""
    score = scorer(shared)
    systems: dict[str, Cleaner] = {"factmill, shipped": factmill}
    missing = []
    for name, (cleaner, package) in PEERS.items():
        if (found := version(package)) is None:
            missing.append(name)
        else:
            systems[f"{name} {found}".strip()] = cleaner
    results: dict[str, dict[str, Row]] = {}
    sizes = {}
    for part in PARTS:
        gold = list(rows(shared, part))
        sizes[part.name] = len(gold)
        for name, cleaner in systems.items():
            if not only or name.split()[0].rstrip(",") in only:
                found, _ = measure(score, gold, cleaner, part.html)
                results.setdefault(name, {})[part.name] = found
                print(f"{part.name}: {name}: {cells(part, found)}", file=sys.stderr, flush=True)
    return page(results, sizes, missing)


def page(results: dict[str, dict[str, Row]], sizes: dict[str, int], missing: list[str]) -> str:
    validated = json.loads(METRICS.read_text()) if METRICS.is_file() else {}
    if validated:
        results = {"**factmill, cross-validated**": validated["parts"], **results}
    names = list(results)
    lines = [
        "## Cleaning", "",
        f"`make bench-clean`, {DATE().isoformat()}, scorer `score_clean.py`, one process. "
        "The cross-validated column uses models that saw none of the sites they are scored on; the "
        "shipped model saw all.", "",
        "| part (documents) | score | " + " | ".join(names) + " |",
        "| --- | --- |" + " ---: |" * len(names),
    ]  # fmt: skip
    for part in PARTS:
        for shown in (*part.shown, "docs_per_s"):
            values = [_cell(results[name].get(part.name, {}), shown) for name in names]
            lines.append(
                f"| {part.name} ({sizes.get(part.name, 0)}) | {shown} | {' | '.join(values)} |"
            )
    if validated:
        spread = ", ".join(f"{k} {v:.3f}" for k, v in validated["spread"].items())
        lines += ["", f"Spread over {validated['folds']} folds (standard deviation): {spread}."]
    if missing:
        lines += ["", f"Not installed here, so not measured: {', '.join(missing)}."]
    return "\n".join(lines)


def cells(part: Part, found: Row) -> str:
    return " ".join(f"{name}={_cell(found, name)}" for name in (*part.shown, "docs_per_s"))


def _cell(found: Row, name: str) -> str:
    value = found.get(name)
    if value is None:
        return ""
    return f"{value:.0f}" if name == "docs_per_s" else f"{value:.3f}"


def show_errors(shared: Path, number: int) -> None:
    """The documents with the largest share of wrong words, and their worst lines."""
    score = scorer(shared)
    for part in PARTS[:4]:
        gold = list(rows(shared, part))
        _, predictions = measure(score, gold, factmill, part.html)
        listed = [
            (_wrong(row, found["text"]), row) for row, found in zip(gold, predictions, strict=True)
        ]
        print(f"== {part.name}")
        for (share, lines), row in sorted(listed, key=lambda item: -item[0][0])[:number]:
            print(f"{share:.2f} {row['id']} {row['url']}")
            print(*(f"    {kind} {text[:120]}" for kind, text in lines[:8]), sep="\n")


def _wrong(row: Row, text: str) -> tuple[float, list[tuple[str, str]]]:
    kept = set(text.split("\n"))
    wrong = []
    for line, label in zip(row["raw_text"].split("\n"), row["labels"], strict=True):
        if (label == "K") != (line.strip() in kept) and label in "KDC":
            wrong.append(("lost" if label == "K" else "left", line.strip()))
    total = max(1, len(row["gold_text"].split()))
    return sum(len(line.split()) for _, line in wrong) / total, wrong


def write_predictions(shared: Path, cleaner: Cleaner, folder: Path) -> None:
    """One prediction file for each part, for `score_clean.py` on the command line."""
    score = scorer(shared)
    for part in PARTS:
        _, found = measure(score, list(rows(shared, part)), cleaner, part.html)
        name = f"{part.file}-{part.renderer or 'all'}.jsonl"
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in found))


def main() -> None:
    parser = parser_of("clean", __doc__)
    parser.add_argument("--only", nargs="*", default=(), help="factmill and names of peers")
    add_errors(parser, "part")
    parser.add_argument("--predictions", type=Path, help="write prediction files there")
    arguments = parser.parse_args()
    if arguments.errors:
        show_errors(arguments.shared, arguments.errors)
    elif arguments.predictions:
        write_predictions(arguments.shared, factmill, arguments.predictions)
    else:
        print(run(arguments.shared, tuple(arguments.only)))


if __name__ == "__main__":
    main()
