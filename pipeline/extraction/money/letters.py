"""Codes, abbreviations and letters: which "COP 26", "R2", "8p" and "$1" are money."""

from __future__ import annotations

import re

from pipeline.extraction.money.context import Document
from pipeline.extraction.money.evidence import (
    BRITISH,
    PAYS,
    Company,
    is_long,
    is_year,
    names_country,
    plain_phrase,
)
from pipeline.extraction.money.figures import Figure
from pipeline.extraction.money.words import WORD_CODES, word_set

_PRICED = re.compile(r"[$€¢]|\b(?:dollars?|euros?|cents?|bucks)\b")
_DOLLARS = ("$", "dollar", "cent", "€", "euro", "USD", "EUR", "bucks")
_VIDEO = word_set(
    """
    144 240 360 480 540 576 720 768 900 1080 1200 1440 1600 2160 4320
    """
)
_QUOTED = re.compile(r"\b(?:shares?|pence|penny|dividends?)\b", re.IGNORECASE)
_SUFFIXES = word_set(
    """
    RM kr Kr KR kr. Kč Kc zł Ft TL lei Lei DM р din ден Rs NIS SEK Rp
    """
)
_CODE_AFTER = re.compile(r"[{}`\]_=\\]|\s*(?:=>|==|&&|\|\|)|['\"]\)")


def check_letters(document: Document, figure: Figure, company: Company) -> bool:
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
    if after == "%" or (figure.before and _is_product(text, figure)):
        return False
    if not figure.before and is_year(figure):  # "© 2023 NPR"
        return company.has_currency(figure)
    if not unit.doubtful or plain_phrase(document, figure):
        return _spaced(document, figure)
    sums = is_long(figure) or re.search(r"[.,]\d\d\Z", figure.numeral.digits) is not None
    if unit.form == "code" and sums and unit.word not in WORD_CODES:
        return True
    known = (
        company.has_sure_sum(figure)
        or names_country(document, figure)
        or company.has_currency(figure)
    )
    return known and (sums or len(figure.numeral.digits) >= 2)


def _is_product(text: str, figure: Figure) -> bool:
    """ "NIS2", "R21/Matrix-M": capitals and digits that go on as a name does."""
    capitals = text[figure.piece.start : figure.piece.end].isupper()
    touching = figure.piece.end == figure.numeral.start
    if not (capitals and touching) or figure.piece.unit.form == "code" or is_long(figure):
        return False
    lone = len(figure.numeral.digits) == 1 and re.match(
        r" [A-Z]", text[figure.end : figure.end + 2]
    )
    return bool(lone or re.match(r"/[A-Z]", text[figure.end : figure.end + 2]))


def _spaced(document: Document, figure: Figure) -> bool:
    """An abbreviation touches the number before it only where that is the custom ("50kr")."""
    if figure.before or figure.piece.unit.form == "code":
        return True
    return figure.numeral.end < figure.piece.start or figure.piece.unit.word in _SUFFIXES


def _named(figure: Figure) -> bool:
    return figure.piece.end == figure.numeral.start and is_year(figure)


def check_pence(document: Document, figure: Figure, company: Company) -> bool:
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
        company.has_word(BRITISH, figure)
        or plain_phrase(document, figure)
        or (PAYS.search(text, start, end) is not None and names_country(document, figure))
    )


def check_cent_letter(document: Document, figure: Figure, company: Company) -> bool:
    """ "43c" after dollars or among prices; not degrees ("25C") or copyright."""
    text, piece = document.text, figure.piece
    sign = text[piece.start : piece.end]
    if not sign.islower() or (sign == "c" and not _touches(text, figure)):
        return False
    start, end = document.sentence(figure.start)
    near = company.has_word(_DOLLARS, figure) and _PRICED.search(text, start, end) is not None
    priced = PAYS.search(text, max(start, figure.start - 150), min(end, figure.end + 80))
    return near or priced is not None or plain_phrase(document, figure)


def _touches(text: str, figure: Figure) -> bool:
    """Digits and letter stand together, and nothing else is glued to them."""
    glued = not figure.before and figure.numeral.end == figure.piece.start
    return glued and bool(figure.numeral.digits) and not text[figure.end : figure.end + 1].isalnum()


def is_code(text: str, figure: Figure) -> bool:
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
