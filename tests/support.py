"""Datasets, plans and audits for tests, read from files as a user's would be."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.merge.candidates import enumerate_candidates
from models.merge.coupling import CouplingConstraint
from models.merge.restricted import all_ties, restricted_problem
from models.merge.whole import WholeModel, whole_model
from models.plan import Plan
from models.rules import Rule
from models.territory import Territory
from optimizer.check import Audit, Finding, audit
from optimizer.data.dataset import Dataset, read_dataset
from optimizer.solve.clock import Clock, Effort
from optimizer.solve.decomposition.pool import Pool
from optimizer.solve.partition import problem as partition_problem
from optimizer.solve.partition import stage
from optimizer.solve.run import solve
from optimizer.solve.solution import Solution
from tests.reference.tables import Tables, scenario_text

INSTANCES = Path(__file__).resolve().parents[1] / "instances"


def dataset_of(
    tables: Tables,
    rules: Mapping[str, Any] | None = None,
    objectives: Sequence[Mapping[str, Any]] = (),
    mode: str = "whole",
    seats: str = "townships",
) -> Dataset:
    """Write tables and a scenario to a folder and read them back."""
    with tempfile.TemporaryDirectory() as folder:
        write_folder(Path(folder), tables, rules, objectives, mode, seats)
        return read_dataset(Path(folder))


def write_folder(
    folder: Path,
    tables: Tables,
    rules: Mapping[str, Any] | None = None,
    objectives: Sequence[Mapping[str, Any]] = (),
    mode: str = "whole",
    seats: str = "townships",
) -> Path:
    """Write a dataset folder and return it."""
    tables.write(folder)
    text = scenario_text(rules or {}, objectives, mode, seats)
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return folder


def territory_of(tables: Tables) -> Territory:
    """Return the territory of some tables."""
    return dataset_of(tables).territory


def plan_of(territory: Territory, into: Mapping[str, str]) -> Plan:
    """Return a plan: townships or villages (codes) go into units (codes), all others stay.

    A village's own entry counts more than its township's; the unit "" leaves it out.
    """
    villages = territory.villages
    units = []
    for code, township in zip(villages.codes, villages.township, strict=True):
        home = territory.townships[township].code
        unit = into.get(code, into.get(home, home))
        units.append(territory.units_by_code[unit] if unit else -1)
    return Plan(territory, np.array(units, dtype=np.int64))


def codes_of(plan: Plan) -> dict[str, str]:
    """Return a plan as {village: unit}, in codes."""
    territory = plan.territory
    units = [territory.townships[u].code for u in plan.unit]
    return dict(zip(territory.villages.codes, units, strict=True))


def kinds_of(plan: Plan) -> dict[str, str]:
    """Return the kinds that units change to, by code."""
    townships = plan.territory.townships
    return {townships[t].code: kind.value for t, kind in plan.conversions.items()}


def audit_of(tables: Tables, rules: Mapping[str, Any], into: Mapping[str, str]) -> Audit:
    """Judge the plan that sends townships or villages into units."""
    dataset = dataset_of(tables, rules)
    return audit(plan_of(dataset.territory, into), dataset.scenario)


def finding_of(audited: Audit, key: str) -> Finding:
    """Return what an audit says of one rule."""
    (found,) = [finding for finding in audited.findings if finding.key == key]
    return found


def solution_of(dataset: Dataset, **effort: Any) -> Solution:
    """Solve a dataset with one worker."""
    clock = Clock(Effort(**{"workers": 1, **effort}))
    return solve(dataset, clock)


def candidate_units(dataset: Dataset, county: int = 0) -> set[str]:
    """Return every unit that rules on single units allow, its seat's letter first: "BAC".

    Township codes are single letters; the others of the unit follow in order.
    """
    problem = restricted_problem(dataset, county)
    found = enumerate_candidates(problem, 10**6)
    letters = [dataset.territory.townships[t].code for t in problem.townships]
    units = set()
    for held, seat in zip(found.members.toarray(), found.seat, strict=True):
        others = sorted(letters[p] for p in np.nonzero(held)[0] if p != seat)
        units.add("".join([letters[seat], *others]))
    return units


def models_of(dataset: Dataset, budget: int = 10**6, every_seat: bool = False) -> list[WholeModel]:
    """Return the model of each county."""
    ties, counties = all_ties(dataset), range(len(dataset.territory.counties))
    problems = (restricted_problem(dataset, c) for c in counties)
    return [
        whole_model(problem, dataset.scenario, ties, budget, every_seat) for problem in problems
    ]


def wide_ties(dataset: Dataset) -> list[CouplingConstraint]:
    """Return the ties over several counties."""
    ties = all_ties(dataset)
    return [tie for tie in ties if len(tie.counties) > 1]


@contextmanager
def narrow() -> Iterator[None]:
    """Let stages sweep with one state and search two columns at first, then more as needed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "FIRST_SWEEPS", 1)
        patch.setattr(stage, "_StageSearch", partial(stage._StageSearch, width=1, count=2))
        patch.setattr(partition_problem, "FEW", 0)
        yield


def complaints_of(dataset: Dataset, rule: Rule) -> list[tuple[str, str, str]]:
    """Return what of a rule does not fit a territory: (kind, key, value)."""
    return [(c.kind, c.key, c.value) for c in rule.complaints(dataset.territory)]


class Away(Pool):
    """A pool whose tasks see nothing but what can be sent, and come back last first."""

    width = 3

    def run(
        self, task: Any, context: Any, items: Iterable[Any], clock: Clock
    ) -> Iterator[tuple[int, Any]]:
        """Send everything there and back."""
        sent = [(k, pickle.dumps((context, item))) for k, item in enumerate(items)]
        for k, message in reversed(sent):
            yield k, pickle.loads(pickle.dumps(task(*pickle.loads(message), clock)))
