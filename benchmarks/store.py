"""The store: what a run costs as the store grows, what plain readers see, how files are laid out.

``python -m benchmarks.store [--sizes 1000 10000 100000] [--repeat N]``. The rows are made up
(`benchmarks.synthetic`), the code is the real one; times are medians.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from benchmarks.command import parser_of
from benchmarks.store_growth import SIZES, growth_section
from benchmarks.store_layout import layout_section
from benchmarks.store_readers import readers_section


def run(shared: Path, sizes: Sequence[int] = SIZES, repeat: int = 5) -> str:
    """The section of docs/benchmarks.md; ``shared`` is not needed."""
    with tempfile.TemporaryDirectory(prefix="factmill-bench-") as folder:
        place = Path(folder)
        parts = [
            "## Store",
            f"`python -m benchmarks store`, {datetime.now(UTC):%Y-%m-%d}, pyarrow "
            f"{pa.__version__}, {sys.platform}. Made-up articles of 12 sentences (37 rows each).",
            growth_section(place, sizes, repeat),
            readers_section(place),
            layout_section(place, repeat),
        ]
    return "\n\n".join(parts)


def main() -> int:
    parser = parser_of("store", __doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    print(run(arguments.shared, arguments.sizes, arguments.repeat))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
