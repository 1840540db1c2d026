"""Imported by the fork server of `pipeline.run.workers` and nowhere else: importing it preloads."""

from __future__ import annotations

import signal

# Ctrl-C is for the run, whose end this process notices; here it would be a traceback beside it.
_before = signal.signal(signal.SIGINT, signal.SIG_IGN)

import json  # noqa: E402  (the signal comes first)
import os  # noqa: E402

import pipeline.run.batch  # noqa: E402, F401  (what every worker needs, whatever its models)
from pipeline import lean  # noqa: E402
from pipeline.extraction.extractor import ExtractionSettings  # noqa: E402
from pipeline.run import preload  # noqa: E402

lean.import_spacy()
lean.keep_pandas_out()
described = os.environ.get(preload.VARIABLE)
preload.start(ExtractionSettings(**json.loads(described)) if described else None)
signal.signal(signal.SIGINT, _before)  # what workers inherit; the server itself sets it anew
