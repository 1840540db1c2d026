"""Which documents are stale or chosen, and how they come back to be done again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.synthetic import context, make_facts, make_many
from pipeline.errors import UsageError
from pipeline.fingerprints import Fingerprint
from pipeline.tables.chosen import Chosen
from pipeline.tables.convert import facts_to_tables
from pipeline.tables.identity import doc_id
from pipeline.tables.schemas import PART_TABLES
from pipeline.tables.select import Expected, choose, load_articles, staleness
from pipeline.tables.store import Store
from tests.tablestore import RUN, publish

CLEAN = Fingerprint("clean", "c" * 16, {"setting: cleaning": "auto", "code: a.py": "1"})
EXTRACT = Fingerprint("extract", "e" * 16, {"model: en": "1"})
NOW = Expected(CLEAN, EXTRACT)


@pytest.fixture
def aged(tmp_path: Path) -> Path:
    """Documents 0-1 are current, 2-3 have old facts, 4-5 are old from cleaning on."""
    out = tmp_path / "processed"
    old_clean = replace(CLEAN, digest="c0", components={**CLEAN.components, "code: a.py": "0"})
    old_extract = replace(EXTRACT, digest="e0", components={"model: en": "0"})
    with Store.open(out) as store:
        for numbers, clean, extract in (
            (range(0, 2), CLEAN, EXTRACT),
            (range(2, 4), CLEAN, old_extract),
            (range(4, 6), old_clean, old_extract),
        ):
            run = context(clean.digest, extract.digest)
            store.publish(facts_to_tables(list(make_many(numbers)), run))
            versions = {**clean.as_versions(), **extract.as_versions()}
            record = replace(RUN, run_id=f"run-{numbers.start}", versions=versions)
            store.record_run(record, changed=True)
    return out


def key(number: int) -> str:
    raw = make_facts(number).article
    return doc_id(raw.meta.url, raw.raw.source_uri, None)


def ids(chosen: Chosen) -> tuple[list[str], list[str]]:
    found = list(chosen.ids("clean")), list(chosen.ids("extract"))
    assert (chosen.clean, chosen.extract) == (len(found[0]), len(found[1]))
    return found


def test_what_is_stale_and_why(aged: Path) -> None:
    with Store.open(aged) as store:
        found = staleness(store, NOW)
    assert (found.clean, found.extract) == (2, 2)
    assert found.reasons == {"clean: code: a.py": 2, "extract: model: en": 2}
    assert found.count == 4


def test_a_store_without_records_says_so(tmp_path: Path) -> None:
    with Store.open(tmp_path / "processed") as store:
        store.publish(facts_to_tables([make_facts(1)], context("c0", "e0")))
        found = staleness(store, NOW)
    assert found.reasons == {"clean: by a run that left no record": 1}


CHOICES: list[tuple[Mapping[str, Any], list[int], list[int]]] = [
    ({}, [], []),
    ({"everything": True}, [0, 1, 2, 3, 4, 5], []),
    ({"everything": True, "begin": "extract"}, [], [0, 1, 2, 3, 4, 5]),
    ({"site": "site3.example"}, [3], []),
    ({"since": date(2026, 1, 5)}, [4, 5], []),
    ({"since": date(2026, 1, 5), "site": "site0.example"}, [], []),
]


@pytest.mark.parametrize(("criteria", "clean", "extract"), CHOICES)
def test_criteria_choose_documents(
    aged: Path, criteria: Mapping[str, Any], clean: list[int], extract: list[int]
) -> None:
    with Store.open(aged) as store:
        chosen = choose(store, **criteria)
    assert ids(chosen) == ([key(n) for n in clean], [key(n) for n in extract])


def test_stale_ones_begin_where_they_must(aged: Path) -> None:
    with Store.open(aged) as store:
        chosen = choose(store, stale=NOW, doc_ids=[key(0)[:10]], begin="extract")
        with pytest.raises(UsageError, match="no document"):
            choose(store, doc_ids=["zz"])
    assert ids(chosen) == ([key(4), key(5)], [key(0), key(2), key(3)])


def test_articles_come_back_as_they_went_into_extraction(aged: Path) -> None:
    with Store.open(aged) as store:
        articles = list(load_articles(store, [key(3), key(1)]))
    for article, number in zip(articles, (3, 1), strict=True):
        before = make_facts(number).article
        assert replace(article, raw=before.raw) == before
        assert article.raw.raw_sha256 == before.raw.raw_sha256


def test_extraction_alone_gives_the_rows_that_both_stages_gave(aged: Path) -> None:
    facts = make_facts(3)
    whole = facts_to_tables([facts], context())
    with Store.open(aged) as store:
        (article,) = load_articles(store, [key(3)])
    again = facts_to_tables([replace(facts, article=article)], context())
    assert all(again[name].equals(whole[name]) for name in PART_TABLES)


@pytest.mark.parametrize(
    ("sites", "said"),
    [
        ([], "no document of this store has a site"),
        ([None], "no document of this store has a site"),
        (["b.example", "a.example", None, "b.example"], "there are b.example (2), a.example (1))"),
        ([f"s{n:02}" for n in range(13)], "s09 (1) and 3 more)"),
    ],
)
def test_a_site_that_is_not_there_is_said_with_those_that_are(
    tmp_path: Path, sites: list[str | None], said: str
) -> None:
    facts = []
    for number, site in enumerate(sites):
        one = make_facts(number)
        article = replace(one.article, meta=replace(one.article.meta, site=site))
        facts.append(replace(one, article=article))
    publish(tmp_path / "processed", facts)
    with Store.open(tmp_path / "processed") as store, pytest.raises(UsageError) as error:
        choose(store, site="B.example")
    assert str(error.value).startswith("no document is of the site 'B.example' (")
    assert str(error.value).endswith(said if said.endswith(")") else f"{said})")
