"""The store on an object store: against moto's S3 server, and in memory against rival writers."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from obstore.store import MemoryStore, S3Store

from benchmarks.synthetic import MTIME, context, make_facts, make_many
from pipeline.cli.main import main
from pipeline.errors import StoreDamaged, StoreError, StoreNotFound, StoreUnwritable, UsageError
from pipeline.records import Failure
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.readers import read_table, snapshot
from pipeline.tables.schemas import PART_TABLES
from pipeline.tables.store import RunRecord, Store, objects
from pipeline.tables.store.objects import ObjectBackend
from pipeline.tables.verify import verify
from tests.articles import write_articles

URL = "memory:///work/processed"
FAILURE = Failure("bad.txt", None, None, "source", "EmptySource", "nothing in it")


class Stopped(BaseException):
    """A writer that died."""


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def backend(memory: MemoryStore, tmp_path: Path) -> Callable[[], ObjectBackend]:
    """Each call another machine: the same objects, a ledger of its own."""
    machines = iter(range(1_000))
    return lambda: ObjectBackend(URL, objects=memory, cache=tmp_path / f"machine{next(machines)}")


def publish(backend: ObjectBackend, numbers: range, version: int = 0) -> Any:
    with Store.on(backend) as store:
        return store.publish(facts_to_tables(list(make_many(numbers, version=version)), context()))


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    request = urllib.request.Request(f"{endpoint}/articles", method="PUT")
    urllib.request.urlopen(request).close()
    yield endpoint
    server.stop()


def test_a_store_on_s3(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ENDPOINT": bucket, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
        "XDG_CACHE_HOME": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    url = "s3://articles/news/processed"
    with pytest.raises(StoreNotFound):
        read_table(url, "money")
    with Store.open(url) as store:
        tables = facts_to_tables(list(make_many(range(10))), context())
        assert store.publish(tables, failures=[FAILURE]).written == 10
        assert store.publish(tables).unchanged == 10
        newer = facts_to_tables([make_facts(3, version=1)], context())
        assert store.publish(newer).replaced == 1
        gone = sorted(state.doc_id for state in store.sources().values())[:2]
        assert store.publish({}, remove=gone).removed == 2
        store.record_run(RunRecord("run-1", "direct", MTIME, MTIME), changed=True)
        assert store.runs().num_rows == 1
    rows = read_table(url, "documents", columns=["doc_id", "text"])
    assert len(rows) == 8 and not set(rows["doc_id"]) & set(gone)
    assert verify(url).findings == []
    store = S3Store("articles", prefix="news")
    names = [item["path"] for page in objects._obstore().list(store) for item in page]
    assert sorted(name for name in names if "staged" in name or "probe" in name) == []
    assert "processed/money/20260102-0001.parquet" in names


def test_the_command_line_reaches_a_bucket(
    bucket: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in {
        "AWS_ENDPOINT": bucket, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "XDG_CACHE_HOME": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    work = tmp_path / "work"
    work.mkdir()
    raw = write_articles(work / "raw")
    monkeypatch.chdir(work)
    out = ["--out", "s3://articles/by/command"]
    ingest = ["ingest", str(raw), *out, "--direct", "--workers", "0"]
    assert main(ingest) == 0
    said = capsys.readouterr().out
    assert "3 written" in said and "rows written to s3://articles/by/command: " in said
    assert main(ingest) == 0 and "3 unchanged" in capsys.readouterr().out
    assert main(["sql", "SELECT count(*) AS n FROM documents", *out, "--format", "json"]) == 0
    assert capsys.readouterr().out == '{"n": 3}\n'
    assert main(["verify", *out]) == 0 and "3 documents" in capsys.readouterr().out
    assert main(["status", str(raw), *out]) == 0 and "3 unchanged" in capsys.readouterr().out
    for command in ("tables", "repair", "compact", "migrate"):
        assert main([command, *out]) == 2
        assert "s3://articles/by/command: this is not offered" in capsys.readouterr().err
    assert [path.name for path in work.iterdir()] == ["raw"]  # and no folder "s3:"


def test_a_bucket_that_is_not_there_is_told(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    options = {"endpoint": bucket, "region": "us-east-1", "client_options": {"allow_http": True}}
    store = S3Store("nobodys", **options)  # type: ignore[arg-type]
    backend = ObjectBackend("s3://nobodys/x", objects=store, cache=tmp_path)
    with pytest.raises(StoreError):
        backend.prepare(create=False)
    with pytest.raises(StoreUnwritable, match="cannot write: "):
        backend.prepare(create=True)


def test_s3_takes_the_conditions(bucket: str, tmp_path: Path) -> None:
    """moto answers both conditional PUTs, so the test above is one of the real protocol."""
    options = {"endpoint": bucket, "access_key_id": "k", "secret_access_key": "s",
               "region": "us-east-1", "client_options": {"allow_http": True}}  # fmt: skip
    store = S3Store("articles", **options)  # type: ignore[arg-type]
    backend = ObjectBackend("s3://articles/x", objects=store, cache=tmp_path)
    backend.prepare(create=True)


class Careless:
    """An object store that ignores the conditions of a PUT."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def put(self, store: Any, key: str, data: bytes, **options: Any) -> Any:
        return self._real.put(store, key, data, use_multipart=False)


def test_without_conditions_it_is_refused(
    backend: Callable[[], ObjectBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = Careless(objects._obstore())
    monkeypatch.setattr(objects, "_obstore", lambda: careless)
    with pytest.raises(StoreUnwritable, match="undo"):
        Store.on(backend())


def test_an_address_must_name_a_folder() -> None:
    for url in ("s3://", "memory://", "nothing://bucket/x/processed"):
        with pytest.raises(UsageError):
            Store.open(url)


def test_another_machine_sees_what_was_published(backend: Callable[[], ObjectBackend]) -> None:
    publish(backend(), range(6))
    with Store.on(backend()) as store:
        assert len(store.sources()) == 6
    assert publish(backend(), range(4, 8)).unchanged == 2


def test_a_writer_that_was_overtaken_starts_over(
    backend: Callable[[], ObjectBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(backend(), range(3))
    overtaken: list[bool] = []

    def overtake(name: str) -> None:
        if name == "staged money" and not overtaken:
            overtaken.append(True)
            publish(backend(), range(10, 12))

    monkeypatch.setattr(objects, "step", overtake)
    publish(backend(), range(3, 6))
    assert overtaken
    assert_exact(backend(), 8)


def assert_exact(backend: ObjectBackend, documents: int) -> None:
    with snapshot(backend) as datasets:
        versions = [
            frozenset(datasets[name].to_table().column("doc_id").to_pylist())
            for name in PART_TABLES
        ]
    assert all(found == versions[0] for found in versions) and len(versions[0]) == documents


STEPS = [f"staged {name}" for name in PART_TABLES] + ["committed"]
STEPS += [f"placed {name}" for name in PART_TABLES]


@pytest.mark.parametrize("place", STEPS)
def test_a_writer_that_dies_is_completed_by_the_next(
    backend: Callable[[], ObjectBackend], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    publish(backend(), range(3))

    def die(name: str) -> None:
        if name == place:
            raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(objects, "step", die)
        with pytest.raises(Stopped):
            publish(backend(), range(6), version=1)
    committed = not place.startswith("staged")
    assert_exact(backend(), 6 if committed else 3)
    report = publish(backend(), range(6), version=1)
    assert (report.written, report.unchanged) == ((0, 6) if committed else (6, 0))
    assert_exact(backend(), 6)


def test_a_slow_writer_cannot_undo_a_newer_commit(
    backend: Callable[[], ObjectBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops after its commit; another completes that and publishes more; then it wakes."""
    publish(backend(), range(3))
    slept: list[bool] = []

    def sleep(name: str) -> None:
        if name == "committed" and not slept:
            slept.append(True)
            publish(backend(), range(3), version=2)

    monkeypatch.setattr(objects, "step", sleep)
    publish(backend(), range(3), version=1)
    with snapshot(backend()) as datasets:
        texts = set(datasets["documents"].to_table().column("text").to_pylist())
    assert texts == {make_facts(n, version=2).article.text for n in range(3)}
    assert_exact(backend(), 3)


def test_eight_writers_in_threads(backend: Callable[[], ObjectBackend]) -> None:
    errors: list[BaseException] = []

    def write(first: int) -> None:
        try:
            for start in range(first, first + 8, 2):
                publish(backend(), range(start, start + 2))
        except BaseException as error:  # noqa: BLE001  (shown below)
            errors.append(error)

    threads = [threading.Thread(target=write, args=(4 * number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert_exact(backend(), 36)


def test_an_object_that_others_replaced_is_noticed(
    backend: Callable[[], ObjectBackend], memory: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(backend(), range(3))

    def meddle(name: str) -> None:
        if name == "committed":
            memory.put("processed/money/20260102-0001.parquet", b"other")

    monkeypatch.setattr(objects, "step", meddle)
    with pytest.raises(StoreDamaged, match="money"):
        publish(backend(), range(3), version=1)
