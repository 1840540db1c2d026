"""Write the real output of a real run into README.md: `make readme`.

The blocks between ``<!-- readme:NAME -->`` markers are made by running what they show.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PANDAS = """
import pandas as pd
money = pd.read_parquet("processed/money")
columns = ["text", "amount", "currency", "modifier", "per", "equivalent_of", "implied_rate"]
print(money.dropna(subset=["implied_rate"])[columns].head(6).to_string(index=False))
"""
SQL = """
SELECT d.published, m.text AS said, m.currency, left(m.sentence, 60) AS sentence
FROM 'processed/money/*.parquet' m JOIN 'processed/documents/*.parquet' d USING (doc_id)
WHERE m.amount > 1e9 AND m.currency <> 'USD' ORDER BY d.published DESC, m.start LIMIT 6
"""


def main() -> int:
    """Run, and replace the blocks."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copytree(ROOT / "raw", place / "raw")
        run = _factmill(place, "ingest", "raw", "--out", "processed", "--direct")
        tables = _factmill(place, "tables", "--out", "processed")
        _write("run", _console("make ingest", _without_times(run) + "\n\n" + tables))
        pandas = _python(place, PANDAS)
        _write("pandas", f"```python\n{PANDAS.strip()}\n```\n\n```text\n{pandas}\n```")
        duckdb = _python(place, f"import duckdb\nprint(duckdb.sql('''{SQL}'''))")
        _write("duckdb", f"```sql\n{SQL.strip()}\n```\n\n```text\n{duckdb}\n```")
    return 0


def _factmill(folder: Path, *arguments: str) -> str:
    code = "from pipeline.cli import main; raise SystemExit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)
    lines = [line for line in done.stderr.splitlines() if line.startswith("failed:")]
    return "\n".join([done.stdout.strip(), *lines])


def _python(folder: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def _without_times(text: str) -> str:
    return re.sub(r" \(\d[\d.]* s(?:, [\d.,]+ articles/s)?\)", "", text)


def _console(command: str, output: str) -> str:
    return f"```console\n$ {command}\n{output}\n```"


def _write(name: str, block: str) -> None:
    readme = ROOT / "README.md"
    begin, end = f"<!-- readme:{name} -->", f"<!-- /readme:{name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    text = readme.read_text(encoding="utf-8")
    readme.write_text(pattern.sub(lambda _: f"{begin}\n{block}\n{end}", text), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
