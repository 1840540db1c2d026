"""Cross-validated scores of the whole cleaning stage: ``python -m models.cleaning.evaluate``.

Every page is cleaned with the model of the fold that did not see its site (made by
``models.cleaning.train --folds N``). Writes models/cleaning/metrics.json, which the benchmark page
shows.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.clean import PARTS, below_title, cells, rows, scorer, source_of
from models.cleaning.dataset import fold_of
from pipeline.cleaning import clean_article
from pipeline.cleaning.model import BlockModel
from pipeline.sources import read_bytes

METRICS = Path(__file__).resolve().parent / "metrics.json"


def clean(text: str, html: bool, model: BlockModel) -> str:
    raw = read_bytes(text.encode("utf-8", "replace"), is_html=html)
    return below_title(clean_article(raw, model=model))


def evaluate(
    shared: Path, models: dict[int, BlockModel], folds: int, only: str
) -> Iterator[dict[str, Any]]:
    """Scores of all parts so far, after each part."""
    score = scorer(shared)
    parts: dict[str, Any] = {}
    spread: dict[str, float] = {}
    for part in PARTS:
        if only and only not in part.name:
            continue
        predictions: dict[str, Any] = {}
        by_fold: dict[int, list[Any]] = {}
        begun = time.process_time()
        for row in rows(shared, part):
            fold = fold_of(row["site"] or row.get("kind", ""), folds)
            if fold not in models:
                continue
            text = clean(source_of(row), part.html, models[fold])
            predictions[row["id"]] = {"id": row["id"], "text": text}
            by_fold.setdefault(fold, []).append(row)
        seconds = time.process_time() - begun
        gold = [row for found in by_fold.values() for row in found]
        whole = score.summary(score.score(gold, predictions, False))
        whole["docs_per_s"] = len(gold) / seconds
        parts[part.name] = whole
        folded = [score.summary(score.score(g, predictions, False)) for g in by_fold.values()]
        main = part.shown[0]
        spread[f"{part.name} {main}"] = float(np.std([f[main] for f in folded if f.get(main)]))
        print(f"{part.name} ({len(gold)}): {cells(part, whole)}", flush=True)
        yield {"folds": len(models), "parts": parts, "spread": spread}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--models", type=Path, required=True, help="folder of foldN.npz")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--part", default="", help="only parts whose name has this in it")
    parser.add_argument("--write", action="store_true", help="write metrics.json")
    arguments = parser.parse_args()
    found = {n: arguments.models / f"fold{n}.npz" for n in range(arguments.folds)}
    models = {n: BlockModel(path) for n, path in found.items() if path.is_file()}
    for result in evaluate(arguments.shared, models, arguments.folds, arguments.part):
        if arguments.write:
            METRICS.write_text(json.dumps(result, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
