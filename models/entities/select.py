"""Choose sentences worth annotating: ``python -m models.entities.select MODEL_A MODEL_B``.

Runs two models over the public-domain text of ``gmb`` (its labels are not used) and ranks the
sentences by how much the two disagree, weak types first. Sentences that are annotated already and
those of the corpus's development split (groups of ten, index % 20 == 7) are left out.
"""

from __future__ import annotations

import argparse
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path

import spacy

from models.entities.assemble import DATA, HERE
from models.entities.corpora import read_gmb_texts

# How much one disputed name is worth: the types that are rare in old news count most.
WORTH = {"ORG": 1.5, "FAC": 2.5, "EVENT": 2.5, "LAW": 2.5, "PRODUCT": 2.5, "WORK_OF_ART": 2.5,
         "PERSON": 1.0, "LOC": 1.2, "NORP": 0.7, "GPE": 0.7}  # fmt: skip
Names = set[tuple[int, int, str]]


def candidates(ner: Path, data: Path) -> dict[str, str]:
    """Sentence number -> text of what may be annotated."""
    with lzma.open(ner / "voa_gold" / "sentences.tsv.xz", "rt", encoding="utf-8") as file:
        done = {line.split("\t", 1)[0] for line in file}
    for path in data.glob("sentences*.tsv"):
        done |= {line.split("\t", 1)[0] for line in path.read_text(encoding="utf-8").split("\n")}
    texts = read_gmb_texts(ner)
    seen = {texts[number] for number in done if number in texts}
    chosen: dict[str, str] = {}
    for number, text in texts.items():
        in_dev = (int(number) - 1) // 10 % 20 == 7
        if not in_dev and number not in done and text not in seen and 6 <= len(text.split()) <= 60:
            chosen[number] = text
            seen.add(text)
    return chosen


def dispute(a: Names, b: Names) -> float:
    """Worth of the names on which two readings differ, and a little for rare types at all."""
    disputed = sum(WORTH[label] for _, _, label in a ^ b)
    rare = sum(0.4 for _, _, label in a & b if WORTH[label] > 2)
    return disputed + rare


def names_by_model(model: Path, texts: Sequence[str]) -> Iterator[Names]:
    nlp = spacy.load(model)
    for doc in nlp.pipe(texts, batch_size=256):
        yield {(e.start_char, e.end_char, e.label_) for e in doc.ents}


def rank(models: tuple[Path, Path], chosen: dict[str, str]) -> list[str]:
    """Sentence numbers, most disputed first."""
    first, second = (list(names_by_model(m, list(chosen.values()))) for m in models)
    scores = {
        number: dispute(a, b) / (12 + len(text.split())) ** 0.5
        for (number, text), a, b in zip(chosen.items(), first, second, strict=True)
    }
    return sorted(scores, key=lambda number: -scores[number])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", type=Path, nargs=2)
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--files", type=int, default=6)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    chosen = candidates(arguments.shared / "corpora" / "ner", DATA)
    ranked = rank(tuple(arguments.models), chosen)[: arguments.count]
    arguments.out.mkdir(parents=True, exist_ok=True)
    for part in range(arguments.files):
        # Dealt in turn, so that every file holds as hard a sample as the others.
        lines = [f"{number}\t{chosen[number]}\n" for number in ranked[part :: arguments.files]]
        (arguments.out / f"to_annotate_{part}.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
