"""Rates: "$80 a barrel", "€300 per month", "$15.40/hour", "$40 million annually"."""

from __future__ import annotations

import re

from pipeline.extraction.money.words import word_set

# A noun after "a" counts as the unit of a rate only when it is one of these; after "per", any does.
_UNITS = word_set(
    """
    barrel bushel ton tonne ounce pound share unit gallon litre liter hour day week fortnight
    month quarter year decade century night person head kilo kilogram kilogramme gram kg lb oz
    pop piece bottle pack packet ticket seat acre hectare mile kilometer kilometre student pupil
    family household vehicle car word page kwh mwh carat case dozen game episode minute second
    semester term trip ride vote copy sheet can box bag sack crate cup pint glass plate meal
    shift session lesson visit room yard meter metre foot inch lot therm mmbtu btu megawatt
    megawatt-hour kilowatt kilowatt-hour worker employee member child adult customer passenger
    subscriber user download song track issue bed patient dose vial roll mile bale pair slot
    spot season weekend class click hit message text call tree vessel ship container bird cow
    sheep square slice shot gigabyte entree nugget stem jar tin litre-can litre-bottle loaf
    cubic-meter voter soldier fortnight
    """
)
_MEASURE = (
    r"(?:(?:metric|short|long|cubic|square|troy|nautical|thousand|million|hundred|fluid|preferred|"
    r"common|ordinary|working|fiscal|calendar|school|academic|diluted|single|standard|average|new|"
    r"adult|eligible)[ -])?"
)
_HOURS = r"(?:[- ]hours?)?"
_COUNT = r"(?:(?:\d[\d,.]*|thousand|million|hundred|ten|two|three|four|five|six)[ \u00a0-])?"
_MORE = r"(?:(?:further|additional|extra)[ ])?"
_GAP = r"(?:[ \u00a0](?:in cash|cash|net|gross))?[ \u00a0-]"
_NOT_LATER = r"(?![\w]|[ ](?:ago|earlier|later|before|after|previously|prior|old|long|half)\b)"
_RATE = re.compile(
    rf"[ ]?/[ ]?(?P<slash>[A-Za-z]+)(?!\w)"
    rf"|{_GAP}(?:per|for each|"
    rf"for every)[ -]{_MORE}(?P<per>{_COUNT}{_MEASURE}(?!cents?\b)[A-Za-z]+{_HOURS})"
    rf"|{_GAP}(?:each|every)[ ]{_MORE}(?P<each>{_COUNT}{_MEASURE}[a-z]+){_NOT_LATER}"
    rf"|{_GAP}an?[ -](?P<article>{_MEASURE}[a-z]+{_HOURS}){_NOT_LATER}"
    r"|[ ](?P<apiece>apiece|each)(?!\w)"
    r"|[ -](?P<adverb>annually|annual|yearly|monthly|weekly|daily|hourly|nightly|quarterly|"
    r"fortnightly)\b"
    r"|[ ]on the (?P<on>dollar)\b"
    r"|[ ]?(?P<letters>pp|pcm|pw|ph|pn|p\.a\.|pa)(?!\w)"
)
_NORMAL = {
    "annually": "year", "yearly": "year", "annual": "year", "annum": "year", "yr": "year",
    "monthly": "month", "mo": "month", "mth": "month", "weekly": "week",
    "wk": "week", "daily": "day", "diem": "day", "hourly": "hour", "hr": "hour", "hrs": "hour",
    "h": "hour", "nightly": "night", "quarterly": "quarter", "fortnightly": "fortnight",
    "min": "minute", "sec": "second", "apiece": "each", "kg": "kilogram", "kgs": "kilogram",
    "kilo": "kilogram", "kilogramme": "kilogram", "lb": "pound", "lbs": "pound", "oz": "ounce",
    "bbl": "barrel", "b": "barrel", "gal": "gallon", "l": "litre", "t": "tonne",
    "mt": "tonne", "g": "gram", "km": "kilometre", "mi": "mile", "sqft": "square foot",
    "sqm": "square metre", "pc": "piece", "pcs": "piece", "pp": "person",
    "pcm": "month", "pw": "week",
    "ph": "hour", "pn": "night", "p.a.": "year", "pa": "year", "mwh": "megawatt-hour",
    "kwh": "kilowatt-hour", "pers": "person",
}  # fmt: skip


def rate_unit(text: str, end: int) -> tuple[str, int] | None:
    """The unit of the rate that stands right after a figure, and where its words end.

    The unit is a singular noun with abbreviations written out ("kilogram"), or a count of them
    ("1,000 cubic meters"); "each" for "apiece".
    """
    if text[end : end + 1] not in (" ", "\u00a0", "-", "/", "p"):
        return None
    match = _RATE.match(text, end)
    if match is None or match.lastgroup is None:
        return None
    kind = match.lastgroup
    unit = " ".join(match[kind].lower().split())
    noun = unit.rpartition(" ")[2]
    if kind == "each" and noun not in _UNITS:
        each = text.find("each", end, end + 6)
        return ("each", each + 4) if each >= 0 else None
    if kind == "slash" and match[kind][0].isupper() and unit not in _NORMAL and noun not in _UNITS:
        return None  # "R21/Matrix-M"
    if kind == "article" and text[end] != "-" and not _is_unit(unit):
        return None
    return _NORMAL.get(unit, unit), match.end()


def _is_unit(unit: str) -> bool:
    noun = unit.removesuffix(" hour").removesuffix("-hour")
    return unit in _UNITS or noun.rpartition(" ")[2] in _UNITS
