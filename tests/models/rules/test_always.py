"""P5.complete, P5.county, P2.contiguity in every model; and the register of rules."""

from __future__ import annotations

import re

import pytest

from models.rules import ALL_RULES, ALWAYS, RULES
from models.scenario import Scenario
from tests.reference.cases import add_village, chain, town
from tests.support import candidate_units, dataset_of


def test_contiguity() -> None:
    """Only sets that hang together, by whatever village of a township."""
    row = chain(town("A"), town("B"), town("C"))
    assert not {"AC", "CA"} & candidate_units(dataset_of(row))
    add_village(row, "a2", "A", km=1)
    row.contiguity.append({"a": "a2", "b": "c"})
    assert {"AC", "CA"} <= candidate_units(dataset_of(row))


def test_county() -> None:
    """No unit holds townships of two counties."""
    row = chain(town("A"), town("B", county="Y"), town("C", county="Y"))
    assert candidate_units(dataset_of(row)) == {"A"}
    assert candidate_units(dataset_of(row), 1) == {"B", "C", "BC", "CB"}


def test_complete() -> None:
    """A unit holds its seat: every candidate is named by one of its own."""
    row = chain(*(town(code) for code in "ABCD"))
    assert all(unit[0] in "ABCD" for unit in candidate_units(dataset_of(row)))
    assert len(candidate_units(dataset_of(row))) == 4 * 1 + 3 * 2 + 2 * 3 + 1 * 4


def test_they_are_always_on() -> None:
    """No scenario can turn them off, they come first, and none is named twice."""
    active = [rule.clause for rule in Scenario(name="x").active_rules()]
    assert active == list(ALWAYS)
    assert {"P2.contiguity", "P5.complete", "P5.county"} <= set(active)
    assert not set(ALWAYS) & set(RULES)


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=ALL_RULES)
def test_every_rule_says_what_it_is(rule: type) -> None:
    """A clause of the table of rules, and a title in both languages."""
    assert re.fullmatch(r"[PWS]\d\.[a-z.]+|name|code", rule.clause)
    assert rule.title.isascii() and not rule.title_zh.isascii()
    assert rule.__doc__
