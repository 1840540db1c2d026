"""One contender of `benchmarks.speed` in a process of its own: ``python -m benchmarks.speed_rivals
NAME CORPUS OUT``. Prints one JSON object: ``documents``, ``words`` and, by stage, CPU ``seconds``.

A contender reads the files of the folder CORPUS. Ours writes tables to OUT, the others Parquet or
nothing. CPU seconds of the whole process tree are taken by the caller.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # only those who need spaCy shall wait for it
    from spacy.language import Language

LABELS = ("PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "LAW", "DATE", "MONEY")
stages: dict[str, float] = {}


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Add the CPU seconds of a block to ``stages``."""
    start = cpu()
    yield
    stages[name] = stages.get(name, 0.0) + cpu() - start


def cpu() -> float:
    """Seconds of this process and of its children that have ended."""
    own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in own)


def texts_of(corpus: Path) -> list[str]:
    """Ready text; of HTML what trafilatura extracts, as a user's script would."""
    texts = []
    for path in sorted(corpus.iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            import trafilatura

            text = trafilatura.extract(text) or ""
        texts.append(text)
    return texts


def model_alone(load: Callable[[], Language]) -> Callable[[Path, Path], list[str]]:
    """A spaCy pipeline over ready texts, as spaCy runs it by itself."""

    def run(corpus: Path, out: Path) -> list[str]:
        with stage("load"):
            nlp = load()
        with stage("read"):
            texts = texts_of(corpus)
        with stage("model"):
            for _ in nlp.pipe(texts):
                pass
        return texts

    return run


def shipped_model() -> Language:
    """The entity model that ships, with spaCy's own decoder: the floor."""
    import spacy

    import pipeline.extraction.sentences  # noqa: F401  (registers its component)
    from pipeline.extraction.entities import architecture
    from pipeline.paths import model_dir

    architecture.register()
    return spacy.load(model_dir("entities"), config={"components": {"ner": {"factory": "ner"}}})


def shipped_model_decoded() -> Language:
    """The same as a run loads it, with our decoder."""
    from pipeline.extraction.extractor import load_model

    return load_model("shipped")


def trafilatura_alone(corpus: Path, out: Path) -> list[str]:
    with stage("extract"):
        return texts_of(corpus)


def small_pipeline() -> Language:
    """Components and sizes of en_core_web_sm 3.8, with random weights: for its time alone.

    The real one has a lemmatizer and an attribute ruler besides, and is not on PyPI.
    """
    import spacy

    nlp = spacy.blank("en")
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}
    nlp.add_pipe("tok2vec", config={"model": _tok2vec({**WORDS, "SPACY": 50, "IS_SPACE": 50})})
    tagger = nlp.add_pipe(
        "tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared}}
    )
    parser = nlp.add_pipe("parser", config={"model": _transitions("parser", shared)})
    # The NER of en_core_web_sm has an embedding of its own.
    ner = nlp.add_pipe("ner", config={"model": _transitions("ner", _tok2vec(WORDS))})
    for tag in range(50):
        tagger.add_label(f"T{tag}")
    for label in ("nsubj", "dobj", "prep", "pobj", "det", "amod", "compound", "ROOT", "punct"):
        parser.add_label(label)
    for label in LABELS:
        ner.add_label(label)
    nlp.initialize()
    return nlp


WIDTH = 96
WORDS = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500}
"""Attributes that are embedded, and the rows of the table of each."""


def _tok2vec(rows: dict[str, int]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": WIDTH,
            "attrs": list(rows),
            "rows": list(rows.values()),
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTH,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }


def _transitions(kind: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


def script(corpus: Path, out: Path) -> list[str]:
    """What a user would write: spaCy in two processes, dateparser and price-parser, pandas.

    Random weights find random names, so the spans that the two parsers read are taken by a plain
    pattern instead: sentences with a digit for dateparser, words after a currency sign for
    price-parser.
    """
    import pandas as pd

    nlp, texts = small_pipeline(), texts_of(corpus)
    entities: list[tuple[int, str, str]] = []
    money: list[tuple[int, str, Decimal | None, str | None]] = []
    dates: list[tuple[int, str, Any]] = []
    with stage("spaCy, 2 processes"):
        # The model stays out of the way of what is measured after it: only ready Docs come back.
        for number, doc in enumerate(nlp.pipe(texts, n_process=2)):
            entities += [(number, ent.text, ent.label_) for ent in doc.ents]
    with stage("dateparser"):
        dates += [(n, *found) for n, text in enumerate(texts) for found in _dates(text)]
    with stage("price-parser"):
        money += [(n, *found) for n, text in enumerate(texts) for found in _prices(text)]
    with stage("pandas"):
        out.mkdir(parents=True, exist_ok=True)
        pd.DataFrame({"text": texts}).to_parquet(out / "documents.parquet")
        pd.DataFrame(entities, columns=["document", "text", "label"]).to_parquet(
            out / "entities.parquet"
        )
        frame = pd.DataFrame(money, columns=["document", "text", "amount", "currency"])
        frame.astype({"amount": float}).to_parquet(out / "money.parquet")
        pd.DataFrame(dates, columns=["document", "text", "date"]).to_parquet(out / "dates.parquet")
    return texts


def _dates(text: str) -> Iterator[tuple[str, Any]]:
    import re

    from dateparser.search import search_dates

    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        if any(character.isdigit() for character in sentence):
            yield from search_dates(sentence, languages=["en"]) or ()


def _prices(text: str) -> Iterator[tuple[str, Decimal | None, str | None]]:
    import re

    from price_parser import Price

    for match in re.finditer(r"[$€£¥][\d.,]+|\b[\d.,]+ (?:dollars|euros|pounds|yen)\b", text):
        price = Price.fromstring(match.group())
        yield match.group(), price.amount, price.currency


def datatrove(corpus: Path, out: Path) -> list[str]:
    """Datatrove's extractor and writer with a spaCy step, one task."""
    from datatrove.data import DocumentsPipeline
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.extractors import Trafilatura
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import ParquetWriter

    class Entities(PipelineStep):
        name = "spaCy"

        def run(
            self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1
        ) -> DocumentsPipeline:
            nlp = small_pipeline()
            pairs = ((document.text, document) for document in data)
            for doc, document in nlp.pipe(pairs, as_tuples=True):
                document.metadata["entities"] = json.dumps(
                    [(e.start_char, e.end_char, e.label_) for e in doc.ents]
                )
                yield document

    paths = sorted(corpus.iterdir())
    out.mkdir(parents=True, exist_ok=True)
    with (out / "in.jsonl").open("w", encoding="utf-8") as lines:
        for path in paths:
            row = {"text": path.read_text(encoding="utf-8"), "id": path.name}
            lines.write(json.dumps(row) + "\n")
    html = [Trafilatura()] if any(path.suffix == ".html" for path in paths) else []
    steps = [JsonlReader(str(out), glob_pattern="in.jsonl"), *html, Entities()]
    steps.append(ParquetWriter(str(out / "tables")))
    with stage("all"):
        LocalPipelineExecutor(pipeline=steps, logging_dir=str(out / "logs")).run()
    return texts_of(corpus) if not html else [path.read_text(encoding="utf-8") for path in paths]


def factmill(workers: int) -> Callable[[Path, Path], list[str]]:
    def run(corpus: Path, out: Path) -> list[str]:
        from pipeline import lean
        from pipeline.run.ingest import ingest
        from pipeline.run.settings import RunSettings

        lean.keep_pandas_out()  # as the command line does
        settings = RunSettings(workers=workers)
        with stage("all"):
            report = ingest([corpus], out / "processed", settings=settings)
        assert not report.failures, report.failures
        return [] if corpus.name == "html" else texts_of(corpus)

    return run


CONTENDERS: dict[str, Callable[[Path, Path], list[str]]] = {
    "floor": model_alone(shipped_model),
    "model": model_alone(shipped_model_decoded),
    "spacy-sm": model_alone(small_pipeline),
    "trafilatura": trafilatura_alone,
    "script": script,
    "datatrove": datatrove,
    "factmill-0": factmill(0),
    "factmill-1": factmill(1),
    "factmill-2": factmill(2),
}


def main() -> int:
    name, corpus, out = sys.argv[1:]
    texts = CONTENDERS[name](Path(corpus), Path(out))
    words = sum(len(text.split()) for text in texts)
    print(json.dumps({"documents": len(list(Path(corpus).iterdir())), "words": words,
                      "stages": {k: round(v, 3) for k, v in stages.items()}}))  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
