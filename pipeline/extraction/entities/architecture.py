"""``factmill.NameListEmbed.v1``: spaCy's hash embedding with name lists beside it.

The embedding of `spacy.MultiHashEmbed.v2` sees a word's form; this one also sees whether lists of
persons, companies, places, weapons... hold the word or the phrase it stands in, and whether the
word is common in lower case. The lists travel inside the model's weights, as hashes.

In training some documents see no lists and a third of the names is hidden from all (`HIDDEN`), so
that the model learns to trust context where the lists know nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from spacy.attrs import IS_LOWER, LOWER
from spacy.ml.featureextractor import FeatureExtractor
from spacy.tokens import Doc
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
)
from thinc.layers.chain import forward as chain_forward
from thinc.types import Floats2d, Ragged

from pipeline.extraction.entities.namelists import NameTable, features, mixed, width

#: Chance that a training document sees no lists; one name in `HIDDEN` is never seen in training.
BLIND_DOCUMENTS = 0.3
HIDDEN = 3


def name_list_embed(
    width: int, attrs: list[str], rows: list[int], table: str | None = None
) -> Model[list[Doc], list[Floats2d]]:
    """Embed lexical attributes and list membership.

    Args:
        width: of the output and of each attribute's table.
        attrs: lexical attributes, as for `spacy.MultiHashEmbed.v2`.
        rows: of the hash table of each attribute.
        table: path of an ``.npz`` with ``keys`` and ``bits``; only needed in training, a trained
            model carries its own.
    """
    hashed: list[Any] = [
        HashEmbed(width, count, column=column, seed=8 + column, dropout=0.0)
        for column, count in enumerate(rows)
    ]
    forms: Any = chain(
        FeatureExtractor(list(attrs)),
        cast(Any, list2ragged()),
        with_array(cast(Any, concatenate(*hashed))),
    )
    lists = name_lists(Path(table) if table else None)
    mixer = Maxout(
        width, width * len(rows) + lists.get_dim("nO"), nP=3, dropout=0.0, normalize=True
    )
    layers: list[Any] = [concatenate(forms, lists), with_array(cast(Any, mixer)), ragged2list()]
    model: Any = chain(*layers)
    model._func = _embed
    return cast(Model[list[Doc], list[Floats2d]], model)


def _embed(
    model: Model[list[Doc], list[Floats2d]], docs: Sequence[Doc], is_train: bool
) -> tuple[Any, Callable[[Any], Any]]:
    """A chain of the layers; in use, each distinct word (with its marks) is embedded once."""
    if is_train or not len(docs):
        return chain_forward(cast(Any, model), docs, is_train)
    both, mixer = model.layers[0], model.layers[1]
    forms, lists = both.layers
    attributes = np.concatenate(forms.layers[0].predict(docs))
    marks = lists.predict(docs)
    _, first, inverse = np.unique(
        _keys(attributes, marks.data), return_index=True, return_inverse=True
    )
    embedded = forms.layers[2].predict(attributes[first])
    rows = mixer.predict(np.hstack([embedded, marks.data[first]]))[inverse]
    return np.split(rows, np.cumsum(marks.lengths)[:-1]), lambda _: []


def _keys(attributes: Any, marks: Any) -> Any:
    """One number for a token's attributes and marks: equal keys, equal embedding."""
    keys = marks.astype(np.uint64) @ (np.uint64(1) << np.arange(marks.shape[1], dtype=np.uint64))
    for column in range(attributes.shape[1]):
        keys = mixed(keys, attributes[:, column])
    return keys


def name_lists(path: Path | None) -> Model[list[Doc], Ragged]:
    """The layer that looks the tokens up."""
    keys, bits = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint16)
    if path is not None:
        with np.load(path) as stored:
            keys, bits = stored["keys"], stored["bits"]
    return Model(
        "name_lists", _forward, dims={"nO": width()}, attrs={"keys": keys, "bits": bits, "seed": 3}
    )


def _forward(
    model: Model[list[Doc], Ragged], docs: Sequence[Doc], is_train: bool
) -> tuple[Ragged, Callable[[Ragged], list[Doc]]]:
    lengths = np.array([len(doc) for doc in docs], dtype="i")
    table = NameTable(model.attrs["keys"], model.attrs["bits"])
    tokens, starts, real = _flattened(docs)
    if is_train:
        shown = table.keys % np.uint64(HIDDEN) != 0
        table = NameTable(table.keys[shown], table.bits[shown])
    values = features(table, tokens, starts)[real]
    if is_train:
        generator = np.random.default_rng(int(tokens.sum() % np.uint64(2**32)))
        seeing = generator.random(len(docs)) >= BLIND_DOCUMENTS
        values *= np.repeat(seeing, lengths)[:, None]
    return Ragged(
        model.ops.asarray2f(values), model.ops.asarray1i(cast(Any, lengths))
    ), lambda _: []


def _flattened(docs: Sequence[Doc]) -> tuple[Any, Any, Any]:
    """Token hashes of all documents with a 0 after each, where names may start, and the mask that
    leaves the zeros out."""
    total = sum(len(doc) + 1 for doc in docs)
    tokens = np.zeros(total, dtype=np.uint64)
    starts = np.zeros(total, dtype=bool)
    real = np.zeros(total, dtype=bool)
    position = 0
    for doc in docs:
        values = doc.to_array([LOWER, IS_LOWER])
        stop = position + len(doc)
        tokens[position:stop] = values[:, 0]
        starts[position:stop] = values[:, 1] == 0
        real[position:stop] = True
        position = stop + 1
    return tokens, starts, real


def register() -> None:
    """Make architecture and callback known to spaCy (entry points do it once installed)."""
    from spacy.util import registry

    from pipeline.extraction.entities.blas import use_numpy_blas

    registry.architectures.register("factmill.NameListEmbed.v1", func=name_list_embed)
    registry.callbacks.register("factmill.numpy_blas.v1", func=use_numpy_blas)


__all__ = ["name_list_embed", "name_lists", "register"]
