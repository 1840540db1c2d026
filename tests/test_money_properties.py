"""What holds of `find_money` for every text, and figures that survive being written and read."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.money import find_money

# ------------------------------------------------------------------ round trip


def _grouped(amount: Decimal, separator: str, point: str) -> str:
    whole, _, fraction = f"{amount:,f}".partition(".")
    return whole.replace(",", separator) + (point + fraction if fraction else "")


def _indian(amount: Decimal) -> str:
    whole, _, fraction = f"{amount:f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*groups, tail]) + ("." + fraction if fraction else "")


Style = Callable[[Decimal], str]
STYLES: dict[str, tuple[Style, str]] = {
    "sign before": (lambda a: f"${a:,f}", "USD"),
    "sign before, plain digits": (lambda a: f"£{a:f}", "GBP"),
    "sign before with a space": (lambda a: f"€ {a:,f}", "EUR"),
    "national sign": (lambda a: f"HK${a:,f}", "HKD"),
    "sign after": (lambda a: f"{a:,f}€", "EUR"),
    "code before": (lambda a: f"KZT {a:,f}", "KZT"),
    "code before, touching": (lambda a: f"USD{a:,f}", "USD"),
    "code after": (lambda a: f"{a:,f} JPY", "JPY"),
    "code after, touching": (lambda a: f"{a:,f}SEK", "SEK"),
    "word after": (lambda a: f"{a:,f} euros", "EUR"),
    "word after a hyphen": (lambda a: f"{a:,f}-euro", "EUR"),
    "word with nationality": (lambda a: f"{a:,f} Canadian dollars", "CAD"),
    "spaces as groups": (lambda a: f"{_grouped(a, ' ', '.')} euros", "EUR"),
    "no-break spaces as groups": (lambda a: f"{_grouped(a, chr(0xA0), ',')} €", "EUR"),
    "thin spaces as groups": (lambda a: f"{_grouped(a, chr(0x2009), '.')} tenge", "KZT"),
    "points as groups": (lambda a: f"{_grouped(a, '.', ',')} zł", "PLN"),
    "apostrophes as groups": (lambda a: f"CHF {_grouped(a, chr(39), '.')}", "CHF"),
    "curly apostrophes": (lambda a: f"CHF {_grouped(a, '’', '.')}", "CHF"),
    "Indian groups": (lambda a: f"₹{_indian(a)}", "INR"),
    "no-break space before the word": (lambda a: f"{a:,f}\u00a0yen", "JPY"),
    "abbreviation": (lambda a: f"RM{a:,f}", "MYR"),
    "negative": (lambda a: f"-${a:,f}", "USD"),
}
# Two decimals or none: three after a point are thousands to half the world.
AMOUNTS = st.one_of(
    st.integers(1, 10**15).map(Decimal),
    st.integers(1, 10**12).map(lambda cents: (Decimal(cents) / 100).quantize(Decimal("0.01"))),
)


@pytest.mark.parametrize("style", STYLES)
@given(amount=AMOUNTS)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(style: str, amount: Decimal) -> None:
    write, currency = STYLES[style]
    (mention,) = find_money(f"The bill was {write(amount)} in all.")
    assert mention.currency == currency
    assert mention.amount == (-amount if style == "negative" else amount)


SCALES = {"thousand": 10**3, "million": 10**6, "bn": 10**9, "trillion": 10**12, "crore": 10**7}


@given(
    st.integers(1, 9999), st.integers(0, 2), st.sampled_from(sorted(SCALES)), st.sampled_from(" -")
)
@settings(max_examples=200, deadline=None)
def test_magnitudes_are_read_back(digits: int, decimals: int, scale: str, joint: str) -> None:
    number = Decimal(digits).scaleb(-decimals)
    (mention,) = find_money(f"They spent €{number:f}{joint}{scale} on it.")
    assert mention.amount == number * SCALES[scale]


UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    """English words for 1 to 999,999,999."""
    for scale, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            joint = " and " if scale == 100 else " "
            return f"{in_words(head)} {word}" + (joint + in_words(rest) if rest else "")
    if number < 20:
        return UNITS[number]
    ten, unit = divmod(number, 10)
    return TENS[ten - 2] + (f"-{UNITS[unit]}" if unit else "")


@given(st.integers(2, 999_999_999))
@settings(max_examples=300, deadline=None)
def test_words_are_read_back(number: int) -> None:
    (mention,) = find_money(f"They spent {in_words(number)} euros on it.")
    assert mention.amount == number


@given(st.integers(1, 998), st.integers(1, 998), st.sampled_from(["-", "–", " to ", " – "]))
@settings(max_examples=100, deadline=None)
def test_ranges_are_read_back(first: int, second: int, link: str) -> None:
    low, high = sorted((first, second))
    text = f"worth ${low}{link}{high} million"
    mentions = find_money(text)
    if low < high:
        assert [(m.amount_min, m.amount_max) for m in mentions] == [(low * 10**6, high * 10**6)]


# ------------------------------------------------------------------ every text

FRAGMENTS = [
    "$",
    "€",
    "£",
    "¥",
    "¢",
    "US$",
    "C$",
    "USD",
    "EUR",
    "KZT",
    "MUSD",
    "Rs",
    "kr",
    "R",
    "p",
    "c",
    "m",
    "bn",
    "k",
    "million",
    "billions",
    "thousand",
    "hundred",
    "half",
    "quarter",
    "a",
    "an",
    "and",
    "of",
    "to",
    "between",
    "from",
    "or",
    "more",
    "than",
    "up",
    "about",
    "nearly",
    "over",
    "under",
    "at",
    "least",
    "dollar",
    "dollars",
    "cents",
    "pounds",
    "won",
    "real",
    "marks",
    "crowns",
    "francs",
    "euro",
    "tenge",
    "lakh",
    "crore",
    "point",
    "several",
    "few",
    "couple",
    "dozen",
    "per",
    "each",
    "year",
    "barrel",
    "share",
    "(",
    ")",
    "[",
    "]",
    "-",
    "–",
    "—",
    ".",
    ",",
    ";",
    ":",
    "/",
    "%",
    "+",
    "'",
    "’",
    "\n",
    "\xa0",
    "1",
    "2",
    "10",
    "43",
    "99",
    "100",
    "1,000",
    "1.5",
    "12,5",
    "1'000",
    "2019",
    "1/2",
    "½",
    "000",
    "one",
    "two",
    "twenty",
    "Canadian",
    "Kazakhstan",
    "Egypt",
    "was",
    "fell",
    "rose",
    "worth",
    "equivalent",
    "loss",
    "reward",
    "budget",
    "in",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25), st.sampled_from(["", " "]))
@settings(max_examples=1500, deadline=None)
def test_mentions_are_sound(fragments: list[str], joint: str) -> None:
    _check(joint.join(fragments))


@given(st.text(max_size=80))
@settings(max_examples=500, deadline=None)
def test_mentions_are_sound_in_any_text(text: str) -> None:
    _check(text)


def _check(text: str) -> None:
    last = 0
    mentions = find_money(text, crypto=True)
    for index, mention in enumerate(mentions):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        last = mention.end
        values = (mention.amount, mention.amount_min, mention.amount_max)
        assert any(value is not None for value in values)
        assert all(value is None or abs(value) < Decimal(10) ** 34 for value in values)
        assert (mention.modifier == "range") <= (mention.amount is None)
        if mention.amount_min is not None and mention.amount_max is not None:
            assert mention.amount_min < mention.amount_max
        if mention.equivalent_of is not None:
            assert 0 <= mention.equivalent_of < index
    assert mentions == find_money(text, crypto=True)


# ------------------------------------------------------------------ time grows with the text

HOSTILE = [
    "$",
    "$1",
    "$1 ",
    "$1-",
    "1 ",
    "1,",
    "1.",
    "1 000 ",
    "9",
    "one ",
    "hundred ",
    "million ",
    "million and a half ",
    "half a ",
    "billions of ",
    "a ",
    "(",
    "($1",
    "from $1 to ",
    "between 1 and ",
    "dollars ",
    "US ",
    "Canadian ",
    "about ",
    "$5 a ",
    "5 pounds ",
    "5 kr ",
    "5 francs ",
    "won ",
    "5 won ",
    "p5p",
    "-",
    "A" * 50 + "$",
    "5 million (",
    "€5 ($6) ",
    "point ",
    "1/2 ",
    "\u00a0",
    "\n5 real ",
]


def _seconds(text: str) -> float:
    def once() -> float:
        start = time.process_time()
        find_money(text)
        return time.process_time() - start

    return min(once() for _ in range(2))


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear(unit: str) -> None:
    small, large = (unit * (size // len(unit)) for size in (4_000, 32_000))
    before = max(_seconds(small), 0.004)
    assert _seconds(large) < before * 8 * 3
