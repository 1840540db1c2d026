"""What holds for any names in any order."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.aliases import SETS, read_pairs
from pipeline.extraction.aliases import NameMention, resolve_aliases
from pipeline.extraction.aliases.shared import shared_name
from pipeline.records import EntityMention

NAMES = sorted(
    {
        name
        for path in SETS.values()
        for pair in read_pairs(path)
        for name in ((pair.name, pair.label), (pair.other, pair.other_label))
    }
)
LINKS = [" ", ", ", " of ", "'s ", " (", ") ", ".\n\n", " and ", ", President ", ", his wife, "]
PARTS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(LINKS)), max_size=12)


def document(parts: list[tuple[tuple[str, str], str]]) -> tuple[str, list[NameMention]]:
    text, mentions = "", []
    for (name, label), link in parts:
        mentions.append(NameMention(len(text), len(text) + len(name), label))
        text += name + link
    return text, mentions


def key(mention: EntityMention) -> tuple[str, str, str | None, str | None]:
    return mention.label, mention.canonical, mention.entity_id, mention.country


@settings(max_examples=300, deadline=None)
@given(PARTS)
def test_mentions_are_their_characters_in_order_without_overlap(
    parts: list[tuple[tuple[str, str], str]],
) -> None:
    text, mentions = document(parts)
    found = resolve_aliases(text, mentions)
    assert all(text[m.start : m.end] == m.text and m.text.strip() for m in found)
    ends = [(m.start, m.end) for m in found]
    assert ends == sorted(ends)
    assert all(a[1] <= b[0] for a, b in pairwise(ends))


@settings(max_examples=300, deadline=None)
@given(PARTS)
def test_one_string_is_one_entity_unless_countries_share_it(
    parts: list[tuple[tuple[str, str], str]],
) -> None:
    text, mentions = document(parts)
    seen: dict[str, EntityMention] = {}
    for mention in resolve_aliases(text, mentions):
        first = seen.setdefault(mention.text, mention)
        assert mention.label == first.label
        if not shared_name(mention.text, mention.label):
            assert key(mention) == key(first)


@settings(max_examples=200, deadline=None)
@given(PARTS, st.randoms(use_true_random=False))
def test_the_order_in_which_a_model_reports_does_not_matter(
    parts: list[tuple[tuple[str, str], str]], random: Random
) -> None:
    text, mentions = document(parts)
    shuffled = mentions.copy()
    random.shuffle(shuffled)
    assert resolve_aliases(text, shuffled) == resolve_aliases(text, mentions)


@settings(max_examples=300, deadline=None)
@given(PARTS)
def test_ids_tell_their_label_and_countries_have_codes(
    parts: list[tuple[tuple[str, str], str]],
) -> None:
    for mention in resolve_aliases(*document(parts)):
        assert mention.entity_id is None or mention.entity_id.startswith(f"{mention.label}:")
        assert mention.entity_id is None or len(mention.entity_id) > len(mention.label) + 1
        if mention.country:
            assert mention.entity_id == f"{mention.label}:{mention.country}"
