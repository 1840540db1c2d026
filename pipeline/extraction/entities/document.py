"""``factmill.DocumentTok2Vec.v1``: what a word's other occurrences in the document say of it.

A convolution sees four words to either side. A name that one sentence leaves open ("Havbris has
grown") is often plain in another ("Havbris, a salmon farmer, said"), so each capitalised word also
gets the mean of the vectors of its other occurrences in the document (cf. Akbik et al. 2019,
*Pooled contextualized embeddings*, which pool over a corpus).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from spacy.attrs import IS_ALPHA, IS_LOWER, NORM
from spacy.tokens import Doc
from thinc.api import Linear, Model, zero_init
from thinc.types import Floats2d

from pipeline.extraction.entities.encode import encoded as fast_encoded
from pipeline.extraction.entities.namelists import mixed


def document_tok2vec(
    embed: Model[list[Doc], list[Floats2d]], encode: Model[list[Floats2d], list[Floats2d]]
) -> Model[list[Doc], list[Floats2d]]:
    """Embed, encode, and add what other occurrences say."""
    width = encode.get_dim("nO")
    others: Any = Linear(width, width, init_W=zero_init, init_b=zero_init)
    model: Any = Model(
        "document_tok2vec",
        _forward,
        init=_initialize,
        layers=[embed, encode, others],
        dims={"nO": width},
    )
    return cast(Model[list[Doc], list[Floats2d]], model)


def _initialize(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:  # noqa: N803
    embed, encode, others = model.layers
    embed.initialize(X=X)
    encode.initialize(X=embed.predict(X) if X else None)
    others.initialize()


def _forward(
    model: Model[list[Doc], list[Floats2d]], docs: Sequence[Doc], is_train: bool
) -> tuple[Any, Callable[[Any], Any]]:
    embed, encode, others = model.layers
    encode_back: Any = None  # prediction has no way back
    embedded, embed_back = embed(docs, is_train)
    if is_train:
        encoded, encode_back = encode(embedded, is_train)
    else:
        encoded = fast_encoded(encode, embedded)
    lengths = [len(doc) for doc in docs]
    groups = repeated(docs)
    if not len(groups.at):
        return encoded, lambda d_rows: embed_back(encode_back(d_rows))
    rows = np.vstack(encoded)
    added, others_back = others(groups.mean_of_others(rows[groups.at]), is_train)
    rows[groups.at] += added
    ends = np.cumsum(lengths)[:-1]

    def backprop(d_rows: Sequence[Any]) -> Any:
        d_all = np.vstack(d_rows)
        d_all[groups.at] += groups.mean_of_others(others_back(d_all[groups.at]))
        return embed_back(encode_back(np.split(d_all, ends)))

    return np.split(rows, ends), backprop


class Groups:
    """Tokens ``at`` (sorted by group) that occur twice or more in their document."""

    def __init__(self, at: Any, starts: Any, sizes: Any) -> None:
        self.at, self.starts, self.sizes = at, starts, sizes

    def mean_of_others(self, rows: Any) -> Any:
        """For each row the mean of the rest of its group; symmetric, so also its own gradient."""
        sums = np.repeat(np.add.reduceat(rows, self.starts, axis=0), self.sizes, axis=0)
        others = np.repeat(self.sizes - 1, self.sizes)[:, None]
        return ((sums - rows) / others).astype("f")


def repeated(docs: Sequence[Doc]) -> Groups:
    """Capitalised words that a document has more than once."""
    columns = np.concatenate([doc.to_array([NORM, IS_LOWER, IS_ALPHA]) for doc in docs])
    owners = np.repeat(np.arange(1, len(docs) + 1, dtype=np.uint64), [len(doc) for doc in docs])
    at = np.flatnonzero((columns[:, 1] == 0) & (columns[:, 2] == 1))
    keys = mixed(owners[at], columns[at, 0])
    order = np.argsort(keys, kind="stable")
    at, keys = at[order], keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(at) else at
    sizes = np.diff(np.append(starts, len(at)))
    kept = np.repeat(sizes > 1, sizes)
    sizes = sizes[sizes > 1]
    return Groups(at[kept], np.cumsum(sizes) - sizes, sizes)
