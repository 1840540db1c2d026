"""The steps from text to mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.errors import SettingsError
from pipeline.extraction.money.context import Document, decimals_of, resolve
from pipeline.extraction.money.currencies import currencies
from pipeline.extraction.money.equivalents import link_equivalents
from pipeline.extraction.money.figures import Figure, assemble, pieces_of
from pipeline.extraction.money.lexer import lex
from pipeline.extraction.money.modifiers import modifier_of, sign_of
from pipeline.extraction.money.places import is_country
from pipeline.extraction.money.ranges import add_minor_units, merge_ranges, share_currency
from pipeline.extraction.money.rates import rate_unit
from pipeline.extraction.money.roles import pass_on_roles, role_of
from pipeline.extraction.money.traps import select
from pipeline.extraction.numerals import EXACT, MAX_DIGITS, Numeral, digits_value
from pipeline.records import CurrencyEvidence, MoneyMention, MoneyModifier

_LARGEST = Decimal(10) ** MAX_DIGITS


class Amounts(NamedTuple):
    """What the amount columns hold."""

    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: MoneyModifier


def find_money(
    text: str,
    *,
    country: str | None,
    default_currency: Mapping[str, str],
    crypto: bool,
    sentences: Sequence[tuple[int, int]] | None,
) -> list[MoneyMention]:
    """See `pipeline.extraction.money.find_money`."""
    _check_settings(country, default_currency)
    tokens = lex(text, crypto)
    if not any(token.unit for token in tokens):
        return []
    document = Document(text, country, default_currency, sentences)
    pieces = pieces_of(text, tokens)
    figures = select(document, assemble(text, pieces))
    figures = share_currency(text, pieces, figures)
    figures = add_minor_units(text, pieces, figures)
    figures = merge_ranges(text, figures)
    mentions: list[MoneyMention] = []
    for figure, (code, evidence) in zip(figures, resolve(document, figures), strict=True):
        mention = _mention(document, figure, code, evidence)
        if mention is not None:
            mentions.append(mention)
    return pass_on_roles(text, link_equivalents(text, mentions))


def _check_settings(country: str | None, default_currency: Mapping[str, str]) -> None:
    if country is not None and not is_country(country):
        raise SettingsError(
            f"no such country: {country!r}",
            where="country",
            hint="give an ISO 3166-1 alpha-2 code in capitals, such as GB",
        )
    for word, code in default_currency.items():
        if code not in currencies():
            raise SettingsError(
                f"no such currency: {code!r}",
                where=f"default_currency[{word!r}]",
                hint="give an ISO 4217 code, such as USD",
            )


def _mention(
    document: Document, figure: Figure, code: str | None, evidence: CurrencyEvidence
) -> MoneyMention | None:
    text = document.text
    amounts = _amounts(document, figure, code)
    if amounts is None:
        return None
    negative, start, end = sign_of(text, figure.start, figure.end)
    if negative or figure.negative:
        amounts = _negated(amounts)
    rate = rate_unit(text, figure.end)
    return MoneyMention(
        start=start,
        end=end,
        text=text[start:end],
        amount=amounts.amount,
        currency=code,
        currency_text=text[figure.piece.start : figure.piece.end],
        currency_evidence=evidence,
        amount_min=amounts.low,
        amount_max=amounts.high,
        modifier=amounts.modifier,
        per=rate[0] if rate else None,
        role_text=role_of(document, start, rate[1] if rate else end),
    )


def _amounts(document: Document, figure: Figure, code: str | None) -> Amounts | None:
    numeral = figure.numeral
    if numeral.value is None:
        least = _plain(EXACT.multiply(numeral.low or Decimal(0), figure.piece.unit.factor))
        return Amounts(None, least, None, "magnitude")
    value = _value(document, numeral, figure, code)
    if value is None or abs(value) >= _LARGEST:
        return None  # more digits than any sum of money, and than the tables hold
    if figure.other is not None:
        high = _value(document, figure.other, figure, code)
        return None if high is None else Amounts(None, value, high, "range")
    modifier = modifier_of(document.text, figure.start, figure.end)
    if modifier == "exact" and numeral.approximate:
        modifier = "about"
    low = value if modifier in ("more_than", "at_least") else None
    high = value if modifier in ("less_than", "at_most") else None
    return Amounts(value, low, high, modifier)


def _negated(amounts: Amounts) -> Amounts:
    """The other side of zero: bounds change places."""
    amount, low, high, modifier = amounts
    return Amounts(
        None if amount is None else -amount,
        None if high is None else -high,
        None if low is None else -low,
        modifier,
    )


def _value(
    document: Document, numeral: Numeral, figure: Figure, code: str | None
) -> Decimal | None:
    value = numeral.value
    if _point_groups(document, numeral, figure, code):
        value = digits_value(numeral.digits, dot_groups=True)
    elif (
        figure.piece.unit.form == "sign"
        and figure.before
        and _point_leads(document.text, figure, numeral)
    ):
        value = digits_value(f"0.{numeral.digits}")
    if value is None:
        return None
    return _plain(EXACT.multiply(value, figure.piece.unit.factor) + figure.minor)


def _plain(value: Decimal) -> Decimal:
    """Without a positive exponent: 5E+6 as 5000000."""
    exponent = value.as_tuple().exponent
    return (
        value.quantize(Decimal(1), context=EXACT)
        if isinstance(exponent, int) and exponent > 0
        else value
    )


def _point_groups(document: Document, numeral: Numeral, figure: Figure, code: str | None) -> bool:
    """Whether the point in "1.727 Ft", "Rp 221.000" stands before thousands.

    A point before three digits is a decimal point in English ("$13.625"). It groups in prices that
    have no decimals, where the sign follows the number as in continental Europe, where the document
    writes decimal commas, and where the third decimal would be an idle zero ("€1.500").
    """
    digits = numeral.digits
    if numeral.scale > 1 or len(digits) < 5 or digits[-4] != "." or not digits[-3:].isdigit():
        return False
    decimals = decimals_of(code)
    if decimals != 2:
        return decimals == 0
    form = figure.piece.unit.form
    if document.decimal_comma or (form in ("sign", "abbreviation") and not figure.before):
        return True
    if document.text.startswith((",-", ",–", ",—"), numeral.end):  # "€ 1.999,-"
        return True
    idle = digits.endswith("00") or (digits.endswith("0") and len(digits) > 5)
    return form in ("sign", "code") and idle


def _point_leads(text: str, figure: Figure, numeral: Numeral) -> bool:
    """ "$.75": the point before the digits is theirs unless they have separators of their own."""
    return text[figure.piece.end : numeral.start].endswith(".") and numeral.digits.isdigit()
