"""Build the name lists that the model looks words up in: ``python -m models.entities.name_table``.

Sources: ``names`` and ``data/names`` (ours), ``gazetteers`` (public domain; cities CC BY 4.0 from
GeoNames), CLDR's names of territories. ``countries.json`` (ODbL) is left out. The table holds
hashes, no text.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import spacy
from babel import Locale
from numpy.typing import NDArray
from spacy.attrs import NORM
from spacy.language import Language

from models.entities import corpora
from models.entities.assemble import HERE, NAMES, WORK, read_rows
from models.entities.lexicon import read_cities, read_names
from pipeline.extraction.entities.namelists import build_table
from pipeline.extraction.entities.tokens import split_names_off

_SUFFIX = re.compile(
    r",? (?:Inc|Corp|Co|Ltd|Limited|PLC|plc|Corporation|Company|Holdings)\.?$"
    r"|,? (?:N\.V|S\.A|AG|SE|L\.P|LLC)\.?$"
    r"|,? \(The\)$"
)
COMMON_COUNT, COMMON_SHARE = 3, 0.85
KNOWN = 3
OURS = frozenset({"own", "articles", "sentences", "more_sentences"})


def name_lists(ner: Path) -> dict[str, set[str]]:
    """Names by label.

    Names of the training texts are left out on purpose: with them the lists would know nearly
    every name in training and few in use, and the model would trust them too much.
    """
    lists = read_names(ner / "names")
    for label, names in read_names(NAMES).items():
        lists.setdefault(label, set()).update(names)
    with lzma.open(ner / "gazetteers" / "gaz.json.xz", "rt", encoding="utf-8") as file:
        gazetteer = {kind: [n.strip() for n in names] for kind, names in json.load(file).items()}
    lists["PERSON"] |= set(gazetteer["persons"])
    for kind in ("parties", "igos", "sp500", "nasdaq", "orgs_extra"):
        lists["ORG"] |= {_SUFFIX.sub("", name) for name in gazetteer[kind]} | set(gazetteer[kind])
    cities = read_cities(ner)
    places = {c[key] for c in cities for key in ("name", "subcountry", "country")}
    lists["GPE"] |= places | {n for code, n in Locale("en").territories.items() if len(code) == 2}
    return {label: {n for n in names if len(n) > 1} for label, names in lists.items()}


def annotated_names(rows: Iterable[dict]) -> dict[str, set[str]]:
    """Names in the training part of our own annotation, where one label is clearly theirs."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        for text, spans, _ in row["parts"] if row["source"] in OURS else ():
            for start, end, label in spans:
                counts.setdefault(text[start:end], Counter())[label] += 1
    lists: dict[str, set[str]] = {}
    for name, labels in counts.items():
        label, count = labels.most_common(1)[0]
        if count >= 0.8 * labels.total() and len(name) > 1:
            lists.setdefault(label, set()).add(name)
    return lists


def add_person_words(lists: dict[str, set[str]]) -> None:
    """Add the first and the last words of names of persons to FIRST and LAST."""
    parts = [name.split() for name in lists["PERSON"] if " " in name]
    lists.setdefault("FIRST", set()).update(p[0] for p in parts if len(p[0]) > 2)
    lists.setdefault("LAST", set()).update(
        word for p in parts for word in p[-1].split("-") if len(word) > 2
    )


def common_words(texts: Iterable[str]) -> set[str]:
    """Words that running text has mostly in lower case."""
    lower: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for text in texts:
        for match in re.finditer(r"(?<=[a-z,;] )[^\W\d_]+(?:'\w+)?", text):  # inside a clause
            every[match[0].lower()] += 1
            lower[match[0]] += match[0].islower()
    return {w for w, n in lower.items() if n >= COMMON_COUNT and n >= COMMON_SHARE * every[w]}


def hashed(nlp: Language, names: Iterable[str]) -> list[Sequence[int]]:
    """Token hashes of each name's lower-cased words."""
    docs = nlp.tokenizer.pipe(sorted(names))
    return [[token.lower for token in doc] for doc in docs]


def build(shared: Path, work: Path) -> None:
    """Write ``names.npz``, for training, and ``names_shipped.npz``, with more names, for use."""
    ner = shared / "corpora" / "ner"
    lists = name_lists(ner)
    add_person_words(lists)
    rows = read_rows(work / "train.jsonl")
    texts = [part[0] for row in rows for part in row["parts"]]
    lists["COMMON"] = common_words([*texts, *corpora.read_gmb_texts(ner).values()])
    words = vocabulary(texts)
    save(lists, words, work / "names.npz")
    for label, names in annotated_names(rows).items():
        lists[label] |= names
    add_person_words(lists)
    save(lists, words, work / "names_shipped.npz")


def vocabulary(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Sorted hashes (`Token.norm`) of the words that training texts have at least `KNOWN` times."""
    nlp = split_names_off(spacy.blank("en"))
    counts = Counter(
        norm for doc in nlp.tokenizer.pipe(texts) for norm in doc.to_array(NORM).tolist()
    )
    return np.array(sorted(w for w, n in counts.items() if n >= KNOWN), dtype=np.uint64)


def save(lists: dict[str, set[str]], words: NDArray[np.uint64], out: Path) -> None:
    """Hash the lists into a table and store it, with the vocabulary."""
    nlp = spacy.blank("en")
    table = build_table({label: hashed(nlp, names) for label, names in lists.items()})
    np.savez_compressed(out, keys=table.keys, bits=table.bits, words=words)
    print(
        out.name, {label: len(names) for label, names in lists.items()}, len(table.keys), len(words)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    arguments = parser.parse_args()
    build(arguments.shared, WORK)


if __name__ == "__main__":
    main()
