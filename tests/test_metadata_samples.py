"""Metadata of the articles in raw/, and of the maintainers' five real ones."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.cleaning import html, reader
from pipeline.cleaning.lines import read_lines
from pipeline.cleaning.metadata import FoundMetadata, find_metadata
from pipeline.records import RawArticle
from pipeline.sources.reading import read_file
from pipeline.sources.walk import find_files

ROOT = Path(__file__).parent.parent
TRUTH: dict[str, Any] = json.loads(
    (ROOT / "tests" / "data" / "samples" / "expected.json").read_text(encoding="utf-8")
)


def articles(folder: Path) -> Iterator[tuple[str, RawArticle]]:
    for file in find_files([folder], folder):
        for article in read_file(file):
            if isinstance(article, RawArticle):
                key = f"#{article.source_key}" if article.source_key else ""
                yield article.source_uri + key, article


def found(article: RawArticle) -> FoundMetadata:
    if article.is_html:
        tree = html.parse(article.content)
        return find_metadata(article, tree, [line.text for line in reader.visible_lines(tree)])
    view = read_lines(article.content).view
    return find_metadata(article, None, [view.line(number) for number in range(view.lines)])


SAMPLES = dict(articles(ROOT / "raw"))


def test_truth_and_samples_cover_each_other() -> None:
    assert set(SAMPLES) == set(TRUTH["documents"])


@pytest.mark.parametrize("key", sorted(SAMPLES))
def test_sample(key: str) -> None:
    truth = TRUTH["documents"][key]
    result = found(SAMPLES[key])
    meta = result.meta
    assert (meta.title, list(meta.authors)) == (truth["title"], truth["authors"])
    assert str(meta.published) == truth["published"]
    assert (meta.published_from, meta.language) == (truth["published_from"], truth["language"])
    assert meta.site == truth.get("site", meta.site)
    if "encoding" in truth:
        names = (SAMPLES[key].encoding, truth["encoding"])
        assert len({codecs.lookup(name).name for name in names}) == 1


def test_the_broken_file_fails() -> None:
    (failure,) = TRUTH["failures"]
    (file,) = find_files([ROOT / "raw" / failure["source_uri"]], ROOT / "raw")
    (result,) = read_file(file)
    assert not isinstance(result, RawArticle)
    assert result.error == failure["error"]


@pytest.mark.shared
def test_real_articles(shared: Path) -> None:
    real = [found(article) for _, article in articles(shared / "raw")]
    titles = [result.meta.title for result in real]
    assert titles[0] is None
    assert [title and title.split()[0] for title in titles[1:]] == [
        "New", "The", "Kazakhstan", "How",
    ]  # fmt: skip
    third = real[2].meta
    assert third.authors == ("Aleksandra Klitina", "Lesia Dubenko")
    assert str(third.published) == "2023-09-04"
    assert all(result.meta.language == "en" for result in real)
    assert all(result.meta.published is None for result in real if result is not real[2])
