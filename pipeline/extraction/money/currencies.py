"""The lexicon of currency words, signs and codes, built once from CLDR and `words`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from pipeline.extraction.money import words
from pipeline.extraction.money.cldr import CURRENCIES
from pipeline.extraction.money.places import nationalities

Form = Literal["code", "sign", "word", "minor", "abbreviation"]

_ONE = Decimal(1)
# Last words of CLDR names that are no currency words ("Zimbabwean gold", "unit of account").
_NO_UNITS = {"gold", "unit", "account", "ley", "value", "rights", "cupon", "larit", "soberano"}


class Currency(NamedTuple):
    """A line of the CLDR table."""

    code: str
    state: str
    digits: int
    names: tuple[str, ...]
    symbol: str
    countries: frozenset[str]
    former: frozenset[str]
    last_year: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A way to write a currency.

    ``word`` is its family ("dollar", "pound"); ``codes`` are the currencies that it may mean, the
    default first; ``factor`` is what one of it is worth in whole units (a cent: 0.01; MUSD: 1e6);
    ``doubtful`` means that it is also an ordinary word and needs more evidence.
    """

    word: str
    codes: tuple[str, ...]
    form: Form
    factor: Decimal = _ONE
    doubtful: bool = False


@cache
def currencies() -> dict[str, Currency]:
    """ISO 4217 code -> what CLDR knows of it."""
    return {row.code: row for row in map(_parse, CURRENCIES.splitlines())}


def _parse(line: str) -> Currency:
    code, state, digits, names, symbol, here, once, year = line.split("|")
    return Currency(
        code,
        state,
        int(digits),
        tuple(names.split(";")),
        symbol,
        frozenset(here.split()),
        frozenset(once.split()),
        int(year or 0),
    )


@cache
def families() -> dict[str, tuple[str, ...]]:
    """Currency word ("peso") -> codes, the default first, then those in use, then the latest."""
    found: dict[str, list[Currency]] = {}
    for row in currencies().values():
        word = words.SAME_WORD.get(word := _last_word(row.names[0]), word)
        if row.state != "f" and (row.countries or row.former) and word not in _NO_UNITS:
            found.setdefault(word, []).append(row)
    ordered = {word: _ordered(word, rows) for word, rows in found.items()}
    return {**ordered, **words.EXTRA_FAMILIES, "mark": (*ordered["mark"], "FIM")}


def _ordered(word: str, rows: list[Currency]) -> tuple[str, ...]:
    default = words.DEFAULTS.get(word)
    rows.sort(key=lambda row: (row.code != default, row.state != "c", -row.last_year, row.code))
    return tuple(row.code for row in rows)


def _last_word(name: str) -> str:
    return name.partition(" (")[0].split()[-1].casefold()


def _folded(word: str) -> str:
    """Without diacritics: "colón" -> "colon"."""
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def lexicon() -> dict[str, Unit]:
    """Exact spelling (codes, abbreviations) or lower case (words) -> unit."""
    table: dict[str, Unit] = {}
    for source in (_lower_codes(), _family_words(), _slang(), _minor_words(), _codes(), _short()):
        table.update(source)
    return table


@cache
def crypto_lexicon() -> dict[str, Unit]:
    """`lexicon` with crypto-currencies, whose codes are the exchanges' (BTC, ETH)."""
    table = dict(lexicon())
    for code, names in _lines(words.CRYPTO):
        for name in names.split():
            table[name] = Unit(code.lower(), (code,), "word")
        table[code] = Unit(code.lower(), (code,), "code")
    for sign, code in words.CRYPTO_SIGNS.items():
        table[sign] = Unit(sign, (code,), "sign")
    return table


def _lines(block: str) -> Iterator[tuple[str, str]]:
    for line in block.splitlines():
        head, _, tail = line.partition(": ")
        yield head, tail


def _codes() -> Iterator[tuple[str, Unit]]:
    for code, row in currencies().items():
        past = row.state != "c" and code not in words.PLAIN_PAST
        doubtful = past or code in words.DOUBTFUL_CODES
        yield code, Unit(code, (code,), "code", doubtful=doubtful)


def _lower_codes() -> Iterator[tuple[str, Unit]]:
    """ "usd", "kzt": lower case only where no English word is spelt so."""
    for code, row in currencies().items():
        if code not in words.WORD_CODES and row.state == "c" and code not in words.NAMES_TOO:
            doubtful = code in words.DOUBTFUL_CODES
            yield code.lower(), Unit(code, (code,), "code", doubtful=doubtful)


def _family_words() -> Iterator[tuple[str, Unit]]:
    spellings = {head: tail.split() for head, tail in _lines(words.SPELLINGS)}
    for word, codes in families().items():
        unit = Unit(word, codes, "word", doubtful=word in words.DOUBTFUL_WORDS)
        forms = {word, f"{word}s", *spellings.get(word, ()), *_cldr_plurals(word, codes)}
        for form in forms:
            yield form, unit
            yield _folded(form), unit


def _cldr_plurals(word: str, codes: tuple[str, ...]) -> Iterator[str]:
    """The forms in CLDR's names, for families that are the last word of those names."""
    for code in codes:
        forms = [_last_word(name) for name in currencies()[code].names]
        if words.SAME_WORD.get(forms[0], forms[0]) == word:
            yield from forms


def _slang() -> Iterator[tuple[str, Unit]]:
    for code, names in _lines(words.SLANG):
        for name in names.split():
            doubtful = name in words.DOUBTFUL_WORDS
            yield name, Unit(name, (code,), "word", doubtful=doubtful)


def _minor_words() -> Iterator[tuple[str, Unit]]:
    for names, rest in _lines(words.MINOR):
        factor, _, of = rest.partition(": ")
        groups = [families().get(word, (word,)) for word in of.split()]
        codes = tuple(dict.fromkeys(code for group in groups for code in group))
        form: Form = "minor" if Decimal(factor) < 1 else "word"
        for name in names.split():
            yield name, Unit(names.split()[0], codes, form, Decimal(factor))


def _short() -> Iterator[tuple[str, Unit]]:
    for line in words.ABBREVIATIONS.splitlines():
        name, _, codes = line.partition("|")
        doubtful = codes.endswith("?")
        yield name, Unit(name, tuple(codes.rstrip("?").split()), "abbreviation", doubtful=doubtful)
    for sign, code in words.SIGNS.items():
        family = words.SHARED_SIGNS.get(sign)
        if family is None:
            yield sign, Unit(sign, (code,), "sign")
        elif sign in words.MINOR_SIGNS:
            yield sign, Unit("cent", families()[family], "minor", Decimal("0.01"))
        else:
            others = families()[family]
            more = families()["peso"] if code == "USD" else ()
            codes_ = ("JPY", "CNY") if family == "yen" else (code, *others, *more)
            yield sign, Unit(sign, tuple(dict.fromkeys(codes_)), "sign")


def scaled_codes() -> dict[str, Unit]:
    """ "MUSD", "kEUR", "TEUR": codes with their magnitude before them."""
    return {
        f"{letters}{code}": Unit(code, (code,), "code", Decimal(factor))
        for code in words.SCALED_CODES
        for letters, factor in words.CODE_SCALES.items()
    }


@cache
def code_of(country: str, codes: tuple[str, ...]) -> str | None:
    """Which of ``codes`` is (or was last) legal tender in ``country``."""
    table = currencies()
    for code in codes:
        if country in table[code].countries:
            return code
    former = [code for code in codes if country in table[code].former]
    return max(former, key=lambda code: table[code].last_year, default=None)


@cache
def _adjectives() -> dict[str, str]:
    table = {
        "cfa": "XOF", "cfp": "XPF", "east caribbean": "XCD", "eastern caribbean": "XCD",
        "convertible": "BAM", "deutsche": "DEM", "deutsch": "DEM", "euro": "EUR",
        "pacific": "XPF", "west african cfa": "XOF", "central african cfa": "XAF",
        "west african": "XOF", "central african": "XAF",
    }  # fmt: skip
    for row in currencies().values():
        for name in row.names:
            if " (" not in name and row.state == "c" and " " in name:
                adjective = name.casefold().rpartition(" ")[0].replace("-", " ")
                table.setdefault(adjective, row.code)
    return table


def adjective_code(adjective: str, unit: Unit) -> str | None:
    """The currency that "Canadian" or "Hong Kong" makes of "dollars", if it makes one."""
    adjective = adjective.casefold().replace("\u00a0", " ").replace("-", " ")
    code = _adjectives().get(adjective)
    if code not in unit.codes and (country := nationalities().get(adjective)):
        code = _own_code(country, unit.codes) or code_of(country, unit.codes)
    return code if code in unit.codes else None


def _own_code(country: str, codes: tuple[str, ...]) -> str | None:
    """ISO 4217 codes begin with the issuing country: DE -> DEM; of several, the one in use."""
    table = currencies()
    own = [code for code in codes if code[:2] == country]
    return max(
        own, key=lambda code: (table[code].state == "c", table[code].last_year), default=None
    )
