"""What the stage makes of languages that its model was not trained on.

``python -m models.cleaning.train --without be ky ... --out DIR``, then ``python -m
models.cleaning.languages --models DIR --languages be ky ...``: our own passages of these languages,
each alone, and the lines of articles some at a time.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.cleaning.dataset import Snippet, own
from pipeline.cleaning import clean_article
from pipeline.cleaning.model import BlockModel
from pipeline.sources import read_bytes

TOGETHER = (3, 8, 15)
"""Lines of article in a text."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares of lines, 0 to 1: of consent speech that goes, and of article that stays, passage by
    passage and with so many lines of article together."""

    removed: float
    kept: float
    together: tuple[float, ...]


def stays(lines: Sequence[str], model: BlockModel) -> float:
    """Share of the lines that are in the cleaned text."""
    article = clean_article(read_bytes("\n".join(lines).encode()), model=model)
    return sum(line.strip() in article.text for line in lines) / len(lines)


def outcome(passages: Sequence[Snippet], model: BlockModel) -> Outcome:
    consent = [s for s in passages if "C" in s.labels]
    content = [s for s in passages if "K" in s.labels]
    lines = [line for s in content for line in s.lines]
    return Outcome(
        removed=1 - _mean([stays(s.lines, model) for s in consent]),
        kept=_mean([stays(s.lines, model) for s in content]),
        together=tuple(
            _mean([stays(lines[a : a + n], model) for a in range(0, len(lines), n)])
            for n in TOGETHER
        ),
    )


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / max(1, len(shares))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, required=True, help="folder of block.npz")
    parser.add_argument("--languages", nargs="+", required=True)
    arguments = parser.parse_args()
    model = BlockModel(arguments.models / "block.npz")
    passages = list(own())
    together = " | ".join(f"{n} lines" for n in TOGETHER)
    print(f"| language | passages | consent removed | article kept alone | {together} |")
    print("| --- |" + " ---: |" * (3 + len(TOGETHER)))
    found = {}
    for language in arguments.languages:
        chosen = [s for s in passages if s.language == language]
        found[language] = outcome(chosen, model)
        print(_row(language, len(chosen), found[language]), flush=True)
    rows = list(found.values())
    columns = zip(*(row.together for row in rows), strict=True)
    mean = Outcome(
        _mean([row.removed for row in rows]),
        _mean([row.kept for row in rows]),
        tuple(_mean(column) for column in columns),
    )
    print(_row("mean", 0, mean))


def _row(name: str, size: int, found: Outcome) -> str:
    numbers = (found.removed, found.kept, *found.together)
    return f"| {name} | {size or ''} | " + " | ".join(f"{n:.3f}" for n in numbers) + " |"


if __name__ == "__main__":
    main()
