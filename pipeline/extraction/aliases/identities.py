"""Who a name is, given what the document says: canonical name, id, country."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extraction.aliases.countries import (
    country_name,
    country_of_people,
    country_of_place,
)
from pipeline.extraction.aliases.known import is_unclear_acronym, known_name
from pipeline.extraction.aliases.names import name_key
from pipeline.extraction.aliases.people import is_full_name
from pipeline.extraction.aliases.surroundings import Body, Candidate, namesake, state_of


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a name is: what every mention of it gets."""

    label: str
    canonical: str
    entity_id: str | None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the document says of a name.

    ``full`` is its fullest form there; ``body`` whose it is, for names that countries share;
    ``place`` where the text puts a town of that name.
    """

    full: str
    label: str
    body: Body | None = None
    place: Candidate | None = None


def identify(name: Decision, text: str) -> Identity:
    """Who the name is; no id where the document does not tell."""
    if name.body:
        return _body(name, name.body)
    chosen = name.place or namesake(name.full, name.label, text)
    if chosen is None and name.label == "GPE":
        chosen = state_of(name.full)
    if chosen:
        entity_id = f"{name.label}:{chosen.form}" if chosen.form else None
        return Identity(name.label, chosen.canonical, entity_id, chosen.country)
    if name.label == "GPE" and (code := country_of_place(name.full)):
        return Identity(name.label, country_name(code), f"GPE:{code}", code)
    if name.label == "NORP" and (people := country_of_people(name.full)):
        return Identity(name.label, people[1], f"NORP:{people[0]}", people[0])
    full = known_name(name.full, name.label)
    return Identity(name.label, full or name.full, _id(name, full))


def _id(name: Decision, known: str | None) -> str | None:
    if not known and (
        (name.label == "PERSON" and not is_full_name(name.full))
        or (name.label == "ORG" and is_unclear_acronym(name.full))
    ):
        return None
    return f"{name.label}:{name_key(known or name.full, name.label)}"


def _body(name: Decision, body: Body) -> Identity:
    """``Defence Ministry (Russia)``; an id only where the owner is a country."""
    kind = name_key(body.key, "LAW")
    entity_id = f"{name.label}:{body.country.lower()}-{kind}" if body.country else None
    return Identity(name.label, body.title if body.owner else name.full, entity_id)
