"""Write the pictures of tests/test_show.py anew: ``python -m tests.draw_show``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests import viewstore
from tests.test_show import DATA, drawn

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        out = viewstore.build(Path(folder) / "processed")
        for name in ("grain-80.txt", "grain-48.txt", "grain-80.ansi", "attack-80.txt"):
            source, rest = name.split("-")
            width, kind = rest.split(".")
            text = drawn(out, f"{source}.txt", colour=kind == "ansi", width=int(width))
            (DATA / name).write_text(text, encoding="utf-8")
