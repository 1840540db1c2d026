"""Every command and code block of the documentation runs and prints what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.docs_blocks import (
    CODE,
    DOCS,
    ROOT,
    blocks,
    make_tables,
    pages,
    rewritten,
    run_page,
    workplace,
)
from tools.pages import PAGES
from tools.site import relinked

WITH_CODE = [page for page in pages() if any(b.language in CODE for b in blocks(page.read_text()))]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tables(tmp_path_factory.mktemp("tables"))


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: str(page.relative_to(DOCS)))
def test_blocks_run_and_print_what_is_shown(page: Path, tables: Path) -> None:
    text = page.read_text(encoding="utf-8")
    with workplace(text, tables) as folder:
        done = run_page(text, folder)
    assert without_numbers(rewritten(text, done)) == without_numbers(text), "run `make docs`"


def without_numbers(text: str) -> str:
    """Another processor rounds differently: a score may end in another digit, a column be wider."""
    return re.sub(r"\s+|-{2,}", " ", re.sub(r"\d+", "0", text))


def test_blocks_are_found_at_all() -> None:
    run = [block for page in WITH_CODE for block in blocks(page.read_text()) if not block.reason]
    assert sum(block.language in CODE for block in run) >= 30


def test_code_stands_in_fences() -> None:
    """Indented code would escape the tests."""
    for page in pages():
        prose = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
        assert not re.search(
            r"^\n    (?:\.venv/bin/)?(?:factmill|make|python) ", prose, re.MULTILINE
        ), page


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def test_the_site_builds_without_dead_links(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="the extra docs is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    home = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "fonts.googleapis" not in home
    assert (tmp_path / "models" / "entities" / "index.html").is_file()


@pytest.mark.parametrize(
    ("source", "link", "expected"),
    [
        (
            "entities.md",
            "[card](../models/entities/README.md#scores)",
            "[card](models/entities.md#scores)",
        ),
        (
            "models/entities.md",
            "[040](../../docs/decisions/040-x.md)",
            "[040](../../docs/decisions/040-x.md)",
        ),
        ("models/entities.md", "[names](../../docs/entities.md)", "[names](../entities.md)"),
        ("howto/query.md", "[tables](../tables.md)", "[tables](../tables.md)"),
        ("store.md", "[code](../pipeline/api.py)", "code"),
        ("store.md", "[spec](https://example.org/x)", "[spec](https://example.org/x)"),
    ],
)
def test_links_out_of_the_documentation(source: str, link: str, expected: str) -> None:
    assert relinked(link, source) == expected


def test_a_command_that_is_not_run_says_why() -> None:
    """Blocks of the languages that are not run would escape the tests without a word."""
    for page in pages():
        lines = page.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if re.match(r" *```(sh|bash|shell)$", line):
                before = " ".join(lines[max(0, number - 2) : number])
                assert "<!-- not run: " in before, f"{page}: line {number + 1}"


PAGE = """
```toml title="a/b.toml"
x = 1
```

```python
print(open("a/b.toml").read(), end="")
```

```text
```

```console
$ cat a/b.toml | tr x y
$ factmill --version
```

<!-- not run: it would delete everything -->

```console
$ rm -rf /
```
"""


def test_a_page_is_rewritten_with_what_its_blocks_print(tmp_path: Path) -> None:
    with workplace(PAGE, tmp_path) as folder:
        done = run_page(PAGE, folder)
    page = rewritten(PAGE, done)
    assert "```text\nx = 1\n```" in page
    assert "$ cat a/b.toml | tr x y\ny = 1\n$ factmill --version\nfactmill " in page
    assert page.endswith("```console\n$ rm -rf /\n```\n")


@pytest.mark.parametrize("command", ["$ false", "$ factmill nonsense", "$ factmill sql 'SELEC'"])
def test_a_command_that_fails_fails_the_page(command: str, tmp_path: Path) -> None:
    page = f"```console\n{command}\n```\n"
    with workplace(page, tmp_path) as folder, pytest.raises(RuntimeError, match="status"):
        run_page(page, folder)
