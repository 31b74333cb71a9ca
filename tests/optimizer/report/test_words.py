"""Every word that a report may need is there, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from models.objectives import OBJECTIVES
from models.plan import Operation, Outcome
from optimizer.check import Status
from optimizer.report.words import FLAGS, OPERATIONS, OUTCOMES, STATUSES, WORDS, Words


@pytest.mark.parametrize(
    ("kind", "table"), [(Status, STATUSES), (Operation, OPERATIONS), (Outcome, OUTCOMES)]
)
def test_every_member_has_its_words(kind: type, table: Mapping[object, tuple[str, str]]) -> None:
    """A new status, operation or outcome is not printed before it has a name."""
    assert set(table) == set(kind)


def test_every_objective_has_a_name() -> None:
    """Tables of objectives print it."""
    assert set(OBJECTIVES) <= set(WORDS)


@pytest.mark.parametrize("table", [WORDS, FLAGS, STATUSES, OPERATIONS, OUTCOMES])
def test_both_languages_are_filled_in(table: Mapping[object, tuple[str, str]]) -> None:
    """No word is empty."""
    assert [key for key, (en, zh) in table.items() if not en or not zh] == []


def test_a_flag_of_the_users_own_is_shown_as_it_is() -> None:
    """Known flags are translated, others are the user's words."""
    assert Words("zh").flag("county_seat") == "县城所在地"
    assert Words("en").flag("historic") == "historic"


def test_verdict_of_a_check_counts_what_is_broken() -> None:
    """One rule is, two rules are."""
    said = [Words("en").broken(count) for count in (0, 1, 2)]
    assert said == ["every rule that is on is kept", "1 rule is broken", "2 rules are broken"]
    assert Words("zh").broken(2) == "有 2 条规则被违反"
