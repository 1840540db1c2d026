"""Turn a trained model into the one that ships: ``python -m models.entities.package MODEL...``.

Of several models that one run of training left, the mean of the weights ships (model soups,
Wortsman et al. 2022).

The shipped pipeline is `factmill_sentences`, `ner` and `factmill_settle`; its config names no
training file.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language

import pipeline.extraction.entities.settle
import pipeline.extraction.sentences  # noqa: F401  (both register their components)
from models.entities.assemble import HERE, WORK
from models.entities.train import with_lists
from pipeline.extraction.entities.architecture import register
from pipeline.extraction.entities.tokens import split_names_off

ATTRIBUTION = (
    "Trained on: Factmill's own sentences and articles (Apache-2.0); Factmill's annotation of"
    " public-domain news sentences of the Groningen Meaning Bank; Re-DocRED (MIT; text Wikipedia,"
    " CC BY-SA); GUM, open genres (CC BY 4.0); Universal NER English-EWT (CC BY-SA 4.0); WikiGold"
    " (CC BY 4.0); CrossNER (MIT; text Wikipedia, CC BY-SA); W-NUT 2017 (CC BY 4.0). Name lists:"
    " Factmill's own; CIA World Factbook (public domain); S&P 500 and NASDAQ listings (PDDL);"
    " world cities from GeoNames (CC BY 4.0); CLDR territories (Unicode licence)."
)
MAX_BYTES = 15_000_000


def mean_of(trained: Sequence[Path]) -> Language:
    """The first pipeline, its weights the mean of all; they must be of one run of training.

    Raises:
        ValueError: the layers of two models differ.
    """
    first, *others = [spacy.load(path) for path in trained]
    layers = [list(nlp.get_pipe("ner").model.walk()) for nlp in (first, *others)]
    for same in zip(*layers, strict=True):
        if len({layer.name for layer in same}) > 1:
            raise ValueError(f"layers differ: {[layer.name for layer in same]}")
        for name in same[0].param_names:
            if same[0].has_param(name):
                mean = sum(layer.get_param(name) for layer in same) / len(same)
                same[0].set_param(name, mean.astype("float32"))
    return first


def package(trained: Sequence[Path], out: Path, version: str) -> int:
    """Write the shipped pipeline to ``out``; returns its size in bytes."""
    register()
    nlp = split_names_off(with_lists(mean_of(trained), WORK / "names_shipped.npz"))
    if "factmill_sentences" not in nlp.pipe_names:
        nlp.add_pipe("factmill_sentences", first=True)
    if "factmill_settle" not in nlp.pipe_names:
        nlp.add_pipe("factmill_settle", last=True)
    nlp.meta.update(
        name="factmill_entities", version=version, license="Apache-2.0", author="Factmill",
        description=f"Names of ten types and sentence boundaries for English news. {ATTRIBUTION}",
        sources=[],
    )  # fmt: skip
    nlp.meta.pop("performance", None)
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out, exclude=["vocab"])
    _clean_config(out / "config.cfg")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    if size > MAX_BYTES:
        raise SystemExit(f"{size} bytes are more than the {MAX_BYTES} that may ship")
    return size


def _clean_config(path: Path) -> None:
    """Training paths and readers do not travel: the config must load anywhere."""
    config = spacy.util.load_config(path)
    for section in ("corpora", "training", "paths", "pretraining"):
        config[section] = {}
    config["initialize"] = {"components": {}, "tokenizer": {}}
    config["components"]["ner"]["model"]["tok2vec"]["embed"]["table"] = None
    config.to_disk(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL")
    parser.add_argument("--out", type=Path, default=HERE / "shipped")
    parser.add_argument("--version", default="0.1.0")
    arguments = parser.parse_args()
    print(package(arguments.models, arguments.out, arguments.version), "bytes")


if __name__ == "__main__":
    main()
