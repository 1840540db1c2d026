"""Names within a document: trimmed, linked to their fullest form, never merged on a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.extraction.aliases import load_overrides
from pipeline.extraction.aliases.names import initials_match, name_key, without_legal_form
from tests.marked import canonical, resolve


@pytest.mark.parametrize(
    ("marked", "texts"),
    [
        ("{ORG:the Pentagon} said", ["Pentagon"]),
        ("{PERSON:President Kassym-Jomart Tokayev} spoke", ["Kassym-Jomart Tokayev"]),
        ("{PERSON:Mr. Ban}'s plan", ["Ban"]),
        ("{GPE:Russia’s} army", ["Russia"]),
        ("{ORG:Russia‘s} army", ["Russia"]),  # a wrong quotation mark for an apostrophe
        ('"{ORG:Gazprom,}" he', ["Gazprom"]),
        ("{ORG:Gazprom’s} gas; {ORG:Gazprom} paid", ["Gazprom", "Gazprom"]),
        ("{ORG:Moody's} rates {GPE:St. John's}", ["Moody's", "St. John's"]),
        ("{PERSON:Moody's} view", ["Moody"]),
        ("{ORG:Bank (Suisse)} closed", ["Bank (Suisse)"]),
        ("{PERSON:General} Electric", ["General"]),  # a title and nothing else stays
    ],
)
def test_spans_follow_the_annotation_guide(marked: str, texts: list[str]) -> None:
    assert [mention.text for mention in resolve(marked)] == texts


@pytest.mark.parametrize(
    ("marked", "name", "expected"),
    [
        ("{PERSON:Vladimir Putin} left. Then {PERSON:Putin} came.", "Putin", "Vladimir Putin"),
        ("{PERSON:Kim Jae-hoon} spoke; {PERSON:Kim} left", "Kim", "Kim Jae-hoon"),
        ("{PERSON:Ursula von der Leyen} and {PERSON:von der Leyen}", "von der Leyen",
         "Ursula von der Leyen"),
        # Two people share the name: it stays as it is.
        ("{PERSON:George Bush}, {PERSON:Laura Bush} and {PERSON:Bush}", "Bush", "Bush"),
        ("the {ORG:Collective Security Treaty Organization} (CSTO). The {ORG:CSTO}", "CSTO",
         "Collective Security Treaty Organization"),
        ("the CSTO (the {ORG:Collective Security Treaty Organization})", "CSTO",
         "Collective Security Treaty Organization"),
        ("{PERSON:Tokayev} and {PERSON:Tokaev} and {PERSON:Tokayev}", "Tokaev", "Tokayev"),
        ("{GPE:Nur-Sultan}, {GPE:Nursultan}", "Nursultan", "Astana"),
        ("{ORG:World Trade Organisation} rules", "World Trade Organisation",
         "World Trade Organization"),
        ("{ORG:Boeing} and {ORG:Boeing Co.}, {ORG:Boeing}", "Boeing Co.", "Boeing"),
        ("{GPE:U.S.} troops", "U.S.", "United States"),
        ("{NORP:Kazakhs} voted", "Kazakhs", "Kazakh"),
        ("{GPE:Macau} and {GPE:Burma}", "Burma", "Myanmar"),
        ("{ORG:Samsung Electronics} and {ORG:Samsung}", "Samsung", "Samsung"),  # two companies
    ],
)  # fmt: skip
def test_canonical_names(marked: str, name: str, expected: str) -> None:
    assert canonical(marked)[name] == expected


def test_acronyms_and_repeated_names_that_the_model_missed_are_added() -> None:
    found = resolve(
        "{ORG:Eastern Grid Company} (EGC) grew. EGC said so; Eastern Grid Company did not."
    )
    assert [(m.text, m.source) for m in found] == [
        ("Eastern Grid Company", "model"),
        ("EGC", "alias"),
        ("EGC", "alias"),
        ("Eastern Grid Company", "alias"),
    ]
    assert {m.entity_id for m in found} == {"ORG:easterngrid"}


def test_one_label_per_name() -> None:
    found = resolve("{ORG:Bechtel} won. {PERSON:Bechtel} built. {ORG:Bechtel} left.")
    assert {m.label for m in found} == {"ORG"}


@pytest.mark.parametrize(
    ("marked", "entity_id", "country"),
    [
        ("{GPE:Kazakhstan}", "GPE:KZ", "KZ"),
        ("{GPE:Türkiye}", "GPE:TR", "TR"),
        ("{GPE:Turkey}", "GPE:TR", "TR"),
        ("{GPE:Hong Kong}", "GPE:HK", "HK"),
        ("{GPE:Burma}", "GPE:MM", "MM"),
        ("{GPE:DR Congo}", "GPE:CD", "CD"),
        ("{GPE:Bosnia and Herzegovina}", "GPE:BA", "BA"),
        ("{GPE:the United Kingdom}", "GPE:GB", "GB"),
        ("{NORP:Dutch}", "NORP:NL", "NL"),
        ("{NORP:Muslim}", "NORP:muslim", None),
        ("{GPE:Almaty}", "GPE:almaty", None),
        ("{ORG:NATO}", "ORG:northatlantictreatyorganization", None),
        ("{ORG:WHO}", "ORG:worldhealthorganization", None),
        ("{ORG:Who}", "ORG:who", None),  # the band is not the agency
        ("{PERSON:Angela Merkel}", "PERSON:angelamerkel", None),
        ("{PERSON:Merkel}", None, None),
    ],
)
def test_ids_across_documents(marked: str, entity_id: str | None, country: str | None) -> None:
    (mention,) = resolve(marked)
    assert (mention.entity_id, mention.country) == (entity_id, country)


@pytest.mark.parametrize(
    ("acronym", "name", "expected"),
    [
        ("CSTO", "Collective Security Treaty Organization", True),
        ("OPEC", "Organization of the Petroleum Exporting Countries", True),
        ("TUSAS", "Turkish Aerospace Industries", True),
        ("UNESCO", "United Nations Educational, Scientific and Cultural Organization", True),
        ("EAEU", "Eurasian Economic Union", True),
        ("KMG", "KazMunayGas", True),
        ("BBC", "Baltic Trade Union", False),
        ("AMD", "Advanced Micro Devices", True),
        ("AFP", "Associated Press", False),
        ("US", "Urban Statistics", True),
    ],
)
def test_acronyms_are_initials(acronym: str, name: str, expected: bool) -> None:
    assert initials_match(acronym, name) is expected


@pytest.mark.parametrize(
    ("one", "other", "label", "same"),
    [
        ("Organisation", "Organization", "ORG", True),
        ("Ministry of Defence", "Ministry of Defense", "ORG", True),
        ("Müller", "Muller", "PERSON", True),
        ("Boeing Inc", "Boeing", "ORG", True),
        ("Nazarbaev", "Nazarbayev", "PERSON", True),
        ("Austria", "Australia", "GPE", False),
        ("Iran", "Iraq", "GPE", False),
        ("Niger", "Nigeria", "GPE", False),
        ("Bank of America", "Bank of Amerika", "ORG", False),
    ],
)
def test_spellings(one: str, other: str, label: str, same: bool) -> None:
    assert (name_key(one, label) == name_key(other, label)) is same


def test_a_name_that_is_a_legal_form_stays() -> None:
    assert without_legal_form("Co") == "Co"
    assert without_legal_form("Daimler AG") == "Daimler"
    assert without_legal_form("Texaco") == "Texaco"


def test_overrides_win(tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text(
        "name,canonical,entity_id,label\nTokayev,Kassym-Jomart Tokayev,wd:Q1733887,PERSON\n",
        encoding="utf-8",
    )
    (mention,) = resolve("{ORG:Tokayev}", overrides=load_overrides(path))
    assert (mention.canonical, mention.entity_id, mention.label) == (
        "Kassym-Jomart Tokayev", "wd:Q1733887", "PERSON",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,canonical\nA,B\n", "no column entity_id .the first line is name,canonical"),
        ("", "no column canonical, entity_id, name"),
        ("name,canonical,entity_id\nA,,x\n", "line 2 is incomplete"),
        ("canonical,entity_id,name\nA,x\n", "line 2 is incomplete"),
        ('name,canonical,entity_id\n"A\n",B,x\nA,,x\n', "line 4 is incomplete"),
        ("name,canonical,entity_id\nA,B\xe9,x\n", "no CSV in UTF-8"),
        ("name,canonical,entity_id,label\nA,B,x,PLACE\n", "unknown label 'PLACE'"),
    ],
)
def test_bad_overrides_are_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text(content, encoding="latin-1")  # as spreadsheets save it
    with pytest.raises(SettingsError, match=message):
        load_overrides(path)
