"""Monetary figures, against the development data of ../shared/bench/money with its own scorer.

``python -m benchmarks.money --shared ../shared [--only NAME ...] [--errors N]``. price-parser reads
one price from a string that is one, so it is measured on the shop strings alone.
"""

from __future__ import annotations

import datetime
import importlib.util
import re
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.command import run_by_sets
from benchmarks.scorers import scorer_of
from pipeline.extraction.money import find_money
from pipeline.records import MoneyMention

Row = dict[str, Any]
Finder = Callable[[str], list[Row]]

SETS = {
    "news": "news_money",
    "Recognizers": "recognizers_currency",
    "hard": "hard_money",
    "duckling": "duckling_money",
    "shops": "price_strings",
    "quantulum3": "quantulum3",
}
FIELDS = ("range", "bound", "approx", "per")


@dataclass(frozen=True, slots=True)
class System:
    """A finder, the distribution that it needs, and the sets that it is meant for."""

    name: str
    load: Callable[[], Finder]
    needs: str | None = None
    sets: tuple[str, ...] = tuple(SETS)


# -- the systems -----------------------------------------------------------------------------------

_BOUNDS = {"more_than": "min", "at_least": "min", "less_than": "max", "at_most": "max"}


def as_row(mention: MoneyMention) -> Row:
    """A mention as the scorer takes it."""
    amount = mention.amount if mention.amount is not None else mention.amount_min
    row: Row = {
        "start": mention.start,
        "end": mention.end,
        "amount": None if amount is None else float(amount),
        "currency": mention.currency,
        "per": mention.per,
    }
    if mention.modifier == "range":
        row["amount_max"] = float(mention.amount_max or 0)
    if mention.modifier in _BOUNDS:
        row["bound"] = _BOUNDS[mention.modifier]
    if mention.modifier == "about":
        row["approx"] = True
    return row


def _ours() -> Finder:
    return lambda text: [as_row(mention) for mention in find_money(text)]


_FLOOR = re.compile(
    r"(?P<sign>[$€£¥]) ?(?P<a>\d[\d,]*(?:\.\d+)?)(?: ?(?P<m>million|billion|trillion|bn|m)\b)?"
    r"|(?P<b>\d[\d,]*(?:\.\d+)?)(?: (?P<n>million|billion|trillion))?"
    r" (?P<word>dollars|euros|pounds|yen)"
)
_FLOOR_CODES = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY",
    "dollars": "USD", "euros": "EUR", "pounds": "GBP", "yen": "JPY",
}  # fmt: skip
_FLOOR_SCALES = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}


def _floor() -> Finder:
    """What a careful afternoon with one regular expression gives."""

    def find(text: str) -> list[Row]:
        return [
            {
                "start": match.start(),
                "end": match.end(),
                "amount": float((match["a"] or match["b"]).replace(",", ""))
                * _FLOOR_SCALES.get(match["m"] or match["n"] or "", 1),
                "currency": _FLOOR_CODES[match["sign"] or match["word"]],
            }
            for match in _FLOOR.finditer(text)
        ]

    return find


def _code_of(unit: str) -> str | None:
    """ISO 4217 for a unit that recognizers-text names without a code ("Finnish markka")."""
    named = find_money(f"5 {unit.lower() if ' ' not in unit else unit}")
    return named[0].currency if named else None


def _recognizers() -> Finder:
    from recognizers_number_with_unit import Culture, recognize_currency

    def find(text: str) -> list[Row]:
        rows = []
        for result in recognize_currency(text, Culture.English):
            resolution = result.resolution or {}
            if resolution.get("value") is None:
                continue
            unit = str(resolution.get("unit", ""))
            amount = float(resolution["value"])
            cents = unit in ("Cent", "Pence", "Penny")
            code = resolution.get("isoCurrency") or _code_of(unit)
            span = {"start": result.start, "end": result.end + 1}
            rows.append({**span, "amount": amount / 100 if cents else amount, "currency": code})
        return rows

    return find


def _quantulum() -> Finder:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that its optional classifier is not installed
        from quantulum3 import load, parser
    units = load.units().names

    def find(text: str) -> list[Row]:
        rows = []
        for quantity in parser.parse(text):
            bases = [part for part in quantity.unit.dimensions or [] if part["power"] == 1]
            unit = units.get(bases[0]["base"]) if bases else None
            if unit is None or unit.entity.name != "currency":
                continue
            start, end = quantity.span
            spread = quantity.uncertainty or 0
            row = {"start": start, "end": end, "amount": quantity.value - spread}
            row["currency"] = unit.currency_code
            rows.append({**row, "amount_max": quantity.value + spread} if spread else row)
        return rows

    return find


def _price_parser() -> Finder:
    from price_parser import Price

    signs = {**_FLOOR_CODES, "Kč": "CZK", "zł": "PLN", "Ft": "HUF", "R$": "BRL", "руб": "RUB"}
    signs |= {"lei": "RON", "₫": "VND", "₪": "ILS", "RM": "MYR", "Rs": "INR", "Rp": "IDR"}
    signs |= {"TL": "TRY", "A$": "AUD", "C$": "CAD", "US$": "USD"}

    def find(text: str) -> list[Row]:
        price = Price.fromstring(text)
        if price.amount is None:
            return []
        code = signs.get(price.currency or "", price.currency)
        amount = float(price.amount)
        return [{"start": 0, "end": len(text), "amount": amount, "currency": code}]

    return find


OURS = System("Factmill", _ours)
SYSTEMS = (
    OURS,
    System("recognizers-text", _recognizers, "recognizers-text-number-with-unit"),
    System("quantulum3", _quantulum, "quantulum3"),
    System("price-parser", _price_parser, "price-parser", ("shops",)),
    System("one regular expression", _floor),
)
_MODULES = {
    "recognizers-text-number-with-unit": "recognizers_number_with_unit",
    "price-parser": "price_parser",
}

# -- scores and speed ------------------------------------------------------------------------------


def documents(shared: Path, name: str) -> list[Row]:
    path = shared / "bench" / "money" / f"{SETS[name]}_dev.jsonl"
    return list(scorer_of("money", shared).load([path]))


def score(shared: Path, name: str, find: Finder, errors: list[Any] | None = None) -> Row:
    """The scorer's result on one set."""
    docs = documents(shared, name)
    predictions = {doc["id"]: find(doc["text"]) for doc in docs}
    result: Row = scorer_of("money", shared).score(docs, predictions, errors)
    return result


def speed(shared: Path, find: Finder) -> float:
    """Characters a second over the news set, on one core, the best of three."""
    texts = [doc["text"] for doc in documents(shared, "news")]
    for text in texts[:5]:
        find(text)  # imports and caches
    best = min(_timed(texts, find) for _ in range(3))
    return sum(map(len, texts)) / best


def _timed(texts: list[str], find: Finder) -> float:
    began = time.process_time()
    for text in texts:
        find(text)
    return time.process_time() - began


def _cells(shared: Path, system: System) -> list[str]:
    if system.needs and importlib.util.find_spec(_MODULES.get(system.needs, system.needs)) is None:
        return ["not installed"] + [""] * (len(SETS) + len(FIELDS))
    find = system.load()
    results = {name: score(shared, name, find) for name in system.sets}
    cells = [f"{results[name]['exact']['F']:.1f}" if name in results else "—" for name in SETS]
    right = results["news"]["recall_of"] if "news" in results else {}
    cells += [right.get(field, "—") for field in FIELDS]
    return [*cells, f"{speed(shared, find) / 1000:,.0f}k" if "news" in results else "—"]


def _label(system: System) -> str:
    try:
        return f"{system.name} {metadata.version(system.needs)}" if system.needs else system.name
    except metadata.PackageNotFoundError:
        return system.name


def run(shared: Path) -> str:
    """The Markdown section of docs/benchmarks.md."""
    heads = [*SETS, *(f"news {field}" for field in FIELDS), "chars/s"]
    sizes = ", ".join(f"{name} {len(documents(shared, name))}" for name in SETS)
    lines = [
        "## Money",
        "",
        "Exact F1 (amount and ISO 4217 currency both right) on the development sets, and of the "
        "news figures with a range, bound, approximation or rate, how many were read right. "
        f"Documents: {sizes}. Speed: characters a second of CPU time on the news set, one core, "
        "without spaCy. price-parser is told where the price is.",
        "",
        f"Command: `python -m benchmarks.money`, {datetime.date.today().isoformat()}.",
        "",
        "| system | " + " | ".join(heads) + " |",
        "| --- |" + " ---: |" * len(heads),
    ]
    for system in SYSTEMS:
        lines.append(f"| {_label(system)} | " + " | ".join(_cells(shared, system)) + " |")
    return "\n".join(lines) + "\n"


def _print_errors(shared: Path, names: list[str], limit: int) -> None:
    for name in names:
        errors: list[Any] = []
        result = score(shared, name, _ours(), errors)
        print(f"== {name}: exact {result['exact']['F']}, {result['recall_of']}")
        for error in errors[:limit]:
            print("  ", *error, sep=" | ")


def main() -> int:
    return run_by_sets("money", __doc__, SETS, run, _print_errors)


if __name__ == "__main__":
    sys.exit(main())
