"""Figures of two numerals: ranges, changes, and dollars with their cents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.extraction.money.figures import Figure, Piece
from pipeline.extraction.money.rates import rate_unit
from pipeline.extraction.numerals import Numeral

_ABOUT = (
    r"(?:(?:about|around|roughly|nearly|almost|over|some|perhaps|just|approximately|an estimated|"
    r"as (?:much|high|little|low) as|up to|more than|at least|at most|less than|a low of|"
    r"a high of)[ \u00a0])?"
)
_LINK = re.compile(
    rf"(?P<dash>[ \u00a0]?[-‐‑–—−]{{1,2}}[ \u00a0]?|[ ]?~[ ]?)"
    rf"|[ \u00a0](?P<word>to|and|or)[ \u00a0]{_ABOUT}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"\bbetween[ \u00a0]{_ABOUT}\Z", re.IGNORECASE)
_FROM = re.compile(rf"\bfrom[ \u00a0]{_ABOUT}\Z", re.IGNORECASE)
_SPREAD = re.compile(
    r"\b(?:rang\w+|var(?:y|ies|ied|ying)|anywhere|span\w*|estimat\w+|pric(?:e|es|ed|ing)|"
    r"cost(?:s|ing)?|fees?|fines?|penalt\w+|salar\w+|wages?|bids?|offers?|sums|amounts|grants?|"
    r"loans?|prizes?|awards?|tickets?|tariffs?|values?|valued|retail\w*|sell(?:s|ing)? for|rents?|"
    r"pay(?:s|ing)?|everything|somewhere|deposits?|payments?|donations?|contributions?|bonuses|"
    r"denominat\w+|worth|charg\w+|earn(?:s|ing)?|figures?|costs|bribes?|rewards?)\b",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|f[ae]ll(?:s|en|ing)?|gain(?:s|ed|ing)?|los(?:es?|t|ing)|"
    r"drop\w*|add(?:s|ed|ing)?|climb\w*|jump\w*|slid(?:es?|ing)?|slip\w*|surg\w+|plung\w+|tumbl\w+|"
    r"soar\w*|(?:in|de)creas\w+|declin\w+|grow(?:s|n|ing|th)?|grew|swell\w*|shr[aiu]nk\w*|cut\w*|"
    r"rais\w+|lower\w*|boost\w*|reduc\w+|slash\w*|trim\w*|hik\w+|expand\w*|doubl\w+|tripl\w+|"
    r"quadrupl\w+|up|down|off|shed\w*|advanc\w+|eas(?:es?|ed|ing)|edg\w+|went|go(?:es|ing)?|"
    r"mov(?:e|es|ed|ing)|chang\w+|revis\w+|narrow\w*|widen\w*|brings?|brought|push\w*|sank|"
    r"sink\w*|rall\w+|rebound\w*|recover\w*|collaps\w+|crash\w*|balloon\w*|skyrocket\w*|inched|"
    r"gone|came|comes?|improv\w+|accelerat\w+|strengthen\w*|weaken\w*|upped|upgrad\w+|dipp?\w*|retreat\w*|"
    r"leap\w*|leapt|bl[eo]wn?|halv\w+|devalu\w+|depreciat\w+|appreciat\w+)\b",
    re.IGNORECASE,
)
_WINDOW = 90
_ENDS = re.compile(r"\s*(?:\Z|[.;,!?)\]](?!\d))")


def share_currency(text: str, pieces: Sequence[Piece], figures: list[Figure]) -> list[Figure]:
    """Find the bare numeral of "$5-10 million" and "between 3 and 5 billion euros"."""
    held = {id(figure.numeral) for figure in figures}
    index_of = {id(piece): index for index, piece in enumerate(pieces)}
    result: list[Figure] = []
    for figure in figures:
        own = index_of.get(id(figure.numeral))  # an article ("a dollar") is in no piece
        index = -1 if own is None else own + (1 if figure.before else -1)
        partner = pieces[index] if 0 <= index < len(pieces) else None
        if isinstance(partner, Numeral) and id(partner) not in held:
            result.extend(_with_partner(text, figure, partner, result))
        else:
            result.append(figure)
    return result


def _with_partner(
    text: str, figure: Figure, partner: Numeral, earlier: Sequence[Figure]
) -> list[Figure]:
    low, high = (figure.numeral, partner) if figure.before else (partner, figure.numeral)
    start, end = min(figure.start, partner.start), max(figure.end, partner.end)
    link = _LINK.fullmatch(text, low.end, high.start) if high.start - low.end < 32 else None
    if link is None or low.value is None or high.value is None:
        return [figure]
    if earlier and earlier[-1].end > start:
        return [figure]
    if not _may_link(text, link, start, high if figure.before else None):
        return [figure]
    low = _scaled_like(low, high)
    if link["dash"] and high.digits.endswith(",000"):
        low = _in_thousands(low, high)
    if _is_change(text, link, start, both=False):
        first = Figure(start, low.end, low, figure.piece, figure.before)
        second = Figure(high.start, end, high, figure.piece, figure.before)
        return [first, second]
    if not _ascending(low, high):
        return [figure]
    return [replace(figure, start=start, end=end, numeral=low, other=high)]


def _may_link(text: str, link: re.Match[str], start: int, trailing: Numeral | None) -> bool:
    """``trailing`` is a high end without a currency after it, which may count something else."""
    word = (link["word"] or "").lower()
    before = max(0, start - 30)
    between = _BETWEEN.search(text, before, start) or _FROM.search(text, before, start)
    if word == "and" and not between:
        return False
    if trailing is None:
        return True
    if word in ("to", "or") and trailing.scale < 1000:
        after = text[trailing.end : trailing.end + 2]
        return not re.match(r"[ \u00a0][^\W\d]", after) or rate_unit(text, trailing.end) is not None
    return link["dash"] is None or "—" not in link["dash"]


def _scaled_like(low: Numeral, high: Numeral) -> Numeral:
    """ "$5 to $10 million": the low end is in millions too, where that keeps it the low end."""
    if low.value is None or high.value is None or low.scale > 1 or high.scale < 1000:
        return low
    if low.value * high.scale >= high.value:
        return low
    return replace(low, value=low.value * high.scale, scale=high.scale)


def _in_thousands(low: Numeral, high: Numeral) -> Numeral:
    """ "$30-40,000"."""
    assert low.value is not None and high.value is not None, "checked by the caller"
    if low.value >= 1000 or low.scale > 1 or low.value * 1000 >= high.value:
        return low
    return replace(low, value=low.value * 1000, digits="")


def _ascending(low: Numeral, high: Numeral) -> bool:
    return low.value is not None and high.value is not None and low.value < high.value


def _is_change(text: str, link: re.Match[str], start: int, *, both: bool) -> bool:
    """ "from $1.2 million to $23.5 million" is two figures, unless a range is spoken of."""
    if (link["word"] or "").lower() != "to":
        return False
    origin = _FROM.search(text, max(0, start - 30), start)
    spread, move = _last(_SPREAD, text, start), _last(_MOVE, text, start)
    if origin is None:  # "fell $1.125 to $13.625"; but "cash flow of $1 billion to $2 billion"
        near = move >= start - 40 and text[start - 4 : start] not in (" of ", " at ")
        return both and near and move > spread
    return move > spread or (both and spread < 0) or _moves_what_it_costs(text, start)


_MOVED = re.compile(
    r"\b(?:rais(?:e|es|ed|ing)|lift(?:s|ed|ing)?|increas(?:e|es|ed|ing)|hik(?:e|es|ed|ing)|"
    r"boost(?:s|ed|ing)?|upped|push(?:es|ed|ing)?|adjust(?:s|ed|ing)?|bump(?:s|ed|ing)?|"
    r"br(?:ings?|ought)|dr(?:ives?|ove)|doubl(?:es|ed|ing)|tripl(?:es|ed|ing))"
    r"(?:[ \u00a0](?!(?:of|for|with|at|by|in|on|to|and|or|worth|rang\w+|that|which)\b)[\w’'-]+)"
    r"{0,5}[ \u00a0](?:prices?|fees?|fines?|wages?|salar(?:y|ies)|tariffs?|rents?|costs?|values?|"
    r"dividends?|pensions?|pay|bids?|offers?|rewards?|grants?|loans?|deposits?|charges?|lev(?:y|ies)|"
    r"dut(?:y|ies)|tax(?:es)?|rates?|tolls?|fares?|allowances?|bonus(?:es)?|penalt(?:y|ies))"
    r"[ \u00a0]from[ \u00a0]\Z",
    re.IGNORECASE,
)


def _moves_what_it_costs(text: str, start: int) -> bool:
    """ "raised the minimum wage from $5 to $7": the price is what the verb moves."""
    return _MOVED.search(text, max(0, start - _WINDOW), start) is not None


def _last(pattern: re.Pattern[str], text: str, end: int) -> int:
    """Where the last match in the clause before ``end`` begins; -1 when there is none."""
    start = max(0, end - _WINDOW)
    start = max(start, *(text.rfind(stop, start, end) for stop in (". ", "; ", "\n")))
    return max((match.start() for match in pattern.finditer(text, start, end)), default=-1)


def merge_ranges(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Join "$1 billion to $1.2 billion" and "between $5 a ton and $8 a ton" into one figure."""
    result: list[Figure] = []
    for figure in figures:
        merged = _merge(text, result[-1], figure) if result else None
        if merged is None:
            result.append(figure)
        else:
            result[-1] = merged
    return result


def _merge(text: str, first: Figure, second: Figure) -> Figure | None:
    if second.start - first.end > 60 or first.other or second.other or first.start == second.start:
        return None
    rate = rate_unit(text, first.end)
    link = _LINK.fullmatch(text, rate[1] if rate else first.end, second.start)
    if link is None or not set(first.piece.codes) & set(second.piece.codes):
        return None
    word = (link["word"] or "").lower()
    if word == "or" or (word == "and" and not _BETWEEN.search(text, 0, first.start)):
        return None
    if first.piece.unit.factor != second.piece.unit.factor or "—" in (link["dash"] or ""):
        return None
    low = _scaled_like(first.numeral, second.numeral)
    if not _ascending(low, second.numeral) or _is_change(text, link, first.start, both=True):
        return None
    piece = first.piece if len(first.piece.codes) <= len(second.piece.codes) else second.piece
    return replace(first, end=second.end, numeral=low, other=second.numeral, piece=piece)


def add_minor_units(text: str, pieces: Sequence[Piece], figures: list[Figure]) -> list[Figure]:
    """Join "20 dollars 43 cents", "$20 and 43c", "15 dollars and 50." into one figure."""
    held = {id(figure.numeral) for figure in figures}
    spare = {
        piece.start: piece
        for piece in pieces
        if isinstance(piece, Numeral) and id(piece) not in held
    }
    result: list[Figure] = []
    for figure in figures:
        if result and _is_minor_of(text, result[-1], figure):
            result[-1] = _with_minor(
                result[-1], figure.numeral, figure.piece.unit.factor, figure.end
            )
        else:
            result.append(_with_spare(text, _with_shillings(text, figure), spare))
    return result


def _is_whole(figure: Figure) -> bool:
    numeral = figure.numeral
    whole = numeral.value is not None and numeral.value == int(numeral.value)
    return (
        whole
        and figure.other is None
        and not figure.minor
        and numeral.scale < 1000
        and figure.piece.unit.factor == 1
        and not set(numeral.digits) & {".", "/"}
    )


def _is_minor_of(text: str, first: Figure, second: Figure) -> bool:
    unit = second.piece.unit
    if second.start - first.end > 5 or unit.form != "minor" or not _is_whole(first):
        return False
    gap = text[first.end : second.start].lower()
    count = second.numeral.value
    known = set(first.piece.codes) & set(second.piece.codes)
    return gap in ("", " ", " and ", "\u00a0") and count is not None and count < 100 and bool(known)


def _with_minor(figure: Figure, numeral: Numeral, factor: Decimal, end: int) -> Figure:
    assert numeral.value is not None, "checked by the caller"
    return replace(figure, minor=numeral.value * factor, end=end)


_SHILLINGS = re.compile(r"[ ](\d{1,2})s(?:[ ](\d{1,2})d)?(?!\w)")
_TENTH_OF_A_CENT = Decimal("0.0001")


def _with_shillings(text: str, figure: Figure) -> Figure:
    """Old British money: "£3 10s", "£2 10s 6d"."""
    shillings = figure.piece.unit.word == "£" and figure.before and _is_whole(figure)
    match = _SHILLINGS.match(text, figure.end) if shillings else None
    if match is None or int(match[1]) >= 20 or int(match[2] or 0) >= 12:
        return figure
    minor = Decimal(12 * int(match[1]) + int(match[2] or 0)) / 240
    minor = minor.quantize(_TENTH_OF_A_CENT).normalize()
    return replace(figure, minor=minor, end=match.end())


def _with_spare(text: str, figure: Figure, spare: dict[int, Numeral]) -> Figure:
    """A number below 100 that ends the clause right after whole units is their cents."""
    gap = next((gap for gap in (" and ", ". ", " ", "") if text.startswith(gap, figure.end)), "")
    numeral = spare.get(figure.end + len(gap))
    if numeral is None or numeral.value is None or not _is_whole(figure):
        return figure
    whole = numeral.value == int(numeral.value) and numeral.value < 100 and numeral.scale == 1
    two_digits = len(numeral.digits) == 2 or not numeral.digits
    if not whole or not (gap == " and " or two_digits) or not _ENDS.match(text, numeral.end):
        return figure
    if gap == ". " and (numeral.end < len(text) or not figure.before):  # a torn "$119. 95"
        return figure
    return _with_minor(figure, numeral, Decimal("0.01"), numeral.end)
