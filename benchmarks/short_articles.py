"""Made-up articles of about 60 words, no two alike, for runs of many documents.

Each has a name that no other has, an amount, a date, and one line of cookie banner. The same number
gives the same article.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.synthetic import WORDS

SITES = 20
_SYLLABLES = ("ba", "ka", "lo", "mi", "ne", "ra", "so", "ta", "vu", "ze", "or", "in")
_CURRENCIES = ("$", "€", "£")
_MONTHS = ("January", "March", "May", "July", "September", "November")


def article(number: int) -> str:
    """The text of article ``number``."""
    rng = random.Random(number)
    name = f"{_name(rng)} {_name(rng)}"
    paid = f"{rng.choice(_CURRENCIES)}{rng.randint(2, 900)} million"
    day = f"{rng.randint(1, 28)} {rng.choice(_MONTHS)} {rng.randint(2001, 2025)}"
    return "\n\n".join(
        (
            f"{name} told reporters on {day} that {_words(rng, 10)}.",
            f"The company paid {paid} for it, and {_words(rng, 10)}.",
            f"Officials in Astana and Warsaw said {_words(rng, 10)}.",
            "We use cookies to improve your experience. Accept all cookies",
        )
    )


def write_jsonl(folder: Path, count: int, *, a_file: int = 5000) -> Path:
    """Write ``count`` articles into JSON-lines files of ``a_file`` each; returns the folder."""
    folder.mkdir(parents=True)
    for start in range(0, count, a_file):
        records = _records(range(start, min(start + a_file, count)))
        (folder / f"{start:08d}.jsonl").write_text("".join(records), encoding="utf-8")
    return folder


def _records(numbers: range) -> Iterator[str]:
    for number in numbers:
        site = f"site{number % SITES}.example"
        record = {
            "id": str(number),
            "text": article(number),
            "url": f"https://{site}/{number}",
            "site": site,
            "published": f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=3)).capitalize()


def _words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))
