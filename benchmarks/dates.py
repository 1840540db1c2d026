"""Date expressions, against the development data of ../shared/bench/dates with its own scorer.

``python -m benchmarks.dates --shared ../shared [--only NAME ...] [--errors N]``. The news sets are
TimeBank and AQUAINT, pooled. Ranges of two full ends are two mentions (docs/dates.md); the row
"ranges whole" joins them (`join_ranges`), as Recognizers and duckling mark them. "Late May" covers
days 21 to 31 (DESIGN); the news' gold gives it the whole month, as the row "parts as whole units".
"""

from __future__ import annotations

import datetime
import importlib.util
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.command import run_by_sets
from benchmarks.scorers import scorer_of
from pipeline.extraction.dates import find_dates, join_ranges
from pipeline.records import DateMention

Row = dict[str, Any]
Finder = Callable[[str, datetime.date], list[Row]]

SETS = {
    "news": ("timebank", "aquaint"),
    "hard": ("hard_dates",),
    "recognizers": ("recognizers",),
    "duckling": ("duckling",),
}
SHOWN = {
    "news": ("strict", "relaxed", "value", "interval"),
    "hard": ("value", "interval"),
    "recognizers": ("relaxed", "interval"),
    "duckling": ("relaxed", "interval"),
}


@dataclass(frozen=True, slots=True)
class System:
    """A finder, and the distribution that it needs."""

    name: str
    load: Callable[[], Finder]
    needs: str | None = None


# -- the systems -----------------------------------------------------------------------------------


def _ours(text: str, anchor: datetime.date) -> list[Row]:
    return [_row(mention) for mention in find_dates(text, anchor)]


def _row(mention: DateMention) -> Row:
    return {
        "start": mention.start,
        "end": mention.end,
        "type": mention.type,
        "value": mention.value,
        "start_date": mention.start_date and mention.start_date.isoformat(),
        "end_date": mention.end_date and mention.end_date.isoformat(),
    }


def _ours_whole(text: str, anchor: datetime.date) -> list[Row]:
    """Ours, with the two rows of a range made one."""
    return [_row(mention) for mention in join_ranges(text, find_dates(text, anchor))]


def _ours_by_value(text: str, anchor: datetime.date) -> list[Row]:
    """Ours, with the days that the value alone covers: "late May" is May, as in the news' gold."""
    rows = _ours(text, anchor)
    for row in rows:
        if row["type"] == "DATE" and row["value"] and "/" not in row["value"]:
            row.update(start_date=None, end_date=None)
    return rows


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_FLOOR = re.compile(
    rf"(?P<m>{_MONTHS}) (?P<d>\d\d?)(?:, (?P<y>\d{{4}}))?|(?P<d2>\d\d?) (?P<m2>{_MONTHS})"
    rf"(?: (?P<y2>\d{{4}}))?|(?P<m3>{_MONTHS}) (?P<y3>\d{{4}})|(?P<iso>\d{{4}}-\d\d-\d\d)"
    r"|\b(?P<y4>1[89]\d\d|20\d\d)\b"
)


def _floor(text: str, anchor: datetime.date) -> list[Row]:
    """What a careful afternoon with one regular expression gives: dates and years, as written."""
    return [
        {"start": m.start(), "end": m.end(), "type": "DATE", "value": _floor_value(m, anchor.year)}
        for m in _FLOOR.finditer(text)
    ]


def _floor_value(m: re.Match[str], this_year: int) -> str:
    if m["iso"] or m["y4"]:
        return m["iso"] or m["y4"]
    month = _MONTHS.split("|").index(m["m"] or m["m2"] or m["m3"]) + 1
    if m["m3"]:
        return f"{m['y3']}-{month:02}"
    year = m["y"] or m["y2"] or this_year
    return f"{year}-{month:02}-{int(m['d'] or m['d2']):02}"


def _dateparser() -> Finder:
    from dateparser.search import search_dates

    def find(text: str, anchor: datetime.date) -> list[Row]:
        base = datetime.datetime.combine(anchor, datetime.time())
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        found = search_dates(text, languages=["en"], settings=settings) or []
        rows, position = [], 0
        for phrase, moment in found:
            start = text.find(phrase, position)
            if start >= 0:
                position = start + len(phrase)
                day = moment.date().isoformat()
                rows.append({"start": start, "end": position, "type": "DATE", "value": day})
        return rows

    return find


def _recognizers() -> Finder:
    from recognizers_date_time import Culture, recognize_datetime

    types = {"duration": "DURATION", "set": "SET", "time": "TIME", "datetime": "TIME"}
    types |= {"timerange": "TIME", "datetimerange": "TIME"}

    def find(text: str, anchor: datetime.date) -> list[Row]:
        base = datetime.datetime.combine(anchor, datetime.time())
        rows = []
        for result in recognize_datetime(text, Culture.English, reference=base):
            kind = types.get(result.type_name.rpartition(".")[2], "DATE")
            readings = (result.resolution or {}).get("values") or [{}]
            span = {"start": result.start, "end": result.end + 1, "type": kind}
            rows.append({**span, **_reading(readings)})
        return rows

    return find


_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _reading(readings: list[dict[str, str]]) -> Row:
    """The first reading, which is the one in the past, as value and closed interval."""
    first = readings[0]
    start, end = _ISO_DAY.match(first.get("start", "")), _ISO_DAY.match(first.get("end", ""))
    if start or end:
        return {"start_date": start and start[0], "end_date": end and _day_before(end[0])}
    timex, value = first.get("timex", ""), first.get("value")
    return {"value": value if timex.startswith("XXXX") else timex or value}


def _day_before(day: str) -> str:
    """Recognizers' ends are exclusive."""
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


OURS = System("Factmill", lambda: _ours)
SYSTEMS = (
    OURS,
    System("Factmill, ranges whole", lambda: _ours_whole),
    System("Factmill, parts as whole units", lambda: _ours_by_value),
    System("dateparser", _dateparser, "dateparser"),
    System("recognizers-text", _recognizers, "recognizers-text-date-time"),
    System("one regular expression", lambda: _floor),
)

# -- scores and speed ----------------------------------------------------------------------------


def documents(shared: Path, name: str) -> list[Row]:
    files = [shared / "bench" / "dates" / f"{part}_dev.jsonl" for part in SETS[name]]
    return list(scorer_of("dates", shared).load(files))


def predict(docs: list[Row], find: Finder) -> dict[str, list[Row]]:
    return {
        doc["id"]: find(doc["text"], datetime.date.fromisoformat(doc["ref_date"])) for doc in docs
    }


def score(shared: Path, name: str, system: System, errors: list[Any] | None = None) -> Row:
    """The scorer's result for one system on one set."""
    docs = documents(shared, name)
    result: Row = scorer_of("dates", shared).score(docs, predict(docs, system.load()), errors)
    return result


def speed(shared: Path, system: System) -> float:
    """Characters a second over the news sets, on one core; the best of three if that is quick."""
    docs, find = documents(shared, "news"), system.load()
    predict(docs[:5], find)  # imports and caches
    best = _timed(docs, find)
    if best < _QUICK:
        best = min(best, _timed(docs, find), _timed(docs, find))
    return sum(len(doc["text"]) for doc in docs) / best


_QUICK = 5.0  # seconds


def _timed(docs: list[Row], find: Finder) -> float:
    began = time.process_time()
    predict(docs, find)
    return time.process_time() - began


def _cells(shared: Path, system: System) -> list[str]:
    if system.needs and importlib.util.find_spec(_module(system.needs)) is None:
        return ["not installed"] + [""] * sum(map(len, SHOWN.values()))
    cells = []
    for name, shown in SHOWN.items():
        result = score(shared, name, system)
        cells += [f"{result[measure]['F']:.1f}" for measure in shown]
    return [*cells, f"{speed(shared, system) / 1000:,.0f}k"]


def _module(distribution: str) -> str:
    return {"recognizers-text-date-time": "recognizers_date_time"}.get(distribution, distribution)


def _label(system: System) -> str:
    try:
        return f"{system.name} {metadata.version(system.needs)}" if system.needs else system.name
    except metadata.PackageNotFoundError:
        return system.name


def run(shared: Path) -> str:
    """The Markdown section of docs/benchmarks.md."""
    heads = [f"{name} {measure}" for name, shown in SHOWN.items() for measure in shown]
    lines = [
        "## Dates",
        "",
        "F1 of spans (strict, relaxed), of TIMEX3 values and of closed intervals on the "
        "development sets: news (TimeBank and AQUAINT halves, 127 documents, 880 expressions), "
        "hard cases (26), Recognizers phrases (477), duckling phrases (494; assistants' "
        "conventions). Speed: characters a second of CPU time, one core, without spaCy.",
        "",
        f"Command: `python -m benchmarks.dates`, {datetime.date.today().isoformat()}.",
        "",
        "| system | " + " | ".join(heads) + " | chars/s |",
        "| --- |" + " ---: |" * (len(heads) + 1),
    ]
    for system in SYSTEMS:
        lines.append(f"| {_label(system)} | " + " | ".join(_cells(shared, system)) + " |")
    return "\n".join(lines) + "\n"


def _print_errors(shared: Path, names: list[str], limit: int) -> None:
    for name in names:
        errors: list[Any] = []
        result = score(shared, name, OURS, errors)
        print(f"== {name}: value {result['value']['F']}, interval {result['interval']['F']}")
        for error in errors[:limit]:
            print("  ", *error, sep=" | ")


def main() -> int:
    return run_by_sets("dates", __doc__, SETS, run, _print_errors)


if __name__ == "__main__":
    sys.exit(main())
