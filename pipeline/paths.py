"""Where the files that ship with Factmill lie, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent


def model_dir(name: str) -> Path:
    """Folder of a shipped model: "entities" or "cleaning".

    Raises:
        ModelError: the files are neither in the package nor in the checkout beside it.
    """
    for folder in (_PACKAGE / "_models" / name, _PACKAGE.parent / "models" / name / "shipped"):
        if folder.is_dir():
            return folder
    raise ModelError(
        f"the shipped model '{name}' is missing",
        where=str(_PACKAGE),
        hint="reinstall factmill, or run it from a complete checkout",
    )
