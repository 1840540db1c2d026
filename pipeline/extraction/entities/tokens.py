"""Changes to spaCy's English tokenizer that names need."""

from __future__ import annotations

from typing import cast

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_suffix_regex

#: spaCy splits "Russian-led" but not "U.S.-led": the country would be no token of its own.
HYPHEN_AFTER_STOP = r"(?<=[A-Za-z]\.)[-–—](?=[A-Za-z])"


#: A full stop after a model number or a brand ("Ascend 910B.", "SpaceX.") is no abbreviation's.
STOP_AFTER_BRAND = (r"(?<=[0-9][A-Z])\.", r"(?<=[a-z][A-Z])\.")
#: "Moscow‘s": quotation marks that stand for the apostrophe.
ODD_POSSESSIVES = (r"(?<=\w)[‘´`]s",)


def split_names_off(nlp: Language) -> Language:
    """Let the tokenizer split off what is no part of a name; saved with the pipeline."""
    tokenizer = cast(Tokenizer, nlp.tokenizer)
    infixes = [*(nlp.Defaults.infixes or ()), HYPHEN_AFTER_STOP]
    suffixes = [*(nlp.Defaults.suffixes or ()), *STOP_AFTER_BRAND, *ODD_POSSESSIVES]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    return nlp
