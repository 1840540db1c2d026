"""``factmill.NameListEmbed.v2``: an embedding of words that sees their form and lists of names.

Of a word it sees: the word itself where training had it often enough, its first and last letters,
its shape, and whether lists of persons, companies, places, weapons... hold it or the phrase it
stands in. A word that training hardly had is the unknown word, not the chance sum of rows that
spaCy's hash embedding makes of it; its affixes then say what it looks like. Lists and vocabulary
travel inside the model's weights, as hashes.

In training some documents see no lists and a third of the names is hidden from all (`HIDDEN`), so
that the model learns to trust context where the lists know nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_ALPHA, IS_LOWER, IS_TITLE, IS_UPPER, LOWER, NORM, ORTH, SHAPE
from spacy.strings import hash_string  # type: ignore[attr-defined]  # Cython
from spacy.tokens import Doc
from thinc.api import HashEmbed, Maxout, Model
from thinc.types import Floats2d, Ragged

from pipeline.extraction.entities.namelists import NameTable, features, mixed, width

#: Chance that a training document sees no lists; one name in `HIDDEN` is never seen in training.
BLIND_DOCUMENTS = 0.3
HIDDEN = 3
#: What is embedded of a word: rows of the hash table and width, in the order of `_form_ids`.
FORMS = {
    "word": (7000, 96),
    "shape": (1500, 96),
    "first letter": (500, 32),
    "prefix of three": (3000, 64),
    "suffix of two": (1000, 48),
    "suffix of three": (2500, 96),
    "suffix of four": (4000, 64),
}
#: Affixes are remembered for this many words.
_CACHED_WORDS = 1 << 17
_UNKNOWN = np.uint64(0)

Ids = NDArray[np.uint64]


def name_list_embed(width: int, table: str | None = None) -> Model[list[Doc], list[Floats2d]]:
    """Embed words by form and list membership.

    Args:
        width: of the output.
        table: path of an ``.npz`` with ``keys`` and ``bits`` of the lists and ``words``, the
            vocabulary; only needed in training, a trained model carries its own.
    """
    hashed: list[Any] = [
        HashEmbed(columns, rows, column=column, seed=8 + column, dropout=0.0)
        for column, (rows, columns) in enumerate(FORMS.values())
    ]
    lists = name_lists(Path(table) if table else None)
    joined = sum(columns for _, columns in FORMS.values()) + lists.get_dim("nO")
    mixer = Maxout(width, joined, nP=3, dropout=0.0, normalize=True)
    model: Any = Model(
        "name_list_embed",
        _embed,
        init=_initialize,
        layers=[lists, *hashed, mixer],
        dims={"nO": width},
    )
    return cast(Model[list[Doc], list[Floats2d]], model)


def _initialize(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:  # noqa: N803
    for layer in model.layers:
        layer.initialize()


def _embed(
    model: Model[list[Doc], list[Floats2d]], docs: Sequence[Doc], is_train: bool
) -> tuple[Any, Callable[[Any], Any]]:
    """Each distinct word (with its marks) is embedded once in a batch."""
    lists, *hashed, mixer = model.layers
    marks, _ = lists(docs, is_train)
    if not len(marks.data):
        return [np.zeros((0, model.get_dim("nO")), dtype="f") for _ in docs], lambda _: []
    words = np.concatenate([doc.to_array([ORTH, NORM, SHAPE]) for doc in docs])
    _, first, inverse = np.unique(_keys(words, marks.data), return_index=True, return_inverse=True)
    ids = _form_ids(words[first], lists.attrs["words"], docs[0].vocab.strings)
    parts = [layer(ids, is_train) for layer in hashed]
    rows, mixer_back = mixer(np.hstack([*(y for y, _ in parts), marks.data[first]]), is_train)
    ends = np.cumsum(marks.lengths)[:-1]

    def backprop(d_rows: Sequence[Any]) -> list[Doc]:
        d_types = _summed(np.vstack(d_rows), inverse)
        d_forms = mixer_back(d_types)
        place = 0
        for (_, columns), (_, back) in zip(FORMS.values(), parts, strict=True):
            back(np.ascontiguousarray(d_forms[:, place : place + columns]))
            place += columns
        return []

    return np.split(rows[inverse], ends), backprop


def _summed(rows: Any, inverse: Any) -> Any:
    """Rows of one type added up, in the order of the types."""
    order = np.argsort(inverse, kind="stable")
    starts = np.searchsorted(inverse[order], np.arange(inverse.max() + 1))
    return np.add.reduceat(rows[order], starts, axis=0)


def _keys(words: Any, marks: Any) -> Any:
    """One number for a token's word and marks: equal keys, equal embedding."""
    keys = marks.astype(np.uint64) @ (np.uint64(1) << np.arange(marks.shape[1], dtype=np.uint64))
    for column in range(words.shape[1]):
        keys = mixed(keys, words[:, column])
    return keys


def _form_ids(words: Ids, vocabulary: Ids, strings: Any) -> Ids:
    """Ids of the forms of ``words`` (columns ORTH, NORM, SHAPE), a column for each of `FORMS`."""
    ids = np.empty((len(words), len(FORMS)), dtype=np.uint64)
    places = np.minimum(np.searchsorted(vocabulary, words[:, 1]), max(len(vocabulary) - 1, 0))
    known = vocabulary[places] == words[:, 1] if len(vocabulary) else np.zeros(len(words), bool)
    ids[:, 0] = np.where(known, words[:, 1], _UNKNOWN)
    ids[:, 1] = words[:, 2]
    ids[:, 2:] = [_affix_ids(strings[orth]) for orth in words[:, 0].tolist()]
    return ids


@lru_cache(maxsize=_CACHED_WORDS)
def _affix_ids(word: str) -> tuple[int, int, int, int, int]:
    lower = word.lower()
    affixes = word[:1], lower[:3], lower[-2:], lower[-3:], lower[-4:]
    return tuple(hash_string(affix) if affix else 0 for affix in affixes)  # type: ignore[return-value]


def name_lists(path: Path | None) -> Model[list[Doc], Ragged]:
    """The layer that looks the tokens up in the lists; it also holds the vocabulary."""
    attrs = {
        "keys": np.zeros(0, dtype=np.uint64),
        "bits": np.zeros(0, dtype=np.uint16),
        "words": np.zeros(0, dtype=np.uint64),
    }
    if path is not None:
        with np.load(path) as stored:
            attrs = {name: stored[name] for name in attrs}
    return Model("name_lists", _forward, dims={"nO": width()}, attrs=attrs)


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
        values = doc.to_array([LOWER, IS_LOWER, IS_ALPHA, IS_TITLE, IS_UPPER])
        stop = position + len(doc)
        tokens[position:stop] = values[:, 0]
        # In a text without any capital every word may begin a name.
        plain = not values[:, 3:].any() and doc.text.islower()
        starts[position:stop] = values[:, 2] == 1 if plain else values[:, 1] == 0
        real[position:stop] = True
        position = stop + 1
    return tokens, starts, real


def register() -> None:
    """Make architecture, callback and the recogniser of names known to spaCy (entry points do it
    once installed)."""
    from spacy.util import registry

    import pipeline.extraction.entities.decode  # noqa: F401  (registers the factory factmill_ner)
    from pipeline.extraction.entities.blas import use_numpy_blas
    from pipeline.extraction.entities.document import document_tok2vec

    registry.architectures.register("factmill.NameListEmbed.v2", func=name_list_embed)
    registry.architectures.register("factmill.DocumentTok2Vec.v1", func=document_tok2vec)
    registry.callbacks.register("factmill.numpy_blas.v1", func=use_numpy_blas)


__all__ = ["name_list_embed", "name_lists", "register"]
