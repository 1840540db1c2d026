"""Types for names that a corpus types too coarsely (LOC, MISC), from lists and head words."""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from models.entities.examples import Marked

_LOC_HEADS = frozenset(
    [
        "river",
        "sea",
        "lake",
        "ocean",
        "mountain",
        "mountains",
        "mount",
        "island",
        "islands",
        "bay",
        "peninsula",
        "valley",
        "desert",
        "gulf",
        "strait",
        "straits",
        "channel",
        "cape",
        "coast",
        "basin",
        "creek",
        "hills",
        "range",
        "plateau",
        "canyon",
        "falls",
        "glacier",
        "forest",
        "reef",
        "archipelago",
        "delta",
        "plain",
        "plains",
        "region",
        "reservoir",
        "rainforest",
        "steppe",
        "alps",
        "isles",
        "isle",
        "continent",
        "hemisphere",
        "corridor",
        "crater",
        "nebula",
        "volcano",
        "ridge",
        "bluff",
        "beach",
        "cove",
    ]
)
_LOC_FIRST = frozenset(
    [
        "mount",
        "lake",
        "mt",
        "cape",
        "gulf",
        "sea",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
    ]
)
_FAC_HEADS = frozenset(
    [
        "airport",
        "stadium",
        "bridge",
        "station",
        "street",
        "road",
        "avenue",
        "hall",
        "castle",
        "tower",
        "towers",
        "prison",
        "base",
        "museum",
        "square",
        "palace",
        "highway",
        "building",
        "center",
        "centre",
        "cathedral",
        "church",
        "temple",
        "mosque",
        "dam",
        "tunnel",
        "expressway",
        "freeway",
        "boulevard",
        "hotel",
        "theatre",
        "theater",
        "arena",
        "harbour",
        "harbor",
        "pier",
        "port",
        "canal",
        "monument",
        "memorial",
        "cemetery",
        "plaza",
        "gate",
        "fort",
        "fortress",
        "abbey",
        "library",
        "observatory",
        "cosmodrome",
        "railway",
        "line",
        "motorway",
        "interstate",
        "refinery",
        "plant",
        "mine",
        "camp",
        "garden",
        "gardens",
        "zoo",
        "mall",
        "house",
        "court",
        "ballpark",
        "speedway",
        "racecourse",
        "villa",
        "lane",
        "drive",
        "barracks",
    ]
)
_LAW_HEADS = frozenset(
    [
        "act",
        "treaty",
        "protocol",
        "convention",
        "conventions",
        "accord",
        "accords",
        "constitution",
        "amendment",
        "resolution",
        "agreement",
        "code",
        "law",
        "bill",
        "charter",
        "directive",
        "decree",
        "declaration",
        "pact",
        "statute",
        "ordinance",
    ]
)
_EVENT_HEADS = frozenset(
    [
        "war",
        "wars",
        "battle",
        "olympics",
        "games",
        "championship",
        "championships",
        "cup",
        "tournament",
        "festival",
        "revolution",
        "uprising",
        "hurricane",
        "earthquake",
        "election",
        "elections",
        "summit",
        "conference",
        "massacre",
        "crisis",
        "bowl",
        "open",
        "marathon",
        "siege",
        "rebellion",
        "coup",
        "referendum",
        "genocide",
        "holocaust",
        "riots",
        "tour",
        "grand",
        "prix",
        "expo",
        "congress",
        "campaign",
        "invasion",
        "crusade",
        "armistice",
        "famine",
    ]
)
# Demonyms that as often name a language: no safe label without context.
_LANGUAGES = frozenset(
    [
        "english",
        "french",
        "spanish",
        "german",
        "russian",
        "chinese",
        "arabic",
        "japanese",
        "portuguese",
        "italian",
        "latin",
        "greek",
        "turkish",
        "persian",
        "korean",
        "polish",
        "dutch",
        "swedish",
        "danish",
        "finnish",
        "hungarian",
        "czech",
        "hindi",
        "urdu",
        "bengali",
        "hebrew",
        "thai",
        "vietnamese",
    ]
)


@dataclass(slots=True)
class Lexicon:
    """What is known of names: majority label in our own annotation, places, demonyms."""

    known: dict[str, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    demonyms: set[str] = field(default_factory=set)
    lists: dict[str, set[str]] = field(default_factory=dict)

    def place(self, name: str) -> str:
        """GPE, LOC, FAC or NORP for something a corpus calls a location."""
        words = name.lower().replace(".", "").split()
        known = self.known.get(name)
        if known in {"GPE", "LOC", "FAC", "NORP"}:
            return known
        if name in self.demonyms and name not in self.places:
            return "NORP"
        if words and words[-1] in _FAC_HEADS and len(words) > 1:
            return "FAC"
        if (
            words
            and (words[-1] in _LOC_HEADS or words[0] in {"mount", "lake", "mt", "cape", "gulf"})
            and len(words) > 1
        ):
            return "LOC"
        if name in self.places:
            return "GPE"
        for label in ("FAC", "LOC"):
            if name in self.lists.get(label, ()):
                return label
        return "LOC" if len(words) > 1 and words[0] in _LOC_FIRST else "GPE"

    def misc(self, name: str) -> str | None:
        """NORP, LAW or EVENT for something a corpus calls miscellaneous, if that is safe."""
        if self.is_demonym(name):
            return None if name.lower() in _LANGUAGES else "NORP"
        words = re.sub(r"[\d,.]+", "", name.lower()).split()
        if len(words) > 1 and words[-1] in _LAW_HEADS:
            return "LAW"
        if words and (words[-1] in _EVENT_HEADS) and (len(words) > 1 or words[0] == "olympics"):
            return "EVENT"
        known = self.known.get(name)
        return known if known in {"EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "NORP"} else None

    def is_demonym(self, word: str) -> bool:
        return word in self.demonyms and self.known.get(word, "NORP") == "NORP"

    def demonym(self, word: str) -> str | None:
        """NORP for an unmarked demonym, None when only its context can say."""
        return None if word.lower() in _LANGUAGES else "NORP"


def load_lexicon(ner: Path, annotated: Iterable[Marked]) -> Lexicon:
    """Read the lists below ``ner`` and count the labels in ``annotated``."""
    lexicon = Lexicon(known=_majority(annotated))
    lexicon.lists.update(read_names(ner / "names"))
    _add_countries(lexicon, ner / "gazetteers" / "countries.json.xz")
    lexicon.places |= {row["name"] for row in read_cities(ner)} | {
        r["subcountry"] for r in read_cities(ner)
    }
    lexicon.demonyms |= {n for n in lexicon.lists["NORP"] if " " not in n}
    lexicon.demonyms |= {
        n for n, label in lexicon.known.items() if label == "NORP" and " " not in n
    }
    return lexicon


def read_names(folder: Path) -> dict[str, set[str]]:
    """Names by list from the files of ``folder``, a name a line.

    The file's name begins with the label ("ORG_media.txt", "WORK_OF_ART.txt"); ``PERSON_given`` and
    ``PERSON_family`` hold single words, the lists FIRST and LAST.
    """
    words = {"PERSON_given": "FIRST", "PERSON_family": "LAST"}
    lists: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.txt")):
        whole = "WORK_OF_ART" if path.stem.startswith("WORK_") else path.stem.split("_")[0]
        lists.setdefault(words.get(path.stem, whole), set()).update(read_lines(path))
    return lists


def read_lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_cities(ner: Path) -> list[dict[str, str]]:
    with lzma.open(ner / "gazetteers" / "world-cities.csv.xz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _add_countries(lexicon: Lexicon, path: Path) -> None:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        countries = json.load(file)
    for country in countries:
        lexicon.places |= {country["name"]["common"], country["name"]["official"]}
        lexicon.places |= {n for n in country.get("altSpellings", []) if len(n) > 2}
        lexicon.places |= set(country.get("capital", []))
        forms = country.get("demonyms", {}).get("eng", {})
        lexicon.demonyms |= {form for form in forms.values() if form and " " not in form}


def _majority(annotated: Iterable[Marked]) -> dict[str, str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for part in annotated:
        for start, end, label in part.spans:
            counts[part.text[start:end]][label] += 1
    return {
        name: best
        for name, labels in counts.items()
        for best, count in [labels.most_common(1)[0]]
        if count >= 0.8 * labels.total()
    }
