"""What visitors type into the viewer's fields, and how it is read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.errors import UsageError
from pipeline.view.selection import read_amount, read_selection
from pipeline.view.textquery import fold, parse_text_query
from tests.viewclient import TestClient


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("Northern GRID", '"northern" AND "grid"'),
        ('"central bank" tariff*', '"central bank" AND "tariff"*'),
        ("grid -pipeline", '("grid") NOT "pipeline"'),
        ('grid" OR NEAR(', '"grid" AND "or near"'),
        ("Île", '"ile"'),
        ("well-known", '"well known"'),
        ("", ""),
        ("  ", ""),
    ],
)
def test_searches_are_read_without_operators_of_the_index(typed: str, match: str) -> None:
    assert parse_text_query(typed).match() == match


def test_folding_keeps_offsets() -> None:
    text = "İstanbul ﬁne Straße Ǆ"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("typed", ["* - \" '", "😀", "$", '"', "-€", "\u200f"])
def test_a_search_of_signs_is_refused_and_finds_not_all(typed: str) -> None:
    with pytest.raises(UsageError, match="no letter or figure"):
        parse_text_query(typed)


@pytest.mark.parametrize("typed", ["-only", '-"these words"'])
def test_a_search_of_exclusions_alone_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="needs a word"):
        parse_text_query(typed)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.5 bn", 15 * 10**8),
        ("2,000,000", 2_000_000),
        ("250k", 250_000),
        ("3 Trillion", 3 * 10**12),
    ],
)
def test_amounts_are_read_with_units(typed: str, amount: int) -> None:
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "query", [{"least": "much"}, {"most": "9" * 40}, {"since": "soon"}, {"q": "x" * 500}]
)
def test_what_cannot_be_read_names_its_field(client: TestClient, query: dict[str, str]) -> None:
    with pytest.raises(UsageError) as error:
        read_selection(query)
    assert error.value.where == next(iter(query))
    page = client.get("/", params=query)
    assert page.status_code == 400 and 'role="alert"' in page.text


def test_an_address_is_read_back_as_it_was_written() -> None:
    typed = {
        "q": "a b",
        "least": "1bn",
        "since": "2022-01-01",
        "dated": "mentioned",
        "sort": "best",
    }
    selection = read_selection(typed)
    pairs = dict(pair.split("=") for pair in selection.query_string().replace("+", " ").split("&"))
    assert read_selection(pairs) == selection
