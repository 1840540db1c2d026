"""Currencies from context and settings, equivalents, roles, and the currency table."""

from __future__ import annotations

import datetime
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.extraction.money import find_money
from pipeline.extraction.money.cldr import BABEL_VERSION
from pipeline.extraction.money.currencies import currencies, lexicon
from pipeline.extraction.money.generate import render

DATA = Path(__file__).parent / "data" / "money"


# ------------------------------------------------------------------ evidence and settings

EVIDENCE = [
    ("KZT 5 million", "KZT", "code"),
    ("€5 million", "EUR", "symbol"),
    ("US$5 million", "USD", "symbol"),
    ("5 million tenge", "KZT", "word"),
    ("5 million Canadian dollars", "CAD", "word"),
    ("Egypt paid 5 million pounds.", "EGP", "context"),
    ("$5 million", "USD", "default"),
    ("5 million dollars", "USD", "default"),
    ("£5 million", "GBP", "symbol"),
    ("¥5 million", "JPY", "default"),
    ("In Beijing a house costs ¥5 million.", "CNY", "context"),
]


@pytest.mark.parametrize(("text", "currency", "evidence"), EVIDENCE)
def test_evidence_says_how_the_currency_was_known(text: str, currency: str, evidence: str) -> None:
    (mention,) = find_money(text)
    assert (mention.currency, mention.currency_evidence) == (currency, evidence)


FROM_THE_TEXT = [
    # a currency given up long ago needs a year, or its own country in the sentence
    ("In Kyrgyzstan it cost 5 million roubles. Russia paid later.", ["RUB"]),
    ("In Bishkek they asked for 5 million roubles.", ["RUB"]),
    ("In Kyrgyzstan it cost 5 million roubles in 1993.", ["RUR"]),
    ("France paid 5 million francs. In Switzerland they laughed.", ["FRF"]),
    ("The Swiss left. It paid 5 million francs. France had left before.", ["CHF"]),
    # one sum turned into a neighbour's money does not make an article the neighbour's
    (
        "Chile is long. A miner in Chile pays 5 Argentine pesos at the border, in Chile. "
        "Regions receive 1,500 million pesos.",
        ["ARS", "CLP"],
    ),
    ("It owes 5 billion Argentine pesos. It pays 3 million pesos.", ["ARS", "ARS"]),
    # cents are of the only money that is written, unless that is once, or of America
    ("Shoes cost R500 in Durban. A coat cost R900. Sugar rose 12 cents.", ["ZAR", "ZAR", "ZAR"]),
    ("It sold for €5 million. Corn rose 12 cents.", ["EUR", "USD"]),
    # shillings before 1971
    ("In Ireland he was paid ten shillings.", ["GBP"]),
    ("In Ireland he was paid ten shillings from Kenya.", ["KES"]),
]


@pytest.mark.parametrize(("text", "currencies"), FROM_THE_TEXT)
def test_the_text_tells_whose_currency_a_word_is(text: str, currencies: list[str]) -> None:
    assert [mention.currency for mention in find_money(text)] == currencies


COUNTRIES = [
    ("$5 million", "AU", "AUD"),
    ("$5 million", "MX", "MXN"),
    ("$5 million", "KZ", "USD"),
    ("US$5 million", "AU", "USD"),
    ("5 million dollars", "CA", "CAD"),
    ("25 cents", "CA", "CAD"),
    ("25 cents", "IE", "EUR"),
    ("5 million pounds", "EG", "EGP"),
    ("£5 million", "LB", "LBP"),
    ("5 million francs", "SN", "XOF"),
    ("500 kr", "DK", "DKK"),
    ("Rs 500", "PK", "PKR"),
    ("R500", "ZA", "ZAR"),
]


@pytest.mark.parametrize(("text", "country", "currency"), COUNTRIES)
def test_the_country_of_the_site_decides(text: str, country: str, currency: str) -> None:
    (mention,) = find_money(text, country=country)
    assert mention.currency == currency


def test_a_default_currency_wins_over_the_country() -> None:
    (mention,) = find_money("$5 million", country="AU", default_currency={"$": "CAD"})
    assert (mention.currency, mention.currency_evidence) == ("CAD", "default")
    (mention,) = find_money("$5 million", default_currency={"dollar": "NZD"})
    assert mention.currency == "NZD"
    (mention,) = find_money("5 million dinars", default_currency={"dinar": "KWD"})
    assert mention.currency == "KWD"


def test_settings_that_do_not_exist_are_named() -> None:
    with pytest.raises(SettingsError, match="UK"):
        find_money("$5", country="UK")
    with pytest.raises(SettingsError, match="DOLLAR"):
        find_money("$5", default_currency={"$": "DOLLAR"})


def test_crypto_currencies_are_money_by_setting_only() -> None:
    text = "He lost 10,000 bitcoins, 6.25 BTC and ₿3."
    assert find_money(text) == []
    assert [m.amount for m in find_money(text, crypto=True)] == [10000, Decimal("6.25"), 3]


def test_sentences_may_be_given() -> None:
    text = "Egypt agreed. Syria paid 5 million pounds."
    assert find_money(text, sentences=[(0, 13), (14, len(text))])[0].currency == "SYP"


# ------------------------------------------------------------------ equivalents

EQUIVALENTS = [
    ("The budget grew by 441 billion tenge ($918 million).", [(1, 0, "480.392156863")]),
    ("worth two trillion tenge (4,347,060,000 US dollars)", [(1, 0, "460.081066284")]),
    ("some 143 billion tenges ($1.1 billion)", [(1, 0, "130")]),
    ("5 million pounds, or $6 million", [(1, 0, "0.833333333333")]),
    ("€75 million (£63m; $81m)", [(1, 0, "1.19047619048"), (2, 0, "0.925925925926")]),
    ("500 million rubles, equivalent to about $5 million", [(1, 0, "100")]),
    ("€5 million – equivalent to $6 million – was paid", [(1, 0, "0.833333333333")]),
    ("10 million euros in aid ($11 million)", [(1, 0, "0.909090909091")]),
    ("a 10-million-euro ($12.5 million) grant", [(1, 0, "0.8")]),
    ("200 tenge a litre ($0.50)", [(1, 0, "400")]),
    ("2 pence (2.5 cents)", [(1, 0, "0.8")]),
    ("€5-10m ($6-12m)", [(1, 0, "0.833333333333")]),
    ("$5m/€4m", [(1, 0, "1.25")]),
    ("Three Million Dollars ($3,000,000)", [(1, 0, None)]),
    # no equivalents
    ("$5 million, or $1.35 a share", []),
    ("5 million euros and $6 million", []),
    ("a loss of $5 million ($3 million in the year before)", []),
    ("It paid €5 million. (Another firm paid $6 million.)", []),
    ("€5 million was spent in the first year by the ministry alone ($3 million by others)", []),
]


@pytest.mark.parametrize(("text", "expected"), EQUIVALENTS)
def test_links_equivalents(text: str, expected: list[tuple[int, int, str | None]]) -> None:
    found = [
        (index, mention.equivalent_of, mention.implied_rate)
        for index, mention in enumerate(find_money(text))
        if mention.equivalent_of is not None
    ]
    assert found == [(index, of, rate and Decimal(rate)) for index, of, rate in expected]


def test_flags_a_rate_that_is_off_from_the_others() -> None:
    text = (
        "Roads cost 480 million tenge ($1 million), schools 960 million tenge ($2 million), "
        "bridges 490 million tenge ($1 million) and a dam 441 billion tenge ($91.8 million)."
    )
    flags = [m.rate_outlier for m in find_money(text) if m.equivalent_of is not None]
    assert flags == [False, False, False, True]


def test_the_direction_of_a_rate_does_not_matter() -> None:
    text = "480 tenge ($1) here, $2 (960 tenge) there, $3 (100 tenge) elsewhere"
    flags = [m.rate_outlier for m in find_money(text) if m.equivalent_of is not None]
    assert flags == [False, False, True]


def test_a_single_rate_has_nothing_to_be_off_from() -> None:
    assert find_money("480 tenge ($1)")[1].rate_outlier is None


# ------------------------------------------------------------------ roles


def _roles() -> list[tuple[str, list[str | None]]]:
    lines = (DATA / "roles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(row["text"], row["roles"]) for row in rows]


@pytest.mark.parametrize(("text", "roles"), _roles())
def test_says_what_a_figure_measures(text: str, roles: list[str | None]) -> None:
    assert [mention.role_text for mention in find_money(text)] == roles


# ------------------------------------------------------------------ the currency table


def test_the_table_is_what_babel_says() -> None:
    from importlib.metadata import version

    if version("babel") != BABEL_VERSION:
        pytest.skip(f"the table was made with Babel {BABEL_VERSION}; run money.generate")
    path = Path(__file__).parents[1] / "pipeline" / "extraction" / "money" / "cldr.py"
    written = path.read_text(encoding="utf-8")
    # Legal tender of the day: today's table may differ from the one of an earlier day only there.
    lines = re.compile(r"^([A-Z]{3})\|", re.MULTILINE)
    assert lines.findall(written) == lines.findall(render(datetime.date.today()))


def test_every_iso_currency_is_known() -> None:
    import pycountry

    funds = {"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XPD", "XPT", "XTS", "XXX", "XAD"}
    codes = {currency.alpha_3 for currency in pycountry.currencies} - funds
    assert codes - set(currencies()) == set()


# Names whose last word is too common to be read as money.
NOT_READ = {"ZWG"}


@pytest.mark.parametrize("code", [c for c, row in currencies().items() if row.state == "c"])
def test_cldr_names_are_read(code: str) -> None:
    for name in currencies()[code].names[:2]:
        found = [m.currency for m in find_money(f"They paid 5 million {name}.")]
        assert found == ([] if code in NOT_READ else [code]), name


def test_every_word_of_the_lexicon_means_known_currencies() -> None:
    known = set(currencies())
    assert all(set(unit.codes) <= known for unit in lexicon().values())
