"""Write `cldr.py`, the compact currency table, from Babel's CLDR data and pycountry's ISO 4217.

Run ``python -m pipeline.extraction.money.generate`` after an upgrade of Babel. The table exists
because building it from Babel takes over a second, longer than reading a thousand articles.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

# Metals, bond-market units and test codes are no money that an article pays with.
NOT_MONEY = {"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XPD", "XPT", "XTS", "XXX", "XRE"}

HEADER = '''"""Currencies of Babel {version}'s CLDR and ISO 4217, one a line. See generate.py.

``code|state|digits|names (singular;plural)|sign at home|territories|former territories|last year``

``state`` is c (legal tender somewhere), h (historical) or f (fund and accounting codes); ``digits``
is the number of decimals that people write; territories are ISO 3166-1 alpha-2.
"""

# ruff: noqa: E501

BABEL_VERSION = "{version}"

CURRENCIES = """\\
{currencies}
"""

TERRITORIES = """\\
{territories}
"""
'''


def currency_lines(today: datetime.date) -> Iterator[str]:
    """One line for each currency that CLDR has an English name for."""
    from babel import Locale

    english = Locale("en")
    use = _territories(today)
    for code in sorted(set(english.currencies) - NOT_MONEY):
        current, former, last_year = use.get(code, ((), (), 0))
        state = "c" if current else ("h" if former or not _in_iso(code) else "f")
        yield "|".join(
            (
                code,
                state,
                str(_digits(code)),
                ";".join(_names(code)),
                _home_symbol(code, current),
                " ".join(current),
                " ".join(former),
                str(last_year or ""),
            )
        )


def territory_lines() -> Iterator[str]:
    """``KZ|Kazakhstan`` for each territory that has a currency."""
    from babel import Locale
    from babel.core import get_global

    names = Locale("en").territories
    for code in sorted(get_global("territory_currencies")):
        if code in names and code.isalpha():
            yield f"{code}|{names[code]}"


def _territories(today: datetime.date) -> dict[str, tuple[list[str], list[str], int]]:
    """Code -> territories where it is legal tender, where it was, and the last year it was."""
    from babel.core import get_global

    result: dict[str, tuple[list[str], list[str], int]] = {}
    table: Any = get_global("territory_currencies")
    for territory in sorted(table):
        for code, _, end, tender in table[territory]:
            current, former, last = result.get(code, ([], [], 0))
            if tender and territory.isalpha():
                past = end is not None and datetime.date(*end) < today
                (former if past else current).append(territory)
                last = max(last, end[0] if past else 0)
            result[code] = (current, former, last)
    return result


def _digits(code: str) -> int:
    from babel.core import get_global

    fractions = get_global("currency_fractions")
    digits, _, cash_digits, _ = fractions.get(code, fractions["DEFAULT"])
    return int(min(digits, cash_digits))


def _names(code: str) -> list[str]:
    from babel import Locale
    from babel.numbers import get_currency_name

    english = Locale("en")
    forms = [get_currency_name(code, count, english) for count in (1, 2)]
    return list(dict.fromkeys([*forms, english.currencies[code]]))


def _home_symbol(code: str, territories: Collection[str]) -> str:
    """The sign that locales of the currency's own countries write, where it is not the code."""
    from babel import Locale, localedata
    from babel.numbers import get_currency_symbol

    own = "GB" if code == "GBP" else code[:2]
    for identifier in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(identifier)
        if locale.territory == own and own in territories:
            symbol = str(get_currency_symbol(code, locale))
            if symbol != code:
                return symbol.replace("\u202f", " ").replace("\u200f", "").strip()
    return ""


def _in_iso(code: str) -> bool:
    import pycountry

    return pycountry.currencies.get(alpha_3=code) is not None


def render(today: datetime.date) -> str:
    """The text of `cldr.py` as the installed Babel would have it on ``today``."""
    from importlib.metadata import version

    return HEADER.format(
        version=version("babel"),
        currencies="\n".join(currency_lines(today)),
        territories="\n".join(territory_lines()),
    )


if __name__ == "__main__":
    target = Path(__file__).with_name("cldr.py")
    target.write_text(render(datetime.date.today()), encoding="utf-8")
