"""Every word in both languages, and figures as people read them."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from models.objectives import OBJECTIVES
from models.plan import Operation, Outcome
from optimizer.check import Status
from optimizer.report import words as module
from optimizer.report.words import WORDS, Words, km, km2, percent
from optimizer.text import default_language

PACKAGE = Path(module.__file__).parents[1]
TABLES = (WORDS, module.FLAGS, module.EFFECTS, module.OPERATIONS, module.STATUSES, module.OUTCOMES)
ALIKE = {"p95_km"}
"""What is written alike in both languages."""


def test_every_word_is_in_both_languages() -> None:
    """English in ASCII, Chinese not."""
    for table in TABLES:
        for key, (english, chinese) in table.items():
            assert english.isascii() and english.strip(), key
            assert not chinese.isascii() or key in ALIKE, key


def test_every_outcome_status_operation_and_objective_has_a_word() -> None:
    """Also those that are added later."""
    assert set(module.OUTCOMES) == set(Outcome)
    assert set(module.STATUSES) == set(Status)
    assert set(module.OPERATIONS) == set(Operation)
    assert set(OBJECTIVES) <= set(WORDS)


def test_no_word_is_left_over() -> None:
    """Each is used by some report, or names an objective."""
    files = [path for path in PACKAGE.rglob("*.py") if path != Path(module.__file__)]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    used = re.compile(r"""["']([\w -]+)["']""").findall(text)
    assert set(WORDS) - set(used) - set(OBJECTIVES) == set()


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("units", 1234, "1,234"),
        ("share", Fraction(43, 61), "43/61 = 70.49%"),
        ("travel", 12_879_065_074, "12,879,065.074 person-km"),
        ("disruption", 170_225, "170,225 persons"),
        ("travel", None, "-"),
    ],
)
def test_values_of_objectives(name: str, value: int | Fraction | None, shown: str) -> None:
    """In full, with thousands and units; travel in person-km."""
    assert Words("en").objective(name, value) == shown


def test_figures() -> None:
    """Areas to 0.01 km2, distances to the metre, shares with their fraction."""
    assert (km2(123_456), km(13_930), percent(43, 61), percent(0, 0)) == (
        "1,234.56", "13.930", "43/61 = 70.5%", "-",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], lang: str
) -> None:
    """Chinese where it is spoken, else English."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_language() == lang


def test_a_flag_of_the_users_own_is_shown_as_it_is() -> None:
    """Known flags are translated, others are the user's words."""
    assert Words("zh").flag("county_seat") == "县城所在地"
    assert Words("en").flag("historic") == "historic"


def test_verdict_of_a_check_counts_what_is_broken() -> None:
    """One rule is, two rules are."""
    said = [Words("en").broken(count) for count in (0, 1, 2)]
    assert said == ["every rule that is on is kept", "1 rule is broken", "2 rules are broken"]
    assert Words("zh").broken(2) == "有 2 条规则被违反"
