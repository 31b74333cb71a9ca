"""Answers of counties on disk: as they were, for the same question alone, and never half."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from models.plan import Plan
from optimizer.solve.clock import Effort
from optimizer.solve.decomposition.county_result import CountyResult, PlanTotals
from optimizer.solve.decomposition.result_cache import ResultCache, identity_of
from optimizer.solve.lexicographic import Answer
from optimizer.solve.results import ObjectiveResult, Verdict
from tests.reference.cases import chain, town
from tests.support import territory_of

SIZE = (3, 2)


def settled(verdict: Verdict = Verdict.SOLVED) -> CountyResult:
    """Return the answer of a county with three villages and two townships."""
    attained = (
        ObjectiveResult("units", 1, 1, True),
        ObjectiveResult("share", Fraction(1, 2), None, False),
    )
    tally = PlanTotals(4, 1, 0, {"units": 1, "travel": 10**15})
    plan = np.array([1, 1, 1]), np.array([0, 2])
    return CountyResult(Answer(verdict, np.array([7]), attained, tally), plan, None, cut=False)


def test_there_and_back(tmp_path: Path) -> None:
    """Fractions, large numbers and arrays are what they were."""
    kept, before = ResultCache(tmp_path / "a" / "b", "q"), settled()
    kept.put("whole", 4, before)
    after = kept.get("whole", 4, SIZE)
    assert after is not None and after.plan is not None and before.plan is not None
    assert after.answer.attained == before.answer.attained
    assert after.answer.problem == before.answer.problem
    assert [part.tolist() for part in after.plan] == [part.tolist() for part in before.plan]
    assert after.begun is not None and after.begun.tolist() == [7]


def test_no_plan_is_an_answer_too(tmp_path: Path) -> None:
    """Where it is proved."""
    nothing = Answer(Verdict.INFEASIBLE, None, (), PlanTotals(0, 0, 0, {}))
    kept = ResultCache(tmp_path, "q")
    kept.put("whole", 0, CountyResult(nothing, None, None, cut=False))
    found = kept.get("whole", 0, SIZE)
    assert found is not None and found.answer == nothing


def test_what_time_would_change_is_not_kept(tmp_path: Path) -> None:
    """An open answer is looked for again."""
    kept = ResultCache(tmp_path, "q")
    kept.put("whole", 4, settled(Verdict.OPEN))
    assert kept.get("whole", 4, SIZE) is None


def test_another_question_finds_nothing(tmp_path: Path) -> None:
    """Nor does another mode or county."""
    ResultCache(tmp_path, "q").put("whole", 4, settled())
    assert ResultCache(tmp_path, "r").get("whole", 4, SIZE) is None
    assert ResultCache(tmp_path, "q").get("split", 4, SIZE) is None
    assert ResultCache(tmp_path, "q").get("whole", 3, SIZE) is None


@pytest.mark.parametrize("size", [(4, 2), (3, 1)])
def test_an_answer_that_does_not_fit_is_none(tmp_path: Path, size: tuple[int, int]) -> None:
    """As if it were not there."""
    ResultCache(tmp_path, "q").put("whole", 4, settled())
    assert ResultCache(tmp_path, "q").get("whole", 4, size) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": "q", "value": {"units": "x"}}'])
def test_a_broken_file_is_none(tmp_path: Path, text: str) -> None:
    """The county is solved again."""
    kept = ResultCache(tmp_path, "q")
    kept.put("whole", 4, settled())
    (file,) = tmp_path.iterdir()
    file.write_text(text, encoding="utf-8")
    assert kept.get("whole", 4, SIZE) is None


def test_clearing_leaves_what_is_not_ours(tmp_path: Path) -> None:
    """A folder with other files stays."""
    kept = ResultCache(tmp_path, "q")
    kept.put("whole", 4, settled())
    (tmp_path / "mine.txt").touch()
    kept.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_question_is_all_but_the_time() -> None:
    """Seed, workers and a plan to begin from are part of it."""
    start = Plan.status_quo(territory_of(chain(town("A"), town("B"))))
    base = identity_of("sha", Effort(seconds=5), None)
    assert base == identity_of("sha", Effort(seconds=9), None)
    others = [
        identity_of("other", Effort(), None),
        identity_of("sha", Effort(seed=1), None),
        identity_of("sha", Effort(workers=1), None),
        identity_of("sha", Effort(), start),
    ]
    assert len({base, *others}) == 5
