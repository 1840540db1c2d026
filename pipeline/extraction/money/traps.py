"""What looks like money and is not: weights, scores, verbs, code, model numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from pipeline.extraction.money.context import Document
from pipeline.extraction.money.currencies import code_of
from pipeline.extraction.money.figures import Figure
from pipeline.extraction.money.words import WORD_CODES, word_set

_WORD = re.compile(r"[ \u00a0-]?([^\W\d_]+)")
_WEIGHS = re.compile(
    r"\b(?:weigh\w*|weight|heav\w+|lighter|lift\w*|overweight|obese|calori\w+|diet\w*|tall|"
    r"feet|foot|inch\w*|kilos?|kilograms?|kg|lbs?|ounces?|tons?|tonnes?|thrust|payload|cargo|"
    r"carr(?:y|ies|ied)|"
    r"bombs?|explosives?|warheads?|bags?|slimmed|gained|shed|"
    r"per square inch|of (?:pressure|torque|force|muscle|fat)|harvest\w*|crops?)\b",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\b(?:paid|pays?|paying|payments?|cost\w*|pric\w+|fined?|fines|worth|earn\w*|spen[dt]\w*|"
    r"charg\w+|"
    r"bills?|salar\w+|wages?|budget\w*|fund\w*|invest\w*|loans?|debts?|bank\w*|tax\w*|profits?|"
    r"revenues?|sales|sold|sell\w*|bought|buy\w*|fees?|compensation|damages|bonus\w*|pension\w*|"
    r"cash|money|prizes?|rewards?|bribes?|donat\w+|rais\w+|sav\w+|deal|valued?|shares?|sterling|"
    r"pence|euros?|dollars?|economy|currency|exchange|afford\w*|rent\w*|subsid\w+|grant\w*|"
    r"deposit\w*|withdr\w+|owe\w*|allowance\w*|turnover|income|expens\w+|contract\w*|bid|"
    r"transfer\w*|"
    r"coins?|banknotes?|notes?|bets?|stake\w*|insur\w+|ticket\w*|cheaper|credit\w*|losses)\b",
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


class Company:
    """The other figures of the document, as evidence for a doubtful one."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._words = Counter(figure.piece.unit.word for figure in figures)
        self._writings: dict[str, set[str]] = defaultdict(set)
        for figure in figures:
            if len(figure.piece.codes) == 1:
                self._writings[figure.piece.codes[0]].add(figure.piece.unit.word)

    def has_word(self, words: Iterable[str], but: Figure) -> bool:
        """Whether another figure than ``but`` is written with one of ``words``."""
        own = but.piece.unit.word
        return any(self._words[word] > (word == own) for word in words)

    def has_currency(self, figure: Figure) -> bool:
        """Whether a figure written differently has one of this one's currencies for certain."""
        own = {figure.piece.unit.word}
        return any(self._writings.get(code, own) - own for code in figure.piece.codes)


def select(document: Document, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that are of money."""
    company = Company(figures)
    return [figure for figure in figures if is_money(document, figure, company)]


def is_money(document: Document, figure: Figure, company: Company) -> bool:
    """Whether the figure is one of money."""
    unit = figure.piece.unit
    if figure.piece.code is None and (check := _CHECKS.get(unit.word)) is not None:
        return check(document, figure, company)
    if unit.form == "sign":
        return figure.piece.code is not None or not _is_code(document.text, figure)
    if unit.form in ("abbreviation", "code"):
        return _check_letters(document, figure, company)
    return _check_word(document, figure, company)


def _following(text: str, figure: Figure) -> str:
    match = _WORD.match(text, figure.end)
    return match[1].lower() if match else ""


def _is_long(figure: Figure) -> bool:
    """Grouped digits or a magnitude: the look of a sum."""
    numeral = figure.numeral
    return numeral.scale >= 1000 or "," in numeral.digits or numeral.low is not None


def _names_country(document: Document, figure: Figure) -> bool:
    codes = figure.piece.codes
    if document.country and code_of(document.country, codes):
        return True
    return any(code_of(country, codes) for country in document.country_places)


def _check_pound(document: Document, figure: Figure, company: Company) -> bool:
    """Weight or money: by what follows, then by the company it keeps in the sentence."""
    text, following = document.text, _following(document.text, figure)
    singular = text[figure.piece.start : figure.piece.end].lower() == "pound"
    if singular and not (_is_long(figure) or following in _MONEY_NOUNS):
        return False
    if following == "sterling":
        return True
    if (of := _STUFF.match(text, figure.end)) and of[1].lower() not in _MONEY_STUFF:
        return False
    start, end = document.sentence(figure.start)
    start, end = max(start, figure.start - 150), min(end, figure.end + 80)
    weighs = _WEIGHS.search(text, start, end) is not None
    pays = _PAYS.search(text, start, end) is not None
    if weighs:
        return pays and company.has_word(_BRITISH, figure)
    if pays or company.has_word(_BRITISH, figure) or figure.numeral.scale >= 1_000_000:
        return True
    return _plain_phrase(document, figure) or (
        _is_long(figure) and _names_country(document, figure)
    )


def _check_won(document: Document, figure: Figure, company: Company) -> bool:
    """The verb has an object ("3 million won the prize"); the currency, a sum before it."""
    text = document.text
    if figure.before:  # "Won300bn"
        return _is_long(figure) and figure.piece.end == figure.numeral.start
    if text[figure.piece.start : figure.piece.end] != "won":
        return False
    following = _following(text, figure)
    if following in _OBJECTS or text.startswith((" in the ", " in a "), figure.end):
        return False
    if figure.numeral.scale >= 1000:
        return True
    if following in _AFTER_VERB and not _names_country(document, figure):
        return False
    return _names_country(document, figure) or _is_long(figure)


def _check_real(document: Document, figure: Figure, company: Company) -> bool:
    """ "5 reais" is plain; "real" and "reals" need Brazil and no noun after them."""
    text = document.text
    if text[figure.piece.start : figure.piece.end].lower() in ("reais", "réis"):
        return True
    rest = text[figure.end : figure.end + 2]
    noun = re.match(r"[ -]\w", rest) and _following(text, figure) not in _PARTICLES
    return not noun and (_names_country(document, figure) or company.has_currency(figure))


_PARTICLES = word_set(
    """
    a an per to in on at for of from and or by with as was were is are this last next each every
    more less than worth which that if when while after before but since until
    """
)


def _check_mark(document: Document, figure: Figure, company: Company) -> bool:
    """German or Finnish marks; not "the 5 million mark" and not marks at school."""
    text = document.text
    plural = text[figure.piece.start : figure.piece.end].lower() == "marks"
    if text.startswith((" &", " and Spencer"), figure.end):
        return False
    if figure.before or (figure.piece.unit.word == "mark" and not plural):
        follows = _following(text, figure) in _MONEY_NOUNS
        return not figure.before and follows and _names_country(document, figure)
    rate = re.search(r"\.\d\d", figure.numeral.digits) is not None  # "1.7530 marks to the dollar"
    known = _names_country(document, figure) or _plain_phrase(document, figure)
    return rate or known or _is_long(figure)


def _check_crown(document: Document, figure: Figure, company: Company) -> bool:
    text = document.text
    plural = text[figure.piece.start : figure.piece.end].lower() == "crowns"
    if not plural and _following(text, figure) not in _MONEY_NOUNS:
        return False
    return _is_long(figure) or _names_country(document, figure)


def _check_plain(document: Document, figure: Figure, company: Company) -> bool:
    """Words that are something else as well: they need the country, or to be all there is."""
    return (
        _names_country(document, figure)
        or company.has_currency(figure)
        or (_is_long(figure) and document.text[figure.piece.start].islower())
        or _plain_phrase(document, figure)
    )


def _plain_phrase(document: Document, figure: Figure) -> bool:
    """The text is a phrase of little more than the figure: nothing speaks against it."""
    return len(document.text) - (figure.end - figure.start) <= 12


_PRICED = re.compile(r"[$€¢]|\b(?:dollars?|euros?|cents?|bucks)\b")
_DOLLARS = ("$", "dollar", "cent", "€", "euro", "USD", "EUR", "bucks")
_VIDEO = word_set(
    """
    144 240 360 480 540 576 720 768 900 1080 1200 1440 1600 2160 4320
    """
)
_QUOTED = re.compile(r"\b(?:shares?|pence|penny|dividends?)\b", re.IGNORECASE)


def _check_pence(document: Document, figure: Figure, company: Company) -> bool:
    """ "8p", "362p" in Britain or among share prices; not "1080p" and not pages."""
    text, piece = document.text, figure.piece
    if text[piece.start : piece.end] != "p":
        return True
    if not _touches(text, figure):
        return False
    start, end = document.sentence(figure.start)
    start, end = max(start, figure.start - 150), min(end, figure.end + 80)
    quoted = _QUOTED.search(text, start, end) is not None
    if quoted or figure.numeral.digits in _VIDEO:
        return quoted
    return (
        company.has_word(_BRITISH, figure)
        or _plain_phrase(document, figure)
        or (_PAYS.search(text, start, end) is not None and _names_country(document, figure))
    )


_BRITISH = {"£", "GBP", "penny", "quid"}


def _check_c(document: Document, figure: Figure, company: Company) -> bool:
    """ "43c" after dollars or among prices; not degrees ("25C") or copyright."""
    text, piece = document.text, figure.piece
    sign = text[piece.start : piece.end]
    if not sign.islower() or (sign == "c" and not _touches(text, figure)):
        return False
    start, end = document.sentence(figure.start)
    near = company.has_word(_DOLLARS, figure) and _PRICED.search(text, start, end) is not None
    priced = _PAYS.search(text, max(start, figure.start - 150), min(end, figure.end + 80))
    return near or priced is not None or _plain_phrase(document, figure)


def _touches(text: str, figure: Figure) -> bool:
    """Digits and letter stand together, and nothing else is glued to them."""
    glued = not figure.before and figure.numeral.end == figure.piece.start
    return glued and bool(figure.numeral.digits) and not text[figure.end : figure.end + 1].isalnum()


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
    if word.lower() not in _NAMES or _plain_phrase(document, figure):
        return False
    return word == "Cent" or not (_is_long(figure) or _names_country(document, figure))


_BASIS = re.compile(
    r"(?:\b(?:in|constant|real|chained|current)[ ](?:constant[ ])?|\()\Z", re.IGNORECASE
)


def _is_price_basis(text: str, figure: Figure) -> bool:
    """ "in 2015 dollars": at that year's prices."""
    if figure.before or not _is_year(figure) or figure.numeral.scale > 1:
        return False
    return _BASIS.search(text, max(0, figure.start - 20), figure.start) is not None


def _check_letters(document: Document, figure: Figure, company: Company) -> bool:
    """Codes and abbreviations: "COP 26" and "R2" want more evidence than "KZT 5"."""
    unit, text = figure.piece.unit, document.text
    after = text[figure.end : figure.end + 1]
    if figure.before and (after.isalpha() or after == "_"):
        return False
    if unit.form == "abbreviation" and figure.before and _named(figure):  # "DH2017", a conference
        return False
    if not figure.before and figure.piece.start > 0 and after.isalnum():
        return False
    before = text[figure.start - 1 : figure.start] if figure.start else ""
    if before and (before.isalnum() or before in "/_#@."):
        return False
    if before == "-" and text[figure.start - 2 : figure.start - 1].isupper():
        return False
    if text[figure.end : figure.end + 1] == "%":
        return False
    if not figure.before and _is_year(figure):  # "© 2023 NPR"
        return company.has_currency(figure)
    if not unit.doubtful or _plain_phrase(document, figure):
        return _spaced(document, figure)
    sums = _is_long(figure) or re.search(r"[.,]\d\d\Z", figure.numeral.digits) is not None
    if unit.form == "code" and sums and unit.word not in WORD_CODES:
        return True
    known = _names_country(document, figure) or company.has_currency(figure)
    return known and (sums or len(figure.numeral.digits) >= 2)


def _is_year(figure: Figure) -> bool:
    digits = figure.numeral.digits
    return len(digits) == 4 and digits.isdigit() and digits[:2] in ("19", "20")


_SUFFIXES = word_set(
    """
    RM kr Kr KR kr. Kč Kc zł Ft TL lei Lei DM р din ден Rs NIS SEK Rp
    """
)


def _spaced(document: Document, figure: Figure) -> bool:
    """An abbreviation touches the number before it only where that is the custom ("50kr")."""
    if figure.before or figure.piece.unit.form == "code":
        return True
    return figure.numeral.end < figure.piece.start or figure.piece.unit.word in _SUFFIXES


def _named(figure: Figure) -> bool:
    return figure.piece.end == figure.numeral.start and _is_year(figure)


_CODE_AFTER = re.compile(r"[{}`\]_=\\]|\s*(?:=>|==|&&|\|\|)|['\"]\)")


def _is_code(text: str, figure: Figure) -> bool:
    """ "$1" in a shell script or a regular expression; "$5 {"."""
    numeral = figure.numeral
    if figure.piece.unit.word != "$" or len(numeral.digits) != 1 or numeral.scale > 1:
        return False
    if not figure.before:
        return False
    before = text[max(0, figure.start - 8) : figure.start]
    return bool(
        re.search(r"[\\{`=\w)]\Z|[{`=] \Z|\b(?:awk|echo|sed|print|printf)\W{0,3}\Z", before)
        or _CODE_AFTER.match(text, figure.end)
    )


_Check = Callable[[Document, Figure, Company], bool]
_CHECKS: dict[str, _Check] = {
    "pound": _check_pound,
    "won": _check_won,
    "real": _check_real,
    "mark": _check_mark,
    "crown": _check_crown,
    "p": _check_pence,
    "c": _check_c,
}
