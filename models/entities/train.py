"""Train the entity model: ``python -m models.entities.train --out FOLDER [--init MODEL]``.

``--init`` goes on from a trained model, with the data and the name lists as they are now: the
second stage, and the way to take in newly annotated text.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

import numpy as np
import spacy
from spacy.cli.train import train
from spacy.language import Language
from spacy.util import load_config

from models.entities.assemble import HERE, WORK
from models.entities.reader import register


def with_lists(nlp: Language, table: Path) -> Language:
    """The pipeline with another table of name lists in its embedding."""
    with np.load(table) as stored:
        for node in nlp.get_pipe("ner").model.walk():
            if node.name == "name_lists":
                node.attrs["keys"], node.attrs["bits"] = stored["keys"], stored["bits"]
    return nlp


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=WORK / "model")
    parser.add_argument("--init", type=Path)
    parser.add_argument("--steps", type=int, default=10000)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--words", type=int, default=1000, help="words a batch, at the end")
    parser.add_argument("--every", type=int, default=500, help="steps between evaluations")
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    register()
    config = load_config(HERE / "config.cfg")
    config["training"]["max_steps"] = arguments.steps
    config["training"]["eval_frequency"] = arguments.every
    config["training"]["optimizer"]["learn_rate"] = arguments.rate
    config["training"]["batcher"]["size"]["stop"] = arguments.words
    config["system"]["seed"] = arguments.seed
    with tempfile.TemporaryDirectory() as folder:
        if arguments.init:
            start = Path(folder) / "start"
            with_lists(spacy.load(arguments.init), WORK / "names.npz").to_disk(start)
            config["components"]["ner"] = {"source": str(start)}
            config["initialize"]["components"] = {}
            config["training"]["batcher"]["size"]["start"] = arguments.words // 2
        path = Path(folder) / "config.cfg"
        config.to_disk(path)
        os.chdir(HERE.parents[1])  # the config's paths count from the checkout
        train(path, arguments.out.absolute())


if __name__ == "__main__":
    main()
