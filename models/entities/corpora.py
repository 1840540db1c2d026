"""Readers: each corpus of ``../shared/corpora/ner`` as documents of marked sentences.

A document is a list of `Marked` sentences (or paragraphs). Label mappings follow the corpora's
READMEs; what a corpus leaves open is marked ``unknown``, so that training does not learn it as
"no name".
"""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from models.entities.examples import Marked, from_tokens, parse_inline, parse_listed
from models.entities.lexicon import Lexicon

Document = list[Marked]
Entity = tuple[int, int, str | None]

_CROSSNER = {
    "politician": "PERSON", "person": "PERSON", "writer": "PERSON", "musicalartist": "PERSON",
    "scientist": "PERSON", "researcher": "PERSON", "organisation": "ORG", "politicalparty": "ORG",
    "band": "ORG", "university": "ORG", "magazine": "ORG", "country": "place", "location": "place",
    "election": "EVENT", "event": "EVENT", "conference": "EVENT", "book": "WORK_OF_ART",
    "poem": "WORK_OF_ART", "album": "WORK_OF_ART", "song": "WORK_OF_ART", "award": "award",
    "misc": "misc", "product": "unknown", "programlang": "unknown", "academicjournal": "unknown",
    "astronomicalobject": "unknown", "theory": "unknown", "enzyme": "unknown", "protein": "unknown",
    "discipline": "unknown", "literarygenre": "unknown", "musicgenre": "unknown",
    "field": "unknown", "task": "unknown", "algorithm": "unknown", "metrics": "unknown",
}  # fmt: skip
_WNUT = {"person": "PERSON", "location": "place", "corporation": "ORG", "group": "ORG",
         "product": "PRODUCT", "creative-work": "WORK_OF_ART"}  # fmt: skip
_COARSE = {"PER": "PERSON", "ORG": "ORG", "LOC": "place", "MISC": "misc", "OTH": "misc"}
_CALENDAR = re.compile(
    r"^(?:I|I'\w+|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?$|^(?:January|February|March|April|May"
    r"|June|July|August|September|October|November|December|Mr|Mrs|Ms|Dr|AM|PM|OK|TV|CEO|EST|GMT)\.?$"
)


def read_sentences(ner: Path) -> list[Document]:
    """`voa_gold/sentences`: unconnected sentences, one a document."""
    with lzma.open(ner / "voa_gold" / "sentences.tsv.xz", "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [[parse_listed(row[1], row[2] if len(row) > 2 else "")] for row in rows]


def read_annotations(paths: Iterable[Path], texts: dict[str, str]) -> list[Document]:
    """``id<TAB>LABEL=name|...`` files: the text of a sentence number comes from ``gmb``."""
    documents = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            number, _, names = line.partition("\t")
            if number.strip() in texts:
                documents.append([parse_listed(texts[number.strip()], names.strip())])
    return documents


def read_lines_file(path: Path) -> list[Document]:
    """A file of inline-marked lines, one a document."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [[parse_inline(line.strip())] for line in lines if line.strip()]


def read_articles(path: Path) -> list[Document]:
    """A file of articles: ``## headline``, then a paragraph a line."""
    documents: list[Document] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            documents.append([parse_inline(line[3:].strip())])
        elif line.strip() and documents:
            documents[-1].append(parse_inline(line.strip()))
    return documents


def read_gmb_texts(ner: Path) -> dict[str, str]:
    """Sentence number -> detokenised text. The corpus's own labels are not used."""
    texts: dict[str, str] = {}
    tokens: list[str] = []
    number = ""
    with lzma.open(
        ner / "gmb" / "ner_dataset.csv.xz", "rt", encoding="latin-1", newline=""
    ) as file:
        for row in csv.reader(file):
            if row[0].startswith("Sentence: "):
                if tokens:
                    texts[number] = from_tokens(tokens, ()).text
                number, tokens = row[0].removeprefix("Sentence: "), []
            if number:
                tokens.append(row[1])
    texts[number] = from_tokens(tokens, ()).text
    return texts


def read_redocred(ner: Path, lexicon: Lexicon) -> list[Document]:
    documents = []
    for name in ("dev", "test"):
        path = ner / "redocred" / f"redocred_{name}.json.xz"
        with lzma.open(path, "rt", encoding="utf-8") as file:
            documents += [_redocred_document(record, lexicon) for record in json.load(file)]
    return documents


def _redocred_document(record: dict, lexicon: Lexicon) -> Document:
    document = []
    for index, tokens in enumerate(record["sents"]):
        mentions = {
            (m["pos"][0], m["pos"][1], m["type"])
            for m in record["mentions"]
            if m["sent_id"] == index and m["type"] in _COARSE
        }
        entities = [(a, b, kind) for a, b, kind in _flat(sorted(mentions))]
        document.append(_typed(tokens, entities, _COARSE, lexicon, split_hyphens=True))
    return document


def _flat(spans: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The longest of overlapping spans."""
    taken: list[tuple[int, int]] = []
    for start, end, label in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if not any(start < e and end > s for s, e in taken):
            taken.append((start, end))
            yield start, end, label


def read_columns(
    path: Path, labels: dict[str, str], lexicon: Lexicon, *, partial: bool = False
) -> list[Document]:
    """A CoNLL-like file (token first, tag last or second), sentences as one-sentence documents."""
    documents = []
    for lines in _blocks(path):
        text = next((line[9:] for line in lines if line.startswith("# text = ")), None)
        rows = [re.split(r"[\t ]", line) for line in lines if not line.startswith("# ")]
        if path.name.endswith("iob2.xz"):
            rows = [row[1:] for row in rows]
        tokens, tags = [row[0] for row in rows], [row[1] for row in rows]
        spaces = _spaces_from(text, tokens) if text else None
        entities = list(_chunks(tags))
        documents.append([_typed(tokens, entities, labels, lexicon, spaces, partial=partial)])
    return documents


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                yield block
                block = []
    if block:
        yield block


def _spaces_from(text: str, tokens: Sequence[str]) -> list[bool] | None:
    spaces, position = [], 0
    for token in tokens:
        start = text.find(token, position)
        if start < 0 or text[position:start].strip():
            return None
        position = start + len(token)
        spaces.append(text[position : position + 1].isspace())
    return spaces


def _chunks(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Chunks of BIO or IO tags."""
    start: int | None = None
    for index, tag in enumerate([*tags, "O"]):
        continues = start is not None and tag == f"I-{tags[start][2:]}"
        if start is not None and not continues:
            yield start, index, tags[start][2:]
            start = None
        if start is None and tag[:2] in {"B-", "I-"}:
            start = index


def _typed(
    tokens: Sequence[str],
    entities: Iterable[tuple[int, int, str]],
    labels: dict[str, str],
    lexicon: Lexicon,
    spaces: Sequence[bool] | None = None,
    *,
    partial: bool = False,
    split_hyphens: bool = False,
) -> Marked:
    found: list[Entity] = []
    for start, end, raw in entities:
        kind = labels.get(raw)
        if kind is not None:
            found.append((start, end, _resolve(kind, " ".join(tokens[start:end]), lexicon)))
    found += _unmarked(tokens, found, lexicon, partial=partial)
    return from_tokens(tokens, found, spaces, split_hyphens=split_hyphens)


def _resolve(kind: str, name: str, lexicon: Lexicon) -> str | None:
    if kind == "place":
        return lexicon.place(name)
    if kind == "misc":
        return lexicon.misc(name)
    if kind == "award":
        return "WORK_OF_ART" if re.search(r"Prize|Medal|Award|Oscar|Grammy", name) else None
    return None if kind == "unknown" else kind


def _unmarked(
    tokens: Sequence[str], found: Sequence[Entity], lexicon: Lexicon, *, partial: bool
) -> Iterator[Entity]:
    """Demonyms the corpus leaves bare; with ``partial`` also every other capitalised word."""
    covered = {index for start, end, _ in found for index in range(start, end)}
    for index, token in enumerate(tokens):
        if index in covered:
            continue
        if lexicon.is_demonym(token) and token[:1].isupper():
            yield index, index + 1, lexicon.demonym(token)
        elif partial and index and token[:1].isupper() and not _CALENDAR.match(token):
            yield index, index + 1, None


def read_uner(ner: Path, lexicon: Lexicon) -> list[Document]:
    """No NORP, EVENT, PRODUCT...: capitalised words outside the three types stay open."""
    paths = sorted((ner / "uner_ewt").glob("*.iob2.xz"))
    return [d for p in paths for d in read_columns(p, _COARSE, lexicon, partial=True)]


def read_wikigold(ner: Path, lexicon: Lexicon) -> list[Document]:
    path = ner / "wikigold" / "wikigold.conll.txt.xz"
    return [d for d in read_columns(path, _COARSE, lexicon) if "-DOCSTART-" not in d[0].text]


def read_wnut(ner: Path, lexicon: Lexicon) -> list[Document]:
    return read_columns(ner / "wnut17" / "wnut17train.conll.xz", _WNUT, lexicon)


def read_crossner(ner: Path, lexicon: Lexicon, pattern: str) -> list[Document]:
    paths = sorted((ner / "crossner").glob(pattern))
    return [d for p in paths for d in read_columns(p, _CROSSNER, lexicon)]


_GUM_LABELS: dict[str, str] = {
    "person": "PERSON",
    "organization": "ORG",
    "place": "place",
    "event": "EVENT",
}


def read_gum(ner: Path, lexicon: Lexicon) -> dict[str, Document]:
    """Document name -> sentences, with names derived from entity spans that a proper noun heads."""
    documents: dict[str, Document] = {}
    for path in sorted((ner / "gum").glob("*.conllu.xz")):
        name = ""
        for lines in _blocks(path):
            for line in lines:
                if line.startswith("# newdoc id = "):
                    name = line.split(" = ", 1)[1]
            rows = [line.split("\t") for line in lines if not line.startswith("#")]
            rows = [row for row in rows if row[0].isdigit()]
            documents.setdefault(name, []).append(_gum_sentence(rows, lexicon))
    return documents


def _gum_sentence(rows: Sequence[Sequence[str]], lexicon: Lexicon) -> Marked:
    tokens = [row[1] for row in rows]
    spaces = ["SpaceAfter=No" not in row[9] for row in rows]
    runs = []
    for start, end, kind in _gum_entities(rows):
        run = _proper_run(rows, start, end, joining=kind != "person")
        if run and kind != "time":
            runs.append((*run, kind))
    found: list[Entity] = []
    for start, end, kind in _flat(sorted(set(runs))):
        name = "".join(
            t + " " * s for t, s in zip(tokens[start:end], spaces[start:end], strict=True)
        ).strip()
        label = _GUM_LABELS.get(kind, "misc")
        found.append((start, end, _resolve(label, name, lexicon)))
    proper = [i for i, row in enumerate(rows) if row[4].startswith("NNP")]
    covered = {i for start, end, _ in found for i in range(start, end)}
    found += [
        (i, i + 1, None) for i in proper if i not in covered and not _CALENDAR.match(tokens[i])
    ]
    found += list(_unmarked(tokens, found, lexicon, partial=False))
    return from_tokens(tokens, found, spaces)


def _gum_entities(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """Nested spans of the ``Entity=`` notation: ``(3-person-...`` opens, ``3)`` closes."""
    stack: list[tuple[str, str, int]] = []
    for index, row in enumerate(rows):
        value = next((f[7:] for f in row[9].split("|") if f.startswith("Entity=")), "")
        for opened, number, rest, closed in re.findall(r"(\()?(\d+)((?:-[^()]*)?)(\))?", value):
            if opened:
                stack.append((number, rest.split("-")[1] if rest else "", index))
            if closed:
                for place in range(len(stack) - 1, -1, -1):
                    if stack[place][0] == number:
                        _, kind, start = stack.pop(place)
                        yield start, index + 1, kind
                        break


def _proper_run(
    rows: Sequence[Sequence[str]], start: int, end: int, *, joining: bool
) -> tuple[int, int] | None:
    """The proper-name run around the span's head, None when the head is no proper noun."""
    heads = [i for i in range(start, end) if not start <= int(rows[i][6]) - 1 < end]
    if not heads or not rows[heads[0]][4].startswith("NNP"):
        return None
    first = last = heads[0]

    def proper(index: int) -> bool:
        return rows[index][4].startswith("NNP") or (
            rows[index][1][:1].isupper() and rows[index][4] in {"JJ", "NN", "NNS", "CD"}
        )

    while first > start and proper(first - 1):
        first -= 1
    while last + 1 < end:
        step = next(
            (k for k in ((1, 2, 3) if joining else (1,)) if last + k < end and proper(last + k)),
            None,
        )
        between = [rows[last + j][1].lower() for j in range(1, step)] if step else []
        if step is None or not all(
            w in {"of", "the", "and", "for", "de", "la", "&", "-"} for w in between
        ):
            break
        last += step
    return first, last + 1
