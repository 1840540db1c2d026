"""What our processes leave out of others' libraries can still be had."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from pipeline import lean

SPACY = """
from pipeline import lean
import sys
lean.import_spacy()
assert "spacy" in sys.modules
assert not {"spacy.cli", "typer", "jinja2", "httpx"} & sys.modules.keys()
lean.import_spacy()
import spacy, spacy.cli
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
assert callable(spacy.cli.download)
"""
SPACY_FIRST = """
import spacy, spacy.cli
from pipeline import lean
lean.import_spacy()
assert spacy.cli.info is spacy.info
"""
PANDAS = """
from pipeline import lean
import sys
lean.keep_pandas_out()
import pyarrow as pa
table = pa.table({"a": pa.array([1, None]), "b": ["x", "y"]})
assert "pandas" not in sys.modules
assert not any(finder.__module__ == "pipeline.lean" for finder in sys.meta_path
               if isinstance(finder, type))
frame = table.to_pandas()
assert list(frame["b"]) == ["x", "y"]
assert pa.Table.from_pandas(frame).num_rows == 2
"""
PANDAS_FIRST = """
import pandas as pd, pyarrow as pa
from pipeline import lean
lean.keep_pandas_out()
assert pa.array(pd.Series([1.5, None])).null_count == 1
"""


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_as_it_was(was_on: bool) -> None:
    before = gc.isenabled()
    (gc.enable if was_on else gc.disable)()
    try:
        with pytest.raises(ImportError), lean.collector_off():
            assert not gc.isenabled()
            raise ImportError
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("program", [SPACY, SPACY_FIRST, PANDAS, PANDAS_FIRST])
def test_in_a_process_of_its_own(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
