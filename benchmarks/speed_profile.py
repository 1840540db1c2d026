"""Sample one process over text articles and draw where its time goes: docs/profile.svg.

``python -m benchmarks.speed_profile [--shared ../shared] [--articles N] [--out FILE]``; needs
py-spy (`requirements-speed.txt`). The width of a frame is its share of the samples.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import speed_corpus

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "profile.svg"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed_profile", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--out", type=Path, default=PICTURE)
    given = parser.parse_args()
    spy = Path(sys.executable).with_name("py-spy")
    if not spy.exists():
        parser.error("py-spy is not installed: pip install -r benchmarks/requirements-speed.txt")
    with tempfile.TemporaryDirectory(prefix="factmill-profile-") as folder:
        contents = speed_corpus.text_articles(given.shared, given.articles)
        corpus = speed_corpus.write(Path(folder) / "raw", contents, ".txt")
        command = [sys.executable, "-m", "benchmarks.speed_stages", str(corpus)]
        done = subprocess.run(
            [str(spy), "record", "--function", "--rate", "50", "--output", str(given.out), "--",
             *command]
        )  # fmt: skip
    if not done.returncode:
        _name(given.out)
    return done.returncode


def _name(picture: Path) -> None:
    """The picture's title is the command with this machine's paths: name ours instead."""
    title = re.compile(r"[^<>]*py-spy record[^<>]*")
    drawn = picture.read_text(encoding="utf-8")
    picture.write_text(title.sub("python -m benchmarks.speed_profile", drawn), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
