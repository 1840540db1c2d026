"""Made-up articles of about 60 words (or so many times more), no two alike, for long runs.

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


def article(number: int, times: int = 1) -> str:
    """The text of article ``number``, of about 50 words ``times`` and a banner."""
    rng = random.Random(number)
    news = "\n\n".join(_news(rng) for _ in range(times))
    return f"{news}\n\nWe use cookies to improve your experience. Accept all cookies"


def _news(rng: random.Random) -> str:
    name = f"{_name(rng)} {_name(rng)}"
    paid = f"{rng.choice(_CURRENCIES)}{rng.randint(2, 900)} million"
    day = f"{rng.randint(1, 28)} {rng.choice(_MONTHS)} {rng.randint(2001, 2025)}"
    return "\n\n".join(
        (
            f"{name} told reporters on {day} that {_words(rng, 10)}.",
            f"The company paid {paid} for it, and {_words(rng, 10)}.",
            f"Officials in Astana and Warsaw said {_words(rng, 10)}.",
        )
    )


def write_jsonl(folder: Path, count: int, *, times: int = 1, a_file: int = 5000) -> Path:
    """Write ``count`` articles into JSON-lines files of ``a_file`` each; returns the folder.

    ``times`` as in `article`.
    """
    folder.mkdir(parents=True)
    for start in range(0, count, a_file):
        records = _records(range(start, min(start + a_file, count)), times)
        (folder / f"{start:08d}.jsonl").write_text("".join(records), encoding="utf-8")
    return folder


def _records(numbers: range, times: int) -> Iterator[str]:
    for number in numbers:
        site = f"site{number % SITES}.example"
        record = {
            "id": str(number),
            "text": article(number, times),
            "url": f"https://{site}/{number}",
            "site": site,
            "published": f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=3)).capitalize()


def _words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))
