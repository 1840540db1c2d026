"""How far careful readers agree with the labels: ``python -m models.cleaning.readers``.

Three readers judged every line of 60 pages of the benchmark's `trim` rendering (each site once, up
to 130 lines, at least four to drop), 20 pages each, without having seen labels or output.
``data/readers.jsonl`` holds their verdicts, by line number, and none of the text. What they reach
is what can be asked of a model; the labels are made by rule, and pages differ in what they count
as text.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.clean import PARTS, rows, scorer, source_of
from models.cleaning.dataset import DATA, fold_of
from models.cleaning.evaluate import clean
from pipeline.cleaning.model import BlockModel

FOLDS = 5


def read() -> dict[str, set[int]]:
    """Lines, from 0, that a reader dropped, by document."""
    lines = (DATA / "readers.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: set(row["drop"]) for row in map(json.loads, lines)}


def as_read(text: str, dropped: set[int]) -> str:
    """What a reader left of a text."""
    return "\n".join("" if n in dropped else line for n, line in enumerate(text.split("\n")))


def scores(shared: Path, gold: Iterable[Any], texts: Mapping[str, str]) -> dict[str, float]:
    """F1, leak and loss of ``texts``, by id."""
    score = scorer(shared)
    found = {key: {"id": key, "text": text} for key, text in texts.items()}
    whole: dict[str, float] = score.summary(score.score(list(gold), found, False))
    return {name: whole[name] for name in ("sh_f1", "leak", "loss")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--models", type=Path, help="folder of foldN.npz, to score beside readers")
    arguments = parser.parse_args()
    verdicts = read()
    trim = next(part for part in PARTS if "trim" in part.name)
    gold = [row for row in rows(arguments.shared, trim) if row["id"] in verdicts]
    by_readers = {row["id"]: as_read(row["raw_text"], verdicts[row["id"]]) for row in gold}
    print("readers", scores(arguments.shared, gold, by_readers))
    if arguments.models:
        models = [BlockModel(arguments.models / f"fold{n}.npz") for n in range(FOLDS)]
        ours = {
            row["id"]: clean(source_of(row), False, models[fold_of(row["site"], FOLDS)])
            for row in gold
        }
        print("block model, cross-validated", scores(arguments.shared, gold, ours))


if __name__ == "__main__":
    main()
