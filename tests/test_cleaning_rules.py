"""Named rules: what each drops, and the article sentences that it must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cleaning.classify import Verdicts, apply_rules, everything
from pipeline.cleaning.kinds import ARTICLE_KINDS, MEANINGS, Kind
from pipeline.cleaning.rules import RULES
from pipeline.cleaning.view import view_of

DATA = Path(__file__).parent / "data" / "cleaning"


def table(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def ruled(line: str) -> Verdicts:
    view = view_of(line)
    verdicts = everything(view, [None])
    apply_rules(view, verdicts)
    return verdicts


@pytest.mark.parametrize(("rule", "kind", "line"), table("rules.tsv"))
def test_firm_rules_drop_and_say_why(rule: str, kind: str, line: str) -> None:
    verdicts = ruled(line)
    assert not verdicts.keep[0]
    assert (verdicts.reasons[0], verdicts.kinds[0]) == (f"rule:{rule}", Kind(kind))


@pytest.mark.parametrize(("rule", "line"), table("counterexamples.tsv"))
def test_firm_rules_leave_article_sentences(rule: str, line: str) -> None:
    assert ruled(line).keep[0], ruled(line).reasons


def test_every_firm_rule_has_examples_and_counterexamples() -> None:
    firm = {rule.name for rule in RULES if rule.firm}
    assert firm <= {row[0] for row in table("rules.tsv")}
    assert firm <= {row[0] for row in table("counterexamples.tsv")}


def test_every_kind_has_a_meaning_and_every_rule_a_kind_that_is_dropped() -> None:
    assert set(MEANINGS) == set(Kind)
    assert all(rule.kind not in ARTICLE_KINDS for rule in RULES)


@pytest.mark.parametrize("text", ["share " * 4000, "facebook" * 4000, "x " * 20000, "a" * 100000])
def test_rules_take_bounded_time(text: str) -> None:
    ruled(text)
