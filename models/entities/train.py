"""Train the entity model: ``python -m models.entities.train --out FOLDER [--init MODEL]``.

spaCy's own loop copies and re-aligns every example; this one trains the same component with the
same optimizer in two thirds of the time. What is kept is a running mean of the weights.
``--init`` goes on from a trained model, with the data and the name lists as they are now.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.util import fix_random_seed, load_config, registry
from thinc.api import Config, Model

from models.entities.assemble import HERE, WORK
from models.entities.reader import register

#: Share of the weights that the running mean keeps at each of its updates, and steps between them.
MEAN_KEEPS, MEAN_EVERY = 0.98, 20


@registry.schedules("factmill.trapezoid.v1")
def trapezoid(rate: float, warmup: int, fall: float, steps: int) -> Iterator[float]:
    """``rate`` from step ``warmup`` on, falling to 0 in the last part (``fall``) of all steps."""
    for step in count():
        left = (steps - step) / max(fall * steps, 1)
        yield rate * max(min(1.0, (step + 1) / warmup, left), 0.0)


class RunningMean:
    """Mean of a model's weights over the last thousand steps or so."""

    def __init__(self, model: Model[Any, Any]) -> None:
        self.model = model
        self.weights = {key: node.get_param(key[1]).copy() for key, node in self._parameters()}

    def _parameters(self) -> Iterator[tuple[tuple[int, str], Model[Any, Any]]]:
        for node in self.model.walk():
            for name in node.param_names:
                if node.has_param(name):
                    yield (node.id, name), node

    def update(self, keep: float) -> None:
        for key, node in self._parameters():
            mean = self.weights[key]
            mean *= keep
            mean += (1 - keep) * node.get_param(key[1])

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """The model with the mean as its weights."""
        own = {key: node.get_param(key[1]).copy() for key, node in self._parameters()}
        for key, node in self._parameters():
            node.set_param(key[1], self.weights[key].copy())
        yield
        for key, node in self._parameters():
            node.set_param(key[1], own[key])


def with_lists(nlp: Language, table: Path) -> Language:
    """The pipeline with another table of name lists in its embedding."""
    with np.load(table) as stored:
        for node in nlp.get_pipe("ner").model.walk():
            if node.name == "name_lists":
                node.attrs["keys"], node.attrs["bits"] = stored["keys"], stored["bits"]
    return nlp


def load_pipeline(config: Config, start: Path | None) -> Language:
    """A new pipeline, with the weights of a trained one where there is one."""
    nlp = init_nlp(config)
    if start is not None:
        take_weights(nlp.get_pipe("ner").model, spacy.load(start).get_pipe("ner").model)
    return nlp


def take_weights(new: Model[Any, Any], old: Model[Any, Any]) -> None:
    """Weights and vocabulary of ``old`` for the layers of ``new``; those it lacks stay as they are.

    Raises:
        ValueError: a layer of ``old`` has no place in ``new``, or another shape there.
    """
    layers = _layers(new)
    for key, layer in _layers(old).items():
        if key not in layers:
            raise ValueError(f"the new model has no layer {key}")
        for name in layer.param_names:
            if layer.get_param(name).shape != layers[key].get_param(name).shape:
                raise ValueError(f"{name} of layer {key} has another shape")
            layers[key].set_param(name, layer.get_param(name).copy())
        if "words" in layer.attrs:
            layers[key].attrs["words"] = layer.attrs["words"]


def _layers(model: Model[Any, Any]) -> dict[tuple[str, int], Model[Any, Any]]:
    """Layers with weights or a vocabulary, by name and by place among those of that name."""
    seen: Counter[str] = Counter()
    layers = {}
    for layer in model.walk():
        if layer.param_names or "words" in layer.attrs:
            layers[layer.name, seen[layer.name]] = layer
            seen[layer.name] += 1
    return layers


def train(config: Config, start: Path | None, out: Path, every: int) -> None:
    """Train as ``config`` says; write the mean of the weights to ``out``."""
    fix_random_seed(config["system"]["seed"])
    nlp = load_pipeline(config, start)
    config = config.interpolate()
    settings = registry.resolve(config["training"], schema=None, validate=False)
    corpora = registry.resolve(config["corpora"], validate=False)
    dev = list(corpora["dev"](nlp))
    optimizer, ner = settings["optimizer"], nlp.get_pipe("ner")
    batches = settings["batcher"](corpora["train"](nlp))
    mean, losses = RunningMean(ner.model), {"ner": 0.0}
    for step in range(1, settings["max_steps"] + 1):
        ner.update(next(batches), drop=settings["dropout"], losses=losses)
        ner.finish_update(optimizer)
        optimizer.step_schedules()
        if step % MEAN_EVERY == 0:
            mean.update(min(MEAN_KEEPS, step / (step + 10 * MEAN_EVERY)))
        if step % every == 0 or step == settings["max_steps"]:
            with mean.in_use():
                nlp.to_disk(out)
                scores = nlp.evaluate(dev)
            print(report(step, losses["ner"] / every, scores), flush=True)
            losses = {"ner": 0.0}


def report(step: int, loss: float, scores: dict[str, Any]) -> str:
    """A line of the log: F1 on our development sets, and by label."""
    labels = ", ".join(f"{k} {100 * v['f']:.0f}" for k, v in scores["ents_per_type"].items())
    return f"{step:6} {time.process_time():6.0f}s {loss:6.1f} {100 * scores['ents_f']:.2f} {labels}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=WORK / "model")
    parser.add_argument("--init", type=Path)
    parser.add_argument("--steps", type=int, default=39000)
    parser.add_argument("--rate", type=float, default=0.001, help="of learning")
    parser.add_argument(
        "--fall", type=float, default=0.28, help="part of the steps in which it falls to 0"
    )
    parser.add_argument("--words", type=int, default=1000, help="words a batch, at the end")
    parser.add_argument("--every", type=int, default=1000, help="steps between evaluations")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument(
        "--weights", nargs="*", default=[], metavar="SOURCE=WEIGHT", help="other than assembled"
    )
    arguments = parser.parse_args()
    register()
    config = load_config(HERE / "config.cfg")
    config["paths"]["work"] = str(WORK)
    config["training"]["max_steps"] = arguments.steps
    config["training"]["optimizer"]["learn_rate"].update(rate=arguments.rate, fall=arguments.fall)
    config["training"]["batcher"]["size"]["stop"] = arguments.words
    config["system"]["seed"] = arguments.seed
    weights = dict(pair.split("=") for pair in arguments.weights)
    config["corpora"]["train"]["weights"] = {k: float(v) for k, v in weights.items()}
    if arguments.init:
        config["training"]["batcher"]["size"]["start"] = arguments.words
    train(config, arguments.init, arguments.out.absolute(), arguments.every)


if __name__ == "__main__":
    main()
