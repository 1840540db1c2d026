"""Every regular expression of the package, how it is used, and strings that attack it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MOST_PUMPS = 24
WHOLE = frozenset({"match", "fullmatch"})


@dataclass(frozen=True)
class Use:
    """A compiled expression, and whether it is searched for or only matched at one place."""

    name: str
    pattern: re.Pattern[Any]
    searched: bool


def uses() -> Iterator[Use]:
    """All expressions in the modules' globals, in collections of them also."""
    import pipeline

    for found in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        module = importlib.import_module(found.name)
        methods = _methods(Path(module.__file__ or ""))
        for name, value in vars(module).items():
            if isinstance(value, type) or callable(value):
                continue
            for pattern in _patterns(value):
                used = methods.get(name, set())
                searched = not used or not used <= WHOLE
                yield Use(f"{found.name}.{name}", pattern, searched)


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 4:
        for inner in value.values():
            yield from _patterns(inner, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)) and depth < 4:
        for inner in value:
            yield from _patterns(inner, depth + 1)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type) and depth < 4:
        for field in value.__dataclass_fields__:
            yield from _patterns(getattr(value, field, None), depth + 1)


def _methods(path: Path) -> dict[str, set[str]]:
    """Methods called on each name of a file."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


def in_functions() -> Iterator[Use]:
    """Expressions that stand as text in a call such as ``re.sub``."""
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (method := _method_of_re(node)):
                text = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
                if isinstance(text, (str, bytes)):
                    name = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield Use(name, re.compile(text), method not in WHOLE)


def _method_of_re(call: ast.Call) -> str | None:
    function = call.func
    if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
        return None
    taken = {"match", "fullmatch", "search", "sub", "split", "findall", "finditer"}
    return function.attr if function.value.id == "re" and function.attr in taken else None


def pumps(pattern: re.Pattern[Any]) -> list[str]:
    """Pieces that, repeated, keep the expression's loops busy: what its own parts consist of."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    words = [word for word in _words(tree) if word.strip() or len(word) == 1]
    singles = list(dict.fromkeys([*"a0A ,.-\n", *words]))[:32]
    loops = list(dict.fromkeys(_loops(tree)))[:24]
    pairs = [a + b for a in singles[:10] for b in singles[:10] if a != b]
    return list(dict.fromkeys([" ", "a", "0", *loops, *singles, *pairs]))[:MOST_PUMPS]


def _words(tree: Any) -> Iterator[str]:
    """Runs of literals, and a member of each class."""
    run = ""
    for op, value in tree:
        if op is _constants.LITERAL:
            run += chr(value)
            continue
        if run:
            yield run
            run = ""
        if op is _constants.IN:
            yield from _members(value)
        yield from (word for inner in _inner(op, value) for word in _words(inner))
    if run:
        yield run


def _inner(op: Any, value: Any) -> list[Any]:
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is _constants.SUBPATTERN:
        return [value[3]]
    if op is _constants.BRANCH:
        return list(value[1])
    if op in (_constants.ASSERT, _constants.ASSERT_NOT):
        return [value[1]]
    if op is _constants.ATOMIC_GROUP:
        return [value]
    return []


_CATEGORIES = {
    _constants.CATEGORY_DIGIT: "0", _constants.CATEGORY_SPACE: " ", _constants.CATEGORY_WORD: "a",
    _constants.CATEGORY_NOT_DIGIT: "a", _constants.CATEGORY_NOT_SPACE: "a",
    _constants.CATEGORY_NOT_WORD: " ",
}  # fmt: skip


def _members(items: Any) -> Iterator[str]:
    for op, value in items:
        if op is _constants.LITERAL:
            yield chr(value)
        elif op is _constants.RANGE:
            yield chr(value[0])
        elif op is _constants.CATEGORY:
            yield _CATEGORIES[value]


def _loops(tree: Any) -> Iterator[str]:
    """An example of what each repeated part matches."""
    for op, value in tree:
        if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[1] > 3:
            yield _example(value[2])
        for inner in _inner(op, value):
            yield from _loops(inner)


def _example(tree: Any) -> str:
    """A short string that the part matches, mostly."""
    text = ""
    for op, value in tree:
        if op is _constants.LITERAL:
            text += chr(value)
        elif op is _constants.IN:
            text += next(_members(value), "a") if value[0][0] is not _constants.NEGATE else "a"
        elif op in (_constants.ANY, _constants.NOT_LITERAL):
            text += "a"
        elif op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            text += _example(value[2]) * max(1, value[0])
        elif op is _constants.BRANCH:
            text += _example(value[1][0])
        else:
            text += "".join(_example(inner) for inner in _inner(op, value)[:1])
    return text


class Slow(Exception):
    """The time is up."""


def seconds(use: Use, text: str, most: float) -> float:
    """CPU seconds that the expression takes on ``text``; more than ``most`` when it was stopped.

    By the thread's clock: that of the process counts in ticks while a timer is set.
    """

    def stop(_: int, __: FrameType | None) -> None:
        raise Slow

    data: Any = text.encode("utf-8", "replace") if isinstance(use.pattern.pattern, bytes) else text
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    begun = time.thread_time()
    try:
        if use.searched:
            for _ in use.pattern.finditer(data):
                pass
        else:
            use.pattern.match(data)
            use.pattern.fullmatch(data)
    except Slow:
        return most * 2
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.thread_time() - begun


def grows(use: Use, piece: str) -> float | None:
    """By what factor the time grows when a hostile text is four times as long: linear is 4,
    quadratic 16; exponential is stopped, and reported as infinite. None: the longest text took no
    time to speak of, which no quadratic expression could do.
    """
    for size in (24, 2_000, 16_000):
        spent = seconds(use, _text(piece, size), 0.5)
        if spent < 0.003:
            continue
        if size == 24:
            return float("inf")
        quarter = min(seconds(use, _text(piece, size // 4), 1.0) for _ in range(3))
        whole = min(seconds(use, _text(piece, size), 4.0) for _ in range(2))
        return whole / max(quarter, 1e-6)
    return None


def _text(piece: str, size: int) -> str:
    """The piece over and over, and an end that lets the last attempt fail."""
    return piece * (size // len(piece)) + "\x00"
