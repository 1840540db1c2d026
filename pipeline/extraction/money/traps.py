"""What looks like money and is not: weights, scores, verbs, code, model numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.extraction.money.context import Document
from pipeline.extraction.money.currencies import code_of
from pipeline.extraction.money.figures import Figure

_WORD = re.compile(r"[ \u00a0-]?([^\W\d_]+)")
_WEIGHS = re.compile(
    r"\b(?:weigh\w*|weight|heav\w+|lighter|lift\w*|overweight|obese|calori\w+|diet\w*|tall|"
    r"feet|foot|inch\w*|kilos?|kilograms?|kg|lbs?|ounces?|tons?|tonnes?|thrust|payload|cargo|carr(?:y|ies|ied)|"
    r"bombs?|explosives?|warheads?|bags?|slimmed|gained|shed|"
    r"per square inch|of (?:pressure|torque|force|muscle|fat)|harvest\w*|crops?)\b",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\b(?:paid|pays?|paying|payments?|cost\w*|pric\w+|fined?|fines|worth|earn\w*|spen[dt]\w*|charg\w+|"
    r"bills?|salar\w+|wages?|budget\w*|fund\w*|invest\w*|loans?|debts?|bank\w*|tax\w*|profits?|"
    r"revenues?|sales|sold|sell\w*|bought|buy\w*|fees?|compensation|damages|bonus\w*|pension\w*|"
    r"cash|money|prizes?|rewards?|bribes?|donat\w+|rais\w+|sav\w+|deal|valued?|shares?|sterling|"
    r"pence|euros?|dollars?|economy|currency|exchange|afford\w*|rent\w*|subsid\w+|grant\w*|"
    r"deposit\w*|withdr\w+|owe\w*|allowance\w*|turnover|income|expens\w+|contract\w*|bid|transfer\w*|"
    r"coins?|banknotes?|notes?|bets?|stake\w*|insur\w+|ticket\w*|cheaper|credit\w*|losses)\b",
    re.IGNORECASE,
)
_MONEY_NOUNS = frozenset(
    """note notes coin coins bill bills fine fee fees bonus contract contracts deal loan grant prize
    voucher budget project investment package fund salary debt price bid sale payment payout pension
    bailout reward jackpot ticket tax cheque check increase cut stake plan move transfer scheme
    profit loss rise a an per each""".split()
)
_STUFF = re.compile(r"[ \u00a0]of[ \u00a0]([^\W\d_]+)(?:['’]s?)?")
_MONEY_STUFF = frozenset(
    """debt debts investment investments aid taxpayer taxpayers public funding savings cash money
    spending revenue revenues income losses profit profits tax taxes damage damages budget cuts
    assets government compensation loans new extra additional borrowing subsidies subsidy fines
    trade exports imports support your our their his her my bonds shares credit funds""".split()
)
_DETERMINERS = frozenset(
    """the a an his her its their our my your this that these those by in at on against over back
    first second third gold silver bronze seats votes election elections games matches titles
    medals awards prizes out only one two three four five six seven eight nine ten and but with
    more most re last for from convincingly easily""".split()
)


def is_money(document: Document, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether the figure is one of money."""
    unit = figure.piece.unit
    if figure.piece.code is None and (check := _CHECKS.get(unit.word)) is not None:
        return check(document, figure, figures)
    if unit.form == "sign":
        return not _is_code(document.text, figure)
    if unit.form in ("abbreviation", "code"):
        return _check_letters(document, figure, figures)
    return _check_word(document, figure)


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
    return any(code_of(country, codes) for _, country in document.countries)


def _elsewhere(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether another figure, written differently, has one of this one's currencies for certain."""
    codes = set(figure.piece.codes)
    return any(
        other.piece.unit.word != figure.piece.unit.word
        and len(other.piece.codes) == 1
        and other.piece.codes[0] in codes
        for other in figures
    )


def _check_pound(document: Document, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Weight or money: by what follows, then by the company it keeps in the sentence."""
    text, following = document.text, _following(document.text, figure)
    if text[figure.piece.start : figure.piece.end].lower() == "pound":
        if not (_is_long(figure) or following in _MONEY_NOUNS or figure.numeral.value == 1):
            return False
    if following == "sterling":
        return True
    if (of := _STUFF.match(text, figure.end)) and of[1].lower() not in _MONEY_STUFF:
        return False
    start, end = document.sentence(figure.start)
    start, end = max(start, figure.start - 150), min(end, figure.end + 80)
    weighs = _WEIGHS.search(text, start, end) is not None
    pays = _PAYS.search(text, start, end) is not None
    if weighs != pays:
        return pays
    british = _names_country(document, figure) or any(
        other.piece.unit.word in ("£", "penny") for other in figures
    )
    return british or not weighs


def _check_won(document: Document, figure: Figure, figures: Sequence[Figure]) -> bool:
    """The verb follows its subject ("the 12 won seats"); the currency, a sum."""
    if figure.before or _following(document.text, figure) in _DETERMINERS:
        return False
    text = document.text
    if text[figure.piece.start : figure.piece.end] != "won":
        return False
    return _names_country(document, figure) or _is_long(figure)


def _check_real(document: Document, figure: Figure, figures: Sequence[Figure]) -> bool:
    """ "5 reais" is plain; "real" and "reals" need Brazil and no noun after them."""
    text = document.text
    if text[figure.piece.start : figure.piece.end].lower() in ("reais", "réis"):
        return True
    rest = text[figure.end : figure.end + 2]
    noun = re.match(r"[ -]\w", rest) and _following(text, figure) not in _PARTICLES
    return not noun and (_names_country(document, figure) or _elsewhere(figure, figures))


_PARTICLES = frozenset(
    """a an per to in on at for of from and or by with as was were is are this last next each every
    more less than worth which that if when while after before but since until""".split()
)


def _check_mark(document: Document, figure: Figure, figures: Sequence[Figure]) -> bool:
    """German or Finnish marks; not "the 5 million mark" and not marks at school."""
    text = document.text
    plural = text[figure.piece.start : figure.piece.end].lower() == "marks"
    if figure.before or figure.piece.unit.word == "mark" and not plural:
        follows = _following(text, figure) in _MONEY_NOUNS
        return not figure.before and follows and _names_country(document, figure)
    return _is_long(figure) or _names_country(document, figure) or _plain_phrase(document, figure)


def _check_crown(document: Document, figure: Figure, figures: Sequence[Figure]) -> bool:
    text = document.text
    plural = text[figure.piece.start : figure.piece.end].lower() == "crowns"
    if not plural and _following(text, figure) not in _MONEY_NOUNS:
        return False
    return _is_long(figure) or _names_country(document, figure)


def _check_plain(document: Document, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Words that are something else as well: they need the country, or to be all there is."""
    return (
        _names_country(document, figure)
        or _elsewhere(figure, figures)
        or (_is_long(figure) and document.text[figure.piece.start].islower())
        or _plain_phrase(document, figure)
    )


def _plain_phrase(document: Document, figure: Figure) -> bool:
    """The text is a phrase of little more than the figure: nothing speaks against it."""
    return len(document.text) - (figure.end - figure.start) <= 12


def _check_pence(document: Document, figure: Figure, figures: Sequence[Figure]) -> bool:
    return True


def _check_word(document: Document, figure: Figure) -> bool:
    """Nationalities ("3 Afghani men") and names are no currencies; nor is "a dollar" alone."""
    text = document.text
    if figure.piece.unit.doubtful and figure.piece.code is None:
        return _check_plain(document, figure, ())
    return text[figure.end : figure.end + 1] != "'"


def _check_letters(document: Document, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Codes and abbreviations: "COP 26" and "R2" want more evidence than "KZT 5"."""
    unit, text = figure.piece.unit, document.text
    after = text[figure.end : figure.end + 1]
    if figure.before and (after.isalpha() or after == "_"):
        return False
    if not figure.before and figure.piece.start > 0 and after.isalnum():
        return False
    before = text[figure.start - 1 : figure.start] if figure.start else ""
    if before and (before.isalnum() or before in "-/_#@."):
        return False
    if not unit.doubtful:
        return True
    sums = _is_long(figure) or re.search(r"[.,]\d\d$", figure.numeral.digits) is not None
    known = _names_country(document, figure) or _elsewhere(figure, figures)
    return known and (sums or len(figure.numeral.digits) >= 2)


_CODE_BEFORE = re.compile(r"[\\{`(=|][ ]?$|(?:awk|echo|sed|print|args?|param)\W{0,3}$")
_CODE_AFTER = re.compile(r"[{}`\]_=\\;]|\s*(?:=>|==|&&|\|\|)|['\"]\)|[/][\w.]+[/.]")


def _is_code(text: str, figure: Figure) -> bool:
    """ "$1" in a shell script or a regular expression; "$5 {"."""
    if not figure.before or len(figure.numeral.digits) != 1 or figure.numeral.scale > 1:
        return False
    before = text[max(0, figure.start - 8) : figure.start]
    return bool(
        re.search(r"[\\{`=|]\s?$|\b(?:awk|echo|sed|print|printf)\W{0,3}$", before)
        or _CODE_AFTER.match(text, figure.end)
    )


_Check = Callable[[Document, Figure, Sequence[Figure]], bool]
_CHECKS: dict[str, _Check] = {
    "pound": _check_pound,
    "won": _check_won,
    "real": _check_real,
    "mark": _check_mark,
    "crown": _check_crown,
}
