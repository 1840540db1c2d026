"""Wrong and missed merges of names, on the labelled pairs of ``tests/data/aliases/pairs.tsv``.

``python -m benchmarks.aliases [--errors]``. *Across documents*: each name stands alone in a
document of its own; the pair is merged when both have the same ``entity_id``. *Within one
document*: both names stand in one text; the pair is merged when label and ``canonical`` agree
(pairs of one and the same string are left out: within a document that is one name).
A pair is labelled from general knowledge of the news: may an analyst count both as one?
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.command import parser_of
from pipeline.extraction.aliases import NameMention, resolve_aliases
from pipeline.records import EntityMention

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "aliases"
SETS = {"pairs": FOLDER / "pairs.tsv", "later pairs": FOLDER / "pairs_later.tsv"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names with their labels, and whether they name the same."""

    name: str
    label: str
    other: str
    other_label: str
    same: bool


def read_pairs(path: Path = SETS["pairs"]) -> list[Pair]:
    """The labelled pairs.

    Raises:
        ValueError: a line has not five columns or another verdict than same and different.
    """
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        name, label, other, other_label, verdict = line.split("\t")
        if verdict not in ("same", "different"):
            raise ValueError(f"{path}: {line!r}")
        pairs.append(Pair(name, label, other, other_label, verdict == "same"))
    return pairs


def merged_across(pair: Pair) -> bool:
    """Whether the two names get one id when each stands alone in a document."""
    (one,) = _resolved([(pair.name, pair.label)])
    (two,) = _resolved([(pair.other, pair.other_label)])
    return one.entity_id is not None and one.entity_id == two.entity_id


def merged_within(pair: Pair) -> bool:
    """Whether the two names get one canonical form in a text that holds both."""
    one, two = _resolved([(pair.name, pair.label), (pair.other, pair.other_label)])
    return (one.label, one.canonical) == (two.label, two.canonical)


def _resolved(names: Iterable[tuple[str, str]]) -> list[EntityMention]:
    """The names, each in a sentence that says nothing about it."""
    text, mentions = "Here is what was heard.\n\n", []
    for name, label in names:
        mentions.append(NameMention(len(text), len(text) + len(name), label))
        text += f"{name} was talked about again. "
    return resolve_aliases(text, mentions)


Judge = Callable[[Pair], bool]
WAYS: dict[str, Judge] = {
    "across documents (entity_id)": merged_across,
    "within one document (canonical)": merged_within,
}


def judged(pairs: Iterable[Pair], merged: Judge) -> tuple[list[Pair], list[Pair], int, int]:
    """Wrong merges, missed merges, and the numbers of pairs that are different and the same."""
    if merged is merged_within:
        pairs = [
            pair for pair in pairs if (pair.name, pair.label) != (pair.other, pair.other_label)
        ]
    pairs = list(pairs)
    wrong = [pair for pair in pairs if not pair.same and merged(pair)]
    missed = [pair for pair in pairs if pair.same and not merged(pair)]
    same = sum(pair.same for pair in pairs)
    return wrong, missed, len(pairs) - same, same


def run(shared: Path) -> str:
    """The Markdown section; ``shared`` is not needed."""
    lines = [
        "## Who is who",
        "",
        "Pairs of names (`tests/data/aliases`), labelled by hand. The later ones were written "
        "after the rules and lists; docs/entities.md has the figures of their first measurement. "
        f"`python -m benchmarks.aliases --errors`, {datetime.date.today()}.",
        "",
        "| set | merged | wrong merges | missed merges |",
        "| --- | --- | --- | --- |",
    ]
    for title, path in SETS.items():
        for name, merged in WAYS.items():
            wrong, missed, different, same = judged(read_pairs(path), merged)
            counts = f"{len(wrong)} of {different} | {len(missed)} of {same}"
            lines.append(f"| {title} | {name} | {counts} |")
    return "\n".join(lines)


def main() -> None:
    parser = parser_of("aliases", __doc__)
    parser.add_argument("--errors", action="store_true", help="print every wrong and missed merge")
    arguments = parser.parse_args()
    print(run(arguments.shared))
    for title, path in SETS.items() if arguments.errors else ():
        for name, merged in WAYS.items():
            wrong, missed, _, _ = judged(read_pairs(path), merged)
            print(f"== {title}, {name}")
            for verdict, found in (("wrong", wrong), ("missed", missed)):
                for pair in found:
                    print(
                        f"  {verdict}: {pair.label} {pair.name} | {pair.other_label} {pair.other}"
                    )


if __name__ == "__main__":
    main()
