"""Python, packages, cores, memory, open files, the terminal's encoding."""

from __future__ import annotations

import importlib.metadata as metadata
import os
import platform
import re
import sys
from collections.abc import Iterator

from pipeline import __version__
from pipeline.cli.doctor.check import Check
from pipeline.run.settings import available_cores

OLDEST_PYTHON = (3, 11)
WORKER_MIB = 700
"""Memory that one worker takes at work (docs/speed.md)."""
FEWEST_FILES = 256


def checks() -> Iterator[Check]:
    """The findings about the machine and the installation."""
    yield python(sys.version_info[:3])
    yield Check("factmill", "ok", __version__)
    yield packages()
    yield extras()
    yield workers(available_cores(), _free_memory_mib())
    yield open_files()
    yield encoding(sys.stdout.encoding)


def python(version: tuple[int, ...]) -> Check:
    """Is this Python new enough?"""
    found = f"{'.'.join(map(str, version))} ({platform.system()} {platform.machine()})"
    if version[:2] >= OLDEST_PYTHON:
        return Check("python", "ok", found)
    return Check("python", "fault", found, "install Python 3.11 or newer")


def packages() -> Check:
    """Are all packages that Factmill requires here, in versions that it accepts?"""
    required = [r for r in _requirements() if "extra ==" not in r]
    wrong = [problem for problem in map(_problem, required) if problem]
    if wrong:
        fix = "python -m pip install -c constraints.txt -e .  (or: pip install --upgrade factmill)"
        return Check("packages", "fault", "; ".join(wrong), fix)
    return Check("packages", "ok", f"{len(required)} required, all present")


def extras() -> Check:
    """Which of the optional parts are installed?"""
    wanted: dict[str, list[str]] = {}
    for requirement in _requirements():
        match = re.search(r'extra == ["\']([\w-]+)["\']', requirement)
        if match and match.group(1) != "dev" and not requirement.startswith("factmill"):
            wanted.setdefault(match.group(1), []).append(requirement)
    missing = [name for name, needs in sorted(wanted.items()) if any(map(_problem, needs))]
    present = ", ".join(sorted(wanted.keys() - set(missing))) or "none"
    if not missing:
        return Check("extras", "ok", present)
    fix = f"pip install 'factmill[{','.join(missing)}]' if you need them"
    return Check("extras", "note", f"{present}; not installed: {', '.join(missing)}", fix)


def workers(cores: int, free_mib: int | None) -> Check:
    """Is there memory for one worker a core?"""
    if free_mib is None:
        return Check("workers", "ok", f"{cores} cores; free memory is not known here")
    found = f"{cores} cores, {free_mib:,} MiB of memory free"
    if free_mib >= cores * WORKER_MIB:
        return Check("workers", "ok", found)
    fits = max(0, free_mib // WORKER_MIB)
    return Check("workers", "warning", found, f"--workers {fits}: each takes up to 700 MiB")


def open_files() -> Check:
    """How many files may a process hold open?"""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return Check("open files", "ok", "no limit")
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= FEWEST_FILES:
        return Check("open files", "ok", f"{soft:,} a process")
    return Check("open files", "warning", f"{soft} a process", "ulimit -n 1024")


def encoding(name: str | None) -> Check:
    """Can the terminal print every character of an article?"""
    if (name or "").lower().replace("-", "") == "utf8":
        return Check("encoding", "ok", "UTF-8")
    return Check("encoding", "warning", f"{name}: other scripts may not print", "PYTHONUTF8=1")


def _requirements() -> list[str]:
    try:
        return metadata.requires("factmill") or []
    except metadata.PackageNotFoundError:
        return []


def _problem(requirement: str) -> str | None:
    """What is wrong with one requirement; None when it is met or not meant for this machine."""
    from packaging.requirements import Requirement

    parsed = Requirement(requirement)
    try:
        installed = metadata.version(parsed.name)
    except metadata.PackageNotFoundError:
        return f"{parsed.name} is not installed"
    if parsed.specifier.contains(installed, prereleases=True):
        return None
    return f"{parsed.name} {installed} is not {parsed.specifier}"


def _free_memory_mib() -> int | None:
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    except (AttributeError, ValueError, OSError):
        return None
