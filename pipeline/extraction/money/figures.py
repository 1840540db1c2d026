"""Puts numerals and currency units together: "$5 million", "441 billion tenge", "20 dollars 43"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extraction.money.currencies import Unit, adjective_code
from pipeline.extraction.money.losses import bracketed, is_loss
from pipeline.extraction.money.rates import rate_unit
from pipeline.extraction.money.words import (
    DOLLAR_PREFIXES,
    MINOR_SIGNS,
    POUND_PREFIXES,
    YEN_PREFIXES,
)
from pipeline.extraction.numeral_reader import read_numeral
from pipeline.extraction.numerals import SPACES, Kind, Numeral, Token

_PREFIXES = {"$": DOLLAR_PREFIXES, "＄": DOLLAR_PREFIXES, "£": POUND_PREFIXES, "¥": YEN_PREFIXES}
_LETTERS_BEFORE = re.compile(r"(?<![^\W\d])((?:[Uu]\.[Ss]\.?)|[A-Za-z]{1,4})([ \u00a0]?)\Z")
_LETTERS_AFTER = re.compile(r"(US|HK|NZ|NT|Aus|Can|A|C|S|E|Ir)(?=[\d ])")
_ADJECTIVES = re.compile(
    r"(?<![\w.$€£])((?:(?:[A-Z]\.){2,3}|St\.|[^\W\d_]+)(?:[ \u00a0-](?:& )?[^\W\d_]+){0,2})"
    r"[ \u00a0-]{1,2}\Z"
)
_OF = re.compile(
    r"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?(?:[^\W\d_]+['’]s?[ \u00a0]|(?:tax|public|federal|"
    r"taxpayer|taxpayers|oil|investor|extra|additional|stolen|lost|hard-earned)[ \u00a0]){0,2}\Z"
)
_BEFORE_GAP = re.compile(rf"[{SPACES}]{{0,2}}|:[{SPACES}]?|[{SPACES}]?\.{{1,2}}|-|−|[{SPACES}]-")
_AFTER_GAP = re.compile(rf"(?:[.,][-–—]{{1,2}}|/-)?(?:[{SPACES}]{{0,2}}|[-‐‑])|\n")
_LETTER_UNITS = ("c", "p")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(slots=True)
class UnitPiece:
    """A currency unit with what belongs to it: "US" before "$", "Canadian" before "dollars"."""

    start: int
    end: int
    unit: Unit
    code: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The currencies that it may mean, the default first."""
        return (self.code,) if self.code else self.unit.codes


@dataclass(slots=True)
class Figure:
    """A figure while it is being read; `pipeline.records.MoneyMention` is what comes of it.

    ``other`` is the second numeral of a range whose currency is written once; ``minor`` a remainder
    in the minor unit ("20 dollars 43"); ``before`` says that the unit stands before the number.
    """

    start: int
    end: int
    numeral: Numeral
    piece: UnitPiece
    before: bool
    other: Numeral | None = None
    minor: Decimal = Decimal(0)
    negative: bool = False
    change: bool = False


Piece = Numeral | UnitPiece


def pieces_of(text: str, tokens: Sequence[Token]) -> list[Piece]:
    """Numerals and units in order, with every token in one of them."""
    pieces: list[Piece] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        read = read_numeral(text, tokens, index) if token.kind is not Kind.OTHER else None
        if read is not None:
            numeral, index = read
            if not _glued(text, numeral, pieces):
                pieces.append(numeral)
            continue
        if isinstance(token.unit, Unit):
            _add_unit(text, token, token.unit, pieces)
        index += 1
    return pieces


def _glued(text: str, numeral: Numeral, pieces: list[Piece]) -> bool:
    """Digits within a name ("B2B", "A320") are no number, unless a currency touches them."""
    if numeral.start == 0 or not numeral.digits:
        return False
    before = text[numeral.start - 1]
    if before == ":" and text[numeral.start - 2 : numeral.start - 1].isdigit():
        return True  # 7:00
    if not (before.isalnum() or before in "_#@"):
        return False
    last = pieces[-1] if pieces else None
    return not (isinstance(last, UnitPiece) and last.end == numeral.start)


def _add_unit(text: str, token: Token, unit: Unit, pieces: list[Piece]) -> None:
    """Append the unit, or make it one with the unit just before it ("usd$", "NZD $")."""
    piece = UnitPiece(token.start, token.end, unit)
    last = pieces[-1] if pieces else None
    if unit.form == "sign":
        _take_letters(text, piece)
        if isinstance(last, UnitPiece) and last.start >= piece.start:  # "C" of "C$"
            pieces.pop()
            last = pieces[-1] if pieces else None
        if last is not None and last.end > piece.start:  # the letters are taken
            piece = UnitPiece(token.start, token.end, unit)
    gap = text[last.end : piece.start] if last and piece.start - last.end <= 1 else "?"
    if isinstance(last, UnitPiece) and gap in ("", *SPACES, "-") and _fit(last, piece):
        pieces[-1] = united = _united(last, piece)
        if unit.form == "word":
            _take_adjective(text, united, pieces[-2].end if len(pieces) > 1 else 0)
        return
    if unit.form in ("word", "minor") and unit.word not in _LETTER_UNITS:
        _take_adjective(text, piece, last.end if last else 0)
    pieces.append(piece)


def _fit(first: UnitPiece, second: UnitPiece) -> bool:
    if first.unit.form == "word" and second.unit.form == "word":
        return False
    if second.unit.word in _LETTER_UNITS:
        return False
    return bool(set(first.codes) & set(second.codes))


def _united(first: UnitPiece, second: UnitPiece) -> UnitPiece:
    codes = [code for code in first.codes if code in second.codes]
    exact = first if len(first.codes) <= len(second.codes) else second
    code = codes[0] if len(codes) == 1 or exact.code else None
    unit = second.unit if second.unit.form == "minor" else exact.unit
    return UnitPiece(first.start, second.end, unit, code)


def _take_letters(text: str, piece: UnitPiece) -> None:
    """ "US$", "U.S. $", "A$" and the Australian "$US", "$A"."""
    table = _PREFIXES.get(text[piece.start : piece.end])
    if table is None:
        return
    match = _LETTERS_BEFORE.search(text, max(0, piece.start - 6), piece.start)
    if match and (code := _prefix_code(table, match[1])) and _may_prefix(text, match):
        piece.start, piece.code = match.start(), code
    elif match := _LETTERS_AFTER.match(text, piece.end):
        piece.end, piece.code = match.end(), table.get(match[1].lower())


def _prefix_code(table: Mapping[str, str], letters: str) -> str | None:
    """The currency of "A" in "A$", or of a whole code ("cad$")."""
    code = table.get(letters.lower())
    return code or (letters.upper() if letters.upper() in table.values() else None)


def _may_prefix(text: str, match: re.Match[str]) -> bool:
    """The article in "a $5 million reward" and the pronoun in "gave us $5" are no prefixes."""
    letters, gap = match.groups()
    if not gap:  # "5M$" and "10k$" are magnitudes
        after_digit = text[match.start() - 1 : match.start()].isdigit()
        return len(letters) > 1 or not after_digit
    if letters.lower() in ("hk", "nz", "nt", "au", "c", "cdn") or letters == "US" or "." in letters:
        return True
    if letters == "us":
        return text[max(0, match.start() - 3) : match.start()].strip() in ("a", "an", "the", "of")
    return False


def _take_adjective(text: str, piece: UnitPiece, floor: int) -> None:
    """ "Canadian dollars", "U.S. cents", "New Taiwan dollars"; the longest that means something."""
    match = _ADJECTIVES.search(text, max(floor, piece.start - 40), piece.start)
    if match is None:
        return
    start = match.start(1)
    while start < match.end(1):
        adjective = text[start : match.end(1)]
        if code := adjective_code(adjective, piece.unit):
            piece.start, piece.code = start, code
            return
        step = re.search(r"[ \u00a0-]", adjective)
        if step is None:
            return
        start += step.end()


def assemble(text: str, pieces: Sequence[Piece]) -> list[Figure]:
    """Give each unit its numeral. A numeral serves one unit; a unit, one numeral."""
    figures: list[Figure] = []
    taken = -1  # index of the last numeral that a figure holds
    for index, piece in enumerate(pieces):
        if isinstance(piece, Numeral):
            continue
        left = _left(text, pieces, index) if index - 1 > taken else None
        right = _right(text, pieces, index)
        last = figures[-1] if figures and index - 1 == taken else None
        if last is not None and _restates(text, last, piece, right):
            _absorb(text, last, piece)
            continue
        chosen = _choose(text, left, piece, right) or _single(text, piece)
        if chosen is None:
            continue
        before = chosen is right
        taken = index + 1 if before else (index - 1 if chosen is left else taken)
        start, end = min(chosen.start, piece.start), max(chosen.end, piece.end)
        if chosen.bare and text[max(0, start - 6) : start].lower() == "multi-":
            start -= 6
        loss = before and is_loss(text, chosen)
        if loss:
            chosen, end = bracketed(text, chosen)
        _take_country_after(text, piece, chosen, end)
        minus = before and text[chosen.start - 1] in "-−" and piece.unit.form == "sign"
        negative = minus or loss
        figures.append(Figure(start, end, chosen, piece, before, negative=negative))
    return figures


def _left(text: str, pieces: Sequence[Piece], index: int) -> Numeral | None:
    """The numeral that ends where the unit begins."""
    numeral, piece = (pieces[index - 1] if index else None), pieces[index]
    if not isinstance(numeral, Numeral) or not isinstance(piece, UnitPiece):
        return None
    if piece.start - numeral.end > 40:
        return None
    gap = text[numeral.end : piece.start]
    if _AFTER_GAP.fullmatch(gap):
        if "\n" in gap and not text[piece.start].islower():
            return None
        if numeral.bare and gap in SPACES and text[piece.end - 1] == "s":
            return replace(numeral, value=numeral.low, bare=False)  # "an extra hundred dollars"
        return numeral
    if numeral.value is None and not numeral.bare and _OF.fullmatch(gap):
        return numeral
    return None


def _right(text: str, pieces: Sequence[Piece], index: int) -> Numeral | None:
    """The numeral that begins where the unit ends."""
    piece, numeral = pieces[index], (pieces[index + 1] if index + 1 < len(pieces) else None)
    if not isinstance(numeral, Numeral) or not isinstance(piece, UnitPiece) or numeral.bare:
        return None
    gap = text[piece.end : numeral.start]
    form = piece.unit.form
    if len(gap) > 3 or (
        form == "minor" and piece.unit.word != "sen" and gap + text[piece.start] not in MINOR_SIGNS
    ):
        return None
    if form == "word":
        touching = gap == "" and numeral.scale >= 1000  # "Won300bn"
        spaced = gap in (" ", "\u00a0")
        return numeral if (touching or spaced) and _may_lead(text, piece, numeral) else None
    if form == "sign" and gap == "(" and is_loss(text, numeral):
        return numeral
    if not _BEFORE_GAP.fullmatch(gap) and not (
        form == "abbreviation" and gap in (". ", ".\u00a0") and piece.end - piece.start > 1
    ):
        return None
    if form == "code" and gap in ("-", ".", "−"):
        return None
    if piece.unit.doubtful and _claimed(pieces, index + 1):
        return None
    if numeral.value is None and (form != "sign" or gap):  # "$billions", not a heading "$ millions"
        return None
    return numeral


def _claimed(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a plain unit stands right after the numeral ("P.V.P 4,56 €")."""
    numeral, after = pieces[index], (pieces[index + 1] if index + 1 < len(pieces) else None)
    if not isinstance(after, UnitPiece) or after.unit.doubtful:
        return False
    return after.start - numeral.end <= 1


_LEADING = ("pounds", "dm", "rm", "rp", "tl", "nis", "sterling")


def _may_lead(text: str, piece: UnitPiece, numeral: Numeral) -> bool:
    """ "ringgit 42", "dlrs 5 million", "Pounds 3.5m"; not "the euro 2020 cup", "won 400 votes"."""
    word = text[piece.start : piece.end].lower()
    if piece.unit.doubtful and word not in _LEADING and piece.end != numeral.start:
        return False
    if word in ("dlrs", "dlr", "dm", "rm", "rp", "rmb", "tl", "nis"):
        return True
    if numeral.scale >= 1000 or "," in numeral.digits:
        return True
    rest = text[numeral.end : numeral.end + 2]
    plain = not _YEAR.fullmatch(numeral.digits) and bool(numeral.digits)
    return plain and len(piece.unit.codes) == 1 and not re.match(r"[ \u00a0-]?\w", rest)


def _choose(
    text: str, left: Numeral | None, piece: UnitPiece, right: Numeral | None
) -> Numeral | None:
    if left is None or right is None:
        return left or right
    space_before, space_after = piece.start - left.end, right.start - piece.end
    if space_before != space_after:
        return left if space_before < space_after else right
    if piece.unit.form == "sign" and text[piece.end - 1] in "$£¥＄₹₦₱":
        return right
    if _YEAR.fullmatch(left.digits) or (right.scale >= 1000 > left.scale):
        return right
    return left


_ARTICLE = re.compile(r"(?<!\w)an?[ \u00a0]\Z", re.IGNORECASE)
_PRICE_BEFORE = re.compile(
    r"(?:^|[(:]|\b(?:for|than|costs?|costing|pa(?:y|ys|id|ying)|worth|under|over|above|below|about|"
    r"only|just|by|nearly|almost|around|least|most|up|down|rose|fell|gained|lost|added|dropped|"
    r"half|quarter of|to|charged?|charging|earn(?:s|ed|ing)?|spend(?:s|ing)?|spent|within)[ ])\Z",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\b(half|quarter of)[ \u00a0]\Z", re.IGNORECASE)
_FRACTIONS = {"half": Decimal("0.5"), "quarter of": Decimal("0.25")}
_PRICE_AFTER = re.compile(r"\s*(?:\Z|[.,;:!?)]|(?:and|or|to|in|at|on|more|less)\b)")
_ONES = {
    "fiver",
    "tenner",
    "dollar",
    "euro",
    "buck",
    "cent",
    "penny",
    "yuan",
    "rupee",
    "quid",
    "yen",
    "ruble",
    "peso",
}


def _single(text: str, piece: UnitPiece) -> Numeral | None:
    """ "a dollar", "half a dollar" as a price: by the word before it or the rate after it."""
    word = text[piece.start : piece.end].lower().rpartition(" ")[2]
    if word not in _ONES:
        return None
    article = _ARTICLE.search(text, max(0, piece.start - 4), piece.start)
    if article is None:
        return None
    priced = _PRICE_BEFORE.search(text, max(0, article.start() - 12), article.start())
    if rate_unit(text, piece.end) is None and not (priced and _PRICE_AFTER.match(text, piece.end)):
        return None
    if fraction := _FRACTION.search(text, max(0, article.start() - 18), article.start()):
        return Numeral(fraction.start(), article.start() + 1, _FRACTIONS[fraction[1].lower()])
    return Numeral(article.start(), article.start() + 1, Decimal(1))


_COUNTRY_AFTER = re.compile(
    r"[ \u00a0]\(?(US|U\.S\.|American|Canadian|Cdn|CDN|Australian|AU|NZ|New Zealand|Singapore|"
    r"Hong Kong|Jamaican|Taiwanese|Barbadian|Bermudian|Belizean|Fijian|Namibian|Liberian|Guyanese|"
    r"Bahamian|Trinidadian|Mexican|Argentine|Chilean|Colombian)(?=\)|[.,;:]|[ ]?\Z|\n)"
)


def _take_country_after(text: str, piece: UnitPiece, numeral: Numeral, end: int) -> None:
    """ "$7 Canadian", "$20 (US)", where nothing follows that the adjective might belong to."""
    if piece.unit.form != "sign" or piece.code is not None or numeral.value is None:
        return
    if match := _COUNTRY_AFTER.match(text, end):
        piece.code = adjective_code(match[1].replace("Cdn", "Canadian"), piece.unit)


def _restates(text: str, figure: Figure, piece: UnitPiece, right: Numeral | None) -> bool:
    """ "$5 million USD", "$5 million dollars", "SGD4.90 $": the currency said twice."""
    gap = text[figure.end : piece.start]
    if right is not None and right.start - piece.end <= len(gap):
        return False
    if gap not in ("", *SPACES, " (", "-") or piece.unit.form == "minor":
        return False
    if gap == " (" and text[piece.end : piece.end + 1] != ")":
        return False
    return _fit(figure.piece, piece) and (piece.unit.form == "code" or not piece.unit.doubtful)


def _absorb(text: str, figure: Figure, piece: UnitPiece) -> None:
    if piece.unit.word == "grand" and figure.numeral.value is not None:  # "£20 grand"
        value = figure.numeral.value * piece.unit.factor
        figure.numeral = replace(figure.numeral, value=value, scale=piece.unit.factor, digits="")
    united = _united(figure.piece, piece)
    if len(united.codes) == 1:
        figure.piece.code = united.codes[0]
    if piece.unit.form == "code":
        figure.piece.unit = replace(piece.unit, doubtful=False)
    in_brackets = text[piece.start - 2 : piece.start] == " ("
    figure.end = piece.end + in_brackets
