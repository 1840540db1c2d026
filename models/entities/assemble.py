"""Assemble training and development data: ``python -m models.entities.assemble``.

Writes, below ``models/entities/work`` (not in version control):

- ``train.jsonl``: a document a line, ``{"source", "weight", "joined", "separator", "parts"}``,
  each part ``[text, spans, unknown]``;
- ``names.json``: pools of names by label, for mention replacement;
- ``dev/<set>.<map>.jsonl``: held-out documents, as ``../shared/bench/score_entities.py`` reads.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.entities import corpora
from models.entities.corpora import Document
from models.entities.examples import Marked, join
from models.entities.lexicon import Lexicon, load_lexicon, read_cities, read_lines, read_names

HERE = Path(__file__).resolve().parent
DATA, WORK = HERE / "data", HERE / "work"
NAMES = DATA / "names"
_GUM_DEV = frozenset(  # news, interview, bio, academic, court, voyage: official dev and test
    [
        "GUM_academic_exposure",
        "GUM_academic_librarians",
        "GUM_bio_byron",
        "GUM_bio_emperor",
        "GUM_court_loan",
        "GUM_court_negligence",
        "GUM_interview_cyclone",
        "GUM_interview_gaming",
        "GUM_news_homeopathic",
        "GUM_news_iodine",
        "GUM_voyage_athens",
        "GUM_voyage_coron",
        "GUM_academic_discrimination",
        "GUM_academic_eegimaa",
        "GUM_bio_dvorak",
        "GUM_bio_jespersen",
        "GUM_interview_hill",
        "GUM_interview_libertarian",
        "GUM_news_nasa",
        "GUM_news_sensitive",
        "GUM_voyage_oakland",
        "GUM_voyage_vavau",
        "GUM_court_insanity",
        "GUM_court_mitigation",
    ]
)


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus in the mix.

    ``joined`` sentences form a training text; every ``held``-th document is for development, scored
    with ``mapping`` (ten, coarse, conll); ``weight`` copies train in each pass.
    """

    name: str
    documents: Sequence[Document]
    weight: float
    joined: int = 4
    held: int = 10
    mapping: str = "ten"
    separator: str = " "


def load_sources(ner: Path, data: Path) -> tuple[list[Source], Lexicon]:
    """Every corpus that a shipped model may be trained on."""
    ours = _our_sources(ner, data)
    lexicon = load_lexicon(ner, (m for source in ours for d in source.documents for m in d))
    gum = corpora.read_gum(ner, lexicon)
    politics = corpora.read_crossner(ner, lexicon, "politics_*")
    arts = [corpora.read_crossner(ner, lexicon, f"{f}_*") for f in ("literature", "music")]
    science = [corpora.read_crossner(ner, lexicon, f"{f}_*") for f in ("science", "ai")]
    others = [
        Source(
            "redocred", corpora.read_redocred(ner, lexicon), 1, joined=20, held=20, mapping="coarse"
        ),
        Source("gum", [d for n, d in gum.items() if n not in _GUM_DEV], 1, joined=10, held=0),
        Source("uner", corpora.read_uner(ner, lexicon), 1.5, held=8, mapping="coarse"),
        Source("wikigold", corpora.read_wikigold(ner, lexicon), 2, held=8, mapping="coarse"),
        Source("politics", politics, 2, joined=2, held=8, mapping="coarse"),
        Source(
            "arts", [d for field in arts for d in field], 0.5, joined=2, held=20, mapping="coarse"
        ),
        Source("science", [d for field in science for d in field], 0.5, joined=2, held=0),
        Source("wnut", corpora.read_wnut(ner, lexicon), 1, held=0),
        Source(
            "gumdev", [gum[n] for n in sorted(_GUM_DEV & gum.keys())], 0, held=1, mapping="coarse"
        ),
    ]
    return [_without_articles(source) for source in ours + others], lexicon


def _without_articles(source: Source) -> Source:
    """ "The Raven" is "Raven", as the guide and the scorer have it; The Hague stays."""
    return replace(source, documents=[[bare(m) for m in doc] for doc in source.documents])


def bare(marked: Marked, keep: str = "GPE") -> Marked:
    """Names without their leading "the", but those labelled ``keep``."""
    spans = [
        (s + 4 if marked.text[s : s + 4].lower() == "the " and label != keep else s, e, label)
        for s, e, label in marked.spans
    ]
    return Marked(marked.text, tuple(spans), marked.unknown)


def _our_sources(ner: Path, data: Path) -> list[Source]:
    lines = [d for p in sorted(data.glob("*.txt")) if not p.stem.startswith("articles")
             for d in corpora.read_lines_file(p)]  # fmt: skip
    articles = [d for p in sorted(data.glob("articles*.txt")) for d in corpora.read_articles(p)]
    annotations = sorted(data.glob("sentences*.tsv"))
    texts = corpora.read_gmb_texts(ner) if annotations else {}
    return [
        Source("sentences", corpora.read_sentences(ner), 1.5),
        Source("more_sentences", corpora.read_annotations(annotations, texts), 3),
        Source("own", lines, 3, joined=1),
        Source("articles", articles, 3, joined=10, separator="\n\n"),
    ]


def held_out(index: int, source: Source) -> bool:
    """Every ``held``-th document, never a training one."""
    return source.held > 0 and index % source.held == source.held - 1


def training_rows(sources: Sequence[Source]) -> Iterator[dict[str, object]]:
    """Documents to train on; those whose text a development set has as well are left out."""
    held = {join(d).text for s in sources for i, d in enumerate(s.documents) if held_out(i, s)}
    for source in sources:
        for index, document in enumerate(source.documents):
            if source.weight and not held_out(index, source) and join(document).text not in held:
                yield {
                    "source": source.name,
                    "weight": source.weight,
                    "joined": source.joined,
                    "separator": source.separator,
                    "parts": [[m.text, m.spans, m.unknown] for m in document],
                }


def dev_rows(source: Source) -> Iterator[dict[str, object]]:
    for index, document in enumerate(source.documents):
        if held_out(index, source):
            whole = bare(join(document, source.separator), keep="")
            yield {
                "id": f"{source.name}-{index}",
                "text": whole.text,
                "gold": [[s, e, mapped(label, source.mapping)] for s, e, label in whole.spans],
                "ignore": [list(span) for span in whole.unknown],
            }


def mapped(label: str, mapping: str) -> str:
    """The label as the scorer's ``--map`` names it."""
    coarse = {"PERSON": "PER", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "WORK_OF_ART": "WORK"}
    return label if mapping == "ten" else coarse.get(label, label)


def name_pools(ner: Path, sources: Iterable[Source], lexicon: Lexicon) -> dict[str, list[str]]:
    """Names by label: from the training parts (once for each corpus that has it) and the lists."""
    pools: dict[str, list[str]] = {}
    for source in sources:
        names = Counter(
            (label, m.text[s:e])
            for index, document in enumerate(source.documents)
            if source.weight and not held_out(index, source)
            for m in document
            for s, e, label in m.spans
        )
        for label, name in names:
            pools.setdefault(label, []).append(name)
    for lists in (lexicon.lists, read_names(NAMES)):
        for label in pools.keys() & lists.keys():
            pools[label].extend(sorted(lists[label]))
    cities = [row["name"] for row in read_cities(ner)]
    pools["GPE"] = sorted(pools["GPE"]) + sorted(cities)[::8]
    pools["GPE"] += sorted(n for n in lexicon.places if n not in set(cities))[::4]
    return {label: sorted(filter(_usable, names)) for label, names in sorted(pools.items())}


def _usable(name: str) -> bool:
    return bool(re.match(r"^[\w“\"'‘(]", name)) and len(name) < 70 and "\n" not in name


def write_rows(path: Path, rows: Iterable[object]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def read_rows(path: Path) -> list[dict]:
    """The rows of a JSONL file (only line feeds end a line: texts hold other separators)."""
    lines = Path(path).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def assemble(shared: Path, data: Path = DATA, work: Path = WORK) -> None:
    """Read every source and write the files named at the top."""
    ner = shared / "corpora" / "ner"
    sources, lexicon = load_sources(ner, data)
    count = write_rows(work / "train.jsonl", training_rows(sources))
    pools = name_pools(ner, sources, lexicon)
    (work / "names.json").write_text(json.dumps(pools, ensure_ascii=False), encoding="utf-8")
    print(f"train: {count} documents; names: { {k: len(v) for k, v in pools.items()} }")
    for source in sources:
        if source.held:
            path = work / "dev" / f"{source.name}.{source.mapping}.jsonl"
            print(f"{path.name}: {write_rows(path, dev_rows(source))} documents")


def unpacked(parts: Iterable[Sequence]) -> list[Marked]:
    """`Marked` parts of a row of ``train.jsonl``."""
    return [
        Marked(
            text, tuple((s, e, label) for s, e, label in spans), tuple((s, e) for s, e in unknown)
        )
        for text, spans, unknown in parts
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--work", type=Path, default=WORK)
    arguments = parser.parse_args()
    assemble(arguments.shared, arguments.data, arguments.work)


__all__ = ["Source", "assemble", "read_lines"]

if __name__ == "__main__":
    main()
