"""A spaCy component: ships, as names behind MV, MS or SS."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.plugins import Component

_SHIP = re.compile(r"\b(?:MV|MS|SS) ([A-Z][a-z]+(?: [A-Z][a-z]+)*)")


@Language.factory("harbour_ships")
def ships_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Leaves the names of ships in ``doc.user_data["factmill"]["ships"]``."""

    def component(doc: Doc) -> Doc:
        found = sorted({match[1] for match in _SHIP.finditer(doc.text)})
        doc.user_data.setdefault("factmill", {})["ships"] = found
        return doc

    return component


COMPONENT = Component("harbour_ships")
