"""Site templates and duplicate documents: what texts say about each other."""

from __future__ import annotations

import random
from datetime import date

import pytest

from pipeline.cleaning import clean_article, find_duplicates, learn, signature, site_document
from pipeline.cleaning.templates import SiteBlock, SiteDocument, SiteTemplates, line_key
from pipeline.errors import CleaningError
from pipeline.records import ArticleMeta
from pipeline.sources import read_bytes

SITE = "paper.example"
HEADER = "The Valley Observer since 1921"
SLOGAN = "Good mornings begin with us"


def sentence(rng: random.Random) -> str:
    subject = rng.choice(["minister", "bank", "mayor", "union", "court", "railway", "farmer"])
    verb = rng.choice(["closed", "opened", "refused", "signed", "sold", "praised", "blocked"])
    thing = rng.choice(["the bridge", "a loan", "the treaty", "two mines", "the harbour", "a law"])
    return (
        f"The {subject} {verb} {thing} in {rng.choice(['May', 'June', 'July'])} {rng.random():.4f}."
    )


def block(
    text: str, *, kept: bool = True, score: float = 0.6, kind: str = "paragraph"
) -> SiteBlock:
    return SiteBlock(text, kind, kept, score)


def document(number: int, *, inside: str = "", title: str = "") -> SiteDocument:
    rng = random.Random(number)
    body = [block(sentence(rng), score=0.95) for _ in range(8)]
    if inside:
        body.insert(4, block(inside))
    head = [block(title, kind="title")] if title else []
    return SiteDocument(SITE, (*head, block(HEADER), *body, block(SLOGAN)))


def test_lines_at_the_edges_of_all_documents_are_the_template() -> None:
    templates = learn(document(number) for number in range(10))
    assert templates.of(SITE) == {line_key(HEADER), line_key(SLOGAN)}
    assert templates.of("other.example") == frozenset()


def test_what_recurs_inside_the_article_or_as_its_title_is_content() -> None:
    inside = "All figures are in constant prices of 2015."
    templates = learn(
        document(number, inside=inside, title="The week in the valley") for number in range(10)
    )
    assert line_key(inside) not in templates.of(SITE)
    assert line_key("The week in the valley") not in templates.of(SITE)


def test_series_title_of_some_documents_is_content() -> None:
    documents = [document(number) for number in range(10)]
    series = [SiteDocument(SITE, (block("The long read"), *d.blocks)) for d in documents[:3]]
    assert line_key("The long read") not in learn([*series, *documents[3:]]).of(SITE)


def test_few_documents_teach_nothing() -> None:
    assert learn(document(number) for number in range(3)).keys == {}


def test_learning_does_not_depend_on_order() -> None:
    documents = [document(number) for number in range(12)]
    shuffled = random.Random(1).sample(documents, len(documents))
    assert learn(documents).fingerprint == learn(shuffled).fingerprint


PROSE = " ".join(
    f"The council of the town number {n} voted on Monday to rebuild the old bridge."
    for n in range(4)
)


def articles(templates: SiteTemplates | None = None) -> list:
    out = []
    for number in range(8):
        rng = random.Random(number)
        body = "\n\n".join(f"{sentence(rng)} {sentence(rng)} {PROSE}" for _ in range(3))
        text = f"{body}\n\n{SLOGAN}".encode()
        raw = read_bytes(text, given=ArticleMeta(site=SITE, title="T"), is_html=False)
        out.append(clean_article(raw, templates=templates))
    return out


def test_template_learnt_from_cleaned_documents_is_applied_and_stays_the_same() -> None:
    templates = SiteTemplates({SITE: frozenset({line_key(SLOGAN)})})
    again = articles(templates)
    for article in again:
        assert SLOGAN not in article.text
        assert [b.kind for b in article.blocks if b.text == SLOGAN] in (
            ["template"], ["navigation"], ["boilerplate"],
        )  # fmt: skip
    first = learn(d for d in map(site_document, articles()) if d)
    second = learn(d for d in map(site_document, articles(first)) if d)
    assert first.fingerprint == second.fingerprint


def test_templates_survive_json_and_differ_by_site() -> None:
    templates = learn(document(number) for number in range(10))
    copy = SiteTemplates.from_json(templates.to_json())
    assert copy.keys == templates.keys and copy.fingerprint == templates.fingerprint
    assert templates.site_fingerprint(SITE) != templates.site_fingerprint("other.example")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 99, "sites": {}}'])
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(CleaningError):
        SiteTemplates.from_json(text)


def report(seed: int, words: int = 300) -> str:
    rng = random.Random(seed)
    return " ".join(sentence(rng) for _ in range(words // 9))


def copies() -> list:
    original = report(1)
    return [
        signature("bb", original, date(2024, 5, 2)),
        signature("aa", original + " (Agency)", date(2024, 5, 3)),
        signature("cc", original.replace("The minister", "The prime minister", 1)),
        signature("dd", report(2), date(2024, 5, 1)),
        signature("ee", "Short note."),
        signature("ff", "Short  note."),
    ]


def test_copies_name_the_one_published_first() -> None:
    assert find_duplicates(copies()) == {"aa": "bb", "cc": "bb", "ff": "ee"}


def test_duplicates_do_not_depend_on_order() -> None:
    expected = find_duplicates(copies())
    for seed in range(5):
        assert find_duplicates(random.Random(seed).sample(copies(), 6)) == expected


def test_reports_that_differ_in_their_numbers_are_no_exact_copies() -> None:
    one, two = signature("aa", "Shares rose 4 percent."), signature("bb", "Shares rose 5 percent.")
    assert one.digest != two.digest
    assert find_duplicates([one, two]) == {}


@pytest.mark.parametrize("text", ["", " \n", "...", "\U0001f682"])
def test_texts_without_words_are_no_copies_of_each_other(text: str) -> None:
    assert find_duplicates([signature("a", text), signature("b", text)]) == {}
    assert find_duplicates([signature("a", text + "x"), signature("b", text + "x")]) == {"b": "a"}
