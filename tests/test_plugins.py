"""The example package: installed into a folder of its own, it extends every stage."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.synthetic import context, make_facts
from pipeline import plugins
from pipeline.cleaning import clean_article
from pipeline.errors import PluginError, SourceError
from pipeline.records import Failure, RawArticle
from pipeline.run.batch import failure_of
from pipeline.sources import SourceLimits, find_files, read_bytes, read_file, registry
from pipeline.tables.convert import facts_to_tables

ROOT = Path(__file__).resolve().parent.parent
NOTICES = (
    b"NOTICES/1\nThe harbour office said on 3 May 2024 that the MV Amber Coast paid $2 million "
    b"for the new berth.\nHigh water 06:12 and 18:40\nHigh water delayed the ferry, it said.\n"
    b"%%\nThe MS Baltic Star leaves on Monday for Gdansk, the office said.\n%%\n\xff\xfe\n"
)
REPORT = """
import json, pipeline
from pathlib import Path
from pipeline.run.reprocess import store_staleness
from pipeline.run.settings import RunSettings
out = Path("processed")
if not out.exists():
    pipeline.ingest("raw", out)
found = store_staleness(out, RunSettings())
table = pipeline.read_table("documents", out, as_="arrow").to_pylist()
blocks = pipeline.read_table("blocks", out, as_="arrow").to_pylist()
failures = pipeline.read_table("failures", out, as_="arrow").to_pylist()
print(json.dumps({
    "documents": [{k: v for k, v in row.items() if k in ("text", "source_key", "harbour_ships",
                   "harbour_ship_count")} for row in table],
    "dropped": [[b["reason"], b["text"]] for b in blocks if not b["kept"]],
    "failures": [[f["source_key"], f["error"]] for f in failures],
    "stale": found.count, "reasons": sorted(found.reasons),
}))
"""


def install(target: Path) -> Path:
    """Install the example as pip does, into ``target``."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--no-deps", "--no-build-isolation", "--no-index", "--target", str(target),
         str(ROOT / "examples" / "plugin")],
        check=True,
    )  # fmt: skip
    return target


def report(folder: Path, *path: Path) -> dict[str, Any]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*path, ROOT)))}
    done = subprocess.run(
        [sys.executable, "-c", REPORT], capture_output=True, text=True, cwd=folder, env=env,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_example_package_extends_every_stage(tmp_path: Path) -> None:
    site = install(tmp_path / "site")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "port.notices").write_bytes(NOTICES)
    found = report(tmp_path, site)
    by_key = {row["source_key"]: row for row in found["documents"]}
    assert by_key["N1"]["harbour_ships"] == ["Amber Coast"]
    assert (by_key["N2"]["harbour_ships"], by_key["N2"]["harbour_ship_count"]) == (
        ["Baltic Star"], 1,
    )  # fmt: skip
    assert ["plugin:tide", "High water 06:12 and 18:40"] in found["dropped"]
    assert "High water delayed the ferry" in by_key["N1"]["text"]
    assert found["failures"] == [["N3", "SourceError"]]
    assert found["stale"] == 0

    # a changed plug-in makes its documents stale, by name, without a new version
    ships = site / "factmill_harbour" / "ships.py"
    ships.write_text(ships.read_text().replace("MV|MS|SS", "MV|MS|SS|MT"))
    changed = report(tmp_path, site)
    assert changed["stale"] == 2
    assert changed["reasons"] == [
        "clean: plugin: cleaning_rules tide", "clean: plugin: sources notice",
    ]  # fmt: skip

    # without it the tables are read as ours, and all is stale again
    shutil.rmtree(site)
    bare = report(tmp_path)
    assert bare["stale"] == 2
    assert all("harbour_ships" not in row for row in bare["documents"])


def test_columns_keep_to_their_names() -> None:
    import pyarrow as pa

    own = plugins.ColumnSet("documents", [pa.field("ships", pa.string())], lambda facts: [("",)])
    with pytest.raises(PluginError, match="must begin with 'harbour_'"):
        plugins._check_columns("harbour", own)
    with pytest.raises(PluginError, match="no ColumnSet"):
        plugins._check_columns("harbour", object())


def test_a_plugin_that_does_not_import_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import EntryPoint, EntryPoints

    broken = EntryPoint("ships", "no_such_module_here:COMPONENT", "factmill.components")
    monkeypatch.setattr(plugins, "_entry_points", lambda: EntryPoints([broken]))
    plugins.plugins.cache_clear()
    plugins.load.cache_clear()
    try:
        with pytest.raises(PluginError, match=r"components: ships = no_such_module_here"):
            plugins.load("factmill.components")
    finally:
        plugins.plugins.cache_clear()
        plugins.load.cache_clear()


def broken(*_: object) -> Iterator[RawArticle]:
    raise ZeroDivisionError("of its own")


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (broken, "ZeroDivisionError: of its own"),
        (lambda file, limits: ["a text"], "TypeError: gave 'a text', which is no RawArticle"),
        (lambda file, limits: [None], "TypeError: gave None, which is no"),
        (lambda file, limits: None, "TypeError: 'NoneType' object is not iterable"),
    ],
)
def test_a_defect_of_a_reader_fails_its_file(tmp_path: Path, reader: Any, said: str) -> None:
    (tmp_path / "a.odd").touch()
    (file,) = find_files([tmp_path])
    with pytest.raises(SourceError) as error:
        list(registry._guarded("odd", reader)(file, SourceLimits()))
    assert str(error.value).startswith(f"the plug-in 'odd' cannot read it: {said}")


def test_a_reader_that_cannot_say_what_is_its_own_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Fiji spent $2 million.")
    reader = SimpleNamespace(claims=broken)
    monkeypatch.setattr(plugins, "load", lambda group: {"odd": reader})
    (failure,) = (item for file in find_files([tmp_path]) for item in read_file(file))
    assert isinstance(failure, Failure)
    assert failure.message == (
        "the plug-in 'odd' cannot say if it is its own: ZeroDivisionError: of its own"
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (broken, "ZeroDivisionError: of its own"),
        (lambda facts: None, "TypeError: 'NoneType' object is not iterable"),
        (lambda facts: [], "needs 1 rows of 1 values, gave 0 rows"),
        (lambda facts: [(1,), (2,)], "needs 1 rows of 1 values, gave 2 rows"),
        (lambda facts: [(1, 2)], "needs 1 rows of 1 values, gave 1 rows"),
    ],
)
def test_columns_that_are_wrong_fail_their_article_by_name(
    monkeypatch: pytest.MonkeyPatch, values: Any, said: str
) -> None:
    import pyarrow as pa

    own = plugins.ColumnSet("documents", [pa.field("odd_count", pa.int32())], values)
    monkeypatch.setattr(
        "pipeline.tables.convert.column_sets", lambda name: (own,) if name == "documents" else ()
    )
    facts = make_facts(0)
    with pytest.raises(PluginError) as error:
        facts_to_tables([facts], context())
    assert failure_of(facts.article, "extract", error.value).message == (
        f"columns odd_count: {said}"
    )


@pytest.mark.parametrize("code", ["1 / 0", "def", "import no_such_module", "raise SystemError"])
def test_a_plugin_that_breaks_off_on_import_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    from importlib.metadata import EntryPoint

    name = f"odd_{hash(code) & 0xFFFF}"
    (tmp_path / f"{name}.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PluginError, match=rf"columns: odd = {name}:X: does not import"):
        plugins._loaded("factmill.columns", EntryPoint("odd", f"{name}:X", "factmill.columns"))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (broken, "ZeroDivisionError: of its own"),
        (lambda lines, site: ["navigation"], "ValueError: "),
        (lambda lines, site: {0: "advertisement"}, "dropped line 0 as 'advertisement': no such"),
        (lambda lines, site: {9: "navigation"}, "dropped line 9 as 'navigation': no such line"),
        (lambda lines, site: {"0": "navigation"}, "dropped line 0 as 'navigation': no such line"),
    ],
)
def test_a_cleaning_rule_that_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, rule: Any, said: str
) -> None:
    monkeypatch.setattr("pipeline.cleaning.clean.load", lambda group: {"odd": rule})
    with pytest.raises(PluginError) as error:
        clean_article(read_bytes(b"Fiji spent $2 million."))
    assert str(error.value).startswith(f"factmill.cleaning_rules: odd: {said}")
