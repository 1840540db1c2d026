"""Digests of Python code by what it does, remembered between processes.

Walking the syntax trees of all modules takes a fifth of a run over one article. A digest depends on
the bytes of its file alone, so it is kept by their hash, beside the bytecode that Python keeps; a
file that cannot be read or written there only costs the walk.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

_CACHE = Path(__file__).resolve().parent / "__pycache__" / "code-digests.json"
_MOST = 1000
"""Entries kept, the newest: an installation has 150 files, a checkout many states of them."""
_known: dict[str, str] = {}


def of(source: bytes) -> str:
    """`code_digest` of a file's content, from memory where it is known."""
    key = hashlib.sha256(_own() + source).hexdigest()
    if key not in _known:
        _known[key] = code_digest(source.decode("utf-8"))
    return _known[key]


@contextmanager
def remembered() -> Iterator[None]:
    """Know what earlier processes found, and leave what this one finds to later ones."""
    _known.update(_read())
    before = len(_known)
    yield
    if len(_known) > before:
        _write()


def code_digest(source: str) -> str:
    """16 hex digits over what Python code does: its syntax tree without docstrings.

    Fields that are empty are left out, so that a new version of Python, which adds such fields,
    makes nothing stale.
    """
    pieces: list[str] = []
    _walk(ast.parse(source), pieces)
    joined = "\0".join(pieces).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


def _walk(node: Any, pieces: list[str]) -> None:
    if isinstance(node, ast.AST):
        pieces.append(type(node).__name__)
        for name in node._fields:
            value = getattr(node, name, None)
            if name not in ("kind", "type_comment", "ctx") and value is not None and value != []:
                pieces.append(name)
                _walk(_without_docstring(node, value) if name == "body" else value, pieces)
        pieces.append("end")
    elif isinstance(node, list):
        for item in node:
            _walk(item, pieces)
    else:
        pieces.append(repr(node))


def _without_docstring(node: ast.AST, body: Any) -> Any:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    if not (isinstance(node, documented) and isinstance(body[0], ast.Expr)):
        return body
    first = body[0].value
    return body[1:] if isinstance(first, ast.Constant) and isinstance(first.value, str) else body


@cache
def _own() -> bytes:
    """What this module does belongs to the key: another way to walk is another digest."""
    return hashlib.sha256(Path(__file__).read_bytes()).digest()


def _read() -> dict[str, str]:
    try:
        found = json.loads(_CACHE.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write() -> None:
    """Replaced whole, so that no other process reads half; read-only installations go without."""
    staged = _CACHE.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        _CACHE.parent.mkdir(exist_ok=True)
        staged.write_text(json.dumps(dict(list(_known.items())[-_MOST:])))
        staged.replace(_CACHE)
