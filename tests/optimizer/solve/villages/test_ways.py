"""What is too dear on every way is in no plan that is cheap enough."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from models.merge.restricted import all_ties
from models.merge.villages import VillageModel
from models.quantities import IntArray
from optimizer.data import generate
from optimizer.data.dataset import read_dataset
from optimizer.solve.clock import Clock
from optimizer.solve.county import county_model
from optimizer.solve.villages.memory import Memory
from optimizer.solve.villages.program import Relaxation
from optimizer.solve.villages.state import VillageProblem
from optimizer.solve.villages.ways import Ways


def _model(folder: Path, seed: int, mode: str, seats: str) -> VillageModel:
    generate.write_dataset(generate.generate_county(3, 8, seed), folder)
    dataset = read_dataset(folder, {"mode": mode, "seats": seats})
    ties = all_ties(dataset.territory, dataset.scenario)
    choices = county_model(dataset.territory, dataset.scenario, 0, ties, Clock()).choices
    assert isinstance(choices, VillageProblem)
    return choices.model


def _plans(model: VillageModel) -> Iterator[IntArray]:
    """Yield every plan: all options of all villages, by brute force."""
    options = [
        [o for o, s in enumerate(model.option_seat) if model.column[v, s] >= 0]
        for v in range(model.villages)
    ]
    for chosen in product(*options):
        plan = np.array(chosen)
        if model.accepts(plan):
            yield plan


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mode", ["split", "redraw"])
def test_no_cheap_plan_uses_them(tmp_path: Path, seed: int, mode: str) -> None:
    """For every cost that a plan has, and with columns fixed at random."""
    model = _model(tmp_path / "made", seed, mode, "townships")
    cost, random = model.guide, np.random.default_rng(seed)
    plans = [model.columns(plan) for plan in _plans(model)]
    whole = Memory(model.size).program(model, cost).propagated()
    found = 0
    for _ in range(6):
        shut = random.choice(whole.free, size=min(3, len(whole.free)), replace=False)
        program = whole.fixed(shut[random.random(len(shut)) < 0.3], False)
        bound = Relaxation(program, Clock()).bound()
        if bound is None:
            continue
        ways = Ways(model)
        inside = [columns for columns in plans if program.high[columns].all()]
        for most in {int(cost[columns].sum()) for columns in inside}:
            dear = ways.too_dear(program, bound, most)
            found += len(dear)
            kept = ways.kept_by(program, bound, most)
            for columns in inside:
                if cost[columns].sum() <= most:
                    assert not np.isin(columns, dear).any()
                    assert kept.high[columns].all()
    assert found or not plans


def test_the_way_counts(tmp_path: Path) -> None:
    """A village behind others is too dear although it costs nothing itself."""
    model = _model(tmp_path / "made", 1, "redraw", "townships")
    program = Memory(model.size).program(model, model.guide)
    bound = Relaxation(program.propagated(), Clock()).bound()
    assert bound is not None
    s = int(np.argmax(model.kept))
    far = int(np.argmax(np.where(model.column[:, s] >= 0, model.nearness[:, s], -1)))
    reduced = np.full(model.size, 5)
    reduced[model.column[far, s]] = 0
    rest = np.zeros(model.size, dtype=bool)
    plain = type(bound)(1, 0, rest, reduced, bound.x)
    assert not (program.high & ~program.kept_by(plain, 4).high)[model.column[far, s]]
    assert model.column[far, s] in Ways(model).too_dear(program, plain, 4)
