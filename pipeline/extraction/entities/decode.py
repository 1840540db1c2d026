"""``factmill_ner``: spaCy's entity recogniser, decoded for all sentences at once.

spaCy's takes its steps one token at a time, each with a small matrix product and, since its C code
asks for Python's lock at every token, half of the model's time goes there. Its decisions need not
wait for each other. Outside a name only the token itself decides (Begin, Unit or Out, *BILUO*:
Ratinov and Roth 2009), so all tokens are decided together. A name that begins somewhere goes on or
ends by its first token, its last and the next one, whatever came before: so all that may begin are
followed together, a token a step. No name goes past its sentence. What is left is to skip those
that began inside another. The names are the same, and the model is: see
tests/test_entities_decode.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ENT_IOB, IS_SPACE, SENT_START
from spacy.language import Language
from spacy.pipeline.ner import DEFAULT_NER_MODEL, EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import Model, NumpyOps

Floats = NDArray[np.float32]
Found = list[tuple[int, int, str]]
"""Names of one document: first token, token after the last, label."""
_FEATURES = 3
"""The token at hand, the first of the open name, the one before within it."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Columns of the scores: ``closed`` are the moves outside a name, in the model's order, with
    ``begins`` and ``units`` as masks over them; ``inside[i]`` and ``last[i]`` are the columns of a
    name that ``closed[i]`` begins."""

    names: tuple[str, ...]
    closed: NDArray[np.intp]
    begins: NDArray[np.bool_]
    units: NDArray[np.bool_]
    inside: NDArray[np.intp]
    last: NDArray[np.intp]

    @classmethod
    def of(cls, names: Sequence[str]) -> Moves:
        """From the names of the moves: ``O``, ``B-ORG``... (not ``U-``, which blocks a token)."""
        places = {name: place for place, name in enumerate(names)}
        closed = [name for name in names if name == "O" or re.match("[BU]-.", name)]
        return cls(
            tuple(name[2:] for name in closed),
            np.array([places[name] for name in closed]),
            np.array([name[0] == "B" for name in closed]),
            np.array([name[0] == "U" for name in closed]),
            np.array([places.get(f"I-{name[2:]}", 0) for name in closed]),
            np.array([places.get(f"L-{name[2:]}", 0) for name in closed]),
        )


class SentenceRecognizer(EntityRecognizer):  # type: ignore[misc]  # Cython
    """See the module. Whatever it is not made for, spaCy's own code does: names set beforehand,
    beams, other architectures, a GPU."""

    def predict(self, docs: Sequence[Doc]) -> Any:
        """The names of each document."""
        if not self._is_simple() or any(_has_names(doc) for doc in docs):
            return super().predict(docs)
        if not any(len(doc) for doc in docs):
            return [[] for _ in docs]
        return self._found(docs)

    def set_annotations(self, docs: Sequence[Doc], found: Any) -> None:
        """Set ``doc.ents``."""
        if len(found) and not isinstance(found[0], list):
            super().set_annotations(docs, found)
            return
        for doc, names in zip(docs, found, strict=True):
            doc.set_ents([Span(doc, *name) for name in names], default="outside")

    def _is_simple(self) -> bool:
        model: Any = self.model
        return bool(
            self.cfg["beam_width"] == 1
            and not self.postprocesses
            and model.attrs["has_upper"]
            and not model.attrs["unseen_classes"]
            and isinstance(model.ops, NumpyOps)
            and model.get_ref("lower").get_dim("nF") == _FEATURES
            and model.get_ref("lower").get_dim("nP") > 1
        )

    def _found(self, docs: Sequence[Doc]) -> list[Found]:
        moves = Moves.of([self.moves.get_class_name(i) for i in range(self.moves.n_moves)])
        scorer = _Scorer(self.model, self.model.get_ref("tok2vec").predict(docs))
        space, stops = _marks(docs)
        chosen = scorer.closed(moves, space, stops).argmax(axis=1)
        first = np.flatnonzero(moves.begins[chosen])
        end = _ends(scorer, first, moves.inside[chosen[first]], moves.last[chosen[first]], stops)
        return _by_document(
            docs, moves, chosen, dict(zip(first.tolist(), end.tolist(), strict=True))
        )


class _Scorer:
    """Scores of moves, from the token vectors of a batch of documents (one row a token).

    The pieces of maxout stand beside each other, all first ones before all second ones: their
    maximum is then one pass over rows.
    """

    def __init__(self, model: Any, vectors: Any) -> None:
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._vectors = vectors
        self._hidden_width = lower.get_dim("nO")
        self._weights = [_apart(weights).T for weights in lower.get_param("W")]
        self._absent = [_apart(weights) for weights in lower.get_param("pad")[0]]
        self._bias = _apart(lower.get_param("b"))
        self._upper, self._upper_bias = upper.get_param("W").T, upper.get_param("b")
        self._own = vectors @ self._weights[0]

    def closed(self, moves: Moves, space: NDArray[np.bool_], stops: NDArray[np.bool_]) -> Floats:
        """Scores of ``moves.closed`` for every token, ``-inf`` where one may not be made."""
        summed = self._own + self._absent[1]
        summed += self._absent[2]
        scores = self._hidden(summed) @ self._upper[:, moves.closed]
        scores += self._upper_bias[moves.closed]
        scores[np.ix_(space, moves.begins | moves.units)] = -np.inf
        scores[np.ix_(stops, moves.begins)] = -np.inf
        return cast(Floats, scores)

    def open(self, at: Any, first: Any, columns: Any) -> Floats:
        """Scores of some moves (``columns``, a row for each) at tokens ``at`` of names that began
        at ``first``."""
        summed = self._own[at] + self._vectors[first] @ self._weights[1]
        summed += self._vectors[at - 1] @ self._weights[2]
        scores = np.einsum("ih,hij->ij", self._hidden(summed), self._upper[:, columns])
        return cast(Floats, scores + self._upper_bias[columns])

    def _hidden(self, summed: Floats) -> Floats:
        """Bias and maxout; ``summed`` is overwritten."""
        summed += self._bias
        width = self._hidden_width
        best = np.maximum(summed[:, :width], summed[:, width : 2 * width])
        for start in range(2 * width, summed.shape[1], width):
            np.maximum(best, summed[:, start : start + width], out=best)
        return cast(Floats, best)


def _apart(weights: Any) -> Any:
    """``[outputs, pieces, ...]`` as ``[pieces * outputs, ...]``."""
    return np.ascontiguousarray(np.swapaxes(weights, 0, 1)).reshape(-1, *weights.shape[2:])


def _ends(scorer: _Scorer, first: Any, inside: Any, last: Any, stops: NDArray[np.bool_]) -> Any:
    """For each name that begins at ``first`` the token after its last."""
    end = first + 2
    columns = np.stack([inside, last], axis=1)
    open_ = np.flatnonzero(~stops[first + 1]) if len(first) else first
    while len(open_):
        at = end[open_] - 1
        scores = scorer.open(at, first[open_], columns[open_])
        # Of equal scores the move that the model has first wins, which is Inside.
        goes_on = scores[:, 0] >= scores[:, 1]
        open_ = open_[goes_on]
        end[open_] += 1
        open_ = open_[~stops[end[open_] - 1]]
    return end


def _marks(docs: Sequence[Doc]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which tokens are white space, and which end their sentence."""
    columns = np.concatenate([doc.to_array([IS_SPACE, SENT_START]) for doc in docs])
    starts = columns[:, 1] == 1
    stops = np.append(starts[1:], True)
    ends = np.cumsum([len(doc) for doc in docs])
    stops[ends[ends > 0] - 1] = True
    return columns[:, 0] == 1, stops


def _has_names(doc: Doc) -> bool:
    """Whether names are set already: spaCy's decoder keeps to them."""
    iob = doc.to_array([ENT_IOB])
    return bool(((iob == 1) | (iob == 3)).any())


def _by_document(
    docs: Sequence[Doc], moves: Moves, chosen: Any, end: dict[int, int]
) -> list[Found]:
    """The names, less those that begin within another."""
    at = np.flatnonzero(moves.begins[chosen] | moves.units[chosen])
    labels = [moves.names[move] for move in chosen[at].tolist()]
    names: list[tuple[int, int, str]] = []
    free = 0
    for first, label in zip(at.tolist(), labels, strict=True):
        if first >= free:
            free = end.get(first, first + 1)
            names.append((first, free, label))
    return _split(names, [len(doc) for doc in docs])


def _split(names: Found, lengths: Sequence[int]) -> list[Found]:
    found: list[Found] = []
    start = place = 0
    for length in lengths:
        own: Found = []
        while place < len(names) and names[place][0] < start + length:
            first, end, label = names[place]
            own.append((first - start, end - start, label))
            place += 1
        found.append(own)
        start += length
    return found


@Language.factory(
    "factmill_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={
        "moves": None,
        "update_with_oracle_cut_size": 100,
        "model": DEFAULT_NER_MODEL,
        "incorrect_spans_key": None,
        "scorer": {"@scorers": "spacy.ner_scorer.v1"},
    },
)
def sentence_recognizer(
    nlp: Language,
    name: str,
    model: Model[Any, Any],
    moves: Any,
    update_with_oracle_cut_size: int,
    incorrect_spans_key: str | None,
    scorer: Any,
) -> SentenceRecognizer:
    """As spaCy's factory ``ner``, with the same settings."""
    return SentenceRecognizer(
        nlp.vocab,
        model,
        name,
        moves,
        update_with_oracle_cut_size=update_with_oracle_cut_size,
        incorrect_spans_key=incorrect_spans_key,
        scorer=scorer,
    )
