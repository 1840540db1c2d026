"""The code blocks of the documentation, run as a reader would run them.

``python -m tools.docs_blocks [PAGE ...]`` writes what the commands print into the pages; the tests
run the same blocks and compare. A page runs in a folder of its own that holds ``raw/``, the sample
articles, and, where the page says ``<!-- starts with: processed -->``, tables of them.

====================  ==========================================================================
``console``           lines that start with ``$ `` are run by a shell, what they print stands below
``python``            run in order in one namespace; a ``text`` block right after is what it prints
``sql``               run by ``factmill sql``; a ``text`` block right after is what it prints
with ``title="x"``    the content of the file ``x``, which is written
others                not code
====================  ==========================================================================

A block behind ``<!-- not run: REASON -->`` is left alone.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
GENERATED = {"cli.md", "benchmarks.md", "settings.md"}
"""Pages that are written from code, or hold no commands for readers."""
CODE = ("console", "python", "sql")
_FENCE = re.compile(
    r"(?P<before>(?:<!-- not run: (?P<reason>[^>]+?) -->\n+)?)"
    r"^```(?P<lang>\w+)(?P<title> title=\"(?P<file>[^\"]+)\")?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_STARTS_WITH_TABLES = "<!-- starts with: processed -->"
_PROGRESS = re.compile(r"^\d+ of ")
ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "1767225600",  # 2026-01-01: the same ids and part names at every run
    "FACTMILL_WORKERS": "0",
    "COLUMNS": "80",
    "NO_COLOR": "1",
    "DO_NOT_TRACK": "1",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: ``span`` is where its body stands."""

    language: str
    body: str
    span: tuple[int, int]
    line: int
    file: str | None
    reason: str | None


@dataclass(slots=True)
class Run:
    """What became of a page: ``bodies`` are the blocks as they should stand, by their span."""

    bodies: dict[tuple[int, int], str] = field(default_factory=dict)
    ran: int = 0


def pages() -> list[Path]:
    """Pages whose blocks are run."""
    return [page for page in sorted(DOCS.rglob("*.md")) if page.name not in GENERATED]


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(
            match["lang"], match["body"], match.span("body"),
            text.count("\n", 0, match.start("body")), match["file"], match["reason"],
        )
        for match in _FENCE.finditer(text)
    ]  # fmt: skip


def run_page(text: str, folder: Path) -> Run:
    """Run the blocks of a page in ``folder``.

    Raises:
        RuntimeError: a command failed; the message names the line and what was printed.
    """
    found = blocks(text)
    done = Run()
    names: dict[str, Any] = {"__name__": "__docs__"}
    for block, following in zip(found, [*found[1:], None], strict=False):
        if block.file:
            target = folder / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.body, encoding="utf-8")
        elif block.reason is None and block.language in CODE:
            printed = _run(block, folder, names)
            done.ran += 1
            if block.language == "console":
                done.bodies[block.span] = printed
            elif following is not None and following.language == "text":
                done.bodies[following.span] = printed
    return done


def rewritten(text: str, run: Run) -> str:
    """The page with the blocks as they should stand."""
    for (start, end), body in sorted(run.bodies.items(), reverse=True):
        text = text[:start] + body + text[end:]
    return text


@contextmanager
def workplace(text: str, tables: Path) -> Iterator[Path]:
    """A folder to run a page in; ``tables`` is one that holds ``processed`` and ``.factmill``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "raw", folder / "raw")
        if _STARTS_WITH_TABLES in text:
            for part in ("processed", ".factmill"):
                shutil.copytree(tables / part, folder / part)
        with _environment(), chdir(folder):
            yield folder


def make_tables(folder: Path) -> Path:
    """Tables of the sample articles, for the pages that start with them."""
    with _environment(), chdir(folder):
        shutil.copytree(ROOT / "raw", folder / "raw")
        _command("factmill ingest raw --direct", folder, (0, 3))
    return folder


def _run(block: Block, folder: Path, names: dict[str, Any]) -> str:
    if block.language == "console":
        return "".join(_console(block, folder))
    if block.language == "sql":
        return _tidy(_command(f"factmill sql {shlex.quote(block.body.strip())}", folder, (0,)))
    return _tidy(_captured(lambda: exec(compile(block.body, "page", "exec"), names), block))


def _console(block: Block, folder: Path) -> Iterator[str]:
    for line in block.body.splitlines():
        if line.startswith("$ "):
            command = line.removeprefix("$ ")
            yield f"{line}\n{_tidy(_command(command, folder, (0, 3)))}"


def _command(command: str, folder: Path, allowed: tuple[int, ...]) -> str:
    """What a command prints; ours run in this process when no shell is needed, for speed."""
    if command.startswith("factmill ") and not set("|<>$;&") & set(_unquoted(command)):
        return _in_process(shlex.split(command, comments=True)[1:], allowed, command)
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
             "PYTHONPATH": str(ROOT)},
        check=False,
    )  # fmt: skip
    if done.returncode not in allowed:
        raise RuntimeError(f"$ {command}\nstatus {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + _complaints(done.stderr)


def _in_process(arguments: list[str], allowed: tuple[int, ...], command: str) -> str:
    from pipeline.cli.main import main

    out, complaints = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(complaints):
        status = main(arguments)
        out.flush()
    printed = out.buffer.getvalue().decode()  # type: ignore[attr-defined]  # a BytesIO, see above
    if status not in allowed:
        raise RuntimeError(f"$ {command}\nstatus {status}\n{printed}{complaints.getvalue()}")
    return printed + _complaints(complaints.getvalue())


def _captured(call: Callable[[], object], block: Block) -> str:
    out = io.StringIO()
    try:
        with redirect_stdout(out):
            call()
    except Exception as error:
        raise RuntimeError(f"the block at line {block.line}: {error!r}") from error
    return out.getvalue()


def _unquoted(command: str) -> str:
    return re.sub(r"\"[^\"]*\"|'[^']*'", "", command)


def _complaints(text: str) -> str:
    return "".join(f"{line}\n" for line in text.splitlines() if not _PROGRESS.match(line))


def _tidy(text: str) -> str:
    """Without what differs from run to run: times; and without spaces at the ends of lines."""
    steady = re.sub(r" \(\d[\d.]* s(?:, [\d.,]+ articles/s)?\)", "", text)
    return "".join(f"{line.rstrip()}\n" for line in steady.strip("\n").splitlines())


@contextmanager
def _environment() -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def main(arguments: list[str]) -> int:
    """Write what the commands print into the pages."""
    chosen = [Path(name).resolve() for name in arguments] or pages()
    with tempfile.TemporaryDirectory() as name:
        tables = make_tables(Path(name))
        for page in chosen:
            text = page.read_text(encoding="utf-8")
            with workplace(text, tables) as folder:
                page.write_text(rewritten(text, run_page(text, folder)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
