"""What looks like money and is not: weights, scores, verbs, names, code."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extraction.money.context import Document
from pipeline.extraction.money.evidence import (
    BRITISH,
    PAYS,
    Company,
    is_long,
    is_year,
    names_country,
    next_word,
    plain_phrase,
)
from pipeline.extraction.money.figures import Figure
from pipeline.extraction.money.letters import (
    check_cent_letter,
    check_letters,
    check_pence,
    is_code,
)
from pipeline.extraction.money.words import word_set

_WEIGHS = re.compile(
    r"\b(?:weigh\w*|weight|heav\w+|lighter|lift\w*|overweight|obese|calori\w+|diet\w*|tall|"
    r"feet|foot|inch\w*|kilos?|kilograms?|kg|lbs?|ounces?|tons?|tonnes?|thrust|payload|cargo|"
    r"carr(?:y|ies|ied)|"
    r"bombs?|explosives?|warheads?|bags?|slimmed|gained|shed|"
    r"per square inch|(?:blood |gas )?pressure|of (?:torque|force|muscle|fat)|harvest\w*|crops?)\b",
    re.IGNORECASE,
)
#: What stands right before a price: "a kilo of rice costs about 30 pounds".
_COSTS = re.compile(
    r"\b(?:costs?|costing|pa(?:y|ys|id)|sells? for|sold for|priced at|goes for)[ \u00a0]"
    r"(?:(?:about|around|nearly|only|some|up to)[ \u00a0])?\Z",
    re.IGNORECASE,
)
_MONEY_NOUNS = word_set(
    """
    note notes coin coins bill bills fine fee fees bonus contract contracts deal loan grant
    prize voucher budget project investment package fund salary debt price bid sale payment
    payout pension bailout reward jackpot ticket tax cheque check increase cut stake plan move
    transfer scheme profit loss rise a an per each
    """
)
_STUFF = re.compile(r"[ \u00a0]of[ \u00a0]([^\W\d_]+)(?:['’]s?)?")
_MONEY_STUFF = word_set(
    """
    debt debts investment investments aid taxpayer taxpayers public funding savings cash money
    spending revenue revenues income losses profit profits tax taxes damage damages budget cuts
    assets government compensation loans new extra additional borrowing subsidies subsidy fines
    trade exports imports support your our their his her my bonds shares credit funds
    """
)
_OBJECTS = word_set(
    """
    the a an his her its their our my your this these those first second third gold silver
    bronze seats votes election elections games matches titles medals awards prizes one two
    three four five six seven eight nine ten most re convincingly easily t
    """
)
_AFTER_VERB = word_set(
    """
    by in at on against over back out only and but with more last for from that
    """
)


def select(document: Document, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that are of money."""
    company = Company(document.text, figures)
    return [figure for figure in figures if is_money(document, figure, company)]


def is_money(document: Document, figure: Figure, company: Company) -> bool:
    """Whether the figure is one of money."""
    unit = figure.piece.unit
    if figure.piece.code is None and (check := _CHECKS.get(unit.word)) is not None:
        return check(document, figure, company)
    if unit.form == "sign":
        return figure.piece.code is not None or not is_code(document.text, figure)
    if unit.form in ("abbreviation", "code"):
        return check_letters(document, figure, company)
    return _check_word(document, figure, company)


def _check_pound(document: Document, figure: Figure, company: Company) -> bool:
    """Weight or money: by what follows, then by the company it keeps in the sentence."""
    text, following = document.text, next_word(document.text, figure)
    singular = text[figure.piece.start : figure.piece.end].lower() == "pound"
    if singular and not (is_long(figure) or following in _MONEY_NOUNS):
        return False
    if following == "sterling":
        return True
    if (of := _STUFF.match(text, figure.end)) and of[1].lower() not in _MONEY_STUFF:
        return False
    start, end = document.sentence(figure.start)
    start, end = max(start, figure.start - 150), min(end, figure.end + 80)
    weighs = _WEIGHS.search(text, start, end) is not None
    pays = PAYS.search(text, start, end) is not None
    if weighs:
        priced = _COSTS.search(text, start, figure.start) and names_country(document, figure)
        return bool(priced) or (pays and company.has_word(BRITISH, figure))
    if pays or company.has_word(BRITISH, figure) or figure.numeral.scale >= 1_000_000:
        return True
    return plain_phrase(document, figure) or (is_long(figure) and names_country(document, figure))


def _check_won(document: Document, figure: Figure, company: Company) -> bool:
    """The verb has an object ("3 million won the prize"); the currency, a sum before it."""
    text = document.text
    if figure.before:  # "Won300bn"
        return is_long(figure) and figure.piece.end == figure.numeral.start
    if text[figure.piece.start : figure.piece.end] != "won":
        return False
    following = next_word(text, figure)
    if following in _OBJECTS:
        return False
    if text.startswith((" in the ", " in a "), figure.end):  # but who wins by the billion?
        return figure.numeral.scale >= 1_000_000_000
    if figure.numeral.scale >= 1000:
        return True
    if following in _AFTER_VERB and not names_country(document, figure):
        return False
    return names_country(document, figure) or is_long(figure)


def _check_real(document: Document, figure: Figure, company: Company) -> bool:
    """ "5 reais" is plain; "real" and "reals" need Brazil and no noun after them."""
    text = document.text
    if text[figure.piece.start : figure.piece.end].lower() in ("reais", "réis"):
        return True
    rest = text[figure.end : figure.end + 2]
    noun = re.match(r"[ -]\w", rest) and next_word(text, figure) not in _PARTICLES
    return not noun and (names_country(document, figure) or company.has_currency(figure))


_PARTICLES = word_set(
    """
    a an per to in on at for of from and or by with as was were is are this last next each every
    more less than worth which that if when while after before but since until
    """
)


def _check_bob(document: Document, figure: Figure, company: Company) -> bool:
    """Shillings of Kenya in its speech: "50 bob"."""
    written = document.text[figure.piece.start : figure.piece.end]
    known = names_country(document, figure) or company.has_currency(figure)
    return written == "bob" and not figure.before and known


def _check_slang(document: Document, figure: Figure, company: Company) -> bool:
    """ "Nine grand", "a fiver": no noun follows ("two grand pianos")."""
    text = document.text
    if figure.before or not text[figure.piece.start].islower():
        return False
    noun = re.match(r"[ -]\w", text[figure.end : figure.end + 2])
    return not noun or next_word(text, figure) in _PARTICLES | _MORE_PARTICLES


_MORE_PARTICLES = word_set(
    """
    cash each apiece upfront back into over under up down off out extra more richer poorer because
    so then than though like about here there not he she it they we you i who will would could
    had has have did does do is was were
    """
)


def _check_shilling(document: Document, figure: Figure, company: Company) -> bool:
    """Of a British or Irish text that names no country with shillings, a twentieth of a pound."""
    british = company.has_word(BRITISH, figure) or {"GB", "IE"} & document.country_places.keys()
    if british and figure.piece.code is None and not names_country(document, figure):
        unit = figure.piece.unit
        figure.piece.unit = replace(unit, codes=("GBP",), factor=Decimal("0.05"))
    return True


def _check_mark(document: Document, figure: Figure, company: Company) -> bool:
    """German or Finnish marks; not "the 5 million mark" and not marks at school."""
    text = document.text
    plural = text[figure.piece.start : figure.piece.end].lower() == "marks"
    if text.startswith((" &", " and Spencer"), figure.end):
        return False
    if figure.before or (figure.piece.unit.word == "mark" and not plural):
        follows = next_word(text, figure) in _MONEY_NOUNS
        return not figure.before and follows and names_country(document, figure)
    rate = re.search(r"\.\d\d", figure.numeral.digits) is not None  # "1.7530 marks to the dollar"
    known = names_country(document, figure) or plain_phrase(document, figure)
    return rate or known or is_long(figure)


def _check_crown(document: Document, figure: Figure, company: Company) -> bool:
    text = document.text
    plural = text[figure.piece.start : figure.piece.end].lower() == "crowns"
    if not plural and next_word(text, figure) not in _MONEY_NOUNS:
        return False
    return is_long(figure) or names_country(document, figure)


def _check_plain(document: Document, figure: Figure, company: Company) -> bool:
    """Words that are something else as well: they need the country, or to be all there is."""
    return (
        names_country(document, figure)
        or company.has_currency(figure)
        or (is_long(figure) and document.text[figure.piece.start].islower())
        or plain_phrase(document, figure)
    )


def _check_word(document: Document, figure: Figure, company: Company) -> bool:
    """Ordinary words need evidence; "50 Cent" is a musician."""
    if figure.piece.unit.doubtful and figure.piece.code is None:
        return _check_plain(document, figure, company)
    return not (_is_name(document, figure) or _is_price_basis(document.text, figure))


_NAMES = word_set("cent rand kip dong leone kina lev tala dram lari pula taka lek vatu loti bucks")


def _is_name(document: Document, figure: Figure) -> bool:
    """ "20 Dollar Tree shops", "10 Rand researchers", "the 2021 Bucks", "50 Cent"."""
    text, piece = document.text, figure.piece
    word = text[piece.start : piece.end]
    if figure.before or piece.code is not None or not (word[0].isupper() and word[1:].islower()):
        return False
    if re.match(r" (?:&|[A-Z][a-z])", text[figure.end : figure.end + 3]):
        return True
    if word.lower() not in _NAMES or plain_phrase(document, figure):
        return False
    return word == "Cent" or not (is_long(figure) or names_country(document, figure))


_BASIS = re.compile(
    r"(?:\b(?:in|constant|real|chained|current)[ ](?:constant[ ])?|\()\Z", re.IGNORECASE
)


def _is_price_basis(text: str, figure: Figure) -> bool:
    """ "in 2015 dollars": at that year's prices."""
    if figure.before or not is_year(figure) or figure.numeral.scale > 1:
        return False
    return _BASIS.search(text, max(0, figure.start - 20), figure.start) is not None


_Check = Callable[[Document, Figure, Company], bool]
_CHECKS: dict[str, _Check] = {
    "pound": _check_pound,
    "won": _check_won,
    "real": _check_real,
    "mark": _check_mark,
    "crown": _check_crown,
    "grand": _check_slang,
    "fiver": _check_slang,
    "tenner": _check_slang,
    "bob": _check_bob,
    "shilling": _check_shilling,
    "p": check_pence,
    "c": check_cent_letter,
}
