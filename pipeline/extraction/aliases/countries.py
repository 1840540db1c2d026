"""Country names and nationalities with their codes, from ISO 3166, CLDR and lists of our own."""

from __future__ import annotations

from functools import cache

from pipeline.extraction.aliases.names import fold
from pipeline.extraction.aliases.tables import rows, values


@cache
def _countries() -> dict[str, str]:
    import pycountry
    from babel import Locale

    codes: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            if name := getattr(country, attribute, None):
                codes[fold(name)] = country.alpha_2
    for territory, name in Locale("en").territories.items():
        if len(territory) == 2 and territory.isalpha() and territory not in _NO_COUNTRIES:
            codes[fold(name)] = territory
    for code, names in rows("countries.tsv"):
        codes.update({fold(name): code for name in values(names)})
    return {name: code for name, code in codes.items() if name not in _SHARED}


# CLDR codes that name no country: European Union, eurozone, United Nations, pseudo-locales.
_NO_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
# Names of two countries, or of a country and a part of another: namesakes.tsv decides.
_SHARED = {"congo", "georgia", "korea", "jersey"}


@cache
def _nationalities() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for code, column in rows("demonyms.tsv"):
        names = values(column)
        found.update({fold(name): (code, names[0]) for name in names})
    return found


@cache
def country_name(code: str) -> str:
    """The English short name of CLDR (``US`` is United States), without its explanations.

    Where CLDR explains or abbreviates (``Hong Kong SAR China``, ``Congo - Kinshasa``), our list's.
    """
    from babel import Locale

    name: str = Locale("en").territories.get(code, code)
    plain = not any(mark in name for mark in ("(", " - ", " SAR ", "&", "St."))
    ours = {code: values(names)[0] for code, names in rows("countries.tsv")}
    return name if plain else ours.get(code, name.replace("&", "and"))


def country_of_place(name: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country's English name, or ``None``."""
    return _countries().get(fold(name).removeprefix("the "))


def country_of_people(name: str) -> tuple[str, str] | None:
    """Code and adjective of a nationality (``Kazakhs`` is ``("KZ", "Kazakh")``), or ``None``."""
    return _nationalities().get(fold(name))
