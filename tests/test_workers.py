"""Documents that kill, hang or exhaust their worker: the culprit fails, the rest goes in."""

from __future__ import annotations

import sys
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import pipeline
from pipeline.cleaning.duplicates import Signature
from pipeline.errors import FactmillError, ModelError, SettingsError
from pipeline.extraction.extractor import ExtractionSettings
from pipeline.records import Failure
from pipeline.run import workers
from pipeline.run.batch import Batch, BatchResult, joined
from pipeline.run.ingest import Ingest
from pipeline.run.settings import RunSettings

PACKAGE = '''
"""A spaCy pipeline of a user's own that does harm on certain words."""
import os, signal, time
import spacy
from spacy.language import Language

@Language.component("harm")
def harm(doc):
    words = {token.text for token in doc}
    if "KILL" in words:
        os.kill(os.getpid(), signal.SIGKILL)
    if "ONCE" in words and not os.path.exists("{flag}"):
        open("{flag}", "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    if "HANG" in words:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(600)
    if "RAISE" in words:
        raise KeyError("a defect of the model")
    return doc

def load(**overrides):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("harm")
    return nlp
'''
BODY = "{word} The ministry spent 5 million euros on new roads in the north in 2021, it said."


@pytest.fixture
def harmful_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installed package ``harm_model``, as `spacy.load` finds packages."""
    site = tmp_path / "site"
    (site / "harm_model").mkdir(parents=True)
    code = PACKAGE.replace("{flag}", str(tmp_path / "flag"))
    (site / "harm_model" / "__init__.py").write_text(code)
    info = site / "harm_model-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: harm_model\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])
    return "harm_model"


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("KILL", "WorkerDied"),
        ("HANG", "DocumentTimeout"),
        ("RAISE", "ExtractionError"),
    ],
)
def test_the_culprit_fails_and_the_rest_goes_in(
    tmp_path: Path,
    harmful_model: str,
    word: str,
    error: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "PIECES_A_WORKER", 1)  # one piece, which is then bisected
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(3):
        said = word if number == 1 else "Roads:"
        (raw / f"{number}.txt").write_text(BODY.format(word=said))
    settings = RunSettings(
        workers=1,
        document_seconds=3.0,
        cleaning="off",
        extraction=ExtractionSettings(models={"en": harmful_model}),
    )
    report = pipeline.ingest(raw, tmp_path / "processed", settings=settings)
    assert (report.found, report.written) == (3, 2), report.failures
    assert [(f.source_uri, f.error) for f in report.failures] == [("1.txt", error)]
    again = pipeline.ingest(raw, tmp_path / "processed", settings=settings)
    assert (again.written, again.unchanged, len(again.failures)) == (0, 2, 1)


def test_a_worker_that_is_lost_by_chance_costs_no_document(
    tmp_path: Path, harmful_model: str
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(3):
        (raw / f"{number}.txt").write_text(BODY.format(word="ONCE"))
    settings = RunSettings(
        workers=1, cleaning="off", extraction=ExtractionSettings(models={"en": harmful_model})
    )
    report = pipeline.ingest(raw, tmp_path / "processed", settings=settings)
    assert (tmp_path / "flag").exists()
    assert (report.found, report.written, list(report.failures)) == (3, 3, [])


def test_who_waits_for_a_batch_is_told_when_the_pool_is_left(
    tmp_path: Path, harmful_model: str
) -> None:
    """A flow waits for its threads at its end: they hung, and the run with them, for ever."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "hang.txt").write_text(BODY.format(word="HANG"))
    settings = RunSettings(
        workers=1, cleaning="off", extraction=ExtractionSettings(models={"en": harmful_model})
    )
    run = Ingest([raw], tmp_path / "processed", settings=settings)
    run.plan()
    (batch,) = run.batches()
    with ThreadPoolExecutor(1) as threads:
        with pytest.raises(OSError, match="disk"), run.recorder.pool(1) as pool:
            waiting = threads.submit(pool.run, batch)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=3)
            raise OSError("the disk is full")
        with pytest.raises(CancelledError):
            waiting.result(timeout=20)
        with pytest.raises(CancelledError):
            pool.run(batch)
    run.store.close()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 100])
def test_the_pieces_of_a_batch_are_the_batch(size: int) -> None:
    articles: tuple[Any, ...] = tuple(range(7))
    pieces = list(Batch(3, articles).pieces(size))
    assert all(piece.index == 3 and len(piece.articles) <= size for piece in pieces)
    assert sum((piece.articles for piece in pieces), ()) == articles


def test_results_of_pieces_are_joined_in_order() -> None:
    failed = [Failure(f"{n}.txt", None, None, "clean", "E", "m") for n in range(3)]
    one, two = (pa.table({"doc_id": [name]}) for name in "ab")
    pieces = [
        BatchResult(0, {"documents": one}, failed[:1], [Signature("a", "", b"")]),
        BatchResult(0, {}, failed[1:2]),
        BatchResult(0, {"documents": two}, failed[2:], [Signature("b", "", b"")]),
    ]
    whole = joined(pieces)
    assert whole.tables["documents"].column("doc_id").to_pylist() == ["a", "b"]
    assert whole.failures == failed
    assert [item.doc_id for item in whole.signatures] == ["a", "b"]
    assert joined([BatchResult(0, {}), BatchResult(0, {})]).tables == {}


@pytest.mark.parametrize("error", [ModelError("gone"), SettingsError("gone")])
def test_what_a_worker_cannot_load_is_told_by_its_batch(
    monkeypatch: pytest.MonkeyPatch, error: FactmillError
) -> None:
    def refuse(settings: ExtractionSettings) -> None:
        raise error

    monkeypatch.setattr(workers, "shared_extractor", refuse)
    monkeypatch.setattr(workers, "_work", [])
    workers._start_worker(RunSettings(worker_memory_mib=0))  # raising, it would end the pool
