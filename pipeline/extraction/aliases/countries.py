"""Country names and their codes, from ISO 3166 (pycountry) and CLDR (Babel)."""

from __future__ import annotations

from functools import cache


@cache
def _codes() -> dict[str, str]:
    import pycountry
    from babel import Locale

    codes: dict[str, str] = {}
    for territory, name in Locale("en").territories.items():
        if len(territory) == 2 and territory.isalpha():
            codes[name.casefold()] = territory
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            if name := getattr(country, attribute, None):
                codes[name.casefold()] = country.alpha_2
    return codes


def country_code(name: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country's English name, or ``None``."""
    return _codes().get(name.casefold().removeprefix("the "))
