"""``factmill_settle``: what is as good as certain about a name whatever the model says.

Five rules: a name does not end in a conjunction, Costa Rica is no person (`places`), a GPU is
nobody (`generic`), unless it stands in brackets, where texts define acronyms of their own, a
"grant" is nobody where names have capitals, and what is "directed by" somebody is a title
(`works`).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extraction.entities.generic import NO_NAMES
from pipeline.extraction.entities.places import certain_places
from pipeline.extraction.entities.works import as_works

_NO_END = frozenset(["&", "and", "or", "of", "the", "-", "–", "—", "/", "|", ";", "‘s"])
_NO_START = frozenset(["&", "and", "or", "of", "-", "–", "—", "/", "|", ";"])
#: Not ORG: "Belgium" is a team often enough; not LOC: islands and regions of the same name.
_NEVER_A_COUNTRY = frozenset(["PERSON", "NORP", "PRODUCT"])

_CAPITALISED = frozenset(["PERSON", "FAC"])
"""Firms and products often have a name without a capital."""


@Language.component("factmill_settle")
def settle(doc: Doc) -> Doc:
    """Correct the names of ``doc`` in place."""
    places = certain_places()
    found = doc.ents
    cased = any(name.text[0].isupper() for name in found)
    some = [settled(name, places) for name in found if not (cased and _is_word(name))]
    names = as_works([name for name in some if name is not None])
    if len(names) != len(found) or any(a is not b for a, b in zip(names, found, strict=True)):
        doc.set_ents(names)
    return doc


def _is_word(name: Span) -> bool:
    """One word without a capital; "bell hooks" are two, and "iPhone" has one."""
    return len(name) == 1 and name.label_ in _CAPITALISED and name.text.islower()


def settled(name: Span, places: frozenset[str]) -> Span | None:
    """The name as it must be; the same object if nothing is wrong, None if nothing is left."""
    start, end, words = name.start, name.end, name.doc
    while end > start and words[end - 1].text in _NO_END:
        end -= 1
    while start < end and words[start].text in _NO_START:
        start += 1
    if start == end:
        return None
    if words[start:end].text in NO_NAMES and (start == 0 or words[start - 1].text != "("):
        return None
    label = name.label_
    if label in _NEVER_A_COUNTRY and words[start:end].text in places:
        label = "GPE"
    unchanged = (start, end, label) == (name.start, name.end, name.label_)
    return name if unchanged else Span(words, start, end, label)
