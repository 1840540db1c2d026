"""Coverage-guided fuzzing with atheris: ``python -m fuzz.run TARGET [SECONDS] [options]``.

``TARGET`` is a name of `fuzz.targets`, or ``all``, each in a process of its own. What breaks a
promise is written to ``fuzz/found/`` and belongs into tests/hostile/cases.py once it is mended.
"""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

FOUND = Path(__file__).parent / "found"
CORPUS = Path(__file__).parent.parent / "build" / "fuzz"
"""Inputs that reached code that no other did, by target: the next run begins from them."""
PARSERS = {
    "clean": ("pipeline.sources", "pipeline.cleaning"),
    "facts": ("pipeline.extraction.dates", "pipeline.extraction.money"),
}
"""Whose code guides the fuzzer, by target; ``pipeline.sources`` for the others."""


def main() -> int:
    """Fuzz one target, or all one after another; 1 when something was found."""
    name = sys.argv[1] if len(sys.argv) > 1 else "all"
    length = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    FOUND.mkdir(exist_ok=True)
    if name != "all":
        return _one(name, length)
    from fuzz.targets import TARGETS

    each = str(max(5, length // len(TARGETS)))
    command = [sys.executable, "-m", "fuzz.run"]
    ends = {name: subprocess.run([*command, name, each]).returncode for name in TARGETS}
    print("fuzzed:", ", ".join(f"{name} {'FOUND' if end else 'ok'}" for name, end in ends.items()))
    return int(any(ends.values()))


def _import_all(package: str) -> None:
    module = importlib.import_module(package)
    for found in pkgutil.walk_packages(module.__path__, f"{package}."):
        importlib.import_module(found.name)


def _one(name: str, length: int) -> int:
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: pip install -e '.[fuzz]'", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["pipeline"]):
        from fuzz.targets import TARGETS

        # Most are imported at first use: that would be too late.
        for package in PARSERS.get(name, ("pipeline.sources",)):
            _import_all(package)
    from fuzz.seeds import seeds

    corpus = CORPUS / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(data)
    options = [
        sys.argv[0], str(corpus), f"-max_total_time={length}", "-max_len=20000", "-timeout=20",
        "-rss_limit_mb=3000", f"-artifact_prefix={FOUND}/{name}-", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup(options, TARGETS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
