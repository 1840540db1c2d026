"""Speed: our runs beside the bare model and beside the script that a user would write.

``python -m benchmarks.speed [--shared ../shared] [--full] [--articles N] [--repeat N]
[--only SECTION...] [--write] [--datatrove-python PATH]``.

Every contender is a process of its own, and they take turns. Figures are medians of CPU seconds,
user and system, of the whole process tree, and ratios of these: on a busy machine wall-clock time
tells about its other users. What starting up costs is measured with two articles and taken off.
Each section takes minutes and stands by itself: ``--write`` puts those measured into
docs/benchmarks.md, and leaves the others there as they are.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from benchmarks import speed_corpus
from benchmarks.speed_measure import Run, measure, median, python

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
NEEDS = {"script": ("dateparser", "price_parser")}
NAMES = {
    "floor": "floor: shipped model alone, decoded by spaCy",
    "model": "shipped model alone, our decoder",
    "spacy-sm": "architecture of en_core_web_sm alone",
    "trafilatura": "trafilatura alone",
    "script": "script: spaCy x 2, dateparser, price-parser, pandas",
    "datatrove": "datatrove: extractor, spaCy step, Parquet",
    "factmill-0": "Factmill, no workers",
    "factmill-1": "Factmill, 1 worker",
    "factmill-2": "Factmill, 2 workers",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What a call asks for."""

    shared: Path
    articles: int = 60
    pages: int = 30
    repeat: int = 3
    lengths: tuple[int, ...] = (100, 1_000, 10_000, 100_000)
    growth: tuple[int, ...] = (300, 1_000)
    datatrove: str | None = None

    @classmethod
    def full(cls, shared: Path) -> Options:
        """Takes an hour or two on two quiet cores."""
        return cls(shared, 240, 120, 5, growth=(1_000, 10_000, 100_000))


def run(shared: Path, options: Options | None = None, only: Sequence[str] = ()) -> str:
    """The section of docs/benchmarks.md; each of its parts between marks of its own."""
    options = options or Options(shared)
    parts = ["## Speed", INTRODUCTION]
    with tempfile.TemporaryDirectory(prefix="factmill-speed-") as folder:
        for name, section in SECTIONS.items():
            if not only or name in only:
                began = datetime.now(UTC)
                table = section(Path(folder) / name, options)
                parts.append(_marked(name, f"{table}\n\n{_colophon(name, began, options)}"))
                print(f"-- {name} done", file=sys.stderr, flush=True)
    return "\n\n".join(parts)


INTRODUCTION = (
    "CPU seconds are user and system time of the whole process tree; figures are medians of runs "
    "by turns. What starting up costs is measured with two articles and taken off (docs/speed.md)."
)


def _colophon(name: str, began: datetime, options: Options) -> str:
    """How the table above it came about."""
    kind = "articles of ../shared" if speed_corpus.is_real(options.shared) else "made-up articles"
    repeat = 1 if name == "growth" else options.repeat
    return (
        f"`python -m benchmarks.speed --only {name} --articles {options.articles} --repeat "
        f"{options.repeat}`; {began:%Y-%m-%d %H:%M} UTC, {platform.python_version()}, "
        f"{os.cpu_count()} cores, {kind}, {repeat} run{'s' * (repeat > 1)} each. Load of the "
        f"machine at the end: {os.getloadavg()[0]:.1f}."
    )


def _marked(name: str, part: str) -> str:
    return f"<!-- bench:speed.{name} -->\n{part}\n<!-- /bench:speed.{name} -->"


def merged(old: str, new: str) -> str:
    """The section ``old`` of the page with the parts of ``new`` in place of its own."""
    fresh = dict(_PART.findall(new))
    kept = {name: part for name, part in _PART.findall(old) if name in SECTIONS}
    parts = {**kept, **fresh}
    ordered = [_marked(name, parts[name]) for name in SECTIONS if name in parts]
    return "\n\n".join(["## Speed", INTRODUCTION, *ordered])


_PART = re.compile(r"<!-- bench:speed\.(\w+) -->\n(.*?)\n<!-- /bench:speed\.\1 -->", re.DOTALL)


def write(section: str) -> None:
    """Merge the parts of ``section`` into docs/benchmarks.md."""
    from benchmarks.__main__ import PAGE, write_section

    found = re.search(
        r"<!-- bench:speed -->(.*?)<!-- /bench:speed -->", PAGE.read_text(), re.DOTALL
    )
    write_section("speed", merged(found[1] if found else "", section))


# -- end to end ------------------------------------------------------------------------------------


def text_section(place: Path, options: Options) -> str:
    """Text articles, all contenders."""
    contents = speed_corpus.text_articles(options.shared, options.articles)
    ours = ("factmill-0", "factmill-1", "factmill-2")
    names = ("floor", "model", "spacy-sm", *ours, "script", "datatrove")
    title = f"### Text, end to end: {len(contents)} articles"
    return _contest(place, contents, ".txt", names, title, options)


def html_section(place: Path, options: Options) -> str:
    """HTML pages; the floor there is trafilatura and then the model."""
    contents = speed_corpus.html_pages(options.shared, options.pages)
    names = ("trafilatura", "floor", "factmill-0", "factmill-2", "script", "datatrove")
    title = f"### HTML, end to end: {len(contents)} pages (the floor includes trafilatura)"
    return _contest(place, contents, ".html", names, title, options)


def _contest(
    place: Path,
    contents: list[str],
    suffix: str,
    names: Sequence[str],
    title: str,
    options: Options,
) -> str:
    kind = suffix.removeprefix(".")
    few = speed_corpus.write(place / "few" / kind, contents[:2], suffix)
    all_ = speed_corpus.write(place / "all" / kind, contents, suffix)
    present = [name for name in names if _absent(name, options) is None]
    runs: dict[tuple[str, Path], list[Run]] = {}
    for _ in range(options.repeat):
        for name in present:
            for corpus in (few, all_):
                runs.setdefault((name, corpus), []).append(
                    _contender(name, corpus, place / "out", options)
                )
    medians = {key: median(value) for key, value in runs.items()}
    words = sum(len(content.split()) for content in contents[2:]) if suffix == ".txt" else None
    lines = [
        title, "",
        "| contender | start-up | the rest | to the floor | documents/s | words/s | wall "
        "| peak memory, one process |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    base = medians["floor", all_].cpu - medians["floor", few].cpu
    for name in names:
        if reason := _absent(name, options):
            lines.append(f"| {NAMES[name]} | {reason} | | | | | | |")
            continue
        start, done = medians[name, few], medians[name, all_]
        rest = max(done.cpu - start.cpu, 1e-9)
        speed = f"{words / rest:,.0f}" if words else ""
        lines.append(
            f"| {NAMES[name]} | {start.cpu:.1f} s | {rest:.1f} s | {rest / base:.2f} "
            f"| {(len(contents) - 2) / rest:.1f} | {speed} | {done.wall:.0f} s "
            f"| {done.memory:.0f} MiB |"
        )
    return "\n".join(lines)


def workers_section(place: Path, options: Options) -> str:
    """One worker and two by the clock: tells something on a quiet machine alone."""
    contents = speed_corpus.text_articles(options.shared, options.articles * 4)
    few = speed_corpus.write(place / "few" / "txt", contents[:2], ".txt")
    all_ = speed_corpus.write(place / "all" / "txt", contents, ".txt")
    names = ("factmill-1", "factmill-2")
    runs: dict[tuple[str, Path], list[Run]] = {}
    for _ in range(options.repeat):
        for corpus in (few, all_):
            for name in names:
                run = _contender(name, corpus, place / "out", options)
                runs.setdefault((name, corpus), []).append(run)
    lines = [
        f"### Workers: {len(contents)} text articles by the clock", "",
        "| contender | start-up | the rest, wall | the rest, CPU | articles/s | to 1 worker |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    base = None
    for name in names:
        start, done = median(runs[name, few]), median(runs[name, all_])
        wall = done.wall - start.wall
        base = base or wall
        lines.append(
            f"| {NAMES[name]} | {start.wall:.1f} s | {wall:.1f} s | {done.cpu - start.cpu:.1f} s "
            f"| {(len(contents) - 2) / wall:.1f} | {base / wall:.2f} |"
        )
    return "\n".join(lines)


def _contender(name: str, corpus: Path, out: Path, options: Options) -> Run:
    shutil.rmtree(out, ignore_errors=True)
    interpreter = options.datatrove if name == "datatrove" and options.datatrove else sys.executable
    command = [interpreter, "-m", "benchmarks.speed_rivals", name, str(corpus), str(out)]
    return measure(command, ONE_THREAD)


def _absent(name: str, options: Options) -> str | None:
    if name == "datatrove" and options.datatrove is None and find_spec("datatrove") is None:
        return "not installed"
    missing = [package for package in NEEDS.get(name, ()) if find_spec(package) is None]
    return f"not installed: {', '.join(missing)}" if missing else None


# -- by stage and by length ------------------------------------------------------------------------


def stage_section(place: Path, options: Options) -> str:
    """Where the time of one process goes."""
    contents = speed_corpus.text_articles(options.shared, options.articles)
    corpus = speed_corpus.write(place, contents, ".txt")
    runs = [_stages(corpus) for _ in range(options.repeat)]
    done = median(runs).said
    total = sum(done["seconds"].values())
    lines = [
        f"### By stage: {done['documents']} articles, {done['words']:,} words after cleaning",
        "", "| stage | CPU | share | words/s |", "| --- | ---: | ---: | ---: |",
    ]  # fmt: skip
    for name, spent in [*done["seconds"].items(), ("all", total)]:
        speed = done["words"] / max(spent, 1e-9)
        lines.append(f"| {name} | {spent:.2f} s | {spent / total:.0%} | {speed:,.0f} |")
    return "\n".join(lines)


def length_section(place: Path, options: Options) -> str:
    """What a word costs by the length of its article: flat, if nothing is superlinear."""
    table: dict[int, dict[str, float]] = {}
    for words in options.lengths:
        count = max(1, min(200, 20_000 // words))
        corpus = speed_corpus.write(
            place / str(words), speed_corpus.pieces(options.shared, words, count), ".txt"
        )
        done = median([_stages(corpus) for _ in range(options.repeat)])
        seen = done.said["words"]
        table[words] = {k: v / seen * 1e6 for k, v in done.said["seconds"].items()}
        table[words] |= {"all": sum(table[words].values()), "memory": done.memory}
    stages = [name for name in table[options.lengths[0]] if name not in ("read", "memory")]
    lines = [
        "### By length of the article: microseconds of CPU a word", "",
        f"| words | {' | '.join(stages)} | peak memory |",
        "| ---: |" + " ---: |" * (len(stages) + 1),
    ]  # fmt: skip
    for words, row in table.items():
        cells = " | ".join(f"{row[name]:.1f}" for name in stages)
        lines.append(f"| {words:,} | {cells} | {row['memory']:.0f} MiB |")
    return "\n".join(lines)


def _stages(corpus: Path) -> Run:
    from pipeline.run.workers import WORKER_ENVIRONMENT

    return measure(python("-m", "benchmarks.speed_stages", str(corpus)), WORKER_ENVIRONMENT)


# -- start-up --------------------------------------------------------------------------------------

CALL = "import sys; from pipeline.cli import main; sys.exit(main(sys.argv[1:]))"
LOAD = (
    "import spacy; from pipeline.paths import model_dir; "
    "import pipeline.extraction.sentences, pipeline.extraction.entities.architecture as a; "
    "a.register(); spacy.load(model_dir('entities'))"
)


def start_section(place: Path, options: Options) -> str:
    """What nobody should wait for."""
    article = speed_corpus.write(place / "one", speed_corpus.pieces(options.shared, 300, 1), ".txt")
    ingest = ("ingest", "--direct", str(article), "--out", str(place / "out" / "processed"))
    commands = {
        "`python -c pass`": python("-c", "pass"),
        "`factmill --help`": python("-c", CALL, "--help"),
        "`spacy.load` of the shipped model": python("-c", LOAD),
        "`factmill ingest --direct`, one article": python("-c", CALL, *ingest),
        "the same again, unchanged": python("-c", CALL, *ingest),
    }
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(options.repeat):
        shutil.rmtree(place / "out", ignore_errors=True)
        for name, command in commands.items():
            runs[name].append(measure(command, ONE_THREAD))
    done = {name: median(value).cpu for name, value in runs.items()}
    bases = dict(zip(commands, [None, *list(commands)[:1], None, *[list(commands)[2]] * 2],
                     strict=True))  # fmt: skip
    lines = ["### Start-up", "", "| command | CPU | ratio |", "| --- | ---: | --- |"]
    for name, spent in done.items():
        base = bases[name]
        ratio = f"{spent / done[base]:.2f} times {base}" if base else ""
        lines.append(f"| {name} | {spent:.3f} s | {ratio} |")
    return "\n".join(lines)


# -- growth ----------------------------------------------------------------------------------------


def growth_section(place: Path, options: Options) -> str:
    """A first run and one with nothing new, by the number of articles (100 words each)."""
    lines = [
        "### By number of articles (100 words each, 2 workers)", "",
        "| articles | first run | an article | again, nothing new | share "
        "| peak memory, one process | store |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    for count in options.growth:
        folder = place / str(count)
        corpus = speed_corpus.write(
            folder / "raw", speed_corpus.pieces(options.shared, 100, count), ".txt"
        )
        command = python("-c", CALL, "ingest", "--direct", "--workers", "2", "--out",
                         str(folder / "processed"), str(corpus))  # fmt: skip
        first, again = measure(command), measure(command)
        disk = sum(f.stat().st_size for f in (folder / "processed").rglob("*.parquet"))
        lines.append(
            f"| {count:,} | {first.cpu:.1f} s | {first.cpu / count * 1000:.1f} ms "
            f"| {again.cpu:.1f} s | {again.cpu / first.cpu:.1%} "
            f"| {max(first.memory, again.memory):.0f} MiB | {disk / 1e6:.1f} MB |"
        )
    return "\n".join(lines)


SECTIONS: dict[str, Callable[[Path, Options], str]] = {
    "text": text_section,
    "html": html_section,
    "workers": workers_section,
    "stages": stage_section,
    "lengths": length_section,
    "start": start_section,
    "growth": growth_section,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--full", action="store_true", help="larger corpora and more repetitions")
    parser.add_argument("--articles", type=int, help="text articles; half as many HTML pages")
    parser.add_argument("--repeat", type=int)
    parser.add_argument("--growth", type=int, nargs="+")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=[])
    parser.add_argument("--write", action="store_true", help="put the sections into the page")
    parser.add_argument("--datatrove-python", help="interpreter of an environment with datatrove")
    given = parser.parse_args()
    options = Options.full(given.shared) if given.full else Options(given.shared)
    changes = {
        "articles": given.articles,
        "pages": given.articles and max(given.articles // 2, 3),
        "repeat": given.repeat,
        "growth": tuple(given.growth) if given.growth else None,
        "datatrove": given.datatrove_python,
    }
    options = replace(options, **{k: v for k, v in changes.items() if v is not None})
    section = run(given.shared, options, given.only)
    print(section)
    if given.write:
        write(section)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
