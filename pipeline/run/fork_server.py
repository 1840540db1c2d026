"""Imported by the fork server of `pipeline.run.workers` and nowhere else: importing it preloads."""

from __future__ import annotations

import json
import os

import pipeline.run.batch  # noqa: F401  (what every worker needs, whatever its models)
from pipeline import lean
from pipeline.extraction.extractor import ExtractionSettings
from pipeline.run import preload

lean.import_spacy()
lean.keep_pandas_out()
described = os.environ.get(preload.VARIABLE)
preload.start(ExtractionSettings(**json.loads(described)) if described else None)
