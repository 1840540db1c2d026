"""Imported by the fork server of `pipeline.run.workers` and nowhere else: importing it preloads."""

from __future__ import annotations

import json
import os

from pipeline import lean
from pipeline.extraction.extractor import ExtractionSettings
from pipeline.run import preload

lean.import_spacy()
lean.keep_pandas_out()
if preload.VARIABLE in os.environ:
    preload.start(ExtractionSettings(**json.loads(os.environ[preload.VARIABLE])))
