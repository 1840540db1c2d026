"""Matrix products through numpy's BLAS in place of thinc's.

On CPUs with AVX-512 the OpenBLAS inside numpy multiplies matrices of our sizes three to five times
as fast as the BLIS that thinc brings. Only the models of the pipeline that asks for it change.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from thinc.api import Model, NumpyOps


def use_numpy_blas() -> Callable[[Language], Language]:
    """``[nlp.after_pipeline_creation] @callbacks = "factmill.numpy_blas.v1"``."""

    def callback(nlp: Language) -> Language:
        ops = NumpyOps(use_blis=False)
        for _, component in nlp.pipeline:
            model = getattr(component, "model", None)
            for node in model.walk() if isinstance(model, Model) else ():
                if isinstance(node.ops, NumpyOps):  # leave a GPU's operations alone
                    node.ops = ops
        return nlp

    return callback
