"""What other libraries read from the environment when they are first imported."""

from __future__ import annotations

import os

_DEFAULTS = {
    # Arrow's own allocator (mimalloc) keeps freed pages for each thread: the process that reads and
    # publishes held 70 MB more, and a different amount after each batch. With the C library's it
    # is flat, and as fast (docs/scale.md, the soak).
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


def apply_environment() -> None:
    """Set what the user has not set; call before the first import of pyarrow."""
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
