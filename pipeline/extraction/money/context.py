"""Which currency "dollars" or "kr" means in this document, and how we know."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.extraction.money.currencies import code_of, currencies
from pipeline.extraction.money.figures import Figure, UnitPiece
from pipeline.extraction.money.places import find_countries
from pipeline.records import CurrencyEvidence

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9$€£])|\n+")
_ABBREVIATED = re.compile(
    r"(?:(?<![&\w])(?:[A-Z]|[Mm]r|[Mm]rs|[Dd]r|[Ss]t|Inc|Corp|Co|Ltd|No|vs|Gen|Sen|"
    r"Rep|Gov|Rs|approx|ca|est|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\.[A-Za-z])\.\Z"
)
_EUROPEAN = re.compile(r"\d\.\d{3},\d|\d,\d{1,2}\s?(?:€|%|[a-zł]{2,3}\b|million|billion)")
# A dollar is the United States' unless the text writes another; a country that the article only
# speaks of is no reason ("Canberra will pay $5 million" is how the world's press converts). The
# sign "£" alone is Britain's in English; others are E£ or "Egyptian pounds".
_NOT_FROM_TOPIC = {"$", "＄", "﹩", "dollar", "cent", "€", "euro", "£", "￡", "₤"}


@dataclass(slots=True)
class Document:
    """A text with the settings that steer the reading of its figures."""

    text: str
    country: str | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    sentences: Sequence[tuple[int, int]] | None = None
    _within: Sequence[tuple[int, int]] = ()
    _places: dict[str, list[int]] | None = None
    _starts: list[int] | None = None
    _european: bool | None = None

    @property
    def country_places(self) -> dict[str, list[int]]:
        """ISO 3166 code -> offsets where the country is named; sought only for ambiguous words."""
        if self._places is None:
            self._places = {}
            within = {offset for start, end in self._within for offset in range(start, end)}
            for offset, country in find_countries(self.text):
                if offset not in within:
                    self._places.setdefault(country, []).append(offset)
        return self._places

    def forget(self, spans: Sequence[tuple[int, int]]) -> None:
        """Take out the countries within spans: "Argentine pesos" name a currency, not the topic."""
        self._within = tuple(spans)

    @property
    def decimal_comma(self) -> bool:
        """Whether the document writes "1.250,50" and "12,5 million"."""
        if self._european is None:
            self._european = _EUROPEAN.search(self.text) is not None
        return self._european

    def sentence(self, offset: int) -> tuple[int, int]:
        """The sentence around ``offset``."""
        if self._starts is None:
            self._starts = _starts(self.text, self.sentences)
        index = bisect_right(self._starts, offset)
        start = self._starts[index - 1] if index else 0
        end = self._starts[index] if index < len(self._starts) else len(self.text)
        return start, end


def _starts(text: str, sentences: Sequence[tuple[int, int]] | None) -> list[int]:
    if sentences is not None:
        return [start for start, _ in sentences]
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        if match.group()[0] == "." and _ABBREVIATED.search(
            text, max(0, match.start() - 7), match.start() + 1
        ):
            continue
        starts.append(match.end())
    return starts


def resolve(
    document: Document, figures: Sequence[Figure]
) -> list[tuple[str | None, CurrencyEvidence]]:
    """Currency and evidence for each figure, in order."""
    certain = Counter(
        figure.piece.codes[0]
        for figure in figures
        if len(figure.piece.codes) == 1 or figure.piece.unit.word == "£"
    )
    document.forget([(f.piece.start, f.piece.end) for f in figures if f.piece.code])
    resolved: list[tuple[str | None, CurrencyEvidence]] = []
    for index, figure in enumerate(figures):
        resolved.append(_resolve(document, figures, resolved, certain, index, figure))
    return resolved


def _resolve(
    document: Document,
    figures: Sequence[Figure],
    resolved: Sequence[tuple[str | None, CurrencyEvidence]],
    certain: Counter[str],
    index: int,
    figure: Figure,
) -> tuple[str | None, CurrencyEvidence]:
    piece = figure.piece
    if len(piece.codes) == 1:
        return piece.codes[0], _plain_evidence(piece)
    if piece.unit.form == "minor" and (code := _beside(document, figures, resolved, index)):
        return code, "context"
    if piece.unit.word in ("cent", "c") and (code := _cents_of(document, figures, certain, piece)):
        return code, "context"
    topic = _from_topic(document, piece, figure.start)
    if topic is not None and topic.in_sentence:
        return topic.code, "context"
    code = _from_figures(piece, certain)
    if code and not (topic and _outweighs(document, topic.code, code)):
        return code, "context"
    if topic is not None:
        return topic.code, "context"
    return _from_settings(document, piece)


def _plain_evidence(piece: UnitPiece) -> CurrencyEvidence:
    if piece.unit.form == "code":
        return "code"
    return "symbol" if piece.unit.form in ("sign", "abbreviation") else "word"


def _beside(
    document: Document,
    figures: Sequence[Figure],
    resolved: Sequence[tuple[str | None, CurrencyEvidence]],
    index: int,
) -> str | None:
    """Cents are those of the figure before them in the sentence ("C$35, up 12.5 cents")."""
    if index == 0:
        return None
    start, _ = document.sentence(figures[index].start)
    code = resolved[index - 1][0]
    near = figures[index - 1].start >= start
    return code if near and code in figures[index].piece.codes else None


def _cents_of(
    document: Document, figures: Sequence[Figure], certain: Counter[str], piece: UnitPiece
) -> str | None:
    """The one currency with cents that the text writes again and again, with no plain dollars."""
    if "US" in document.country_places:
        return None
    if any(f.piece.unit.word in ("$", "dollar") and f.piece.code is None for f in figures):
        return None
    written = [code for code in piece.codes if certain[code]]
    return written[0] if len(written) == 1 and certain[written[0]] >= _AGAIN else None


_AGAIN = 2


def _from_figures(piece: UnitPiece, certain: Counter[str]) -> str | None:
    """The one currency of this family that the document writes out elsewhere.

    Not for "$": who writes "C$5 million" distinguishes it from plain "$".
    """
    if piece.unit.form == "sign" or piece.unit.word in ("dollar", "cent"):
        return None
    written = [code for code in piece.codes if certain[code]]
    return max(written, key=lambda code: certain[code], default=None)


def _outweighs(document: Document, topic: str, written: str) -> bool:
    """Whether the text is about the topic's country, and names the other only in passing.

    An article on Chile that converts one sum into "Argentine pesos" means Chile's by the rest.
    """
    mentions = [
        sum(len(document.country_places.get(c, ())) for c in currencies()[code].countries)
        for code in (topic, written)
    ]
    return mentions[0] >= _OUTWEIGHS * max(1, mentions[1])


_OUTWEIGHS = 3


class _Topic(NamedTuple):
    code: str
    in_sentence: bool


def _from_topic(document: Document, piece: UnitPiece, offset: int) -> _Topic | None:
    """The currency of the country named nearest: in the sentence, else before it, else after.

    A currency that its country has given up counts only in a sentence with a year when it was in
    use; the country's own (France's francs) stand behind those in use that the text speaks of, but
    for a sentence that names the country. Pounds are Britain's where its sentence names Britain
    too, and no longer Ireland's.
    """
    if piece.unit.word in _NOT_FROM_TOPIC:
        return None
    start, end = document.sentence(offset)
    best: tuple[bool, int, int] | None = None
    found: _Topic | None = None
    for country, places in document.country_places.items():
        code = code_of(country, piece.codes)
        if code is None or (piece.unit.word == "pound" and currencies()[code].state != "c"):
            continue
        row = currencies()[code]
        retired = country not in row.countries
        if retired and _in_its_time(document.text[start:end], row.last_year):
            retired = False
        if retired and code[:2] != country:  # the Soviet rouble in Kyrgyzstan
            continue
        index = bisect_right(places, offset)
        for place in places[max(0, index - 1) : index + 1]:
            inside = start <= place < end
            if inside and code == "GBP":
                return _Topic(code, True)
            rank = 0 if inside else (1 if place < offset else 2)
            distance = offset - place if place < offset else 3 * (place - offset)
            key = (retired and not inside, rank, distance)
            if best is None or key < best:
                best, found = key, _Topic(code, inside)
    return found


_YEAR = re.compile(r"(?<![\w.,$€£])(?:1[5-9]|20)\d\d(?![\w%]|[.,]\d)")


def _in_its_time(sentence: str, last_year: int) -> bool:
    """Whether a sentence names a year, and none in which a currency was no longer in use."""
    years = [int(year) for year in _YEAR.findall(sentence)]
    return bool(years) and max(years) <= last_year


def _from_settings(document: Document, piece: UnitPiece) -> tuple[str | None, CurrencyEvidence]:
    for name in (piece.unit.word, _family(piece)):
        if code := document.defaults.get(name):
            return code, "default"
    if document.country and (code := code_of(document.country, piece.codes)):
        return code, "context"
    if piece.unit.form == "sign" and piece.unit.word not in ("$", "＄", "¥", "￥"):
        return piece.codes[0], "symbol"
    return piece.codes[0], "default"


def _family(piece: UnitPiece) -> str:
    """The word that a user's setting calls the family by."""
    return {"$": "dollar", "cent": "dollar", "£": "pound", "penny": "pound", "¥": "yen"}.get(
        piece.unit.word, piece.unit.word
    )


def decimals_of(code: str | None) -> int:
    """How many decimals prices in ``code`` have in practice (CLDR; 2 when not known)."""
    row = currencies().get(code or "")
    return 2 if row is None else row.digits
