"""Titles of works that their neighbours give away: "Almaz, a drama about ...", "Ebb by Ann Lee".

A one-word title looks like a person, a firm or a place; what stands behind it tells. How often it
tells the truth, a test counts over the written corpora (``models/entities/data``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

WORK = "WORK_OF_ART"
_MISTAKEN = frozenset(["PERSON", "ORG", "GPE", "FAC", "LOC", "PRODUCT"])
_REPEATED = frozenset(["PERSON", "ORG", "PRODUCT"])
"""Labels of which other mentions of the same title in the document follow; a place has its own."""
_BY_AUTHOR = frozenset(["PERSON", "FAC", "LOC"])
"""Before "by" and a person. A product, a firm or a treaty also is by somebody."""
_MADE_ORG = frozenset(["written", "co-written", "choreographed", "narrated"])
_MADE = _MADE_ORG | {"directed", "co-directed", "composed"}
"""Followed by "by". Bodies have directors, and panels are composed by someone."""
_KIND_WORDS = """
album ballad ballet biopic comedy documentary drama EP film memoir mini-series miniseries movie
musical novel novella opera play podcast poem series sitcom song thriller tragicomedy
"""
_AFTER_KIND_WORDS = """
about of that which from set in directed written starring based with by who where whose made shot
adapted recorded released told performed , . ; ( — – :
"""
"""Behind the kind of work; "the film agency", "a drama teacher" are no works."""
_PLACING_WORDS = """
about across around as at by for from if in like near on outside than to when with
"""
"""A name behind one of these is where or by whom: "in Kenya, a film about ..."."""
_KINDS = frozenset(_KIND_WORDS.split())
_AFTER_KIND = frozenset(_AFTER_KIND_WORDS.split())
_PLACING = frozenset(_PLACING_WORDS.split())
_DETERMINERS = frozenset(["a", "an", "the", "his", "her", "their"])
_LISTED = frozenset([",", ";", "and", '"', "“", "‘"])
_ADJECTIVES = 4
"""Words between the determiner and the kind: "a slim, dark, funny novel"."""


def as_works(names: Sequence[Span]) -> list[Span]:
    """The names of one document in order, those that must be titles relabelled `WORK`."""
    following = [*names, None][1:]
    titles = {n for n, then in zip(names, following, strict=True) if _is_title(n, then)}
    if not titles:
        return list(names)
    repeated = _repeated(names, {title.text for title in titles if title.label_ in _REPEATED})
    return [_work(n) if n in titles or n in repeated else n for n in names]


def _repeated(names: Sequence[Span], titles: set[str]) -> set[Span]:
    """Other mentions of the titles, unless a person of the document bears the name."""
    people = {word for n in names if n.label_ == "PERSON" and len(n) > 1 for word in n.text.split()}
    return {n for n in names if n.label_ in _REPEATED and n.text in titles - people}


def _work(name: Span) -> Span:
    return Span(name.doc, name.start, name.end, WORK)


def _is_title(name: Span, then: Span | None) -> bool:
    if name.label_ not in _MISTAKEN:
        return False
    doc, at = name.doc, name.end
    comma = at < len(doc) and doc[at].text == ","
    words = _words(doc, at + comma)
    first = next(words, "")
    if first == "starring":
        return True
    if first in (_MADE_ORG if name.label_ == "ORG" else _MADE):
        return _then_by(words)
    before = _word_before(doc, name.start)
    if first == "by":
        person = then is not None and then.label_ == "PERSON" and then.start == at + comma + 1
        return person and name.label_ in _BY_AUTHOR and (not before or before in _LISTED)
    return comma and first in _DETERMINERS and before.lower() not in _PLACING and _kind(words)


def _words(doc: Doc, start: int) -> Iterator[str]:
    return (doc[i].text for i in range(start, len(doc)))


def _word_before(doc: Doc, start: int) -> str:
    """The word before a name, its article left out; empty at the start of a line."""
    at = start - 1
    if at >= 0 and doc[at].lower_ == "the":
        at -= 1
    return "" if at < 0 or doc[at].is_space else doc[at].text


def _then_by(words: Iterator[str]) -> bool:
    """ "by", or "and produced by"."""
    word = next(words, "")
    return word == "by" or (word == "and" and bool(next(words, "")) and next(words, "") == "by")


def _kind(words: Iterator[str]) -> bool:
    """ "slim novel about": a kind of work soon, and something that goes on about it."""
    for _ in range(_ADJECTIVES + 1):
        word = next(words, "")
        if word in _KINDS:
            return next(words, "") in _AFTER_KIND
        if not (word.islower() or word == ","):
            return False
    return False
