"""Score a pipeline on every development set: ``python -m models.entities.evaluate MODEL``.

Runs ``../shared/bench/score_entities.py`` as it is, on the files that `assemble` wrote.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from models.entities.assemble import HERE, WORK, read_rows

Scores = dict[str, dict[str, float]]


def load(model: Path) -> Language:
    """A pipeline with its architecture registered; sentences are split first, as in use."""
    import pipeline.extraction.entities.settle
    from pipeline.extraction.entities.architecture import register

    register()
    nlp = spacy.load(model)
    if "factmill_sentences" not in nlp.pipe_names:
        import pipeline.extraction.sentences  # noqa: F401  (registers the factory)

        nlp.add_pipe("factmill_sentences", first=True)
    return nlp


def predictions(nlp: Language, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    docs = nlp.pipe([row["text"] for row in rows], batch_size=64)
    return [
        {"id": row["id"], "pred": [[e.start_char, e.end_char, e.label_] for e in doc.ents]}
        for row, doc in zip(rows, docs, strict=True)
    ]


def score(
    scorer: Path, gold: Path, predicted: Sequence[dict[str, Any]], errors: int = 0
) -> tuple[Scores, str]:
    """The scorer's table by label, and the list of errors it prints."""
    mapping = gold.stem.rsplit(".", 1)[1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pred.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in predicted), encoding="utf-8")
        command = [sys.executable, str(scorer), "--gold", str(gold), "--pred", str(path),
                   "--map", mapping, "--json", "--errors", str(errors)]  # fmt: skip
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    table, _, listed = output.partition("\n")
    return json.loads(table), listed


def evaluate(nlp: Language, scorer: Path, dev: Path, errors: int = 0) -> dict[str, Scores]:
    """Scores of every development set below ``dev``."""
    results: dict[str, Scores] = {}
    for gold in sorted(dev.glob("*.jsonl")):
        rows = read_rows(gold)
        if rows:
            results[gold.stem], listed = score(scorer, gold, predictions(nlp, rows), errors)
            print(gold.stem, "\n" + listed if errors else "", file=sys.stderr)
    return results


def table(results: dict[str, Scores]) -> str:
    """Markdown: F1 by set and label, and the mean over sets."""
    labels = sorted({label for scores in results.values() for label in scores} - {"ALL"})
    lines = [
        "| set | n | P | R | F1 | " + " | ".join(labels) + " |",
        "| --- " * (5 + len(labels)) + "|",
    ]
    for name, scores in results.items():
        every = scores["ALL"]
        cells = [f"{scores[label]['f']:.0f}" if label in scores else "" for label in labels]
        numbers = " | ".join(f"{every[key]:.1f}" for key in "prf")
        head = f"| {name} | {every['n']:.0f} | {numbers} | "
        lines.append(head + " | ".join(cells) + " |")
    mean = sum(scores["ALL"]["f"] for scores in results.values()) / max(len(results), 1)
    lines.append(f"| mean | | | | {mean:.1f} |" + " |" * len(labels))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, nargs="?", default=HERE / "shipped")
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--dev", type=Path, default=WORK / "dev")
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    scorer = arguments.shared / "bench" / "score_entities.py"
    print(table(evaluate(load(arguments.model), scorer, arguments.dev, arguments.errors)))


if __name__ == "__main__":
    main()
