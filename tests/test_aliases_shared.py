"""Names that several share: told apart by the document, or left without an id."""

from __future__ import annotations

import pytest

from benchmarks.aliases import SETS, judged, merged_across, merged_within, read_pairs
from pipeline.extraction.aliases.known import known_name
from pipeline.extraction.aliases.names import fold, honorific_length, name_key
from pipeline.extraction.aliases.shared import SharedName, shared_name
from tests.marked import canonical, resolve

Who = tuple[str, str | None]


def who(marked: str, name: str) -> list[Who]:
    """Canonical name and id of every mention of ``name``."""
    return [(m.canonical, m.entity_id) for m in resolve(marked) if m.text == name]


def test_labelled_pairs() -> None:
    """363 pairs; the four are known: docs/entities.md says why they stand."""
    pairs = read_pairs()
    assert len(pairs) >= 300
    wrong, missed, different, same = judged(pairs, merged_across)
    assert not wrong
    assert len(missed) <= 13 and different > 190 and same > 150
    wrong, missed, *_ = judged(pairs, merged_within)
    assert {pair.name for pair in wrong} <= {"Melania Trump", "Washington", "Jordan", "Amazon"}
    assert len(missed) <= 1
    later = read_pairs(SETS["later pairs"])
    wrong, missed, *_ = judged(later, merged_across)
    assert not wrong and len(missed) <= 15
    wrong, missed, *_ = judged(later, merged_within)
    assert {pair.name for pair in wrong} <= {"Chad"} and len(missed) <= 8


@pytest.mark.parametrize(
    ("marked", "name", "expected"),
    [
        # Whose ministry it is stands beside it ...
        ("{GPE:Russia}'s {ORG:Defence Ministry} and {GPE:Ukraine}'s {ORG:Defence Ministry}",
         "Defence Ministry", [("Defence Ministry (Russia)", "ORG:ru-ministryofdefense"),
                              ("Defence Ministry (Ukraine)", "ORG:ua-ministryofdefense")]),
        ("the {NORP:Kenyan} {ORG:Parliament} met", "Parliament",
         [("Parliament (Kenya)", "ORG:ke-parliament")]),
        ("the {ORG:Supreme Court} of {GPE:India}", "Supreme Court",
         [("Supreme Court (India)", "ORG:in-supremecourt")]),
        ("{GPE:Armenia}'s {LAW:Constitution}", "Constitution",
         [("Constitution (Armenia)", "LAW:am-constitution")]),
        # ... or in the name, and then holds for what follows ...
        ("The {ORG:Russian Defence Ministry} spoke. The {ORG:Ministry of Defense} denied it.",
         "Ministry of Defense", [("Russian Defence Ministry", "ORG:ru-ministryofdefense")]),
        ("The {ORG:Foreign Ministry} wrote to the {ORG:Chinese Foreign Ministry}.",
         "Foreign Ministry", [("Foreign Ministry", None)]),
        ("{ORG:Army} Moves In\nThe {ORG:Nigerian Army} moved.", "Army",
         [("Nigerian Army", "ORG:ng-army")]),
        # ... but not when there are two.
        ("The {ORG:Russian Foreign Ministry}, the {ORG:Polish Foreign Ministry}. The "
         "{ORG:Foreign Ministry}", "Foreign Ministry", [("Foreign Ministry", None)]),
        # A state's court is not the country's; Georgia may be either.
        ("{GPE:Texas}'s {ORG:Supreme Court}", "Supreme Court", [("Supreme Court (Texas)", None)]),
        ("{GPE:Georgia}'s {ORG:Supreme Court}", "Supreme Court",
         [("Supreme Court (Georgia)", None)]),
        ("In {GPE:Czechia} the {ORG:Central Bank}", "Central Bank", [("Central Bank", None)]),
    ],
)  # fmt: skip
def test_bodies_of_which_every_country_has_one(marked: str, name: str, expected: list[Who]) -> None:
    assert who(marked, name) == expected


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("Kazakhstan's Ministry of Foreign Affairs", "ORG", ("ministry of foreign", "KZ")),
        ("Ministry of Defence of the Republic of Kazakhstan", "ORG", ("ministry of defense", "KZ")),
        ("US Department of Justice", "ORG", ("department of justice", "US")),
        ("Justice Department", "ORG", ("department of justice", None)),
        ("Indian Penal Code", "LAW", ("penal code", "IN")),
        ("Times", "ORG", ("times", None)),
        ("Article 5", "LAW", ("article 5", None)),
        ("First Amendment", "LAW", ("first amendment", None)),
        ("Bank of England", "ORG", None),
        ("Japan Times", "ORG", None),
        ("Gulf of Finland", "LOC", None),
        ("Gulf", "LOC", ("gulf", None)),
        ("French Revolution", "EVENT", None),
        ("Gazprom", "ORG", None),
        ("Parliament", "FAC", ("parliament", None)),
    ],
)
def test_shared_names(name: str, label: str, expected: tuple[str, str | None] | None) -> None:
    found = shared_name(name, label)
    assert (found and (found.key, found.country)) == expected
    assert found is None or isinstance(found, SharedName)


@pytest.mark.parametrize(
    ("marked", "name", "expected"),
    [
        ("{GPE:Georgia} and Tbilisi", "Georgia", ("Georgia", "GPE:GE")),
        ("{GPE:Georgia} and Atlanta", "Georgia", ("Georgia (U.S. state)", "GPE:georgia-us-state")),
        ("{GPE:Georgia}, Tbilisi and Atlanta", "Georgia", ("Georgia", None)),
        ("{GPE:Georgia}", "Georgia", ("Georgia", None)),
        ("{GPE:Congo}: Kinshasa", "Congo", ("Democratic Republic of the Congo", "GPE:CD")),
        ("{GPE:Congo}: Brazzaville", "Congo", ("Republic of the Congo", "GPE:CG")),
        ("{GPE:Washington}", "Washington", ("Washington, D.C.", "GPE:washingtondc")),
        ("{GPE:Washington}: Seattle", "Washington",
         ("Washington (U.S. state)", "GPE:washington-us-state")),
        ("{GPE:Calif.}", "Calif.", ("California", "GPE:california")),
        ("{GPE:Ga.}", "Ga.", ("Georgia (U.S. state)", "GPE:georgia-us-state")),
        ("{GPE:D.C.}", "D.C.", ("Washington, D.C.", "GPE:washingtondc")),
        ("{ORG:U.S. Embassy}", "U.S. Embassy", ("U.S. Embassy", None)),
        ("{GPE:Paris}", "Paris", ("Paris", "GPE:paris")),
        ("{GPE:Paris}, France", "Paris", ("Paris", "GPE:paris")),
        ("{GPE:Paris}, {GPE:Texas}, was", "Paris", ("Paris, Texas", "GPE:paris-texas")),
        ("{GPE:REDMOND}, Wash. (AP)", "REDMOND", ("Redmond, Washington",
                                                  "GPE:redmond-washington")),
        ("{GPE:Houston}, Texas", "Houston", ("Houston", "GPE:houston")),
        ("{GPE:Hyderabad}, Pakistan", "Hyderabad", ("Hyderabad, Pakistan", "GPE:hyderabad-pk")),
        ("{GPE:Springfield}", "Springfield", ("Springfield", None)),
        ("{GPE:Springfield}, Ill.", "Springfield", ("Springfield, Illinois",
                                                    "GPE:springfield-illinois")),
        # Lists are not addresses.
        ("in {GPE:Berlin}, Texas and Ohio", "Berlin", ("Berlin", "GPE:berlin")),
        ("in {GPE:Texas}, Tennessee, Ohio and Utah", "Texas", ("Texas", "GPE:texas")),
        ("the {ORG:ICC} in The Hague", "ICC",
         ("International Criminal Court", "ORG:internationalcriminalcourt")),
        ("the {ORG:ICC} and cricket", "ICC",
         ("International Cricket Council", "ORG:internationalcricketcouncil")),
        ("the {ORG:SEC}", "SEC", ("SEC", None)),
        ("the {ORG:NPC}", "NPC", ("NPC", None)),
        ("the {ORG:KPMG} men", "KPMG", ("KPMG", "ORG:KPMG")),
        ("{NORP:Korean} goods, Seoul", "Korean", ("South Korean", "NORP:KR")),
        ("{NORP:Korean} goods", "Korean", ("Korean", None)),
    ],
)  # fmt: skip
def test_namesakes(marked: str, name: str, expected: Who) -> None:
    assert who(marked, name) == [expected]


@pytest.mark.parametrize(
    ("marked", "name", "expected"),
    [
        ("{PERSON:Vladimir Putin}; {PERSON:V. Putin}", "V. Putin", "Vladimir Putin"),
        ("{PERSON:Vladimir Putin}, {PERSON:Viktor Putin}; {PERSON:V. Putin}", "V. Putin",
         "V. Putin"),
        ("{PERSON:John F. Kennedy} and {PERSON:John Kennedy}", "John Kennedy", "John F. Kennedy"),
        ("{PERSON:George W. Bush}, {PERSON:George H. W. Bush}", "George W. Bush",
         "George W. Bush"),
        ("{PERSON:Carl Kors} and {PERSON:Carl Kors Jr.}; {PERSON:Kors}", "Kors", "Kors"),
        ("{PERSON:Ann Lee Kors Jr.}; {PERSON:Kors}", "Kors", "Ann Lee Kors Jr."),
        ("{PERSON:Bashar al-Assad}; {PERSON:Assad}", "Assad", "Bashar al-Assad"),
        ("{PERSON:Mohammed bin Salman}; his father {PERSON:Salman}", "Salman", "Salman"),
        ("{PERSON:Andrés Manuel López Obrador}; {PERSON:López Obrador}", "López Obrador",
         "Andrés Manuel López Obrador"),
        ("{PERSON:Aung San Suu Kyi}, daughter of {PERSON:Aung San}", "Aung San", "Aung San"),
        # The surname does not mean the relative who is named in full.
        ("his wife, {PERSON:Laura Bush}, and {PERSON:Bush}", "Bush", "Bush"),
        ("\nPresident {PERSON:Biden}'s friend {PERSON:Hunter Biden}", "Biden", "Biden"),
        ("{PERSON:Biden} Speaks\nPresident {PERSON:Joe Biden} spoke", "Biden", "Joe Biden"),
        ("{PERSON:Harry Kane} met Prince {PERSON:Harry}", "Harry", "Harry"),
        ("{PERSON:Robert Francis Prevost}, now Pope Leo, and Pope {PERSON:Francis}", "Francis",
         "Francis"),
        ("{ORG:Pakistan Peoples Party}; the {ORG:PPP}", "PPP", "Pakistan Peoples Party"),
        ("{ORG:Pakistan Peoples Party}, {ORG:People Power Party}; {ORG:PPP}", "PPP", "PPP"),
        ("{ORG:Apache Iceberg} tables and {PRODUCT:AI}", "AI", "AI"),  # two letters fit too much
    ],
)  # fmt: skip
def test_people_and_parties_of_one_document(marked: str, name: str, expected: str) -> None:
    assert canonical(marked)[name] == expected


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("Khanna", "Hanna", "PERSON"),
        ("Khan", "Han", "PERSON"),
        ("Al Gore", "Gore", "PERSON"),
        ("Hayden", "Haden", "PERSON"),
        ("Volodymyr", "Vladimir", "PERSON"),
        ("Nikolai", "Nicholas", "PERSON"),
        ("WHO", "Who", "ORG"),
        ("New York Times Company", "New York Times", "ORG"),
        ("Gazprom Neft", "Gazprom", "ORG"),
        ("737-800", "7378-00", "PRODUCT"),
        ("T-72", "T-72B3", "PRODUCT"),
        ("Peter Haas", "Peter Ha", "ORG"),
        ("Man Group", "Man", "ORG"),
        ("Ryan", "Rian", "PERSON"),
    ],
)
def test_keys_that_must_differ(one: str, other: str, label: str) -> None:
    assert name_key(one, label) != name_key(other, label)


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("Zelensky", "Zelenskyy", "PERSON"),
        ("Khasanov", "Hasanov", "PERSON"),
        ("Khodorkovsky", "Hodorkovsky", "PERSON"),
        ("Mohammed bin Zayed", "Mohamed bin Zayed", "PERSON"),
        ("Abdel Fattah al-Sisi", "Abdul-Fattah el-Sisi", "PERSON"),
        ("İlham Əliyev", "Ilham Aliev", "PERSON"),
        ("Lech Wałęsa", "Lech Walesa", "PERSON"),
        ("Jens Ørsted", "Jens Orsted", "PERSON"),
        ("Huawei Technologies Co., Ltd.", "Huawei Technologies", "ORG"),
        ("PT Telkom Tbk", "Telkom", "ORG"),
        ("AT&T", "AT & T", "ORG"),
        ("JPMorgan Chase & Co.", "JPMorgan Chase", "ORG"),
        ("Goldman Sachs Group Inc.", "Goldman Sachs", "ORG"),
        ("Nikol Pashinyan", "Nikol Pashinian", "PERSON"),
        ("F-16", "F16", "PRODUCT"),
        ("Lincoln Centre", "Lincoln Center", "FAC"),
    ],
)
def test_keys_that_agree(one: str, other: str, label: str) -> None:
    assert name_key(one, label) == name_key(other, label)


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Vice President Kamala Harris", "Kamala Harris"),
        ("Crown Prince Mohammed bin Salman", "Mohammed bin Salman"),
        ("Lady Gaga", "Lady Gaga"),
        ("Sheikh Hasina", "Sheikh Hasina"),
        ("Ayatollah Ali Khamenei", "Ali Khamenei"),
        ("President", "President"),
    ],
)
def test_titles(name: str, rest: str) -> None:
    assert name[honorific_length(name) :] == rest


def test_known_names() -> None:
    assert known_name("Kiev", "GPE") == "Kyiv"
    assert known_name("ISIL", "ORG") == "ISIS"
    assert known_name("Isil", "ORG") is None
    assert known_name("Kiev", "ORG") is None


def test_fold() -> None:
    assert fold("Côte d'Ivoire, S.A.") == "cote divoire sa"
