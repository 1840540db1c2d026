"""Run a step or workflow of models/entities/project.yml from the root of the checkout.

spaCy's own ``project run`` works inside the project's folder; our steps import the package.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "models" / "entities" / "project.yml"


def main() -> int:
    """Run the named step, or each step of the named workflow; stop at the first that fails."""
    project: dict[str, Any] = yaml.safe_load(PROJECT.read_text(encoding="utf-8"))
    scripts = {command["name"]: command["script"] for command in project["commands"]}
    workflows = project.get("workflows", {})
    parser = argparse.ArgumentParser(prog="make model-entities-STEP", description=__doc__)
    parser.add_argument("step", choices=[*scripts, *workflows])
    arguments = parser.parse_args()
    for name in workflows.get(arguments.step, [arguments.step]):
        for script in scripts[name]:
            words = shlex.split(script)
            done = subprocess.run([sys.executable, *words[1:]], cwd=ROOT, check=False)
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
