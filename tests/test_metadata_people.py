"""Author strings to lists of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.metadata.people import clean_authors, is_given_name


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, John Roe & Ann Lee", ("Jane Doe", "John Roe", "Ann Lee")),
        ("Jane Doe; John Roe", ("Jane Doe", "John Roe")),
        ("Doe, Jane", ("Jane Doe",)),
        ("Jane Doe, MD, PhD", ("Jane Doe",)),
        ("JANE DOE", ("Jane Doe",)),
        ("Jane Doe, Senior Energy Correspondent", ("Jane Doe",)),
        ("Prof. Dr. Jan Kowalski", ("Jan Kowalski",)),
        ("Ursula von der Leyen", ("Ursula von der Leyen",)),
        ("<a href='/x'>Jane Doe</a>", ("Jane Doe",)),
        ("Jane Doe (Paris)", ("Jane Doe",)),
        ("Jane Doe, Jane Doe", ("Jane Doe",)),
        ("Łukasz Żak i Zoë Ångström", ("Łukasz Żak", "Zoë Ångström")),
        ("J. R. Stone", ("J. R. Stone",)),
        ("Roger McDermott", ("Roger McDermott",)),
        ("Email The Author", ()),
        ("Hours Ago", ()),
        ("Reuters", ()),
        ("Staff", ()),
        ("The Editorial Team", ()),
        ("Redaktion", ()),
        ("admin", ()),
        ("jane.doe", ()),
        ("https://example.com/authors/jane", ()),
        ("", ()),
    ],
)
def test_clean_authors(value: str, names: tuple[str, ...]) -> None:
    assert clean_authors([value]) == names


def test_publishers_are_not_authors_but_a_site_may_bear_its_authors_name() -> None:
    assert clean_authors(["Baltic Brief"], publishers=["Baltic Brief"]) == ()
    assert clean_authors(["Mary Stone"], publishers=["Mary Stone"]) == ("Mary Stone",)


@pytest.mark.parametrize(
    "text", ["Size Small", "Full Bio", "Related Stories", "jane doe", "Madonna"]
)
def test_strict_takes_only_what_looks_like_a_name(text: str) -> None:
    assert clean_authors([text], strict=True) == ()


def test_given_names_fold_accents() -> None:
    assert is_given_name("Łukasz") and is_given_name("José") and not is_given_name("Energy")


@given(st.text(max_size=200))
def test_any_text_gives_clean_names(text: str) -> None:
    for name in clean_authors([text]):
        assert name == name.strip() and not any(char in name for char in "@<>\n\t;|")
