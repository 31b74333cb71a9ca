"""A new rule is three files: the rule, its check, its test. Shown in a copy of the packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

RULE = '''
"""P9.unit_villages: how many villages a unit may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from models.rules.base import Rule

if TYPE_CHECKING:
    from models.merge.problem import Problem


class UnitVillages(Rule):
    """A unit holds at most `max` villages."""

    clause: ClassVar[str] = "P9.unit_villages"
    key: ClassVar[str] = "unit_villages"
    title: ClassVar[str] = "villages of a unit"
    title_zh: ClassVar[str] = "每个乡级行政区的村数"

    max: int = Field(ge=1)

    def restrict(self, problem: Problem) -> None:
        """Limit the villages of every unit."""
        from models.merge.problem import Limit

        weight = problem.by_part(np.ones(len(problem.villages), dtype=np.int64))
        every = np.ones(len(problem.options), dtype=np.int64)
        problem.limits.append(Limit(weight, 0 * every, self.max * every))
'''

CHECK = '''
"""P9.unit_villages recomputed."""

from __future__ import annotations

import numpy as np

from models.rules.unit_villages import UnitVillages
from optimizer.check.base import Verdict, check, verdict
from optimizer.check.ledger import Ledger
from optimizer.text import Text


@check("unit_villages")
def unit_villages(ledger: Ledger, rule: UnitVillages) -> Verdict:
    """Every unit holds at most so many villages."""
    held = ledger.add_up(np.ones(len(ledger.territory.villages), dtype=np.int64))
    over = (f"{ledger.name(u)} {held[u]}" for u in map(int, ledger.kept) if held[u] > rule.max)
    return verdict([Text(said, said) for said in over])
'''

TEST = '''
"""Solver and checker keep the rule, in every mode."""

import pytest

from tests.reference.cases import chain, town
from tests.support import audit_of, dataset_of, solution_of

TOWNS = [town(letter) for letter in "ABCD"]


@pytest.mark.parametrize("mode", ["whole", "redraw"])
@pytest.mark.parametrize(("most", "units"), [(1, 4), (2, 2)])
def test_solve(mode, most, units):
    dataset = dataset_of(chain(*TOWNS), {"unit_villages": {"max": most}}, (), mode)
    solution = solution_of(dataset)
    assert solution.outcome.value == "OPTIMAL"
    assert len(solution.plan.kept) == units


def test_check():
    rules = {"unit_villages": {"max": 2}}
    three = audit_of(chain(*TOWNS), rules, {"A": "B", "C": "B"})
    assert [finding.clause for finding in three.broken] == ["P9.unit_villages"]
    assert not audit_of(chain(*TOWNS), rules, {"A": "B", "C": "D"}).broken
'''


def test_three_files_suffice(tmp_path: Path) -> None:
    """Reading, solving in every mode and checking know a rule that no other file names."""
    for package in ("models", "optimizer"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "reference").symlink_to(ROOT / "tests" / "reference")
    (tmp_path / "tests" / "support.py").symlink_to(ROOT / "tests" / "support.py")
    (tmp_path / "models" / "rules" / "unit_villages.py").write_text(RULE, encoding="utf-8")
    (tmp_path / "optimizer" / "check" / "unit_villages.py").write_text(CHECK, encoding="utf-8")
    test = tmp_path / "tests" / "test_unit_villages.py"
    test.write_text(TEST, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "none.ini"]
    (tmp_path / "none.ini").write_text("[pytest]\npythonpath = .\n", encoding="utf-8")
    done = subprocess.run(
        [*command, "--import-mode=importlib", str(test)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 passed" in done.stdout
