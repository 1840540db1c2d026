"""A change to spaCy's English tokenizer that names need."""

from __future__ import annotations

from spacy.language import Language
from spacy.util import compile_infix_regex

#: spaCy splits "Russian-led" but not "U.S.-led": the country would be no token of its own.
HYPHEN_AFTER_STOP = r"(?<=[A-Za-z]\.)[-–—](?=[A-Za-z])"


def split_after_stops(nlp: Language) -> Language:
    """Let the tokenizer split hyphens after an abbreviation; saved with the pipeline."""
    infixes = [*(nlp.Defaults.infixes or ()), HYPHEN_AFTER_STOP]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[attr-defined]
    return nlp
