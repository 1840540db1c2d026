"""Entity model and sentence splitter against rivals: ``python -m benchmarks.entities``."""

from __future__ import annotations

import importlib.util
import lzma
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example

from benchmarks.command import add_errors, parser_of
from models.entities.assemble import DATA, assemble, read_rows
from models.entities.evaluate import evaluate, load, table
from pipeline.extraction.sentences import split_sentences
from pipeline.paths import model_dir

RIVAL = "en_core_web_sm"
Splitter = Callable[[str], set[tuple[int, int]]]
# As many labels as the rival's components have.
_TAGS = tuple(f"TAG{index}" for index in range(50))
_DEPS = tuple(f"dep{index}" for index in range(45))
_ENTS = tuple(f"ENT{index}" for index in range(18))


def run(shared: Path, errors: int = 0) -> str:
    """The Markdown section: scores by set, sentence boundaries, speed."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        assemble(shared, DATA, work)
        ours = load(model_dir("entities"))
        parts = [
            f"Measured on {date.today()} with `python -m benchmarks.entities --shared ../shared`.",
            "\n### Entities (strict span and type, development splits)\n",
            table(evaluate(ours, shared / "bench" / "score_entities.py", work / "dev", errors)),
            "",
            _rival_scores(shared, work),
            "\n### Sentence boundaries (exact sentences, paragraph breaks kept)\n",
            _sentence_table(shared / "corpora" / "ner"),
            "\n### Speed (one core, words of written articles a CPU second)\n",
            _speed_table(ours, work),
        ]
    return "\n".join(parts)


def _rival_scores(shared: Path, work: Path) -> str:
    if importlib.util.find_spec(RIVAL) is None:
        return f"{RIVAL}: not installed."
    scorer = shared / "bench" / "score_entities.py"
    return f"{RIVAL}:\n\n{table(evaluate(spacy.load(RIVAL), scorer, work / 'dev'))}"


def documents(path: Path) -> Iterator[list[tuple[str, bool]]]:
    """Documents of a CoNLL-U file: each sentence's text and whether it opens a paragraph."""
    document: list[tuple[str, bool]] = []
    opens = False
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# newdoc"):
                if document:
                    yield document
                document = []
            elif line.startswith("# newpar"):
                opens = True
            elif line.startswith("# text = "):
                document.append((line[9:].strip(), opens))
                opens = False
    yield document


def _sentence_f1(split: Splitter, path: Path) -> float:
    right = found = wanted = 0
    for document in documents(path):
        text, gold = "", set()
        for index, (sentence, opens) in enumerate(document):
            text += ("\n\n" if opens else " ") if index else ""
            gold.add((len(text), len(text) + len(sentence)))
            text += sentence
        got = split(text)
        right, found, wanted = right + len(gold & got), found + len(got), wanted + len(gold)
    return 200 * right / (found + wanted)


def _splitters() -> dict[str, Splitter | None]:
    sentencizer = spacy.blank("en")
    sentencizer.add_pipe("sentencizer")

    def by_sentencizer(text: str) -> set[tuple[int, int]]:
        return {_stripped(s.text, s.start_char) for s in sentencizer(text).sents}

    def by_pysbd(text: str) -> set[tuple[int, int]]:
        import pysbd

        spans = pysbd.Segmenter(language="en", clean=False, char_span=True).segment(text)
        return {_stripped(span.sent, span.start) for span in spans}

    has_pysbd = importlib.util.find_spec("pysbd") is not None
    return {
        "Factmill": lambda text: set(split_sentences(text)),
        "spaCy sentencizer": by_sentencizer,
        "pysbd": by_pysbd if has_pysbd else None,
    }


def _stripped(text: str, start: int) -> tuple[int, int]:
    lead = len(text) - len(text.lstrip())
    return start + lead, start + lead + len(text.strip())


def _sentence_table(ner: Path) -> str:
    sets = {
        "GUM news": ner / "gum" / "GUM_news.conllu.xz",
        "GUM interview": ner / "gum" / "GUM_interview.conllu.xz",
        "EWT dev": ner / "ud_ewt" / "en_ewt-ud-dev.conllu.xz",
        "EWT test": ner / "ud_ewt" / "en_ewt-ud-test.conllu.xz",
    }
    lines = ["| splitter | " + " | ".join(sets) + " |", "| --- " * (1 + len(sets)) + "|"]
    for name, split in _splitters().items():
        cells = [
            f"{_sentence_f1(split, path):.1f}" if split else "not installed"
            for path in sets.values()
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def sm_architecture() -> Language:
    """The pipeline of ``en_core_web_sm`` with random weights, without its lemmatizer."""
    nlp = spacy.blank("en")
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [5000, 1000, 2500, 2500],
        "include_static_vectors": False,
    }
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4,
              "window_size": 1, "maxout_pieces": 3}  # fmt: skip
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    step = {"@architectures": "spacy.TransitionBasedParser.v2", "hidden_width": 64,
            "maxout_pieces": 2, "use_upper": True, "extra_state_tokens": False}  # fmt: skip
    nlp.add_pipe("tok2vec", config={"model": tok2vec})
    tagger = {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("parser", config={"model": {**step, "state_type": "parser", "tok2vec": listener}})
    nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("ner", config={"model": {**step, "state_type": "ner", "tok2vec": tok2vec}})
    nlp.initialize(lambda: [_dummy_example(nlp)])
    return nlp


def _dummy_example(nlp: Language) -> Example:
    """One sentence that shows every label once."""
    words = [f"word{index}" for index in range(60)]
    doc = spacy.tokens.Doc(nlp.vocab, words=words)
    return Example.from_dict(
        doc,
        {
            "words": words,
            "tags": [_TAGS[i % len(_TAGS)] for i in range(60)],
            "heads": [max(i - 1, 0) for i in range(60)],
            "deps": ["ROOT", *(_DEPS[i % len(_DEPS)] for i in range(59))],
            "entities": [f"U-{_ENTS[i]}" if i < len(_ENTS) else "O" for i in range(60)],
        },
    )


def _words_per_second(nlp: Language, texts: Sequence[str]) -> float:
    words = sum(len(text.split()) for text in texts)
    list(nlp.pipe(texts[:10]))
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        list(nlp.pipe(texts))
        best = min(best, time.process_time() - start)
    return words / best


def _speed_table(ours: Language, work: Path) -> str:
    rows = [row for row in read_rows(work / "train.jsonl") if row["source"] == "articles"]
    texts = [re.sub(r"\s*\n\s*", "\n\n", "\n\n".join(p[0] for p in r["parts"])) for r in rows[:100]]
    speeds = {
        "Factmill (sentences, entities)": _words_per_second(ours, texts),
        f"the architecture of {RIVAL}": _words_per_second(sm_architecture(), texts),
    }
    base = list(speeds.values())[-1]
    lines = ["| pipeline | words/s | times |", "| --- | --- | --- |"]
    lines += [f"| {name} | {speed:,.0f} | {speed / base:.1f} |" for name, speed in speeds.items()]
    return "\n".join(lines)


def main() -> None:
    parser = parser_of("entities", __doc__)
    add_errors(parser, "set")
    arguments = parser.parse_args()
    print(run(arguments.shared, arguments.errors))


if __name__ == "__main__":
    main()
